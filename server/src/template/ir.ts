/**
 * The one form that both languages are lowered to: declarations and expressions, without spans.
 *
 * Every expression and declaration carries a node number, its index in the file's span table (`LoweredFile.spans`). Node numbers are given in
 * source order of creation and depend on nothing but the structure, so an edit of blanks or comments changes spans and no node.
 */

import type { TypeForm } from './type-form.ts';

/** Index into the span table of the file that declares the node. */
export type NodeId = number;

export type Expression =
  | Literal
  | TextExpression
  | ObjectExpression
  | ArrayExpression
  | LoopExpression
  | NameExpression
  | MemberExpression
  | CallExpression
  | LambdaExpression
  | ConditionalExpression
  | CoalesceExpression
  | BothExpression
  | EitherExpression
  | HoleExpression;

/** A string without holes, a number (bigint once unsafe as a double), a boolean or `null`. */
export interface Literal {
  readonly kind: 'literal';
  readonly node: NodeId;
  readonly value: string | number | bigint | boolean | null;
}

/** An interpolated string: fixed parts and holes in order, `format` with constant pattern included. */
export interface TextExpression {
  readonly kind: 'text';
  readonly node: NodeId;
  readonly parts: readonly (string | Expression)[];
}

export interface ObjectExpression {
  readonly kind: 'object';
  readonly node: NodeId;
  readonly members: readonly ObjectMember[];
}

export type ObjectMember = PropertyMember | ComputedMember | SpreadMember;

/** A property whose key is known while reading. `node` is the whole property, `keyNode` its key. */
export interface PropertyMember {
  readonly kind: 'property';
  readonly node: NodeId;
  readonly keyNode: NodeId;
  readonly key: string;
  readonly value: Expression;
}

/** A property whose key is an expression. */
export interface ComputedMember {
  readonly kind: 'computed';
  readonly node: NodeId;
  readonly key: Expression;
  readonly value: Expression;
}

export interface SpreadMember {
  readonly kind: 'spread';
  readonly node: NodeId;
  readonly value: Expression;
}

export interface ArrayExpression {
  readonly kind: 'array';
  readonly node: NodeId;
  readonly items: readonly ArrayItem[];
}

export type ArrayItem = { readonly kind: 'item'; readonly value: Expression } | SpreadMember;

/** `[for (item, index) in source: body]`, or `copy` over `range(0, count)`. */
export interface LoopExpression {
  readonly kind: 'loop';
  readonly node: NodeId;
  readonly source: Expression;
  readonly itemName: string | null;
  readonly indexName: string | null;
  readonly filter: Expression | null;
  readonly body: Expression;
}

/**
 * Which names a name expression may mean. Bicep has one name space for all (`any`); JSON says which one it means. In JSON, `any` is the name of
 * a loop's index or of a lambda's parameter, and the other three are declarations of the template only.
 */
export type NameSpace = 'any' | 'parameter' | 'variable' | 'resource';

export interface NameExpression {
  readonly kind: 'name';
  readonly node: NodeId;
  readonly space: NameSpace;
  readonly name: string;
}

/**
 * `target.key`, `target[key]`; `safe` for `.?` and `[?key]`, `fromEnd` for `[^key]`. A constant key is a literal expression.
 * `nested` marks Bicep's `target::key`, which names a nested resource.
 */
export interface MemberExpression {
  readonly kind: 'member';
  readonly node: NodeId;
  readonly target: Expression;
  readonly key: Expression;
  readonly safe: boolean;
  readonly fromEnd: boolean;
  readonly nested: boolean;
}

/**
 * A call of a function. Operators except the lazy four are calls of the ARM function that Bicep lowers them to (`equals`, `not`, `add` ...).
 * `name` keeps its spelling; functions are found without regard to case. `target` is the resource or module of a method call such as
 * `account.listKeys()`. User functions of JSON are named `namespace.member`.
 */
export interface CallExpression {
  readonly kind: 'call';
  readonly node: NodeId;
  readonly name: string;
  readonly arguments: readonly Expression[];
  readonly target: Expression | null;
  /** Set in Bicep where no function that an author declares is meant: operators, `sys.concat()`, names of which the file declares none. */
  readonly isBuiltIn?: true;
}

export interface LambdaExpression {
  readonly kind: 'lambda';
  readonly node: NodeId;
  readonly parameters: readonly string[];
  readonly body: Expression;
}

export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly node: NodeId;
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

/** `left ?? right`, and `coalesce` with two or more arguments. */
export interface CoalesceExpression {
  readonly kind: 'coalesce';
  readonly node: NodeId;
  readonly operands: readonly Expression[];
}

export interface BothExpression {
  readonly kind: 'both';
  readonly node: NodeId;
  readonly operands: readonly Expression[];
}

export interface EitherExpression {
  readonly kind: 'either';
  readonly node: NodeId;
  readonly operands: readonly Expression[];
}

/** What could not be read, with the reason in words that complete "This value is unknown: ...". */
export interface HoleExpression {
  readonly kind: 'hole';
  readonly node: NodeId;
  readonly reason: string;
}

export type TemplateScope = 'resourceGroup' | 'subscription' | 'managementGroup' | 'tenant';

