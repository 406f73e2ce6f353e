import assert from 'node:assert/strict';
import { parseArm } from '../server/src/syntax/arm/parse-arm.ts';
import { lowerArm } from '../server/src/template/lower-arm.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';
import { printLowered } from './print-template.ts';
import { showNodes } from './show-nodes.ts';

/** The first line of a template; its properties follow. */
export const schemaLine =
  '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",';

export function loweredArm(text: string): LoweredFile {
  return lowerArm(parseArm(text));
}

/**
 * Lowers a template with both kinds of line breaks, demands that only spans differ, and prints the result.
 * @param properties what the template holds besides its `$schema`
 */
export function printedArm(properties: string): string {
  const text = `${schemaLine}\n${properties}\n}`;
  const unix = loweredArm(text);
  const windows = loweredArm(text.replaceAll('\n', '\r\n'));
  const printed = printLowered(unix);
  assert.equal(printLowered(windows).replaceAll('\\r\\n', '\\n'), printed);
  assert.equal(windows.spans.count, unix.spans.count);
  return printed;
}

/**
 * Takes the properties of a template with lines of carets in them, as `showNodes` writes them, lowers them without those lines, and demands
 * the same lines again, with either kind of line break. With `kinds`, only those nodes are shown.
 */
export function expectArmNodes(fixture: string, kinds?: readonly string[]): void {
  const lines = fixture.replace(/^\n/, '').trimEnd().split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  const shown = lines.map((line) => line.slice(margin));
  const properties = shown.filter((line) => !/^\s*(?:\^+|\|) \d+ /.test(line));
  for (const lineBreak of ['\n', '\r\n']) {
    const text = [schemaLine, ...properties, '}'].join(lineBreak);
    const found = showNodes(text, loweredArm(text), kinds).split('\n').slice(1, -1);
    assert.equal(found.join('\n'), shown.join('\n'));
  }
}
