import type { ResourceView } from '../deployment/view.ts';

/** Arrays of a private endpoint that name its targets; the second is for connections that the owner approves by hand. */
const connectionArrays = ['properties.privateLinkServiceConnections', 'properties.manualPrivateLinkServiceConnections'];

/**
 * True if a private endpoint of the template targets the resource with one of the group ids (lower case; null accepts any). Undecided where
 * something that isn't read receives the resource and may hold the endpoint.
 */
export function hasPrivateEndpoint(resource: ResourceView, groupIds: ReadonlySet<string> | null): boolean {
  return resource.deployment
    .resources('Microsoft.Network/privateEndpoints', resource)
    .some((endpoint) => connectionArrays.some((array) => connects(endpoint, array, resource, groupIds)));
}

function connects(
  endpoint: ResourceView,
  array: string,
  resource: ResourceView,
  groupIds: ReadonlySet<string> | null,
): boolean {
  return endpoint.targets(array, 'properties.privateLinkServiceId').some((target, index) => {
    if (!resource.is(target)) return false;
    if (groupIds === null) return true;
    const named = endpoint.read(`${array}.${index}.properties.groupIds`);
    return (
      Array.isArray(named) &&
      named.some((groupId) => typeof groupId === 'string' && groupIds.has(groupId.toLowerCase()))
    );
  });
}
