import type { Problem } from '../../text/problem.ts';
import type { Span } from '../../text/span.ts';
import { integerOf } from './integer.ts';
import { type DecodedString, decodeJsonString } from './json-string.ts';

/**
 * An expression of the template language, from a string such as `"[concat('a', parameters('b').c[0])]"`. Spans are offsets in the file, exact also
 * where JSON escapes or line breaks stand inside the string.
 */
export type ArmExpression = ArmString | ArmNumber | ArmCall | ArmPropertyAccess | ArmIndexAccess;

/** `'it''s'`; the span includes the quotes. */
export interface ArmString extends Span {
  readonly kind: 'string';
  readonly value: string;
}

export interface ArmNumber extends Span {
  readonly kind: 'number';
  /** A bigint if it isn't exact as a double. */
  readonly value: number | bigint;
}

/** `name(arguments)`; user functions have a namespace: `contoso.uniqueName(...)`. */
export interface ArmCall extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly ArmExpression[];
}

/** `target.name` */
export interface ArmPropertyAccess extends Span {
  readonly kind: 'property';
  readonly target: ArmExpression;
  readonly name: string;
  readonly nameSpan: Span;
}

/** `target[index]` */
export interface ArmIndexAccess extends Span {
  readonly kind: 'index';
  readonly target: ArmExpression;
  readonly index: ArmExpression;
}

export interface ExpressionParse {
  /** Null if the expression has a syntax error. */
  readonly expression: ArmExpression | null;
  /** Code `expression-syntax`; at most one. */
  readonly problems: readonly Problem[];
}

/** Calls, accesses and arguments inside each other; deeper is a problem, so that readers of the expression may recurse. */
export const mostExpressionLevels = 200;

/**
 * True if a decoded JSON string is an expression: it begins with `[` and ends with `]`, and doesn't begin with the escape `[[` (Microsoft Learn,
 * "Syntax and expressions in ARM templates").
 */
export function isExpression(value: string): boolean {
  return (
    value.length > 1 &&
    value.charCodeAt(0) === 91 &&
    value.charCodeAt(value.length - 1) === 93 &&
    value.charCodeAt(1) !== 91
  );
}

/** The text that a decoded string stands for if it is no expression: `[[a]` is `[a]`, anything else is itself. */
export function literalText(value: string): string {
  return value.startsWith('[[') && value.endsWith(']') ? value.slice(1) : value;
}

/**
 * Parses the expression in the JSON string token at `offset` of the source (quotes included in `length`), which `isExpression`.
 * Never throws, linear time.
 */
export function parseExpression(source: string, offset: number, length: number): ExpressionParse {
  return new ExpressionParser(decodeJsonString(source, offset, length)).parse();
}

const QUOTE = 39;
const MINUS = 45;
const DOT = 46;

class ExpressionParser {
  private readonly decoded: DecodedString;
  private readonly text: string;
  /** Index of the closing bracket of the whole. */
  private readonly end: number;
  private at = 1;
  private levels = 0;
  /** Levels of the expression read last. */
  private height = 0;
  private problem: Problem | null = null;

  constructor(decoded: DecodedString) {
    this.decoded = decoded;
    this.text = decoded.value;
    this.end = decoded.value.length - 1;
  }

  parse(): ExpressionParse {
    const expression = this.expression();
    this.skipBlanks();
    if (expression !== null && this.at < this.end) this.fail('The expression should end here.');
    return this.problem === null ? { expression, problems: [] } : { expression: null, problems: [this.problem] };
  }

  private expression(): ArmExpression | null {
    if (++this.levels > mostExpressionLevels) return this.failDepth();
    this.skipBlanks();
    const operand = this.operand();
    const result = operand === null ? null : this.accesses(operand);
    this.levels--;
    return result;
  }

  private operand(): ArmExpression | null {
    const start = this.at;
    const code = this.codeAt(start);
    this.height = 1;
    if (code === QUOTE) {
      if (!this.skipQuoted()) return this.fail("This text isn't closed by a single quote.");
      const value = this.text.slice(start + 1, this.at - 1).replaceAll("''", "'");
      return { kind: 'string', start: this.decoded.offsetOf(start), end: this.decoded.offsetOf(this.at), value };
    }
    if (isDigit(code) || (code === MINUS && isDigit(this.codeAt(start + 1)))) {
      this.skipNumber();
      const value = integerOf(this.text.slice(start, this.at));
      return { kind: 'number', start: this.decoded.offsetOf(start), end: this.decoded.offsetOf(this.at), value };
    }
    return this.call(start);
  }

