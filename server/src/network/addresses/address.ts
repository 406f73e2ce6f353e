/** Address prefixes as they stand in security rules, routes and subnets: ranges of one family, or words such as `*` and service tags. */

export type AddressFamily = 4 | 6;

/** Addresses from `first` to `last`, both included, as numbers. */
export interface AddressRange {
  readonly family: AddressFamily;
  readonly first: bigint;
  readonly last: bigint;
}

const bits = { 4: 32, 6: 128 } as const;

/** The range of `10.0.0.0/24`, `10.0.0.4`, `10.0.0.4-10.0.0.9` or their IPv6 forms; null for anything else, service tags included. */
export function parseAddressRange(text: string): AddressRange | null {
  const trimmed = text.trim();
  const dash = trimmed.indexOf('-');
  if (dash > 0)
    return between(parseAddress(trimmed.slice(0, dash).trim()), parseAddress(trimmed.slice(dash + 1).trim()));
  const slash = trimmed.indexOf('/');
  const address = parseAddress(slash < 0 ? trimmed : trimmed.slice(0, slash));
  if (!address) return null;
  const width = bits[address.family];
  const length = slash < 0 ? width : prefixLength(trimmed.slice(slash + 1), width);
  if (length === null) return null;
  const size = 1n << BigInt(width - length);
  const first = (address.value / size) * size;
  return { family: address.family, first, last: first + size - 1n };
}

/** A prefix as it is written. */
export interface WrittenPrefix {
  readonly range: AddressRange;
  readonly length: number;
  /** False for `10.0.5.7/24`: the address lies inside of the range, not at its beginning. */
  readonly isAligned: boolean;
}

/** Reads `10.0.0.0/24` or its IPv6 form; null for anything else, addresses without a length included. */
export function parsePrefix(text: string): WrittenPrefix | null {
  const [address, length, ...more] = text.trim().split('/');
  const range = parseAddressRange(text);
  const written = parseAddress(address ?? '');
  if (range === null || written === null || length === undefined || more.length > 0) return null;
  return { range, length: Number(length), isAligned: written.value === range.first };
}

/** True for a word that may be a service tag, known or not: what names addresses without being any. */
export function looksLikeServiceTag(text: string): boolean {
  return /^[a-z][\w.-]*$/i.test(text.trim()) && !isAnyWord(text) && parseAddressRange(text) === null;
}

/** True for `*`, `Any`, and for lists that hold every address of the family, in one prefix or in several. */
export function coversEveryAddress(prefixes: readonly string[], family: AddressFamily): boolean {
  if (prefixes.some(isAnyWord)) return true;
  return coversRange(prefixes, { family, first: 0n, last: (1n << BigInt(bits[family])) - 1n });
}

/** True if the prefixes together hold every address of the range. Service tags hold nothing, since their addresses aren't known. */
export function coversRange(prefixes: readonly string[], wanted: AddressRange): boolean {
  if (prefixes.some(isAnyWord)) return true;
  const ranges = prefixes.map(parseAddressRange).filter((range) => range !== null && range.family === wanted.family);
  const ordered = ranges.filter((range) => range !== null).sort((a, b) => (a.first < b.first ? -1 : 1));
  let next = wanted.first;
  for (const range of ordered) {
    if (range.first > next) return false;
    if (range.last >= next) next = range.last + 1n;
    if (next > wanted.last) return true;
  }
  return false;
}

/** True for a source that admits the Internet: any address, the tag `Internet`, or a range of public addresses too large for one owner. */
export function admitsInternet(prefix: string): boolean {
  const folded = prefix.trim().toLowerCase();
  if (isAnyWord(folded) || folded === 'internet') return true;
  const range = parseAddressRange(prefix);
  if (!range) return false;
  const size = range.last - range.first + 1n;
  return size >= largestOwnRange[range.family] && !ownRanges.some((own) => holds(own, range));
}

/** True for the words that mean every address of both families. The portal writes `Any`, templates `*`. */
export function isAnyWord(prefix: string): boolean {
  const folded = prefix.trim().toLowerCase();
  return folded === '*' || folded === 'any';
}

export function holds(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** A public range of this size (IPv4 /8, IPv6 /16) or larger belongs to no single organisation that a rule could mean. */
const largestOwnRange = { 4: 1n << 24n, 6: 1n << 112n } as const;

/** Ranges that aren't reachable from the Internet: RFC 1918, 6598, 3927, 1122; RFC 4193, 4291. */
const ownRanges: readonly AddressRange[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
].flatMap((prefix) => parseAddressRange(prefix) ?? []);

interface Address {
  readonly family: AddressFamily;
  readonly value: bigint;
}

function between(first: Address | null, last: Address | null): AddressRange | null {
  if (!first || !last || first.family !== last.family || first.value > last.value) return null;
  return { family: first.family, first: first.value, last: last.value };
}

function prefixLength(text: string, width: number): number | null {
  if (!/^\d{1,3}$/.test(text)) return null;
  const length = Number(text);
  return length <= width ? length : null;
}

function parseAddress(text: string): Address | null {
  const value = text.includes(':') ? parseIpv6(text) : parseIpv4(text);
  if (value === null) return null;
  return { family: text.includes(':') ? 6 : 4, value };
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const left = groupsOf(halves[0] ?? '');
  const right = halves.length === 2 ? groupsOf(halves[1] ?? '') : [];
  if (!left || !right) return null;
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...left, ...new Array<number>(missing).fill(0), ...right];
  return groups.reduce((value, group) => value * 65536n + BigInt(group), 0n);
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}
