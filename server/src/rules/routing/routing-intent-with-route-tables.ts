/** A virtual hub takes routing intent or route tables of its own, not both. */

import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { routingIntentWithRouteTablesExamples } from './routing-intent-with-route-tables.examples.ts';

interface Combined {
  readonly hub: ResourceView;
  readonly intent: ResourceView;
}

export const routingIntentWithRouteTables: Rule<Combined> = {
  id: 'routing-intent-with-route-tables',
  title: 'Virtual hub has routing intent and route tables of its own',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [143],
  articles: [{ seed: 'S3', step: '3' }],
  why: `Custom route tables isolate networks and branches of a virtual hub; routing intent sends all of their traffic to a firewall. Azure doesn't
combine them in one hub, so one of both does not come about.`,
  what: `Keep the routing intent, and isolate by the rules of the firewall; or remove it, and route to the firewall by the tables.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/virtualHubs/hubRouteTables'],
  examples: routingIntentWithRouteTablesExamples,

  find: (table) => {
    const hub = table.parent();
    if (hub === null || builtIn.includes(table.name.toLowerCase())) return null;
    const [intent] = declaredOf(hub.children('routingIntent')).known;
    return intent === undefined ? null : { certainty: 'certain', facts: { hub, intent } };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (table, { hub, intent }) =>
    `${shownName(table)} is a route table of virtual hub ${shownName(hub)}, which has the routing intent ${shownName(intent)}: Azure does not combine them. Remove one of both.`,

  related: (_, { intent }) => [{ resource: intent, message: 'This is the routing intent.' }],

  repair: () => [],
};

/** Every hub has these. */
const builtIn: readonly string[] = ['defaultroutetable', 'noneroutetable'];
