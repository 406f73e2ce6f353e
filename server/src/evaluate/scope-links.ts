/** Scopes that a caller writes: the values of expressions, read when something inside asks for them. */
import { type Call, cellOf } from './calls.ts';
import type { Cell, Frame } from './cell.ts';
import type { DeploymentScope, FrameScope, ScopeLink } from './deployment-scope.ts';
import type { Evaluator } from './evaluator.ts';
import type { ResourceInstance } from './instance.ts';
import { lift } from './lift.ts';
import {
  entryScope,
  notKnown,
  resourceGroupScope,
  scopeObject,
  scopeOf,
  scopeOfInstance,
  scopeOfValue,
  subscriptionScope,
} from './scopes.ts';
import { type Assumptions, compoundTerm, constantTerm } from './terms.ts';
import { partsOf, segmentsOfText, termOf } from './texts.ts';
import { isChoice, propertyOf, type TextPart, type Value } from './values.ts';

type Parts = readonly TextPart[];

/** Applies a function of the scope that a call stands in and of the call's arguments, in each alternative of these. */
export function withScope(
  call: Call,
  leaf: (scope: DeploymentScope, settled: readonly Cell[], assumptions: Assumptions | null) => Value | Cell,
): Cell {
  const { evaluator, at, operands } = call;
  const scope = scopeOf(at.frame);
  if (scope.kind !== 'link') {
    return lift(evaluator, at, operands, (settled, assumed) => cellOf(call, leaf(scope, settled, assumed)));
  }
  const object = objectOfScope(evaluator, scope);
  return lift(evaluator, at, [object, ...operands], ([own = object, ...settled], assumed) => {
    return cellOf(call, leaf(scopeOrUnread(evaluator, own), settled, assumed));
  });
}

/** The object of a scope: a decision if the scope is one, else a value that `scopeOfValue` knows, or what was written if it is no scope. */
export function objectOfScope(evaluator: Evaluator, link: ScopeLink): Cell {
  link.object ??= lift(evaluator, link.written, [link.written], ([written = link.written], assumed) =>
    scopeOfWritten(evaluator, written, assumed),
  );
  return link.object;
}

/** The cell of a scope at a place: a decision, a value that `scopeOfValue` knows, or what was written if it is no scope. */
export function cellOfScope(evaluator: Evaluator, at: Cell, scope: FrameScope): Cell {
  return scope.kind === 'link'
    ? objectOfScope(evaluator, scope)
    : evaluator.given(at, scopeObject(evaluator, at, scope));
}

function scopeOfWritten(evaluator: Evaluator, written: Cell, assumed: Assumptions | null): Cell {
  const value = evaluator.force(written);
  if (scopeOfValue(value) !== null) return written;
  if (typeof value === 'object' && value !== null && value.kind === 'reference') {
    return scopeOfResource(evaluator, written, value.to, assumed);
  }
  const given = (scope: DeploymentScope): Cell => evaluator.given(written, scopeObject(evaluator, written, scope));
  const parts = partsOf(value);
  const scope = parts === null ? null : scopeOfId(entryFacts(evaluator, written.frame), parts);
  return scope === null ? written : given(scope);
}

/** A settled scope; one of which nothing can be read has parts of its own. */
function scopeOrUnread(evaluator: Evaluator, cell: Cell): DeploymentScope {
  const value = evaluator.force(cell);
  return (
    scopeOfValue(value) ??
    unreadScope(entryScope('resourceGroup', {}), termOf(value) ?? evaluator.failure(cell, notKnown).term)
  );
}

/** The scope around a frame if it is plain, for the parts that a scope does not name. */
function entryFacts(evaluator: Evaluator, frame: Frame): DeploymentScope {
  const scope = scopeOf(frame);
  if (scope.kind !== 'link') return scope;
  return scopeOrUnread(evaluator, objectOfScope(evaluator, scope));
}

