/** What the rules about DNS read and write of the links of private zones. */
import { attempt } from '../../deployment/alternatives.ts';
import type { NewResource, NewValue } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr } from '../../network/undecided.ts';

/** The virtual network of a private endpoint, if it asks Azure for names; null if it isn't known, or has DNS servers of its own. */
export function networkAskingAzure(endpoint: ResourceView): ResourceView | null {
  const subnet = endpoint.target('properties.subnet.id');
  const network = subnet?.kind === 'resource' ? subnet.parent() : null;
  return network === null || hasOwnServers(network) ? null : network;
}

/** True if the network asks DNS servers of its own, or may do so. */
function hasOwnServers(network: ResourceView): boolean {
  return !network.existing && decidedOr(true, () => network.size('properties.dhcpOptions.dnsServers') > 0);
}

/** True if the zone is linked to the network. Undecided where something that isn't read may link it. */
export function isLinked(zone: ResourceView, network: ResourceView): boolean {
  return zone.children('virtualNetworkLinks').some((link) => network.is(link.target('properties.virtualNetwork.id')));
}

/** The link to the network of an endpoint that a zone of the template lacks, if any. */
export function missingLink(zone: ResourceView, endpoint: ResourceView): NewResource | null {
  const network = networkAskingAzure(endpoint);
  return zone.existing || network === null || isLinked(zone, network) ? null : newLink(zone, network);
}

/** A link of the zone to the network, by which no machine writes its own name into the zone. */
export function newLink(zone: ResourceView, network: ResourceView): NewResource {
  const known = attempt(() => network.name);
  const name: NewValue = known ?? { take: 'name', of: network.key };
  return {
    type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
    name,
    words: [zone.symbolicName ?? 'zone', 'link'],
    beside: zone.key,
    parent: zone.key,
    settings: { location: 'global' },
    properties: { registrationEnabled: false, virtualNetwork: { id: { take: 'id', of: network.key } } },
  };
}
