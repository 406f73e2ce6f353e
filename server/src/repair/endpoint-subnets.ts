import { specialSubnetNamed } from '../azure/special-subnets.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ExternalResource, ResourceView } from '../deployment/view.ts';
import { managedServiceOf } from '../network/claims/managed-service.ts';
import { specialSubnetOf } from '../network/subnets/special-subnet.ts';
import { subnetsUsed, usesSubnets } from '../network/subnets/subnet-use.ts';
import { tierOfName } from '../network/tiers/names.ts';
import { labelOf, type Site } from './site.ts';

/**
 * The subnets in which private endpoints may stand. `isMeant` if the first is the place for them by evidence: endpoints already use it, it is named
 * for them, it sets policies for them. Else all that no service owns, those first in which nothing stands and which aren't named for web or app: what
 * endpoints lead to is mostly data. Last come those in which a service lives that wants a subnet of its own.
 */
export function endpointSubnets(site: Site): { readonly subnets: readonly ResourceKey[]; readonly isMeant: boolean } {
  const subnets = site.deployment.keys.flatMap((key) => {
    const view = site.deployment.viewOf(key);
    return view?.isType('Microsoft.Network/virtualNetworks/subnets') ? [view] : [];
  });
  const gateways = subnetsOfGateways(site);
  const candidates = subnets.filter((subnet) => !gateways.has(subnet.key) && !isOccupied(site, subnet));
  const used = subnetsOfEndpoints(site);
  const found =
    candidates.find((subnet) => used.has(subnet.key)) ??
    candidates.find((subnet) => tierOfName(labelOf(site, subnet.key))?.tier === 'endpoints') ??
    candidates.find(
      (subnet) =>
        site.decided(() => !subnet.omits('properties.privateEndpointNetworkPolicies')) === true &&
        !isOfService(site, subnet),
    );
  if (found !== undefined) return { subnets: [found.key], isMeant: true };
  const occupied = subnetsOfHosts(site);
  const free = candidates.filter((subnet) => !subnet.existing);
  const weightOf = (subnet: ResourceView): number =>
    (isOfService(site, subnet) ? 16 : 0) + weightOfName(labelOf(site, subnet.key)) + (occupied.has(subnet.key) ? 2 : 0);
  const ordered = free.toSorted((one, other) => weightOf(one) - weightOf(other));
  return { subnets: ordered.map(({ key }) => key), isMeant: false };
}

/** How little endpoints belong into a subnet of such a name; most of all into one for what traffic passes, or for who operates it. */
function weightOfName(name: string): number {
  switch (tierOfName(name)?.tier) {
    case 'gateway':
    case 'egress':
    case 'management':
      return 8;
    case 'web':
      return 3;
    case 'app':
      return 1;
    default:
      return 0;
  }
}

/** True for a subnet with a service that wants it for itself, by what stands there, or by a rule of its group that only such a service needs. */
function isOfService(site: Site, subnet: ResourceView): boolean {
  const isSpecial = site.decided(() => specialSubnetOf(subnet) !== null) === true;
  const group = site.decided(() => subnet.target('properties.networkSecurityGroup.id'));
  return isSpecial || (group?.kind === 'resource' && site.decided(() => managedServiceOf(group)) !== null);
}

/** Subnets in which something stands. */
function subnetsOfHosts(site: Site): ReadonlySet<ResourceKey> {
  return new Set(
    site.deployment.view.everything
      .filter((resource) => !resource.existing && usesSubnets(resource.type.toLowerCase()))
      .flatMap((resource) => subnetsUsed(resource, 'stands in'))
      .flatMap((subnet) => (subnet.kind === 'resource' ? [subnet.key] : [])),
  );
}

/** True for a subnet that a service owns, by its name or by delegation, and for one that private link services use. */
function isOccupied(site: Site, subnet: ResourceView): boolean {
  if (specialSubnetNamed(labelOf(site, subnet.key)) !== null) return true;
  if (subnet.existing) return false;
  const sets = (policies: string): boolean => site.decided(() => !subnet.omits(`properties.${policies}`)) === true;
  if (sets('privateLinkServiceNetworkPolicies') && !sets('privateEndpointNetworkPolicies')) return true;
  const delegations = site.decided(() => subnet.read('properties.delegations'));
  return Array.isArray(delegations)
    ? delegations.length > 0
    : site.decided(() => subnet.omits('properties.delegations')) !== true;
}

/** Subnets in which application gateways stand: nothing else may be in them. */
function subnetsOfGateways(site: Site): ReadonlySet<ResourceKey> {
  return subnetsOf(site, 'Microsoft.Network/applicationGateways', (gateway) =>
    gateway.targets('properties.gatewayIPConfigurations', 'properties.subnet.id'),
  );
}

function subnetsOfEndpoints(site: Site): ReadonlySet<ResourceKey> {
  return subnetsOf(site, 'Microsoft.Network/privateEndpoints', (endpoint) => [endpoint.target('properties.subnet.id')]);
}

function subnetsOf(
  site: Site,
  type: string,
  targetsOf: (resource: ResourceView) => readonly (ResourceView | ExternalResource | null)[],
): ReadonlySet<ResourceKey> {
  const found = new Set<ResourceKey>();
  for (const key of site.deployment.keys) {
    const view = site.deployment.viewOf(key);
    if (!view?.isType(type) || view.existing) continue;
    for (const target of site.decided(() => targetsOf(view)) ?? []) {
      if (target?.kind === 'resource') found.add(target.key);
    }
  }
  return found;
}
