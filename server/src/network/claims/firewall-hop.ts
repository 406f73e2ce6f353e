/** How a route table that is written for a subnet names the firewall that its traffic is meant to pass. */
import { attempt } from '../../deployment/alternatives.ts';
import type { AskedParameter, NewValue } from '../../deployment/new-resource.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { linksOf, type SubnetNode } from '../reachability/network-index.ts';
import type { DeploymentReach } from '../reading/reachability.ts';
import type { NetworkSource } from '../reading/source.ts';
import { type RoutedSubnet, routedNear, subnetsWithAppliance } from './inspection.ts';

type Node = SubnetNode<NetworkSource>;

/** What whoever deploys the template has to say where it shows no firewall. */
export const askedFirewallAddress: AskedParameter = {
  take: 'parameter',
  name: 'firewallPrivateIpAddress',
  description: 'Private IP address of the firewall',
};

const hopPath = 'properties.nextHopIpAddress';

/** A route table of the template that sends the traffic of other subnets near to the firewall already; those of the same network first. */
export function firewallTableNear(reach: DeploymentReach, deployment: DeploymentView, node: Node): ResourceView | null {
  const near = routedAround(reach, deployment, node);
  const ordered = [
    ...near.filter((other) => other.node.network === node.network),
    ...near.filter((other) => other.node.network !== node.network),
  ];
  for (const { node: other } of ordered) {
    const subnet = other.subnet.source.resource;
    const table = attempt(() => subnet.target('properties.routeTable.id'));
    if (table?.kind === 'resource') return table;
  }
  return null;
}

/**
 * The address that routes of a subnet have as next hop: that of routes of the template that lead to the firewall; that of the firewall, or of the
 * interface of an appliance, in another network of the template; else a parameter, since whoever deploys the template knows it.
 * @param inspector the firewall, its subnet or the interface of an appliance; null if nobody knows it
 */
export function firewallAddress(
  reach: DeploymentReach,
  deployment: DeploymentView,
  node: Node,
  inspector: ResourceView | null,
): NewValue {
  const [routed] = routedAround(reach, deployment, node);
  if (routed !== undefined)
    return { take: 'written', of: routed.route.source.resource.key, path: hopPath, otherwise: askedFirewallAddress };
  // A network that waits for its own firewall, which waits for the network, is never deployed.
  const isElsewhere = inspector !== null && !node.network.subnets.some(({ id }) => id === subnetOf(reach, inspector));
  if (!isElsewhere) return askedFirewallAddress;
  const isAppliance = ['Microsoft.Network/azureFirewalls', 'Microsoft.Network/networkInterfaces'].some((type) =>
    inspector.isType(type),
  );
  if (!isAppliance || inspector.existing) return askedFirewallAddress;
  return {
    take: 'property',
    of: inspector.key,
    path: 'ipConfigurations[0].properties.privateIPAddress',
    otherwise: askedFirewallAddress,
  };
}

/** Subnets with a default route to an appliance that this one could share: near it, or in a network that its own is peered with. */
function routedAround(reach: DeploymentReach, deployment: DeploymentView, node: Node): readonly RoutedSubnet[] {
  const near = routedNear(reach, deployment, node);
  const peers = new Set(linksOf(reach.reachability.index, node).map(({ remote }) => remote));
  const peered = subnetsWithAppliance(reach, deployment).filter((other) => peers.has(other.node.network));
  return [...near, ...peered.filter((other) => !near.includes(other))];
}

/** The subnet in which a firewall or an interface stands. */
function subnetOf({ network }: DeploymentReach, inspector: ResourceView): string | null {
  const firewall = network.firewalls.find(({ source }) => source.resource.is(inspector));
  const nic = network.interfaces.find(({ source }) => source.resource.is(inspector));
  return firewall?.subnet ?? nic?.subnet ?? null;
}
