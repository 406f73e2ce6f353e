/** A flow needs an allow at both ends. */
import type { RepairProposal } from '../../deployment/intent.ts';
import { type OneSided, oneSidedRules } from '../../network/claims/one-sided.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import type { Rule } from '../rule.ts';
import { placeInWords, servicesInWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { mirroredRule } from './mirrored-rule.ts';
import { oneSidedRuleExamples } from './one-sided-rule.examples.ts';

export const oneSidedRule: Rule<OneSided> = {
  id: 'one-sided-rule',
  title: 'Security rule allows what the group at the other end denies',
  principle: 'least-privilege',
  // Both rules are what the author wrote; which one is meant isn't known, and a first deny of a subnet may come before its allows.
  severity: 'information',
  rows: [74, 82, 88],
  articles: [
    { seed: 'S2', step: '5' },
    { seed: 'S0', step: '4' },
  ],
  why: `A connection passes two groups: that of its source, outbound, and that of its destination, inbound. Where one of them denies it, the
allow at the other end has no effect, and the workload fails although its rule looks right.`,
  what: `Mirror the rule at the other end: allow the same source, destination and port there, before the deny. Replies need no rule of their own.
If the flow isn't needed, remove the rule.`,
  equivalents: {},
  repairs: ['Add the rule at the other end', 'Remove the rule'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: oneSidedRuleExamples,

  find: (resource) => {
    const facts = oneSidedRules(resource.deployment).find(({ rule }) => rule.source.resource.key === resource.key);
    return facts === undefined ? null : { certainty: 'certain', facts };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (resource, { rule, group, flow, denial }) => {
    const { index } = reachOf(resource.deployment).reachability;
    const nameOf = (id: string): string => {
      const found = index.securityGroups.get(id)?.source.resource;
      return found === undefined ? 'the other group' : shownName(found);
    };
    const inbound = rule.direction === 'Inbound';
    const { name, priority } = denial.rule;
    const by = `${name}${priority === null ? '' : ` (${priority})`} of ${nameOf(denial.group)}`;
    const way = `${placeInWords(flow.from)} to ${placeInWords(flow.to)} on ${servicesInWords([flow])}`;
    return `${shownName(resource)} of ${nameOf(group)} allows ${way} ${inbound ? 'inbound' : 'outbound'}, but ${by} denies it ${inbound ? 'outbound' : 'inbound'}, so it never comes about. Allow it in ${nameOf(denial.group)} too, or remove the rule.`;
  },

  repair: (resource, facts) => {
    const { rule, group, flow, denial } = facts;
    const reach = reachOf(resource.deployment);
    const own = reach.reachability.index.securityGroups.get(group)?.source.resource;
    const mirrored = mirroredRule(reach, facts);
    const way = `${servicesInWords([flow])} from ${placeInWords(flow.from)} to ${placeInWords(flow.to)}`;
    const removal: RepairProposal = {
      title: `Remove ${shownName(resource)}${own === undefined ? '' : ` from ${shownName(own)}`}: what it allows is denied by ${denial.rule.name} anyway`,
      kind: 'review',
      intents: [{ kind: 'removeResource', resource: resource.key }],
    };
    if (mirrored === null) return [removal];
    const { name } = mirrored.rule;
    return [
      {
        title: `Add ${name} to ${shownName(mirrored.group)}, which lets ${way} ${rule.direction === 'Inbound' ? 'out' : 'in'} there too`,
        kind: 'review',
        opens: true,
        intents: [{ kind: 'addSecurityRules', networkSecurityGroup: mirrored.group.key, rules: [mirrored.rule] }],
      },
      removal,
    ];
  },
};
