/** Behind a load balancer packets have the address of the machine that they reach, so an inbound rule for the frontend never matches. */

import { mayFloat, misplaced } from '../../network/claims/rule-place.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { type BalancerFrontend, frontendPath, frontendWith } from './balancer-frontend.ts';
import { machinesOf } from './balancer-sides.ts';
import { setField, setSide } from './field-repairs.ts';
import { exampleAtMachines } from './load-balancer.examples.ts';

interface BalancerAsDestination extends BalancerFrontend {
  readonly value: RuleValue;
  /** True if the rule has no other destination. */
  readonly isOnly: boolean;
}

export const loadBalancerAsDestination: Rule<BalancerAsDestination> = {
  id: 'load-balancer-as-destination',
  title: 'Destination of an inbound security rule is the frontend of a load balancer',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [29, 62, 64],
  articles: [{ seed: 'S2', step: '5' }],
  why: `Azure Load Balancer passes packets on with the address and port of the machine behind it as their destination, and the group of that machine
sees these. An inbound rule for the frontend never matches, and after a deny of everything else the tier is down. The articles have such rules
(S2, rule 5). With a floating IP the machine does see the frontend; then nothing is reported.`,
  what: `Name the machines behind as destination: their application security group or subnet, and the port at which they listen. In the group of the
client, outbound, the frontend may stand beside them.`,
  equivalents: {},
  repairs: ['Name the machines behind the load balancer as destination'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: exampleAtMachines({ AllowWebInbound: { destinationAddressPrefix: '10.0.2.10' } }),
    good: exampleAtMachines({ AllowWebInbound: { destinationAddressPrefix: '10.0.2.0/24' } }),
  },

  find: (rule) => {
    if (readSecurityRule(rule).direction !== 'Inbound') return null;
    const values = valuesOf(rule, 'destinationAddressPrefix');
    for (const value of values) {
      const found = frontendWith(rule, value.text);
      if (found === null || mayFloat(found.balancer)) continue;
      // Behind another group the rule is wrong as a whole, which unreachable-security-rule tells.
      if (misplaced(rule) !== null) return null;
      return { certainty: 'certain', facts: { value, ...found, isOnly: values.length === 1 } };
    }
    return null;
  },

  at: (resource, { value }) => ({ kind: 'value', resource, path: value.path }),

  say: (rule, { value, balancer, isOnly }) => {
    const effect = isOnly ? `so ${shownName(rule)} never matches` : 'so this destination never matches';
    return `${value.text} is the frontend of load balancer ${shownName(balancer)}. Behind it packets have the address of the machine that they reach, ${effect}. Name the machines as destination.`;
  },

  related: (_, { frontend, balancer, value }) => [
    { resource: frontend, path: frontendPath, message: `${shownName(balancer)} has ${value.text} as its frontend.` },
  ],

  repair: (rule, { value, balancer, isOnly }) => {
    const machines = isOnly ? machinesOf(rule, value.text) : null;
    if (machines === null) return [];
    const { port } = machines;
    const at = port === null ? '' : ` on port ${port}`;
    return [
      {
        title: `Name the machines behind ${shownName(balancer)} as destination of ${shownName(rule)}: ${machines.shown}${at}`,
        kind: 'review',
        opens: true,
        intents: [
          ...setSide(rule, 'destination', machines.end),
          ...(port === null ? [] : setField(rule, 'destinationPortRange', port)),
        ],
      },
    ];
  },
};
