/**
 * Resource ids. They are texts whose scope prefix is unknown and whose rest is known as far as the arguments are, so that
 * `resourceId('Microsoft.Network/virtualNetworks', 'hub')` and `'${resourceGroup().id}/providers/Microsoft.Network/virtualNetworks/hub'` are
 * read alike when a reference is followed.
 */
import { type Call, type Implementation, ofSettled, unknownResult } from './calls.ts';
import { baseTerm } from './terms.ts';
import { partsOf, textOf } from './texts.ts';
import { isObject, shapeOf, type TextPart, type Unknown, type Value } from './values.ts';

function scopePrefix(key: string, label: string): Unknown {
  const term = baseTerm(`scope(${key})`, '', 0, label);
  return { kind: 'unknown', term, reason: 'where the template is deployed is not known', nullable: false, oneOf: null };
}

/** The ids of the scopes; `resourceGroup().id` is the same unknown as the prefix of `resourceId(...)`. */
const resourceGroupId = scopePrefix('resourceGroup', 'resourceGroup().id');
const subscriptionId = scopePrefix('subscription', 'subscription().id');

function idFunction(prefix: readonly TextPart[]): Implementation {
  return ofSettled((call, values, settled) => {
    const typeAt = values.findIndex((value) => typeof value === 'string' && /^[^/]+\.[^/]+\/.+/.test(value));
    const type = values[typeAt];
    if (typeof type !== 'string') return unknownResult(call, settled, 'the type in the resource id is not known');
    const scope =
      typeAt === 0
        ? prefix
        : [unknownResult(call, settled.slice(0, typeAt), 'the scope of the resource id is not known')];
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

/** `resourceGroup()` and `subscription()`: objects whose properties are unknown, each the same wherever it is read. */
function scopeObject(name: string, id: Unknown, properties: readonly string[]): Implementation {
  return (call) => {
    if (call.operands.length > 0) return unknownResult(call, call.operands, 'the scope is not known');
    const cells = properties.map((property) =>
      call.evaluator.given(
        call.at,
        property === 'id' ? id : scopePrefix(`${name}.${property}`, `${name}().${property}`),
      ),
    );
    const rest = scopePrefix(`${name}.other`, `${name}()`);
    return { kind: 'object', shape: shapeOf(properties), cells, rest };
  };
}

/** `reference(...)`: what Azure answers is known only when the template is deployed. */
const reference: Implementation = ofSettled((call, values, settled) => {
  const value = values[0];
  if (value !== undefined && isObject(value)) return call.evaluator.failure(call.at, 'reference takes a resource');
  return unknownResult(call, settled, 'Azure knows it when the template is deployed');
});

export const identifierFunctions: Readonly<Record<string, Implementation>> = {
  resourceId: idFunction([resourceGroupId]),
  subscriptionResourceId: idFunction([subscriptionId]),
  tenantResourceId: idFunction([]),
  managementGroupResourceId: idFunction([scopePrefix('managementGroup', 'managementGroup().id')]),
  extensionResourceId,
  resourceGroup: scopeObject('resourceGroup', resourceGroupId, ['id', 'name', 'location']),
  subscription: scopeObject('subscription', subscriptionId, ['id', 'subscriptionId', 'tenantId', 'displayName']),
  reference,
};
