/** Application gateways speak TLS to what is behind them. */
import { exampleApplicationGateway } from '../examples/entry-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { isTextAt, partNames, partsOf } from './gateway-parts.ts';

/** The paths of the backend settings. */
type Settings = readonly [string, ...string[]];

export const gatewayBackendWithoutTls: Rule<Settings> = {
  id: 'gateway-backend-without-tls',
  title: 'Application gateway sends requests to its backends unencrypted',
  principle: 'assume-breach',
  severity: 'information',
  rows: [113],
  articles: [
    { seed: 'S0', step: 'principle' },
    { seed: 'S2', step: 'principle' },
  ],
  profiles: ['iaas', 'paas'],
  why: `The gateway ends the encryption of the clients. What it sends on by HTTP is in the clear inside of the network, and the articles assume that
somebody is inside.`,
  what: `Give the backend settings the protocol Https and the port on which the backends speak TLS.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/applicationGateways'],
  examples: { bad: example('Http', 80), good: example('Https', 443) },

  find: (gateway) => {
    const [first, ...others] = partsOf(gateway, 'backendHttpSettingsCollection').filter((settings) =>
      isTextAt(gateway, `${settings}.properties.protocol`, 'Http'),
    );
    return first === undefined ? null : { certainty: 'certain', facts: [first, ...others] };
  },

  at: (gateway, [first]) => ({ kind: 'value', resource: gateway, path: `${first}.properties.protocol` }),

  say: (gateway, settings) => {
    return `By the backend settings ${inWords(partNames(gateway, settings), 'more')}, ${shownName(gateway)} sends requests on by HTTP, in the clear for whoever is inside of the network. Use Https.`;
  },

  repair: () => [],
};

function example(protocol: string, port: number): Example {
  return resourcesExample(
    exampleApplicationGateway('WAF_v2', {
      backendHttpSettingsCollection: [{ name: 'web', properties: { port, protocol } }],
    }),
  );
}
