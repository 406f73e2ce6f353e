/**
 * Which types are reached through a private endpoint, by which group ids, and with which zones. The table is generated; what depends on the
 * kind or the tier of a resource is written here, with its source.
 */
import type { Circumstance } from './circumstance.ts';
import { privateLinkTable } from './private-link.ts';
import type { PrivateLinkEntry } from './private-link-entry.ts';
import { publicAccessOf } from './public-access.ts';

export interface PrivateEndpointFacts {
  readonly type: string;
  /** Group ids that a private endpoint may name, lower case; null if the names come from the resource itself, so that any counts. */
  readonly accepted: ReadonlySet<string> | null;
  /** Group ids worth proposing, commonest first, by a value of the resource. */
  readonly proposals: ByValue<readonly string[]>;
  /** While one of these holds, the service has no private endpoints, or needs none. */
  readonly noneWhen: readonly Circumstance[];
  /** The tier of the app's plan decides: path of the plan's id in the resource, and the SKU names without private endpoints. */
  readonly plan: {
    readonly idPath: string;
    readonly skuPath: string;
    readonly without: readonly string[];
    readonly because: string;
  } | null;
  /** `parent` where the endpoint targets the parent and the group id is `prefix` and the resource's own name. */
  readonly target: 'itself' | { readonly parentWithPrefix: string };
}

/** A fact that may depend on one value of the resource: the first case whose pattern fits the value decides, else `otherwise`. */
export interface ByValue<T> {
  /** Path of the deciding value; null if nothing decides. */
  readonly path: string | null;
  readonly cases: readonly { readonly values: readonly string[]; readonly result: T }[];
  readonly otherwise: T;
}

/** The facts for a resource type, in any case; null if it isn't reached by private endpoints of its own or its facts are unverified. */
export function privateEndpointOf(type: string): PrivateEndpointFacts | null {
  return byType.get(type.toLowerCase()) ?? null;
}

/**
 * Names of the private DNS zones (public cloud) that an endpoint for this group id needs, by a value of the resource. Empty where a name has
 * a part that isn't known while authoring, such as the region.
 */
export function dnsZonesOf(type: string, groupId: string): ByValue<readonly string[]> {
  const special = zoneChoices[type.toLowerCase()];
  if (special) return special;
  const entry = privateLinkTable.find((candidate) => candidate.type.toLowerCase() === type.toLowerCase());
  if (!entry) return always([]);
  const zones = entry.zonesByGroupId?.[groupId] ?? entry.zones.public;
  return always(zones.some((zone) => zone.includes('{')) ? [] : zones);
}

/**
 * Names that a private DNS zone for this group id may have, in any cloud; a part in braces, such as `{regionName}`, stands for one label. Null if no
 * source says which.
 */
export function zoneNamesOf(type: string, groupId: string): readonly string[] | null {
  const entry = privateLinkTable.find((candidate) => candidate.type.toLowerCase() === type.toLowerCase());
  if (!entry?.verified || entry.zones.public.length === 0) return null;
  const ofGroup = Object.entries(entry.zonesByGroupId ?? {}).find(
    ([candidate]) => candidate.toLowerCase() === groupId.toLowerCase(),
  );
  return [...(ofGroup?.[1] ?? entry.zones.public), ...(entry.zones.usgov ?? []), ...(entry.zones.china ?? [])];
}

/** The label that tells a zone from others: `blob` of `privatelink.blob.core.windows.net`. */
export function serviceLabel(zone: string): string {
  const [first = '', second = first] = zone.split('.');
  return first === 'privatelink' ? second : first;
}

/** True if a private DNS zone of this name belongs to any service of the table, in any cloud. */
export function isZoneOfService(name: string): boolean {
  return plainZones.has(name.toLowerCase()) || zonesWithParts.some((zone) => isZoneNamed(zone, name));
}

const zonesOfServices: readonly string[] = privateLinkTable.flatMap(({ zones }) => [
  ...zones.public,
  ...(zones.usgov ?? []),
  ...(zones.china ?? []),
]);

/** In lower case. */
const plainZones: ReadonlySet<string> = new Set(
  zonesOfServices.filter((zone) => !zone.includes('{')).map((zone) => zone.toLowerCase()),
);

