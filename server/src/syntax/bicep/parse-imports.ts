import type { Decorators } from './parse-decorators.ts';
import { endOfList, passSeparator } from './parse-lists.ts';
import { parseObjectOrSkip } from './parse-resources.ts';
import { parseString } from './parse-strings.ts';
import { parseStringOrSkip } from './parse-types.ts';
import type { Parser } from './parser.ts';
import {
  absent,
  closeBracket,
  END_OF_STATEMENT,
  identifierOrSkip,
  isMissing,
  missing,
  readIdentifier,
  recover,
  skippedAround,
  skippedSince,
} from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type {
  ExtensionDeclaration,
  ExtensionWith,
  ImportAlias,
  ImportDeclaration,
  ImportedSymbol,
  ImportedSymbols,
  ImportFrom,
  ImportWildcard,
  Skipped,
  TokenIndex,
} from './tree.ts';

const END_OF_ALIAS = END_OF_STATEMENT | terminators(TokenKind.Comma);
const SYMBOLS_EXPECTED = 'Expected the imported names in braces, or "* as name".';

/** `import ...`. A string behind the keyword makes it an extension, in the older spelling, if the file may hold one. */
export function parseImport(
  parser: Parser,
  first: TokenIndex,
  decorators: Decorators,
  mayBeExtension: boolean,
): ImportDeclaration | ExtensionDeclaration {
  const next = parser.kindAt(parser.at + 1);
  if (mayBeExtension && (next === TokenKind.StringComplete || next === TokenKind.StringLeftPiece)) {
    return parseExtension(parser, first, decorators);
  }
  parser.advance();
  const imported = parseImported(parser);
  const from = parseFrom(parser);
  return {
    kind: 'ImportDeclaration',
    start: parser.startOf(first),
    end: from.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    imported,
    from,
  };
}

function parseImported(parser: Parser): ImportedSymbols | ImportWildcard | Skipped {
  const start = parser.at;
  const problems = parser.problems.length;
  const { kind } = parser;
  switch (kind) {
    case TokenKind.EndOfFile:
    case TokenKind.NewLine:
    case TokenKind.Identifier:
      return missing(parser, SYMBOLS_EXPECTED);
    case TokenKind.LeftBrace:
      return parseSymbols(parser) ?? recover(parser, start, problems, false, END_OF_STATEMENT);
    case TokenKind.Asterisk:
      return parseWildcard(parser) ?? recover(parser, start, problems, false, END_OF_STATEMENT);
    default:
      return skipToken(parser, SYMBOLS_EXPECTED);
  }
}

function skipToken(parser: Parser, message: string): Skipped {
  const token = parser.advance();
  parser.report(message, parser.startOf(token), parser.endOf(token));
  return skippedSince(parser, token);
}

function parseSymbols(parser: Parser): ImportedSymbols | null {
  const open = parser.advance();
  const mark = parser.mark();
  const strayMark = parser.markStrays();
  parser.skipNewLines();
  while (!parser.is(TokenKind.RightBrace) && !parser.is(TokenKind.EndOfFile)) {
    parser.push(parseSymbol(parser));
    const { kind } = parser;
    if (kind !== TokenKind.RightBrace && kind !== TokenKind.EndOfFile) passSeparator(parser);
  }
  const symbols = parser.take<ImportedSymbol | Skipped>(mark);
  const strays = parser.takeStrays(strayMark);
  const close = closeBracket(parser, open, TokenKind.RightBrace, '}');
  if (close === null) return null;
  return {
    kind: 'ImportedSymbols',
    start: parser.startOf(open),
    end: endOfList(parser, symbols),
    firstToken: open,
    pastToken: parser.at,
    symbols,
    strays,
    closeBrace: close,
  };
}

function parseSymbol(parser: Parser): ImportedSymbol | Skipped {
  const exported = parseExportedName(parser);
  const alias = parser.isWord(parser.at, 'as') ? parseAlias(parser, END_OF_ALIAS) : null;
  if (exported.kind === 'String' && alias === null) {
    parser.report('A name in quotes needs "as" and a name to use it by.', exported.start, exported.end);
    return skippedAround(exported);
  }
  return {
    kind: 'ImportedSymbol',
    start: exported.start,
    end: (alias ?? exported).end,
    firstToken: exported.firstToken,
    pastToken: parser.at,
    exported,
    alias,
  };
}

