import type { BicepFile } from '../../server/src/syntax/bicep/index.ts';
import { TokenKind } from '../../server/src/syntax/bicep/token-kinds.ts';
import { lineIndex } from '../../server/src/text/lines.ts';
import { describeTree } from './bicep-compiler-tree.ts';

/** A line of a baseline: what it tells of, where that begins and ends, and the words. */
export interface BaselineEntry {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

const TOKEN_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(TokenKind).map(([name, kind]) => [kind, name] as const),
);

/** The tokens as the compiler's `*.tokens.*` baselines write them: the source, with a comment below each line for every token on it. */
export function tokensBaseline(file: BicepFile): string {
  const { tokens } = file;
  const entries: BaselineEntry[] = [];
  for (let token = 0; token < tokens.count; token++) {
    const start = tokens.starts[token] ?? 0;
    entries.push({ start, end: tokens.ends[token] ?? 0, label: describeToken(file, token) });
  }
  return annotate(file.text, entries);
}

/** The tree as the compiler's `*.syntax.*` baselines write it. */
export function syntaxBaseline(file: BicepFile): string {
  return annotate(file.text, describeTree(file));
}

/** The kind of a token by the compiler's name, and its text between bars. */
export function describeToken(file: BicepFile, token: number): string {
  const text = file.text.slice(file.tokens.starts[token], file.tokens.ends[token]);
  return `${tokenName(file.tokens.kinds[token] ?? 0)} |${escapeLineBreaks(text)}|`;
}

export function tokenName(kind: number): string {
  return TOKEN_NAMES.get(kind) ?? '?';
}

export function escapeLineBreaks(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}

/** Writes each entry as a comment below the line on which it begins. Columns are padded to the widest of the file. Lines end with `\n`. */
function annotate(text: string, entries: readonly BaselineEntry[]): string {
  const lines = lineIndex(text);
  const placed = entries.map((entry) => {
    const { line, character } = lines.positionAt(entry.start);
    return { line, from: String(character), to: String(character + entry.end - entry.start), label: entry.label };
  });
  const fromWidth = Math.max(...placed.map((entry) => entry.from.length));
  const toWidth = Math.max(...placed.map((entry) => entry.to.length));

  const written: string[] = [];
  for (let line = 0, next = 0; line < lines.lineCount; line++) {
    written.push(text.slice(lines.lineStart(line), lines.lineEnd(line)));
    for (let entry = placed[next]; entry?.line === line; entry = placed[++next]) {
      written.push(`//@[${entry.from.padStart(fromWidth, '0')}:${entry.to.padStart(toWidth, '0')}) ${entry.label}`);
    }
  }
  return `${written.join('\n')}\n`;
}
