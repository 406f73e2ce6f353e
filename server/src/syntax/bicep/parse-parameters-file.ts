import { keywordAt, parseAssignment, parseTypeDeclaration, parseValue, parseVariable } from './parse-declarations.ts';
import { type Decorators, parseDecorators } from './parse-decorators.ts';
import { isEndOfLine, parseExtension, parseExtensionWith, parseImport } from './parse-imports.ts';
import { parseObjectOrSkip } from './parse-resources.ts';
import { parseStringOrSkip } from './parse-types.ts';
import type { Parser } from './parser.ts';
import { absent, END_OF_STATEMENT, identifierOrSkip, isMissing, missing, recover } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type { Declaration, Skipped, TokenIndex, UsingDeclaration, UsingWith } from './tree.ts';

const END_OF_NAME = END_OF_STATEMENT | terminators(TokenKind.Identifier);

/** A declaration of a parameter file with its decorators, or null after `fail`. The current token is no new line. */
export function parseParameterFileDeclaration(parser: Parser): Declaration | null {
  const first = parser.at;
  const decorators = parseDecorators(parser);
  switch (keywordAt(parser)) {
    case 'using':
      return parseUsing(parser, first, decorators);
    case 'extends':
      return parseExtends(parser, first, decorators);
    case 'param':
      return parseParameterAssignment(parser, first, decorators);
    case 'var':
      return parseVariable(parser, first, decorators);
    case 'type':
      return parseTypeDeclaration(parser, first, decorators);
    case 'import':
      return parseImport(parser, first, decorators, false);
    case 'extension':
      return parseExtension(parser, first, decorators);
    case 'extensionConfig':
      return parseExtensionConfiguration(parser, first, decorators);
    default:
      return parser.fail('Expected a declaration of a parameter file: using, extends, param, var, type or import.');
  }
}

function parseUsing(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const path = parseUsedPath(parser);
  const configuration = isEndOfLine(parser) ? absent(parser) : parseUsingWith(parser, isMissing(path));
  return {
    kind: 'UsingDeclaration',
    start: parser.startOf(first),
    end: configuration.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    path,
    configuration,
  };
}

function parseUsedPath(parser: Parser): UsingDeclaration['path'] {
  const message = "Expected the path of a template, such as 'main.bicep', or none.";
  if (parser.is(TokenKind.StringComplete)) return parseStringOrSkip(parser, message, false, END_OF_STATEMENT);
  if (!parser.is(TokenKind.Identifier)) return missing(parser, message);
  const token = parser.advance();
  const start = parser.startOf(token);
  return { kind: 'None', start, end: parser.endOf(token), firstToken: token, pastToken: token + 1 };
}

function parseUsingWith(parser: Parser, suppressed: boolean): UsingWith | Skipped {
  if (!parser.isWord(parser.at, 'with')) {
    parser.fail('Expected "with" or a new line.');
    return recover(parser, parser.at, parser.problems.length, suppressed, END_OF_STATEMENT);
  }
  const keyword = parser.advance();
  const value = parseObjectOrSkip(parser, false);
  return {
    kind: 'UsingWith',
    start: parser.startOf(keyword),
    end: value.end,
    firstToken: keyword,
    pastToken: parser.at,
    value,
  };
}

function parseExtends(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const path = parseStringOrSkip(parser, 'Expected the path of a parameter file.', false, END_OF_STATEMENT);
  return {
    kind: 'ExtendsDeclaration',
    start: parser.startOf(first),
    end: path.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    path,
  };
}

function parseParameterAssignment(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const name = identifierOrSkip(parser, 'Expected the name of the parameter.', END_OF_NAME);
  const assignment = parseAssignment(parser, isMissing(name));
  const value = parseValue(parser, isMissing(assignment));
  return {
    kind: 'ParameterAssignment',
    start: parser.startOf(first),
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    name,
    assignment,
    value,
  };
}

function parseExtensionConfiguration(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const alias = identifierOrSkip(parser, 'Expected the name of an extension.', END_OF_NAME);
  const configuration = parseExtensionWith(parser, isMissing(alias));
  return {
    kind: 'ExtensionConfiguration',
    start: parser.startOf(first),
    end: configuration.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    alias,
    configuration,
  };
}
