import type { Expected, Identifier, Name, NodeBase, ParameterList, Skipped, TokenIndex } from './tree.ts';
import type { MissingDeclaration, ResourceDeclaration } from './tree-declarations.ts';

/** Everything that can stand where a value is expected. `If` and `For` bodies of resources and modules included. */
export type Expression =
  | StringNode
  | IntegerLiteral
  | BooleanLiteral
  | NullLiteral
  | NoneLiteral
  | ObjectNode
  | ArrayNode
  | NameReference
  | PropertyAccess
  | ElementAccess
  | ResourceAccess
  | NonNullAssertion
  | FunctionCall
  | MethodCall
  | Lambda
  | Parenthesized
  | Unary
  | Binary
  | Conditional
  | ForNode
  | IfNode
  | Skipped;

/**
 * A string: `'a${x}b'`, `'''a'''`, `$'''a${x}b'''`. It has one string token more than holes. Its decoded text comes from strings.ts.
 */
export interface StringNode extends NodeBase {
  readonly kind: 'String';
  readonly holes: readonly Expression[];
}

/** Decimal digits. A bigint if it is past `Number.MAX_SAFE_INTEGER`; never more than 64 bits. */
export interface IntegerLiteral extends NodeBase {
  readonly kind: 'Integer';
  readonly value: number | bigint;
}

export interface BooleanLiteral extends NodeBase {
  readonly kind: 'Boolean';
  readonly value: boolean;
}

export interface NullLiteral extends NodeBase {
  readonly kind: 'Null';
}

/** `none` in `using none`. */
export interface NoneLiteral extends NodeBase {
  readonly kind: 'None';
}

/** `{ ... }`. `members` are in source order; `strays` stand where a newline or comma is missing between two of them. */
export interface ObjectNode extends NodeBase {
  readonly kind: 'Object';
  readonly members: readonly ObjectMember[];
  readonly strays: readonly Skipped[];
  readonly openBrace: TokenIndex;
  /** `NO_TOKEN` if the object is never closed. */
  readonly closeBrace: TokenIndex;
}

export type ObjectMember = ObjectProperty | Spread | ResourceDeclaration | MissingDeclaration | Skipped;

export interface ObjectProperty extends NodeBase {
  readonly kind: 'ObjectProperty';
  /** A string key may have holes. */
  readonly key: Identifier | StringNode | Skipped;
  readonly colon: Expected;
  readonly value: Expression;
}

/** `...value` in an object or array. */
export interface Spread extends NodeBase {
  readonly kind: 'Spread';
  readonly value: Expression;
}

export interface ArrayNode extends NodeBase {
  readonly kind: 'Array';
  readonly items: readonly (Expression | Spread)[];
  readonly strays: readonly Skipped[];
  readonly openBracket: TokenIndex;
  /** `NO_TOKEN` if the array is never closed. */
  readonly closeBracket: TokenIndex;
}

/** A name used as a value: variable, parameter, resource, namespace, loop item. Its text is its span's. */
export interface NameReference extends NodeBase {
  readonly kind: 'Name';
}

/** `target.name`, `target.?name`. */
export interface PropertyAccess extends NodeBase {
  readonly kind: 'PropertyAccess';
  readonly target: Expression;
  readonly safe: boolean;
  readonly name: Name;
}

/** `target[index]`, `target[?index]`, `target[^index]`. An empty indexer has a missing index. */
export interface ElementAccess extends NodeBase {
  readonly kind: 'ElementAccess';
  readonly target: Expression;
  readonly safe: boolean;
  readonly fromEnd: boolean;
  readonly index: Expression;
}

/** `target::name`, a nested resource. */
export interface ResourceAccess extends NodeBase {
  readonly kind: 'ResourceAccess';
  readonly target: Expression;
  readonly name: Name;
}

/** `target!`. */
export interface NonNullAssertion extends NodeBase {
  readonly kind: 'NonNullAssertion';
  readonly target: Expression;
}

/** `name(arguments)`. `strays` stand where a comma is missing. */
export interface FunctionCall extends NodeBase {
  readonly kind: 'FunctionCall';
  readonly name: Identifier;
  readonly arguments: readonly Expression[];
  readonly strays: readonly Skipped[];
  readonly openParen: TokenIndex;
  /** `NO_TOKEN` if the call is never closed. */
  readonly closeParen: TokenIndex;
}

/** `target.name(arguments)`. */
export interface MethodCall extends NodeBase {
  readonly kind: 'MethodCall';
  readonly target: Expression;
  /** A `Skipped` holds the `?` of `target.?name()`, which is an error, and the name. */
  readonly name: Name;
  readonly arguments: readonly Expression[];
  readonly strays: readonly Skipped[];
  readonly openParen: TokenIndex;
  /** `NO_TOKEN` if the call is never closed. */
  readonly closeParen: TokenIndex;
}

/** `x => body`, `(x, i) => body`. */
export interface Lambda extends NodeBase {
  readonly kind: 'Lambda';
  readonly parameters: Identifier | ParameterList;
  readonly body: Expression;
}

export interface Parenthesized extends NodeBase {
  readonly kind: 'Parenthesized';
  readonly inner: Expression;
  readonly close: Expected;
}

export type UnaryOperator = '!' | '-';

export interface Unary extends NodeBase {
  readonly kind: 'Unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export type BinaryOperator =
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '=~'
  | '!~'
  | '&&'
  | '||'
  | '??';

export interface Binary extends NodeBase {
  readonly kind: 'Binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `condition ? whenTrue : whenFalse`. */
export interface Conditional extends NodeBase {
  readonly kind: 'Conditional';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly colon: Expected;
  readonly whenFalse: Expression;
}

/** `[for item in source: body]`, `[for (item, index) in source: body]`. */
export interface ForNode extends NodeBase {
  readonly kind: 'For';
  readonly variables: Identifier | ParameterList | Skipped;
  /** The loop variable, null if it could not be read. */
  readonly item: Identifier | null;
  readonly index: Identifier | null;
  readonly inKeyword: Expected;
  readonly source: Expression;
  readonly colon: Expected;
  /** In a resource or module: an `Object`, `If` or `Skipped`. */
  readonly body: Expression;
  readonly closeBracket: Expected;
}

/** `if (condition) { ... }` before the body of a resource or module. */
export interface IfNode extends NodeBase {
  readonly kind: 'If';
  readonly condition: Parenthesized | Skipped;
  readonly body: ObjectNode | Skipped;
}
