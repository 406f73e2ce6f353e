/** Which address the group of a load balancer's client sees isn't documented, so an outbound rule for the frontend needs one for the machines behind. */
import { mayFloat } from '../../network/claims/rule-place.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { type BalancerFrontend, frontendPath, frontendWith } from './balancer-frontend.ts';
import { loadBalancerHalfAllowedExamples } from './load-balancer-half-allowed.examples.ts';
import { ruleForMachines, type WantedRule } from './wanted-rule.ts';

interface HalfAllowed extends BalancerFrontend {
  readonly value: RuleValue;
  readonly machines: string;
  readonly missing: WantedRule;
}

export const loadBalancerHalfAllowed: Rule<HalfAllowed> = {
  id: 'load-balancer-half-allowed',
  title: 'Outbound rule allows the frontend of a load balancer without the machines behind it',
  principle: 'verify-explicitly',
  severity: 'information',
  rows: [62, 64],
  articles: [{ seed: 'S2', step: '5' }],
  why: `Azure Load Balancer gives a packet the address of a machine behind it. Whether the security group of the client still sees the frontend as
destination, or that machine, is not documented. After a deny of everything else, a rule for the frontend alone may let nothing out.`,
  what: `Allow both: the frontend, and the application security group or subnet of the machines behind it.`,
  equivalents: {},
  repairs: ['Add the rule for the machines behind the load balancer'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: loadBalancerHalfAllowedExamples,

  find: (rule) => {
    const { direction, access } = readSecurityRule(rule);
    if (direction !== 'Outbound' || access !== 'Allow') return null;
    for (const value of valuesOf(rule, 'destinationAddressPrefix')) {
      const found = frontendWith(rule, value.text);
      if (found === null || mayFloat(found.balancer)) continue;
      const missing = ruleForMachines(rule, found, value.text);
      if (missing?.behind == null) continue;
      return { certainty: 'certain', facts: { ...found, value, machines: missing.behind.shown, missing } };
    }
    return null;
  },

  at: (resource, { value }) => ({ kind: 'value', resource, path: value.path }),

  say: (rule, { value, balancer, machines }) =>
    `${shownName(rule)} allows ${value.text}, the frontend of load balancer ${shownName(balancer)}, and nothing allows ${machines} behind it. Which of both the group of a client sees is not documented. Allow both.`,

  related: (_, { frontend, balancer, value }) => [
    { resource: frontend, path: frontendPath, message: `${shownName(balancer)} has ${value.text} as its frontend.` },
  ],

  repair: (_, { missing: { group, draft }, machines, balancer }) => [
    {
      title: `Add ${draft.name} to ${shownName(group)}: lets out what goes to ${machines}, the machines behind ${shownName(balancer)}`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules: [draft] }],
    },
  ],
};
