import type { ExternalResource, ResourceView } from '../../deployment/view.ts';
import { declaredOf, either } from '../undecided.ts';

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

/** What a private endpoint leads to. */
export interface EndpointConnection {
  readonly target: ResourceView | ExternalResource;
  readonly groupIds: readonly string[];
}

/** All that a private endpoint leads to, by connections of either kind. */
export function connectionsOf(endpoint: ResourceView): readonly EndpointConnection[] {
  return [connections, manualConnections].flatMap((array) =>
    endpoint.targets(array, targetPath).map((target, index) => {
      const groupIds = endpoint.read(`${array}.${index}.properties.groupIds`);
      return {
        target,
        groupIds: Array.isArray(groupIds) ? groupIds.filter((groupId) => typeof groupId === 'string') : [],
      };
    }),
  );
}

/** Where a zone group names its private DNS zones. */
export const zoneConfigurations = 'properties.privateDnsZoneConfigs';
export const zoneIdPath = 'properties.privateDnsZoneId';

/** The private endpoints of the template whose zone groups name a zone. */
export function endpointsOfZone(zone: ResourceView): readonly ResourceView[] {
  const groups = declaredOf(
    zone.deployment.naming(zone, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups', {
      array: zoneConfigurations,
      id: zoneIdPath,
    }),
  );
  return groups.known.flatMap((group) => {
    const names = group.targets(zoneConfigurations, zoneIdPath).some((target) => zone.is(target));
    const endpoint = names ? group.parent() : null;
    return endpoint === null ? [] : [endpoint];
  });
}

/** The private endpoints of the template that stand in a subnet. */
export function endpointsIn(subnet: ResourceView): readonly ResourceView[] {
  const place = 'properties.subnet.id';
  return declaredOf(subnet.deployment.naming(subnet, 'Microsoft.Network/privateEndpoints', place)).known.filter(
    (endpoint) => subnet.is(endpoint.target(place)),
  );
}
