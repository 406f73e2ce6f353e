/**
 * Where templates are deployed: to a resource group, a subscription, a management group or the tenant. A module's scope is an expression of its
 * caller, evaluated when something inside reads it; parts that nobody knows are unknown texts, the same one wherever they are read within one
 * scope, so that names made of `resourceGroup().id` in two groups are two names.
 */

import type { TemplateScope } from '../template/ir.ts';
import { type Call, cellOf } from './calls.ts';
import { Cell, type Frame } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import type { ResourceInstance } from './instance.ts';
import { lift } from './lift.ts';
import type { ScenarioContext } from './scenario.ts';
import { type Assumptions, baseTerm, compoundTerm, constantTerm } from './terms.ts';
import { partsOf, segmentsOfText, termOf, textOf } from './texts.ts';
import { isChoice, type ObjectValue, propertyOf, shapeOf, type TextPart, type Unknown, type Value } from './values.ts';

type Parts = readonly TextPart[];

/** A scope of which each part is a text. Parts that its kind doesn't have are those of the deployment's scope. */
export interface DeploymentScope {
  readonly kind: TemplateScope;
  readonly managementGroup: Parts;
  readonly subscription: Parts;
  readonly resourceGroup: Parts;
  /** The tenant is the same for all scopes of a deployment. */
  readonly tenant: Parts;
  readonly subscriptionName: Parts;
  /** Of the resource group; a cell if the group is declared in this deployment. */
  readonly location: Cell | Parts;
}

/** The scope of a frame: known at once, or what a cell of the caller gives. */
export type FrameScope = DeploymentScope | ScopeLink;

export interface ScopeLink {
  readonly kind: 'link';
  /** Gives a resource, a text or what `resourceGroup(...)` and its like give. */
  readonly written: Cell;
  /** The same as an object that stands for a scope, once it was asked for; a decision if the scope is one. */
  object: Cell | null;
}

const notKnown = 'where the template is deployed is not known';

/** A fact of the place of deployment that no scenario says. */
function unsaid(key: string, label: string): Unknown {
  return {
    kind: 'unknown',
    term: baseTerm(`scope(${key})`, '', 0, label),
    reason: notKnown,
    nullable: false,
    oneOf: null,
  };
}

const unsaidFacts = {
  managementGroup: [unsaid('managementGroup.name', 'managementGroup().name')],
  subscription: [unsaid('subscription.subscriptionId', 'subscription().subscriptionId')],
  subscriptionName: [unsaid('subscription.displayName', 'subscription().displayName')],
  resourceGroup: [unsaid('resourceGroup.name', 'resourceGroup().name')],
  location: [unsaid('resourceGroup.location', 'resourceGroup().location')],
  tenant: [unsaid('tenant.tenantId', 'tenant().tenantId')],
} as const;

/** The scope of the template that is evaluated, as far as a scenario says it. */
export function entryScope(kind: TemplateScope, context: ScenarioContext): DeploymentScope {
  const said = (fact: string | undefined, otherwise: Parts): Parts => (fact === undefined ? otherwise : [fact]);
  return {
    kind,
    managementGroup: said(context.managementGroup, unsaidFacts.managementGroup),
    subscription: said(context.subscriptionId, unsaidFacts.subscription),
    subscriptionName: said(context.subscriptionName, unsaidFacts.subscriptionName),
    resourceGroup: said(context.resourceGroup, unsaidFacts.resourceGroup),
    location: said(context.resourceGroupLocation, unsaidFacts.location),
    tenant: said(context.tenantId, unsaidFacts.tenant),
  };
}

export function scopeLink(written: Cell): ScopeLink {
  return { kind: 'link', written, object: null };
}

/** The scope that functions of a frame mean: that of its template. */
export function scopeOf(frame: Frame): FrameScope {
  for (let at: Frame | null = frame; at !== null; at = at.up) if (at.scope !== undefined) return at.scope;
  return entryScope('resourceGroup', {});
}

/** The scope that the resources of a frame are deployed to, if they don't name one themselves. */
export function targetOf(frame: Frame): FrameScope {
  for (let at: Frame | null = frame; at !== null; at = at.up) {
    const target = at.target ?? at.scope;
    if (target !== undefined) return target;
  }
  return scopeOf(frame);
}

