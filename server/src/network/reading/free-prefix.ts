import type { ResourceView } from '../../deployment/view.ts';
import type { AddressFamily } from '../addresses/address.ts';
import { type AddressSet, addressSetOf, printPrefix, subtractAddresses } from '../addresses/address-set.ts';
import { pairsOf } from '../addresses/interval-set.ts';
import { decidedOr } from '../undecided.ts';
import { declaredOnce } from './declared-once.ts';
import { type PlacedPrefix, subnetPaths, subnetPrefixesOf, wholeSpaceOf } from './network-prefixes.ts';

/**
 * A prefix as long as one of a subnet in the address space of its network that no subnet has: the next one behind it, else the first. Null if
 * there is none, or it can't be known: subnets or their prefixes aren't all stated.
 */
export function freePrefixFor({ resource, written, range }: PlacedPrefix): string | null {
  const network = resource.parent();
  const space = network === null ? null : wholeSpaceOf(network);
  if (network === null || space === null) return null;
  const list = network.children('subnets');
  const subnets = declaredOnce(list);
  if (list.open || subnets.length < list.known.length || !subnets.every(isStated)) return null;
  const taken = subnets
    .flatMap(subnetPrefixesOf)
    .filter((prefix) => !prefix.resource.is(resource) || prefix.written.path !== written.path);
  const free = subtractAddresses(space, addressSetOf(taken.map((prefix) => prefix.range)));
  const size = range.last - range.first + 1n;
  const blocks = (from: bigint): readonly bigint[] => blocksIn(free, range.family, size, from);
  const first = blocks(range.first)[0] ?? blocks(0n)[0];
  const length = written.text.split('/')[1];
  if (first === undefined || length === undefined) return null;
  return printPrefix({ family: range.family, first, last: first + size - 1n }, Number(length));
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
