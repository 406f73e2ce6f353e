import assert from 'node:assert/strict';
import { parseBicep } from '../server/src/syntax/bicep/index.ts';
import { lowerBicep } from '../server/src/template/lower-bicep.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';
import { printLowered } from './print-template.ts';

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
