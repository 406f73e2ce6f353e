/** A load balancer passes packets on with their client's address, so a rule whose source is its frontend never matches. */
import type { RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { type BalancerFrontend, frontendPath, frontendWith } from './balancer-frontend.ts';
import { clientsOf } from './balancer-sides.ts';
import { setField, setSide } from './field-repairs.ts';
import { exampleAtMachines } from './load-balancer.examples.ts';

interface BalancerAsSource extends BalancerFrontend {
  readonly value: RuleValue;
  /** True if the rule has no other source. */
  readonly isOnly: boolean;
}

const fromBalancer = { AllowBalancerInbound: { sourceAddressPrefix: '10.0.2.10' } };
const fromProbes = { AllowBalancerInbound: { sourceAddressPrefix: 'AzureLoadBalancer' } };

export const loadBalancerAsSource: Rule<BalancerAsSource> = {
  id: 'load-balancer-as-source',
  title: 'Source of a security rule is the frontend of a load balancer',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [29, 63, 65],
  articles: [{ seed: 'S2', step: '4' }],
  why: `Azure Load Balancer passes packets on as they are: a security group sees the address and port of the client, and the address and port
of the machine behind. No packet has the frontend of a balancer as its source, so the rule never matches, and after a deny of everything else
the tier is down. The articles have such rules (S2, rules 4 and 6).`,
  what: `Name the clients as source: their application security group or subnet. The probes of the balancer come from the service tag
\`AzureLoadBalancer\`.`,
  equivalents: {},
  repairs: [
    'Name the clients of the load balancer as source',
    'Admit the probes of the load balancer (tag AzureLoadBalancer) instead',
    'Remove the rule',
  ],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: { bad: exampleAtMachines(fromBalancer), good: exampleAtMachines(fromProbes) },

  find: (rule) => {
    const values = valuesOf(rule, 'sourceAddressPrefix');
    for (const value of values) {
      const found = frontendWith(rule, value.text);
      if (found !== null) return { certainty: 'certain', facts: { value, ...found, isOnly: values.length === 1 } };
    }
    return null;
  },

  at: (resource, { value }) => ({ kind: 'value', resource, path: value.path }),

  say: (rule, { value, balancer, isOnly }) => {
    const effect = isOnly ? `so ${shownName(rule)} never matches` : 'so this source never matches';
    return `${value.text} is the frontend of load balancer ${shownName(balancer)}. It passes packets on with the address of their client, ${effect}. Name the clients as source, and AzureLoadBalancer for its probes.`;
  },

  related: (_, { frontend, balancer, value }) => [
    { resource: frontend, path: frontendPath, message: `${shownName(balancer)} has ${value.text} as its frontend.` },
  ],

  repair: (rule, { value, balancer, isOnly }) => {
    if (!isOnly) return [];
    const { direction, access } = readSecurityRule(rule);
    const removal: RepairProposal = {
      title: `Remove ${shownName(rule)}, which never matches: ${shownName(balancer)} starts no connections`,
      kind: 'review',
      intents: [{ kind: 'removeResource', resource: rule.key }],
    };
    if (direction !== 'Inbound' || access !== 'Allow') return [removal];
    return [
      ...fromClients(rule, value.text, balancer),
      {
        title: `Admit the probes of ${shownName(balancer)} by ${shownName(rule)} (tag AzureLoadBalancer); its clients need a rule of their own`,
        kind: 'review',
        opens: true,
        intents: setField(rule, 'sourceAddressPrefix', 'AzureLoadBalancer'),
      },
      removal,
    ];
  },
};

/** Names those whom other rules let out to the balancer. */
function fromClients(rule: ResourceView, frontend: string, balancer: ResourceView): readonly RepairProposal[] {
  const clients = clientsOf(rule, frontend);
  if (clients === null) return [];
  return [
    {
      title: `Name the clients of ${shownName(balancer)} as source of ${shownName(rule)}: ${clients.shown}, as ${inWords(clients.by, 'more')} ${clients.by.length === 1 ? 'says' : 'say'}`,
      kind: 'review',
      opens: true,
      intents: setSide(rule, 'source', clients.end),
    },
  ];
}
