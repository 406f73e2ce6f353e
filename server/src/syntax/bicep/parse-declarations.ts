import { type Decorators, parseDecorators } from './parse-decorators.ts';
import { enterLevel, parseExpressionOrSkip } from './parse-expressions.ts';
import { parseFunction } from './parse-functions.ts';
import { parseExtension, parseImport } from './parse-imports.ts';
import { parseModule, parseResource, parseTest } from './parse-resources.ts';
import { parseDeclaredType } from './parse-types.ts';
import { COMPLEX_LITERALS, type Parser } from './parser.ts';
import { END_OF_STATEMENT, expectOrSkip, identifierOrSkip, isMissing, recover } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import {
  type Declaration,
  type Expected,
  type Expression,
  type MissingDeclaration,
  type Name,
  NO_TOKEN,
  type ResourceDeclaration,
  type Skipped,
  type TokenIndex,
  type TypeNode,
} from './tree.ts';

const END_OF_NAME = END_OF_STATEMENT | terminators(TokenKind.Identifier);
const END_OF_NAME_BEFORE_ASSIGNMENT = END_OF_STATEMENT | terminators(TokenKind.Assignment);
const END_OF_TYPE = END_OF_STATEMENT | terminators(TokenKind.Assignment);
const END_OF_TYPE_BEFORE_BRACE = END_OF_TYPE | terminators(TokenKind.LeftBrace);

/** A declaration of a Bicep file with its decorators, or null after `fail`. The current token is no new line. */
export function parseDeclaration(parser: Parser): Declaration | null {
  const first = parser.at;
  const decorators = parseDecorators(parser);
  switch (keywordAt(parser)) {
    case 'targetScope':
      return parseTargetScope(parser, first, decorators);
    case 'metadata':
      return parseNamedValue(parser, first, decorators, 'MetadataDeclaration', 'Expected the name of the metadata.');
    case 'assert':
      return parseNamedValue(parser, first, decorators, 'AssertDeclaration', 'Expected the name of the assertion.');
    case 'type':
      return parseTypeDeclaration(parser, first, decorators);
    case 'param':
      return parseParameter(parser, first, decorators);
    case 'var':
      return parseVariable(parser, first, decorators);
    case 'func':
      return parseFunction(parser, first, decorators);
    case 'resource':
      return parseResource(parser, first, decorators);
    case 'module':
      return parseModule(parser, first, decorators);
    case 'test':
      return parseTest(parser, first, decorators);
    case 'output':
      return parseOutput(parser, first, decorators);
    case 'import':
      return parseImport(parser, first, decorators, true);
    case 'extension':
      return parseExtension(parser, first, decorators);
    default:
      return decorators.length > 0
        ? missingDeclaration(parser, first, decorators)
        : parser.fail(
            'Expected a declaration: param, var, resource, module, output, type, func, import, metadata or targetScope.',
          );
  }
}

/** A resource in the body of another, or what stands there in its place. It counts as two levels: a declaration and its body. */
export function parseNestedDeclaration(parser: Parser): ResourceDeclaration | MissingDeclaration | Skipped {
  const first = parser.at;
  const problems = parser.problems.length;
  parser.level++;
  if (!enterLevel(parser)) {
    parser.level--;
    return recover(parser, first, problems, false, END_OF_STATEMENT);
  }
  const decorators = parseDecorators(parser);
  const declaration = parser.isWord(parser.at, 'resource')
    ? parseResource(parser, first, decorators)
    : missingDeclaration(parser, first, decorators);
  parser.level -= 2;
  return declaration;
}

/** The word at the current place, empty if there is none. */
export function keywordAt(parser: Parser): string {
  if (!parser.is(TokenKind.Identifier)) return '';
  return parser.text.slice(parser.startOf(parser.at), parser.endOf(parser.at));
}

function missingDeclaration(parser: Parser, first: TokenIndex, decorators: Decorators): MissingDeclaration {
  const end = Math.max(decorators.at(-1)?.end ?? 0, parser.endOf(parser.at - 1));
  const last = decorators.findLast((decorator) => decorator.kind === 'Decorator');
  if (last !== undefined) parser.report('Expected a declaration below the decorator.', last.start, last.end);
  return {
    kind: 'MissingDeclaration',
    start: parser.startOf(first),
    end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
  };
}

