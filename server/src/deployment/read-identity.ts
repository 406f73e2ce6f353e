/** Reads identities: of declared resources, and of ids that name a resource by value. */
import type { Cell } from '../evaluate/cell.ts';
import type { DeploymentScope, FrameScope } from '../evaluate/deployment-scope.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { ResourceInstance } from '../evaluate/instance.ts';
import { objectOfScope } from '../evaluate/scope-links.ts';
import { scopeLink, scopeOfInstance, scopeOfValue, targetOf } from '../evaluate/scopes.ts';
import { partsOf, segmentsOfText } from '../evaluate/texts.ts';
import type { TextPart, Value } from '../evaluate/values.ts';
import { type Run, Undecided } from './alternatives.ts';
import type { Identity, IdentityScope, Name } from './identity.ts';
import { settled } from './paths.ts';

/** Parents of a resource, and resources that extend each other, that are followed; Azure's types have fewer segments. */
const mostSteps = 16;

/**
 * The identity of an instance, its parents' names included.
 * @throws Undecided if a name isn't a plain text, or a parent isn't known or its own descendant.
 */
export function identityOf(evaluator: Evaluator, run: Run, instance: ResourceInstance, depth = 0): Identity {
  const names: Name[] = [];
  let outermost = instance;
  for (let child: ResourceInstance | null = instance, steps = 0; child !== null; steps++) {
    if (steps > mostSteps) throw new Undecided('it is its own parent', 'a resource that is its own parent');
    names.unshift(...namesOf(evaluator.force(settled(evaluator, run, child.name))));
    outermost = child;
    child = parentInstance(evaluator, run, child);
  }
  return { scope: declaredScope(evaluator, run, outermost, depth), type: instance.declaration.type, names };
}

function parentInstance(evaluator: Evaluator, run: Run, instance: ResourceInstance): ResourceInstance | null {
  if (instance.parent === null) return null;
  if (instance.parent.kind === 'instance') return instance.parent.instance;
  const parent = evaluator.force(settled(evaluator, run, instance.parent.cell));
  if (typeof parent === 'object' && parent !== null && parent.kind === 'reference') return parent.to;
  throw new Undecided('its parent is not known', 'its parent');
}

/** The one name that a cell holds. @throws Undecided if it isn't a text. */
export function nameOf(evaluator: Evaluator, run: Run, cell: Cell): Name {
  const parts = partsOf(evaluator.force(settled(evaluator, run, cell)));
  if (parts === null) throw new Undecided('the name is not a text', 'a name that is not a text');
  return parts;
}

/** The names of a value that may hold several, separated by slashes in its known parts. */
function namesOf(value: Value): readonly Name[] {
  const parts = partsOf(value);
  if (parts === null) throw new Undecided('the name is not a text', 'a name that is not a text');
  return segmentsOfText(parts);
}

/** The scope that a resource without parent has; null if nothing can be told of it. */
function declaredScope(
  evaluator: Evaluator,
  run: Run,
  instance: ResourceInstance,
  depth: number,
): IdentityScope | null {
  const scope = scopeOfInstance(instance);
  const known = plainScope(evaluator, run, scope);
  if (known !== null || scope.kind !== 'link' || depth > mostSteps) return known;
  return extendedResource(evaluator, run, scope.written, depth, () =>
    plainScope(evaluator, run, targetOf(instance.frame)),
  );
}

function plainScope(evaluator: Evaluator, run: Run, scope: FrameScope): IdentityScope | null {
  if (scope.kind !== 'link') return identityScopeOf(scope);
  const found = scopeOfValue(evaluator.force(settled(evaluator, run, objectOfScope(evaluator, scope))));
  return found === null ? null : identityScopeOf(found);
}

/** One object for each scope, so that equal ones are told at a glance. */
const identityScopes = new WeakMap<DeploymentScope, IdentityScope>();

function identityScopeOf(scope: DeploymentScope): IdentityScope {
  const known = identityScopes.get(scope);
  if (known !== undefined) return known;
  const made: IdentityScope = { kind: scope.kind, names: namesOfScope(scope) };
  identityScopes.set(scope, made);
  return made;
}

function namesOfScope(scope: DeploymentScope): readonly Name[] {
  switch (scope.kind) {
    case 'resourceGroup':
      return [scope.subscription, scope.resourceGroup];
    case 'subscription':
      return [scope.subscription];
    case 'managementGroup':
      return [scope.managementGroup];
    case 'tenant':
      return [];
  }
}

/** The resource that a `scope` names, by reference, by its id, or by type and name alone within the scope around. */
function extendedResource(
  evaluator: Evaluator,
  run: Run,
  written: Cell,
  depth: number,
  around: () => IdentityScope | null,
): IdentityScope | null {
  const target = readId(evaluator, run, written, depth + 1);
  if (target?.kind === 'instance')
    return { kind: 'resource', resource: identityOf(evaluator, run, target.instance, depth + 1) };
  if (target !== null) return { kind: 'resource', resource: target.identity };
  const parts = partsOf(evaluator.force(settled(evaluator, run, written)));
  const relative = parts === null ? null : identityBelow(around(), segmentsOfText(parts));
  return relative === null ? null : { kind: 'resource', resource: relative };
}

