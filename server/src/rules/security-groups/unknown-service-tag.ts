/** A word in a security rule that is nearly a service tag, but none: the deployment fails, unless Azure has such a tag by now. */
import { meantServiceTag } from '../../azure/service-tags.ts';
import { looksLikeServiceTag } from '../../network/addresses/address.ts';
import { prefixPathsOf } from '../../network/reading/malformed-prefixes.ts';
import { knownTexts, requireTexts, type WrittenText } from '../../network/reading/written-texts.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface UnknownTag {
  readonly written: WrittenText;
  readonly meant: string;
}

export const unknownServiceTag: Rule<UnknownTag> = {
  id: 'unknown-service-tag',
  title: 'Security rule names a service tag that is not known',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [40],
  articles: [{ seed: 'S2', step: '5' }],
  why: `A word in place of addresses is a service tag, and Azure refuses one that it doesn't have (SecurityRuleInvalidAddressPrefix), so the
deployment fails. New tags appear, so only words that are nearly a known tag are reported.`,
  what: `Write the name of the tag as Microsoft lists it, with a region behind a dot where only that is meant: \`Storage.WestEurope\`.`,
  equivalents: {},
  repairs: ['Write the service tag that is meant'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowWebInbound: { sourceAddressPrefix: 'VirtualNetworks' } }),
    good: groupExample({ AllowWebInbound: { sourceAddressPrefix: 'VirtualNetwork' } }),
  },

  find: (rule) => {
    for (const written of knownTexts(rule, ...prefixPathsOf(rule))) {
      const meant = looksLikeServiceTag(written.text) ? meantServiceTag(written.text) : null;
      if (meant !== null) return { certainty: 'certain', facts: { written, meant } };
    }
    requireTexts(rule, ...prefixPathsOf(rule));
    return null;
  },

  at: (resource, { written }) => ({ kind: 'value', resource, path: written.path }),

  say: (rule, { written, meant }) =>
    `${shownName(rule)} names ${written.text}, which is not a service tag that is known. Did you mean ${meant}? Azure refuses words that are no tag.`,

  repair: (rule, { written, meant }) => [
    {
      title: `Write ${meant} in ${shownName(rule)}`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'set', resource: rule.key, path: written.path, value: meant }],
    },
  ],
};
