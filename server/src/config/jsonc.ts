/** JSON with comments and trailing commas, as configuration files are written: read to a tree, or told where it breaks. */
import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Span, spanOf } from '../text/span.ts';

/** A property that has a name and a value; others are syntax errors and reported as such. */
export interface JsoncProperty {
  readonly key: Node & { readonly value: string };
  readonly value: Node;
}

/**
 * What is wrong with a configuration, and where. Of a text without a tree it is a sentence without its subject, such as `is not valid JSON:
 * colon expected.`
 */
export interface JsoncFault {
  readonly fault: string;
  readonly span: Span;
}

/** Token numbers of jsonc-parser's scanner, which declares them as an enum that exists only while compiling. */
const [opensObject, closesObject, opensArray, closesArray, endOfFile] = [1, 2, 3, 4, 17];

/** The tree of a text, or its first fault. Never throws: what is nested deeper than `deepest` is a fault. */
export function readJsonc(text: string, deepest: number): { readonly root: Node | undefined } | JsoncFault {
  const tooDeep = firstTooDeep(text, deepest);
  if (tooDeep) return { fault: 'is nested too deeply.', span: tooDeep };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const firstError = errors[0];
  if (firstError === undefined) return { root };
  const span = spanOf(firstError.offset, firstError.offset + firstError.length);
  return { fault: `is not valid JSON: ${readable(firstError)}.`, span };
}

export function isJsoncFault(answer: object): answer is JsoncFault {
  return 'fault' in answer;
}

export function propertiesOf(node: Node): JsoncProperty[] {
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [{ key: key as Node & { value: string }, value }] : [];
  });
}

/** The value of a property; the last one of several with that name. */
export function propertyOf(node: Node, name: string): Node | undefined {
  return propertiesOf(node).findLast(({ key }) => key.value === name)?.value;
}

/** The names that stand before in the same object: JSON lets the last one count, silently. */
export function repeatedKeys(node: Node): JsoncProperty['key'][] {
  const seen = new Set<string>();
  return propertiesOf(node).flatMap(({ key }) => {
    if (seen.has(key.value)) return [key];
    seen.add(key.value);
    return [];
  });
}

export function spanOfNode(node: Node): Span {
  return spanOf(node.offset, node.offset + node.length);
}

/** The first bracket that opens a level too many, or null. The scanner is iterative, so this never overflows. */
function firstTooDeep(text: string, deepest: number): Span | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token === opensObject || token === opensArray) depth++;
    if (token === closesObject || token === closesArray) depth--;
    if (depth > deepest) return spanOf(scanner.getTokenOffset(), scanner.getTokenOffset() + 1);
  }
  return null;
}

/** `CommaExpected` as `comma expected`. */
function readable(error: ParseError): string {
  return printParseErrorCode(error.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}