const zonesWithParts: readonly string[] = zonesOfServices.filter((zone) => zone.includes('{'));

/** True if a zone of the table, whose parts in braces stand for one label each, can have this name. */
export function isZoneNamed(zone: string, name: string): boolean {
  if (!zone.includes('{')) return zone.length === name.length && zone.toLowerCase() === name.toLowerCase();
  const labels = zone.split('.');
  const named = name.toLowerCase().split('.');
  return (
    labels.length === named.length &&
    labels.every((label, index) => label.startsWith('{') || label.toLowerCase() === named[index])
  );
}

function always<T>(result: T): ByValue<T> {
  return { path: null, cases: [], otherwise: result };
}

/** Zones that depend on the kind of the account or the tier (notes of the table; Learn private-endpoint-dns). */
const zoneChoices: Readonly<Record<string, ByValue<readonly string[]>>> = {
  'microsoft.cognitiveservices/accounts': {
    path: 'kind',
    cases: [
      { values: ['openai'], result: ['privatelink.openai.azure.com'] },
      {
        values: ['aiservices'],
        result: [
          'privatelink.cognitiveservices.azure.com',
          'privatelink.openai.azure.com',
          'privatelink.services.ai.azure.com',
        ],
      },
    ],
    otherwise: ['privatelink.cognitiveservices.azure.com'],
  },
  'microsoft.cache/redisenterprise': {
    path: 'sku.name',
    cases: [{ values: ['enterprise_*', 'enterpriseflash_*'], result: ['privatelink.redisenterprise.cache.azure.net'] }],
    otherwise: ['privatelink.redis.azure.net'],
  },
  // The zone carries a partition number that is known only after the app is created.
  'microsoft.web/staticsites': always([]),
  'microsoft.web/sites/slots': always(['privatelink.azurewebsites.net']),
};

/** Types that have the property and need no endpoint of their own. */
const withoutEndpoint = new Set([
  // A private cluster makes its own endpoint (Learn, AKS private clusters).
  'microsoft.containerservice/managedclusters',
  // The endpoint in the virtual network is private as it is (Learn, managed instance connectivity architecture).
  'microsoft.sql/managedinstances',
  // Sub-resource names come from privateLinkConfigurations, and an endpoint needs them first.
  'microsoft.hdinsight/clusters',
  // Linking it would send all of Azure Resource Manager through the virtual network: a decision for a tenant, not for a template.
  'microsoft.authorization/resourcemanagementprivatelinks',
]);

interface Special {
  readonly proposals?: ByValue<readonly string[]>;
  readonly noneWhen?: readonly Circumstance[];
  readonly plan?: PrivateEndpointFacts['plan'];
  readonly anyGroupId?: boolean;
  readonly target?: PrivateEndpointFacts['target'];
}

function tiersWithout(values: readonly string[], because: string, path = 'sku.name'): Circumstance {
  return { path, is: values, because };
}

const appServicePlan = {
  idPath: 'properties.serverFarmId',
  skuPath: 'sku.name',
  without: ['f1', 'd1', 'y1', 'free', 'shared', 'dynamic'],
  because: 'Free, Shared and Consumption plans have no private endpoints.',
} as const;

