/**
 * Which resource is which (spec: evaluation, section 7). An identity is a scope, a type, and one name for each segment of the type; names may
 * be partly unknown and compare three-valued, ignoring case.
 */
import { partTerm, textsEqual } from '../evaluate/texts.ts';
import type { TextPart } from '../evaluate/values.ts';
import type { TemplateScope } from '../template/ir.ts';

/** The parts of one name. */
export type Name = readonly TextPart[];

export interface Identity {
  /** Where it is deployed, or the resource that it extends; null if nothing is known of that, which contradicts nothing. */
  readonly scope: IdentityScope | null;
  readonly type: string;
  /** One for each segment of the type, outermost first. */
  readonly names: readonly Name[];
}

export type IdentityScope =
  | {
      readonly kind: TemplateScope;
      /** Of a resource group the subscription's id and its name, else the one name that the scope has; none for the tenant. */
      readonly names: readonly Name[];
    }
  | { readonly kind: 'resource'; readonly resource: Identity };

/**
 * Whether two identities are surely the same, surely not, or maybe (undefined). Scopes make them different where they surely are; where it isn't
 * known whether they are, the names decide.
 */
export function sameIdentity(a: Identity, b: Identity): boolean | undefined {
  if (a.type.toLowerCase() !== b.type.toLowerCase() || a.names.length !== b.names.length) return false;
  if (sameScope(a.scope, b.scope) === false) return false;
  let answer: boolean | undefined = true;
  for (let index = a.names.length - 1; index >= 0; index--) {
    const same = sameName(a.names[index] ?? [], b.names[index] ?? []);
    if (same === false) return false;
    if (same === undefined) answer = undefined;
  }
  return answer;
}

/** Whether two scopes are surely the same, surely not, or maybe. */
export function sameScope(a: IdentityScope | null, b: IdentityScope | null): boolean | undefined {
  if (a === b && a !== null) return true;
  if (a === null || b === null) return undefined;
  if (a.kind === 'resource' || b.kind === 'resource') {
    if (a.kind !== 'resource' || b.kind !== 'resource') return false;
    const inside = sameScope(a.resource.scope, b.resource.scope);
    const same = sameIdentity(a.resource, b.resource);
    return same === true ? inside : same;
  }
  if (a.kind !== b.kind) return false;
  let answer: boolean | undefined = true;
  for (let index = a.names.length - 1; index >= 0; index--) {
    const same = sameName(a.names[index] ?? [], b.names[index] ?? []);
    if (same === false) return false;
    if (same === undefined) answer = undefined;
  }
  return answer;
}

/** Of things with equal types and names those whose scope is surely the one asked for, else those whose scope may be it. */
export function ofScope<Thing>(
  things: readonly Thing[],
  scopeOf: (thing: Thing) => IdentityScope | null,
  scope: IdentityScope | null,
): readonly Thing[] {
  if (things.length === 0) return things;
  const sure: Thing[] = [];
  const possible: Thing[] = [];
  for (const thing of things) {
    const same = sameScope(scopeOf(thing), scope);
    if (same === true) sure.push(thing);
    if (same !== false) possible.push(thing);
  }
  return sure.length > 0 ? sure : possible;
}

/** A key that two identities of equal or unknown scopes share only if they are surely the same. */
export function identityKey(identity: Identity): string {
  return [identity.type.toLowerCase(), ...identity.names.map(nameKey)].join('\n');
}

/** A key that two names share only if they are surely the same. */
export function nameKey(name: Name): string {
  return name
    .map((part) => (typeof part === 'string' ? JSON.stringify(part.toLowerCase()) : partTerm(part).key))
    .join('+');
}

export function sameName(a: Name, b: Name): boolean | undefined {
  return textsEqual(folded(a), folded(b));
}

function folded(name: Name): Name {
  return name.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
}

/** A name for messages: unknown parts as an ellipsis. */
export function nameLabel(name: Name): string {
  return name.map((part) => (typeof part === 'string' ? part : '…')).join('');
}
