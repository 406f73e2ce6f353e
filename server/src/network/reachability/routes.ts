/** Where a subnet's traffic goes (azure-network 2.6): longest prefix first, then user-defined before BGP before system routes. */
import { type AddressSet, parseAddressSet } from '../addresses/address-set.ts';
import { privateRanges } from '../addresses/special-ranges.ts';
import type { Atom, Cuts } from './atoms.ts';
import { cutsOf } from './atoms.ts';
import { type Dependency, isUnknown, type NextHop, type Prefix, type PrivateEndpoint, type Route } from './model.ts';
import {
  gatewaysOf,
  isDependency,
  linksOf,
  type NetworkIndex,
  prefixesBehind,
  resolve,
  type SubnetNode,
  unseenBehind,
} from './network-index.ts';
import { holdsAtom, isWithin } from './rule-side.ts';
import { holdsSomewhere } from './somewhere.ts';

export type Hop =
  | NextHop
  | { readonly kind: 'Peering'; readonly network: string }
  /** A virtual hub, which sends it on or through its firewall. */
  | { readonly kind: 'VirtualHub'; readonly hub: string }
  | { readonly kind: 'PrivateEndpoint' }
  | { readonly kind: 'Unknown' };

export interface EffectiveRoute<S> {
  readonly hop: Hop;
  readonly addresses: AddressSet;
  /** The service tag that the route is for, instead of addresses. */
  readonly tag: string | null;
  readonly length: number;
  /** Which of two routes for one prefix wins: the higher. */
  readonly rank: number;
  /** The route of the table; null for routes that nobody wrote. */
  readonly route: Route<S> | null;
  readonly dependsOn: readonly Dependency[];
}

/** User-defined routes win; routes of the network itself and its peers beat BGP, other system routes don't. */
const rank = { user: 3, network: 2, bgp: 1, system: 0 } as const;

export interface RoutesOf<S> {
  /** By length and rank, the winner first. */
  readonly routes: readonly EffectiveRoute<S>[];
  /** Set if there may be routes to private addresses that the network doesn't show: learned by gateways, or to peers that aren't known. */
  readonly onPremises: Dependency | null;
  readonly tags: readonly string[];
  readonly cuts: Cuts;
}

function fixed(text: string): Prefix {
  const addresses = parseAddressSet([text]);
  if (addresses === null) throw new Error(`not a prefix: ${text}`);
  return { addresses, length: Number(text.split('/')[1]) };
}

const defaultPrefixes = ['0.0.0.0/0', '::/0'].map(fixed);
const nowherePrefixes = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map(fixed);
const intentPrefixes = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(fixed);

/** No network has a shorter prefix; the default route is shorter. */
const shortest = 1;

