import { parseDeclaration } from './parse-declarations.ts';
import { passRestOfLine } from './parse-decorators.ts';
import { parseParameterFileDeclaration } from './parse-parameters-file.ts';
import { MAX_LEVELS, type Parser } from './parser.ts';
import { tooDeepProblem } from './problems.ts';
import { END_OF_STATEMENT, recover, skippedSince } from './recovery.ts';
import { TokenKind } from './token-kinds.ts';
import type { Declaration, Program, Skipped, TokenIndex } from './tree.ts';
import { tokenDeeperThan } from './tree-height.ts';
import { nextStatementLine, raiseWall, removeWall } from './walls.ts';

/**
 * How often, on average, a token may be read in vain, because a bracket that is never closed swallowed what follows. Past that, statements
 * end at once where the next seems to begin.
 */
const RETRIES = 4;

const OPENING: ReadonlySet<number> = new Set([
  TokenKind.LeftBrace,
  TokenKind.LeftSquare,
  TokenKind.LeftParen,
  TokenKind.StringLeftPiece,
]);
const CLOSING: ReadonlySet<number> = new Set([
  TokenKind.RightBrace,
  TokenKind.RightSquare,
  TokenKind.RightParen,
  TokenKind.StringRightPiece,
]);

/** The whole file. */
export function parseProgram(parser: Parser): Program {
  const mark = parser.mark();
  const endOfFile = parser.limit;
  let retries = RETRIES * endOfFile;
  while (parser.at < endOfFile) {
    if (parser.is(TokenKind.NewLine)) {
      parser.advance();
      continue;
    }
    const first = parser.at;
    const problems = parser.problems.length;
    let statement = retries < 0 ? null : parseStatement(parser);
    if (statement === null || swallowedNext(parser, first, problems)) {
      retries -= parser.at - first;
      parser.problems.length = problems;
      parser.reportedUnclosedAt = null;
      parser.moveTo(first);
      raiseWall(parser);
      statement = parseStatement(parser);
      removeWall(parser);
    }
    parser.push(statement);
    const isDeclaration = statement.kind !== 'Skipped' && statement.kind !== 'MissingDeclaration';
    if (isDeclaration && parser.at < endOfFile && !parser.is(TokenKind.NewLine)) {
      parser.push(passRestOfLine(parser));
    }
  }
  return program(parser, parser.take<Declaration | Skipped>(mark));
}

/** The whole file as one `Skipped`, for want of stack. */
export function skipProgram(parser: Parser): Program {
  removeWall(parser);
  parser.moveTo(parser.limit);
  parser.problems.length = 0;
  parser.problems.push(tooDeepProblem(MAX_LEVELS, 0, parser.text.length));
  return program(parser, [skippedSince(parser, 0)]);
}

function program(parser: Parser, declarations: readonly (Declaration | Skipped)[]): Program {
  return {
    kind: 'Program',
    start: 0,
    end: parser.text.length,
    firstToken: 0,
    pastToken: parser.lexed.tokens.count,
    language: parser.language,
    declarations,
  };
}

/** The statement at the current place, which is no new line. */
function parseStatement(parser: Parser): Declaration | Skipped {
  const first = parser.at;
  const problems = parser.problems.length;
  parser.level = 0;
  parser.highestLevel = 0;
  parser.wrappings = 0;
  parser.tooDeepAt = null;
  const declaration = parser.language === 'bicep' ? parseDeclaration(parser) : parseParameterFileDeclaration(parser);
  const statement = declaration ?? recover(parser, first, problems, false, END_OF_STATEMENT);

  if (parser.tooDeepAt === null && parser.highestLevel + parser.wrappings > MAX_LEVELS) {
    parser.tooDeepAt = tokenDeeperThan(statement, MAX_LEVELS);
  }
  const tooDeepAt: TokenIndex | null = parser.tooDeepAt;
  if (tooDeepAt === null) return statement;
  parser.problems.length = problems;
  parser.problems.push(tooDeepProblem(MAX_LEVELS, parser.startOf(tooDeepAt), parser.endOf(tooDeepAt)));
  parser.moveTo(endOfNested(parser, first));
  return skippedSince(parser, first);
}

/**
 * Where a statement that is nested too deeply ends: at the new line behind its last bracket, or, if a bracket is never closed, before the
 * next line that looks like a declaration.
 */
function endOfNested(parser: Parser, first: TokenIndex): TokenIndex {
  let open = 0;
  for (let token = first; token < parser.limit; token++) {
    const kind = parser.kindAt(token);
    if (OPENING.has(kind)) open++;
    else if (CLOSING.has(kind)) open--;
    else if (kind === TokenKind.NewLine && open <= 0) return token;
  }
  const next = open > 0 ? nextStatementLine(parser, first) : null;
  return next === null ? parser.limit : Math.min(next - 1, parser.limit);
}

/** True if a statement that isn't right reaches into the next, where brackets are closed for the author. */
function swallowedNext(parser: Parser, first: TokenIndex, problems: number): boolean {
  if (!parser.closesBrackets || parser.problems.length === problems || parser.tooDeepAt !== null) return false;
  const next = nextStatementLine(parser, first);
  if (next === null || parser.at <= next) return false;
  const offset = parser.startOf(next);
  return parser.problems.slice(problems).some((problem) => problem.span.end >= offset);
}
