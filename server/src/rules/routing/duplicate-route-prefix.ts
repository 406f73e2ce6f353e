/** Two routes of one table for one prefix: the deployment fails. */
import type { ResourceView } from '../../deployment/view.ts';
import { sameRouteBefore } from '../../network/reading/network-prefixes.ts';
import { routesExample } from '../examples/network-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface DuplicateRoute {
  readonly earlier: ResourceView;
  readonly prefix: string;
}

export const duplicateRoutePrefix: Rule<DuplicateRoute> = {
  id: 'duplicate-route-prefix',
  title: 'Two routes of one table are for the same prefix',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [44, 134],
  articles: [{ seed: 'S3', step: '3' }],
  why: `A route table says for each prefix where its traffic goes. Azure refuses a second route for a prefix (RouteConflict: routes cannot have the
same address prefix), so the deployment fails. Routes that are written inline, as child resources and in modules all count.`,
  what: `Keep the route that is meant. Where only some of the addresses go elsewhere, give them a longer prefix: it wins over the shorter one.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/routeTables/routes'],
  examples: {
    bad: routesExample({ ToFirewall: '0.0.0.0/0', ToInternet: '0.0.0.0/0' }),
    good: routesExample({ ToFirewall: '0.0.0.0/0' }),
  },

  find: (route) => {
    const earlier = sameRouteBefore(route);
    const prefix = route.read('properties.addressPrefix');
    if (earlier === null || typeof prefix !== 'string') return null;
    return { certainty: 'certain', facts: { earlier, prefix } };
  },

  at: (resource) => ({ kind: 'value', resource, path: 'properties.addressPrefix' }),

  say: (route, { earlier, prefix }) =>
    `${shownName(route)} and ${shownName(earlier)} are both for ${prefix}. Azure refuses two routes of a table for one prefix: keep the one that is meant.`,

  related: (_, { earlier, prefix }) => [
    { resource: earlier, path: 'properties.addressPrefix', message: `${shownName(earlier)} is for ${prefix} as well.` },
  ],

  repair: () => [],
};
