import type { TypeFacts } from './ir.ts';

/**
 * A type as written, as far as its facts don't say all of it: what is inside of objects and arrays, unions of other things than literals, and
 * names, which may mean types of other files.
 */
export type TypeForm =
  | { readonly kind: 'facts'; readonly facts: TypeFacts }
  /** A type of the file, or one that it imports. */
  | { readonly kind: 'name'; readonly name: string }
  /** `T?` and `T!`. */
  | { readonly kind: 'nullability'; readonly of: TypeForm; readonly nullable: boolean }
  /** An object whose values are secret, whatever its form says of its parts. */
  | { readonly kind: 'secure'; readonly of: TypeForm }
  /** `T.name`, `T[0]`, `T[*]` and `T.*`. */
  | { readonly kind: 'part'; readonly of: TypeForm; readonly part: TypePart }
  /** `rest` is the type of all other properties; null if nothing is said of them. */
  | { readonly kind: 'object'; readonly properties: readonly PropertyForm[]; readonly rest: TypeForm | null }
  | { readonly kind: 'array'; readonly element: TypeForm }
  | { readonly kind: 'tuple'; readonly items: readonly TypeForm[] }
  | { readonly kind: 'union'; readonly members: readonly TypeForm[] }
  /** One of several object types, told by the value of a property; compared with regard to case. */
  | { readonly kind: 'tagged'; readonly tag: string; readonly members: readonly TypeForm[] };

export type TypePart =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'items' }
  | { readonly kind: 'rest' };

export interface PropertyForm {
  readonly name: string;
  readonly type: TypeForm;
}

export const ANY_FACTS: TypeFacts = { base: 'any', nullable: false, secure: false, allowed: null };

/** The type that tells nothing. */
export const ANY_FORM: TypeForm = { kind: 'facts', facts: ANY_FACTS };

/** True for types of which the facts say all. */
export function isPlain({ base }: TypeFacts): boolean {
  return base === 'string' || base === 'int' || base === 'bool';
}