  private call(start: number): ArmCall | null {
    let name = this.name();
    if (name === null) return this.fail('A function, a text or a number is expected here.');
    while (this.take('.')) {
      const member = this.name();
      if (member === null) return this.fail('The name of a function is expected here.');
      name += `.${member}`;
    }
    if (!this.take('(')) {
      this.at = start;
      return this.fail(
        `'${name}' isn't called: a function's name is followed by '(', a text stands in single quotes.`,
        name.length,
      );
    }
    const list: ArmExpression[] = [];
    let height = 0;
    if (!this.take(')')) {
      do {
        const argument = this.expression();
        if (argument === null) return null;
        list.push(argument);
        height = Math.max(height, this.height);
      } while (this.take(','));
      if (!this.take(')')) return this.fail("A comma or ')' is expected here.");
    }
    this.height = height + 1;
    return {
      kind: 'call',
      start: this.decoded.offsetOf(start),
      end: this.decoded.offsetOf(this.at),
      name,
      arguments: list,
    };
  }

  private accesses(operand: ArmExpression): ArmExpression | null {
    let target = operand;
    let height = this.height;
    for (;;) {
      if (height > mostExpressionLevels) return this.failDepth();
      if (this.take('.')) {
        this.skipBlanks();
        const nameStart = this.at;
        const name = this.name();
        if (name === null) return this.fail('The name of a property is expected here.');
        const nameSpan = { start: this.decoded.offsetOf(nameStart), end: this.decoded.offsetOf(this.at) };
        target = { kind: 'property', start: operand.start, end: nameSpan.end, target, name, nameSpan };
        height++;
      } else if (this.take('[')) {
        const index = this.expression();
        if (index === null) return null;
        if (!this.take(']')) return this.fail("A ']' is expected here.");
        target = { kind: 'index', start: operand.start, end: this.decoded.offsetOf(this.at), target, index };
        height = Math.max(height, this.height) + 1;
      } else {
        this.height = height;
        return target;
      }
    }
  }

  private skipBlanks(): void {
    while (this.at < this.end && isBlank(this.text.charCodeAt(this.at))) this.at++;
  }

  /** Goes behind the quoted text that begins here; false if its closing quote is missing. */
  private skipQuoted(): boolean {
    let from = this.at + 1;
    for (;;) {
      const quote = this.text.indexOf("'", from);
      if (quote < 0 || quote >= this.end) return false;
      if (this.codeAt(quote + 1) !== QUOTE) {
        this.at = quote + 1;
        return true;
      }
      from = quote + 2;
    }
  }

  private skipNumber(): void {
    do this.at++;
    while (isDigit(this.codeAt(this.at)) || (this.codeAt(this.at) === DOT && isDigit(this.codeAt(this.at + 1))));
  }

  /** A name of letters, digits, `_` and `$`, not beginning with a digit; null if none begins here. */
  private name(): string | null {
    const start = this.at;
    if (isDigit(this.codeAt(start))) return null;
    while (isNamePart(this.codeAt(this.at))) this.at++;
    return this.at === start ? null : this.text.slice(start, this.at);
  }

  /** Consumes the character, and blanks before it. */
  private take(character: string): boolean {
    const start = this.at;
    this.skipBlanks();
    if (this.at < this.end && this.text.charAt(this.at) === character) {
      this.at++;
      return true;
    }
    this.at = start;
    return false;
  }

  private codeAt(index: number): number {
    return index < this.end ? this.text.charCodeAt(index) : -1;
  }

  private failDepth(): null {
    return this.fail(`The expression is nested deeper than ${mostExpressionLevels} levels.`);
  }

  /** Records the first problem, at the next `length` characters. */
  private fail(message: string, length = 1): null {
    if (this.problem === null) {
      const start = Math.min(this.at, this.end);
      const span = { start: this.decoded.offsetOf(start), end: this.decoded.offsetOf(start + length) };
      this.problem = { code: 'expression-syntax', message, span, severity: 'error' };
    }
    return null;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNamePart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95 || code === 36;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}
