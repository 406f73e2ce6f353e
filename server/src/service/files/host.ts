/**
 * What the service asks its host for: files by the host's own names for them. A name ("path") is a URI in the language server and a path of the
 * operating system on the command line; the service compares names and never takes them apart.
 */
export interface HostFiles {
  /**
   * The content of a file: the text of an open document, else its bytes. `null` if there is no such file; `undefined` if it isn't read yet, and
   * the host is to read it and have the service evaluate again; a refusal if it is there and may or can not be read.
   */
  read(path: string): HostContent | Refusal | null | undefined;
  /** The entries of a folder, in any order; `null` and `undefined` as for `read`. */
  list(folder: string): readonly HostEntry[] | Refusal | null | undefined;
  /** The folder that holds a file or folder; null at the top. */
  parent(path: string): string | null;
  /**
   * The name of a file or folder as seen from a folder. `relative` is plain text with `/` between its steps (never percent-encoded), may have
   * `.` and `..`, and may be absolute where the host knows absolute paths. Null if it leads nowhere, such as above the top.
   */
  resolve(folder: string, relative: string): string | null;
  /** True for a file that the author may change: one of the workspace. */
  isOwned(path: string): boolean;
}

export type HostContent = string | Uint8Array;

export interface HostEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** A file that is there and isn't read. */
export interface Refusal {
  readonly kind: 'refused';
  /** `restricted`: outside of the folders of an untrusted workspace. `unreadable`: no rights, a folder, a broken disk. */
  readonly why: 'restricted' | 'too-large' | 'unreadable';
}

export function isRefusal(answer: object | string | null | undefined): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'refused';
}

/** The largest file that is read, in bytes. Azure takes templates of 4 MB; a file this large is data. Hosts need not read more. */
export const largestFile = 64 * 1024 * 1024;
