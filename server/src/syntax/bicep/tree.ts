import type {
  Declaration,
  Decorator,
  ExtensionWith,
  ImportAlias,
  ImportedSymbol,
  ImportedSymbols,
  ImportFrom,
  ImportWildcard,
  UsingWith,
} from './tree-declarations.ts';
import type { Expression, ObjectProperty, Spread } from './tree-expressions.ts';
import type {
  FunctionLambda,
  ObjectTypeProperty,
  TupleTypeItem,
  TypeNode,
  TypeParameter,
  TypeParameterList,
} from './tree-types.ts';

export type * from './tree-declarations.ts';
export type * from './tree-expressions.ts';
export type * from './tree-types.ts';

/**
 * The concrete syntax tree of a Bicep file.
 *
 * A node covers the tokens `firstToken` (inclusive) to `pastToken` (exclusive) of the file's token table. Its children are nodes, each with a
 * range of its own; every token of a node that lies in none of its children is the node's own. So tokens aren't stored in the tree, and yet
 * all of them are in it, once and in order: `childrenOf` of children.ts gives nodes and tokens together.
 *
 * Nothing that is required is null: what is missing or could not be read is a `Skipped` node. `null` stands for what may be left out.
 * A path from the root passes through at most 1,000 nested expressions and types (parser.ts), so a consumer may recurse.
 */
export type Node =
  | Program
  | Declaration
  | Decorator
  | ImportedSymbols
  | ImportedSymbol
  | ImportWildcard
  | ImportAlias
  | ImportFrom
  | ExtensionWith
  | UsingWith
  | Expression
  | Spread
  | ObjectProperty
  | ParameterList
  | TypeNode
  | ObjectTypeProperty
  | TupleTypeItem
  | FunctionLambda
  | TypeParameter
  | TypeParameterList
  | Identifier;

export type NodeKind = Node['kind'];

/**
 * What every node has. Offsets are UTF-16 code units. Trivia before and after a node is not part of it, except that the program is the whole
 * text, that a string which can't be read reaches to the next token, and that something missing stands where the next token begins.
 */
export interface NodeBase {
  readonly start: number;
  readonly end: number;
  readonly firstToken: TokenIndex;
  readonly pastToken: TokenIndex;
}

/** Index into the token table of the file. */
export type TokenIndex = number;

/** Stands for the closing bracket that an unclosed bracket lacks, and for a token that may be left out. */
export const NO_TOKEN = -1;

/** A token that is required, or the `Skipped` that stands in its place. */
export type Expected = TokenIndex | Skipped;

/** A whole file. It covers the text from 0 to its end; its last token is the end of file. */
export interface Program extends NodeBase {
  readonly kind: 'Program';
  readonly language: 'bicep' | 'bicep-params';
  /** In source order. A `Skipped` is what could not be read as a declaration. */
  readonly declarations: readonly (Declaration | Skipped)[];
}

/**
 * What could not be read.
 * - `missing`: something was expected here and is not there; empty.
 * - `separator`: a newline or comma was expected between two elements; empty. Only in lists called `strays`.
 * - `unexpected`: tokens that were passed over.
 * - `string`: a string without end, or with an escape that doesn't exist.
 * Nodes that were already read inside it are its `parts`.
 */
export interface Skipped extends NodeBase {
  readonly kind: 'Skipped';
  readonly cause: 'missing' | 'separator' | 'unexpected' | 'string';
  readonly parts: readonly Node[];
}

/** The name of something: of a declaration, property, function or member. Its text is its span's. */
export interface Identifier extends NodeBase {
  readonly kind: 'Identifier';
}

export type Name = Identifier | Skipped;

/** `(x, i)` of a lambda or loop. */
export interface ParameterList extends NodeBase {
  readonly kind: 'ParameterList';
  readonly parameters: readonly Name[];
  readonly close: Expected;
}
