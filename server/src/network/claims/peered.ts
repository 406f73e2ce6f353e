/** Virtual networks that are peered with each other: which are hubs, and what goes from one to the other past every firewall. */
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import type { Box } from '../reachability/boxes.ts';
import { isUnknown, type Peering, type VirtualNetwork } from '../reachability/model.ts';
import type { SubnetNode } from '../reachability/network-index.ts';
import type { Place } from '../reachability/places.ts';
import type { Reachability } from '../reachability/reach.ts';
import type { DeploymentReach } from '../reading/reachability.ts';
import type { NetworkSource } from '../reading/source.ts';
import { appliancesOf } from './appliances.ts';
import { firewallIn } from './inspection.ts';

type Network = VirtualNetwork<NetworkSource>;

/** What can inspect traffic in a network: its firewall, or an appliance; null if it has none. */
export function inspectorIn(reach: DeploymentReach, deployment: DeploymentView, network: Network): ResourceView | null {
  const firewall = firewallIn(reach, network);
  if (firewall !== null) return firewall.resource;
  const own = new Set(network.subnets.map(({ id }) => id));
  return appliancesOf(deployment).find(({ subnet }) => own.has(subnet))?.source.resource ?? null;
}

/** True if a network has what hubs have: something that inspects, or a gateway. */
export function isHubLike(reach: DeploymentReach, deployment: DeploymentView, network: Network): boolean {
  return (
    inspectorIn(reach, deployment, network) !== null ||
    reach.reachability.index.gateways.has(network.id) ||
    network.subnets.some(({ name }) => /^(gatewaysubnet|routeserversubnet)$/i.test(name))
  );
}

/** The peering of one network with another; null if there is none, or it isn't known with whom it is. */
export function peeringTo({ peerings }: Network, id: string): Peering<NetworkSource> | null {
  return peerings.find(({ remote }) => !isUnknown(remote) && remote === id) ?? null;
}

/** True if a packet from one subnet to another surely goes by their networks' peering itself, whatever filters say. */
export function goesDirectly(
  { reachability }: DeploymentReach,
  from: SubnetNode<NetworkSource>,
  to: SubnetNode<NetworkSource>,
): boolean {
  const sources = someOf(reachability.placesOf({ kind: 'subnet', id: from.subnet.id }));
  const destinations = someOf(reachability.placesOf({ kind: 'subnet', id: to.subnet.id }));
  return sources.some((source) =>
    destinations.some((destination) => directBoxes(reachability, source, destination).length > 0),
  );
}

/** The packets between two places that surely go by their networks' peering itself. */
export function directBoxes(
  reachability: Reachability<NetworkSource>,
  from: Place<NetworkSource>,
  to: Place<NetworkSource>,
): readonly Box<NetworkSource>[] {
  return reachability
    .between(from, to, 'tcp')
    .filter(({ way }) => way.reason === 'peering' && way.dependsOn.length === 0 && way.route?.hop.kind === 'Peering');
}

/** One place of a subnet: routes are the subnet's, so that its hosts share them. Endpoints have routes of their own, and start nothing. */
function someOf(places: readonly Place<NetworkSource>[]): readonly Place<NetworkSource>[] {
  return places.filter(({ kind }) => kind !== 'privateEndpoint').slice(0, 1);
}
