/** Security admin rules of Azure Virtual Network Manager (azure-network 2.5). */
import type { DeploymentView, ExternalResource, ResourceView } from '../../deployment/view.ts';
import { isAnyWord } from '../addresses/address.ts';
import { noAddress } from '../addresses/address-set.ts';
import type { AdminConfiguration, AdminRule, Maybe, RuleSide } from '../reachability/model.ts';
import { parseRuleSide } from '../reachability/rule-side.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, placed } from './listing.ts';
import {
  idOf,
  indexesAt,
  maybe,
  type NetworkSource,
  portsOf,
  protocolsOf,
  sourceOf,
  textsAt,
  wordAt,
} from './source.ts';

/** One configuration for each collection and its networks, and one more for networks of which it isn't known whether they belong to them. */
export function readAdminConfigurations(
  deployment: DeploymentView,
  left: LeftOut[],
): readonly AdminConfiguration<NetworkSource>[] {
  const configurations = all(deployment, 'Microsoft.Network/networkManagers/securityAdminConfigurations');
  return placed(configurations, left, (configuration) => {
    const services = maybe(() => textsAt(configuration, 'properties.applyOnNetworkIntentPolicyBasedServices'));
    const allowRulesOnIntentPolicies =
      Array.isArray(services) && services.some((word) => word.toLowerCase() === 'allowrulesonly');
    return declaredOf(configuration.children('ruleCollections')).known.flatMap((collection) => {
      const rules = declaredOf(collection.children('rules')).known.map(readRule);
      return networksOf(collection).map((virtualNetworks) => ({
        source: sourceOf(collection),
        rules,
        virtualNetworks,
        allowRulesOnIntentPolicies,
      }));
    });
  });
}

/** The networks of all groups that a collection applies to: those that are known, and what the others depend on. */
function networksOf(collection: ResourceView): readonly Maybe<readonly string[]>[] {
  const groups = maybe(() => collection.targets('properties.appliesToGroups', 'networkGroupId'));
  return 'unknown' in groups ? [groups] : groups.flatMap(membersOf);
}

/**
 * The static members that the template gives to a group. One that is deployed elsewhere has others, and one without any gets them by a policy or
 * elsewhere: which, templates don't show.
 */
function membersOf(group: ResourceView | ExternalResource): readonly Maybe<readonly string[]>[] {
  const name = group.kind === 'external' ? group.name : group.label;
  const others: Maybe<never> = { unknown: { kind: 'loop', name: `members of ${name}` } };
  if (group.kind === 'external') return [others];
  const members = group.children('staticMembers');
  const declared = declaredOf(members).known;
  const networks = maybe(() =>
    declared.flatMap((member) => {
      const network = member.target('properties.resourceId');
      return network === null ? [] : [idOf(network)];
    }),
  );
  const isWhole = declared.length > 0 && !members.open && !group.existing;
  return isWhole ? [networks] : [networks, others];
}

function readRule(rule: ResourceView): AdminRule<NetworkSource> {
  return {
    source: sourceOf(rule),
    name: rule.label,
    direction: maybe(() => wordAt(rule, 'properties.direction')) === 'outbound' ? 'Outbound' : 'Inbound',
    access: maybe(() => accessOf(rule)),
    priority: maybe(() => Number(rule.read('properties.priority') ?? 4096)),
    protocols: maybe(() =>
      protocolsOf(textsAt(rule, 'properties.protocol').filter((word) => word.toLowerCase() !== 'any')),
    ),
    sources: sideAt(rule, 'properties.sources'),
    destinations: sideAt(rule, 'properties.destinations'),
    sourcePorts: maybe(() => portsOf(textsAt(rule, 'properties.sourcePortRanges'))),
    destinationPorts: maybe(() => portsOf(textsAt(rule, 'properties.destinationPortRanges'))),
    presence: null,
  };
}

function accessOf(rule: ResourceView): 'Allow' | 'Deny' | 'AlwaysAllow' {
  const word = wordAt(rule, 'properties.access');
  return word === 'deny' ? 'Deny' : word === 'alwaysallow' ? 'AlwaysAllow' : 'Allow';
}

/** A list of `{ addressPrefix, addressPrefixType }`; no list is every address. */
function sideAt(rule: ResourceView, path: string): RuleSide {
  const texts: Maybe<readonly string[]> = maybe(() =>
    indexesAt(rule, path).flatMap((index) => textsAt(rule, `${path}.${index}.addressPrefix`)),
  );
  if ('unknown' in texts) return { any: false, addresses: noAddress, tags: [], groups: [], unknown: texts.unknown };
  if (texts.length === 0 || texts.some(isAnyWord))
    return { any: true, addresses: noAddress, tags: [], groups: [], unknown: null };
  return parseRuleSide(texts);
}
