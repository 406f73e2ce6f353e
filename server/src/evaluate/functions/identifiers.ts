/**
 * Resource ids. They are texts whose scope prefix is unknown and whose rest is known as far as the arguments are, so that
 * `resourceId('Microsoft.Network/virtualNetworks', 'hub')` and `'${resourceGroup().id}/providers/Microsoft.Network/virtualNetworks/hub'` are
 * read alike when a reference is followed.
 */
import { type Call, type Implementation, ofSettled, unknownResult } from '../calls.ts';
import type { DeploymentScope } from '../deployment-scope.ts';
import { withScope } from '../scope-links.ts';
import { idOfScope, resourceGroupScope, subscriptionScope } from '../scopes.ts';
import { partsOf, textOf } from '../texts.ts';
import type { TextPart, Value } from '../values.ts';

function subscriptionPrefix(scope: DeploymentScope): readonly TextPart[] {
  return idOfScope({ ...scope, kind: 'subscription' });
}

/** The prefix of a resource id without explicit scope: that of the template's own scope. */
function ownPrefix(scope: DeploymentScope): readonly TextPart[] {
  return scope.kind === 'managementGroup' ? [] : idOfScope(scope);
}

/** `resourceId([subscription, ][resource group, ]type, names ...)`: of the arguments before the type, the last one names the innermost scope. */
function namedPrefix(scope: DeploymentScope, named: readonly Value[]): readonly TextPart[] | null {
  const parts = named.map(partsOf);
  const [first, second] = parts;
  if (first === undefined) return ownPrefix(scope);
  if (first === null || second === null || parts.length > 2) return null;
  if (second !== undefined) return idOfScope(resourceGroupScope(subscriptionScope(scope, first), second, null));
  if (scope.kind !== 'resourceGroup') return idOfScope(subscriptionScope(scope, first));
  return idOfScope(resourceGroupScope(scope, first, null));
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
  return (call) =>
    withScope(call, (scope, settled) => {
      const values = settled.map(call.evaluator.force);
      const typeAt = values.findIndex((value) => typeof value === 'string' && /^[^/]+\.[^/]+\/.+/.test(value));
      const type = values[typeAt];
      if (typeof type !== 'string') return unknownResult(call, settled, 'the type in the resource id is not known');
      const prefix = prefixOf(scope, values.slice(0, typeAt)) ?? [
        unknownResult(call, settled.slice(0, typeAt), 'the scope of the resource id is not known'),
      ];
      return (
        idText(call, prefix, type, values.slice(typeAt + 1)) ??
        unknownResult(call, settled, 'the names in the resource id are not known')
      );
    });
}

/** `<scope>/providers/<namespace>/<type>/<name>/<child type>/<child name> ...`; null if the numbers of types and names differ. */
function idText(call: Call, scope: readonly TextPart[], type: string, names: readonly Value[]): Value | null {
  const [namespace, ...segments] = type.split('/');
  if (segments.length !== names.length) return null;
  // Azure writes the id of a resource group without a provider.
  const [only] = names;
  const group =
    type.toLowerCase() === 'microsoft.resources/resourcegroups' && only !== undefined ? partsOf(only) : null;
  if (group !== null) return textOf([...scope, '/resourceGroups/', ...group]);
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
    oneName('/providers/Microsoft.Management/managementGroups/', (scope) =>
      idOfScope({ ...scope, kind: 'managementGroup' }),
    ),
  ),
  extensionResourceId,
  newGuid: eachTime,
  utcNow: eachTime,
};
