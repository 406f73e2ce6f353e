/** A JSON string, decoded, with the way back to the file. */
export interface DecodedString {
  readonly value: string;
  /** Offset in the file of the unit `index` of the value; for the length of the value, where the content ends. */
  offsetOf(index: number): number;
  /** Offsets of backslashes that begin no JSON escape. */
  readonly invalidEscapes: readonly number[];
}

const BACKSLASH = 92;

/**
 * Decodes the JSON string token at `offset` of the source, quotes included in `length`; a missing closing quote is allowed. An escape that JSON
 * doesn't know stands for the character behind the backslash.
 */
export function decodeJsonString(source: string, offset: number, length: number): DecodedString {
  const start = offset + 1;
  const closed =
    length > 1 && source.charCodeAt(offset + length - 1) === 34 && !endsEscaped(source, start, offset + length - 1);
  const end = closed ? offset + length - 1 : offset + length;
  const raw = source.slice(start, end);
  if (!raw.includes('\\')) {
    return { value: raw, offsetOf: (index) => start + Math.min(index, raw.length), invalidEscapes: [] };
  }

  const offsets: number[] = [];
  const invalidEscapes: number[] = [];
  const pieces: string[] = [];
  let pieceStart = start;
  let at = start;
  while (at < end) {
    offsets.push(at);
    if (source.charCodeAt(at) !== BACKSLASH) {
      at++;
      continue;
    }
    pieces.push(source.slice(pieceStart, at));
    const letter = source.charAt(at + 1);
    const hexadecimal = letter === 'u' ? source.slice(at + 2, Math.min(at + 6, end)) : '';
    const simple = simpleEscapes[letter];
    if (/^[0-9a-fA-F]{4}$/.test(hexadecimal)) {
      pieces.push(String.fromCharCode(Number.parseInt(hexadecimal, 16)));
      at += 6;
    } else if (simple !== undefined && at + 1 < end) {
      pieces.push(simple);
      at += 2;
    } else {
      invalidEscapes.push(at);
      offsets.pop();
      at++;
    }
    pieceStart = at;
  }
  pieces.push(source.slice(pieceStart, end));
  offsets.push(end);
  return { value: pieces.join(''), offsetOf: (index) => offsets[index] ?? end, invalidEscapes };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** True if the character at `at` is escaped: an odd number of backslashes stands before it. */
function endsEscaped(source: string, start: number, at: number): boolean {
  let backslashes = 0;
  while (at - backslashes - 1 >= start && source.charCodeAt(at - backslashes - 1) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
