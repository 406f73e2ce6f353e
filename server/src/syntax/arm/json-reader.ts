import type { Problem } from '../../text/problem.ts';
import { type JsonScalar, JsonTreeBuilder } from './json-builder.ts';
import type { JsonProperty, JsonString, JsonValue } from './json-node.ts';
import { JsonScanner, Token, type TokenKind } from './json-scanner.ts';
import { decodeJsonString } from './json-string.ts';

export interface JsonTree {
  /** Null if the text holds no value, or is nested too deep. */
  readonly root: JsonValue | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads a JSON text into a tree, iteratively and in linear time; never throws. On valid JSON (comments and trailing commas included) the tree is
 * the one that jsonc-parser's `parseTree` gives. On damaged JSON it loses less: when brackets don't match, the text is read once more with the
 * indentation of the lines as evidence of where objects and arrays were meant to end, so a bracket missing in one resource leaves the others.
 *
 * A text nested deeper than `mostLevels` objects and arrays is one problem (`too-deep`) and no tree. Other problems have the code `json-syntax`.
 */
export function readJson(text: string, mostLevels: number): JsonTree {
  const plain = new JsonReader(text, mostLevels, false);
  const tree = plain.read();
  if (!plain.bracketsDiffer) return tree;
  const indented = new JsonReader(text, mostLevels, true).read();
  return indented.problems.length > 0 ? indented : tree;
}

/** Problems beyond these are consequences of others. */
const mostProblems = 30;

/** What may come next; all but the first and the last are about the innermost container. */
type Expected = 'root' | 'key' | 'colon' | 'value' | 'item' | 'comma' | 'end';

class JsonReader {
  /** A bracket is missing, or one too many. */
  bracketsDiffer = false;
  private readonly text: string;
  private readonly scanner: JsonScanner;
  private readonly mostLevels: number;
  /** The lines are indented so that they say where a container ends. */
  private useIndentation: boolean;
  private readonly tree = new JsonTreeBuilder();
  private readonly problems: Problem[] = [];
  private expected: Expected = 'root';
  private measuredLine = -1;
  private measuredIndentation = 0;

  constructor(text: string, mostLevels: number, useIndentation: boolean) {
    this.text = text;
    this.mostLevels = mostLevels;
    this.useIndentation = useIndentation;
    this.scanner = new JsonScanner(text);
  }

  read(): JsonTree {
    const { scanner, tree } = this;
    for (let token = scanner.next(); token !== Token.endOfFile && this.expected !== 'end'; token = scanner.next()) {
      this.accept(token);
      if (tree.containers.length > this.mostLevels) return this.tooDeep();
    }
    if (scanner.kind !== Token.endOfFile) this.acceptEnd();
    if (scanner.unclosedComment >= 0) {
      this.report("This comment isn't closed.", scanner.unclosedComment, scanner.unclosedComment + 2);
    }
    this.endUnfinishedProperty();
    while (tree.top !== undefined) this.closeUnmatched();
    this.problems.sort((a, b) => a.span.start - b.span.start);
    return { root: tree.root, problems: this.problems };
  }

  private tooDeep(): JsonTree {
    this.problems.length = 0;
    this.bracketsDiffer = false;
    const levels = this.mostLevels.toLocaleString('en-US');
    const message = `Objects and arrays are nested deeper than ${levels} levels. The file isn't analysed.`;
    this.report(message, this.scanner.start, this.scanner.end, 'too-deep');
    return { root: null, problems: this.problems };
  }

  private accept(token: TokenKind): void {
    switch (token) {
      case Token.closeBrace:
      case Token.closeBracket:
        this.acceptClose(token === Token.closeBrace ? 'object' : 'array');
        break;
      case Token.comma:
        this.acceptComma();
        break;
      case Token.colon:
        this.acceptColon();
        break;
      case Token.unknown:
        this.skip('This character is not expected here.');
        break;
      default:
        this.acceptValue(token);
    }
  }

  /** A token behind the end of the root. */
  private acceptEnd(): void {
    this.bracketsDiffer = true;
    this.reportToken('Nothing may follow the end of the template.');
  }

