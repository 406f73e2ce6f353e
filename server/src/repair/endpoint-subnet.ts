import { specialSubnetNamed } from '../azure/special-subnets.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';
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
  const candidates = subnets.filter((subnet) => !isOccupied(site, subnet));
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

/** True for a subnet that a service owns, by its name or by delegation. */
function isOccupied(site: Site, subnet: ResourceView): boolean {
  if (specialSubnetNamed(labelOf(site, subnet.key)) !== null) return true;
  if (subnet.existing) return false;
  const delegations = site.decided(() => subnet.read('properties.delegations'));
  return Array.isArray(delegations)
    ? delegations.length > 0
    : site.decided(() => subnet.omits('properties.delegations')) !== true;
}

function subnetsOfEndpoints(site: Site): ReadonlySet<ResourceKey> {
  const used = new Set<ResourceKey>();
  for (const key of site.deployment.keys) {
    const view = site.deployment.viewOf(key);
    if (!view?.isType('Microsoft.Network/privateEndpoints') || view.existing) continue;
    const subnet = site.decided(() => view.target('properties.subnet.id'));
    if (subnet?.kind === 'resource') used.add(subnet.key);
  }
  return used;
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
