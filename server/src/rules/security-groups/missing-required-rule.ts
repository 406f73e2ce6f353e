/** A network security group may not deny what the service in its subnet cannot do without. */
import type { UnmetService } from '../../network/claims/required-flows.ts';
import type { Rule } from '../rule.ts';
import { missingRequiredRuleExamples } from './missing-required-rule.examples.ts';
import { findUnmet, repairUnmet, sayUnmet } from './required-rules.ts';

export const missingRequiredRule: Rule<UnmetService> = {
  id: 'missing-required-rule',
  title: 'Network security group denies what the service in its subnet requires',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [85],
  articles: [{ seed: 'S0', step: '4' }],
  why: `Services that live in a subnet need their management traffic and their health probes. A group that denies these breaks the service;
Application Gateway v2 checks it at deployment. To the groups of SQL Managed Instance and Azure Databricks Azure adds such rules itself, and a
template without them takes them away with its next deployment, or the deployment is refused.`,
  what: `Allow what the service's documentation demands, by service tags, before everything else is denied.`,
  equivalents: {},
  repairs: ['Add the rules that the service requires'],
  on: ['Microsoft.Network/networkSecurityGroups'],
  examples: missingRequiredRuleExamples,
  find: (group) => findUnmet(group, ['breaks', 'contested']),
  at: (group) => ({ kind: 'header', resource: group, lacks: { kind: 'value', path: 'properties.securityRules' } }),
  say: sayUnmet,
  repair: repairUnmet,
};
