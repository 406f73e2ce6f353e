import assert from 'node:assert/strict';
import { parseBicep } from '../server/src/syntax/bicep/index.ts';
import { lowerBicep } from '../server/src/template/lower-bicep.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';
import { printLowered } from './print-template.ts';
import { showNodes } from './show-nodes.ts';

export function loweredBicep(text: string, language: 'bicep' | 'bicep-params' = 'bicep'): LoweredFile {
  return lowerBicep(parseBicep(text, { language }), language);
}

/**
 * Lowers a text with both kinds of line breaks, demands that only spans differ, and prints the result of the LF text. Line breaks inside
 * multi-line strings are values, so `\r\n` counts as `\n` there.
 */
export function printedBicep(text: string, language: 'bicep' | 'bicep-params' = 'bicep'): string {
  const unix = loweredBicep(text, language);
  const windows = loweredBicep(text.replaceAll('\n', '\r\n'), language);
  const printed = printLowered(unix);
  assert.equal(printLowered(windows).replaceAll('\\r\\n', '\\n').replaceAll('\r\n', '\n'), printed);
  assert.equal(windows.spans.count, unix.spans.count);
  return printed;
}

/**
 * Takes a text with lines of carets in it, as `showNodes` writes them, lowers the text without those lines, and demands the same lines
 * again, with either kind of line break. With `kinds`, only those nodes are shown.
 */
export function expectNodes(
  fixture: string,
  language: 'bicep' | 'bicep-params' = 'bicep',
  kinds?: readonly string[],
): void {
  const lines = fixture.replace(/^\n/, '').trimEnd().split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  const shown = lines.map((line) => line.slice(margin));
  const text = shown.filter((line) => !/^\s*(?:\^+|\|) \d+ /.test(line)).join('\n');
  for (const written of [text, text.replaceAll('\n', '\r\n')]) {
    assert.equal(showNodes(written, loweredBicep(written, language), kinds), shown.join('\n'));
  }
}
