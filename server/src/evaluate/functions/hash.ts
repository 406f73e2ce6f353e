/**
 * `guid` and `uniqueString`. Both join their arguments with hyphens. `guid` is a name-based UUID (RFC 9562, version 5) in a name space of
 * Azure's; `uniqueString` is a 64-bit form of Murmur 3 in two lanes, written in 13 letters and digits. All published values agree.
 */
import { type Implementation, ofScalars } from '../calls.ts';
import { sha1 } from '../sha1.ts';
import type { Scalar, Value } from '../values.ts';

const guidNameSpace = [0x11, 0xfb, 0x06, 0xfb, 0x71, 0x2d, 0x4d, 0xdd, 0x98, 0xc7, 0xe7, 0x1b, 0xbd, 0x58, 0x88, 0x30];

/** UTF-8 of the arguments joined with hyphens; undefined unless all are strings. */
function joinedBytes(values: readonly Scalar[]): Uint8Array | undefined {
  if (values.length === 0 || !values.every((value) => typeof value === 'string')) return undefined;
  return new TextEncoder().encode(values.join('-'));
}

function guid(...values: readonly Scalar[]): Value | undefined {
  const name = joinedBytes(values);
  if (name === undefined) return undefined;
  const message = new Uint8Array(guidNameSpace.length + name.length);
  message.set(guidNameSpace);
  message.set(name, guidNameSpace.length);
  const bytes = sha1(message).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

function uniqueString(...values: readonly Scalar[]): Value | undefined {
  const bytes = joinedBytes(values);
  if (bytes === undefined) return undefined;
  let hash = murmur64(bytes);
  let text = '';
  for (let group = 0; group < 13; group++) {
    text += letters[Number((hash >> 59n) & 31n)] ?? '';
    hash = (hash << 5n) & 0xffff_ffff_ffff_ffffn;
  }
  return text;
}

const firstMultiplier = 0x239b961b;
const secondMultiplier = 0xab0e9789;

/** Two lanes of 32 bits with seed 0; the second is the upper half of the result. */
function murmur64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = bytes.length >> 3;
  let [h1, h2] = [0, 0];
  for (let block = 0; block < blocks; block++) {
    h1 ^= firstMix(view.getUint32(block * 8, true));
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= secondMix(view.getUint32(block * 8 + 4, true));
    h2 = (Math.imul((rotate(h2, 13) + h1) | 0, 5) + 0x0bcaa747) | 0;
  }
  const tail = bytes.subarray(blocks * 8);
  if (tail.length > 4) h2 ^= secondMix(littleEndian(tail.subarray(4)));
  if (tail.length > 0) h1 ^= firstMix(littleEndian(tail.subarray(0, 4)));
  h1 ^= bytes.length;
  h2 ^= bytes.length;
  h1 = (h1 + h2) | 0;
  h2 = (h2 + h1) | 0;
  h1 = finalMix(h1);
  h2 = finalMix(h2);
  h1 = (h1 + h2) | 0;
  h2 = (h2 + h1) | 0;
  return (BigInt(h2 >>> 0) << 32n) | BigInt(h1 >>> 0);
}

function firstMix(word: number): number {
  return Math.imul(rotate(Math.imul(word, firstMultiplier), 15), secondMultiplier);
}

function secondMix(word: number): number {
  return Math.imul(rotate(Math.imul(word, secondMultiplier), 17), firstMultiplier);
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((word, byte) => (word << 8) | byte, 0);
}

function finalMix(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

export const hashFunctions: Readonly<Record<string, Implementation>> = {
  guid: ofScalars(guid),
  uniqueString: ofScalars(uniqueString),
};
