/** Base 64, data URIs and URIs. Semantics: Azure documentation; escaping as .NET's `Uri` does it; relative references by RFC 3986, section 5. */
import { type Implementation, ofScalars } from '../calls.ts';
import { longestString } from '../texts.ts';
import type { Scalar, Value } from '../values.ts';
import { jsonOf } from './objects.ts';

function textOnly(compute: (text: string) => string | undefined): Implementation {
  return ofScalars((text) => (typeof text === 'string' ? compute(text) : undefined));
}

/** Bytes that `btoa` takes at once as characters of one string. */
const chunk = 0x8000;

/** Base 64 of a text's UTF-8; undefined if it would be too long. */
function base64(text: string): string | undefined {
  return text.length > longestString / 2 ? undefined : base64OfBytes(new TextEncoder().encode(text));
}

/** Base 64 of bytes. */
export function base64OfBytes(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += chunk)
    binary += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + chunk));
  return btoa(binary);
}

/** The text whose UTF-8 is given in base 64; undefined if it isn't that. */
function fromBase64(text: string): string | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function dataUri(text: string): string | undefined {
  const encoded = base64(text);
  return encoded === undefined ? undefined : `data:text/plain;charset=utf-8;base64,${encoded}`;
}

/** The text of a data URI in base 64, whose character set is UTF-8 if it is named at all. */
function dataUriToString(text: string): string | undefined {
  const comma = text.indexOf(',');
  const header = /^data:([^;,]*)((?:;[^;,]*)*);base64$/i.exec(text.slice(0, Math.max(0, Math.min(comma, 200))));
  if (header === null) return undefined;
  const isUtf8 = (header[2] ?? '')
    .split(';')
    .every((part) => part === '' || /^charset=(?:utf-?8|us-ascii)$/i.test(part));
  return isUtf8 ? fromBase64(text.slice(comma + 1)) : undefined;
}

/** Everything is escaped but letters, digits and `-._~`. */
function uriComponent(text: string): string | undefined {
  if (text.length > longestString / 3) return undefined;
  try {
    return encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return undefined;
  }
}

function uriComponentToString(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Characters that .NET leaves alone in a URI. */
const plainUri = /^[A-Za-z0-9\-._~:/?#@!$&()*+,;=]{1,8000}$/;

/** Scheme and host in the spelling that .NET gives them, path and query. */
const absoluteUri = /^([a-z][a-z0-9+.-]*:\/\/[^/?#A-Z]+)(\/[^?#]*)?(\?[^#]*)?$/;

/** A reference resolved against a base; undefined for forms that the documentation doesn't show, such as escapes and fragments. */
function uri(base: Scalar | undefined, relative: Scalar | undefined): Value | undefined {
  if (typeof base !== 'string' || typeof relative !== 'string') return undefined;
  if (!plainUri.test(base) || !plainUri.test(relative)) return undefined;
  const [, origin, path = '/'] = absoluteUri.exec(base) ?? [];
  if (origin === undefined || /:(?:80|443)$/.test(origin)) return undefined;
  const whole = absoluteUri.exec(relative);
  if (whole !== null) return whole[2] === undefined || /:(?:80|443)$/.test(whole[1] ?? '') ? undefined : relative;
  const [, target, query = ''] = /^([^?#:]+)(\?[^#]*)?$/.exec(relative) ?? [];
  if (target === undefined || target.startsWith('//')) return undefined;
  const merged = target.startsWith('/') ? target : path.slice(0, path.lastIndexOf('/') + 1) + target;
  return origin + withoutDots(merged) + query;
}

/** A path without `.` and `..` segments. */
function withoutDots(path: string): string {
  const segments = path.split('/');
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..';
    if (!isDots) kept.push(segment);
    if (segment === '..' && kept.length > 1) kept.pop();
    if (isDots && index === segments.length - 1) kept.push('');
  }
  return kept.join('/');
}

export const encodingFunctions: Readonly<Record<string, Implementation>> = {
  base64: textOnly(base64),
  base64ToString: textOnly(fromBase64),
  base64ToJson: jsonOf(fromBase64),
  dataUri: textOnly(dataUri),
  dataUriToString: textOnly(dataUriToString),
  uri: ofScalars(uri),
  uriComponent: textOnly(uriComponent),
  uriComponentToString: textOnly(uriComponentToString),
};
