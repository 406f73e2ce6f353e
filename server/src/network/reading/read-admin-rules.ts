/** Security admin rules of Azure Virtual Network Manager (azure-network 2.5). */
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
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

/** One configuration for each collection, since each collection has its own networks. */
export function readAdminConfigurations(
  deployment: DeploymentView,
  left: LeftOut[],
): readonly AdminConfiguration<NetworkSource>[] {
  const configurations = all(deployment, 'Microsoft.Network/networkManagers/securityAdminConfigurations');
  return placed(configurations, left, (configuration) => {
    const services = maybe(() => textsAt(configuration, 'properties.applyOnNetworkIntentPolicyBasedServices'));
    const allowRulesOnIntentPolicies =
      Array.isArray(services) && services.some((word) => word.toLowerCase() === 'allowrulesonly');
    return declaredOf(configuration.children('ruleCollections')).known.map((collection) => ({
      source: sourceOf(collection),
      rules: declaredOf(collection.children('rules')).known.map(readRule),
      virtualNetworks: maybe(() => networksOf(collection)),
      allowRulesOnIntentPolicies,
    }));
  });
}

/** The static members of the groups that a collection applies to; members by policy aren't in templates. */
function networksOf(collection: ResourceView): readonly string[] {
  return collection.targets('properties.appliesToGroups', 'networkGroupId').flatMap((group) => {
    if (group.kind === 'external') return [];
    return declaredOf(group.children('staticMembers')).known.flatMap((member) => {
      const network = member.target('properties.resourceId');
      return network === null ? [] : [idOf(network)];
    });
  });
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
