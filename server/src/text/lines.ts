/** A place in a text: zero-based line and UTF-16 character, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Converts between offsets and positions of one text. Line ends are `\n`, `\r\n` and a lone `\r`, as in LSP. */
export interface LineIndex {
  readonly lineCount: number;
  /** Offset at which the line begins; a line past the end begins at the end of the text. */
  lineStart(line: number): number;
  /** Offset at which the line's content ends, before its line break. */
  lineEnd(line: number): number;
  /** Offsets outside the text are clamped to it. */
  positionAt(offset: number): Position;
  /** Positions outside the text are clamped to it. */
  offsetAt(position: Position): number;
  rangeOf(span: { readonly start: number; readonly end: number }): Range;
}

const LF = 10;
const CR = 13;

/** Scans the text once; each later question costs a binary search at most. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === CR && text.charCodeAt(at + 1) === LF) at++;
    if (code === LF || code === CR) starts.push(at + 1);
  }

  const lineStart = (line: number): number => (line < 0 ? 0 : (starts[line] ?? text.length));

  const lineEnd = (line: number): number => {
    let end = line + 1 < starts.length ? lineStart(line + 1) : text.length;
    const start = lineStart(line);
    while (end > start && isLineBreak(text.charCodeAt(end - 1))) end--;
    return end;
  };

  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const positionAt = (offset: number): Position => {
    const clamped = Math.max(0, Math.min(offset, text.length));
    const line = lineOf(clamped);
    return { line, character: clamped - lineStart(line) };
  };

  const offsetAt = (position: Position): number => {
    if (position.line < 0) return 0;
    if (position.line >= starts.length) return text.length;
    const offset = lineStart(position.line) + Math.max(0, position.character);
    return Math.min(offset, lineEnd(position.line));
  };

  return {
    lineCount: starts.length,
    lineStart,
    lineEnd,
    positionAt,
    offsetAt,
    rangeOf: (span) => ({ start: positionAt(span.start), end: positionAt(span.end) }),
  };
}

function isLineBreak(code: number): boolean {
  return code === LF || code === CR;
}
