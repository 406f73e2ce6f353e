import type { Problem } from '../../text/problem.ts';
import type { LexedText } from './lexer.ts';
import { syntaxProblem } from './problems.ts';
import { TokenKind } from './token-kinds.ts';
import type { Node, Skipped, TokenIndex } from './tree.ts';

/**
 * How many expressions and types may be nested in one another. It keeps the recursion of this parser and of every consumer of the tree
 * within the stack of a browser worker.
 */
export const MAX_LEVELS = 1000;

/**
 * How often, on average, a token may be read in vain. Past that, statements end at once where the next seems to begin, so that a file takes
 * time in proportion to its length.
 */
const WASTE = 4;

/** What may stand in an expression, as bits. Nothing is set inside the hole of a string. */
export const NO_COMPLEX_LITERALS = 0;
/** Arrays and objects. */
export const COMPLEX_LITERALS = 1;
/** Arrays and objects, and resources nested in the object that is the body of a resource. */
export const NESTED_RESOURCES = 3;

/** The shared list of lists that are empty. */
export const NOTHING: readonly never[] = Object.freeze([]);

/**
 * A place in the tokens, and what was found on the way there.
 *
 * A function that parses returns null when it fails, after a call of `fail`; it leaves the place where it failed. `recover` then turns all
 * that was passed since the beginning of the failed part into one `Skipped`, with one problem, as the compiler does.
 */
export class Parser {
  readonly text: string;
  readonly lexed: LexedText;
  /** The column of kinds. A wall (walls.ts) stands in it as an end of file. */
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** True if a bracket that is never closed still gives a node. */
  readonly closesBrackets: boolean;
  readonly language: 'bicep' | 'bicep-params';
  private readonly hasMalformedStrings: boolean;

  /** Index of the current token. */
  at: TokenIndex = 0;
  /** Kind of the current token. */
  kind: number;
  /** Index of the token at which everything ends: the end of file or a wall. */
  limit: TokenIndex;
  readonly problems: Problem[] = [];

  /** What the last failure expected, and the token it met. */
  failure = '';
  failedAt: TokenIndex = 0;

  /** Expressions and types that are being parsed around the current place. */
  level = 0;
  /** Highest `level` in the current statement. */
  highestLevel = 0;
  /** Nodes of the current statement that were put around an operand already parsed, which makes the tree deeper than `level` tells. */
  wrappings = 0;
  /** Token that stands deeper than `MAX_LEVELS`, if the current statement has one. */
  tooDeepAt: TokenIndex | null = null;
  /** The place for which an unclosed bracket was reported last; the brackets around it are unclosed as well. */
  reportedUnclosedAt: TokenIndex | null = null;

  /** How many tokens may still be read in vain, because what is never closed swallowed what follows (parse-program.ts). */
  tokensToWaste: number;
  /** First tokens of the lines that look like declarations, once they are asked for, and whether walls stand before them. */
  declarationLines: readonly TokenIndex[] | null = null;
  isWalled = false;

  /** Nodes of the lists that are being parsed, innermost last, and what stands between them in place of separators. */
  private readonly pending: unknown[] = [];
  private pendingCount = 0;
  private readonly pendingStrays: Skipped[] = [];

  constructor(text: string, lexed: LexedText, language: 'bicep' | 'bicep-params', closesBrackets: boolean) {
    this.text = text;
    this.lexed = lexed;
    this.language = language;
    this.closesBrackets = closesBrackets;
    this.kinds = lexed.tokens.kinds;
    this.hasMalformedStrings = lexed.malformedStrings.size > 0;
    this.starts = lexed.tokens.starts;
    this.ends = lexed.tokens.ends;
    this.limit = lexed.tokens.count - 1;
    this.kind = this.kindAt(0);
    this.tokensToWaste = WASTE * lexed.tokens.count;
  }

  /** True if the current token is of this kind. (A method, since a comparison would narrow the type of `kind` past the next move.) */
  is(kind: number): boolean {
    return this.kind === kind;
  }

  kindAt(token: TokenIndex): number {
    return this.kinds[token] ?? TokenKind.EndOfFile;
  }

  startOf(token: TokenIndex): number {
    return this.starts[token] ?? this.text.length;
  }

  endOf(token: TokenIndex): number {
    return this.ends[token] ?? this.text.length;
  }

  /** Moves past the current token and gives its index. */
  advance(): TokenIndex {
    const token = this.at;
    this.at = token + 1;
    this.kind = this.kindAt(token + 1);
    return token;
  }

  moveTo(token: TokenIndex): void {
    this.at = token;
    this.kind = this.kindAt(token);
  }

  skipNewLines(): void {
    while (this.kind === TokenKind.NewLine) this.advance();
  }

  /** The first token at or after `token` that is no new line. */
  pastNewLines(token: TokenIndex): TokenIndex {
    let next = token;
    while (this.kindAt(next) === TokenKind.NewLine) next++;
    return next;
  }

  isWord(token: TokenIndex, word: string): boolean {
    const start = this.startOf(token);
    return (
      this.kindAt(token) === TokenKind.Identifier &&
      this.endOf(token) - start === word.length &&
      this.text.startsWith(word, start)
    );
  }

  /** True for a string token that has no end or a wrong escape. */
  isMalformed(token: TokenIndex): boolean {
    return this.hasMalformedStrings && this.lexed.malformedStrings.has(token);
  }

  /** Notes what was expected at `token`. Gives null, so that a caller may return it. */
  fail(message: string, token: TokenIndex = this.at): null {
    this.failure = message;
    this.failedAt = token;
    return null;
  }

  report(message: string, start: number, end: number): void {
    this.problems.push(syntaxProblem(message, start, end));
  }

  /** A place in the list of nodes that are pending; give it to `take`. */
  mark(): number {
    return this.pendingCount;
  }

  push(node: Node): void {
    this.pending[this.pendingCount++] = node;
  }

  /** The nodes pushed since `mark`. The caller knows what it pushed. */
  take<T extends Node>(mark: number): readonly T[] {
    if (this.pendingCount === mark) return NOTHING;
    const taken = this.pending.slice(mark, this.pendingCount);
    this.pendingCount = mark;
    return taken as readonly T[];
  }

  /** A place in the list of pending strays; give it to `takeStrays`. */
  markStrays(): number {
    return this.pendingStrays.length;
  }

  pushStray(stray: Skipped): void {
    this.pendingStrays.push(stray);
  }

  takeStrays(mark: number): readonly Skipped[] {
    return this.pendingStrays.length === mark ? NOTHING : this.pendingStrays.splice(mark);
  }
}
