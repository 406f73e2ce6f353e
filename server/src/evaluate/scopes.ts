/**
 * Where templates are deployed: to a resource group, a subscription, a management group or the tenant. A module's scope is an expression of its
 * caller, evaluated when something inside reads it; parts that nobody knows are unknown texts, the same one wherever they are read within one
 * scope, so that names made of `resourceGroup().id` in two groups are two names.
 */
import type { TemplateScope } from '../template/ir.ts';
import { Cell, type Frame } from './cell.ts';
import type { DeploymentScope, FrameScope, ScopeLink } from './deployment-scope.ts';
import type { Evaluator } from './evaluator.ts';
import type { ResourceInstance } from './instance.ts';
import type { ScenarioContext } from './scenario.ts';
import { baseTerm, compoundTerm, constantTerm } from './terms.ts';
import { termOf, textOf } from './texts.ts';
import { type ObjectValue, type Shape, shapeOf, type TextPart, type Unknown, type Value } from './values.ts';

type Parts = readonly TextPart[];

/** Why a fact of a scope isn't known. */
export const notKnown = 'where the template is deployed is not known';

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
  const { shape, values, rest } = contentOf(scope);
  const cells = values.map((value) => (value instanceof Cell ? value : evaluator.given(at, value)));
  const object: ObjectValue = { kind: 'object', shape, cells, rest };
  scopes.set(object, scope);
  return object;
}

/** What the object of a scope has in it, wherever it is read. */
interface ScopeContent {
  readonly shape: Shape;
  readonly values: readonly (Value | Cell)[];
  readonly rest: Unknown;
}

/** Nearly every resource reads its location from the scope around it, so this is made once for each scope. */
const contents = new WeakMap<DeploymentScope, ScopeContent>();

function contentOf(scope: DeploymentScope): ScopeContent {
  const known = contents.get(scope);
  if (known !== undefined) return known;
  const entries = Object.entries(propertiesOf(scope));
  const term = compoundTerm('member', [termOfParts(idOfScope(scope)), constantTerm('other')], '');
  const content: ScopeContent = {
    shape: shapeOf(entries.map(([name]) => name)),
    values: entries.map(([, part]) => (part instanceof Cell ? part : textOf(part))),
    rest: {
      kind: 'unknown',
      term: { ...term, label: `${scope.kind}()` },
      reason: notKnown,
      nullable: true,
      oneOf: null,
    },
  };
  contents.set(scope, content);
  return content;
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

/** The scope that a resource is declared in: what it says itself, else that of its template. */
export function scopeOfInstance(instance: ResourceInstance): FrameScope {
  return instance.scope ?? targetOf(instance.frame);
}
