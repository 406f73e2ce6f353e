import type { Expected, Identifier, Name, NodeBase, Skipped, TokenIndex } from './tree.ts';
import type { Decorator } from './tree-declarations.ts';
import type {
  BooleanLiteral,
  Expression,
  IntegerLiteral,
  NullLiteral,
  StringNode,
  UnaryOperator,
} from './tree-expressions.ts';

/** Everything that can stand where a type is expected. Literals are the nodes of expressions. */
export type TypeNode =
  | TypeName
  | TypeMember
  | TypeElement
  | TypeItems
  | TypeAdditionalProperties
  | ParameterizedType
  | ArrayType
  | NullableType
  | NonNullableType
  | UnionType
  | ObjectType
  | TupleType
  | ParenthesizedType
  | UnaryType
  | ResourceType
  | StringNode
  | IntegerLiteral
  | BooleanLiteral
  | NullLiteral
  | Skipped;

/** `string`, `int`, `myType`. Its text is its span's. */
export interface TypeName extends NodeBase {
  readonly kind: 'TypeName';
}

/** `target.name`. */
export interface TypeMember extends NodeBase {
  readonly kind: 'TypeMember';
  readonly target: TypeNode;
  readonly name: Name;
}

/** `target[0]`. */
export interface TypeElement extends NodeBase {
  readonly kind: 'TypeElement';
  readonly target: TypeNode;
  readonly index: Expression;
}

/** `target[*]`. */
export interface TypeItems extends NodeBase {
  readonly kind: 'TypeItems';
  readonly target: TypeNode;
}

/** `target.*`. */
export interface TypeAdditionalProperties extends NodeBase {
  readonly kind: 'TypeAdditionalProperties';
  readonly target: TypeNode;
}

/** `name<arguments>`, or `target.name<arguments>`. */
export interface ParameterizedType extends NodeBase {
  readonly kind: 'ParameterizedType';
  readonly target: TypeNode | null;
  readonly name: Name;
  readonly arguments: readonly TypeNode[];
  readonly strays: readonly Skipped[];
  /** `NO_TOKEN` if the list is never closed. */
  readonly closeChevron: TokenIndex;
}

/** `element[]`. */
export interface ArrayType extends NodeBase {
  readonly kind: 'ArrayType';
  readonly element: TypeNode;
}

/** `base?`. */
export interface NullableType extends NodeBase {
  readonly kind: 'NullableType';
  readonly base: TypeNode;
}

/** `base!`. */
export interface NonNullableType extends NodeBase {
  readonly kind: 'NonNullableType';
  readonly base: TypeNode;
}

/** `'a' | 'b'`, also with a leading `|`. */
export interface UnionType extends NodeBase {
  readonly kind: 'UnionType';
  readonly members: readonly TypeNode[];
}

export interface ObjectType extends NodeBase {
  readonly kind: 'ObjectType';
  readonly properties: readonly (ObjectTypeProperty | Skipped)[];
  readonly strays: readonly Skipped[];
  readonly openBrace: TokenIndex;
  /** `NO_TOKEN` if the type is never closed. */
  readonly closeBrace: TokenIndex;
}

/** `key: type`, or `*: type` for additional properties (`key` is null then). */
export interface ObjectTypeProperty extends NodeBase {
  readonly kind: 'ObjectTypeProperty';
  readonly decorators: readonly (Decorator | Skipped)[];
  readonly key: Identifier | StringNode | Skipped | null;
  readonly colon: Expected;
  readonly value: TypeNode;
}

/** `[string, int]`. */
export interface TupleType extends NodeBase {
  readonly kind: 'TupleType';
  readonly items: readonly (TupleTypeItem | Skipped)[];
  readonly strays: readonly Skipped[];
  readonly openBracket: TokenIndex;
  /** `NO_TOKEN` if the type is never closed. */
  readonly closeBracket: TokenIndex;
}

export interface TupleTypeItem extends NodeBase {
  readonly kind: 'TupleTypeItem';
  readonly decorators: readonly (Decorator | Skipped)[];
  readonly value: TypeNode;
}

export interface ParenthesizedType extends NodeBase {
  readonly kind: 'ParenthesizedType';
  readonly inner: TypeNode;
  readonly close: Expected;
}

/** `-1`, `!true`. */
export interface UnaryType extends NodeBase {
  readonly kind: 'UnaryType';
  readonly operator: UnaryOperator;
  readonly operand: TypeNode;
}

/** `resource 'Rp/type@version'` as the type of a parameter or output; an output may leave the type out. */
export interface ResourceType extends NodeBase {
  readonly kind: 'ResourceType';
  readonly type: StringNode | Skipped | null;
}

/** `name type` of a user-defined function. */
export interface TypeParameter extends NodeBase {
  readonly kind: 'TypeParameter';
  readonly name: Name;
  readonly type: TypeNode;
}

/** `(name type, ...)` of a user-defined function. */
export interface TypeParameterList extends NodeBase {
  readonly kind: 'TypeParameterList';
  readonly parameters: readonly (TypeParameter | Skipped)[];
  readonly close: Expected;
}

/** `(parameters) returnType => body` of a user-defined function. */
export interface FunctionLambda extends NodeBase {
  readonly kind: 'FunctionLambda';
  readonly parameters: TypeParameterList;
  readonly returnType: TypeNode;
  readonly arrow: Expected;
  readonly body: Expression;
}
