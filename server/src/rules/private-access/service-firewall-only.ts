/** The firewall of a service is no stand-in for a private endpoint. */
import { comparable } from '../../azure/circumstance.ts';
import { publicAccessOf } from '../../azure/public-access.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isReachedPrivately } from './private-reach.ts';
import { firewallOf, firewallTypes, type OwnFirewall } from './service-firewall.ts';

const server: ExampleResource = {
  symbol: 'server',
  type: 'Microsoft.Sql/servers',
  version: '2021-11-01',
  name: 'sql-orders',
  properties: { minimalTlsVersion: '1.2' },
};

export const serviceFirewallOnly: Rule<OwnFirewall> = {
  id: 'service-firewall-only',
  title: 'Service is guarded by its own firewall alone',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [102],
  articles: [{ seed: 'S0', step: 'intro' }],
  profiles: ['paas'],
  why: `The firewall of a service admits addresses, not machines, and each service has its own kind with logs of its own. Whoever shares an admitted
address gets to the service, and nobody sees all the access in one place.`,
  what: `Give the service a private endpoint, disable public network access and drop the rules of its firewall.`,
  equivalents: {},
  exceptions: [
    'Services with a private endpoint in the template.',
    'Services whose public network access is disabled, or that a network security perimeter guards.',
    'Services that an output hands to another template, where the finding is only possible.',
  ],
  repairs: [],
  on: firewallTypes,
  examples: {
    bad: resourcesExample(server, {
      symbol: 'office',
      parent: 'server',
      type: 'Microsoft.Sql/servers/firewallRules',
      version: '2021-11-01',
      name: 'office',
      properties: { startIpAddress: '203.0.113.10', endIpAddress: '203.0.113.20' },
    }),
    good: resourcesExample(server),
  },

  find: (resource) => {
    const firewall = firewallOf(resource);
    if (firewall === null || isClosed(resource) || isReachedPrivately(resource)) return null;
    return { certainty: resource.handedOut ? 'possible' : 'certain', facts: firewall };
  },

  at: (_resource, { at }) => at,

  say: (resource, { admits }) =>
    `${shownName(resource)} has no private endpoint and is guarded by its own firewall alone, which admits ${admits}. Reach it by a private endpoint and disable public network access.`,

  repair: () => [],
};

function isClosed(resource: ResourceView): boolean {
  return (publicAccessOf(resource.type)?.switches ?? []).some((door) => {
    const value = resource.read(door.path);
    return value !== null && door.closed.includes(comparable(value));
  });
}