/** All routes that hosts of a subnet have. */
export function effectiveRoutes<S>(index: NetworkIndex<S>, node: SubnetNode<S>): RoutesOf<S> {
  const routes: EffectiveRoute<S>[] = [];
  const add = (prefixes: readonly Prefix[], hop: Hop, order: number, dependsOn: readonly Dependency[] = []): void => {
    for (const { addresses, length } of prefixes)
      routes.push({ hop, addresses, tag: null, length, rank: order, route: null, dependsOn });
  };
  add(defaultPrefixes, { kind: 'Internet' }, rank.system);
  add(nowherePrefixes, { kind: 'None' }, rank.system);
  /** Routes for a space of which only parts are known: they may be as short as its prefixes, so others may win over them. */
  const addSpace = (
    prefixes: readonly Prefix[],
    more: Dependency | null,
    hop: Hop,
    doubts: readonly Dependency[],
  ): void => {
    if (more !== null)
      add(
        prefixes.map((prefix) => ({ ...prefix, length: shortest })),
        hop,
        rank.network,
        doubts,
      );
    add(prefixes, hop, rank.network, more === null ? doubts : [...doubts, more]);
  };
  addSpace(node.network.addressSpace, node.network.moreAddresses, { kind: 'VirtualNetworkLocal' }, []);
  let onPremises = node.network.morePeerings;
  for (const link of linksOf(index, node)) {
    const prefixes = prefixesBehind(link);
    const dependsOn = link.dependsOn === null || link.remote === null ? [] : [link.dependsOn];
    const name = isUnknown(link.peering.remote) ? '' : link.peering.remote;
    const more = link.peering.remoteSubnets === null ? (link.remote?.moreAddresses ?? null) : null;
    if (prefixes !== null) addSpace(prefixes, more, { kind: 'Peering', network: name }, dependsOn);
    // A partial peering has routes for subnets, as long as their prefixes; where these aren't known one may win over any other.
    for (const { prefixes: own, somewhere } of link.peering.remoteSubnets === null ? [] : (link.remote?.subnets ?? []))
      if (somewhere !== null && prefixes !== null) {
        const standIns = own.filter((prefix) => prefixes.includes(prefix)).map((prefix) => ({ ...prefix, length: 32 }));
        add(standIns, { kind: 'Peering', network: name }, rank.network, [...dependsOn, somewhere.dependsOn]);
      }
    onPremises ??= unseenBehind(link);
  }

  const table = resolve(node.subnet.routeTable, index.routeTables);
  const propagates = table === undefined || isDependency(table) || table.propagates;
  if (propagates) {
    for (const { prefixes } of gatewaysOf(index, node)) {
      if (isUnknown(prefixes)) onPremises = prefixes.unknown;
      else add(prefixes, { kind: 'VirtualNetworkGateway' }, rank.bgp);
    }
    for (const hub of index.hubs.get(node.network.id) ?? []) {
      const hop: Hop = { kind: 'VirtualHub', hub: hub.id };
      for (const { network: id } of hub.connections)
        if (id !== node.network.id) add(index.virtualNetworks.get(id)?.addressSpace ?? [], hop, rank.bgp);
      if (hub.privateTraffic !== null) add(intentPrefixes, hop, rank.bgp);
      const takes = hub.connections.find(({ network: id }) => id === node.network.id)?.takesDefaultRoute ?? true;
      if (hub.internetTraffic === null || takes === false) continue;
      const doubts = [hub.internetTraffic, takes].flatMap((value) => (isUnknown(value) ? [value.unknown] : []));
      add(defaultPrefixes, hop, rank.bgp, doubts);
    }
  }
  if (isDependency(table)) routes.push(unknownRoute(table));
  else if (table !== undefined) {
    if (table.more !== null) routes.push(unknownRoute(table.more));
    routes.push(...table.routes.map(userRoute));
  }
  routes.sort((a, b) => b.length - a.length || b.rank - a.rank);
  return {
    routes,
    onPremises,
    tags: routes.flatMap(({ tag }) => tag ?? []),
    // What gateways lead to tells addresses apart even where the table takes none of their routes.
    cuts: cutsOf(
      [...routes, ...gatewaysOf(index, node).flatMap(({ prefixes }) => (isUnknown(prefixes) ? [] : prefixes))]
        .map(({ addresses }) => addresses)
        .concat(privateRanges),
    ),
  };
}

/** Longer than any prefix: a route of which nobody knows where it leads may be the one. */
const anyLength = 1000;
const anywhere = { v4: defaultPrefixes[0]?.addresses.v4 ?? [], v6: defaultPrefixes[1]?.addresses.v6 ?? [] };

function unknownRoute(dependsOn: Dependency): EffectiveRoute<never> {
  return {
    hop: { kind: 'Unknown' },
    addresses: anywhere,
    tag: null,
    length: anyLength,
    rank: rank.user,
    route: null,
    dependsOn: [dependsOn],
  };
}

function userRoute<S>(route: Route<S>): EffectiveRoute<S> {
  const dependsOn: Dependency[] = route.presence === null ? [] : [route.presence];
  const unknownHop = isUnknown(route.nextHop) ? route.nextHop.unknown : null;
  if (unknownHop !== null) dependsOn.push(unknownHop);
  const hop: Hop = isUnknown(route.nextHop) ? { kind: 'Unknown' } : route.nextHop;
  const common = { hop, rank: rank.user, route };
  const { destination } = route;
  if (isUnknown(destination))
    return {
      ...common,
      addresses: anywhere,
      tag: null,
      length: anyLength,
      dependsOn: [...dependsOn, destination.unknown],
    };
  if (typeof destination === 'string')
    // Longer than the default route; how its prefixes compare with others isn't known.
    return { ...common, addresses: { v4: [], v6: [] }, tag: destination, length: 0.5, dependsOn };
  return { ...common, ...destination, tag: null, dependsOn };
}

