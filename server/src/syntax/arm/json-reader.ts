import type { Problem } from '../../text/problem.ts';
import { type Container, JsonTreeBuilder } from './json-builder.ts';
import type { JsonProperty, JsonString, JsonValue } from './json-node.ts';
import { scalarOf, stringOf } from './json-scalar.ts';
import { JsonScanner, Token, type TokenKind } from './json-scanner.ts';

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
  /** The token is a closing bracket with nothing but such brackets before it on its line. */
  private leadingClose = false;

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
    const closes = token === Token.closeBrace || token === Token.closeBracket;
    this.leadingClose = closes && (this.leadingClose || this.scanner.lineBreakBefore);
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
    this.skip('Nothing may follow the end of the template.');
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
    const closed = this.useIndentation && onNewLine && this.closeShallower();
    if (this.expected === 'comma' && !closed) this.reportToken('A comma is missing before this.');
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
    this.tree.addKey(stringOf(this.text, this.scanner, this.report));
    this.expected = 'colon';
  }

  /** An object or array where a property's name belongs: an item of the nearest array, whose last item isn't closed. */
  private acceptItemInObject(token: TokenKind): void {
    const { tree } = this;
    const array = tree.has('array') ? tree.containers.findLast(({ node }) => node.type === 'array') : undefined;
    if (array !== undefined && (!this.useIndentation || array.lineStart === this.scanner.lineStart)) {
      while (tree.top?.node.type === 'object') this.closeUnmatched();
    } else {
      // It is read all the same, so that its brackets match.
      this.skip('The name of a property is expected here.');
    }
    this.addValue(token);
  }

  private addValue(token: TokenKind): void {
    if (token === Token.openBrace || token === Token.openBracket) {
      const type = token === Token.openBrace ? 'object' : 'array';
      this.tree.open(type, this.scanner.start, this.layout());
      this.expected = type === 'object' ? 'key' : 'item';
      return;
    }
    this.tree.addScalar(scalarOf(this.text, this.scanner, this.report));
    this.expected = this.tree.top === undefined ? 'end' : 'comma';
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
   * last string of an array: either the array isn't closed, or the brace before the string is missing.
   */
  private takeValueAsKey(): void {
    const { tree } = this;
    const last = tree.lastChild();
    if (last?.type === 'string' && tree.outer?.node.type === 'object') {
      tree.removeLastItem();
      if (this.isIndentedDeeper()) this.openImplicit(last);
      else this.closeUnmatched();
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

  /** True if the line is part of the innermost container, by its indentation. */
  private isIndentedDeeper(): boolean {
    const { top } = this.tree;
    if (top === undefined || !this.useIndentation || top.lineStart === this.scanner.lineStart) return false;
    return this.scanner.indentation > top.indentation;
  }

  /** Opens the object that begins with this name, whose brace is missing. */
  private openImplicit(name: JsonString): void {
    this.report("A '{' is missing before this name.", name.offset, name.offset + name.length);
    this.tree.markIncomplete();
    this.tree.open('object', name.offset, this.layout(), true);
    this.tree.markIncomplete();
  }

  private layout(): { readonly indentation: number; readonly lineStart: number } {
    return { indentation: this.useIndentation ? this.scanner.indentation : 0, lineStart: this.scanner.lineStart };
  }

  private acceptClose(type: 'object' | 'array'): void {
    const { tree } = this;
    this.endUnfinishedProperty();
    if (tree.top?.implicit && type === 'object') {
      this.close(this.scanner.start);
      return;
    }
    if (this.useIndentation && this.leadingClose && !this.closeDeeper(type)) return;
    if (tree.top?.node.type !== type || (this.useIndentation && !this.leadingClose)) {
      const meant = tree.has(type) ? tree.containers.findLast((open) => this.mayClose(open, type)) : undefined;
      if (meant === undefined) {
        this.skipUnmatched();
        return;
      }
      while (tree.top !== undefined && tree.top !== meant) this.closeUnmatched();
    }
    this.close(this.scanner.end);
  }

  /** With indentation as evidence, a bracket behind other text of its line closes only what was opened on the line. */
  private mayClose(container: Container, type: 'object' | 'array'): boolean {
    if (container.node.type !== type) return false;
    return !this.useIndentation || this.leadingClose || container.lineStart === this.scanner.lineStart;
  }

  /**
   * Before a closing bracket at the beginning of a line: closes what is indented deeper.
   * @returns false if nothing is left for the bracket to close
   */
  private closeDeeper(type: 'object' | 'array'): boolean {
    const { tree } = this;
    const column = this.scanner.indentation;
    while (tree.containers.length > 1 && tree.top !== undefined && tree.top.indentation > column) this.closeUnmatched();
    if (tree.top === undefined || tree.top.indentation < column) {
      this.skipUnmatched();
      return false;
    }
    const meansOuter = tree.outer?.node.type === type && tree.outer.indentation === column;
    if (tree.top.node.type === type || meansOuter) return true;
    this.skipUnmatched();
    this.close(this.scanner.end);
    return false;
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
    this.tree.markIncomplete();
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
   * @returns true if any was closed
   */
  private closeShallower(): boolean {
    const { tree } = this;
    const open = tree.containers.length;
    const column = this.scanner.indentation;
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
    return tree.containers.length < open;
  }

  private reportMissingValue(property: JsonProperty): void {
    const [key] = property.children;
    const missing = property.colonOffset < 0 ? 'A colon and a value are' : 'A value is';
    this.report(`${missing} missing after this name.`, key.offset, key.offset + key.length);
  }

  /** Passes over the token; what was meant by it is missing from the container. */
  private skip(message: string): void {
    this.tree.markIncomplete();
    this.reportToken(message);
    // A text that is this badly damaged isn't worth looking for what was meant, which takes time.
    if (this.problems.length === mostProblems) this.useIndentation = false;
  }

  private reportToken(message: string): void {
    this.report(message, this.scanner.start, this.scanner.end);
  }

  private readonly report = (message: string, start: number, end: number, code = 'json-syntax'): void => {
    if (this.problems.length < mostProblems) {
      this.problems.push({ code, message, span: { start, end }, severity: 'error' });
    }
  };
}
