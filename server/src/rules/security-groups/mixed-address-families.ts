/** A security rule names IPv4 or IPv6 addresses, never both: the deployment fails. */
import type { ResourceView } from '../../deployment/view.ts';
import { type AddressFamily, parseAddressRange } from '../../network/addresses/address.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface MixedFamilies {
  readonly first: KnownAddress;
  /** The first value of the other family. */
  readonly other: KnownAddress;
}

const bad = { sourceAddressPrefix: '', sourceAddressPrefixes: ['10.0.1.0/24', 'fd00:1::/64'] };

interface KnownAddress {
  readonly value: RuleValue;
  readonly family: AddressFamily;
}

export const mixedAddressFamilies: Rule<MixedFamilies> = {
  id: 'mixed-address-families',
  title: 'Security rule names IPv4 and IPv6 addresses',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [40],
  articles: [{ seed: 'S2', step: '5' }],
  why: `A security rule holds addresses of one family only. Azure refuses one that names both
(ResourceCannotContainAddressPrefixesFromDifferentAddressFamilies), so the deployment fails. Across its sides such a rule could match nothing
anyway: no packet goes from an IPv4 address to an IPv6 address.`,
  what: `Write one rule for IPv4 and one for IPv6. \`*\` and service tags stand for both families.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowHttpsInbound: bad }),
    good: groupExample({
      AllowHttpsInbound: { ...bad, sourceAddressPrefixes: ['10.0.1.0/24'] },
      AllowHttpsInboundV6: { ...bad, priority: 115, sourceAddressPrefixes: ['fd00:1::/64'] },
    }),
  },

  find: (rule) => {
    const known = [...addressesOf(rule, 'sourceAddressPrefix'), ...addressesOf(rule, 'destinationAddressPrefix')];
    const first = known[0];
    const other = known.find(({ family }) => family !== first?.family);
    if (first === undefined || other === undefined) return null;
    return { certainty: 'certain', facts: { first, other } };
  },

  at: (resource, { other }) => ({ kind: 'value', resource, path: other.value.path }),

  say: (rule, { first, other }) =>
    `${shownName(rule)} names ${inWords(first)} and ${inWords(other)}. Azure refuses both families in one rule: write a rule for each.`,

  related: (resource, { first }) => [
    { resource, path: first.value.path, message: `${inWords(first)} is of the other family.` },
  ],

  repair: () => [],
};

function addressesOf(
  rule: ResourceView,
  field: 'sourceAddressPrefix' | 'destinationAddressPrefix',
): readonly KnownAddress[] {
  return valuesOf(rule, field).flatMap((value) => {
    const range = parseAddressRange(value.text);
    return range === null ? [] : [{ value, family: range.family }];
  });
}

function inWords({ value, family }: KnownAddress): string {
  return `${value.text} (IPv${family})`;
}