/** What an id means: an instance itself, or an identity by value. Null if it doesn't read as an id. */
export type IdTarget =
  | { readonly kind: 'instance'; readonly instance: ResourceInstance }
  | { readonly kind: 'identity'; readonly identity: Identity };

/** Reads an id: a reference, or a text that ends in `/providers/<namespace>/<type>/<name>...`, whatever stands before. */
export function readId(evaluator: Evaluator, run: Run, cell: Cell, depth = 0): IdTarget | null {
  const value = evaluator.force(settled(evaluator, run, cell));
  if (typeof value === 'object' && value !== null && value.kind === 'reference')
    return { kind: 'instance', instance: value.to };
  const parts = partsOf(value);
  const identity = parts === null ? null : identityOfId(evaluator, run, cell, parts, depth);
  return identity === null ? null : { kind: 'identity', identity };
}

function identityOfId(
  evaluator: Evaluator,
  run: Run,
  cell: Cell,
  parts: readonly TextPart[],
  depth: number,
): Identity | null {
  const cut = depth > mostSteps ? null : atLastProviders(parts);
  if (cut !== null) {
    const scope = scopeOfPrefix(evaluator, run, cell, cut.before, depth);
    return identityBelow(scope, segmentsOfText(cut.after));
  }
  const first = parts[0];
  if (typeof first !== 'object' || first.kind !== 'reference') return null;
  const base = identityOf(evaluator, run, first.to, depth);
  const [start, ...segments] = segmentsOfText(parts.slice(1));
  return start === undefined || start.length > 0 ? null : pairs(base.scope, base.type, base.names, segments);
}

/** What stands before and after the last `/providers/`. */
function atLastProviders(
  parts: readonly TextPart[],
): { readonly before: readonly TextPart[]; readonly after: readonly TextPart[] } | null {
  const marker = '/providers/';
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index];
    if (typeof part !== 'string') continue;
    const at = part.toLowerCase().lastIndexOf(marker);
    if (at < 0) continue;
    const start = part.slice(0, at);
    const before = [...parts.slice(0, index), ...(start === '' ? [] : [start])];
    return { before, after: [part.slice(at + marker.length), ...parts.slice(index + 1)] };
  }
  return null;
}

/** The scope that the beginning of an id names; null if it doesn't tell. */
function scopeOfPrefix(
  evaluator: Evaluator,
  run: Run,
  cell: Cell,
  prefix: readonly TextPart[],
  depth: number,
): IdentityScope | null {
  const [first] = prefix;
  if (first === undefined) return null;
  if (prefix.length === 1 && typeof first === 'object' && first.kind === 'reference') {
    const scope = plainScope(evaluator, run, scopeLink(evaluator.given(cell, first)));
    return scope ?? { kind: 'resource', resource: identityOf(evaluator, run, first.to, depth + 1) };
  }
  const segments = segmentsOfText(prefix);
  const words = segments.map((segment) => wordOf(segment)?.toLowerCase());
  const [start, , subscription, , group] = segments;
  if (start?.length === 0 && words[1] === 'subscriptions' && subscription !== undefined) {
    if (segments.length === 3) return { kind: 'subscription', names: [subscription] };
    if (segments.length === 5 && words[3] === 'resourcegroups' && group !== undefined)
      return { kind: 'resourceGroup', names: [subscription, group] };
  }
  const resource = identityOfId(evaluator, run, cell, prefix, depth + 1);
  if (resource === null) return null;
  const [name] = resource.names;
  return resource.type.toLowerCase() === 'microsoft.management/managementgroups' && name !== undefined
    ? { kind: 'managementGroup', names: [name] }
    : { kind: 'resource', resource };
}

/** `<namespace>`, then types and names. */
function identityBelow(scope: IdentityScope | null, segments: readonly Name[]): Identity | null {
  const [namespace, ...rest] = segments;
  const name = namespace === undefined ? undefined : wordOf(namespace);
  return name === undefined ? null : pairs(scope, name, [], rest);
}

function pairs(
  scope: IdentityScope | null,
  type: string,
  names: readonly Name[],
  segments: readonly Name[],
): Identity | null {
  if (segments.length === 0 || segments.length % 2 !== 0) return null;
  let fullType = type;
  const allNames = [...names];
  for (let index = 0; index < segments.length; index += 2) {
    const segment = wordOf(segments[index] ?? []);
    const name = segments[index + 1];
    if (segment === undefined || name === undefined || name.length === 0) return null;
    fullType = `${fullType}/${segment}`;
    allNames.push(name);
  }
  return { scope, type: fullType, names: allNames };
}

function wordOf(name: Name): string | undefined {
  const only = name[0];
  return name.length === 1 && typeof only === 'string' ? only : undefined;
}
