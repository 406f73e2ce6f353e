/** The filters that traffic of a host meets on its side (azure-network 2.2, 2.4, 2.5): admin rules, then the groups of subnet and interface. */
import { defaultRules, type FilterRule } from './default-rules.ts';
import { Filter, platformFilter, securityFilter } from './filter.ts';
import {
  type AdminConfiguration,
  type Dependency,
  type Direction,
  isUnknown,
  type Reference,
  type SecurityGroup,
} from './model.ts';
import type { Firewall } from './model-firewall.ts';
import { isDependency, type NetworkIndex, resolve, type SubnetNode } from './network-index.ts';
import type { Host } from './places.ts';
import type { SubnetMeaning } from './tag-meaning.ts';

export type StageKind = 'adminRules' | 'interface' | 'subnet' | 'firewall';

/** One filter on the way. */
export interface Stage {
  readonly kind: StageKind;
  readonly direction: Direction;
  /** The id of the group or firewall. */
  readonly id: string;
  readonly filter: Filter;
  /** The rules by the index that the filter's pieces name, as they are in the network of the question. */
  readonly rules: readonly FilterRule[];
  readonly meaning: SubnetMeaning;
  readonly ignoresSourcePorts: boolean;
  /** Set if the filter may not be in force. */
  readonly dependsOn: Dependency | null;
}

/** Filters by the content of their rules, over all networks that are asked about one after another. */
export class FilterCache {
  private readonly filters = new Map<string, Filter>();
  private readonly ids = new Map<Filter, number>();
  private readonly contents = new Map<string, number>();
  private readonly keys = new WeakMap<object, number>();

  get size(): number {
    return this.filters.size;
  }

  /** Equal for equal content, whatever the items are from. */
  private keyOf(item: object): number {
    const known = this.keys.get(item);
    if (known !== undefined) return known;
    const content = contentKey(item);
    const key = this.contents.get(content) ?? this.contents.size;
    this.contents.set(content, key);
    this.keys.set(item, key);
    return key;
  }

  filter(kind: string, item: object, make: () => Filter): Filter {
    const key = `${kind} ${this.keyOf(item)}`;
    const known = this.filters.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.filters.set(key, made);
    this.ids.set(made, this.ids.size);
    return made;
  }

  /** Tells the filters of this cache apart. */
  idOf(filter: Filter): number {
    return this.ids.get(filter) ?? -1;
  }
}

/** Everything but where it comes from. */
export function contentKey(item: unknown): string {
  return JSON.stringify(item, (name, value: unknown) =>
    name === 'source' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
  );
}

/** Subnets that admin rules aren't applied to, and whose own groups don't count or can't be. */
const withoutAdminRules = [
  'gatewaysubnet',
  'azurebastionsubnet',
  'azurefirewallsubnet',
  'azurefirewallmanagementsubnet',
  'routeserversubnet',
];
const intentPolicyServices = ['microsoft.sql/managedinstances', 'microsoft.databricks/workspaces'];

/** The stages of one side in order: outbound from the interface on, inbound from the subnet on. */
export function stagesOf<S>(
  index: NetworkIndex<S>,
  cache: FilterCache,
  host: Host<S>,
  direction: Direction,
  meaning: SubnetMeaning,
): readonly Stage[] {
  const admin = adminStage(index, cache, host.node, direction, meaning);
  const groups = groupStages(index, cache, host, direction, meaning);
  return [...(admin === null ? [] : [admin]), ...(direction === 'Outbound' ? groups.reverse() : groups)];
}

/** The stages of the groups at the subnet and at the interface, in this order. */
function groupStages<S>(
  index: NetworkIndex<S>,
  cache: FilterCache,
  host: Host<S>,
  direction: Direction,
  meaning: SubnetMeaning,
): Stage[] {
  const { subnet } = host.node;
  const stages: Stage[] = [];
  const add = (kind: StageKind, reference: Reference, dependsOn: Dependency | null): void => {
    const found = resolve(reference, index.securityGroups);
    if (found === undefined) return;
    const group: SecurityGroup<unknown> = isDependency(found)
      ? { id: typeof reference === 'string' ? reference : found.name, source: null, rules: [], more: found }
      : found;
    stages.push({
      kind,
      direction,
      id: group.id,
      filter: cache.filter(direction, group, () => securityFilter(group, direction)),
      rules: rulesInForce(group, direction),
      meaning,
      ignoresSourcePorts: host.kind === 'privateEndpoint',
      dependsOn,
    });
  };
  if (host.kind === 'privateEndpoint') {
    const { endpointPolicies: policies } = subnet;
    if (isUnknown(policies)) add('subnet', subnet.securityGroup, policies.unknown);
    else if (policies === 'Enabled' || policies === 'NetworkSecurityGroupEnabled')
      add('subnet', subnet.securityGroup, null);
  } else if (subnet.name.toLowerCase() !== 'azurefirewallsubnet') add('subnet', subnet.securityGroup, null);
  if (host.nic !== null) add('interface', host.nic.securityGroup, null);
  return stages;
}

