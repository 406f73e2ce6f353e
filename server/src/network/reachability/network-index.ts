/** Items of a network by id, and which belongs where. */
import { type AddressSet, noAddress, unionOfAddresses } from '../addresses/address-set.ts';
import { pairsOf } from '../addresses/interval-set.ts';
import {
  type Dependency,
  isUnknown,
  type Network,
  type NetworkInterface,
  type Peering,
  type PrivateEndpoint,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
  type VirtualNetwork,
} from './model.ts';
import type { ApplicationGateway, Gateway, VirtualHub } from './model-entries.ts';
import type { Firewall } from './model-firewall.ts';
import { backendsOf, privateFrontends } from './private-frontends.ts';

/** A subnet with its network and with what is in it. */
export interface SubnetNode<S> {
  readonly subnet: Subnet<S>;
  readonly network: VirtualNetwork<S>;
  readonly interfaces: NetworkInterface<S>[];
  readonly endpoints: PrivateEndpoint<S>[];
  /** Addresses that load balancers of the network have as frontends: no host has them. */
  readonly frontends: AddressSet;
}

export interface NetworkIndex<S> {
  readonly network: Network<S>;
  readonly virtualNetworks: ReadonlyMap<string, VirtualNetwork<S>>;
  readonly subnets: ReadonlyMap<string, SubnetNode<S>>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup<S>>;
  readonly routeTables: ReadonlyMap<string, RouteTable<S>>;
  readonly groups: ReadonlyMap<string, Dependency | null>;
  readonly interfaces: ReadonlyMap<string, NetworkInterface<S>>;
  readonly endpoints: ReadonlyMap<string, PrivateEndpoint<S>>;
  readonly firewalls: ReadonlyMap<string, Firewall<S>>;
  readonly gateways: ReadonlyMap<string, readonly Gateway<S>[]>;
  readonly hubs: ReadonlyMap<string, readonly VirtualHub<S>[]>;
}

export function indexNetwork<S>(network: Network<S>): NetworkIndex<S> {
  const subnets = new Map<string, SubnetNode<S>>();
  const frontends = frontendsByNetwork(network);
  for (const virtualNetwork of network.virtualNetworks)
    for (const subnet of virtualNetwork.subnets)
      subnets.set(subnet.id, {
        subnet,
        network: virtualNetwork,
        interfaces: [],
        endpoints: [],
        frontends: frontends.get(virtualNetwork.id) ?? noAddress,
      });
  for (const item of network.interfaces) subnets.get(item.subnet)?.interfaces.push(item);
  for (const item of network.privateEndpoints) subnets.get(item.subnet)?.endpoints.push(item);
  const connections = network.hubs.flatMap((hub) => hub.connections.map(({ network: id }) => [id, hub] as const));
  return {
    network,
    virtualNetworks: byId(network.virtualNetworks),
    subnets,
    securityGroups: byId(network.securityGroups),
    routeTables: byId(network.routeTables),
    groups: new Map(network.applicationSecurityGroups.map(({ id, otherMembers }) => [id, otherMembers])),
    interfaces: byId(network.interfaces),
    endpoints: byId(network.privateEndpoints),
    firewalls: byId(network.firewalls),
    gateways: grouped(network.gateways.map((gateway) => [gateway.virtualNetwork, gateway])),
    hubs: grouped(connections),
  };
}

/** The private frontends by the virtual network in which they are: that of the machines behind them. */
function frontendsByNetwork<S>(network: Network<S>): ReadonlyMap<string, AddressSet> {
  const all = privateFrontends(network);
  if (all.length === 0) return new Map();
  const networkOf = new Map(network.virtualNetworks.flatMap(({ id, subnets }) => subnets.map((one) => [one.id, id])));
  const subnetOf = new Map(network.interfaces.map(({ id, subnet }) => [id, subnet]));
  const byNetwork = new Map<string, AddressSet>();
  for (const frontend of all)
    for (const backend of backendsOf(frontend)) {
      const id = networkOf.get(subnetOf.get(backend) ?? '');
      if (id === undefined) continue;
      byNetwork.set(id, unionOfAddresses(byNetwork.get(id) ?? noAddress, frontend.addresses));
    }
  return byNetwork;
}

/** The address space of a virtual network. */
export function spaceOf({ addressSpace }: VirtualNetwork<unknown>): AddressSet {
  return unionOfAddresses(...addressSpace.map(({ addresses }) => addresses));
}

/** True if a security group surely stands at a subnet or at an interface in it. */
export function standsAt({ subnet, interfaces }: SubnetNode<unknown>, group: string): boolean {
  return subnet.securityGroup === group || interfaces.some(({ securityGroup }) => securityGroup === group);
}

export function addressesOfSubnet({ prefixes }: Subnet<unknown>): AddressSet {
  return unionOfAddresses(...prefixes.map(({ addresses }) => addresses));
}

/**
 * The addresses of each prefix that no host has: the first four, for the network, the gateway and the mapping of DNS, and the last, for broadcasts
 * (Microsoft Learn, Azure Virtual Network FAQ).
 */
