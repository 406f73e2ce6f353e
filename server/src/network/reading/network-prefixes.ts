/** The prefixes that virtual networks, their subnets and routes have by themselves, to find those that Azure refuses together. */
import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type AddressRange, parseAddressRange, parsePrefix } from '../addresses/address.ts';
import { type AddressSet, addressSetOf, isEmptySet, subtractAddresses } from '../addresses/address-set.ts';
import { declaredOnce, isDeclaredOnce, requireChildren } from './declared-once.ts';
import { knownTexts, requireTexts, type WrittenText } from './written-texts.ts';

/** A prefix with its place. What isn't well formed isn't among them: that is a finding of its own. */
export interface PlacedPrefix {
  readonly resource: ResourceView;
  readonly written: WrittenText;
  readonly range: AddressRange;
}

/** Where virtual networks and subnets have their prefixes. */
export const spacePath = 'properties.addressSpace.addressPrefixes';
export const subnetPaths: readonly string[] = ['properties.addressPrefix', 'properties.addressPrefixes'];

/** The known prefixes of the address space of a virtual network; none if it is declared elsewhere or twice. */
export function spacePrefixesOf(network: ResourceView): readonly PlacedPrefix[] {
  return network.existing || !isDeclaredOnce(network) ? [] : prefixesAt(network, spacePath);
}

/** The known prefixes of a subnet. */
export function subnetPrefixesOf(subnet: ResourceView): readonly PlacedPrefix[] {
  return prefixesAt(subnet, ...subnetPaths);
}

/**
 * All addresses of a virtual network; null if they aren't all stated: it is declared elsewhere or twice, a pool gives it some, or one of its
 * prefixes isn't known.
 */
export function wholeSpaceOf(network: ResourceView): AddressSet | null {
  if (network.existing || network.otherDeclarations().length > 0) return null;
  if (!network.omits('properties.addressSpace.ipamPoolPrefixAllocations')) return null;
  requireTexts(network, spacePath);
  const prefixes = spacePrefixesOf(network);
  if (prefixes.length === 0 || prefixes.length < network.size(spacePath)) return null;
  return addressSetOf(prefixes.map(({ range }) => range));
}

/** The first prefix of a subnet that surely holds addresses outside of its network; null if there is none. */
export function prefixOutside(subnet: ResourceView): PlacedPrefix | null {
  const network = subnet.parent();
  const space = network === null ? null : wholeSpaceOf(network);
  if (space === null) return null;
  const isOutside = ({ range }: PlacedPrefix): boolean => !isEmptySet(subtractAddresses(addressSetOf([range]), space));
  const prefix = subnetPrefixesOf(subnet).find(isOutside);
  if (prefix === undefined) requireTexts(subnet, ...subnetPaths);
  return prefix ?? null;
}

/** Two prefixes that hold the same addresses, the one that stands later in the template first. */
export interface Overlap {
  readonly later: PlacedPrefix;
  readonly earlier: PlacedPrefix;
}

/**
 * The overlap of a subnet with one that stands before it in its network; null if there is none.
 * @throws Undecided if one that isn't known may overlap it.
 */
export function overlapOfSubnet(subnet: ResourceView): Overlap | null {
  const network = subnet.parent();
  if (network === null || network.existing) return null;
  const found = overlappingSubnetsOf(network).get(subnet.key);
  if (found === undefined && network.otherDeclarations().length === 0) requireChildren(network, 'subnets', subnetPaths);
  return found ?? null;
}

/** The overlaps among the subnets of a virtual network, by the key of the later subnet; one for each. */
function overlappingSubnetsOf(network: ResourceView): ReadonlyMap<string, Overlap> {
  return network.deployment.remember(`overlapping subnets of ${network.key}`, () =>
    isDeclaredOnce(network)
      ? overlapsOf(declaredOnce(network.children('subnets')).map(subnetPrefixesOf))
      : new Map<string, Overlap>(),
  );
}

