/** When an address is on a side of a rule: its prefixes, service tags (azure-network 2.3) and application security groups (2.4). */
import { isAnyWord, looksLikeServiceTag, parseAddressRange } from '../addresses/address.ts';
import { type AddressSet, addressSetOf, noAddress } from '../addresses/address-set.ts';
import { holdsPoint, type Intervals } from '../addresses/interval-set.ts';
import { hostAddress, platformTags, publicAddresses } from '../addresses/special-ranges.ts';
import type { Atom } from './atoms.ts';
import type { Dependency, RuleSide } from './model.ts';
import { holdsSomewhere } from './somewhere.ts';

export const anySide: RuleSide = { any: true, addresses: noAddress, tags: [], groups: [], unknown: null };

/** A side from the texts of a template: prefixes, `*` and service tags. What is none of these is left out: Azure refuses it. */
export function parseRuleSide(texts: readonly string[], groups: readonly string[] = []): RuleSide {
  const ranges = texts.flatMap((text) => parseAddressRange(text) ?? []);
  const words = texts.filter(looksLikeServiceTag);
  return {
    any: texts.some(isAnyWord),
    addresses: addressSetOf(ranges),
    tags: words.map((word) => word.trim().toLowerCase()),
    groups,
    unknown: null,
  };
}

/** What the tags `VirtualNetwork` and `Internet` mean at a subnet. */
export interface TagMeaning {
  /** In VirtualNetwork for certain. */
  readonly virtualNetwork: AddressSet;
  /** Perhaps in it, with what that depends on. */
  readonly possibly: readonly { readonly addresses: AddressSet; readonly dependsOn: Dependency }[];
  /** Spaces of the network and its peers: never `Internet`, even where they are public. */
  readonly spaces: AddressSet;
  /** Service tags that the subnet's routes name, which puts them into VirtualNetwork. */
  readonly routedTags: readonly string[];
  /** The application security groups of the network, with what their other members depend on. */
  readonly groups: ReadonlyMap<string, Dependency | null>;
}

function mayBeMember(group: string, { joins }: Atom, { groups }: TagMeaning): Dependency | null {
  if (joins === 'none') return null;
  if (joins !== 'open') return joins;
  const others = groups.get(group);
  return others === undefined ? { kind: 'outside', name: group } : others;
}

/** Whether an address is on a side: yes, no, or what it depends on. */
export type Match = true | false | Dependency;

export function matchSide(side: RuleSide, atom: Atom, meaning: TagMeaning): Match {
  const own = side.any || holdsAddressOf(side.addresses, atom);
  if (own === true) return true;
  let perhaps: Dependency | null = own === false ? side.unknown : own;
  for (const tag of side.tags) {
    const match = matchTag(tag, atom, meaning);
    if (match === true) return true;
    if (match !== false) perhaps ??= match;
  }
  for (const group of side.groups) {
    if (atom.groups.includes(group)) return true;
    perhaps ??= mayBeMember(group, atom, meaning);
  }
  return perhaps ?? false;
}

function holdsAddressOf(addresses: AddressSet, atom: Atom): Match {
  return atom.somewhere === null ? holdsAtom(addresses, atom) : holdsSomewhere(addresses, atom.somewhere);
}

function matchTag(tag: string, atom: Atom, meaning: TagMeaning): Match {
  switch (tag) {
    case 'virtualnetwork':
      // Of an address that isn't known, its stand-in is in the tag for its network, and it may be for a route's prefix.
      if (holdsAtom(meaning.virtualNetwork, atom)) return true;
      if (meaning.routedTags.some((routed) => atom.tag !== null && isWithin(atom.tag, routed))) return true;
      return perhapsInTag(meaning, atom);
    case 'internet':
      return holdsAtom(publicAddresses, atom) && !holdsAtom(meaning.spaces, atom);
    case 'azureloadbalancer':
      return holdsAtom(hostAddress, atom);
    default:
      return matchServiceTag(tag, atom);
  }
}

function perhapsInTag({ virtualNetwork, possibly }: TagMeaning, atom: Atom): Match {
  const listed = atom.somewhere === null ? false : holdsSomewhere(virtualNetwork, atom.somewhere);
  if (listed !== false) return listed;
  return (
    possibly.find(({ addresses }) => holdsAtom(addresses, atom) || holdsAddressOf(addresses, atom) !== false)
      ?.dependsOn ?? false
  );
}

function matchServiceTag(tag: string, atom: Atom): Match {
  const platform = platformTags.get(tag);
  if (platform !== undefined) return holdsAtom(platform, atom);
  if (atom.tag === null) return false;
  if (isWithin(atom.tag, tag)) return true;
  return isCloudTag(tag) && !isCloudTag(atom.tag) ? { kind: 'tag', name: tag } : false;
}

/** True if the first tag is the second or a region of it. */
export function isWithin(tag: string, outer: string): boolean {
  return tag === outer || tag.startsWith(`${outer}.`);
}

/** `AzureCloud` and its regions hold other tags, nobody says which. */
function isCloudTag(tag: string): boolean {
  return isWithin(tag, 'azurecloud');
}

/** Tags whose content the product knows, or which aren't sets of public addresses. */
export function isServiceTag(tag: string): boolean {
  return tag !== 'virtualnetwork' && tag !== 'internet' && tag !== 'azureloadbalancer' && !platformTags.has(tag);
}

/** An atom is wholly in a set or wholly outside of it, so its first address decides. */
export function holdsAtom(set: AddressSet, atom: Atom): boolean {
  return atom.family === 4 ? holds(set.v4, atom.start) : holds(set.v6, atom.start);
}

function holds<P extends number | bigint>(set: Intervals<P>, value: P): boolean {
  return set.length > 0 && holdsPoint(set, value);
}