/** `=`, or a `Skipped` up to the end of the statement. */
export function parseAssignment(parser: Parser, suppressed: boolean, terminating: number = END_OF_STATEMENT): Expected {
  return expectOrSkip(parser, TokenKind.Assignment, 'Expected "=".', suppressed, terminating);
}

/** The value of a declaration, or a `Skipped` up to the end of the statement. */
export function parseValue(parser: Parser, suppressed: boolean): Expression {
  return parseExpressionOrSkip(parser, COMPLEX_LITERALS, suppressed, END_OF_STATEMENT);
}

function parseDeclaredTypeOrSkip(
  parser: Parser,
  mayOmitResource: boolean,
  suppressed: boolean,
  terminating: number,
): TypeNode {
  const start = parser.at;
  const problems = parser.problems.length;
  return parseDeclaredType(parser, mayOmitResource) ?? recover(parser, start, problems, suppressed, terminating);
}

function parseTargetScope(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const assignment = parseAssignment(parser, false);
  const value = parseValue(parser, false);
  return {
    kind: 'TargetScope',
    start: parser.startOf(first),
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    assignment,
    value,
  };
}

function parseNamedValue(
  parser: Parser,
  first: TokenIndex,
  decorators: Decorators,
  kind: 'MetadataDeclaration' | 'AssertDeclaration',
  message: string,
): Declaration {
  parser.advance();
  const name = identifierOrSkip(parser, message, END_OF_NAME_BEFORE_ASSIGNMENT);
  const assignment = parseAssignment(parser, isMissing(name));
  const value = parseValue(parser, isMissing(assignment));
  return {
    kind,
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

export function parseTypeDeclaration(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const name = identifierOrSkip(parser, 'Expected the name of the type.', END_OF_NAME_BEFORE_ASSIGNMENT);
  const assignment = parseAssignment(parser, isMissing(name));
  const value = parseDeclaredTypeOrSkip(parser, false, isMissing(name), END_OF_TYPE_BEFORE_BRACE);
  return {
    kind: 'TypeDeclaration',
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

function parseParameter(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const name = identifierOrSkip(parser, 'Expected the name of the parameter.', END_OF_NAME);
  const type = parseDeclaredTypeOrSkip(parser, false, isMissing(name), END_OF_TYPE_BEFORE_BRACE);
  const assignment = parser.is(TokenKind.Assignment) ? parser.advance() : NO_TOKEN;
  const defaultValue = assignment === NO_TOKEN ? passAfterType(parser, isMissing(type)) : parseValue(parser, false);
  return {
    kind: 'ParameterDeclaration',
    start: parser.startOf(first),
    end: (defaultValue ?? type).end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    name,
    type,
    assignment,
    defaultValue,
  };
}

/** What follows the type of a parameter and is no default value; null if it is the end of the line. */
function passAfterType(parser: Parser, suppressed: boolean): Skipped | null {
  if (parser.is(TokenKind.NewLine) || parser.is(TokenKind.EndOfFile)) return null;
  parser.fail('Expected "=" or a new line.');
  return recover(parser, parser.at, parser.problems.length, suppressed, END_OF_STATEMENT);
}

export function parseVariable(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const name = identifierOrSkip(parser, 'Expected the name of the variable.', END_OF_NAME);
  const type = startsType(parser) ? parseDeclaredTypeOrSkip(parser, false, isMissing(name), END_OF_TYPE) : null;
  const assignment = parseAssignment(parser, isMissing(type ?? name));
  const value = parseValue(parser, isMissing(assignment));
  return {
    kind: 'VariableDeclaration',
    start: parser.startOf(first),
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    name,
    type,
    assignment,
    value,
  };
}

function startsType(parser: Parser): boolean {
  const { kind } = parser;
  return kind !== TokenKind.Assignment && kind !== TokenKind.NewLine && kind !== TokenKind.EndOfFile;
}

function parseOutput(parser: Parser, first: TokenIndex, decorators: Decorators): Declaration {
  parser.advance();
  const name: Name = identifierOrSkip(parser, 'Expected the name of the output.', END_OF_NAME);
  const type = parseDeclaredTypeOrSkip(parser, true, isMissing(name), END_OF_TYPE);
  const assignment = parseAssignment(parser, isMissing(type));
  const value = parseValue(parser, isMissing(assignment));
  return {
    kind: 'OutputDeclaration',
    start: parser.startOf(first),
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    name,
    type,
    assignment,
    value,
  };
}
