import type { LineIndex } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import { type Palette, printable } from './terminal.ts';

/** Longer lines, such as the only line of minified JSON, are cut to this many characters around the span. */
const widestLine = 140;
const contextBefore = 40;
const gutterWidth = 6;

/**
 * The line on which a span begins, with carets under the part of the span that lies on it. An empty span gets one caret.
 * @returns two lines with their line breaks.
 */
export function sourceFrame(text: string, lines: LineIndex, span: Span, paint: Palette): string {
  const { line, character } = lines.positionAt(span.start);
  const lineStart = lines.lineStart(line);
  const whole = text.slice(lineStart, lines.lineEnd(line));
  const endOnLine = Math.min(Math.max(span.end - lineStart, character), whole.length);

  const cutBefore = whole.length > widestLine ? Math.max(0, character - contextBefore) : 0;
  const shown = printable(whole.slice(cutBefore, cutBefore + widestLine));
  const prefix = cutBefore > 0 ? '…' : '';
  const suffix = cutBefore + widestLine < whole.length ? '…' : '';

  const from = character - cutBefore;
  const to = Math.min(endOnLine - cutBefore, shown.length);
  // Tabs stay tabs under the line, so that the carets stand right whatever the tab width.
  const indent = ' '.repeat(prefix.length) + shown.slice(0, from).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, to - from));

  const number = String(line + 1).padStart(gutterWidth);
  const gutter = `${' '.repeat(gutterWidth)} | `;
  return `${paint.dim(`${number} | `)}${prefix}${shown}${suffix}\n${paint.dim(gutter)}${indent}${paint.warning(carets)}\n`;
}