function parseExportedName(parser: Parser): ImportedSymbol['exported'] {
  const { kind } = parser;
  switch (kind) {
    case TokenKind.Identifier:
      return readIdentifier(parser);
    case TokenKind.StringComplete:
      return parseString(parser);
    case TokenKind.StringLeftPiece: {
      const name = parseString(parser);
      parser.report('The name of an import may not be computed.', name.start, name.end);
      return skippedAround(name);
    }
    default:
      return skipToken(parser, 'Expected the name of what is imported.');
  }
}

/** `as name`, from its keyword. */
function parseAlias(parser: Parser, terminating: number): ImportAlias {
  const keyword = parser.advance();
  const name = identifierOrSkip(parser, 'Expected a name after "as".', terminating);
  return {
    kind: 'ImportAlias',
    start: parser.startOf(keyword),
    end: name.end,
    firstToken: keyword,
    pastToken: parser.at,
    name,
  };
}

function parseWildcard(parser: Parser): ImportWildcard | null {
  const asterisk = parser.advance();
  if (!parser.isWord(parser.at, 'as')) return parser.fail('Expected "as".');
  if (parser.kindAt(parser.at + 1) !== TokenKind.Identifier) {
    parser.advance();
    return parser.fail('Expected a name after "as".');
  }
  const alias = parseAlias(parser, END_OF_STATEMENT);
  return {
    kind: 'ImportWildcard',
    start: parser.startOf(asterisk),
    end: alias.end,
    firstToken: asterisk,
    pastToken: parser.at,
    alias,
  };
}

function parseFrom(parser: Parser): ImportFrom | Skipped {
  if (!parser.isWord(parser.at, 'from')) {
    parser.fail('Expected "from" and the path of a file.');
    return recover(parser, parser.at, parser.problems.length, false, END_OF_STATEMENT);
  }
  const keyword = parser.advance();
  const path = parseStringOrSkip(parser, 'Expected the path of a file.', false, END_OF_STATEMENT);
  return {
    kind: 'ImportFrom',
    start: parser.startOf(keyword),
    end: path.end,
    firstToken: keyword,
    pastToken: parser.at,
    path,
  };
}

/** `extension specification with {...} as name`, from its keyword. */
export function parseExtension(parser: Parser, first: TokenIndex, decorators: Decorators): ExtensionDeclaration {
  parser.advance();
  const specification = parser.is(TokenKind.Identifier)
    ? readIdentifier(parser)
    : parseStringOrSkip(parser, 'Expected the name or address of an extension.', false, END_OF_STATEMENT);
  const configuration =
    isEndOfLine(parser) || parser.isWord(parser.at, 'as')
      ? absent(parser)
      : parseExtensionWith(parser, isMissing(specification));
  const alias = isEndOfLine(parser) ? absent(parser) : parseExtensionAlias(parser, isMissing(configuration));
  return {
    kind: 'ExtensionDeclaration',
    start: parser.startOf(first),
    end: alias.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    specification,
    configuration,
    alias,
  };
}

export function isEndOfLine(parser: Parser): boolean {
  return parser.is(TokenKind.NewLine) || parser.is(TokenKind.EndOfFile);
}

function parseExtensionAlias(parser: Parser, suppressed: boolean): ImportAlias | Skipped {
  if (parser.isWord(parser.at, 'as')) return parseAlias(parser, END_OF_STATEMENT);
  parser.fail('Expected "with", "as" or a new line.');
  return recover(parser, parser.at, parser.problems.length, suppressed, END_OF_STATEMENT);
}

/** `with {...}` of an extension, or a `Skipped` up to the end of the statement. */
export function parseExtensionWith(parser: Parser, suppressed: boolean): ExtensionWith | Skipped {
  if (!parser.isWord(parser.at, 'with')) {
    parser.fail('Expected "with", "as" or a new line.');
    return recover(parser, parser.at, parser.problems.length, suppressed, END_OF_STATEMENT);
  }
  const keyword = parser.advance();
  const value = parseObjectOrSkip(parser, false);
  return {
    kind: 'ExtensionWith',
    start: parser.startOf(keyword),
    end: value.end,
    firstToken: keyword,
    pastToken: parser.at,
    value,
  };
}