/** The scopes that objects stand for. */
const scopes = new WeakMap<object, DeploymentScope>();

/** The scope that a value stands for, if it is the object of a scope. */
export function scopeOfValue(value: Value): DeploymentScope | null {
  return typeof value === 'object' && value !== null ? (scopes.get(value) ?? null) : null;
}

/** The id of a scope. */
export function idOfScope(scope: DeploymentScope): Parts {
  switch (scope.kind) {
    case 'resourceGroup':
      return ['/subscriptions/', ...scope.subscription, '/resourceGroups/', ...scope.resourceGroup];
    case 'subscription':
      return ['/subscriptions/', ...scope.subscription];
    case 'managementGroup':
      return ['/providers/Microsoft.Management/managementGroups/', ...scope.managementGroup];
    case 'tenant':
      return [];
  }
}

/** What `resourceGroup()`, `subscription()`, `managementGroup()` or `tenant()` give for a scope. */
export function scopeObject(evaluator: Evaluator, at: Cell, scope: DeploymentScope): ObjectValue {
  const entries = Object.entries(propertiesOf(scope));
  const cells = entries.map(([, part]) => (part instanceof Cell ? part : evaluator.given(at, textOf(part))));
  const term = compoundTerm('member', [termOfParts(idOfScope(scope)), constantTerm('other')], '');
  const rest: Unknown = {
    kind: 'unknown',
    term: { ...term, label: `${scope.kind}()` },
    reason: notKnown,
    nullable: true,
    oneOf: null,
  };
  const value: ObjectValue = { kind: 'object', shape: shapeOf(entries.map(([name]) => name)), cells, rest };
  scopes.set(value, scope);
  return value;
}

function propertiesOf(scope: DeploymentScope): Readonly<Record<string, Parts | Cell>> {
  const id = idOfScope(scope);
  switch (scope.kind) {
    case 'resourceGroup':
      return { id, name: scope.resourceGroup, type: ['Microsoft.Resources/resourceGroups'], location: scope.location };
    case 'subscription':
      return {
        id,
        subscriptionId: scope.subscription,
        tenantId: scope.tenant,
        displayName: scope.subscriptionName,
      };
    case 'managementGroup':
      return { id, name: scope.managementGroup, type: ['/providers/Microsoft.Management/managementGroups'] };
    case 'tenant':
      return { id: ['/tenants/', ...scope.tenant], tenantId: scope.tenant };
  }
}

function termOfParts(parts: Parts): ReturnType<typeof constantTerm> {
  return termOf(textOf(parts)) ?? constantTerm('a scope');
}

/** A fact of a scope that only its id tells: the same for equal ids. */
function factOf(id: Parts, property: string, label: string): Parts {
  const term = { ...compoundTerm('member', [termOfParts(id), constantTerm(property)], ''), label };
  return [{ kind: 'unknown', term, reason: notKnown, nullable: false, oneOf: null }];
}

/** A subscription other than, perhaps, that of the scope it is named in. */
export function subscriptionScope(from: DeploymentScope, subscription: Parts): DeploymentScope {
  if (sameParts(subscription, from.subscription)) return { ...from, kind: 'subscription' };
  const subscriptionName = factOf(['/subscriptions/', ...subscription], 'displayName', 'subscription().displayName');
  return { ...from, kind: 'subscription', subscription, subscriptionName };
}

/** A resource group of a subscription. */
export function resourceGroupScope(
  subscription: DeploymentScope,
  resourceGroup: Parts,
  location: Cell | null,
): DeploymentScope {
  const scope: DeploymentScope = { ...subscription, kind: 'resourceGroup', resourceGroup };
  if (location !== null) return { ...scope, location };
  if (sameParts(resourceGroup, subscription.resourceGroup)) return scope;
  return { ...scope, location: factOf(idOfScope(scope), 'location', 'resourceGroup().location') };
}

function sameParts(a: Parts, b: Parts): boolean {
  return a === b || (a.length === b.length && termOfParts(a).key === termOfParts(b).key);
}

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

/** The scope that a resource is declared in: what it says itself, else that of its template. */
export function scopeOfInstance(instance: ResourceInstance): FrameScope {
  return instance.scope ?? targetOf(instance.frame);
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
