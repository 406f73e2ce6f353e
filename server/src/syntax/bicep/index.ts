import type { Problem } from '../../text/problem.ts';
import { type Directive, governed } from './directives.ts';
import { lex } from './lexer.ts';
import type { Comment } from './lexer-trivia.ts';
import { parseProgram, skipProgram } from './parse-program.ts';
import { Parser } from './parser.ts';
import { inOrderOfPlace } from './problems.ts';
import type { Tokens } from './token-kinds.ts';
import type { Program } from './tree.ts';

export { childNodesOf, childrenOf } from './children.ts';
export { commentsBetween } from './comments.ts';
export { type Directive, type DirectiveCode, type DirectiveName, isSilenced } from './directives.ts';
export type { Comment } from './lexer-trivia.ts';
export { findNode, nodeAt, pathToOffset, pathToSpan } from './navigate.ts';
export {
  isMultilineString,
  stringPieceContent,
  stringPieceCount,
  stringPieceOffset,
  stringPieceText,
  stringPieceToken,
  stringText,
} from './strings.ts';
export { TokenKind, type Tokens, tokenAt, tokenText } from './token-kinds.ts';

export interface BicepOptions {
  /** A template (.bicep) unless told otherwise; `bicep-params` is a parameter file (.bicepparam). */
  readonly language?: 'bicep' | 'bicep-params';
  /**
   * `editor` (the default) closes brackets that are never closed where a line seems to begin the next declaration, so that a file that is
   * being typed keeps its declarations. `conformance` gives the compiler's tree, recovery from errors included.
   */
  readonly mode?: 'editor' | 'conformance';
}

/** A file that was read. All offsets are UTF-16 code units of `text`. */
export interface BicepFile {
  readonly text: string;
  readonly tree: Program;
  readonly tokens: Tokens;
  /** In source order. */
  readonly comments: readonly Comment[];
  readonly directives: readonly Directive[];
  /** Breaches of the grammar, in source order: code `bicep-syntax`, or `too-deep`. Everything that is skipped in the tree has one. */
  readonly problems: readonly Problem[];
}

/** Reads a file. Never throws; takes time in proportion to the text. */
export function parseBicep(text: string, options: BicepOptions = {}): BicepFile {
  const isEditor = options.mode !== 'conformance';
  const lexed = lex(text, isEditor);
  const parser = new Parser(text, lexed, options.language ?? 'bicep', isEditor);
  const tree = readProgram(parser);
  return {
    text,
    tree,
    tokens: lexed.tokens,
    comments: lexed.comments,
    directives: governed(text, lexed.directives),
    problems: inOrderOfPlace(lexed.problems, parser.problems),
  };
}

/** `MAX_LEVELS` keeps the parser within a whole stack; a caller that has already used most of it gets a file that isn't read. */
function readProgram(parser: Parser): Program {
  try {
    return parseProgram(parser);
  } catch (error) {
    if (error instanceof RangeError) return skipProgram(parser);
    throw error;
  }
}
