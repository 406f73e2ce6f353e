/** Two routes of one table for one prefix: the deployment fails. */
import { attempt } from '../../deployment/alternatives.ts';
import type { RepairProposal } from '../../deployment/intent.ts';
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
  repairs: ['Remove one of the two routes'],
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

  repair: (route, { earlier, prefix }) => [removal(route, earlier, prefix), removal(earlier, route, prefix)],
};

/** Which of the two is meant nobody but the author knows: the title says where the traffic goes then. */
function removal(route: ResourceView, other: ResourceView, prefix: string): RepairProposal {
  return {
    title: `Remove ${shownName(route)}: ${prefix} goes ${nextHopInWords(other)} by ${shownName(other)}`,
    kind: 'review',
    opens: true,
    intents: [{ kind: 'removeResource', resource: route.key }],
  };
}

/** `to VirtualAppliance 10.0.9.4`. */
function nextHopInWords(route: ResourceView): string {
  const [type, address] = ['nextHopType', 'nextHopIpAddress'].map((name) =>
    attempt(() => route.read(`properties.${name}`)),
  );
  if (type === 'None') return 'nowhere';
  const words = [type, address].filter((word) => typeof word === 'string' && word !== '');
  return words.length === 0 ? 'elsewhere' : `to ${words.join(' ')}`;
}
