/** Sets of addresses of both families. */
import { type AddressFamily, type AddressRange, parseAddressRange } from './address.ts';
import {
  differenceOf,
  holdsPoint,
  type Intervals,
  intersectionOf,
  intervalsOf,
  overlaps,
  pairsOf,
  sameIntervals,
  unionOf,
} from './interval-set.ts';

/** IPv4 as numbers, since most of the work is there, and IPv6 as bigints. */
export interface AddressSet {
  readonly v4: Intervals<number>;
  readonly v6: Intervals<bigint>;
}

/** One address. */
export type Address = { readonly family: 4; readonly value: number } | { readonly family: 6; readonly value: bigint };

const endOfV4 = 2 ** 32;
const endOfV6 = 1n << 128n;

export const noAddress: AddressSet = { v4: [], v6: [] };
export const everyAddress: AddressSet = { v4: [0, endOfV4], v6: [0n, endOfV6] };

export function addressSetOf(ranges: readonly AddressRange[]): AddressSet {
  const v4: [number, number][] = [];
  const v6: [bigint, bigint][] = [];
  for (const { family, first, last } of ranges) {
    if (family === 4) v4.push([Number(first), Number(last) + 1]);
    else v6.push([first, last + 1n]);
  }
  return { v4: intervalsOf(v4), v6: intervalsOf(v6) };
}

/**
 * The set of prefixes, addresses and ranges as templates write them.
 * @returns null if one of the texts is something else, such as a service tag.
 */
export function parseAddressSet(texts: readonly string[]): AddressSet | null {
  const ranges: AddressRange[] = [];
  for (const text of texts) {
    const range = parseAddressRange(text);
    if (range === null) return null;
    ranges.push(range);
  }
  return addressSetOf(ranges);
}

export function unionOfAddresses(...sets: readonly AddressSet[]): AddressSet {
  return sets.reduce((a, b) => ({ v4: unionOf(a.v4, b.v4), v6: unionOf(a.v6, b.v6) }), noAddress);
}

export function intersectAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: intersectionOf(a.v4, b.v4), v6: intersectionOf(a.v6, b.v6) };
}

/** True if an address is in both. */
export function overlapAddresses(a: AddressSet, b: AddressSet): boolean {
  return overlaps<number>(a.v4, b.v4) || overlaps<bigint>(a.v6, b.v6);
}

export function subtractAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: differenceOf(a.v4, b.v4), v6: differenceOf(a.v6, b.v6) };
}

export function isEmptySet(set: AddressSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0;
}

export function sameAddresses(a: AddressSet, b: AddressSet): boolean {
  return a === b || (sameIntervals(a.v4, b.v4) && sameIntervals(a.v6, b.v6));
}

export function holdsAddress(set: AddressSet, address: Address): boolean {
  return address.family === 4 ? holdsPoint(set.v4, address.value) : holdsPoint(set.v6, address.value);
}

/** The smallest member, IPv4 before IPv6; null in an empty set. */
export function smallestAddress(set: AddressSet): Address | null {
  const [v4] = set.v4;
  if (v4 !== undefined) return { family: 4, value: v4 };
  const [v6] = set.v6;
  return v6 === undefined ? null : { family: 6, value: v6 };
}

/** A text that is equal for equal sets and only for them. */
export function keyOfAddresses({ v4, v6 }: AddressSet): string {
  return v6.length === 0 ? v4.join() : `${v4.join()};${v6.join()}`;
}

/** As prefixes where a range is one, else as `first-last`, in order. */
export function printAddresses({ v4, v6 }: AddressSet): readonly string[] {
  return [
    ...[...pairsOf(v4)].map(([start, end]) => printRange(4, BigInt(start), BigInt(end))),
    ...[...pairsOf(v6)].map(([start, end]) => printRange(6, start, end)),
  ];
}

export function printAddress({ family, value }: Address): string {
  return family === 4 ? printV4(value) : printV6(value);
}

/** The prefix of a length that begins where a range does, such as `10.0.5.0/24`. */
export function printPrefix({ family, first }: AddressRange, length: number): string {
  return `${family === 4 ? printV4(Number(first)) : printV6(first)}/${length}`;
}

function printRange(family: AddressFamily, start: bigint, end: bigint): string {
  const print = (value: bigint): string => (family === 4 ? printV4(Number(value)) : printV6(value));
  const size = end - start;
  const isPrefix = (size & (size - 1n)) === 0n && start % size === 0n;
  if (!isPrefix) return `${print(start)}-${print(end - 1n)}`;
  const free = size.toString(2).length - 1;
  return free === 0 ? print(start) : `${print(start)}/${(family === 4 ? 32 : 128) - free}`;
}

function printV4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** With the longest run of zero groups as `::` (RFC 5952). */
function printV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  const text = groups.join(':');
  const runs = text.match(/(?:\b0(?::0)+\b)/g) ?? [];
  const longest = runs.reduce((a, b) => (b.length > a.length ? b : a), '');
  if (longest === '') return text;
  const at = text.search(new RegExp(`(?<![0-9a-f])${longest}(?![0-9a-f])`));
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + longest.length).replace(/^:/, '')}`;
}

/** True for more addresses than belong to one organisation that a rule could mean: an IPv4 /8 or an IPv6 /16 of them. */
export function isBroad({ v4, v6 }: AddressSet): boolean {
  let count = 0;
  for (const [start, end] of pairsOf(v4)) count += end - start;
  let wide = 0n;
  for (const [start, end] of pairsOf(v6)) wide += end - start;
  return count >= 1 << 24 || wide >= 1n << 112n;
}
