/** Files as they were read, by content: each text is read once, however many entries ask for it. */
import { sameMeaning } from '../template/same-meaning.ts';
import { decodeText } from './files/decode.ts';
import type { HostContent } from './files/host.ts';
import type { SourceFile } from './model.ts';
import { type ReadFile, readSource } from './read.ts';

/** One text of one file. */
export interface FileRecord {
  readonly path: string;
  readonly text: string;
  readonly format: SourceFile['format'];
  /** Null if the file is neither a template nor a parameter file. */
  readonly read: ReadFile | null;
  /** Shared by all texts of the file that mean the same: they differ in blanks, comments and the like. */
  readonly meaning: object;
}

/** Texts of one file that are remembered: the one on disk, the one being typed, those that repairs try out. */
const mostTexts = 4;

export class FileStore {
  private readonly byPath = new Map<string, FileRecord[]>();
  private readonly byContent = new Map<string, KnownContent>();

  /** The file with this text, read now if it wasn't. */
  record({ path, text, format }: SourceFile): FileRecord {
    const known = this.byPath.get(path);
    const first = known?.[0];
    if (first !== undefined && first.text === text && first.format === format) return first;
    const others = (known ?? []).filter((record) => record.text !== text || record.format !== format);
    const found = known?.find((record) => record.text === text && record.format === format);
    const record = found ?? newRecord({ path, text, format }, others);
    this.byPath.set(path, [record, ...others.slice(0, mostTexts - 1)]);
    return record;
  }

  /** The file with this content; null if it isn't text. A content that the host gives again isn't looked into. */
  recordOf(path: string, content: HostContent, format: SourceFile['format']): FileRecord | null {
    if (typeof content === 'string') return this.record({ path, text: content, format });
    const known = this.byContent.get(path);
    if (known?.content === content) return known.record;
    const text = decodeText(content)?.text ?? null;
    const record = text === null ? null : this.record({ path, text, format });
    this.byContent.set(path, { content, record });
    return record;
  }
}

/** A file as the host gave it last. */
interface KnownContent {
  readonly content: Uint8Array;
  readonly record: FileRecord | null;
}

function newRecord(file: SourceFile, others: readonly FileRecord[]): FileRecord {
  const read = readSource(file);
  const twin = others.find(
    (other) =>
      read !== null &&
      other.read !== null &&
      sameMeaning(other.read.lowered, read.lowered, firstDifference(other.text, file.text)),
  );
  return { ...file, read, meaning: twin?.meaning ?? {} };
}

/** Characters that are compared at once. */
const block = 4096;

/** Where two texts begin to differ. Runs at each keystroke over the text before it, so block by block. */
function firstDifference(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at + block <= most && a.slice(at, at + block) === b.slice(at, at + block)) at += block;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

/** What a file is by the end of its name; null for anything else than a template or a parameter file. */
export function formatOfPath(path: string): SourceFile['format'] | null {
  const name = path.toLowerCase();
  if (name.endsWith('.bicep')) return 'bicep';
  if (name.endsWith('.bicepparam')) return 'bicep-params';
  return name.endsWith('.json') || name.endsWith('.jsonc') ? 'json' : null;
}
