import type { ResourceView } from '../../deployment/view.ts';
import type { AddressFamily } from '../addresses/address.ts';
import { type AddressSet, addressSetOf, printPrefix, subtractAddresses } from '../addresses/address-set.ts';
import { pairsOf } from '../addresses/interval-set.ts';
import { decidedOr } from '../undecided.ts';
import { declaredOnce } from './declared-once.ts';
import { type PlacedPrefix, subnetPaths, subnetPrefixesOf, wholeSpaceOf } from './network-prefixes.ts';

/** A prefix as long as one of a subnet that is free in its network, as `freePrefixIn` says; the next one behind it, else the first. */
export function freePrefixFor({ resource, written, range }: PlacedPrefix): string | null {
  const network = resource.parent();
  const length = written.text.split('/')[1];
  if (network === null || length === undefined) return null;
  const isOwn = (prefix: PlacedPrefix): boolean => prefix.resource.is(resource) && prefix.written.path === written.path;
  return freePrefixIn(network, { family: range.family, length: Number(length), from: range.first, isFree: isOwn });
}

interface WantedPrefix {
  readonly family: AddressFamily;
  readonly length: number;
  /** The address from which on it is looked for first. */
  readonly from: bigint;
  /** Says of prefixes of subnets that they don't count. */
  readonly isFree: (prefix: PlacedPrefix) => boolean;
}

/** A free IPv4 prefix of a length in the address space of a network, as `freePrefixIn` says. */
export function firstFreePrefix(network: ResourceView, length: number): string | null {
  return freePrefixIn(network, { family: 4, length, from: 0n, isFree: () => false });
}

/**
 * A prefix in the address space of a network that no subnet has. Null if there is none, or it can't be known: subnets or their prefixes aren't all
 * stated.
 */
function freePrefixIn(network: ResourceView, { family, length, from, isFree }: WantedPrefix): string | null {
  const space = wholeSpaceOf(network);
  if (space === null) return null;
  const list = network.children('subnets');
  const subnets = declaredOnce(list);
  if (list.open || subnets.length < list.known.length || !subnets.every(isStated)) return null;
  const taken = subnets.flatMap(subnetPrefixesOf).filter((prefix) => !isFree(prefix));
  const free = subtractAddresses(space, addressSetOf(taken.map((prefix) => prefix.range)));
  const size = 1n << BigInt((family === 4 ? 32 : 128) - length);
  const first = blocksIn(free, family, size, from)[0] ?? blocksIn(free, family, size, 0n)[0];
  return first === undefined ? null : printPrefix({ family, first, last: first + size - 1n }, length);
}

/** True if all prefixes of a subnet are known and well formed. */
function isStated(subnet: ResourceView): boolean {
  return decidedOr(false, () => {
    const values = subnetPaths.flatMap((path) => subnet.read(path));
    return values.filter((value) => value !== null).length === subnetPrefixesOf(subnet).length;
  });
}

/** Where a block of a size, which is a power of two, begins in each free range that holds one from an address on. */
function blocksIn({ v4, v6 }: AddressSet, family: AddressFamily, size: bigint, from: bigint): readonly bigint[] {
  const ranges: Iterable<readonly [number | bigint, number | bigint]> = family === 4 ? pairsOf(v4) : pairsOf(v6);
  return [...ranges].flatMap(([start, end]) => {
    const least = BigInt(start) < from ? from : BigInt(start);
    const first = ((least + size - 1n) / size) * size;
    return first + size <= BigInt(end) ? [first] : [];
  });
}
