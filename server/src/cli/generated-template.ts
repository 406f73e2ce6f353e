import { createScanner } from 'jsonc-parser';

/** Token numbers of jsonc-parser's scanner, which declares them as an enum that exists only while compiling. */
const [opensObject, closesObject, opensArray, closesArray, colon, string, endOfFile] = [1, 2, 3, 4, 6, 10, 17];

/**
 * True if a JSON text says in `metadata._generator` that a tool wrote it. Looks at tokens only, so it is fast, reads text that doesn't parse
 * and can't be made to overflow.
 */
export function isGeneratedTemplate(text: string): boolean {
  if (!text.includes('"_generator"')) return false;
  const scanner = createScanner(text, true);
  let depth = 0;
  let insideMetadata = false;
  let name = '';
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token === opensObject || token === opensArray) depth++;
    if (token === closesObject || token === closesArray) depth--;
    if (token === string) name = scanner.getTokenValue();
    if (token !== colon) continue;
    // A colon follows the name of a property; at depth 1 it is one of the template's own.
    if (depth === 1) insideMetadata = name === 'metadata';
    if (depth === 2 && insideMetadata && name === '_generator') return true;
  }
  return false;
}
