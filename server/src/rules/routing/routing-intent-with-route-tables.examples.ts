import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { exampleRoutingIntent, exampleVirtualHub } from './virtual-hub-without-routing-intent.examples.ts';

export const routingIntentWithRouteTablesExamples: Rule['examples'] = {
  bad: resourcesExample(...exampleVirtualHub, exampleRoutingIntent, {
    symbol: 'table',
    parent: 'hub',
    type: 'virtualHubs/hubRouteTables',
    name: 'isolated',
    properties: { labels: ['isolated'] },
  }),
  good: resourcesExample(...exampleVirtualHub, exampleRoutingIntent),
};