export function reservedAddresses({ prefixes }: Subnet<unknown>): AddressSet {
  return unionOfAddresses(
    ...prefixes.map(({ addresses: { v4, v6 } }) => ({
      v4: [...pairsOf(v4)].flatMap(([start, end]) =>
        end - start < 6 ? [start, end] : [start, start + 4, end - 1, end],
      ),
      v6: [...pairsOf(v6)].flatMap(([start, end]) =>
        end - start < 6n ? [start, end] : [start, start + 4n, end - 1n, end],
      ),
    })),
  );
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function grouped<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const map = new Map<string, T[]>();
  for (const [key, item] of entries) {
    const list = map.get(key);
    if (list === undefined) map.set(key, [item]);
    else list.push(item);
  }
  return map;
}

/** A link from a subnet's network to another one, as that subnet sees it. */
export interface Link<S> {
  readonly peering: Peering<S>;
  /** Null if the other network isn't known. */
  readonly remote: VirtualNetwork<S> | null;
  /** Set if the link isn't certain. */
  readonly dependsOn: Dependency | null;
}

/**
 * The peerings of a subnet that work: both ends have declared them, and a partial peering names the subnet. Only one end makes no connection.
 */
export function linksOf<S>(
  index: NetworkIndex<S>,
  { subnet, network }: Pick<SubnetNode<S>, 'subnet' | 'network'>,
): readonly Link<S>[] {
  const links: Link<S>[] = [];
  for (const peering of network.peerings) {
    if (peering.localSubnets !== null && !peering.localSubnets.includes(subnet.name)) continue;
    if (isUnknown(peering.remote)) {
      links.push({ peering, remote: null, dependsOn: peering.remote.unknown });
      continue;
    }
    const remote = index.virtualNetworks.get(peering.remote);
    if (remote === undefined)
      links.push({ peering, remote: null, dependsOn: { kind: 'outside', name: peering.remote } });
    else {
      const back = remote.peerings.some((other) => other.remote === network.id);
      const unsure = back
        ? null
        : (remote.peerings.map(({ remote: other }) => other).find(isUnknown)?.unknown ?? remote.morePeerings);
      if (back || unsure !== null) links.push({ peering, remote, dependsOn: unsure });
    }
  }
  return links;
}

/**
 * What a link leads to: the remote's space, or that of the subnets which a partial peering names; null if it isn't known. Of a network that is
 * deployed elsewhere the peering may state the addresses.
 */
export function prefixesBehind<S>({ peering, remote }: Link<S>): VirtualNetwork<S>['addressSpace'] | null {
  if (remote === null) return peering.remoteAddresses;
  if (remote.moreAddresses !== null && peering.remoteSubnets === null)
    return [...remote.addressSpace, ...(peering.remoteAddresses ?? [])];
  const { remoteSubnets } = peering;
  if (remoteSubnets === null) return remote.addressSpace;
  return remote.subnets.filter(({ name }) => remoteSubnets.includes(name)).flatMap(({ prefixes }) => prefixes);
}

/**
 * What lies behind a link that nobody sees: addresses of a network that is deployed elsewhere, or what its gateway leads to. Null if the link
 * shows all of it.
 */
export function unseenBehind<S>({ peering, remote, dependsOn }: Link<S>): Dependency | null {
  const elsewhere = remote === null ? dependsOn : remote.moreAddresses;
  if (elsewhere === null) return null;
  return peering.remoteAddresses === null || peering.useRemoteGateways !== false ? elsewhere : null;
}

/** Gateways that a network's traffic to on-premises networks takes: its own, or those of a peer that lends them (gateway transit). */
export function gatewaysOf<S>(
  index: NetworkIndex<S>,
  node: Pick<SubnetNode<S>, 'subnet' | 'network'>,
): readonly Gateway<S>[] {
  const own = index.gateways.get(node.network.id) ?? [];
  const lent = linksOf(index, node).flatMap(({ peering, remote }) => {
    const back = remote?.peerings.find((other) => other.remote === node.network.id);
    const flags = [peering.useRemoteGateways, back?.allowGatewayTransit ?? false];
    if (remote === null || flags.includes(false)) return [];
    const gateways = index.gateways.get(remote.id) ?? [];
    const doubt = flags.find(isUnknown);
    return doubt === undefined ? gateways : gateways.map((gateway) => ({ ...gateway, prefixes: doubt }));
  });
  return [...own, ...lent];
}

/** The application gateways that live in a subnet. */
export function gatewaysIn<S>(
  { network }: NetworkIndex<S>,
  { subnet }: Pick<SubnetNode<S>, 'subnet'>,
): readonly ApplicationGateway<S>[] {
  return network.applicationGateways.filter((gateway) => gateway.subnet === subnet.id);
}

/** The item that a reference names; undefined if there is none, what it depends on if it isn't known. */
export function resolve<T>(
  reference: string | null | { readonly unknown: Dependency },
  items: ReadonlyMap<string, T>,
): T | undefined | Dependency {
  if (reference === null) return undefined;
  if (isUnknown(reference)) return reference.unknown;
  return items.get(reference) ?? { kind: 'outside', name: reference };
}

export function isDependency(value: unknown): value is Dependency {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'name' in value && Object.keys(value).length === 2
  );
}