/**
 * The routes that an address may take: those that may be there, in order, and last the one that is there for certain.
 * @param endpoint the private endpoint that has the address, if it is one in this network or a peered one
 */
export function routesTo<S>(
  { routes, onPremises }: RoutesOf<S>,
  atom: Atom,
  endpoint: { readonly item: PrivateEndpoint<S>; readonly node: SubnetNode<S> } | null,
): readonly EffectiveRoute<S>[] {
  if (endpoint !== null) return routesToEndpoint(routes, atom, endpoint.node);
  const chosen: EffectiveRoute<S>[] = [];
  // Whatever the prefix of a network is, its own route wins over those to nowhere.
  const isConnected =
    atom.somewhere !== null && routes.some((each) => each.rank === rank.network && holdsAtom(each.addresses, atom));
  for (const each of routes) {
    const route = isConnected && each.rank === rank.system && each.length > 0 ? null : routeFor(each, atom);
    if (route === null) continue;
    chosen.push(route);
    if (route.dependsOn.length === 0) break;
  }
  const tagged = routes.find(({ tag }) => tag !== null && atom.tag !== null && isWithin(atom.tag, tag));
  const winner = chosen.at(-1);
  if (tagged !== undefined && winner !== undefined && winner.tag === null && winner.length > 0)
    chosen.unshift({ ...tagged, dependsOn: [...tagged.dependsOn, { kind: 'tag', name: tagged.tag ?? '' }] });
  if (onPremises !== null && winner?.rank === rank.system && holdsAtom(privateRanges, atom))
    chosen.unshift(learnedRoute(onPremises));
  return chosen;
}

/** A route as it is for an address, with what that depends on; null if it isn't for it. */
function routeFor<S>(route: EffectiveRoute<S>, atom: Atom): EffectiveRoute<S> | null {
  if (route.tag !== null) return atom.tag !== null && isWithin(atom.tag, route.tag) ? route : null;
  // Stand-ins have routes of their networks; the default route holds them too.
  if (atom.somewhere === null || route.rank === rank.network || route.length === 0)
    return holdsAtom(route.addresses, atom) ? route : null;
  const match = holdsSomewhere(route.addresses, atom.somewhere);
  if (match === false) return null;
  if (match === true && route.length >= atom.somewhere.longest) return route;
  return { ...route, dependsOn: [...route.dependsOn, atom.somewhere.dependsOn] };
}

function learnedRoute(dependsOn: Dependency): EffectiveRoute<never> {
  return {
    hop: { kind: 'Unknown' },
    addresses: privateRanges,
    tag: null,
    length: 0,
    rank: rank.bgp,
    route: null,
    dependsOn: [dependsOn],
  };
}

/**
 * A private endpoint has a route of its own in its network and in directly peered ones. Only a user-defined route at least as long as the
 * network's prefix overrides it, and only if the endpoint's subnet says that route tables count (azure-network 2.4).
 */
function routesToEndpoint<S>(
  routes: readonly EffectiveRoute<S>[],
  atom: Atom,
  { subnet, network }: SubnetNode<S>,
): readonly EffectiveRoute<S>[] {
  const direct: EffectiveRoute<S> = {
    hop: { kind: 'PrivateEndpoint' },
    addresses: anywhere,
    tag: null,
    length: 32,
    rank: rank.network,
    route: null,
    dependsOn: [],
  };
  const { endpointPolicies: policies } = subnet;
  if (policies === 'Disabled' || policies === 'NetworkSecurityGroupEnabled') return [direct];
  const space = network.addressSpace.filter(({ addresses }) => holdsAtom(addresses, atom));
  const least = Math.max(0, ...space.map(({ length }) => length));
  const overriding: EffectiveRoute<S>[] = [];
  for (const each of routes) {
    const route = each.tag === null ? routeFor(each, atom) : null;
    const isShort = each.length < least;
    if (route === null || route.rank !== rank.user || (isShort && network.moreAddresses === null)) continue;
    const doubts = [
      ...(isUnknown(policies) ? [policies.unknown] : []),
      ...(isShort && network.moreAddresses !== null ? [network.moreAddresses] : []),
    ];
    overriding.push(doubts.length === 0 ? route : { ...route, dependsOn: [...route.dependsOn, ...doubts] });
    if (overriding.at(-1)?.dependsOn.length === 0) return overriding;
  }
  return [...overriding, direct];
}