  /** A token that begins a value or is a key. */
  private acceptValue(token: TokenKind): void {
    if (this.expected === 'value') {
      this.addValue(token);
      return;
    }
    const onNewLine = this.scanner.lineBreakBefore;
    if (this.expected === 'colon') {
      if (!onNewLine || token !== Token.string) {
        this.reportToken('A colon is missing before this value.');
        this.addValue(token);
        return;
      }
      this.endUnfinishedProperty();
    }
    if (this.useIndentation && onNewLine) this.closeShallower();
    if (this.expected === 'comma') this.reportToken('A comma is missing before this.');
    if (this.tree.top?.node.type === 'object') this.acceptKey(token);
    else this.addValue(token);
  }

  private acceptKey(token: TokenKind): void {
    if (token === Token.openBrace || token === Token.openBracket) {
      this.acceptItemInObject(token);
      return;
    }
    if (token === Token.word) this.reportToken('The name of a property stands in double quotes.');
    else if (token !== Token.string) this.reportToken('The name of a property is expected here.');
    this.tree.addKey(this.stringOfToken());
    this.expected = 'colon';
  }

  /** An object or array where a property's name belongs: an item of the nearest array, whose last item isn't closed. */
  private acceptItemInObject(token: TokenKind): void {
    if (this.tree.containers.some((container) => container.node.type === 'array')) {
      while (this.tree.top?.node.type === 'object') this.closeUnmatched();
    } else {
      // It is read all the same, so that its brackets match.
      this.skip('The name of a property is expected here.');
    }
    this.addValue(token);
  }

  private addValue(token: TokenKind): void {
    if (token === Token.openBrace || token === Token.openBracket) {
      const type = token === Token.openBrace ? 'object' : 'array';
      const indentation = this.useIndentation ? this.indentation() : 0;
      this.tree.open(type, this.scanner.start, indentation, this.scanner.lineStart);
      this.expected = type === 'object' ? 'key' : 'item';
      return;
    }
    this.tree.addScalar(this.scalarOfToken(token));
    this.expected = this.tree.top === undefined ? 'end' : 'comma';
  }

  private scalarOfToken(token: TokenKind): JsonScalar {
    const { start: offset, end } = this.scanner;
    const placed = { offset, length: end - offset, parent: undefined };
    switch (token) {
      case Token.number:
        return { type: 'number', ...placed, value: Number(this.text.slice(offset, end)) };
      case Token.true:
      case Token.false:
        return { type: 'boolean', ...placed, value: token === Token.true };
      case Token.null:
        return { type: 'null', ...placed, value: null };
      case Token.word:
        this.reportToken('This is no JSON value. A text stands in double quotes.');
        return this.stringOfToken();
      default:
        return this.stringOfToken();
    }
  }

  /** The token as a string; one without quotes stands for itself. */
  private stringOfToken(): JsonString {
    const { start: offset, end, kind, closed, escaped } = this.scanner;
    const length = end - offset;
    if (kind !== Token.string) {
      return { type: 'string', offset, length, parent: undefined, value: this.text.slice(offset, end) };
    }
    if (closed && !escaped) {
      return { type: 'string', offset, length, parent: undefined, value: this.text.slice(offset + 1, end - 1) };
    }
    if (!closed) this.reportToken("This text isn't closed by a double quote.");
    const decoded = decodeJsonString(this.text, offset, length);
    for (const at of decoded.invalidEscapes) {
      this.report('JSON knows no such escape sequence.', at, Math.min(at + 2, end));
    }
    return { type: 'string', offset, length, parent: undefined, value: decoded.value };
  }

  private acceptComma(): void {
    if (this.expected === 'colon' || this.expected === 'value') {
      this.endUnfinishedProperty();
    } else if (this.expected !== 'comma') {
      this.skip('Nothing stands before this comma.');
      return;
    }
    this.expected = this.tree.top?.node.type === 'array' ? 'item' : 'key';
  }

  private acceptColon(): void {
    if (this.expected === 'comma') this.takeValueAsKey();
    if (this.expected === 'colon' && this.tree.property !== undefined) {
      this.tree.property.colonOffset = this.scanner.start;
      this.expected = 'value';
    } else {
      this.skip('This colon is not expected here.');
    }
  }

  /**
   * `"name":` on one line and `"type": "x"` on the next: what was read as the value of `name` turns out to be the next key. The same for the
   * last string of an array: the array isn't closed.
   */
  private takeValueAsKey(): void {
    const { tree } = this;
    const last = tree.lastChild();
    if (last?.type === 'string' && tree.outer?.node.type === 'object') {
      tree.removeLastItem();
      this.closeUnmatched();
      tree.addKey(last);
      this.expected = 'colon';
    } else if (last?.type === 'property' && last.children[1]?.type === 'string') {
      const key = last.children[1];
      tree.removeValue(last);
      this.reportMissingValue(last);
      tree.addKey(key);
      this.expected = 'colon';
    }
  }

