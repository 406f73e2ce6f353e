/**
 * Resource ids. They are texts whose scope prefix is unknown and whose rest is known as far as the arguments are, so that
 * `resourceId('Microsoft.Network/virtualNetworks', 'hub')` and `'${resourceGroup().id}/providers/Microsoft.Network/virtualNetworks/hub'` are
 * read alike when a reference is followed.
 */
import { type Call, type Implementation, ofSettled, unknownResult } from './calls.ts';
import { type DeploymentScope, scopeOf } from './cell.ts';
import { baseTerm } from './terms.ts';
import { partsOf, textOf } from './texts.ts';
import { isObject, shapeOf, type TextPart, type Unknown, type Value } from './values.ts';

function scopePrefix(key: string, label: string): Unknown {
  const term = baseTerm(`scope(${key})`, '', 0, label);
  return { kind: 'unknown', term, reason: 'where the template is deployed is not known', nullable: false, oneOf: null };
}

/** The ids of the scopes that aren't known; `resourceGroup().id` is the same unknown as the prefix of `resourceId(...)`. */
const resourceGroupId = scopePrefix('resourceGroup', 'resourceGroup().id');
const subscriptionId = scopePrefix('subscription', 'subscription().id');
const managementGroupId = scopePrefix('managementGroup', 'managementGroup().id');

/** A part that a scenario may know. */
function known(part: string | undefined, key: string): TextPart {
  return part ?? scopePrefix(key, `${key.replace('.', '().')}`);
}

function subscriptionPrefix(scope: DeploymentScope): readonly TextPart[] {
  return scope.subscriptionId === undefined ? [subscriptionId] : [`/subscriptions/${scope.subscriptionId}`];
}

function resourceGroupPrefix(scope: DeploymentScope): readonly TextPart[] {
  if (scope.subscriptionId === undefined && scope.resourceGroup === undefined) return [resourceGroupId];
  return [...subscriptionPrefix(scope), '/resourceGroups/', known(scope.resourceGroup, 'resourceGroup.name')];
}

function managementGroupPrefix(scope: DeploymentScope): readonly TextPart[] {
  if (scope.managementGroup === undefined) return [managementGroupId];
  return [`/providers/Microsoft.Management/managementGroups/${scope.managementGroup}`];
}

/** The prefix of a resource id without explicit scope: that of the template's own scope. */
function ownPrefix(scope: DeploymentScope): readonly TextPart[] {
  if (scope.kind === 'resourceGroup') return resourceGroupPrefix(scope);
  return scope.kind === 'subscription' ? subscriptionPrefix(scope) : [];
}

/** `resourceId([subscription, ][resource group, ]type, names ...)`: of the arguments before the type, the last one names the innermost scope. */
function namedPrefix(scope: DeploymentScope, named: readonly Value[]): readonly TextPart[] | null {
  const parts = named.map(partsOf);
  const [first, second] = parts;
  if (first === undefined) return ownPrefix(scope);
  if (first === null || second === null || parts.length > 2) return null;
  if (second !== undefined) return ['/subscriptions/', ...first, '/resourceGroups/', ...second];
  if (scope.kind !== 'resourceGroup') return ['/subscriptions/', ...first];
  return [...subscriptionPrefix(scope), '/resourceGroups/', ...first];
}

/** The id of the scope that a template is deployed to, one part for each segment that isn't known. */
export function scopeSegments(scope: DeploymentScope): readonly TextPart[] {
  const subscription = ['/subscriptions/', known(scope.subscriptionId, 'subscription.subscriptionId')];
  if (scope.kind === 'subscription') return subscription;
  if (scope.kind !== 'resourceGroup') return [];
  return [...subscription, '/resourceGroups/', known(scope.resourceGroup, 'resourceGroup.name')];
}

/** The kind of scope whose whole id an unknown part is; null for other parts. */
export function scopeOfPart(part: TextPart): DeploymentScope['kind'] | null {
  if (part === resourceGroupId) return 'resourceGroup';
  return part === subscriptionId ? 'subscription' : null;
}

type PrefixOf = (scope: DeploymentScope, named: readonly Value[]) => readonly TextPart[] | null;

/** Like `namedPrefix`, for functions that take at most one name of a scope. */
function oneName(start: string, own: (scope: DeploymentScope) => readonly TextPart[]): PrefixOf {
  return (scope, named) => {
    const [name] = named;
    if (name === undefined) return own(scope);
    const parts = named.length > 1 ? null : partsOf(name);
    return parts === null ? null : [start, ...parts];
  };
}

