/** Reading through the host, with a record of what was asked: an answer depends on exactly these files. */
import { decodeText } from './decode.ts';
import { type HostEntry, type HostFiles, isRefusal, largestFile, type Refusal } from './host.ts';

/** `absent`: there is no such file. `pending`: it isn't read yet. `binary`: it is no text. */
export type NoContent = 'absent' | 'pending' | 'binary' | Refusal['why'];

export interface Asking {
  /** Names of files and folders that were asked for, there or not. */
  readonly asked: ReadonlySet<string>;
  /** Those of them that the host has yet to read. */
  readonly pending: ReadonlySet<string>;
  text(path: string): { readonly text: string } | NoContent;
  bytes(path: string): Uint8Array | NoContent;
  entries(folder: string): readonly HostEntry[] | NoContent;
}

export function askingOf(host: HostFiles): Asking {
  const asked = new Set<string>();
  const pending = new Set<string>();

  const note = <Content>(path: string, answer: Content | Refusal | null | undefined): Content | NoContent => {
    asked.add(path);
    if (answer === undefined) {
      pending.add(path);
      return 'pending';
    }
    if (answer === null) return 'absent';
    return isRefusal(answer as object | string) ? (answer as Refusal).why : (answer as Content);
  };

  const content = (path: string): { readonly text: string } | Uint8Array | NoContent => {
    const answer = host.read(path);
    const wrapped = typeof answer === 'string' ? { text: answer } : answer;
    const noted = note(path, wrapped);
    return noted instanceof Uint8Array && noted.length > largestFile ? 'too-large' : noted;
  };

  return {
    asked,
    pending,
    text(path) {
      const found = content(path);
      if (!(found instanceof Uint8Array)) return found;
      return decodeText(found) ?? 'binary';
    },
    bytes(path) {
      const found = content(path);
      return typeof found === 'string' || found instanceof Uint8Array ? found : new TextEncoder().encode(found.text);
    },
    entries: (folder) => note(folder, host.list(folder)),
  };
}

export function hasText(found: { readonly text: string } | NoContent): found is { readonly text: string } {
  return typeof found !== 'string';
}
