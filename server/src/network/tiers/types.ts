/** What the type of a resource says of its tier. Sources: the resource references of the types; which tier a role belongs to is our choice. */
import type { TierId } from '../../config/tiers.ts';

/** What resources of a type do, as the end of the sentence "Resources of this type ...". */
export interface TypeRole {
  readonly tier: TierId;
  readonly does: string;
}

const entry: TypeRole = { tier: 'gateway', does: 'let traffic in' };
const pages: TypeRole = { tier: 'web', does: 'serve web pages' };
const code: TypeRole = { tier: 'app', does: 'run applications' };
const messages: TypeRole = { tier: 'app', does: 'connect the parts of applications' };
const store: TypeRole = { tier: 'data', does: 'keep data' };
const secrets: TypeRole = { tier: 'data', does: 'keep secrets' };
const privateLink: TypeRole = { tier: 'endpoints', does: 'make services reachable privately' };
const exit: TypeRole = { tier: 'egress', does: 'let traffic out' };
const operation: TypeRole = { tier: 'management', does: 'are there to operate the workload' };
const transit: TypeRole = { tier: 'hub', does: 'connect networks' };

/** By type in lower case; children of a type take its role unless they have their own. */
const rolesByType: ReadonlyMap<string, TypeRole> = new Map([
  ['microsoft.network/applicationgateways', entry],
  ['microsoft.network/applicationgatewaywebapplicationfirewallpolicies', entry],
  ['microsoft.network/frontdoors', entry],
  ['microsoft.network/frontdoorwebapplicationfirewallpolicies', entry],
  ['microsoft.network/trafficmanagerprofiles', entry],
  ['microsoft.cdn/profiles', entry],
  ['microsoft.cdn/cdnwebapplicationfirewallpolicies', entry],
  ['microsoft.servicenetworking/trafficcontrollers', entry],
  ['microsoft.apimanagement/service', entry],

  ['microsoft.web/staticsites', pages],

  ['microsoft.web/hostingenvironments', code],
  ['microsoft.app/managedenvironments', code],
  ['microsoft.app/containerapps', code],
  ['microsoft.app/jobs', code],
  ['microsoft.appplatform/spring', code],
  ['microsoft.batch/batchaccounts', code],
  ['microsoft.cognitiveservices/accounts', code],
  ['microsoft.containerinstance/containergroups', code],
  ['microsoft.containerservice/managedclusters', code],
  ['microsoft.logic/workflows', code],
  ['microsoft.machinelearningservices/workspaces', code],
  ['microsoft.servicefabric/clusters', code],
  ['microsoft.servicefabric/managedclusters', code],
  ['microsoft.eventgrid/domains', messages],
  ['microsoft.eventgrid/namespaces', messages],
  ['microsoft.eventgrid/topics', messages],
  ['microsoft.eventgrid/systemtopics', messages],
  ['microsoft.eventhub/namespaces', messages],
  ['microsoft.relay/namespaces', messages],
  ['microsoft.servicebus/namespaces', messages],
  ['microsoft.signalrservice/signalr', messages],
  ['microsoft.signalrservice/webpubsub', messages],

  ['microsoft.appconfiguration/configurationstores', store],
  ['microsoft.cache/redis', store],
  ['microsoft.cache/redisenterprise', store],
  ['microsoft.databricks/workspaces', store],
  ['microsoft.datafactory/factories', store],
  ['microsoft.dbformariadb/servers', store],
  ['microsoft.dbformysql/flexibleservers', store],
  ['microsoft.dbformysql/servers', store],
  ['microsoft.dbforpostgresql/flexibleservers', store],
  ['microsoft.dbforpostgresql/servergroupsv2', store],
  ['microsoft.dbforpostgresql/servers', store],
  ['microsoft.documentdb/cassandraclusters', store],
  ['microsoft.documentdb/databaseaccounts', store],
  ['microsoft.documentdb/mongoclusters', store],
  ['microsoft.elasticsan/elasticsans', store],
  ['microsoft.fileshares/fileshares', store],
  ['microsoft.hdinsight/clusters', store],
  ['microsoft.kusto/clusters', store],
  ['microsoft.netapp/netappaccounts', store],
  ['microsoft.purview/accounts', store],
  ['microsoft.search/searchservices', store],
  ['microsoft.sql/managedinstances', store],
  ['microsoft.sql/servers', store],
  ['microsoft.sqlvirtualmachine/sqlvirtualmachines', store],
  ['microsoft.storage/storageaccounts', store],
  ['microsoft.synapse/workspaces', store],
  ['microsoft.hardwaresecuritymodules/cloudhsmclusters', secrets],
  ['microsoft.keyvault/managedhsms', secrets],
  ['microsoft.keyvault/vaults', secrets],

  ['microsoft.network/privateendpoints', privateLink],
  ['microsoft.network/privatelinkservices', privateLink],
  ['microsoft.insights/privatelinkscopes', privateLink],
  ['microsoft.hybridcompute/privatelinkscopes', privateLink],

  ['microsoft.network/natgateways', exit],

  ['microsoft.automation/automationaccounts', operation],
  ['microsoft.containerregistry/registries', operation],
  ['microsoft.dashboard/grafana', operation],
  ['microsoft.devopsinfrastructure/pools', operation],
  ['microsoft.monitor/accounts', operation],
  ['microsoft.network/bastionhosts', operation],
  ['microsoft.network/networkwatchers', operation],
  ['microsoft.operationalinsights/workspaces', operation],
  ['microsoft.operationsmanagement/solutions', operation],
  ['microsoft.recoveryservices/vaults', operation],
  ['microsoft.dataprotection/backupvaults', operation],

  ['microsoft.network/azurefirewalls', transit],
  ['microsoft.network/connections', transit],
  ['microsoft.network/ddosprotectionplans', transit],
  ['microsoft.network/dnsforwardingrulesets', transit],
  ['microsoft.network/dnsresolvers', transit],
  ['microsoft.network/expressroutecircuits', transit],
  ['microsoft.network/expressroutegateways', transit],
  ['microsoft.network/firewallpolicies', transit],
  ['microsoft.network/localnetworkgateways', transit],
  ['microsoft.network/networkmanagers', transit],
  ['microsoft.network/p2svpngateways', transit],
  ['microsoft.network/virtualhubs', transit],
  ['microsoft.network/virtualnetworkgateways', transit],
  ['microsoft.network/virtualwans', transit],
  ['microsoft.network/vpngateways', transit],
]);

