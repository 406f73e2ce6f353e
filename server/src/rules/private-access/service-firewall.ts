/** Whom services admit by firewalls of their own. */
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { Place } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

export interface OwnFirewall {
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

/** Where services list whom their firewall admits, by type. Source: the published schemas. */
const lists: ReadonlyMap<string, readonly AdmittedList[]> = new Map([
  ['Microsoft.Storage/storageAccounts', networkAcls],
  ['Microsoft.KeyVault/vaults', networkAcls],
  ['Microsoft.CognitiveServices/accounts', networkAcls],
  [
    'Microsoft.DocumentDB/databaseAccounts',
    [
      { path: 'properties.ipRules', key: 'ipAddressOrRange' },
      { path: 'properties.virtualNetworkRules', key: 'id' },
    ],
  ],
  ['Microsoft.Web/sites', [{ path: 'properties.siteConfig.ipSecurityRestrictions', key: 'ipAddress' }]],
]);

/** Those that admit addresses by child resources. */
const withFirewallRules = [
  'Microsoft.Sql/servers',
  'Microsoft.DBforPostgreSQL/flexibleServers',
  'Microsoft.DBforMySQL/flexibleServers',
];

export const firewallTypes: readonly string[] = [...withFirewallRules, ...lists.keys()];

/** Whom the firewall of the service admits, if it has one. */
export function firewallOf(resource: ResourceView): OwnFirewall | null {
  const [, own = []] = [...lists].find(([type]) => resource.isType(type)) ?? [];
  for (const { path, key } of own) {
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