/** @param groups the prefixes of each resource, in the order of the template */
function overlapsOf(groups: readonly (readonly PlacedPrefix[])[]): ReadonlyMap<string, Overlap> {
  const overlaps = new Map<string, Overlap>();
  const ordered = groups.flatMap((group, order) => group.map((prefix) => ({ prefix, order })));
  ordered.sort(({ prefix: { range: a } }, { prefix: { range: b } }) =>
    a.family === b.family ? compare(a.first, b.first) : a.family - b.family,
  );
  // Of those before, the one that ends last: what overlaps any of them overlaps it.
  let widest: (typeof ordered)[number] | null = null;
  for (const next of ordered) {
    const { range } = next.prefix;
    const reaches = widest?.prefix.range.family === range.family && widest.prefix.range.last >= range.first;
    if (widest !== null && reaches && widest.order !== next.order) {
      const [earlier, later] = widest.order < next.order ? [widest, next] : [next, widest];
      const { key } = later.prefix.resource;
      if (!overlaps.has(key)) overlaps.set(key, { later: later.prefix, earlier: earlier.prefix });
    }
    if (!reaches || (widest !== null && range.last > widest.prefix.range.last)) widest = next;
  }
  return overlaps;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

/** Where a peering names the other network. */
export const remoteNetworkPath = 'properties.remoteVirtualNetwork.id';

/** Addresses that the remote network of a peering shares with its own network, or with another one that this is peered with before it. */
export interface PeeringOverlap {
  /** The own network of the peering. */
  readonly network: ResourceView;
  readonly other: PlacedPrefix;
  /** True if the other is a network to which an earlier peering leads. */
  readonly isPeer: boolean;
  readonly remote: PlacedPrefix;
}

/**
 * The first overlap for which Azure refuses a peering; null if there is none that is known. A peering of some subnets only may join networks
 * that overlap.
 */
export function overlapOfPeering(peering: ResourceView): PeeringOverlap | null {
  const network = peering.parent();
  const target = network === null ? null : completePeer(peering, network);
  if (network === null || target === null) return null;
  const others = spacePrefixesOf(target);
  for (const other of spacePrefixesOf(network))
    for (const remote of others)
      if (doOverlap(other.range, remote.range)) return { network, other, isPeer: false, remote };
  const among = overlappingPeersOf(network).get(target.key);
  if (among === undefined) requirePeers(network, target);
  return among === undefined ? null : { network, other: among.earlier, isPeer: true, remote: among.later };
}

/** Ends the run as undecided if something that isn't known may make the networks overlap. */
function requirePeers(network: ResourceView, target: ResourceView): void {
  for (const each of [network, target])
    if (!each.existing && each.otherDeclarations().length === 0) requireTexts(each, spacePath);
  if (network.existing || target.existing || network.otherDeclarations().length > 0) return;
  network.deployment.remember(`all peers of ${network.key}`, () => {
    network.children('virtualNetworkPeerings').some((peering) => {
      const peer = completePeer(peering, network);
      if (peer !== null && !peer.existing && peer.otherDeclarations().length === 0) requireTexts(peer, spacePath);
      return peering.name === '' && peering.otherDeclarations().length > 0;
    });
    return null;
  });
}

/** The network to which a peering of all subnets leads, if it is declared and another one. */
function completePeer(peering: ResourceView, network: ResourceView): ResourceView | null {
  const remote = peering.target(remoteNetworkPath);
  if (remote === null || remote.kind === 'external' || network.is(remote)) return null;
  return String(peering.read('properties.peerCompleteVnets')).toLowerCase() === 'false' ? null : remote;
}

/** The overlaps among the networks to which one is peered, by the key of the one whose peering stands later. */
function overlappingPeersOf(network: ResourceView): ReadonlyMap<string, Overlap> {
  return network.deployment.remember(`overlapping peers of ${network.key}`, () => {
    if (network.existing || !isDeclaredOnce(network)) return new Map<string, Overlap>();
    const peers = declaredOnce(network.children('virtualNetworkPeerings')).flatMap(
      (peering) => attempt(() => completePeer(peering, network)) ?? [],
    );
    const distinct = new Map(peers.map((peer) => [peer.key, peer]));
    return overlapsOf([...distinct.values()].map(spacePrefixesOf));
  });
}

function doOverlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/**
 * The first route before another in its table that is for the same prefix or tag; null if there is none.
 * @throws Undecided if one that isn't known may be.
 */
export function sameRouteBefore(route: ResourceView): ResourceView | null {
  const table = route.parent();
  if (table === null) return null;
  const earlier = route.deployment.remember(`routes of ${table.key} for one prefix`, () => {
    const pairs = new Map<string, ResourceView>();
    if (table.existing || !isDeclaredOnce(table)) return pairs;
    const firsts = new Map<string, ResourceView>();
    for (const other of declaredOnce(table.children('routes')))
      for (const { text } of knownTexts(other, 'properties.addressPrefix')) {
        const destination = destinationOf(text);
        const first = firsts.get(destination);
        if (first === undefined) firsts.set(destination, other);
        else pairs.set(other.key, first);
      }
    return pairs;
  });
  const found = earlier.get(route.key);
  if (found === undefined && !table.existing && table.otherDeclarations().length === 0)
    requireChildren(table, 'routes', ['properties.addressPrefix']);
  return found ?? null;
}

/** A text that is equal for equal destinations. */
function destinationOf(text: string): string {
  const range = parseAddressRange(text);
  return range === null ? text.toLowerCase() : `${range.family} ${range.first}-${range.last}`;
}

function prefixesAt(resource: ResourceView, ...paths: readonly string[]): readonly PlacedPrefix[] {
  return knownTexts(resource, ...paths).flatMap((written) => {
    const prefix = parsePrefix(written.text);
    return prefix?.isAligned === true ? [{ resource, written, range: prefix.range }] : [];
  });
}
