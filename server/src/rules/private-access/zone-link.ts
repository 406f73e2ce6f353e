/** What the rules about DNS read and write of the links of private zones. */
import { serviceLabel } from '../../azure/private-endpoint.ts';
import { attempt } from '../../deployment/alternatives.ts';
import { distinctResources } from '../../deployment/distinct.ts';
import type { NewResource, Target } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import { shownName } from '../words/shown-name.ts';

const zoneType = 'Microsoft.Network/privateDnsZones';

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

/** A private DNS zone of this name, beside another zone or what uses it. */
export function newZone(name: string, beside: ResourceView): NewResource {
  return {
    type: zoneType,
    name,
    words: [serviceLabel(name), 'private', 'dns', 'zone'],
    beside: beside.key,
    place: 'global',
    properties: null,
  };
}

/** The links of a new zone to the network of an endpoint, and to all those that another zone is linked to. */
export function linksFor(
  added: NewResource,
  other: ResourceView,
  endpoint: ResourceView,
): { readonly links: readonly NewResource[]; readonly networks: string } {
  const own = networkAskingAzure(endpoint);
  const others = declaredOf(other.children('virtualNetworkLinks')).known.flatMap((link) => {
    const target = attempt(() => link.target('properties.virtualNetwork.id'));
    return target?.kind === 'resource' ? [target] : [];
  });
  const networks = distinctResources([...(own === null ? [] : [own]), ...others]);
  const [first] = networks;
  const more = networks.length - 1;
  const named = first === undefined ? '' : shownName(first);
  return {
    links: networks.map((network) => linkOfNewZone(added, other, network)),
    networks: more > 0 ? `${named} and ${more} more` : named,
  };
}

/** A link of a new zone to a network, beside a resource. */
export function linkOfNewZone(added: NewResource, beside: ResourceView, network: ResourceView): NewResource {
  return linkOf(added, added.words, beside, network);
}

/** A link of the zone to the network. */
export function newLink(zone: ResourceView, network: ResourceView): NewResource {
  return linkOf(zone.key, [zone.symbolicName ?? 'zone'], zone, network);
}

/** A link by which no machine writes its own name into the zone. */
function linkOf(zone: Target, words: readonly string[], beside: ResourceView, network: ResourceView): NewResource {
  return {
    type: `${zoneType}/virtualNetworkLinks`,
    name: { take: 'name', of: network.key },
    words: [...words, 'link'],
    beside: beside.key,
    parent: zone,
    settings: { location: 'global' },
    properties: { registrationEnabled: false, virtualNetwork: { id: { take: 'id', of: network.key } } },
  };
}
