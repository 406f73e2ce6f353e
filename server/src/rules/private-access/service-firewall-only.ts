/** The firewall of a service is no stand-in for a private endpoint. */
import { comparable } from '../../azure/circumstance.ts';
import { publicAccessOf } from '../../azure/public-access.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Place, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isReachedPrivately } from './private-reach.ts';

interface OwnFirewall {
  /** What the firewall admits, for sentences. */
  readonly admits: string;
  readonly at: Place;
}

/** A list of whom a firewall admits; `key` is what names them in an element. */
interface AdmittedList {
  readonly path: string;
  readonly key: string;
}

const networkAcls: readonly AdmittedList[] = [
  { path: 'properties.networkAcls.ipRules', key: 'value' },
  { path: 'properties.networkAcls.virtualNetworkRules', key: 'id' },
];

/** Where services list whom their firewall admits, by type in lower case; a child resource has no path. Source: the published schemas. */
const lists: ReadonlyMap<string, readonly AdmittedList[]> = new Map([
  ['microsoft.storage/storageaccounts', networkAcls],
  ['microsoft.keyvault/vaults', networkAcls],
  ['microsoft.cognitiveservices/accounts', networkAcls],
  [
    'microsoft.documentdb/databaseaccounts',
    [
      { path: 'properties.ipRules', key: 'ipAddressOrRange' },
      { path: 'properties.virtualNetworkRules', key: 'id' },
    ],
  ],
  ['microsoft.web/sites', [{ path: 'properties.siteConfig.ipSecurityRestrictions', key: 'ipAddress' }]],
]);

const withFirewallRules = [
  'Microsoft.Sql/servers',
  'Microsoft.DBforPostgreSQL/flexibleServers',
  'Microsoft.DBforMySQL/flexibleServers',
];

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
  on: [
    ...withFirewallRules,
    'Microsoft.Storage/storageAccounts',
    'Microsoft.KeyVault/vaults',
    'Microsoft.CognitiveServices/accounts',
    'Microsoft.DocumentDB/databaseAccounts',
    'Microsoft.Web/sites',
  ],
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

/** Whom the firewall of the service admits, if it has one. */
function firewallOf(resource: ResourceView): OwnFirewall | null {
  for (const { path, key } of lists.get(resource.type.toLowerCase()) ?? []) {
    if (resource.omits(path) || resource.size(path) === 0) continue;
    const isNetworks = path.endsWith('virtualNetworkRules');
    const admits = isNetworks ? 'subnets by service endpoints' : 'public addresses';
    const first = `${path}.0.${key}`;
    return { admits, at: { kind: 'value', resource, path: resource.omits(first) ? path : first } };
  }
  if (!withFirewallRules.some((type) => resource.isType(type))) return null;
  const [rule] = declaredOf(resource.children('firewallRules')).known;
  return rule === undefined
    ? null
    : {
        admits: `public addresses (${shownName(rule)})`,
        at: { kind: 'value', resource: rule, path: 'properties.startIpAddress' },
      };
}

function isClosed(resource: ResourceView): boolean {
  return (publicAccessOf(resource.type)?.switches ?? []).some((door) => {
    const value = resource.read(door.path);
    return value !== null && door.closed.includes(comparable(value));
  });
}
