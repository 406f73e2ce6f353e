/** Address prefixes: `parseCidr`, `cidrSubnet`, `cidrHost`. Semantics: Azure documentation, template functions (CIDR). */
import { type Call, type Implementation, ofScalars } from '../calls.ts';
import { type IpAddress, readAddress, writeAddress } from '../ip-address.ts';
import { type Scalar, shapeOf, type Value } from '../values.ts';

interface Prefix {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
  readonly length: number;
  /** The address as written, which may lie inside of the prefix. */
  readonly written: bigint;
}

function prefixOf(text: Scalar | undefined): Prefix | null {
  const match = typeof text === 'string' ? /^([^/]{1,39})\/(\d{1,3})$/.exec(text) : null;
  const address = match === null ? null : readAddress(match[1] ?? '');
  const length = Number(match?.[2]);
  if (address === null || length > address.bits) return null;
  const size = 1n << BigInt(address.bits - length);
  const first = (address.value / size) * size;
  return { bits: address.bits, first, last: first + size - 1n, length, written: address.value };
}

/** IPv6 addresses that .NET writes with an IPv4 address inside are left alone. */
function textOf(address: IpAddress): string | undefined {
  const embeds = address.bits === 128 && address.value >> 48n === 0n && address.value > 0xffffn;
  return embeds ? undefined : writeAddress(address);
}

/** IPv6 has no broadcast address, and its first and last address are usable. */
function parseCidr(call: Call, text: Scalar | undefined): Value | undefined {
  const prefix = prefixOf(text);
  if (prefix === null) return undefined;
  const { bits, first, last, length } = prefix;
  const isIpv4 = bits === 32;
  const single = length === bits;
  // Of a prefix of two addresses it isn't documented which are usable.
  const edge = isIpv4 && !single ? (length === 31 ? null : 1n) : 0n;
  const properties: Record<string, bigint | null> = {
    network: first,
    netmask: (1n << BigInt(bits)) - (1n << BigInt(bits - length)),
    ...(isIpv4 ? { broadcast: last } : {}),
    firstUsable: edge === null ? null : first + edge,
    lastUsable: edge === null ? null : last - edge,
  };
  const unknown = (name: string): Value =>
    call.evaluator.failure(call.at, 'what it is for such a prefix is not documented', name);
  const addresses = Object.entries(properties).map(([name, value]) =>
    value === null ? unknown(name) : (textOf({ bits, value }) ?? unknown(name)),
  );
  const cells = [...addresses, length].map((value) => call.evaluator.given(call.at, value));
  return { kind: 'object', shape: shapeOf([...Object.keys(properties), 'cidr']), cells, rest: null };
}

/** The prefix of another length with this index inside of a prefix. */
function cidrSubnet(
  text: Scalar | undefined,
  length: Scalar | undefined,
  index: Scalar | undefined,
): Value | undefined {
  const prefix = prefixOf(text);
  if (prefix === null || prefix.written !== prefix.first || !isCount(length) || !isCount(index)) return undefined;
  if (length < prefix.length || length > prefix.bits) return undefined;
  const first = prefix.first + (BigInt(index) << BigInt(prefix.bits - length));
  const address = first > prefix.last ? undefined : textOf({ bits: prefix.bits, value: first });
  return address === undefined ? undefined : `${address}/${length}`;
}

/** The usable address with this index: index 0 is the one after the network address, for IPv6 too. */
function cidrHost(text: Scalar | undefined, index: Scalar | undefined): Value | undefined {
  const prefix = prefixOf(text);
  if (prefix === null || prefix.written !== prefix.first || !isCount(index)) return undefined;
  if (prefix.bits - prefix.length < 2) return undefined;
  const value = prefix.first + 1n + BigInt(index);
  const last = prefix.bits === 32 ? prefix.last - 1n : prefix.last;
  return value > last ? undefined : textOf({ bits: prefix.bits, value });
}

function isCount(value: Scalar | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

export const cidrFunctions: Readonly<Record<string, Implementation>> = {
  parseCidr: (call) => ofScalars((text) => parseCidr(call, text))(call),
  cidrSubnet: ofScalars(cidrSubnet),
  cidrHost: ofScalars(cidrHost),
};
