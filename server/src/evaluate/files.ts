/** What evaluation may ask of other files. The host has read them before: every answer is there at once and is the same each time. */
import type { LinkedAddress } from '../template/linked-address.ts';
import type { LoweredFile } from '../template/lowered.ts';

export interface TemplateFiles {
  /** The file that a module, an import, `using`, `extends` or a link of `from` means. `reference` is the text as written. */
  load(from: string, reference: string): LoadedTemplate | Missing;
  /** The file beside `from` that the address of a linked template or parameter file means. */
  linked(from: string, address: LinkedAddress): LoadedTemplate | Missing;
  /** The bytes of a file for `loadTextContent` and its like. */
  content(from: string, path: string): Uint8Array | Missing;
  /** The files of a folder for `loadDirectoryFileInfo`; only those that a pattern such as `*.json` covers, if one is given. */
  directory(from: string, path: string, pattern: string | null): readonly DirectoryFile[] | Missing;
}

export interface LoadedTemplate {
  /** The host's name of the file, by which places refer to it. */
  readonly file: string;
  readonly lowered: LoweredFile;
}

export interface DirectoryFile {
  readonly relativePath: string;
  readonly baseName: string;
  readonly extension: string;
}

/** Why a file isn't there. The rest of the deployment is evaluated without it. */
export interface Missing {
  readonly kind: 'missing';
  /** Completes "This value is unknown: ...". */
  readonly reason: string;
  /** What the author is told where the reference stands; null if there is nothing to tell (yet). */
  readonly problem: MissingProblem | null;
}

export interface MissingProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

export function isMissing(answer: object): answer is Missing {
  return 'kind' in answer && answer.kind === 'missing';
}

/** For an evaluation of one file by itself. */
export const noFiles: TemplateFiles = {
  load: () => unread,
  linked: () => unread,
  content: () => unread,
  directory: () => unread,
};

const unread: Missing = { kind: 'missing', reason: 'the file is not read', problem: null };
