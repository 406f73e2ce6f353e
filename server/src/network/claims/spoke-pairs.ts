/** Pairs of spokes that are peered with each other although both are peered with a hub. */
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { isUnknown, type Peering, type VirtualNetwork } from '../reachability/model.ts';
import type { SubnetNode } from '../reachability/network-index.ts';
import { type DeploymentReach, reachOf } from '../reading/reachability.ts';
import { idOf, type NetworkSource } from '../reading/source.ts';
import { goesDirectly, inspectorIn, isHubLike, peeringTo } from './peered.ts';

type Network = VirtualNetwork<NetworkSource>;

/** What both spokes are connected to. */
export interface CommonHub {
  /** A network, a hub of Virtual WAN, or the peering with a network that isn't seen. */
  readonly resource: ResourceView;
  /** What inspects there, if that is known. */
  readonly inspector: ResourceView | null;
}

export interface Shortcut {
  readonly from: ResourceView;
  readonly to: ResourceView;
  /** The peering of the other network. */
  readonly back: ResourceView;
  readonly hub: CommonHub;
  readonly certainty: 'certain' | 'possible';
}

/** The shortcut that a peering makes, told once for both of its ends; null if it makes none. */
export function shortcutAt(peering: ResourceView): Shortcut | null {
  const { deployment } = peering;
  const reach = reachOf(deployment);
  const { index } = reach.reachability;
  const parent = peering.parent();
  const from = parent === null ? undefined : index.virtualNetworks.get(idOf(parent));
  const own = from?.peerings.find(({ source }) => source.resource.key === peering.key);
  if (from === undefined || own === undefined || isUnknown(own.remote)) return null;
  const to = index.virtualNetworks.get(own.remote);
  const back = to === undefined ? null : peeringTo(to, from.id);
  if (to === undefined || back === null || !isFirst(reach, from, to)) return null;
  if (own.allowVirtualNetworkAccess !== true || back.allowVirtualNetworkAccess !== true) return null;
  if ([from, to].some((network) => network.moreAddresses !== null || isHubLike(reach, deployment, network)))
    return null;
  const hub = commonHub(reach, deployment, from, to);
  if (hub === null) return null;
  const route = routeBetween(reach, from, to);
  if (route === 'inspected') return null;
  return {
    from: from.source.resource,
    to: to.source.resource,
    back: back.source.resource,
    hub,
    certainty: hub.inspector !== null && route === 'direct' ? 'certain' : 'possible',
  };
}

function isFirst({ network: { virtualNetworks } }: DeploymentReach, from: Network, to: Network): boolean {
  return virtualNetworks.indexOf(from) < virtualNetworks.indexOf(to);
}

/** What both networks are connected to; one that inspects before others. */
function commonHub(reach: DeploymentReach, deployment: DeploymentView, a: Network, b: Network): CommonHub | null {
  const { index } = reach.reachability;
  const found: CommonHub[] = [];
  for (const peering of a.peerings) {
    if (isUnknown(peering.remote) || peering.remote === b.id) continue;
    const other = peeringTo(b, peering.remote);
    const hub = index.virtualNetworks.get(peering.remote);
    if (other === null) continue;
    const isSeen = hub !== undefined && hub.moreAddresses === null;
    if (isSeen && isHubLike(reach, deployment, hub))
      found.push({ resource: hub.source.resource, inspector: inspectorIn(reach, deployment, hub) });
    else if (!isSeen && isLikeToHub(peering) && isLikeToHub(other))
      found.push({ resource: hub?.source.resource ?? peering.source.resource, inspector: null });
  }
  for (const hub of index.hubs.get(a.id) ?? []) {
    if (!(index.hubs.get(b.id) ?? []).includes(hub)) continue;
    const next = isUnknown(hub.privateTraffic) ? null : hub.privateTraffic;
    const firewall = next === null ? undefined : index.firewalls.get(next);
    found.push({ resource: hub.source.resource, inspector: firewall?.source.resource ?? null });
  }
  return found.find(({ inspector }) => inspector !== null) ?? found[0] ?? null;
}

/** Spokes let in what their hub forwards, or use its gateway. */
function isLikeToHub({ allowForwardedTraffic, useRemoteGateways }: Peering<NetworkSource>): boolean {
  return allowForwardedTraffic === true || useRemoteGateways === true;
}

/** Subnets of each network that are compared with each of the other. */
const mostSubnets = 16;

/** Whether routes of the subnets lead the traffic between two networks through an appliance all the same. */
function routeBetween(reach: DeploymentReach, a: Network, b: Network): 'direct' | 'inspected' | 'unknown' {
  const pairs = nodesOf(reach, a).flatMap((from) => nodesOf(reach, b).map((to) => [from, to] as const));
  if (pairs.length === 0) return 'unknown';
  const isDirect = pairs.some(([from, to]) => goesDirectly(reach, from, to) || goesDirectly(reach, to, from));
  return isDirect ? 'direct' : 'inspected';
}

function nodesOf(
  { reachability: { index } }: DeploymentReach,
  { subnets }: Network,
): readonly SubnetNode<NetworkSource>[] {
  return subnets.slice(0, mostSubnets).flatMap(({ id }) => index.subnets.get(id) ?? []);
}
