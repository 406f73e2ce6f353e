/** Address prefixes that Azure doesn't take where they stand. */
import type { ResourceView } from '../../deployment/view.ts';
import { isAnyWord, looksLikeServiceTag, parseAddressRange, parsePrefix } from '../addresses/address.ts';
import { printPrefix } from '../addresses/address-set.ts';
import { subnetType } from '../subnets/subnets.ts';
import { spacePath, subnetPaths } from './network-prefixes.ts';
import { virtualNetworkType } from './read-virtual-networks.ts';
import { pluralOf, singularOf } from './rule-values.ts';
import { knownTexts, type WrittenText } from './written-texts.ts';

export const routeType = 'Microsoft.Network/routeTables/routes';
export const securityRuleType = 'Microsoft.Network/networkSecurityGroups/securityRules';

export interface MalformedPrefix {
  readonly written: WrittenText;
  /** What it would have to be, as a clause. */
  readonly demand: string;
  /** The prefix in which the address lies, if only that is wrong. */
  readonly aligned: string | null;
}

/**
 * The prefixes of a virtual network, subnet, route or security rule that Azure refuses, as far as they are known: InvalidAddressPrefixFormat and
 * InvalidCIDRNotation in networks and subnets, SecurityRuleInvalidAddressPrefix in rules. What is empty isn't among them.
 */
export function malformedPrefixesOf(resource: ResourceView): readonly MalformedPrefix[] {
  const texts = knownTexts(resource, ...prefixPathsOf(resource));
  if (resource.isType(routeType)) return texts.flatMap(faultOfRoute);
  return texts.flatMap(resource.isType(securityRuleType) ? faultOfRule : faultOfNetwork);
}

/** Where a virtual network, subnet, route or security rule has prefixes. */
export function prefixPathsOf(resource: ResourceView): readonly string[] {
  if (resource.isType(virtualNetworkType)) return [spacePath];
  if (resource.isType(subnetType)) return subnetPaths;
  if (resource.isType(routeType)) return ['properties.addressPrefix'];
  return (['sourceAddressPrefix', 'destinationAddressPrefix'] as const).flatMap((field) => [
    singularOf(field),
    pluralOf(field),
  ]);
}

function faultOfNetwork(written: WrittenText): readonly MalformedPrefix[] {
  const prefix = parsePrefix(written.text);
  if (prefix?.isAligned === true) return [];
  const demand = 'it takes a prefix with a length, such as 10.0.0.0/24';
  return [{ written, demand, aligned: prefix === null ? null : printPrefix(prefix.range, prefix.length) }];
}

function faultOfRoute(written: WrittenText): readonly MalformedPrefix[] {
  const { text } = written;
  const isAddress = parseAddressRange(text) !== null && !text.includes('-');
  if (isAddress || looksLikeServiceTag(text)) return [];
  return [{ written, demand: 'a route is for a prefix, such as 10.0.0.0/24, or for a service tag', aligned: null }];
}

function faultOfRule(written: WrittenText): readonly MalformedPrefix[] {
  const { text } = written;
  if (parseAddressRange(text) !== null || isAnyWord(text) || looksLikeServiceTag(text)) return [];
  const demand = 'a security rule takes addresses, prefixes such as 10.0.0.0/24, ranges, a service tag or *';
  return [{ written, demand, aligned: null }];
}
