/** Azure Firewall Premium looks into encrypted traffic. */

import { azurePolicies } from '../../azure/policies.ts';
import type { ExampleValue } from '../examples/resource-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { firewallPolicyType, firewallTier, isInherited } from './firewall-terms.ts';

const path = 'properties.transportSecurity';

export const firewallWithoutTlsInspection: Rule<null> = {
  id: 'firewall-without-tls-inspection',
  title: 'Azure Firewall Premium has no certificate to inspect encrypted traffic',
  principle: 'verify-explicitly',
  severity: 'information',
  rows: [159],
  articles: [{ seed: 'S4', step: 'hub' }],
  policies: [azurePolicies.firewallTlsInspection],
  profiles: [],
  why: `Most traffic is encrypted, and so are most attacks. Without a certificate authority the firewall sees names and addresses of it only: URL filters and
most signatures of the intrusion detection have nothing to read.`,
  what: `Name the certificate of an intermediate authority, kept in Key Vault, in transportSecurity.certificateAuthority, have the clients trust it, and
turn on terminateTLS in the application rules.`,
  exceptions: [
    'Tiers other than Premium, which cannot inspect it.',
    'Policies that leave it to the policy above them.',
  ],
  equivalents: {},
  repairs: [],
  on: [firewallPolicyType],
  examples: {
    bad: example({}),
    good: example({
      transportSecurity: {
        certificateAuthority: {
          name: 'inspection',
          keyVaultSecretId: 'https://kv-hub.vault.azure.net/secrets/inspection',
        },
      },
    }),
  },

  find: (policy) =>
    firewallTier(policy) === 'premium' && policy.omits(path) && !isInherited(policy, path)
      ? { certainty: 'certain', facts: null }
      : null,

  at: (policy) => ({ kind: 'value', resource: policy, path }),

  say: (policy) =>
    `Firewall policy ${shownName(policy)} has no transportSecurity: encrypted traffic passes without being read. Name a certificate authority, and inspect what application rules let out.`,

  repair: () => [],
};

function example(more: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample({
    symbol: 'policy',
    type: 'firewallPolicies',
    name: 'afwp-hub',
    properties: { sku: { tier: 'Premium' }, ...more },
  });
}
