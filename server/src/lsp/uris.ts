/** Names of files as URIs, spelled as VS Code spells them, so that one file has one name whoever writes it. */

/** A URI with folders in two parts: `file://` or `vscode-remote://host`, and the path behind it. */
const hierarchical = /^(?<top>[a-z][a-z0-9+.-]*:\/\/[^/?#]*)(?<path>[^?#]*)/i;

/** The URI as VS Code writes it. One without folders, such as `untitled:Untitled-1`, stays as it is. */
export function canonicalUri(uri: string): string {
  const { top, path } = hierarchical.exec(uri)?.groups ?? {};
  if (top === undefined || path === undefined) return uri;
  const steps = path
    .split('/')
    .map((step, index) => encoded(index === 1 ? driveInLowerCase(decoded(step)) : decoded(step)));
  const joined = steps.join('/');
  return top.toLowerCase() + (joined.endsWith('/') ? joined.slice(0, -1) : joined);
}

/** The folder that holds a file or folder, without a slash at its end; null at the top, and for URIs without folders. */
export function parentUri(uri: string): string | null {
  const top = hierarchical.exec(uri)?.groups?.top;
  if (top === undefined || uri.length <= top.length) return null;
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** The last step of a URI as plain text: the name of the file, to be shown. */
export function fileNameOf(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf('/') + 1));
}

/**
 * The name of a file as seen from a folder.
 * @param relative plain text with `/` between its steps; may be an absolute path, also one of Windows.
 * @returns null if it leads above the top.
 */
export function resolvedUri(folder: string, relative: string): string | null {
  const { top, path } = hierarchical.exec(folder)?.groups ?? {};
  if (top === undefined || path === undefined) return null;
  const isAbsolute = relative.startsWith('/') || /^[a-z]:\//i.test(relative);
  const steps = isAbsolute ? [] : path.split('/').slice(1);
  for (const step of relative.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..') {
      if (steps.pop() === undefined) return null;
    } else steps.push(encoded(steps.length === 0 ? driveInLowerCase(step) : step));
  }
  return [top, ...steps].join('/');
}

/** True for a file or folder in a folder, at any depth, and for the folder itself. */
export function isInside(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(`${folder}/`);
}

/** `encodeURIComponent` leaves five characters that VS Code encodes. A lone surrogate can't be encoded; it is no character of any name. */
function encoded(step: string): string {
  // Nearly all names: every evaluation resolves hundreds.
  if (/^[\w.~-]*$/.test(step)) return step;
  return encodeURIComponent(step.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function driveInLowerCase(step: string): string {
  return /^[A-Z]:$/.test(step) ? step.toLowerCase() : step;
}