  private acceptClose(type: 'object' | 'array'): void {
    const { tree } = this;
    this.endUnfinishedProperty();
    if (this.useIndentation && this.scanner.lineBreakBefore) {
      const column = this.indentation();
      while (tree.containers.length > 1 && tree.top !== undefined && tree.top.indentation > column) {
        this.closeUnmatched();
      }
      if (tree.top === undefined || tree.top.indentation < column) {
        this.skipUnmatched();
        return;
      }
      const meansOuter = tree.outer?.node.type === type && tree.outer.indentation === column;
      if (tree.top.node.type !== type && !meansOuter) {
        this.skipUnmatched();
        this.close(this.scanner.end);
        return;
      }
    }
    if (tree.top?.node.type !== type && !tree.containers.some((container) => container.node.type === type)) {
      this.skipUnmatched();
      return;
    }
    while (tree.top !== undefined && tree.top.node.type !== type) this.closeUnmatched();
    this.close(this.scanner.end);
  }

  private skipUnmatched(): void {
    this.bracketsDiffer = true;
    this.skip(`This '${this.text.charAt(this.scanner.start)}' closes nothing.`);
  }

  /** Closes the innermost container where its closing bracket is missing. */
  private closeUnmatched(): void {
    const container = this.tree.top;
    if (container === undefined) return;
    const { node } = container;
    const last = this.tree.lastChild();
    this.bracketsDiffer = true;
    node.incomplete = true;
    this.report(`This '${node.type === 'object' ? '{' : '['}' isn't closed.`, node.offset, node.offset + 1);
    this.close(last === undefined ? node.offset + 1 : last.offset + last.length);
  }

  private close(end: number): void {
    this.tree.close(end);
    this.expected = this.tree.top === undefined ? 'end' : 'comma';
  }

  /** Ends a property that has no value, if one is begun. */
  private endUnfinishedProperty(): void {
    const { property } = this.tree;
    if (property === undefined) return;
    this.reportMissingValue(property);
    const [key] = property.children;
    this.tree.endProperty(property.colonOffset < 0 ? key.offset + key.length : property.colonOffset + 1);
    this.expected = 'comma';
  }

  /**
   * Closes the containers that the line, by its indentation, is no longer part of. The root stays open. If the root's own first line isn't
   * indented, indentation says nothing.
   */
  private closeShallower(): void {
    const { tree } = this;
    const column = this.indentation();
    const first = tree.containers.length === 1 && tree.top?.children.length === 0;
    if (first && column <= (tree.top?.indentation ?? 0)) this.useIndentation = false;
    while (
      this.useIndentation &&
      tree.containers.length > 1 &&
      tree.top !== undefined &&
      tree.top.indentation >= column &&
      tree.top.lineStart !== this.scanner.lineStart
    ) {
      this.closeUnmatched();
    }
  }

  /** Blanks at the beginning of the token's line; each line is measured once. */
  private indentation(): number {
    const { lineStart } = this.scanner;
    if (lineStart !== this.measuredLine) {
      let at = lineStart;
      while (this.text.charCodeAt(at) === 32 || this.text.charCodeAt(at) === 9) at++;
      this.measuredLine = lineStart;
      this.measuredIndentation = at - lineStart;
    }
    return this.measuredIndentation;
  }

  private reportMissingValue(property: JsonProperty): void {
    const [key] = property.children;
    const missing = property.colonOffset < 0 ? 'A colon and a value are' : 'A value is';
    this.report(`${missing} missing after this name.`, key.offset, key.offset + key.length);
  }

  /** Passes over the token; what was meant by it is missing from the container. */
  private skip(message: string): void {
    if (this.tree.top !== undefined) this.tree.top.node.incomplete = true;
    this.reportToken(message);
  }

  private reportToken(message: string): void {
    this.report(message, this.scanner.start, this.scanner.end);
  }

  private report(message: string, start: number, end: number, code = 'json-syntax'): void {
    if (this.problems.length < mostProblems) {
      this.problems.push({ code, message, span: { start, end }, severity: 'error' });
    }
  }
}