export type Declaration =
  | ParameterDeclaration
  | VariableDeclaration
  | FunctionDeclaration
  | TypeDeclaration
  | ImportDeclaration
  | ResourceDeclaration
  | ModuleDeclaration
  | OutputDeclaration;

interface Named {
  readonly node: NodeId;
  /** The name as written; see `Template.foldNames` for how names are compared. */
  readonly name: string;
  readonly nameNode: NodeId;
}

/** The little that evaluation needs of a type: may it be null, is it secret, which values are possible. */
export interface TypeFacts {
  readonly base: 'string' | 'int' | 'bool' | 'object' | 'array' | 'any';
  readonly nullable: boolean;
  readonly secure: boolean;
  /** Possible values from `@allowed`, `allowedValues` or a union of literals; null if any value of the type is possible. */
  readonly allowed: readonly (string | number | boolean | null)[] | null;
}

export interface ParameterDeclaration extends Named {
  readonly kind: 'parameter';
  readonly type: TypeFacts;
  /** What the facts don't say of the type; left out if they say all. */
  readonly form?: TypeForm;
  readonly default: Expression | null;
}

export interface VariableDeclaration extends Named {
  readonly kind: 'variable';
  readonly value: Expression;
}

export interface FunctionDeclaration extends Named {
  readonly kind: 'function';
  readonly parameters: readonly string[];
  readonly body: Expression;
}

export interface TypeDeclaration extends Named {
  readonly kind: 'type';
  readonly type: TypeFacts;
  /** What the facts don't say of the type; left out if they say all. */
  readonly form?: TypeForm;
}

/** `import { a, b as c } from 'path'` and `import * as ns from 'path'` (`symbols` null, `name` the name space). */
export interface ImportDeclaration extends Named {
  readonly kind: 'import';
  readonly path: string;
  /** The path as written, quotes included. */
  readonly pathNode: NodeId;
  readonly symbols: readonly ImportedSymbol[] | null;
}

export interface ImportedSymbol {
  /** The name as exported, where it is written. */
  readonly node: NodeId;
  readonly exported: string;
  readonly local: string;
}

/** The header of a resource or module loop. The body is evaluated once for each item. */
export interface LoopHeader {
  readonly node: NodeId;
  readonly source: Expression;
  readonly itemName: string | null;
  readonly indexName: string | null;
  readonly filter: Expression | null;
}

/** Where a declaration of a child names its parent: an expression (`parent:`), or the declaration that surrounds it. */
export type ParentLink =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'surrounding'; readonly declaration: ResourceDeclaration };

/**
 * A resource as declared. `type` is full (`Microsoft.Network/virtualNetworks/subnets`, also for nested declarations); `resourceName` gives
 * the last segment for a child with a `parent`, else all segments with slashes. `body` is the object as written, in Bicep with name,
 * parent, scope and dependsOn, in JSON without what the other fields hold (type, condition and so on; the name is there): readers of the body
 * ask for properties by path and never meet those.
 */
export interface ResourceDeclaration extends Named {
  readonly kind: 'resource';
  /**
   * The symbolic name, or null for an element of a classic JSON array. `name` is then empty and `nameNode` the value of the property `name`, or
   * of `type` if there is none. A symbolic name of JSON is a key; its node includes the quotes.
   */
  readonly symbolicName: string | null;
  readonly type: string;
  readonly apiVersion: string | null;
  readonly typeNode: NodeId;
  readonly existing: boolean;
  readonly condition: Expression | null;
  readonly loop: LoopHeader | null;
  readonly parent: ParentLink | null;
  readonly scope: Expression | null;
  readonly resourceName: Expression;
  readonly body: Expression;
  readonly dependsOn: readonly Expression[];
  /** Resources declared inside this one (Bicep's nested resources, JSON's `resources` array). Each has a `surrounding` parent. */
  readonly nested: readonly ResourceDeclaration[];
}

/**
 * A module, nested deployment or linked template. What it deploys is not part of this file's resources. A resource of JSON whose type is
 * computed is one too, without path and with a hole for a body: nobody knows what it deploys.
 */
export interface ModuleDeclaration extends Named {
  readonly kind: 'module';
  readonly path: string | null;
  /** The path as written, quotes included; null if there is none. */
  readonly pathNode: NodeId | null;
  readonly condition: Expression | null;
  readonly loop: LoopHeader | null;
  readonly scope: Expression | null;
  /** The name of the deployment; null if the text gives none, and Bicep's compiler makes one up. */
  readonly resourceName: Expression | null;
  /** The object as written: Bicep's module body, JSON's `properties` without an embedded template. */
  readonly body: Expression;
  /** An embedded template, with the scope its expressions are evaluated in. */
  readonly inline: { readonly template: Template; readonly evaluation: 'inner' | 'outer' } | null;
}

export interface OutputDeclaration extends Named {
  readonly kind: 'output';
  readonly type: TypeFacts;
  /** What the facts don't say of the type; left out if they say all. */
  readonly form?: TypeForm;
  readonly value: Expression;
}

export interface Template {
  readonly scope: TemplateScope;
  readonly declarations: readonly Declaration[];
  /** True where names are compared without regard to case (JSON). */
  readonly foldNames: boolean;
}
