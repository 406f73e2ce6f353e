/** The files as one question sees them: those of the workspace, and over them the text that is asked about. */
import { type FileRecord, type FileStore, formatOfPath } from './file-store.ts';
import { type HostContent, type HostFiles, isRefusal, type Refusal } from './files/host.ts';
import type { SourceFile } from './model.ts';
import type { Workspace } from './workspace.ts';

export class Scene {
  readonly workspace: Workspace;
  readonly store: FileStore;
  /** The file that is asked about, with its text in place of the one that the host has. */
  readonly focus: SourceFile;
  /** Other files that have these texts in place of those that the host has. */
  private readonly others: ReadonlyMap<string, SourceFile>;

  constructor(
    store: FileStore,
    workspace: Workspace,
    focus: SourceFile,
    others: ReadonlyMap<string, SourceFile> = textsOver(workspace),
  ) {
    this.others = others;
    this.store = store;
    this.workspace = workspace;
    this.focus = focus;
  }

  /** True if the text that is asked about is the one that the host has. */
  get isOfHost(): boolean {
    const { path, text, format } = this.focus;
    return this.workspace.host.read(path) === text && formatOfPath(path) === format;
  }

  /** True if no file of those that were read has another text than the host says. */
  isOfHostFor(wasRead: (path: string) => boolean): boolean {
    for (const path of this.others.keys()) if (wasRead(path)) return false;
    return this.isOfHost || !wasRead(this.focus.path);
  }

  /** The scene with other texts in place of those of some files. */
  with(texts: ReadonlyMap<string, string>): Scene {
    const changed = (file: SourceFile): SourceFile => ({ ...file, text: texts.get(file.path) ?? file.text });
    const others = new Map(this.others);
    for (const [path, text] of texts) {
      const format = formatOfPath(path);
      if (path !== this.focus.path && format !== null) others.set(path, { path, text, format });
    }
    return new Scene(this.store, this.workspace, changed(this.focus), others);
  }

  private given(path: string): SourceFile | undefined {
    return path === this.focus.path ? this.focus : this.others.get(path);
  }

  read(path: string): HostContent | Refusal | null | undefined {
    return this.given(path)?.text ?? this.workspace.host.read(path);
  }

  /** A template or parameter file as read; null if there is none. */
  record(path: string): FileRecord | null {
    const given = this.given(path);
    return given === undefined ? this.recordOnHost(path) : this.store.record(given);
  }

  /** A file as the host has it, even the one that is asked about. */
  recordOnHost(path: string): FileRecord | null {
    const content = this.workspace.host.read(path);
    const format = formatOfPath(path);
    if (content === null || content === undefined || isRefusal(content) || format === null) return null;
    return this.store.recordOf(path, content, format);
  }

  /** True for files in which findings may stand: the author's own, not restored and not generated from others. */
  isOwned(path: string): boolean {
    if (!this.workspace.host.isOwned(path)) return false;
    if (path === this.focus.path) return true;
    return !(this.record(path)?.read?.isGenerated ?? false);
  }

  /** The workspace's files as an evaluation reads them. */
  get host(): HostFiles {
    const { host } = this.workspace;
    return {
      read: (path) => this.read(path),
      list: (folder) => host.list(folder),
      parent: (path) => host.parent(path),
      resolve: (folder, relative) => host.resolve(folder, relative),
      isOwned: (path) => this.isOwned(path),
    };
  }
}

/** The files that have other texts than the host says. */
function textsOver({ texts = new Map() }: Workspace): ReadonlyMap<string, SourceFile> {
  const files = new Map<string, SourceFile>();
  for (const [path, text] of texts) {
    const format = formatOfPath(path);
    if (format !== null) files.set(path, { path, text, format });
  }
  return files;
}