/** Namespaces of which every type has the role. */
const rolesByNamespace: ReadonlyMap<string, TypeRole> = new Map([
  ['microsoft.insights', operation],
  ['microsoft.alertsmanagement', operation],
  ['microsoft.securityinsights', operation],
]);

/** The role of a type, compared without regard to case; null if the type says nothing. */
export function roleOfType(type: string): TypeRole | null {
  const segments = type.toLowerCase().split('/');
  for (let length = segments.length; length >= 2; length--) {
    const role = rolesByType.get(segments.slice(0, length).join('/'));
    if (role !== undefined) return role;
  }
  return rolesByNamespace.get(segments[0] ?? '') ?? null;
}

/** The tier of a subnet by the service that it is delegated to, in lower case. */
const tiersByDelegation: ReadonlyMap<string, TierId> = new Map([
  ['microsoft.apimanagement/service', 'gateway'],
  ['microsoft.network/applicationgateways', 'gateway'],
  ['microsoft.servicenetworking/trafficcontrollers', 'gateway'],
  ['microsoft.app/environments', 'app'],
  ['microsoft.app/managedenvironments', 'app'],
  ['microsoft.batch/batchaccounts', 'app'],
  ['microsoft.containerinstance/containergroups', 'app'],
  ['microsoft.web/hostingenvironments', 'app'],
  ['microsoft.databricks/workspaces', 'data'],
  ['microsoft.dbformysql/flexibleservers', 'data'],
  ['microsoft.dbforpostgresql/flexibleservers', 'data'],
  ['microsoft.documentdb/cassandraclusters', 'data'],
  ['microsoft.netapp/volumes', 'data'],
  ['microsoft.sql/managedinstances', 'data'],
  ['oracle.database/networkattachments', 'data'],
  ['microsoft.powerplatform/enterprisepolicies', 'egress'],
  ['microsoft.web/serverfarms', 'egress'],
  ['microsoft.containerservice/managedclusters', 'management'],
  ['microsoft.devopsinfrastructure/pools', 'management'],
  ['microsoft.network/dnsresolvers', 'hub'],
]);

/** Null if the service isn't known. */
export function tierOfDelegation(serviceName: string): TierId | null {
  return tiersByDelegation.get(serviceName.toLowerCase()) ?? null;
}

/** Subnets whose name Azure prescribes, in lower case, with what it is for. */
const reservedSubnets: ReadonlyMap<string, { readonly tier: TierId; readonly service: string }> = new Map([
  ['azurebastionsubnet', { tier: 'management', service: 'Azure Bastion' }],
  ['azurefirewallsubnet', { tier: 'hub', service: 'Azure Firewall' }],
  ['azurefirewallmanagementsubnet', { tier: 'hub', service: 'the management of Azure Firewall' }],
  ['gatewaysubnet', { tier: 'hub', service: 'virtual network gateways' }],
  ['routeserversubnet', { tier: 'hub', service: 'Azure Route Server' }],
]);

export function reservedSubnet(name: string): { readonly tier: TierId; readonly service: string } | null {
  return reservedSubnets.get(name.toLowerCase()) ?? null;
}
