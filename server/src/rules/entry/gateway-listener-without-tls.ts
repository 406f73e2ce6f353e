/** Clients of an application gateway speak TLS. */

import type { ResourceView } from '../../deployment/view.ts';
import { exampleApplicationGateway } from '../examples/entry-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { isTextAt, partNameAt, partNames, partsOf } from './gateway-parts.ts';

/** The paths of the listeners. */
type Listeners = readonly [string, ...string[]];

export const gatewayListenerWithoutTls: Rule<Listeners> = {
  id: 'gateway-listener-without-tls',
  title: 'Listener of an application gateway answers requests that are not encrypted',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [113],
  articles: [
    { seed: 'S0', step: 'principle' },
    { seed: 'S2', step: 'principle' },
  ],
  why: `What clients send by HTTP, cookies and passwords among it, is read and changed by whoever sits on the way. The articles verify encryption from
end to end, and the application gateway is where it begins.`,
  what: `Give the listener the protocol Https and a certificate, and let a listener for HTTP do nothing but redirect to it.`,
  exceptions: ['Listeners whose rules redirect: a request routing rule with redirectConfiguration.'],
  equivalents: { psrule: ['Azure.AppGw.UseHTTPS'] },
  repairs: [],
  on: ['Microsoft.Network/applicationGateways'],
  examples: { bad: example('Http'), good: example('Https') },

  find: (gateway) => {
    const [first, ...others] = partsOf(gateway, 'httpListeners').filter(
      (listener) => isTextAt(gateway, `${listener}.properties.protocol`, 'Http') && !isRedirected(gateway, listener),
    );
    return first === undefined ? null : { certainty: 'certain', facts: [first, ...others] };
  },

  at: (gateway, [first]) => ({ kind: 'value', resource: gateway, path: `${first}.properties.protocol` }),

  say: (gateway, listeners) => {
    const names = partNames(gateway, listeners);
    const are = names.length === 1 ? 'Listener' : 'Listeners';
    return `${are} ${inWords(names, 'more')} of ${shownName(gateway)} ${names.length === 1 ? 'takes' : 'take'} requests by HTTP, which anybody on the way can read and change. Use Https, and let HTTP only redirect to it.`;
  },

  repair: () => [],
};

/** True if all that its rules do is redirect. */
function isRedirected(gateway: ResourceView, listener: string): boolean {
  const name = String(gateway.read(`${listener}.name`)).toLowerCase();
  const rules = partsOf(gateway, 'requestRoutingRules').filter(
    (rule) => partNameAt(gateway, `${rule}.properties.httpListener.id`) === name,
  );
  return rules.length > 0 && rules.every((rule) => !gateway.omits(`${rule}.properties.redirectConfiguration.id`));
}

function example(protocol: string): Example {
  return resourcesExample(
    exampleApplicationGateway('WAF_v2', { httpListeners: [{ name: 'web', properties: { protocol } }] }),
  );
}
