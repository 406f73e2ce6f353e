/**
 * How each PaaS type is closed to the public: the property, the values that close it, what an omitted property means, and the settings that
 * close it in another way. The table is generated; what needs more than a row is written here, with its source.
 */
import { compareApiVersions, type Writability } from './api-version.ts';
import { type Circumstance, comparable } from './circumstance.ts';
import { privateLinkTable } from './private-link.ts';
import type { PrivateLinkEntry, WhenOmitted } from './private-link-entry.ts';

/** A property that must have one of the closing values. */
export interface PublicAccessSwitch extends Writability {
  readonly path: string;
  /** The value to write; see `closingValue` for its casing. */
  readonly value: string | boolean;
  /** All values that close it, as `comparable` gives them. */
  readonly closed: readonly string[];
  readonly whenOmitted: WhenOmitted | 'undocumented';
}

/** Another place that decides while the switch itself is omitted. */
export interface Substitute {
  /** A child resource that has the path, or null for the resource itself. */
  readonly child: { readonly type: string; readonly name: string } | null;
  readonly path: string;
  readonly closed: readonly string[];
  /** The closing value to name in a message. */
  readonly value: string;
}

export interface PublicAccessFacts {
  readonly type: string;
  /** All of them must be closed. */
  readonly switches: readonly PublicAccessSwitch[];
  readonly substitutes: readonly Substitute[];
  /** While one of these holds, there is no public endpoint that the switch could close. */
  readonly privateWhen: readonly Circumstance[];
  /** By what it is reached once it is closed; null where it has an address in a virtual network as it is. */
  readonly reachedBy: string | null;
  readonly repair: RepairFacts;
}

export interface RepairFacts {
  /** Values to set beside the switch, or the service refuses it; some only where the template says something else. */
  readonly also: readonly { readonly path: string; readonly value: string | boolean; readonly ifGiven?: true }[];
  /** Without this the service refuses the switch, and a template can't add it to what is deployed. */
  readonly needs: { readonly path: string; readonly is: readonly string[] } | null;
  /** What a person must know before, as the end of the repair's title; null if there is nothing special. */
  readonly caution: string | null;
  /** False if closing it takes more than setting values. */
  readonly offered: boolean;
}

/** The facts for a resource type, in any case; null if nothing closes it. */
export function publicAccessOf(type: string): PublicAccessFacts | null {
  return byType.get(type.toLowerCase()) ?? null;
}

/** The closing value in the casing that the apiVersion documents. */
export function closingValue(facts: PublicAccessFacts, door: PublicAccessSwitch, apiVersion: string): string | boolean {
  // Search spelled its values in lower case up to the versions of 2024 (bicep-types-az).
  const lowerCase =
    facts.type === 'Microsoft.Search/searchServices' && compareApiVersions(apiVersion, '2025-01-01') < 0;
  return lowerCase && typeof door.value === 'string' ? door.value.toLowerCase() : door.value;
}

const ordinaryRepair: RepairFacts = { also: [], needs: null, caution: null, offered: true };

/** What a type has beyond its row. Each entry states its source. */
interface Special {
  readonly whenOmitted?: WhenOmitted;
  /** Further paths that must be closed with the same values and in the same versions. */
  readonly alsoClose?: readonly string[];
  readonly alsoClosed?: readonly string[];
  readonly substitutes?: readonly Substitute[];
  readonly privateWhen?: readonly Circumstance[];
  /** True if a private endpoint of its own is not what it takes to reach it. */
  readonly isInNetwork?: true;
  readonly repair?: Partial<RepairFacts>;
}

/** Namespaces of the messaging services take the property on the namespace or on its default rule set (bicep-types-az; Learn). */
const defaultRuleSet: Substitute = {
  child: { type: 'networkRuleSets', name: 'default' },
  path: 'properties.publicNetworkAccess',
  closed: ['disabled', 'securedbyperimeter'],
  value: 'Disabled',
};

/** Network modes of the flexible servers exclude each other (Learn, private networking of flexible servers). */
const injectedServer: readonly Circumstance[] = [
  'properties.network.delegatedSubnetResourceId',
  'properties.delegatedSubnetArguments.subnetArmResourceId',
].map((path) => ({
  path,
  is: 'given',
  because: 'The server is injected into a delegated subnet and has no public endpoint.',
}));

