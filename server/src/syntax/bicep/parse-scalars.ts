import type { Parser } from './parser.ts';
import { TokenKind } from './token-kinds.ts';
import type { BooleanLiteral, IntegerLiteral, NullLiteral } from './tree.ts';

/** The largest integer that the grammar accepts; the compiler's type check then asks for a signed number. */
const MAX_INTEGER = 18_446_744_073_709_551_615n;

const MAX_DIGITS = 20;

/** So many digits always fit a double exactly. */
const SAFE_DIGITS = 15;

/** An integer, boolean or null literal, which the current token is known to be; null after `fail` if an integer is too large. */
export function parseScalar(parser: Parser): IntegerLiteral | BooleanLiteral | NullLiteral | null {
  const { kind } = parser;
  const token = parser.advance();
  const start = parser.startOf(token);
  const end = parser.endOf(token);
  switch (kind) {
    case TokenKind.TrueKeyword:
      return { kind: 'Boolean', start, end, firstToken: token, pastToken: token + 1, value: true };
    case TokenKind.FalseKeyword:
      return { kind: 'Boolean', start, end, firstToken: token, pastToken: token + 1, value: false };
    case TokenKind.NullKeyword:
      return { kind: 'Null', start, end, firstToken: token, pastToken: token + 1 };
    default: {
      const value = integerValue(parser.text.slice(start, end));
      if (value === null) return parser.fail('This integer is too large.', token);
      return { kind: 'Integer', start, end, firstToken: token, pastToken: token + 1, value };
    }
  }
}

/** A number while it is exact, else a bigint; null past 64 bits. */
function integerValue(written: string): number | bigint | null {
  if (written.length <= SAFE_DIGITS) return Number(written);
  const digits = written.replace(/^0+(?=.)/, '');
  if (digits.length > MAX_DIGITS) return null;
  const value = BigInt(digits);
  if (value > MAX_INTEGER) return null;
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