/** The rules of a group as a filter counts them: its own of the direction, then the default ones. */
export function rulesInForce(group: SecurityGroup<unknown>, direction: Direction): readonly FilterRule[] {
  return [...group.rules.filter((rule) => rule.direction === direction), ...defaultRules[direction]];
}

/** What filters traffic to the platform's services: rules that name their tags. */
export function platformStages<S>(
  index: NetworkIndex<S>,
  cache: FilterCache,
  host: Host<S>,
  meaning: SubnetMeaning,
): readonly Stage[] {
  return groupStages(index, cache, host, 'Outbound', meaning)
    .reverse()
    .map((stage) => {
      const group = index.securityGroups.get(stage.id) ?? {
        id: stage.id,
        source: null,
        rules: [],
        more: { kind: 'outside', name: stage.id } as const,
      };
      const filter = cache.filter('platform', group, () => platformFilter(group));
      return { ...stage, filter, rules: filter.rules };
    });
}

function adminStage<S>(
  index: NetworkIndex<S>,
  cache: FilterCache,
  { subnet, network }: SubnetNode<S>,
  direction: Direction,
  meaning: SubnetMeaning,
): Stage | null {
  const gateways = index.network.applicationGateways.filter(
    ({ subnet: id, isolated }) => id === subnet.id && !isolated,
  );
  if (withoutAdminRules.includes(subnet.name.toLowerCase()) || gateways.length > 0) return null;
  const intent = network.subnets.some(
    ({ delegation }) => delegation !== null && intentPolicyServices.includes(delegation),
  );
  const rules = index.network.adminConfigurations.flatMap((configuration) =>
    rulesFor(configuration, network.id, direction, intent),
  );
  if (rules.length === 0) return null;
  const filter = cache.filter(direction, rules, () => new Filter(rules));
  return {
    kind: 'adminRules',
    direction,
    id: network.id,
    filter,
    rules,
    meaning,
    ignoresSourcePorts: false,
    dependsOn: null,
  };
}

function rulesFor(
  { rules, virtualNetworks, allowRulesOnIntentPolicies }: AdminConfiguration<unknown>,
  network: string,
  direction: Direction,
  intent: boolean,
): readonly FilterRule[] {
  if (intent && !allowRulesOnIntentPolicies) return [];
  if (!isUnknown(virtualNetworks) && !virtualNetworks.includes(network)) return [];
  const own = rules.filter((rule) => rule.direction === direction && (!intent || rule.access === 'Allow'));
  return isUnknown(virtualNetworks) ? own.map((rule) => ({ ...rule, presence: virtualNetworks.unknown })) : own;
}

/**
 * A firewall's rules as one list: network rules first, then application rules, which depend on the name that is asked for, and in the end
 * everything is denied.
 */
export function firewallStage(cache: FilterCache, firewall: Firewall<unknown>, meaning: SubnetMeaning): Stage {
  const rules: FilterRule[] = [
    ...firewall.networkRules,
    ...firewall.applicationRules.map((rule) => ({
      ...rule,
      priority: isUnknown(rule.priority) ? rule.priority : rule.priority + afterNetworkRules,
    })),
  ].map((rule) => ({ ...rule, presence: rule.presence ?? rule.names }));
  const filter = cache.filter('firewall', firewall, () => new Filter(rules, firewall.more));
  return {
    kind: 'firewall',
    direction: 'Inbound',
    id: firewall.id,
    filter,
    rules,
    meaning,
    ignoresSourcePorts: false,
    dependsOn: null,
  };
}

const afterNetworkRules = 1e9;
