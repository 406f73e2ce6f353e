/** Addresses of services on the Internet change; rules name them by a tag, or lead to a private endpoint. */
import { publicDestination, type WrittenPrefix } from '../../network/claims/rule-prefixes.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

export const serviceAddressInRule: Rule<WrittenPrefix> = {
  id: 'service-address-in-rule',
  title: 'Security rule admits traffic to a public address that is written out',
  principle: 'least-privilege',
  severity: 'information',
  rows: [59, 103],
  articles: [
    { seed: 'S0', step: 'intro' },
    { seed: 'S2', step: 'mgmt' },
  ],
  profiles: ['iaas', 'paas'],
  why: `Platform services answer from public addresses that Azure takes out of a pool, and can change at any time. A rule for such an address stops
working then, or admits traffic to whoever has it next.`,
  what: `Give the service a private endpoint and name that, or use the service tag. For names on the Internet use an application rule of Azure
Firewall.`,
  equivalents: {},
  exceptions: [
    'Addresses of Windows activation and of the platform, which Microsoft documents as fixed.',
    'Addresses of your own that a partner or another site of yours has, which no template can tell from those of services: turn the rule off there.',
  ],
  repairs: [],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({
      AllowStorageOutbound: {
        direction: 'Outbound',
        destinationAddressPrefix: '20.60.30.100',
        destinationPortRange: '443',
      },
    }),
    good: groupExample({
      AllowStorageOutbound: { direction: 'Outbound', destinationAddressPrefix: 'Storage', destinationPortRange: '443' },
    }),
  },

  find: (rule) => {
    const facts = publicDestination(rule);
    return facts === null ? null : { certainty: 'certain', facts };
  },

  at: (rule, { path }) => ({ kind: 'value', resource: rule, path }),

  say: (rule, { prefix }) =>
    `${shownName(rule)} admits traffic to the public address ${prefix}. Those of platform services change: use a private endpoint or a service tag, or a firewall that knows names.`,

  repair: () => [],
};
