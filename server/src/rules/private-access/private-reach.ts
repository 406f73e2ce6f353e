import { comparable } from '../../azure/circumstance.ts';
import { type PrivateEndpointFacts, privateEndpointOf } from '../../azure/private-endpoint.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { hasPrivateEndpoint } from '../../network/subnets/private-endpoints.ts';

/** True if a private endpoint of the template reaches the resource by a group id of its type. False for types that take none. */
export function isReachedPrivately(resource: ResourceView): boolean {
  const facts = privateEndpointOf(resource.type);
  const target = facts && endpointTarget(resource, facts);
  if (!facts || !target) return false;
  const own = ownGroupId(resource, facts);
  return hasPrivateEndpoint(target, own === null ? facts.accepted : new Set([own.toLowerCase()]));
}

/** The resource that an endpoint must target: itself, or the parent of a slot; null if the parent isn't declared here. */
export function endpointTarget(resource: ResourceView, facts: PrivateEndpointFacts): ResourceView | null {
  return facts.target === 'itself' ? resource : resource.parent();
}

/** The group id that names the resource within its parent; null if the type has group ids of its own. */
export function ownGroupId(resource: ResourceView, facts: PrivateEndpointFacts): string | null {
  return facts.target === 'itself' ? null : `${facts.target.parentWithPrefix}${resource.name}`;
}

/** Why the plan of an app has neither private endpoints nor integration; null if it has, or isn't known. */
export function planWithoutNetwork(resource: ResourceView, { plan }: PrivateEndpointFacts): string | null {
  const target = plan && resource.target(plan.idPath);
  if (!plan || target?.kind !== 'resource' || target.existing) return null;
  const sku = target.read(plan.skuPath);
  return sku !== null && plan.without.includes(comparable(sku)) ? plan.because : null;
}
