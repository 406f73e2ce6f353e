/** Front Door speaks TLS to both sides. */

import type { ResourceView } from '../../deployment/view.ts';
import { exampleFrontDoor, exampleFrontDoorEndpoint, exampleFrontDoorPart } from '../examples/entry-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { frontDoorProfile } from './front-door-terms.ts';
import { isTextAt } from './gateway-parts.ts';

const protocols = 'properties.supportedProtocols';

interface Unencrypted {
  readonly path: 'properties.httpsRedirect' | 'properties.forwardingProtocol';
}

export const frontDoorAllowsHttp: Rule<Unencrypted> = {
  id: 'front-door-allows-http',
  title: 'Route of Front Door passes requests on that are not encrypted',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [113, 131],
  articles: [
    { seed: 'S0', step: 'principle' },
    { seed: 'S3', step: '3' },
  ],
  why: `What goes by HTTP, cookies and passwords among it, is read and changed by whoever sits on the way, between clients and Front Door or between Front Door and
the origin. The articles verify encryption from end to end.`,
  what: `Set httpsRedirect to Enabled, or leave Http out of supportedProtocols, and set forwardingProtocol to HttpsOnly.`,
  equivalents: { psrule: ['Azure.CDN.HTTP'] },
  repairs: ['Redirect HTTP to HTTPS', 'Set forwardingProtocol to HttpsOnly'],
  on: [`${frontDoorProfile}/afdEndpoints/routes`],
  examples: { bad: example('Disabled'), good: example('Enabled') },

  find: (route) => {
    if (isTextAt(route, 'properties.forwardingProtocol', 'HttpOnly'))
      return { certainty: 'certain', facts: { path: 'properties.forwardingProtocol' } };
    if (!takesHttp(route) || isTextAt(route, 'properties.httpsRedirect', 'Enabled')) return null;
    return { certainty: 'certain', facts: { path: 'properties.httpsRedirect' } };
  },

  at: (route, { path }) => ({ kind: 'value', resource: route, path }),

  say: (route, { path }) =>
    path === 'properties.httpsRedirect'
      ? `Route ${shownName(route)} takes requests by HTTP and doesn't redirect them: anybody on the way can read and change them. Set httpsRedirect to Enabled.`
      : `Route ${shownName(route)} sends requests to its origins by HTTP: anybody on the way can read and change them. Set forwardingProtocol to HttpsOnly.`,

  repair: (route, { path }) => [
    path === 'properties.httpsRedirect'
      ? {
          title: `Redirect requests of ${shownName(route)} from HTTP to HTTPS`,
          kind: 'review',
          intents: [{ kind: 'set', resource: route.key, path, value: 'Enabled' }],
        }
      : {
          title: `Set forwardingProtocol of ${shownName(route)} to HttpsOnly: its origins must answer HTTPS`,
          kind: 'review',
          intents: [{ kind: 'set', resource: route.key, path, value: 'HttpsOnly' }],
        },
  ],
};

function takesHttp(route: ResourceView): boolean {
  return [...Array(route.size(protocols)).keys()].some((index) => isTextAt(route, `${protocols}.${index}`, 'Http'));
}

function example(httpsRedirect: string): Example {
  return resourcesExample(
    exampleFrontDoor,
    exampleFrontDoorEndpoint,
    exampleFrontDoorPart('route', 'endpoint', 'afdEndpoints/routes', 'all', {
      originGroup: { id: { expression: "resourceId('Microsoft.Cdn/profiles/originGroups', 'afd-web', 'orders')" } },
      supportedProtocols: ['Http', 'Https'],
      forwardingProtocol: 'HttpsOnly',
      httpsRedirect,
    }),
  );
}
