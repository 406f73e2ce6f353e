/** Kinds of JSON tokens; punctuation is its character code. */
export const Token = {
  endOfFile: 0,
  unknown: 1,
  word: 2,
  number: 3,
  true: 4,
  false: 5,
  null: 6,
  string: 34,
  comma: 44,
  colon: 58,
  openBracket: 91,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

export type TokenKind = (typeof Token)[keyof typeof Token];

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const STAR = 42;
const SLASH = 47;
const BACKSLASH = 92;
const NO_BREAK_SPACE = 0xa0;
const BYTE_ORDER_MARK = 0xfeff;

const numberForm = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Reads a JSON text token by token, without recursion and in time linear in its length. Comments and a byte order mark are skipped.
 *
 * Azure Resource Manager accepts line breaks inside strings (Microsoft Learn, "Understand the structure and syntax of ARM templates", multi-line
 * strings), which jsonc-parser's scanner does not: it ends a string there. Here a string goes on over a line break if its closing quote is
 * followed by what may follow a string. Otherwise it is taken as not closed, and ends with its line.
 */
export class JsonScanner {
  kind: TokenKind = Token.endOfFile;
  start = 0;
  end: number;
  /** Of a string: it holds a backslash. */
  escaped = false;
  /** Of a string: it has its closing quote. */
  closed = true;
  /** A line break stands between the token before and this one; true of the first token too. */
  lineBreakBefore = true;
  /** Where the line of the token begins. */
  lineStart = 0;
  /** Where a block comment begins that isn't closed; -1 if there is none. */
  unclosedComment = -1;
  private readonly text: string;
  /** Characters read in vain behind line breaks of strings; bounded, so that no text is read again and again. */
  private wasted = 0;
  /** Where the line begins on which reading goes on; a string over several lines ends on another line than it begins. */
  private currentLine = 0;
  /** The line of which the indentation is known; each line is measured once. */
  private measuredLine = -1;
  private measuredIndentation = 0;

  constructor(text: string) {
    this.text = text;
    this.end = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  }

  /** Goes to the next token and gives its kind. At the end of the text it stays there. */
  next(): TokenKind {
    const text = this.text;
    this.lineBreakBefore = this.start === 0 && this.kind === Token.endOfFile;
    let at = this.end;
    let code = text.charCodeAt(at);
    for (;;) {
      if (code === SPACE || code === TAB || code === NO_BREAK_SPACE || code === BYTE_ORDER_MARK) at++;
      else if (code === LF || code === CR) this.breakLine(++at);
      else if (code === SLASH && (text.charCodeAt(at + 1) === SLASH || text.charCodeAt(at + 1) === STAR))
        at = this.comment(at);
      else break;
      code = text.charCodeAt(at);
    }
    this.start = at;
    this.end = at + 1;
    this.lineStart = this.currentLine;
    if (at >= text.length) {
      this.end = at;
      this.kind = Token.endOfFile;
      return this.kind;
    }
    switch (code) {
      case Token.openBrace:
      case Token.closeBrace:
      case Token.openBracket:
      case Token.closeBracket:
      case Token.comma:
      case Token.colon:
        this.kind = code;
        return code;
      case QUOTE:
        this.string();
        this.kind = Token.string;
        return Token.string;
      default:
        this.kind = isWordPart(code) ? this.word() : Token.unknown;
        return this.kind;
    }
  }

  private breakLine(at: number): void {
    this.lineBreakBefore = true;
    this.currentLine = at;
  }

  /** Blanks at the beginning of the token's line. */
  get indentation(): number {
    if (this.lineStart !== this.measuredLine) {
      let at = this.lineStart;
      while (this.text.charCodeAt(at) === SPACE || this.text.charCodeAt(at) === TAB) at++;
      this.measuredLine = this.lineStart;
      this.measuredIndentation = at - this.lineStart;
    }
    return this.measuredIndentation;
  }

  private comment(start: number): number {
    const text = this.text;
    const block = text.charCodeAt(start + 1) === STAR;
    for (let at = start + 2; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === LF || code === CR) {
        if (!block) return at;
        this.breakLine(at + 1);
      } else if (block && code === STAR && text.charCodeAt(at + 1) === SLASH) {
        return at + 2;
      }
    }
    if (block) this.unclosedComment = start;
    return text.length;
  }

  private string(): void {
    const text = this.text;
    this.escaped = false;
    this.closed = true;
    let at = this.start + 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.end = at + 1;
        return;
      }
      if (code === BACKSLASH) {
        this.escaped = true;
        const next = text.charCodeAt(at + 1);
        if (next !== LF && next !== CR) at++;
      } else if (code === LF || code === CR) {
        const end = this.endOverLines(at);
        if (end >= 0) {
          this.end = end;
          return;
        }
        break;
      }
    }
    this.closed = false;
    this.end = Math.min(at, text.length);
  }

  /** The end of a string that goes on over the line break at `lineEnd`, or -1 if it is better taken as not closed. */
  private endOverLines(lineEnd: number): number {
    const text = this.text;
    if (this.wasted > text.length) return -1;
    let escaped = this.escaped;
    let lineStart = lineEnd + 1;
    for (let at = lineEnd; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) {
        escaped = true;
        at++;
      } else if (code === LF || code === CR) {
        lineStart = at + 1;
      } else if (code === QUOTE) {
        if (!this.mayFollowString(at + 1)) {
          this.wasted += at - lineEnd;
          return -1;
        }
        this.escaped = escaped;
        this.currentLine = lineStart;
        return at + 1;
      }
    }
    this.wasted += text.length - lineEnd;
    return -1;
  }

  private mayFollowString(from: number): boolean {
    const text = this.text;
    let at = from;
    let code = text.charCodeAt(at);
    while (code === SPACE || code === TAB || code === LF || code === CR) code = text.charCodeAt(++at);
    this.wasted += at - from;
    if (at >= text.length || code === SLASH) return true;
    return code === Token.comma || code === Token.closeBrace || code === Token.closeBracket || code === Token.colon;
  }

  /** Reads a number or a word; what is neither is a `word` too. */
  private word(): TokenKind {
    const text = this.text;
    let at = this.start + 1;
    while (isWordPart(text.charCodeAt(at))) at++;
    this.end = at;
    const word = text.slice(this.start, at);
    if (word === 'true') return Token.true;
    if (word === 'false') return Token.false;
    if (word === 'null') return Token.null;
    return numberForm.test(word) ? Token.number : Token.word;
  }
}

/** Letters, digits, `_`, `$`, `+`, `-` and `.`: what numbers, literals and unquoted names consist of. */
function isWordPart(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  if (code >= 48) return code <= 57;
  return code === 43 || code === 45 || code === 46 || code === 36;
}
