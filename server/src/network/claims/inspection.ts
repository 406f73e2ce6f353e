/** What shows that the traffic of a virtual network is meant to be inspected: a firewall or an appliance that it can reach. */
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { overlapAddresses, printAddresses } from '../addresses/address-set.ts';
import { isUnknown, type Route, type VirtualNetwork } from '../reachability/model.ts';
import type { VirtualHub } from '../reachability/model-entries.ts';
import { addressesOfSubnet, linksOf, type SubnetNode } from '../reachability/network-index.ts';
import type { Hop } from '../reachability/routes.ts';
import type { DeploymentReach } from '../reading/reachability.ts';
import { idOf, type NetworkSource } from '../reading/source.ts';
import { decidedOr } from '../undecided.ts';
import { appliancesOf, nextHopsOf } from './appliances.ts';

export type InspectionSign =
  /** A firewall, or the subnet that is reserved for one, in the network itself or in one that it is peered with. */
  | { readonly kind: 'firewall'; readonly resource: ResourceView; readonly network: ResourceView }
  /** A subnet that sends its traffic to an appliance. */
  | { readonly kind: 'appliance'; readonly subnet: ResourceView; readonly address: string | null }
  /** A hub of Virtual WAN that sends the traffic of its networks to a firewall. */
  | { readonly kind: 'virtualHub'; readonly hub: ResourceView }
  /** The workspace declares a hub. */
  | { readonly kind: 'contract' }
  /** A peering such as those with a hub, of which the template doesn't show what is in it. */
  | { readonly kind: 'peering'; readonly peering: ResourceView };

type Node = SubnetNode<NetworkSource>;

const firewallSubnet = 'azurefirewallsubnet';

/** What shows that traffic of a subnet is meant to pass a firewall; the surest sign, or null if there is none. */
export function inspectionSignOf(
  reach: DeploymentReach,
  deployment: DeploymentView,
  node: Node,
): InspectionSign | null {
  return (
    firewallNear(reach, node) ??
    applianceNear(reach, deployment, node) ??
    virtualHubOf(reach, node) ??
    (declaresHub(deployment) ? { kind: 'contract' } : null) ??
    peeringWithHub(reach, node)
  );
}

/** The networks whose firewalls a subnet's routes can name: its own, and those that it is peered with. */
function networksNear(
  { reachability: { index } }: DeploymentReach,
  node: Node,
): readonly VirtualNetwork<NetworkSource>[] {
  return [node.network, ...linksOf(index, node).flatMap(({ remote }) => remote ?? [])];
}

/** The subnet of a firewall in a network; the firewall itself may be deployed elsewhere. */
export function firewallIn(
  { reachability: { index } }: DeploymentReach,
  network: VirtualNetwork<NetworkSource>,
): Extract<InspectionSign, { kind: 'firewall' }> | null {
  for (const subnet of network.subnets) {
    const firewall = index.network.firewalls.find((candidate) => candidate.subnet === subnet.id);
    if (firewall === undefined && subnet.name.toLowerCase() !== firewallSubnet) continue;
    const resource = (firewall ?? subnet).source.resource;
    return { kind: 'firewall', resource, network: network.source.resource };
  }
  return null;
}

function firewallNear(reach: DeploymentReach, node: Node): InspectionSign | null {
  for (const network of networksNear(reach, node)) {
    const found = firewallIn(reach, network);
    if (found !== null) return found;
  }
  return null;
}

function applianceNear(reach: DeploymentReach, deployment: DeploymentView, node: Node): InspectionSign | null {
  const [first] = routedNear(reach, deployment, node);
  if (first === undefined) return null;
  const { addresses } = first.hop;
  const address = isUnknown(addresses) ? null : (printAddresses(addresses)[0] ?? null);
  return { kind: 'appliance', subnet: first.node.subnet.source.resource, address };
}

