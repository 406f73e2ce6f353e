/** Azure refuses a network security group for Azure Bastion that lacks one of its rules. */
import type { UnmetService } from '../../network/claims/required-flows.ts';
import type { Rule } from '../rule.ts';
import { missingBastionRuleExamples } from './missing-bastion-rule.examples.ts';
import { findUnmet, repairUnmet, sayUnmet } from './required-rules.ts';

export const missingBastionRule: Rule<UnmetService> = {
  id: 'missing-bastion-rule',
  title: 'Network security group lacks a rule without which Azure refuses it for Azure Bastion',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [85],
  articles: [{ seed: 'S2', step: '5' }],
  why: `Azure Bastion needs eight flows, four in each direction, and Azure refuses a group of AzureBastionSubnet that doesn't let them pass:
NetworkSecurityGroupNotCompliantForAzureBastionSubnet. Where the group denies one of them, the deployment surely fails. For logins to the machines and
for AzureCloud it asks for the rules themselves, so where only default rules let these pass, it is said as possible.`,
  what: `Add the rules of the documentation. Behind them a deny of everything else is fine in both directions.`,
  equivalents: {},
  repairs: ['Add the rules that Azure Bastion requires'],
  on: ['Microsoft.Network/networkSecurityGroups'],
  examples: missingBastionRuleExamples,
  find: (group) => findUnmet(group, ['refused']),
  at: (group) => ({ kind: 'header', resource: group, lacks: { kind: 'value', path: 'properties.securityRules' } }),
  say: sayUnmet,
  repair: repairUnmet,
};
