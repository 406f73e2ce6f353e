/** Machines that their security groups keep from the DNS servers which their network tells them to ask. */
import type { ResourceView } from '../../deployment/view.ts';
import { parseAddressSet } from '../addresses/address-set.ts';
import { type PortSet, parsePortSet } from '../addresses/port-set.ts';
import { type Blocking, blockingOf } from '../reachability/blocked.ts';
import type { Network } from '../reachability/model.ts';
import type { SubnetNode } from '../reachability/network-index.ts';
import type { Host } from '../reachability/places.ts';
import { Reachability } from '../reachability/reach.ts';
import { isItself } from '../reachability/segments.ts';
import { reachOf } from '../reading/reachability.ts';
import { idOf, type NetworkSource } from '../reading/source.ts';
import { knownTexts, type WrittenText } from '../reading/written-texts.ts';
import { specialSubnetOf } from '../subnets/special-subnet.ts';

/** A server that machines of a subnet surely can't ask. */
export interface BlockedServer {
  readonly server: WrittenText;
  readonly subnet: ResourceView;
  readonly blocking: readonly Blocking<NetworkSource>[];
}

const dnsPorts: PortSet = parsePortSet(['53']) ?? [];

/** The resolver of the platform, which ordinary rules don't filter (azure-network 2.3). */
const platformResolver = '168.63.129.16';

/** Machines of a subnet that are asked about; they share its group, and mostly all else. */
const mostMachines = 8;

/** The servers of a network's DHCP options that rules of groups keep from machines of a subnet, over UDP, which is asked first. */
export function blockedServers(network: ResourceView): readonly BlockedServer[] {
  const servers = serversOf(network);
  return servers.length === 0 ? [] : blockedIn(network, servers, reachOf(network.deployment).reachability);
}

/**
 * The servers that a deny of everything would keep from machines which may ask them now, each once.
 * @param place what the deny is made for: a group, or a subnet that gets a new one
 * @param denied the network with the deny
 */
export function serversBehindDeny(place: ResourceView, denied: () => Network<NetworkSource>): readonly string[] {
  const { deployment } = place;
  const asking = deployment
    .resources('Microsoft.Network/virtualNetworks')
    .known.map((network) => ({ network, servers: serversOf(network) }))
    .filter(({ servers }) => servers.length > 0);
  if (asking.length === 0) return [];
  const { reachability } = reachOf(deployment);
  const later = new Reachability(denied());
  const keyOf = ({ server, subnet }: BlockedServer): string => `${server.text} ${subnet.key}`;
  const isByDeny = ({ blocking }: BlockedServer): boolean =>
    blocking.some(({ rule }) => rule.source?.resource.is(place) === true);
  const lost = asking.flatMap(({ network, servers }) => {
    const before = new Set(blockedIn(network, servers, reachability).map(keyOf));
    return blockedIn(network, servers, later).filter((blocked) => !before.has(keyOf(blocked)) && isByDeny(blocked));
  });
  return [...new Set(lost.map(({ server }) => server.text))];
}

function serversOf(network: ResourceView): readonly WrittenText[] {
  return network.existing ? [] : knownTexts(network, 'properties.dhcpOptions.dnsServers');
}

function blockedIn(
  network: ResourceView,
  servers: readonly WrittenText[],
  reachability: Reachability<NetworkSource>,
): readonly BlockedServer[] {
  const own = reachability.index.virtualNetworks.get(idOf(network));
  const nodes = own?.subnets.flatMap(({ id }) => reachability.index.subnets.get(id) ?? []) ?? [];
  return servers.flatMap((server) => {
    const addresses = server.text === platformResolver ? null : parseAddressSet([server.text]);
    if (addresses === null) return [];
    const places = reachability.placesOf({ kind: 'addresses', addresses });
    return nodes.flatMap((node): readonly BlockedServer[] => {
      for (const host of machinesOf(reachability, node)) {
        const boxes = places.flatMap((place) =>
          isItself(host, place) ? [] : reachability.between(host, place, 'udp'),
        );
        const blocking = blockingOf(boxes, dnsPorts);
        if (blocking !== null) return [{ server, subnet: node.subnet.source.resource, blocking }];
      }
      return [];
    });
  });
}

/** Interfaces of a subnet, or who else may be there; nobody in subnets of services, and of endpoints, which ask nothing. */
function machinesOf(
  reachability: Reachability<NetworkSource>,
  { subnet, interfaces, endpoints }: SubnetNode<NetworkSource>,
): readonly Host<NetworkSource>[] {
  if (specialSubnetOf(subnet.source.resource) !== null) return [];
  if (interfaces.length === 0 && endpoints.length > 0) return [];
  const wanted = interfaces.length > 0 ? 'interface' : 'subnet';
  return reachability
    .placesOf({ kind: 'subnet', id: subnet.id })
    .flatMap((place) => ('node' in place && place.kind === wanted ? [place] : []))
    .slice(0, mostMachines);
}
