/** How a resource type is named and drawn in the tree. */
export interface ResourceKind {
  /** Short and singular, such as `subnet`. */
  readonly noun: string;
  /** Name of one of the editor's own icons. */
  readonly icon: string;
}

const KINDS: Readonly<Record<string, readonly [noun: string, icon: string]>> = {
  'microsoft.apimanagement/service': ['API Management', 'plug'],
  'microsoft.app/containerapps': ['container app', 'package'],
  'microsoft.app/managedenvironments': ['container apps environment', 'server-environment'],
  'microsoft.authorization/roleassignments': ['role assignment', 'person'],
  'microsoft.authorization/roledefinitions': ['role definition', 'account'],
  'microsoft.cache/redis': ['Redis cache', 'database'],
  'microsoft.cdn/profiles': ['Front Door profile', 'globe'],
  'microsoft.cognitiveservices/accounts': ['AI services account', 'lightbulb'],
  'microsoft.compute/virtualmachines': ['virtual machine', 'vm'],
  'microsoft.compute/virtualmachinescalesets': ['scale set', 'vm'],
  'microsoft.containerregistry/registries': ['container registry', 'package'],
  'microsoft.containerservice/managedclusters': ['Kubernetes cluster', 'server-process'],
  'microsoft.dbformysql/flexibleservers': ['MySQL server', 'database'],
  'microsoft.dbforpostgresql/flexibleservers': ['PostgreSQL server', 'database'],
  'microsoft.documentdb/databaseaccounts': ['Cosmos DB account', 'database'],
  'microsoft.eventhub/namespaces': ['event hubs namespace', 'pulse'],
  'microsoft.insights/components': ['Application Insights', 'graph-line'],
  'microsoft.insights/diagnosticsettings': ['diagnostic setting', 'graph-line'],
  'microsoft.keyvault/vaults': ['key vault', 'key'],
  'microsoft.managedidentity/userassignedidentities': ['managed identity', 'account'],
  'microsoft.network/applicationgateways': ['application gateway', 'arrow-swap'],
  'microsoft.network/applicationgatewaywebapplicationfirewallpolicies': ['firewall policy', 'law'],
  'microsoft.network/applicationsecuritygroups': ['application security group', 'group-by-ref-type'],
  'microsoft.network/azurefirewalls': ['firewall', 'flame'],
  'microsoft.network/bastionhosts': ['Bastion host', 'terminal'],
  'microsoft.network/firewallpolicies': ['firewall policy', 'law'],
  'microsoft.network/frontdoors': ['Front Door', 'globe'],
  'microsoft.network/loadbalancers': ['load balancer', 'split-horizontal'],
  'microsoft.network/natgateways': ['NAT gateway', 'sign-out'],
  'microsoft.network/networkinterfaces': ['network interface', 'circuit-board'],
  'microsoft.network/networksecuritygroups': ['network security group', 'shield'],
  'microsoft.network/privatednszones': ['private DNS zone', 'book'],
  'microsoft.network/privatednszones/virtualnetworklinks': ['DNS zone link', 'link'],
  'microsoft.network/privateendpoints': ['private endpoint', 'plug'],
  'microsoft.network/publicipaddresses': ['public IP address', 'globe'],
  'microsoft.network/routetables': ['route table', 'milestone'],
  'microsoft.network/virtualnetworkgateways': ['virtual network gateway', 'remote'],
  'microsoft.network/virtualnetworks': ['virtual network', 'type-hierarchy-sub'],
  'microsoft.network/virtualnetworks/subnets': ['subnet', 'layers'],
  'microsoft.network/virtualnetworks/virtualnetworkpeerings': ['peering', 'arrow-swap'],
  'microsoft.operationalinsights/workspaces': ['log workspace', 'graph-line'],
  'microsoft.servicebus/namespaces': ['service bus namespace', 'mail'],
  'microsoft.sql/servers': ['SQL server', 'database'],
  'microsoft.sql/servers/databases': ['SQL database', 'database'],
  'microsoft.storage/storageaccounts': ['storage account', 'archive'],
  'microsoft.web/serverfarms': ['App Service plan', 'server-environment'],
  'microsoft.web/sites': ['web app', 'browser'],
};

/** Takes a full resource type in any case. A type that isn't listed is named by what follows its provider. */
export function resourceKind(type: string): ResourceKind {
  const known = KINDS[type.toLowerCase()];
  if (known !== undefined) return { noun: known[0], icon: known[1] };
  const slash = type.indexOf('/');
  return { noun: slash === -1 ? type : type.slice(slash + 1), icon: 'symbol-misc' };
}

const TIER_ICONS: Readonly<Record<string, string>> = {
  gateway: 'globe',
  web: 'browser',
  app: 'server-process',
  data: 'database',
  endpoints: 'plug',
  egress: 'sign-out',
  management: 'tools',
  hub: 'type-hierarchy',
  unassigned: 'question',
};

export function tierIcon(tierId: string): string {
  return TIER_ICONS[tierId] ?? 'circle-outline';
}
