import { type HostFiles, isRefusal } from './host.ts';

/** A text as decoded; `encoding` and `byteOrderMark` tell how to write it back. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf8' | 'utf16le';
  readonly byteOrderMark: boolean;
}

const known = new WeakMap<Uint8Array, DecodedText | null>();

/** The text of what a host gives; null if there is none, or none that can be read. */
export function textOfContent(content: ReturnType<HostFiles['read']>): string | null {
  if (content === null || content === undefined || isRefusal(content)) return null;
  return typeof content === 'string' ? content : (decodeText(content)?.text ?? null);
}

/** Like `decode`, once for each array of bytes: hosts give the same one as long as a file doesn't change. */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const found = known.get(bytes);
  if (found !== undefined) return found;
  const decoded = decode(bytes);
  known.set(bytes, decoded);
  return decoded;
}

/** UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell writes. Null if it is neither or holds a NUL: then it is no text. */
function decode(bytes: Uint8Array): DecodedText | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8';
  const decoded = decoded8or16(bytes, encoding === 'utf8' ? 'utf-8' : 'utf-16le');
  if (decoded === null || decoded.includes('\u0000')) return null;
  const byteOrderMark = decoded.startsWith('\ufeff');
  return { text: byteOrderMark ? decoded.slice(1) : decoded, encoding, byteOrderMark };
}

/** Null where the bytes aren't of the encoding: the decoder says so by throwing. */
function decoded8or16(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
