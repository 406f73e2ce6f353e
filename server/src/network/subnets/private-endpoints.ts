import type { ResourceView } from '../../deployment/view.ts';
import { either } from '../undecided.ts';

/** Arrays of a private endpoint that name its targets. */
const connections = 'properties.privateLinkServiceConnections';
/** For connections that the owner approves by hand. */
const manualConnections = 'properties.manualPrivateLinkServiceConnections';

const targetPath = 'properties.privateLinkServiceId';

/**
 * True if a private endpoint of the template targets the resource with one of the group ids (lower case; null accepts any). Undecided where
 * something that isn't read receives the resource and may hold the endpoint.
 */
export function hasPrivateEndpoint(resource: ResourceView, groupIds: ReadonlySet<string> | null): boolean {
  const connectsBy = (array: string): boolean =>
    resource.deployment
      .naming(resource, 'Microsoft.Network/privateEndpoints', { array, id: targetPath })
      .some((endpoint) => connects(endpoint, array, resource, groupIds));
  return either(
    () => connectsBy(connections),
    () => connectsBy(manualConnections),
  );
}

function connects(
  endpoint: ResourceView,
  array: string,
  resource: ResourceView,
  groupIds: ReadonlySet<string> | null,
): boolean {
  return endpoint.targets(array, targetPath).some((target, index) => {
    if (!resource.is(target)) return false;
    if (groupIds === null) return true;
    const named = endpoint.read(`${array}.${index}.properties.groupIds`);
    return (
      Array.isArray(named) &&
      named.some((groupId) => typeof groupId === 'string' && groupIds.has(groupId.toLowerCase()))
    );
  });
}
