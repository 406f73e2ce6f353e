/**
 * Reads YAML 1.2 text into values, for `loadYamlContent`: mappings, sequences and scalars of the core schema, with anchors.
 *
 * The library's readers of lines and of nodes are used apart, since the second one calls itself for each level: what is nested too deep never
 * reaches it.
 */
import { Composer, CST, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, Parser } from 'yaml';
import type { Cell } from './cell.ts';
import { shapeOf, type Value } from './values.ts';

/** Collections inside of each other, as deep as JSON is read. */
const deepest = 64;

/** Values in one text, those that an alias repeats counted each time. */
const mostValues = 200_000;

/** Pieces of one text, blanks and marks included. */
const mostLexemes = 200_000;

/** Why a text gives no value; `line` counts from 1, null if it is about the whole. */
export interface NoYaml {
  readonly kind: 'no yaml';
  readonly line: number | null;
}

/** Ends the reading. Only `readYaml` catches it. */
class Unreadable extends Error {
  readonly offset: number | null;

  constructor(offset: number | null) {
    super();
    this.offset = offset;
  }
}

/** What an anchor names; null while it is being read. */
interface Anchored {
  readonly value: Value;
  readonly size: number;
}

interface Reading {
  readonly make: (value: Value) => Cell;
  readonly anchors: Map<string, Anchored | null>;
  size: number;
}

/**
 * The value that a YAML text stands for. Tags of applications, merge keys (`<<`) and several documents in one text aren't read.
 * @param make makes the cells of properties and elements
 */
export function readYaml(text: string, make: (value: Value) => Cell): { readonly value: Value } | NoYaml {
  const lines = new LineCounter();
  try {
    const tokens = tokensOf(text, lines);
    for (const token of tokens) refuseDeep(token);
    // The library's own search for repeated keys takes the square of their number.
    const options = { version: '1.2', intAsBigInt: true, uniqueKeys: false, logLevel: 'silent' } as const;
    const documents = [...new Composer(options).compose(tokens)];
    const [document, second] = documents;
    if (second !== undefined) throw new Unreadable(second.range[0]);
    if (document === undefined) return { value: null };
    const [error] = document.errors;
    if (error !== undefined) throw new Unreadable(error.pos[0]);
    return { value: valueOfNode({ make, anchors: new Map(), size: 0 }, document.contents) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'no yaml', line: error.offset === null ? null : lines.linePos(error.offset).line };
  }
}

/** The documents of a text as the library writes them down. @throws Unreadable if there is too much in them */
function tokensOf(text: string, lines: LineCounter): readonly CST.Token[] {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    // What is open includes the document, and may include parts of one line that don't count as levels.
    if (++lexemes > mostLexemes || parser.stack.length > 2 * deepest) throw new Unreadable(null);
  }
  tokens.push(...parser.end());
  return tokens;
}

/** @throws Unreadable for a token whose parts are nested too deep */
function refuseDeep(root: CST.Token): void {
  const pending: { readonly token: CST.Token; readonly depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next;
    if (depth > deepest) throw new Unreadable(token.offset);
    if (token.type === 'document' && token.value !== undefined) pending.push({ token: token.value, depth });
    if (!CST.isCollection(token)) continue;
    for (const { key, value } of token.items) {
      for (const inside of [key, value]) if (inside) pending.push({ token: inside, depth: depth + 1 });
    }
  }
}

function valueOfNode(reading: Reading, node: Node | null): Value {
  if (node === null) return counted(reading, null, null);
  const offset = node.range?.[0] ?? null;
  if (isAlias(node)) {
    const anchored = reading.anchors.get(node.source);
    // An alias inside of what it names would have no end.
    if (!anchored) throw new Unreadable(offset);
    return counted(reading, anchored.value, offset, anchored.size);
  }
  const isCore = node.tag === undefined || node.tag.startsWith('tag:yaml.org,2002:');
  if (!isCore) throw new Unreadable(offset);
  const { anchor } = node;
  if (anchor !== undefined) reading.anchors.set(anchor, null);
  const before = reading.size;
  const value = ownValue(reading, node, offset);
  if (anchor !== undefined) reading.anchors.set(anchor, { value, size: reading.size - before });
  return value;
}

function counted(reading: Reading, value: Value, offset: number | null, size = 1): Value {
  reading.size += size;
  if (reading.size > mostValues) throw new Unreadable(offset);
  return value;
}

function ownValue(reading: Reading, node: Node, offset: number | null): Value {
  if (isScalar(node)) return counted(reading, scalarOf(node.value, offset), offset);
  counted(reading, null, offset);
  if (isSeq<Node>(node)) {
    return { kind: 'array', items: node.items.map((item) => reading.make(valueOfNode(reading, item))), rest: null };
  }
  if (!isMap<Node, Node>(node)) throw new Unreadable(offset);
  const keys: string[] = [];
  const seen = new Set<string>();
  for (const { key } of node.items) {
    const name = keyOf(key, offset);
    if (seen.has(name)) throw new Unreadable(key.range?.[0] ?? offset);
    seen.add(name);
    keys.push(name);
  }
  const cells = node.items.map(({ value }) => reading.make(valueOfNode(reading, value)));
  return { kind: 'object', shape: shapeOf(keys), cells, rest: null };
}

/** The name of a property: the key as it is written. */
function keyOf(key: Node, around: number | null): string {
  const offset = key.range?.[0] ?? around;
  if (!isScalar(key) || key.value === null) throw new Unreadable(offset);
  const name = typeof key.value === 'string' ? key.value : key.source;
  if (name === undefined || (name === '<<' && key.type === 'PLAIN')) throw new Unreadable(offset);
  return name;
}

function scalarOf(value: unknown, offset: number | null): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'bigint': {
      if (BigInt.asIntN(64, value) !== value) break;
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value;
    }
    case 'number':
      // `.inf` and `.nan` are no values of a template.
      if (Number.isFinite(value)) return value;
      break;
    default:
      if (value === null) return null;
  }
  throw new Unreadable(offset);
}