/** Tiers are from the Learn page of each service, as the table's column for SKUs cites them. */
const specials: Readonly<Record<string, Special>> = {
  'microsoft.storage/storageaccounts': {
    proposals: {
      path: 'kind',
      cases: [
        { values: ['filestorage'], result: ['file'] },
        { values: ['blockblobstorage'], result: ['blob', 'dfs', 'web'] },
      ],
      otherwise: ['blob', 'file', 'table', 'queue', 'dfs', 'web'],
    },
    noneWhen: [
      tiersWithout(
        ['storage', 'blobstorage'],
        'Only accounts of kind StorageV2, BlockBlobStorage and FileStorage have private endpoints.',
        'kind',
      ),
    ],
  },
  'microsoft.documentdb/databaseaccounts': {
    proposals: {
      path: 'kind',
      cases: [{ values: ['mongodb'], result: ['MongoDB'] }],
      otherwise: ['Sql', 'Cassandra', 'Gremlin', 'Table'],
    },
  },
  'microsoft.dbforpostgresql/servers': {
    noneWhen: [tiersWithout(['basic'], 'The Basic tier has no private endpoints.', 'sku.tier')],
  },
  'microsoft.dbformysql/servers': {
    noneWhen: [tiersWithout(['basic'], 'The Basic tier has no private endpoints.', 'sku.tier')],
  },
  'microsoft.web/sites': { proposals: always(['sites']), plan: appServicePlan },
  'microsoft.web/sites/slots': {
    proposals: always([]),
    plan: appServicePlan,
    target: { parentWithPrefix: 'sites-' },
  },
  'microsoft.web/staticsites': { noneWhen: [tiersWithout(['free'], 'The Free plan has no private endpoints.')] },
  'microsoft.containerregistry/registries': {
    noneWhen: [tiersWithout(['basic', 'standard', 'classic'], 'Only the Premium tier has private endpoints.')],
  },
  'microsoft.servicebus/namespaces': {
    noneWhen: [tiersWithout(['basic', 'standard'], 'Only the Premium tier has private endpoints.')],
  },
  'microsoft.eventhub/namespaces': { noneWhen: [tiersWithout(['basic'], 'The Basic tier has no private endpoints.')] },
  'microsoft.search/searchservices': { noneWhen: [tiersWithout(['free'], 'The Free tier has no private endpoints.')] },
  'microsoft.machinelearningservices/workspaces': {
    noneWhen: [tiersWithout(['project'], 'A project is reached through the private endpoint of its hub.', 'kind')],
  },
  'microsoft.databricks/workspaces': {
    proposals: always(['databricks_ui_api']),
    noneWhen: [tiersWithout(['standard', 'trial'], 'Only the Premium tier has private endpoints.')],
  },
  'microsoft.desktopvirtualization/workspaces': { proposals: always(['feed']) },
  'microsoft.recoveryservices/vaults': { proposals: always(['AzureBackup', 'AzureSiteRecovery']) },
  'microsoft.dashboard/grafana': {
    noneWhen: [tiersWithout(['essential'], 'The Essential tier has no private endpoints.')],
  },
  'microsoft.appconfiguration/configurationstores': {
    noneWhen: [tiersWithout(['free'], 'The Free tier has no private endpoints.')],
  },
  'microsoft.signalrservice/signalr': {
    noneWhen: [tiersWithout(['free_f1'], 'The Free tier has no private endpoints.')],
  },
  'microsoft.signalrservice/webpubsub': {
    noneWhen: [tiersWithout(['free_f1'], 'The Free tier has no private endpoints.')],
  },
  'microsoft.apimanagement/service': {
    noneWhen: [
      {
        path: 'properties.virtualNetworkType',
        is: ['internal', 'external'],
        because: 'An instance that is injected into a virtual network has no private endpoints.',
      },
    ],
  },
  // The group id is the name of a volume group.
  'microsoft.elasticsan/elasticsans': { proposals: always([]), anyGroupId: true },
};

const byType = new Map(
  privateLinkTable.flatMap((entry) => {
    const facts = factsOf(entry);
    return facts ? [[facts.type.toLowerCase(), facts] as const] : [];
  }),
);

/** Every type that should have a private endpoint, in the order of the table. */
export const privateEndpointTypes: readonly string[] = [...byType.values()].map((facts) => facts.type);

function factsOf(entry: PrivateLinkEntry): PrivateEndpointFacts | null {
  const type = entry.type.toLowerCase();
  const publicAccess = publicAccessOf(type);
  if (!publicAccess || !entry.verified || entry.reachedVia || withoutEndpoint.has(type)) return null;
  const special: Special = specials[type] ?? {};
  const proposable = entry.groupIds.filter((groupId) => !groupId.includes('<') && !groupId.endsWith('_secondary'));
  return {
    type: entry.type,
    accepted: special.anyGroupId
      ? null
      : new Set(entry.groupIds.filter((groupId) => !groupId.includes('<')).map((groupId) => groupId.toLowerCase())),
    proposals: special.proposals ?? always(proposable),
    noneWhen: [...publicAccess.privateWhen, ...(special.noneWhen ?? [])],
    plan: special.plan ?? null,
    target: special.target ?? 'itself',
  };
}
