/** A network security group must deny all outbound traffic that no rule allows, unless routes send it to a firewall. */
import type { Rule } from '../rule.ts';
import {
  explainMissingDeny,
  findMissingDeny,
  type MissingDeny,
  repairMissingDeny,
  sayMissingDeny,
} from './deny-all.ts';
import { noDenyAllOutboundExamples } from './no-deny-all-outbound.examples.ts';

export const noDenyAllOutbound: Rule<MissingDeny> = {
  id: 'no-deny-all-outbound',
  title: 'Network security group does not deny all other outbound traffic',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [33, 35, 36, 37, 42],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `The default rules AllowVnetOutBound (65000) and AllowInternetOutBound (65001) let everything out: a machine that is taken over can
carry data to any address and fetch any tool. A rule that denies all outbound traffic at priority 4096 makes each allowed flow a
decision.`,
  what: `Add an allow rule for each flow that is needed, and a last rule that denies any protocol from any source to any destination at any
port. It may be left out where a route table sends 0.0.0.0/0 of every attached subnet to a firewall. Name resolution by 168.63.129.16 and
the instance metadata service are not affected by a deny.`,
  equivalents: {},
  repairs: ['Add DenyAllOutbound to the network security group'],
  on: ['Microsoft.Network/networkSecurityGroups'],
  examples: noDenyAllOutboundExamples,

  find: (group) => findMissingDeny(group, 'Outbound'),
  quiet: (group) => explainMissingDeny(group, 'Outbound'),
  at: (group) => ({ kind: 'header', resource: group, lacks: { kind: 'value', path: 'properties.securityRules' } }),
  say: (group, facts) => sayMissingDeny(group, 'Outbound', facts),
  repair: (group, facts) => repairMissingDeny(group, 'Outbound', facts),
};
