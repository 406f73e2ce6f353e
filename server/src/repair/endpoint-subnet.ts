import { specialSubnetNamed } from '../azure/special-subnets.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ExternalResource, ResourceView } from '../deployment/view.ts';
import { wordsOf } from './names.ts';
import { labelOf, type Site } from './site.ts';

/**
 * The subnet of the template where private endpoints belong, by evidence: one that endpoints already use, one named for them, one that sets
 * policies for them; else the only subnet that nothing special occupies. Null if the template shows none.
 */
export function endpointSubnet(site: Site): ResourceKey | null {
  const subnets = site.deployment.keys.flatMap((key) => {
    const view = site.deployment.viewOf(key);
    return view?.isType('Microsoft.Network/virtualNetworks/subnets') ? [view] : [];
  });
  const gateways = subnetsOfGateways(site);
  const candidates = subnets.filter((subnet) => !gateways.has(subnet.key) && !isOccupied(site, subnet));
  const used = subnetsOfEndpoints(site);
  const found =
    candidates.find((subnet) => used.has(subnet.key)) ??
    candidates.find((subnet) => isNamedForEndpoints(labelOf(site, subnet.key))) ??
    candidates.find(
      (subnet) => site.decided(() => !subnet.omits('properties.privateEndpointNetworkPolicies')) === true,
    );
  if (found !== undefined) return found.key;
  const [only, ...others] = candidates.filter((subnet) => !subnet.existing);
  return only !== undefined && others.length === 0 ? only.key : null;
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

const endpointWords: ReadonlySet<string> = new Set([
  'pe',
  'pep',
  'pes',
  'plink',
  'endpoint',
  'endpoints',
  'privatelink',
  'privateendpoint',
  'privateendpoints',
]);

function isNamedForEndpoints(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => endpointWords.has(word)) || words.join(' ').includes('private link');
}
