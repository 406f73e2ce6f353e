/** Addresses that security rules write out and that say less than they seem to. */
import { distinctResources } from '../../deployment/distinct.ts';
import type { ResourceView } from '../../deployment/view.ts';
import {
  type AddressSet,
  addressSetOf,
  isBroad,
  isEmptySet,
  overlapAddresses,
  parseAddressSet,
  subtractAddresses,
} from '../addresses/address-set.ts';
import { publicAddresses } from '../addresses/special-ranges.ts';
import { subnetPaths, subnetPrefixesOf, wholeSpaceOf } from '../reading/network-prefixes.ts';
import { valuesOf } from '../reading/rule-values.ts';
import { wordAt } from '../reading/source.ts';
import { requireTexts } from '../reading/written-texts.ts';
import { attachedSubnets } from '../subnets/subnets.ts';
import { activationAddresses } from './windows-activation.ts';

export interface WrittenPrefix {
  readonly prefix: string;
  /** Where the rule has it. */
  readonly path: string;
}

export interface PrefixOutsideSubnets extends WrittenPrefix {
  readonly network: ResourceView;
}

/** A prefix of an allow that lies in a virtual network of its group, in none of its subnets; null if there is none, or more subnets may exist. */
export function prefixOutsideSubnets(rule: ResourceView): PrefixOutsideSubnets | null {
  if (wordAt(rule, 'properties.access') !== 'allow') return null;
  const values = (['sourceAddressPrefix', 'destinationAddressPrefix'] as const).flatMap((field) =>
    valuesOf(rule, field).flatMap(({ text, path }) => {
      const addresses = parseAddressSet([text]);
      return addresses === null ? [] : [{ prefix: text, path, addresses }];
    }),
  );
  if (values.length === 0) return null;
  for (const network of networksOf(rule)) {
    const space = wholeSpaceOf(network);
    const used = space === null ? null : usedAddresses(network);
    if (space === null || used === null) continue;
    const found = values.find(
      ({ addresses }) => isEmptySet(subtractAddresses(addresses, space)) && !overlapAddresses(addresses, used),
    );
    if (found !== undefined) return { prefix: found.prefix, path: found.path, network };
  }
  return null;
}

/** Virtual networks of the template whose subnets have the rule's group. */
function networksOf(rule: ResourceView): readonly ResourceView[] {
  const group = rule.parent();
  const networks = (group === null ? [] : attachedSubnets(group)).flatMap((subnet) => {
    const network = subnet.parent();
    return network === null || network.existing ? [] : [network];
  });
  return distinctResources(networks);
}

/** The addresses of all subnets; null if there may be more. */
function usedAddresses(network: ResourceView): AddressSet | null {
  const subnets = network.children('subnets');
  if (subnets.open) return null;
  return addressSetOf(
    subnets.known.flatMap((subnet) => {
      requireTexts(subnet, ...subnetPaths);
      return subnetPrefixesOf(subnet).map(({ range }) => range);
    }),
  );
}

/** Larger ranges are not the address of a service: what they are for can't be told. */
const longestRange = 16;

/** A public address to which an outbound rule admits traffic, and that isn't documented as fixed; null if there is none. */
export function publicDestination(rule: ResourceView): WrittenPrefix | null {
  if (wordAt(rule, 'properties.access') !== 'allow' || wordAt(rule, 'properties.direction') !== 'outbound') return null;
  for (const { text, path } of valuesOf(rule, 'destinationAddressPrefix')) {
    const addresses = parseAddressSet([text]);
    if (addresses === null || isBroad(addresses) || Number(/\/(\d+)$/.exec(text)?.[1] ?? 32) < longestRange) continue;
    if (!isEmptySet(subtractAddresses(addresses, publicAddresses))) continue;
    const isOwn = networksOf(rule).some((network) => {
      const space = wholeSpaceOf(network);
      return space !== null && overlapAddresses(space, addresses);
    });
    if (!isOwn && !activationAddresses.includes(text)) return { prefix: text, path };
  }
  return null;
}