function idFunction(prefixOf: PrefixOf): Implementation {
  return ofSettled((call, values, settled) => {
    const typeAt = values.findIndex((value) => typeof value === 'string' && /^[^/]+\.[^/]+\/.+/.test(value));
    const type = values[typeAt];
    if (typeof type !== 'string') return unknownResult(call, settled, 'the type in the resource id is not known');
    const scope = prefixOf(scopeOf(call.at.frame), values.slice(0, typeAt)) ?? [
      unknownResult(call, settled.slice(0, typeAt), 'the scope of the resource id is not known'),
    ];
    return (
      idText(call, scope, type, values.slice(typeAt + 1)) ??
      unknownResult(call, settled, 'the names in the resource id are not known')
    );
  });
}

/** `<scope>/providers/<namespace>/<type>/<name>/<child type>/<child name> ...`; null if the numbers of types and names differ. */
function idText(call: Call, scope: readonly TextPart[], type: string, names: readonly Value[]): Value | null {
  const [namespace, ...segments] = type.split('/');
  if (segments.length !== names.length) return null;
  const parts: TextPart[] = [...scope, `/providers/${namespace ?? ''}`];
  for (let index = 0; index < segments.length; index++) {
    const name = names[index];
    const known = name === undefined ? null : partsOf(name);
    parts.push(
      `/${segments[index] ?? ''}/`,
      ...(known ?? [call.evaluator.failure(call.at, 'the name is not a plain value')]),
    );
  }
  return textOf(parts);
}

const extensionResourceId: Implementation = ofSettled((call, [base, type, ...names], settled) => {
  const scope = base === undefined ? null : partsOf(base);
  const id = scope === null || typeof type !== 'string' ? null : idText(call, scope, type, names);
  return id ?? unknownResult(call, settled, 'the resource id is not known');
});

/** `resourceGroup()` and its like: objects whose properties are unknown unless a scenario says them, each the same wherever it is read. */
function scopeObject(
  name: string,
  properties: (scope: DeploymentScope) => Readonly<Record<string, TextPart | readonly TextPart[] | null>>,
): Implementation {
  return (call) => {
    if (call.operands.length > 0) return unknownResult(call, call.operands, 'the scope is not known');
    const entries = Object.entries(properties(scopeOf(call.at.frame)));
    const cells = entries.map(([property, part]) => {
      const parts = part === null ? [scopePrefix(`${name}.${property}`, `${name}().${property}`)] : [part].flat();
      return call.evaluator.given(call.at, textOf(parts));
    });
    const rest = scopePrefix(`${name}.other`, `${name}()`);
    return { kind: 'object', shape: shapeOf(entries.map(([property]) => property)), cells, rest };
  };
}

/** `reference(...)`: what Azure answers is known only when the template is deployed. */
const reference: Implementation = ofSettled((call, values, settled) => {
  const value = values[0];
  if (value !== undefined && isObject(value)) return call.evaluator.failure(call.at, 'reference takes a resource');
  return unknownResult(call, settled, 'Azure knows it when the template is deployed');
});

/** A value that Azure makes anew for each call. */
const eachTime: Implementation = (call) => ({
  ...call.evaluator.failure(call.at, 'it is another one in each deployment'),
  nullable: false,
});

export const identifierFunctions: Readonly<Record<string, Implementation>> = {
  resourceId: idFunction(namedPrefix),
  subscriptionResourceId: idFunction(oneName('/subscriptions/', subscriptionPrefix)),
  tenantResourceId: idFunction((_, named) => (named.length > 0 ? null : [])),
  managementGroupResourceId: idFunction(
    oneName('/providers/Microsoft.Management/managementGroups/', managementGroupPrefix),
  ),
  extensionResourceId,
  resourceGroup: scopeObject('resourceGroup', (scope) => ({
    id: resourceGroupPrefix(scope),
    name: scope.resourceGroup ?? null,
    location: null,
  })),
  subscription: scopeObject('subscription', (scope) => ({
    id: subscriptionPrefix(scope),
    subscriptionId: scope.subscriptionId ?? null,
    tenantId: null,
    displayName: null,
  })),
  managementGroup: scopeObject('managementGroup', (scope) => ({
    id: managementGroupPrefix(scope),
    name: scope.managementGroup ?? null,
  })),
  reference,
  newGuid: eachTime,
  utcNow: eachTime,
};
