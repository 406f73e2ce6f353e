/** Azure Firewalls with the rules of their policies, where those are in the deployment. */
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ExternalResource, ResourceView } from '../../deployment/view.ts';
import { parseAddressSet, unionOfAddresses } from '../addresses/address-set.ts';
import type { Dependency, Maybe, RuleSide, VirtualNetwork } from '../reachability/model.ts';
import type { Firewall, FirewallRule, TranslationRule } from '../reachability/model-firewall.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, openness, placed } from './listing.ts';
import {
  idOf,
  indexesAt,
  maybe,
  type NetworkSource,
  portsOf,
  protocolsOf,
  sideAt,
  sourceOf,
  textsAt,
  wordAt,
} from './source.ts';

export function readFirewalls(
  deployment: DeploymentView,
  virtualNetworks: readonly VirtualNetwork<NetworkSource>[],
  left: LeftOut[],
): readonly Firewall<NetworkSource>[] {
  return placed(all(deployment, 'Microsoft.Network/azureFirewalls'), left, (firewall) => {
    const subnet = attempt(() => firewall.target('properties.ipConfigurations.0.properties.subnet.id')) ?? null;
    const subnetId = subnet === null ? null : idOf(subnet);
    const rules = rulesOf(firewall);
    return [
      {
        id: idOf(firewall),
        source: sourceOf(firewall),
        subnet: subnetId,
        privateAddress: addressesOf(firewall, subnetId, virtualNetworks),
        publicAddress: maybe(() => hasPublicAddress(firewall)) !== false,
        ...rules,
      },
    ];
  });
}

/** The subnet holds nothing but the firewall, so any of its addresses is the firewall's. */
function addressesOf(
  firewall: ResourceView,
  subnetId: string | null,
  virtualNetworks: readonly VirtualNetwork<NetworkSource>[],
): Firewall<NetworkSource>['privateAddress'] {
  const subnet = virtualNetworks.flatMap(({ subnets }) => subnets).find(({ id }) => id === subnetId);
  if (subnet?.somewhere != null) return { unknown: subnet.somewhere.dependsOn };
  if (subnet !== undefined) return unionOfAddresses(...subnet.prefixes.map(({ addresses }) => addresses));
  const hub = attempt(() => textsAt(firewall, 'properties.hubIPAddresses.privateIPAddress')) ?? [];
  const given = parseAddressSet(hub);
  return given !== null && hub.length > 0 ? given : { unknown: { kind: 'address', name: firewall.label } };
}

function hasPublicAddress(firewall: ResourceView): boolean {
  if (!firewall.omits('properties.hubIPAddresses')) return true;
  return indexesAt(firewall, 'properties.ipConfigurations').some(
    (index) => !firewall.omits(`properties.ipConfigurations.${index}.properties.publicIPAddress`),
  );
}

type Rules = Pick<Firewall<NetworkSource>, 'networkRules' | 'applicationRules' | 'translations' | 'more'>;

/** One collection of rules, in the order in which the firewall asks them. */
interface Collection {
  readonly resource: ResourceView;
  /** Where it stands among all: depth of the policy (parents first), priority of the group, its own. */
  readonly order: readonly [number, number, number];
  readonly kind: 'network' | 'application' | 'translation' | null;
  readonly access: Maybe<'Allow' | 'Deny'>;
  readonly rules: string;
}

function rulesOf(firewall: ResourceView): Rules {
  const doubts: Dependency[] = [];
  const collections = [...classicCollections(firewall, doubts), ...policyCollections(firewall, doubts)];
  collections.sort((a, b) => compareOrder(a.order, b.order));
  const networkRules: FirewallRule<NetworkSource>[] = [];
  const applicationRules: FirewallRule<NetworkSource>[] = [];
  const translations: TranslationRule<NetworkSource>[] = [];
  let number = 0;
  for (const collection of collections) {
    const indexes = maybe(() => indexesAt(collection.resource, collection.rules));
    if ('unknown' in indexes) {
      doubts.push(indexes.unknown);
      continue;
    }
    for (const index of indexes) {
      const path = `${collection.rules}.${index}`;
      const kind = kindOf(collection, path);
      const rule = readRule(collection, path, ++number, kind);
      if (kind === 'translation') {
        const { names: _, ...common } = rule;
        translations.push({ ...common, access: 'Allow', ...translationAt(collection.resource, path) });
      } else if (kind === 'application') applicationRules.push(rule);
      else networkRules.push(rule);
    }
  }
  return { networkRules, applicationRules, translations, more: doubts[0] ?? null };
}

