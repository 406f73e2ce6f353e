/** Some services in a virtual network fail where a rule denies them the name resolution of the platform. */
import type { RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { deniedPlatformDns } from '../../network/claims/platform-dns.ts';
import { statedPriority } from '../../network/reading/rule-siblings.ts';
import type { OccupiedSubnet } from '../../network/subnets/subnets.ts';
import type { Rule } from '../rule.ts';
import { ruleInWords } from '../words/rule-words.ts';
import { shownName } from '../words/shown-name.ts';
import { allowDnsDraft } from './deny-rule-drafts.ts';
import { draftBefore } from './free-priorities.ts';
import { platformDnsDeniedExamples } from './platform-dns-denied.examples.ts';
import { prefixOf, serviceInWords } from './required-rules.ts';

const allowName = 'AllowAzurePlatformDNSOutbound';

export const platformDnsDenied: Rule<OccupiedSubnet> = {
  id: 'platform-dns-denied',
  title: "Security rule denies a service Azure's name resolution",
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [85],
  articles: [{ seed: 'S0', step: '4' }],
  why: `Azure resolves names at 168.63.129.16. Only a rule with the service tag \`AzurePlatformDNS\` stops that, a deny of everything does not. Container
Apps, SQL Managed Instance and MySQL flexible servers break without it.`,
  what: `Remove the rule, or allow \`AzurePlatformDNS\` from the subnet of the service before it.`,
  equivalents: {},
  repairs: ['Allow AzurePlatformDNS from the subnet of the service'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: platformDnsDeniedExamples,

  find: (rule) => {
    const facts = deniedPlatformDns(rule);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (rule, { subnet, special }) =>
    `${ruleInWords(rule)} denies ${serviceInWords(special)} in ${shownName(subnet)} Azure's name resolution. The service breaks without it. Allow AzurePlatformDNS there.`,

  related: (_, { subnet, special }) => [
    { resource: subnet, message: `${shownName(subnet)} is the subnet of ${serviceInWords(special)}.` },
  ],

  repair: (rule, { subnet }) => allowance(rule, subnet),
};

/** A rule before the one that denies, for the subnet alone: others may be meant to be denied. */
function allowance(rule: ResourceView, subnet: ResourceView): readonly RepairProposal[] {
  const group = rule.parent();
  const denied = statedPriority(rule);
  if (group === null || denied === null) return [];
  const draft = draftBefore(group, allowDnsDraft(allowName, prefixOf(subnet), 'AzurePlatformDNS'), denied);
  if (draft === null) return [];
  return [
    {
      title: `Allow AzurePlatformDNS from ${shownName(subnet)} in ${shownName(group)}`,
      kind: 'review',
      intents: [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules: [draft] }],
    },
  ];
}
