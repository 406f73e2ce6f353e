/** Routes that lead back to the appliance that they lead to. */
import {
  type Address,
  type AddressSet,
  holdsAddress,
  isEmptySet,
  keyOfAddresses,
  subtractAddresses,
} from '../addresses/address-set.ts';
import type { Flow } from '../reachability/flows.ts';
import { isUnknown } from '../reachability/model.ts';
import { addressesOfSubnet, linksOf, type NetworkIndex, type SubnetNode } from '../reachability/network-index.ts';
import type { Routing } from '../reachability/ways.ts';

/** The flow, with the hop at an appliance named as a circle if what the appliance sends on comes back to it by the routes of its subnet. */
export function withCircles<S>(routing: Routing<S>, flow: Flow<S>): Flow<S> {
  const { from, witness } = flow;
  const isCircle = 'node' in from && leadsInCircle(routing, from.node, witness.destination);
  if (!isCircle) return flow;
  const hops = flow.hops.map((hop) =>
    hop.at === 'route' && hop.reason === 'appliance' ? { ...hop, reason: 'applianceCircle' as const } : hop,
  );
  return { ...flow, hops };
}

function leadsInCircle<S>(routing: Routing<S>, from: SubnetNode<S>, destination: Address): boolean {
  const passed = new Set<string>();
  let at: SubnetNode<S> | undefined = from;
  while (at !== undefined) {
    const appliance: AddressSet | null = applianceFrom(routing, at, destination);
    if (appliance === null) return false;
    const key = keyOfAddresses(appliance);
    if (passed.has(key)) return true;
    passed.add(key);
    at = subnetHolding(routing.index, at, appliance);
  }
  return false;
}

/** The appliance to which the routes of a subnet surely send packets for an address; null if they go elsewhere, or nobody knows. */
function applianceFrom<S>(routing: Routing<S>, at: SubnetNode<S>, destination: Address): AddressSet | null {
  const route = routing
    .routesOf(at)
    .routes.find(({ tag, addresses }) => tag === null && holdsAddress(addresses, destination));
  if (route?.hop.kind !== 'VirtualAppliance' || route.dependsOn.length > 0) return null;
  return isUnknown(route.hop.addresses) ? null : route.hop.addresses;
}

/** The subnet of the own network or of a peered one that has all of the addresses. */
function subnetHolding<S>(index: NetworkIndex<S>, at: SubnetNode<S>, addresses: AddressSet): SubnetNode<S> | undefined {
  const networks = [at.network, ...linksOf(index, at).flatMap(({ remote }) => remote ?? [])];
  for (const network of networks)
    for (const subnet of network.subnets)
      if (isEmptySet(subtractAddresses(addresses, addressesOfSubnet(subnet)))) return index.subnets.get(subnet.id);
  return undefined;
}