function compareOrder(a: Collection['order'], b: Collection['order']): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

const classicArrays = [
  ['natRuleCollections', 'translation'],
  ['networkRuleCollections', 'network'],
  ['applicationRuleCollections', 'application'],
] as const;

/** Rules that stand in the firewall itself. */
function classicCollections(firewall: ResourceView, doubts: Dependency[]): readonly Collection[] {
  return classicArrays.flatMap(([array, kind]) =>
    collectionsAt(firewall, `properties.${array}`, doubts).map(
      (path): Collection => ({
        resource: firewall,
        order: [0, 0, numberAt(firewall, `${path}.properties.priority`)],
        kind,
        access: accessAt(firewall, `${path}.properties.action.type`),
        rules: `${path}.properties.rules`,
      }),
    ),
  );
}

/** Parents of a policy are asked before it; more of them than this don't exist (Azure allows one). */
const mostPolicies = 4;

function policyCollections(firewall: ResourceView, doubts: Dependency[]): readonly Collection[] {
  const chain: ResourceView[] = [];
  let policy = targetOf(firewall, 'properties.firewallPolicy.id', doubts);
  while (policy !== null && chain.length < mostPolicies) {
    if (policy.kind === 'external' || policy.existing) {
      doubts.push({ kind: 'outside', name: policy.name });
      break;
    }
    chain.unshift(policy);
    policy = targetOf(policy, 'properties.basePolicy.id', doubts);
  }
  return chain.flatMap((own, depth) => {
    const groups = own.children('ruleCollectionGroups');
    const open = openness(groups, `rule collection groups of ${own.label}`);
    if (open !== null) doubts.push(open);
    return declaredOf(groups).known.flatMap((group) =>
      collectionsAt(group, 'properties.ruleCollections', doubts).map(
        (path): Collection => ({
          resource: group,
          order: [depth, numberAt(group, 'properties.priority'), numberAt(group, `${path}.priority`)],
          kind: null,
          access: accessAt(group, `${path}.action.type`),
          rules: `${path}.rules`,
        }),
      ),
    );
  });
}

function targetOf(resource: ResourceView, path: string, doubts: Dependency[]): ResourceView | ExternalResource | null {
  const target = maybe(() => resource.target(path));
  if (target === null || !('unknown' in target)) return target;
  doubts.push(target.unknown);
  return null;
}

function collectionsAt(resource: ResourceView, path: string, doubts: Dependency[]): readonly string[] {
  const indexes = maybe(() => indexesAt(resource, path));
  if (!('unknown' in indexes)) return indexes.map((index) => `${path}.${index}`);
  doubts.push(indexes.unknown);
  return [];
}

function numberAt(resource: ResourceView, path: string): number {
  const value = Number(attempt(() => resource.read(path)) ?? Number.NaN);
  return Number.isFinite(value) ? value : 65_000;
}

function accessAt(resource: ResourceView, path: string): Maybe<'Allow' | 'Deny'> {
  return maybe(() => (wordAt(resource, path) === 'deny' ? 'Deny' : 'Allow'));
}

function kindOf({ kind, resource }: Collection, path: string): 'network' | 'application' | 'translation' {
  if (kind !== null) return kind;
  switch (attempt(() => wordAt(resource, `${path}.ruleType`))) {
    case 'applicationrule':
      return 'application';
    case 'natrule':
      return 'translation';
    default:
      return 'network';
  }
}

/** Protocols of application rules and their usual ports (Azure Firewall documentation, application rules). */
const webPorts: Readonly<Record<string, number>> = { http: 80, https: 443, mssql: 1433 };