/** A resource group or management group that is declared or exists: its name is the scope's, its location that of the group. */
function scopeOfResource(
  evaluator: Evaluator,
  at: Cell,
  instance: ResourceInstance,
  assumed: Assumptions | null,
): Cell {
  if (liesInItself(evaluator, instance)) return evaluator.given(at, evaluator.failure(at, 'it is a scope of itself'));
  const around = cellOfScope(evaluator, at, scopeOfInstance(instance));
  const type = instance.declaration.type.toLowerCase();
  return lift(
    evaluator,
    at,
    [around, instance.name],
    ([outer = around, name = instance.name]) => {
      const from = scopeOrUnread(evaluator, outer);
      const named = partsOf(evaluator.force(name));
      let scope: DeploymentScope | null = null;
      if (named !== null && type === 'microsoft.resources/resourcegroups')
        scope = resourceGroupScope(from, named, declaredLocation(evaluator, instance));
      if (named !== null && type === 'microsoft.management/managementgroups')
        scope = { ...from, kind: 'managementGroup', managementGroup: named };
      return scope === null ? at : evaluator.given(at, scopeObject(evaluator, at, scope));
    },
    assumed,
  );
}

/** Whether a resource is declared in a scope that leads back to it, in some alternative; such a circle has no scope at all. */
function liesInItself(evaluator: Evaluator, instance: ResourceInstance): boolean {
  const seen = new Set<ResourceInstance>();
  const pending: FrameScope[] = [scopeOfInstance(instance)];
  for (let scope = pending.pop(); scope !== undefined; scope = pending.pop()) {
    if (scope.kind !== 'link') continue;
    const cells = [scope.written];
    for (let cell = cells.pop(); cell !== undefined; cell = cells.pop()) {
      const value = evaluator.force(cell);
      if (isChoice(value)) cells.push(value.yes, value.no);
      if (typeof value !== 'object' || value === null || value.kind !== 'reference' || seen.has(value.to)) continue;
      if (value.to === instance) return true;
      seen.add(value.to);
      pending.push(scopeOfInstance(value.to));
    }
  }
  return false;
}

/** The location that a declared group has; null for one that exists already. */
function declaredLocation(evaluator: Evaluator, instance: ResourceInstance): Cell | null {
  if (instance.declaration.existing) return null;
  const body = evaluator.force(instance.body);
  return typeof body === 'object' && body !== null && body.kind === 'object'
    ? (propertyOf(body, 'location') ?? null)
    : null;
}

/** A scope of which nothing can be read: its parts are parts of a term. */
function unreadScope(from: DeploymentScope, term: ReturnType<typeof constantTerm>): DeploymentScope {
  const part = (name: string): Parts => {
    const own = compoundTerm('member', [term, constantTerm(name)], '');
    return [{ kind: 'unknown', term: own, reason: notKnown, nullable: false, oneOf: null }];
  };
  return {
    ...from,
    kind: 'resourceGroup',
    subscription: part('subscriptionId'),
    subscriptionName: part('displayName'),
    resourceGroup: part('name'),
    location: part('location'),
  };
}

/** Reads the id of a scope, with or without a slash at its start; null for any other text. */
export function scopeOfId(from: DeploymentScope, id: Parts): DeploymentScope | null {
  const segments = segmentsOfText(id).filter((segment) => segment.length > 0);
  const words = segments.map((segment) =>
    typeof segment[0] === 'string' && segment.length === 1 ? segment[0].toLowerCase() : '',
  );
  const [first, second] = segments;
  if (segments.length === 0)
    return id.length === 0 || id.every((part) => part === '/') ? { ...from, kind: 'tenant' } : null;
  if (words[0] === 'subscriptions' && second !== undefined) {
    const subscription = subscriptionScope(from, second);
    if (segments.length === 2) return subscription;
    const group = segments[3];
    return segments.length === 4 && words[2] === 'resourcegroups' && group !== undefined
      ? resourceGroupScope(subscription, group, null)
      : null;
  }
  const at = words[0] === 'providers' ? 1 : 0;
  const name = segments[at + 2];
  if (first === undefined || words[at] !== 'microsoft.management' || words[at + 1] !== 'managementgroups') return null;
  return segments.length === at + 3 && name !== undefined
    ? { ...from, kind: 'managementGroup', managementGroup: name }
    : null;
}
