/** A network security group must deny all inbound traffic that no rule allows, before the default rules let the virtual network in. */
import type { Rule } from '../rule.ts';
import {
  explainMissingDeny,
  findMissingDeny,
  type MissingDeny,
  repairMissingDeny,
  sayMissingDeny,
} from './deny-all.ts';
import { noDenyAllInboundExamples } from './no-deny-all-inbound.examples.ts';

export const noDenyAllInbound: Rule<MissingDeny> = {
  id: 'no-deny-all-inbound',
  title: 'Network security group does not deny all other inbound traffic',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [34, 35, 36, 37],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `The default rule AllowVnetInBound (65000) lets every address of the virtual network, of its peers and of connected networks reach
every port. Whoever holds one machine then reaches all the others. A rule that denies all inbound traffic at priority 4096 makes each
allowed flow a decision.`,
  what: `Add an allow rule for each flow that is needed, and a last rule that denies any protocol from any source to any destination at any
port. A deny of some ports, one protocol or one service tag does not count; a complete deny at another priority does.`,
  equivalents: {},
  repairs: ['Add DenyAllInbound to the network security group'],
  on: ['Microsoft.Network/networkSecurityGroups'],
  examples: noDenyAllInboundExamples,

  find: (group) => findMissingDeny(group, 'Inbound'),
  quiet: (group) => explainMissingDeny(group, 'Inbound'),
  at: (group) => ({ kind: 'header', resource: group, lacks: { kind: 'value', path: 'properties.securityRules' } }),
  say: (group, facts) => sayMissingDeny(group, 'Inbound', facts),
  repair: (group, facts) => repairMissingDeny(group, 'Inbound', facts),
};