function readRule(
  { resource, access }: Collection,
  path: string,
  number: number,
  kind: 'network' | 'application' | 'translation',
): FirewallRule<NetworkSource> {
  const names = namesOf(resource, path, kind);
  return {
    source: sourceOf(resource, path),
    name: (attempt(() => textsAt(resource, `${path}.name`)) ?? [])[0] ?? '',
    access,
    priority: number,
    protocols: kind === 'application' ? ['tcp'] : maybe(() => networkProtocols(resource, path)),
    sources: firewallSide(resource, path, 'source'),
    destinations:
      names !== null || isAnywhere(resource, path, kind)
        ? { ...noSide, any: true }
        : firewallSide(resource, path, 'destination'),
    sourcePorts: portsOf([]),
    destinationPorts: maybe(() =>
      kind === 'application'
        ? applicationPorts(resource, path)
        : portsOf(textsAt(resource, `${path}.destinationPorts`)),
    ),
    presence: null,
    names,
  };
}

const noSide: RuleSide = { any: false, addresses: { v4: [], v6: [] }, tags: [], groups: [], unknown: null };

/** Application rules that name no addresses look at names. */
function isAnywhere(resource: ResourceView, path: string, kind: string): boolean {
  return kind === 'application' && maybe(() => resource.omits(`${path}.destinationAddresses`)) !== false;
}

function networkProtocols(resource: ResourceView, path: string): ReturnType<typeof protocolsOf> {
  const words = [...textsAt(resource, `${path}.ipProtocols`), ...textsAt(resource, `${path}.protocols`)];
  return words.some((word) => word.toLowerCase() === 'any') ? null : protocolsOf(words);
}

function applicationPorts(resource: ResourceView, path: string): ReturnType<typeof portsOf> {
  const texts = indexesAt(resource, `${path}.protocols`).map((index) => {
    const [port] = textsAt(resource, `${path}.protocols.${index}.port`);
    return port ?? String(webPorts[wordAt(resource, `${path}.protocols.${index}.protocolType`)] ?? 443);
  });
  return portsOf(texts.length === 0 ? ['80', '443'] : texts);
}

const namedFields = ['targetFqdns', 'fqdnTags', 'targetUrls', 'webCategories', 'destinationFqdns'];

function namesOf(resource: ResourceView, path: string, kind: string): Dependency | null {
  if (kind === 'translation') return null;
  for (const field of namedFields) {
    const texts = maybe(() => textsAt(resource, `${path}.${field}`));
    if ('unknown' in texts) return { kind: 'name', name: texts.unknown.name };
    if (texts.length > 0) return { kind: 'name', name: texts.join(', ') };
  }
  return null;
}

/** Addresses, tags and IP groups of one side. IP groups of the deployment are read, others are what it depends on. */
function firewallSide(resource: ResourceView, path: string, side: 'source' | 'destination'): RuleSide {
  const direct = sideAt(resource, {
    singular: `${path}.${side}Addresses`,
    plural: `${path}.${side}ServiceTags`,
    groups: '',
  });
  const groups = maybe(() => targetsOf(resource, `${path}.${side}IpGroups`));
  if ('unknown' in groups) return { ...direct, unknown: direct.unknown ?? groups.unknown };
  let { addresses, unknown } = direct;
  for (const group of groups) {
    if (group.kind === 'external' || group.existing) {
      unknown ??= { kind: 'outside', name: group.name };
      continue;
    }
    const texts = maybe(() => textsAt(group, 'properties.ipAddresses'));
    if ('unknown' in texts) unknown ??= texts.unknown;
    else addresses = unionOfAddresses(addresses, parseAddressSet(texts) ?? noSide.addresses);
  }
  return { ...direct, addresses, unknown };
}

function targetsOf(resource: ResourceView, path: string): readonly (ResourceView | ExternalResource)[] {
  return resource.omits(path) ? [] : resource.targets(path, '');
}

function translationAt(
  resource: ResourceView,
  path: string,
): Pick<TranslationRule<NetworkSource>, 'translatedAddress' | 'translatedPort'> {
  return {
    translatedAddress: maybe(() => parseAddressSet(textsAt(resource, `${path}.translatedAddress`)) ?? noSide.addresses),
    translatedPort: maybe(() => portsOf(textsAt(resource, `${path}.translatedPort`))),
  };
}
