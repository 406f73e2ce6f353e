/** Shows spans as an editor would: each under its line of text, as carets with a label behind them. */
import type { Span } from '../server/src/text/span.ts';

export interface LabelledSpan {
  readonly span: Span;
  readonly label: string;
}

/**
 * The text with a line of carets under each line in which a span begins, in order of the spans. A span over several lines has carets from
 * its start to the end of the line and the text it ends with; an empty one has `|` where it stands. Line breaks come out as `\n`.
 */
export function showCarets(text: string, spans: readonly LabelledSpan[]): string {
  const shown: string[] = [];
  let start = 0;
  for (const line of text.split(/(?<=\n)|(?<=\r)(?!\n)/)) {
    const content = line.replace(/[\r\n]+$/, '');
    shown.push(content);
    const end = start + content.length;
    for (const { span, label } of spans) {
      if (span.start < start || span.start > end) continue;
      const indent = ' '.repeat(span.start - start);
      if (span.end <= end) shown.push(`${indent}${'^'.repeat(span.end - span.start) || '|'} ${label}`);
      else
        shown.push(
          `${indent}${'^'.repeat(end - span.start)} ${label} ... ${lastLine(text.slice(span.start, span.end))}`,
        );
    }
    start += line.length;
  }
  return shown.join('\n');
}

function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1).trim();
}
