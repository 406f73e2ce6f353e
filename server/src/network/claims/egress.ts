/** How the hosts of a subnet get to the Internet: which packets surely leave, and by which way. */
import { type AddressSet, isBroad, unionOfAddresses } from '../addresses/address-set.ts';
import type { NetworkInterface } from '../reachability/model.ts';
import type { SubnetNode } from '../reachability/network-index.ts';
import type { Host } from '../reachability/places.ts';
import type { Reachability } from '../reachability/reach.ts';
import type { EffectiveRoute } from '../reachability/routes.ts';
import type { WayReason } from '../reachability/ways.ts';
import type { NetworkSource } from '../reading/source.ts';

/** Packets that surely leave a host for the Internet past every firewall, by one way. */
export interface Exit {
  readonly host: Host<NetworkSource>;
  readonly reason: WayReason;
  /** The route that sends them there. */
  readonly route: EffectiveRoute<NetworkSource>;
  /** A wide part of the Internet, service tags aside; IPv4 only, since Azure Firewall takes no other. */
  readonly destinations: AddressSet;
}

/** The ways by which a host surely leaves for wide parts of the Internet without a firewall or appliance between. */
export function exitsOf(reachability: Reachability<NetworkSource>, host: Host<NetworkSource>): readonly Exit[] {
  const exits: Exit[] = [];
  for (const internet of reachability.placesOf({ kind: 'internet' })) {
    for (const { way, pieces, destinations, destinationTags } of reachability.between(host, internet, 'tcp')) {
      const { route, reason, firewall } = way;
      if (firewall !== null || route?.hop.kind !== 'Internet' || !destinationTags.includes(null)) continue;
      if (reason === 'defaultOutboundAccess' && host.nic !== null && isBalanced(reachability, host.nic)) continue;
      if (!pieces.some(({ answer }) => answer === 'allowed')) continue;
      const same = exits.findIndex((exit) => exit.route === route);
      const known = exits[same];
      if (known === undefined) exits.push({ host, reason, route, destinations: { ...destinations, v6: [] } });
      else exits[same] = { ...known, destinations: unionOfAddresses(known.destinations, { ...destinations, v6: [] }) };
    }
  }
  return exits.filter(({ destinations }) => isBroad(destinations));
}

/**
 * True if the interface may leave by what another of its configurations has, or by a balancer: Standard load balancers, internal ones too, take
 * default outbound access away from their backends.
 */
function isBalanced({ index }: Reachability<NetworkSource>, nic: NetworkInterface<NetworkSource>): boolean {
  return index.network.interfaces.some(
    ({ source, publicAddress }) =>
      source.resource.is(nic.source.resource) &&
      (publicAddress !== null || !source.resource.omits(`${source.path}.properties.loadBalancerBackendAddressPools`)),
  );
}

/** The interfaces of a subnet as hosts, in the order of the template. */
export function machinesIn(
  reachability: Reachability<NetworkSource>,
  { interfaces }: SubnetNode<NetworkSource>,
): readonly Host<NetworkSource>[] {
  return interfaces.flatMap(({ id }) =>
    reachability.placesOf({ kind: 'interface', id }).flatMap((place) => ('node' in place ? [place] : [])),
  );
}
