/** What Azure takes as an address prefix depends on where it stands; with anything else the deployment fails. */
import {
  type MalformedPrefix,
  malformedPrefixesOf,
  prefixPathsOf,
  routeType,
  securityRuleType,
} from '../../network/reading/malformed-prefixes.ts';
import { virtualNetworkType } from '../../network/reading/read-virtual-networks.ts';
import { requireTexts } from '../../network/reading/written-texts.ts';
import { subnetType } from '../../network/subnets/subnets.ts';
import { enumeration } from '../../text/enumeration.ts';
import { networksExample } from '../examples/network-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface MalformedPrefixes {
  readonly first: MalformedPrefix;
  readonly others: readonly MalformedPrefix[];
}

const spoke = { name: 'spoke', prefixes: ['10.0.0.0/16'] };

export const malformedAddressPrefix: Rule<MalformedPrefixes> = {
  id: 'malformed-address-prefix',
  title: 'Address prefix that Azure refuses',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [19, 40],
  articles: [
    { seed: 'S2', step: '3' },
    { seed: 'S2', step: '5' },
  ],
  why: `The address space of a virtual network and its subnets are prefixes with a length, and each begins where a prefix of that length does:
Azure refuses \`10.0.0.4\` (InvalidAddressPrefixFormat) and \`10.0.5.7/24\` (InvalidCIDRNotation). A security rule takes an address, a prefix, a
range, a service tag or \`*\` (SecurityRuleInvalidAddressPrefix), a route a prefix or a service tag. With anything else the deployment fails.`,
  what: `Write the prefix that is meant: four numbers up to 255, a slash and a length up to 32, or the same for IPv6 with a length up to 128.`,
  equivalents: {},
  repairs: ['Write the prefix in which the address lies'],
  on: [virtualNetworkType, subnetType, routeType, securityRuleType],
  examples: {
    bad: networksExample({ ...spoke, subnets: { app: '10.0.1.7/24' } }),
    good: networksExample({ ...spoke, subnets: { app: '10.0.1.0/24' } }),
  },

  find: (resource) => {
    const [first, ...others] = malformedPrefixesOf(resource);
    if (first !== undefined) return { certainty: 'certain', facts: { first, others } };
    requireTexts(resource, ...prefixPathsOf(resource));
    return null;
  },

  at: (resource, { first }) => ({ kind: 'value', resource, path: first.written.path }),

  say: (resource, { first: { written, demand, aligned } }) => {
    const name = shownName(resource);
    const text = `"${written.text}" of ${resource.isType(virtualNetworkType) ? `the address space of ${name}` : name}`;
    if (aligned === null) return `${text} is not an address prefix. Azure refuses it: ${demand}.`;
    return `${text} lies inside of the prefix ${aligned} and does not begin it. Azure refuses it: write ${aligned}.`;
  },

  related: (resource, { others }) =>
    others.map(({ written }) => ({ resource, path: written.path, message: `"${written.text}" is refused as well.` })),

  repair: (resource, { first, others }) => {
    const all = [first, ...others];
    const aligned = all.flatMap((fault) => fault.aligned ?? []);
    if (aligned.length < all.length) return [];
    return [
      {
        title: `Write ${enumeration(aligned)} in ${shownName(resource)}`,
        kind: 'review',
        opens: true,
        intents: all.map(({ written, aligned: value }) => ({
          kind: 'set',
          resource: resource.key,
          path: written.path,
          value,
        })),
      },
    ];
  },
};
