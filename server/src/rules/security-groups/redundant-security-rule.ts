/** A security rule without which its group would do the same. */
import type { ResourceView } from '../../deployment/view.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { fateOf } from '../../network/reading/rule-fate.ts';
import { siblingsOf } from '../../network/reading/rule-siblings.ts';
import { exampleDeny, groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { ruleInWords, rulesInWords } from '../words/rule-words.ts';
import { servesManaged } from './deny-all.ts';

interface RedundantRule {
  /** The rules that would decide in the same way. */
  readonly instead: readonly ResourceView[];
}

const wide = { priority: 115, sourceAddressPrefix: '10.0.0.0/16' };

export const redundantSecurityRule: Rule<RedundantRule> = {
  id: 'redundant-security-rule',
  title: 'Security rule changes nothing',
  principle: 'least-privilege',
  severity: 'hint',
  rows: [40],
  articles: [{ seed: 'S2', step: '5' }],
  why: `Without this rule the rules behind it would decide about all its packets in the same way. Often it is the narrow rule that was meant, and
a wider one behind it lets more through.`,
  what: `Remove the rule, or narrow the one that makes it needless. What default rules would do is not counted, nor what a service demands in its
subnet, nor a deny in front of others: it guards against what is allowed later.`,
  equivalents: {},
  repairs: ['Remove the rule'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowWebInbound: {}, AllowSpokeInbound: wide, DenyAllInbound: exampleDeny }),
    good: groupExample({ AllowSpokeInbound: wide, DenyAllInbound: exampleDeny }),
  },

  find: (rule) => {
    const fate = fateOf(rule);
    if (fate?.kind !== 'redundant' || fate.defaults || !siblingsOf(rule).isWhole) return null;
    // A deny in front of the deny of everything guards against allows that are written later.
    if (readSecurityRule(rule).access === 'Deny') return null;
    const group = rule.parent();
    if (group === null || group.existing || servesManaged(group)) return null;
    return { certainty: 'certain', facts: { instead: fate.instead.map(({ source }) => source.resource) } };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (rule, { instead }) =>
    `${ruleInWords(rule)} changes nothing: without it ${rulesInWords(instead)} would allow the same. Remove it, or narrow what stands behind it.`,

  related: (_, { instead }) =>
    instead.map((resource) => ({ resource, message: `${ruleInWords(resource)} would allow the same.` })),

  repair: (rule, { instead }) => [
    {
      title: `Remove ${ruleInWords(rule)}: ${rulesInWords(instead)} ${instead.length === 1 ? 'allows' : 'allow'} the same`,
      kind: 'review',
      intents: [{ kind: 'removeResource', resource: rule.key }],
    },
  ],
};
