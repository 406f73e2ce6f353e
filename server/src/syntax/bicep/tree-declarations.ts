import type { Expected, Identifier, Name, NodeBase, Skipped, TokenIndex } from './tree.ts';
import type { Expression, ForNode, IfNode, NoneLiteral, ObjectNode, StringNode } from './tree-expressions.ts';
import type { FunctionLambda, TypeNode } from './tree-types.ts';

/** The statements of Bicep and parameter files. Resources also stand nested in the body of a resource. */
export type Declaration =
  | TargetScope
  | MetadataDeclaration
  | ParameterDeclaration
  | VariableDeclaration
  | TypeDeclaration
  | FunctionDeclaration
  | ResourceDeclaration
  | ModuleDeclaration
  | OutputDeclaration
  | ImportDeclaration
  | ExtensionDeclaration
  | AssertDeclaration
  | TestDeclaration
  | MissingDeclaration
  | UsingDeclaration
  | ExtendsDeclaration
  | ParameterAssignment
  | ExtensionConfiguration;

interface Decorated extends NodeBase {
  /** What stands before the keyword. A `Skipped` is what followed a decorator on its line. */
  readonly decorators: readonly (Decorator | Skipped)[];
}

/** `@expression`: a `FunctionCall` or `MethodCall` if it is right, else any name or member. */
export interface Decorator extends NodeBase {
  readonly kind: 'Decorator';
  readonly expression: Expression;
}

/** `targetScope = value`. */
export interface TargetScope extends Decorated {
  readonly kind: 'TargetScope';
  readonly assignment: Expected;
  readonly value: Expression;
}

/** `metadata name = value`. */
export interface MetadataDeclaration extends Decorated {
  readonly kind: 'MetadataDeclaration';
  readonly name: Name;
  readonly assignment: Expected;
  readonly value: Expression;
}

/** `param name type = defaultValue`. */
export interface ParameterDeclaration extends Decorated {
  readonly kind: 'ParameterDeclaration';
  readonly name: Name;
  readonly type: TypeNode;
  /** `NO_TOKEN` without a default value. */
  readonly assignment: TokenIndex;
  /** Null if there is none; a `Skipped` without `assignment` is something else that follows the type. */
  readonly defaultValue: Expression | null;
}

/** `var name type = value`, the type mostly left out. */
export interface VariableDeclaration extends Decorated {
  readonly kind: 'VariableDeclaration';
  readonly name: Name;
  readonly type: TypeNode | null;
  readonly assignment: Expected;
  readonly value: Expression;
}

/** `type name = value`. */
export interface TypeDeclaration extends Decorated {
  readonly kind: 'TypeDeclaration';
  readonly name: Name;
  readonly assignment: Expected;
  readonly value: TypeNode;
}

/** `func name(parameters) returnType => body`. */
export interface FunctionDeclaration extends Decorated {
  readonly kind: 'FunctionDeclaration';
  readonly name: Name;
  readonly lambda: FunctionLambda | Skipped;
}

/** `resource name 'Rp/type@version' existing = value`. */
export interface ResourceDeclaration extends Decorated {
  readonly kind: 'ResourceDeclaration';
  readonly name: Name;
  readonly type: StringNode | Skipped;
  readonly existing: boolean;
  readonly assignment: Expected;
  readonly value: ObjectNode | IfNode | ForNode | Skipped;
}

/** `module name 'path' = value`. */
export interface ModuleDeclaration extends Decorated {
  readonly kind: 'ModuleDeclaration';
  readonly name: Name;
  readonly path: StringNode | Skipped;
  readonly assignment: Expected;
  readonly value: ObjectNode | IfNode | ForNode | Skipped;
}

/** `output name type = value`. */
export interface OutputDeclaration extends Decorated {
  readonly kind: 'OutputDeclaration';
  readonly name: Name;
  readonly type: TypeNode;
  readonly assignment: Expected;
  readonly value: Expression;
}

/** `import { a, b as c } from 'path'`, `import * as name from 'path'`. */
export interface ImportDeclaration extends Decorated {
  readonly kind: 'ImportDeclaration';
  readonly imported: ImportedSymbols | ImportWildcard | Skipped;
  readonly from: ImportFrom | Skipped;
}

export interface ImportedSymbols extends NodeBase {
  readonly kind: 'ImportedSymbols';
  readonly symbols: readonly (ImportedSymbol | Skipped)[];
  readonly strays: readonly Skipped[];
  /** `NO_TOKEN` if the list is never closed. */
  readonly closeBrace: TokenIndex;
}

/** `name`, `name as alias`, `'name' as alias`. */
export interface ImportedSymbol extends NodeBase {
  readonly kind: 'ImportedSymbol';
  readonly exported: Identifier | StringNode | Skipped;
  readonly alias: ImportAlias | null;
}

/** `* as alias`. */
export interface ImportWildcard extends NodeBase {
  readonly kind: 'ImportWildcard';
  readonly alias: ImportAlias;
}

/** `as name`. */
export interface ImportAlias extends NodeBase {
  readonly kind: 'ImportAlias';
  readonly name: Name;
}

/** `from 'path'`. */
export interface ImportFrom extends NodeBase {
  readonly kind: 'ImportFrom';
  readonly path: StringNode | Skipped;
}

/** `extension specification with {...} as alias`. An empty `Skipped` stands for a clause that is left out, which is no error. */
export interface ExtensionDeclaration extends Decorated {
  readonly kind: 'ExtensionDeclaration';
  readonly specification: Identifier | StringNode | Skipped;
  readonly configuration: ExtensionWith | Skipped;
  readonly alias: ImportAlias | Skipped;
}

/** `with { ... }` of an extension. */
export interface ExtensionWith extends NodeBase {
  readonly kind: 'ExtensionWith';
  readonly value: ObjectNode | Skipped;
}

/** `assert name = value`. */
export interface AssertDeclaration extends Decorated {
  readonly kind: 'AssertDeclaration';
  readonly name: Name;
  readonly assignment: Expected;
  readonly value: Expression;
}

/** `test name 'path' = { ... }`. */
export interface TestDeclaration extends Decorated {
  readonly kind: 'TestDeclaration';
  readonly name: Name;
  readonly path: StringNode | Skipped;
  readonly assignment: Expected;
  readonly value: ObjectNode | Skipped;
}

/** Decorators with no declaration behind them. */
export interface MissingDeclaration extends Decorated {
  readonly kind: 'MissingDeclaration';
}

/** `using 'path'`, `using none`; parameter files. An empty `Skipped` stands for a `with` that is left out. */
export interface UsingDeclaration extends Decorated {
  readonly kind: 'UsingDeclaration';
  readonly path: StringNode | NoneLiteral | Skipped;
  readonly configuration: UsingWith | Skipped;
}

/** `with { ... }` of `using`. */
export interface UsingWith extends NodeBase {
  readonly kind: 'UsingWith';
  readonly value: ObjectNode | Skipped;
}

/** `extends 'path'`; parameter files. */
export interface ExtendsDeclaration extends Decorated {
  readonly kind: 'ExtendsDeclaration';
  readonly path: StringNode | Skipped;
}

/** `param name = value`; parameter files. */
export interface ParameterAssignment extends Decorated {
  readonly kind: 'ParameterAssignment';
  readonly name: Name;
  readonly assignment: Expected;
  readonly value: Expression;
}

/** `extensionConfig alias with { ... }`; parameter files. */
export interface ExtensionConfiguration extends Decorated {
  readonly kind: 'ExtensionConfiguration';
  readonly alias: Name;
  readonly configuration: ExtensionWith | Skipped;
}