/** Subnets of the same network, or of one that is peered with the same hub, that send their traffic to the Internet to an appliance. */
export function routedNear(reach: DeploymentReach, deployment: DeploymentView, node: Node): readonly RoutedSubnet[] {
  const routed = subnetsWithAppliance(reach, deployment);
  if (routed.length === 0) return [];
  const peersOf = (other: Node): readonly unknown[] =>
    linksOf(reach.reachability.index, other).flatMap(({ peering: { remote } }) => (isUnknown(remote) ? [] : remote));
  const own = peersOf(node);
  return routed.filter(
    ({ node: other }) => other.network === node.network || peersOf(other).some((peer) => own.includes(peer)),
  );
}

/** A subnet whose own default route leads to an appliance. */
export interface RoutedSubnet {
  readonly node: Node;
  readonly hop: Extract<Hop, { kind: 'VirtualAppliance' }>;
  readonly route: Route<NetworkSource>;
}

export function subnetsWithAppliance(
  { reachability: { index, routing } }: DeploymentReach,
  deployment: DeploymentView,
): readonly RoutedSubnet[] {
  return deployment.remember('subnets with an appliance', () =>
    [...index.subnets.values()].flatMap((node) => {
      if (node.subnet.routeTable === null) return [];
      const own = routing.routesOf(node).routes.find(({ length, route }) => length === 0 && route !== null);
      if (own?.hop.kind !== 'VirtualAppliance' || own.route === null) return [];
      return [{ node, hop: own.hop, route: own.route }];
    }),
  );
}

function virtualHubOf(reach: DeploymentReach, { network }: Node): InspectionSign | null {
  for (const hub of reach.reachability.index.hubs.get(network.id) ?? []) {
    const isRouted = hub.internetTraffic !== null && !isUnknown(hub.internetTraffic);
    if (isRouted || firewallOfHub(reach, hub) !== null) return { kind: 'virtualHub', hub: hub.source.resource };
  }
  return null;
}

/** The firewall that stands in a virtual hub; null if the deployment declares none. */
export function firewallOfHub(
  { network }: DeploymentReach,
  { source }: VirtualHub<NetworkSource>,
): ResourceView | null {
  const found = network.firewalls.find(
    (firewall) =>
      firewall.subnet === null &&
      decidedOr(false, () => source.resource.is(firewall.source.resource.target('properties.virtualHub.id'))),
  );
  return found?.source.resource ?? null;
}

function declaresHub({ contract }: DeploymentView): boolean {
  return (
    contract.tiers.some(({ tier }) => tier === 'hub') ||
    (contract.flows ?? []).some(({ from, to, services }) => services.length > 0 && (from === 'hub' || to === 'hub'))
  );
}

/** A peering with a network that isn't seen, which forwards or lends its gateway: hubs do. Who lends its own is the hub. */
function peeringWithHub({ reachability: { index } }: DeploymentReach, node: Node): InspectionSign | null {
  const link = linksOf(index, node).find(
    ({ remote, peering }) =>
      (remote === null || remote.moreAddresses !== null) &&
      peering.allowGatewayTransit === false &&
      (peering.useRemoteGateways === true || peering.allowForwardedTraffic === true),
  );
  return link === undefined ? null : { kind: 'peering', peering: link.peering.source.resource };
}

/** True if a subnet is one of appliances: their interfaces are in it, or a route names an address of it as next hop. */
export function holdsAppliance(
  { reachability: { index } }: DeploymentReach,
  deployment: DeploymentView,
  node: Node,
): boolean {
  if (appliancesOf(deployment).some(({ subnet }) => subnet === node.subnet.id)) return true;
  const nextHops = deployment.remember('addresses of appliances', () => nextHopsOf(index.network));
  return overlapAddresses(nextHops, node.subnet.somewhere?.within ?? addressesOfSubnet(node.subnet));
}

/** The subnet of the network that a resource is; null if it couldn't be placed there. */
export function nodeOf({ reachability: { index } }: DeploymentReach, subnet: ResourceView): Node | null {
  return index.subnets.get(idOf(subnet)) ?? null;
}
