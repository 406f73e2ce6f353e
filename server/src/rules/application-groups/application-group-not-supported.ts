/** Some services take no rules with application security groups in the group of their subnet. */
import { type UnsupportedGroup, unsupportedGroup } from '../../network/claims/application-groups.ts';
import type { Rule } from '../rule.ts';
import { serviceInWords } from '../security-groups/required-rules.ts';
import { lastStep } from '../words/field-words.ts';
import { shownName } from '../words/shown-name.ts';
import { applicationGroupNotSupportedExamples } from './application-group-not-supported.examples.ts';

export const applicationGroupNotSupported: Rule<UnsupportedGroup> = {
  id: 'application-group-not-supported',
  title: 'Security rule names an application security group where the service takes none',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [28, 40],
  articles: [{ seed: 'S2', step: '5' }],
  why: `In the subnet of a PostgreSQL flexible server, rules with application security groups are not supported. What such a rule does there is not
documented: traffic that it is meant to admit may be denied.`,
  what: `Name the machines by the prefix of their subnet.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: applicationGroupNotSupportedExamples,

  find: (rule) => {
    const facts = unsupportedGroup(rule);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (resource, { path }) => ({ kind: 'value', resource, path }),

  say: (rule, { subnet, special, path }) =>
    `${shownName(rule)} has ${lastStep(path)}, which the subnet of ${serviceInWords(special)} (${shownName(subnet)}) does not support. Name addresses instead.`,

  related: (_, { subnet, special }) => [
    { resource: subnet, message: `${shownName(subnet)} is the subnet of ${serviceInWords(special)}.` },
  ],

  repair: () => [],
};