/** Disks have no endpoint of their own: export by a shared access signature is what the property governs (Learn, disks private link). */
const diskExport: Substitute = {
  child: null,
  path: 'properties.networkAccessPolicy',
  closed: ['denyall', 'allowprivate'],
  value: 'DenyAll',
};

const siteInEnvironment: Circumstance = {
  path: 'properties.hostingEnvironmentProfile.id',
  is: 'given',
  because: 'The app runs in an App Service Environment, whose load balancer decides who reaches it.',
};

/** Up to 2022-03-01 App Service had the property in siteConfig, where later versions still accept it (bicep-types-az). */
const siteConfigAccess: Substitute = {
  child: null,
  path: 'properties.siteConfig.publicNetworkAccess',
  closed: ['disabled'],
  value: 'Disabled',
};

/** Where the table says that another resource takes the endpoint. */
const endpointHolders: Readonly<Record<string, string>> = {
  'Microsoft.Insights/privateLinkScopes/scopedResources': 'an Azure Monitor private link scope',
  'Microsoft.Compute/diskAccesses': 'a disk access resource with a private endpoint',
};

const specials: Readonly<Record<string, Special>> = {
  'microsoft.dbforpostgresql/flexibleservers': { privateWhen: injectedServer },
  'microsoft.dbformysql/flexibleservers': { privateWhen: injectedServer },
  'microsoft.dbforpostgresql/servergroupsv2': { alsoClose: ['properties.nodeEnablePublicIpAccess'] },
  'microsoft.sql/managedinstances': {
    // Learn, managed-instance/public-endpoint-overview: the VNet-local endpoint is there; "the default option is to provide maximum isolation".
    whenOmitted: 'closed',
    isInNetwork: true,
  },
  'microsoft.cache/redis': {
    // Learn, cache-private-link: injection and private link exclude each other; the property has no effect on an injected cache.
    privateWhen: [
      {
        path: 'properties.subnetId',
        is: 'given',
        because: 'The cache is injected into a subnet and has no public endpoint.',
      },
    ],
  },
  'microsoft.web/sites': {
    substitutes: [siteConfigAccess],
    privateWhen: [siteInEnvironment],
  },
  'microsoft.web/sites/slots': {
    // No source speaks of slots; they are taken to behave like their site.
    whenOmitted: 'openWithoutPrivateEndpoint',
    substitutes: [siteConfigAccess],
    privateWhen: [siteInEnvironment],
  },
  'microsoft.web/hostingenvironments': {
    // The number is the form of older templates: the sum of Web (1) and Publishing (2).
    alsoClosed: ['3'],
    isInNetwork: true,
    repair: { caution: 'this works for a new environment only' },
  },
  'microsoft.containerregistry/registries': {
    // Learn, container-registry-private-link: Premium only; the service refuses Disabled in the other tiers.
    repair: { also: [{ path: 'sku.name', value: 'Premium' }] },
  },
  'microsoft.web/staticsites': {
    // Learn, static-web-apps/private-endpoint and plans: Standard only, to which an app moves from Free as it is.
    repair: {
      also: [
        { path: 'sku.name', value: 'Standard' },
        { path: 'sku.tier', value: 'Standard', ifGiven: true },
      ],
    },
  },
  'microsoft.containerservice/managedclusters': {
    // A private cluster makes its own endpoint (Learn, AKS private clusters).
    isInNetwork: true,
    substitutes: [
      {
        child: null,
        path: 'properties.publicNetworkAccess',
        closed: ['disabled', 'securedbyperimeter'],
        value: 'Disabled',
      },
    ],
    repair: { caution: 'this works for a new cluster, or one whose API server is integrated into a virtual network' },
  },
  'microsoft.app/managedenvironments': {
    privateWhen: [
      {
        path: 'properties.vnetConfiguration.internal',
        is: ['true'],
        because: 'The environment is internal: its load balancer has an address of the virtual network only.',
      },
    ],
  },
  'microsoft.servicebus/namespaces': { substitutes: [defaultRuleSet] },
  'microsoft.eventhub/namespaces': { substitutes: [defaultRuleSet] },
  'microsoft.relay/namespaces': { substitutes: [defaultRuleSet] },
  'microsoft.synapse/workspaces': {
    // Learn, synapse security/connectivity-settings: public access can be disabled only with a managed virtual network, fixed at creation.
    repair: { needs: { path: 'properties.managedVirtualNetwork', is: ['default'] } },
  },
  'microsoft.databricks/workspaces': {
    // Learn, Databricks private link: with public access disabled, requiredNsgRules must be NoAzureDatabricksRules and the workspace injected.
    repair: {
      also: [{ path: 'properties.requiredNsgRules', value: 'NoAzureDatabricksRules' }],
      needs: { path: 'properties.parameters.enableNoPublicIp.value', is: ['true'] },
    },
  },
  'microsoft.hdinsight/clusters': {
    // Private link of HDInsight also wants privateLinkConfigurations and an outbound resource provider connection, fixed at creation.
    repair: { offered: false },
  },
  'microsoft.insights/privatelinkscopes': { alsoClose: ['properties.accessModeSettings.queryAccessMode'] },
  'microsoft.operationalinsights/workspaces': { alsoClose: ['properties.publicNetworkAccessForQuery'] },
  'microsoft.insights/components': { alsoClose: ['properties.publicNetworkAccessForQuery'] },
  'microsoft.apimanagement/service': {
    privateWhen: [
      {
        path: 'properties.virtualNetworkType',
        is: ['internal'],
        because: 'The instance is injected in internal mode and has no public gateway.',
      },
      {
        // Learn, API Management features by tier.
        path: 'sku.name',
        is: ['consumption', 'basicv2'],
        because:
          'The Consumption and Basic v2 tiers have no private endpoints, so closing it would cut it off. Choose another tier if it must be private.',
      },
    ],
    // Learn, API Management private endpoint: the service refuses Disabled until a private endpoint exists.
    repair: { caution: 'the service accepts this only once it has a private endpoint' },
  },
  'microsoft.compute/disks': { substitutes: [diskExport] },
  'microsoft.compute/snapshots': { substitutes: [diskExport] },
  'microsoft.hardwaresecuritymodules/cloudhsmclusters': {
    // The schema knows no other value than Disabled, so an omitted one leaves nothing open.
    whenOmitted: 'closed',
  },
};

