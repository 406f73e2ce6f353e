/** Addresses as numbers and as the text that .NET writes. */

export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** An IPv4 address in four decimal parts, or an IPv6 address without an embedded IPv4 one; null for anything else. */
export function readAddress(text: string): IpAddress | null {
  const value = text.includes(':') ? readIpv6(text) : readIpv4(text);
  return value === null ? null : { bits: text.includes(':') ? 128 : 32, value };
}

/** Parts with a leading zero are refused: some readers take them as octal. */
function readIpv4(text: string): bigint | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  if (parts === undefined) return null;
  let value = 0n;
  for (const part of parts) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return null;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function readIpv6(text: string): bigint | null {
  if (text.length > 39) return null;
  const halves = text.split('::');
  const left = groupsOf(halves[0] ?? '');
  const right = groupsOf(halves[1] ?? '');
  if (halves.length > 2 || left === null || right === null) return null;
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

function groupsOf(half: string): readonly string[] | null {
  if (half === '') return [];
  const groups = half.split(':');
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? groups : null;
}

/** The text of an address: of IPv6 in lower case, with the first longest run of two or more zero groups left out (RFC 5952). */
export function writeAddress({ bits, value }: IpAddress): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65535n).toString(16));
  let [longest, from] = [1, 0];
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (groups[end] === '0') end++;
    if (end - start > longest) [longest, from] = [end - start, start];
  }
  if (longest === 1) return groups.join(':');
  return `${groups.slice(0, from).join(':')}::${groups.slice(from + longest).join(':')}`;
}
