import { parseDeclaration } from './parse-declarations.ts';
import { passRestOfLine } from './parse-decorators.ts';
import { parseParameterFileDeclaration } from './parse-parameters-file.ts';
import { MAX_LEVELS, type Parser } from './parser.ts';
import { tooDeepProblem } from './problems.ts';
import { END_OF_STATEMENT, recover, skippedSince } from './recovery.ts';
import { TokenKind } from './token-kinds.ts';
import type { Declaration, Decorator, Program, Skipped, TokenIndex } from './tree.ts';
import { tokenDeeperThan } from './tree-height.ts';
import { nextDeclarationLine, nextStatementLine, raiseWall, removeWall } from './walls.ts';

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
  while (parser.at < endOfFile) {
    if (parser.is(TokenKind.NewLine)) {
      parser.advance();
      continue;
    }
    const first = parser.at;
    const problems = parser.problems.length;
    let statement = parser.tokensToWaste < 0 && parser.closesBrackets ? null : parseStatement(parser);
    if (statement === null || swallowedNext(parser, statement, problems)) {
      parser.tokensToWaste -= parser.at - first;
      parser.problems.length = problems;
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
  parser.reportedUnclosedAt = null;
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
 * Where a statement that is nested too deeply ends: at the new line behind its last bracket. If a bracket is never closed, it swallows the
 * rest of the file, or, where brackets are closed for the author, all before the next line that looks like a declaration.
 */
function endOfNested(parser: Parser, first: TokenIndex): TokenIndex {
  let open = 0;
  for (let token = first; token < parser.limit; token++) {
    const kind = parser.kindAt(token);
    if (OPENING.has(kind)) open++;
    else if (CLOSING.has(kind)) open--;
    else if (kind === TokenKind.NewLine && open <= 0) return token;
  }
  if (!parser.closesBrackets) return parser.limit;
  parser.tokensToWaste -= parser.limit - first;
  const next = nextStatementLine(parser, first);
  return next === null ? parser.limit : Math.min(next - 1, parser.limit);
}

/** True if a statement that isn't right reaches into the next, where brackets are closed for the author. */
function swallowedNext(parser: Parser, statement: Declaration | Skipped, problems: number): boolean {
  if (!parser.closesBrackets || parser.problems.length === problems || parser.tooDeepAt !== null) return false;
  if (statement.kind !== 'Skipped' && statement.decorators.some((part) => coversDeclarationLine(parser, part)))
    return true;

  const next = nextStatementLine(parser, statement.firstToken);
  if (next === null || parser.at <= next) return false;
  if (parser.reportedUnclosedAt !== null) return true;
  const offset = parser.startOf(next);
  return parser.problems.slice(problems).some((problem) => problem.span.end >= offset);
}

/** True if a decorator took the declaration below it for an argument. */
function coversDeclarationLine(parser: Parser, part: Decorator | Skipped): boolean {
  const line = nextDeclarationLine(parser, part.firstToken);
  return part.kind === 'Decorator' && line !== null && line < part.pastToken;
}
