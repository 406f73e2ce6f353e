import { JsonScanner, Token, type TokenKind } from '../syntax/arm/json-scanner.ts';
import type { Span } from '../text/span.ts';

/** Where a cursor stands if a resource may be declared there. */
export interface ResourcePlace {
  /** Whether resources stand as elements of an array or as properties named by symbolic name. */
  readonly form: 'elements' | 'members';
  /** Value of the `$schema` of the template that would get the resource, an embedded template's own first. */
  readonly schema: string;
  /** What is typed already and gives way: a word, a string with its quotes, or nothing. */
  readonly typed: Span;
  /** Where the token before ends: the opening bracket, a comma, or the resource before. */
  readonly previousEnd: number;
  /** True if the token before is the opening bracket. */
  readonly first: boolean;
  /** True if the resource before lacks its comma. */
  readonly commaBefore: boolean;
  /** True if another resource follows and no comma stands before it. */
  readonly commaAfter: boolean;
  /** Where the next token begins; a closing bracket if `last`. */
  readonly nextStart: number;
  readonly last: boolean;
}

/** What an object or array means in a template. */
type Role = 'template' | 'resources' | 'resource' | 'properties' | 'other';

interface Container {
  readonly role: Role;
  readonly isArray: boolean;
  /** The template that it belongs to; for a template itself. */
  readonly template: TemplateScan;
  /** Of an object: the property whose value comes, folded to lower case. */
  key: string;
  /** What may come; an item is an element of an array, or a property. */
  expects: 'item' | 'colon' | 'value' | 'comma';
  previousEnd: number;
  first: boolean;
}

interface TemplateScan {
  schema: string | null;
  readonly parent: TemplateScan | null;
}

/**
 * The place at the cursor, or null if no resource may stand there: not in a template, not directly in the `resources` of a template (an
 * embedded one included), in a comment, or in the name of a resource that exists. The `resources` of a resource are no such place: they take
 * children of that resource only. Reads the text once; the text may be broken, as it is while one types.
 */
export function resourcePlaceAt(text: string, offset: number): ResourcePlace | null {
  const scan = scanTo(text, offset);
  if (scan === null) return null;
  const { open, container, scanner } = scan;
  const { isArray, template, expects, previousEnd, first } = container;
  if (container.role !== 'resources' || expects === 'colon' || expects === 'value') return null;
  if (isInComment(text.slice(previousEnd, Math.min(offset, scanner.start)))) return null;

  const typed = typedSpan(text, offset, scanner);
  if (typed.end > typed.start) {
    scanner.end = typed.end;
    scanner.next();
  }
  const { start: nextStart, kind: nextKind } = scanner;
  if (nextKind === Token.colon) return null;
  const last = isClosing(nextKind) || nextKind === Token.endOfFile;

  readRest(text, scanner, open);
  const schema = schemaOf(template);
  if (schema === null) return null;
  return {
    form: isArray ? 'elements' : 'members',
    schema,
    typed,
    previousEnd,
    first,
    commaBefore: expects === 'comma',
    commaAfter: !last && nextKind !== Token.comma,
    nextStart,
    last,
  };
}

/** What is being typed at the cursor: a word, or a string; of one that isn't closed no more than a word, since it takes in the line. */
function typedSpan(text: string, offset: number, scanner: JsonScanner): Span {
  if (!holdsCursor(scanner, offset)) return { start: offset, end: offset };
  if (scanner.kind !== Token.string || scanner.closed) return { start: scanner.start, end: scanner.end };
  const rest = /^[\w.-]*/.exec(text.slice(offset, scanner.end));
  return { start: scanner.start, end: offset + (rest?.[0].length ?? 0) };
}

/** True if the cursor is inside the token or at the end of one that goes on as one types. */
function holdsCursor(scanner: JsonScanner, offset: number): boolean {
  const { kind, start, end, closed } = scanner;
  if (isPunctuation(kind) || start >= offset || offset > end) return false;
  return !(kind === Token.string && closed && offset === end);
}

function isPunctuation(kind: TokenKind): boolean {
  return (
    kind === Token.comma ||
    kind === Token.colon ||
    kind === Token.openBrace ||
    kind === Token.openBracket ||
    isClosing(kind)
  );
}

function isClosing(kind: TokenKind): boolean {
  return kind === Token.closeBrace || kind === Token.closeBracket;
}

/** True if the text, which holds nothing but blanks and comments, ends inside a comment. */
function isInComment(text: string): boolean {
  return /\/[/*]/.test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*[\r\n]/g, ''));
}

function schemaOf(template: TemplateScan): string | null {
  for (let at: TemplateScan | null = template; at !== null; at = at.parent) if (at.schema !== null) return at.schema;
  return null;
}

interface Scan {
  /** The containers that are open at the cursor, outermost first. */
  readonly open: Container[];
  /** The last of them. */
  readonly container: Container;
  /** Stands at the first token that ends behind the cursor. */
  readonly scanner: JsonScanner;
}

/** Reads up to the first token that ends behind the cursor or holds it; null if that isn't inside of an object or array. */
function scanTo(text: string, offset: number): Scan | null {
  const scanner = new JsonScanner(text);
  const open: Container[] = [];
  while (scanner.next() !== Token.endOfFile) {
    if (scanner.start >= offset || holdsCursor(scanner, offset)) break;
    advance(open, scanner, text);
  }
  const container = open.at(-1);
  return container ? { open, container, scanner } : null;
}

/** Reads the text behind the cursor, where a template may still have its `$schema`. */
function readRest(text: string, scanner: JsonScanner, open: Container[]): void {
  while (scanner.kind !== Token.endOfFile && open.length > 0) {
    advance(open, scanner, text);
    scanner.next();
  }
}

/** Takes one token into account. */
function advance(open: Container[], scanner: JsonScanner, text: string): void {
  const container = open.at(-1);
  const { kind, start, end } = scanner;
  if (kind === Token.openBrace || kind === Token.openBracket) {
    open.push(openContainer(container, kind === Token.openBracket, end));
    return;
  }
  if (!container) return;
  if (isClosing(kind)) {
    open.pop();
    const outer = open.at(-1);
    if (outer) endValue(outer, end);
    return;
  }
  container.previousEnd = end;
  container.first = false;
  if (kind === Token.comma) {
    container.expects = 'item';
  } else if (kind === Token.colon) {
    container.expects = 'value';
  } else if (container.expects === 'value' || container.isArray) {
    if (container.role === 'template' && container.key === '$schema') {
      container.template.schema = text.slice(start + 1, end - 1);
    }
    endValue(container, end);
  } else {
    container.key = kind === Token.string ? text.slice(start + 1, end - 1).toLowerCase() : '';
    container.expects = 'colon';
  }
}

function endValue(container: Container, end: number): void {
  container.previousEnd = end;
  container.first = false;
  container.expects = 'comma';
  container.key = '';
}

function openContainer(outer: Container | undefined, isArray: boolean, end: number): Container {
  const role = outer ? roleIn(outer, isArray) : isArray ? 'other' : 'template';
  const template = outer && role !== 'template' ? outer.template : { schema: null, parent: outer?.template ?? null };
  return { role, isArray, template, key: '', expects: 'item', previousEnd: end, first: true };
}

function roleIn(outer: Container, isArray: boolean): Role {
  if (outer.role === 'template' && outer.key === 'resources') return 'resources';
  if (isArray) return 'other';
  if (outer.role === 'resources') return 'resource';
  if (outer.role === 'resource' && outer.key === 'properties') return 'properties';
  if (outer.role === 'properties' && outer.key === 'template') return 'template';
  return 'other';
}
