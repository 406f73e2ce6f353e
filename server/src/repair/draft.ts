/**
 * What a repair wants to write, without a language: small trees that `write-bicep.ts` and `write-arm.ts` print. A draft never holds text of
 * a language, except `copied` parts, which name text of the same file by its span.
 */
import type { Span } from '../text/span.ts';

export type Draft =
  | LiteralDraft
  | ObjectDraft
  | ArrayDraft
  | JoinedDraft
  | CopiedDraft
  | ParameterDraft
  | ResourcePartDraft
  | CallDraft
  | ItemDraft
  | PropertyOfDraft
  | OutputDraft
  | ResourceGroupLocationDraft;

export interface LiteralDraft {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

export interface ObjectDraft {
  readonly kind: 'object';
  readonly properties: readonly PropertyDraft[];
}

export interface PropertyDraft {
  readonly key: string;
  readonly value: Draft;
}

export interface ArrayDraft {
  readonly kind: 'array';
  readonly items: readonly Draft[];
}

/** A string made of parts: interpolation in Bicep, `concat` in JSON. */
export interface JoinedDraft {
  readonly kind: 'joined';
  readonly parts: readonly Draft[];
}

/** An expression that stands elsewhere in the file. In JSON the span may be a JSON value, or an expression within a string. */
export interface CopiedDraft {
  readonly kind: 'copied';
  readonly span: Span;
}

/** The value of a parameter of the template. */
export interface ParameterDraft {
  readonly kind: 'parameter';
  readonly name: string;
}

/** The id or the last segment of the name of a resource; `symbol` is Bicep's reference to the resource itself, in JSON its id. */
export interface ResourcePartDraft {
  readonly kind: 'id' | 'name' | 'symbol';
  readonly of: ResourceHandle;
}

/** A call of a function that both languages have. */
export interface CallDraft {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Draft[];
}

/** An element of an array: `array[index]`. */
export interface ItemDraft {
  readonly kind: 'item';
  readonly array: Draft;
  readonly index: number;
}

/** What Azure says of a resource that the template deploys, at a path below its properties. */
export interface PropertyOfDraft {
  readonly kind: 'property';
  readonly of: ResourceHandle;
  readonly path: string;
}

/** What a module of the file gives as an output. */
export interface OutputDraft {
  readonly kind: 'output';
  readonly module: ResourceHandle;
  readonly name: string;
  /** True if the module is called on a condition. */
  readonly conditional?: boolean;
}

/** `resourceGroup().location`. */
export interface ResourceGroupLocationDraft {
  readonly kind: 'resourceGroupLocation';
}

/**
 * How the text of a file names a resource that it declares, or that the same repair declares. Bicep reaches it by its symbolic expression,
 * JSON by type and names.
 */
export interface ResourceHandle {
  /** Full type, such as `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** Bicep's expression for it (`vnet`, `vnet::web`), the key in JSON's `resources` object; null where there is none. */
  readonly symbolicName: string | null;
  /** One segment for each segment of the type after the first: literal or copied strings. */
  readonly names: readonly Draft[];
  /** For an element of its parent's array (an inline subnet), the parent; null for a resource of its own. */
  readonly elementOf: ResourceHandle | null;
}

/** A resource to be declared. */
export interface ResourceDraft {
  readonly handle: ResourceHandle;
  readonly apiVersion: string;
  /** The parent of a child resource; Bicep writes `parent:`, JSON the names with slashes. */
  readonly parent: ResourceHandle | null;
  /** The resource that it extends. */
  readonly scope?: ResourceHandle;
  /** The last segment of the name, as Bicep writes it and as JSON does after the parent's names. */
  readonly name: Draft;
  readonly location: Draft | null;
  readonly tags: Draft | null;
  /** What stands between tags and properties, such as a SKU. */
  readonly settings?: readonly PropertyDraft[];
  readonly properties: ObjectDraft | null;
  /** Conditions that must all hold for it to be deployed. */
  readonly conditions: readonly CopiedDraft[];
  /** Left out if it is declared once. */
  readonly loop?: LoopDraft | null;
  /** What must be deployed before, for JSON; Bicep finds it in the symbolic references. Only resources that the template deploys. */
  readonly dependsOn: readonly ResourceHandle[];
}

/** The call of a module that declares one resource; in Bicep only. */
export interface ModuleDraft {
  readonly symbolicName: string;
  /** The file, as the call names it. */
  readonly module: string;
  /** The name of its deployment. */
  readonly name: Draft;
  readonly scope: Draft;
  readonly parameters: readonly PropertyDraft[];
  readonly conditions: readonly CopiedDraft[];
}

/** What may be declared behind something else. */
export type DeclarationDraft = ResourceDraft | ModuleDraft;

/** A loop that declares a resource once in each turn, over what another loop of the file turns over. */
export interface LoopDraft {
  /** Bicep's array; in JSON the number of turns. */
  readonly source: Draft;
  /** Bicep's names of the element and its number; null in JSON, where both are `copyIndex()`. */
  readonly names: { readonly item: string; readonly index: string } | null;
  /** The name of the loop in JSON. */
  readonly copyName: string;
}

/** A string parameter without default to be declared. */
export interface ParameterDeclarationDraft {
  readonly name: string;
  readonly description: string;
}

/** An output of type string to be declared. */
export interface OutputDeclarationDraft {
  readonly name: string;
  readonly description: string;
  readonly value: Draft;
}

export function literal(value: string | number | boolean | null): LiteralDraft {
  return { kind: 'literal', value };
}

/** An object draft from keys and drafts, in order. */
export function objectOf(properties: Readonly<Record<string, Draft>>): ObjectDraft {
  return { kind: 'object', properties: Object.entries(properties).map(([key, value]) => ({ key, value })) };
}

export function arrayOf(...items: readonly Draft[]): ArrayDraft {
  return { kind: 'array', items };
}

/** Wraps a draft in the objects of a path: `['a', 'b']` and `x` give `{ a: { b: x } }`. */
export function nested(path: readonly string[], value: Draft): Draft {
  return path.reduceRight<Draft>((inner, key) => objectOf({ [key]: inner }), value);
}
