/** Application gateways accept TLS 1.2 with strong ciphers, and nothing older. */
import { compareApiVersions } from '../../azure/api-version.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { exampleApplicationGateway } from '../examples/entry-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isTextAt, partsOf } from './gateway-parts.ts';

/** Predefined policies before those of 2022 (Learn, application-gateway-ssl-policy-overview). */
const oldPolicies = ['AppGwSslPolicy20150501', 'AppGwSslPolicy20170401', 'AppGwSslPolicy20170401S'];
const oldVersions = ['TLSv1_0', 'TLSv1_1'];

const current = 'AppGwSslPolicy20220101';

interface Outdated {
  /** The path of the policy, of the gateway or of a profile. */
  readonly policy: string;
  /** The field in it that says so; null if no policy is chosen. */
  readonly field: 'policyName' | 'minProtocolVersion' | null;
  readonly value: string;
}

export const oldGatewayTlsPolicy: Rule<Outdated> = {
  id: 'old-gateway-tls-policy',
  title: 'Application gateway accepts old versions or weak ciphers of TLS',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [113],
  articles: [
    { seed: 'S0', step: 'principle' },
    { seed: 'S2', step: 'principle' },
  ],
  why: `TLS 1.0 and 1.1 can be broken by whoever sits on the way; Azure refuses them since 2025-08-31. The predefined policies before 2022 allow them, or
ciphers that don't keep what was recorded secret once a key is lost.`,
  what: `Choose the predefined policy ${current} or a newer one, or set minProtocolVersion of a custom policy to TLSv1_2.`,
  exceptions: [
    'Gateways that choose none from the API of 2023-02-01 on, where that policy is the default, and gateways without a listener for HTTPS.',
  ],
  equivalents: { checkov: ['CKV_AZURE_218'], psrule: ['Azure.AppGw.SSLPolicy'] },
  repairs: [`Choose ${current}`, 'Set minProtocolVersion to TLSv1_2'],
  on: ['Microsoft.Network/applicationGateways'],
  examples: { bad: example('AppGwSslPolicy20170401'), good: example(current) },

  find: (gateway) => {
    const policies = [
      'properties.sslPolicy',
      ...partsOf(gateway, 'sslProfiles').map((profile) => `${profile}.properties.sslPolicy`),
    ];
    for (const policy of policies) {
      const outdated = outdatedAt(gateway, policy);
      if (outdated !== null) return { certainty: 'certain', facts: outdated };
    }
    if (!hasOldDefault(gateway) || !hasTls(gateway)) return null;
    // Azure refuses old versions by now: what an old API version still means by default is not certain.
    return { certainty: 'possible', facts: { policy: 'properties.sslPolicy', field: null, value: '' } };
  },

  at: (gateway, { policy, field }) => ({
    kind: 'value',
    resource: gateway,
    path: field === null ? policy : `${policy}.${field}`,
  }),

  say: (gateway, { field, value }) => {
    const how =
      field === null
        ? `chooses no TLS policy, and the default of API version ${gateway.apiVersion} was one of 2015`
        : field === 'policyName'
          ? `has the TLS policy ${value}`
          : `accepts ${value}`;
    return `Application gateway ${shownName(gateway)} ${how}: clients can be talked down to what is easily broken. Choose ${current} or a newer policy.`;
  },

  repair: (gateway, { policy, field }) => {
    const name = shownName(gateway);
    const effect = 'clients that only know older versions or ciphers are refused';
    if (field === 'minProtocolVersion') {
      return [
        {
          title: `Set minProtocolVersion of ${name} to TLSv1_2: ${effect}`,
          kind: 'review',
          intents: [{ kind: 'set', resource: gateway.key, path: `${policy}.${field}`, value: 'TLSv1_2' }],
        },
      ];
    }
    // The policies of 2022 are values of the API from 2022-01-01 on.
    if (compareApiVersions(gateway.apiVersion, '2022-01-01') < 0) return [];
    return [
      {
        title: `Choose the TLS policy ${current} for ${name}: ${effect}`,
        kind: 'review',
        intents: [
          field === null
            ? {
                kind: 'set',
                resource: gateway.key,
                path: policy,
                value: { policyType: 'Predefined', policyName: current },
              }
            : { kind: 'set', resource: gateway.key, path: `${policy}.policyName`, value: current },
        ],
      },
    ];
  },
};

function outdatedAt(gateway: ResourceView, policy: string): Outdated | null {
  for (const [field, old] of [
    ['policyName', oldPolicies],
    ['minProtocolVersion', oldVersions],
  ] as const) {
    const value = old.find((candidate) => isTextAt(gateway, `${policy}.${field}`, candidate));
    if (value !== undefined) return { policy, field, value };
  }
  return null;
}

/** "If no TLS policy is chosen, a default TLS policy gets applied based on the API version"; that of 2022 from 2023-02-01 on (the same page). */
function hasOldDefault(gateway: ResourceView): boolean {
  return (
    gateway.apiVersion !== '' &&
    compareApiVersions(gateway.apiVersion, '2023-02-01') < 0 &&
    gateway.omits('properties.sslPolicy.policyName') &&
    gateway.omits('properties.sslPolicy.minProtocolVersion')
  );
}

function hasTls(gateway: ResourceView): boolean {
  return partsOf(gateway, 'httpListeners').some((listener) =>
    isTextAt(gateway, `${listener}.properties.protocol`, 'Https'),
  );
}

function example(policyName: string): Example {
  return resourcesExample(exampleApplicationGateway('WAF_v2', { sslPolicy: { policyType: 'Predefined', policyName } }));
}