/** Types of the table whose property is no switch for the public: see `privateLinkServices` in the specification, and retired providers. */
const notCovered = new Set(['microsoft.network/privatelinkservices', 'microsoft.media/mediaservices']);

const allFacts: readonly PublicAccessFacts[] = privateLinkTable.flatMap((entry) => {
  const facts = factsOf(entry);
  return facts ? [facts] : [];
});

const byType = new Map(allFacts.map((facts) => [facts.type.toLowerCase(), facts]));

/** Every type that can be closed, in the order of the table. */
export const publicAccessTypes: readonly string[] = allFacts.map((facts) => facts.type);

function factsOf(entry: PrivateLinkEntry): PublicAccessFacts | null {
  const { disable } = entry;
  if (!disable || notCovered.has(entry.type.toLowerCase())) return null;
  const special: Special = specials[entry.type.toLowerCase()] ?? {};
  const closed = [comparable(disable.value), ...(special.alsoClosed ?? [])];
  // A network security perimeter closes every service that has the property under its usual name (Learn, network security perimeter).
  if (typeof disable.value === 'string' && /publicNetworkAccess/.test(disable.path)) closed.push('securedbyperimeter');
  const paths = [disable.path, ...(special.alsoClose ?? [])];
  return {
    type: disable.type ?? entry.type,
    switches: paths.map((path) => ({
      path,
      value: disable.value,
      closed,
      since: disable.since,
      previewSince: disable.previewSince,
      except: disable.except,
      whenOmitted: special.whenOmitted ?? disable.whenOmitted ?? 'undocumented',
    })),
    substitutes: special.substitutes ?? [],
    privateWhen: special.privateWhen ?? [],
    reachedBy: special.isInNetwork ? null : (endpointHolders[entry.reachedVia ?? ''] ?? 'a private endpoint'),
    repair: { ...ordinaryRepair, ...special.repair },
  };
}
