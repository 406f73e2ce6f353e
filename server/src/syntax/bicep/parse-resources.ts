import { parseAssignment } from './parse-declarations.ts';
import type { Decorators } from './parse-decorators.ts';
import { parseObject } from './parse-literals.ts';
import { parseFor, parseIf } from './parse-loops.ts';
import { parseResourceType, parseStringOrSkip } from './parse-types.ts';
import { COMPLEX_LITERALS, NESTED_RESOURCES, type Parser } from './parser.ts';
import { END_OF_STATEMENT, identifierOrSkip, isMissing, recover } from './recovery.ts';
import { TokenKind, terminators } from './token-kinds.ts';
import type {
  ForNode,
  IfNode,
  ModuleDeclaration,
  ObjectNode,
  ResourceDeclaration,
  Skipped,
  TestDeclaration,
  TokenIndex,
} from './tree.ts';

const END_OF_NAME = END_OF_STATEMENT | terminators(TokenKind.StringComplete, TokenKind.StringLeftPiece);
const END_OF_STRING = END_OF_STATEMENT | terminators(TokenKind.Assignment);
const END_OF_ASSIGNMENT = END_OF_STATEMENT | terminators(TokenKind.LeftBrace);

export function parseResource(parser: Parser, first: TokenIndex, decorators: Decorators): ResourceDeclaration {
  parser.advance();
  const name = identifierOrSkip(parser, 'Expected the symbolic name of the resource.', END_OF_NAME);
  const type = parseResourceType(parser, isMissing(name), END_OF_STRING);
  const existing = parser.isWord(parser.at, 'existing');
  if (existing) parser.advance();
  const assignment = parseAssignment(parser, isMissing(type), END_OF_ASSIGNMENT);
  if (typeof assignment === 'number') passNewLinesBeforeCondition(parser);
  const value = parseBodyOrSkip(parser, NESTED_RESOURCES, isMissing(assignment));
  return {
    kind: 'ResourceDeclaration',
    start: parser.startOf(first),
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    name,
    type,
    existing,
    assignment,
    value,
  };
}

export function parseModule(parser: Parser, first: TokenIndex, decorators: Decorators): ModuleDeclaration {
  parser.advance();
  const name = identifierOrSkip(parser, 'Expected the symbolic name of the module.', END_OF_NAME);
  const path = parseStringOrSkip(
    parser,
    "Expected the path of the module, such as './network.bicep'.",
    isMissing(name),
    END_OF_STRING,
  );
  const assignment = parseAssignment(parser, isMissing(path), END_OF_ASSIGNMENT);
  passNewLinesBeforeCondition(parser);
  const value = parseBodyOrSkip(parser, COMPLEX_LITERALS, isMissing(assignment));
  return {
    kind: 'ModuleDeclaration',
    start: parser.startOf(first),
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    name,
    path,
    assignment,
    value,
  };
}

export function parseTest(parser: Parser, first: TokenIndex, decorators: Decorators): TestDeclaration {
  parser.advance();
  const name = identifierOrSkip(parser, 'Expected the name of the test.', END_OF_NAME);
  const path = parseStringOrSkip(parser, 'Expected the path of the file to test.', isMissing(name), END_OF_STRING);
  const assignment = parseAssignment(parser, isMissing(path), END_OF_ASSIGNMENT);
  const value = parseObjectOrSkip(parser, isMissing(assignment));
  return {
    kind: 'TestDeclaration',
    start: parser.startOf(first),
    end: value.end,
    firstToken: first,
    pastToken: parser.at,
    decorators,
    name,
    path,
    assignment,
    value,
  };
}

/** An object, or a `Skipped` up to the end of the statement. */
export function parseObjectOrSkip(parser: Parser, suppressed: boolean): ObjectNode | Skipped {
  const start = parser.at;
  const problems = parser.problems.length;
  return parseObject(parser, COMPLEX_LITERALS) ?? recover(parser, start, problems, suppressed, END_OF_STATEMENT);
}

function passNewLinesBeforeCondition(parser: Parser): void {
  if (parser.is(TokenKind.NewLine) && parser.isWord(parser.pastNewLines(parser.at), 'if')) parser.skipNewLines();
}

/** An object, a condition before one, or a loop over either; else a `Skipped` up to the end of the statement. */
function parseBodyOrSkip(parser: Parser, allows: number, suppressed: boolean): ObjectNode | IfNode | ForNode | Skipped {
  const start = parser.at;
  const problems = parser.problems.length;
  let body: ObjectNode | IfNode | ForNode | null;
  if (parser.is(TokenKind.LeftBrace)) body = parseObject(parser, allows);
  else if (parser.is(TokenKind.LeftSquare)) body = parseFor(parser, allows, true);
  else if (parser.isWord(start, 'if')) body = parseIf(parser, allows, false);
  else body = parser.fail('Expected "{", "[" or "if".');
  return body ?? recover(parser, start, problems, suppressed, END_OF_STATEMENT);
}
