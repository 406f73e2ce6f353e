/**
 * Hosts of a subnet whose prefix isn't known. Addresses of 240.0.0.0/4, which no network can have, stand in for theirs, so that everything that
 * doesn't look at addresses treats them like any others: `*`, `VirtualNetwork`, application security groups, the routes of the network itself.
 * What does look at addresses asks where they can be.
 */
import {
  type AddressSet,
  isEmptySet,
  overlapAddresses,
  subtractAddresses,
  unionOfAddresses,
} from '../addresses/address-set.ts';
import { privateRanges, publicAddresses } from '../addresses/special-ranges.ts';
import type { Membership } from './atoms.ts';
import type { Dependency, Prefix, Subnet, VirtualNetwork } from './model.ts';

/** Where addresses are that aren't known. */
export interface Somewhere {
  readonly within: AddressSet;
  /** The length of the longest prefix that the network may have there: a route at least as long wins over the network's own. */
  readonly longest: number;
  readonly dependsOn: Dependency;
}

/** Whether a set holds an address that isn't known: surely, surely not, or what that depends on. */
export function holdsSomewhere(set: AddressSet, { within, dependsOn }: Somewhere): true | false | Dependency {
  if (!overlapAddresses(set, within)) return false;
  return isEmptySet(subtractAddresses(within, set)) ? true : dependsOn;
}

/**
 * Addresses of a host that are known, although the prefixes of its subnet may not be: then those of the subnet stand in for them, so that the host
 * is in its network all the same.
 */
export function standingAt(
  { prefixes, somewhere }: Subnet<unknown>,
  addresses: AddressSet,
  membership: Membership,
): { readonly addresses: AddressSet; readonly membership: Membership } {
  // Stand-ins are of IPv4.
  if (somewhere === null || addresses.v6.length > 0) return { addresses, membership };
  return {
    addresses: unionOfAddresses(...prefixes.map((prefix) => prefix.addresses)),
    membership: { ...membership, somewhere: { ...somewhere, within: addresses } },
  };
}

/** A subnet before it has a place: its prefixes, or what they depend on. */
export type UnplacedSubnet<S> = Omit<Subnet<S>, 'somewhere'> & { readonly unknownPrefixes: Dependency | null };

export type UnplacedNetwork<S> = Omit<VirtualNetwork<S>, 'subnets'> & {
  readonly subnets: readonly UnplacedSubnet<S>[];
};

const firstStandIn = 240 * 2 ** 24;
const standInSize = 2 ** 8;
/** All of 240.0.0.0/4; no subscription has as many subnets. */
const mostStandIns = 2 ** 20;

/** Gives each subnet without known prefixes addresses that stand in for them, and its network a prefix for these. */
export function withStandIns<S>(networks: readonly UnplacedNetwork<S>[]): readonly VirtualNetwork<S>[] {
  let count = 0;
  return networks.map((network) => {
    const taken = unionOfAddresses(
      ...network.subnets.flatMap(({ prefixes }) => prefixes.map(({ addresses }) => addresses)),
    );
    const space = network.addressSpace.filter(({ addresses }) => addresses.v4.length > 0);
    const isKnown = network.moreAddresses === null && space.length > 0;
    const all = isKnown ? unionOfAddresses(...space.map(({ addresses }) => addresses)) : hostAddresses;
    const free = subtractAddresses({ v4: all.v4, v6: [] }, taken);
    const lengths = space.map(({ length }) => length);
    const standIns: Prefix[] = [];
    const subnets = network.subnets.flatMap(({ unknownPrefixes, ...subnet }): Subnet<S>[] => {
      if (unknownPrefixes === null) return [{ ...subnet, somewhere: null }];
      if (count === mostStandIns) return [];
      const start = firstStandIn + count++ * standInSize;
      // The network's own route for it: as short as the network's prefixes can be.
      const prefix = {
        addresses: { v4: [start, start + standInSize], v6: [] },
        length: isKnown ? Math.min(...lengths) : 1,
      };
      standIns.push(prefix);
      const longest = isKnown ? Math.max(...lengths) : neverAsLong;
      return [{ ...subnet, prefixes: [prefix], somewhere: { within: free, longest, dependsOn: unknownPrefixes } }];
    });
    return { ...network, addressSpace: [...network.addressSpace, ...standIns], subnets };
  });
}

const neverAsLong = 33;
/** Every IPv4 address that a host can have. */
const hostAddresses: AddressSet = { v4: unionOfAddresses(privateRanges, publicAddresses).v4, v6: [] };
