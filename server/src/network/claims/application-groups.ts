/** Security rules whose application security groups Azure surely does not take (azure-network 2.4; the error: Azure/azure-sdk-for-java#34158). */

import { attempt } from '../../deployment/alternatives.ts';
import { distinctResources } from '../../deployment/distinct.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { isUnknown } from '../reachability/model.ts';
import { reachOf } from '../reading/reachability.ts';
import { idOf, indexesAt, sidePaths } from '../reading/source.ts';
import { specialSubnetOf } from '../subnets/special-subnet.ts';
import { attachedSubnets, type OccupiedSubnet } from '../subnets/subnets.ts';
import { decidedOr, declaredOf } from '../undecided.ts';

/** An application security group of a rule. */
export interface NamedGroup {
  readonly group: ResourceView;
  /** Where the rule names it. */
  readonly path: string;
}

/** One of its members, and the virtual network in which that is. */
export interface PlacedMember extends NamedGroup {
  readonly member: ResourceView;
  readonly network: ResourceView;
}

/** Two groups of a rule with members in different virtual networks; null if there are none, or nobody knows. */
export function groupsOfTwoNetworks(rule: ResourceView): readonly [PlacedMember, PlacedMember] | null {
  const named = groupsNamedBy(rule);
  if (named.length < 2) return null;
  const members = named.flatMap(placedMembers);
  for (const [at, first] of members.entries())
    for (const other of members.slice(at + 1))
      if (!first.group.is(other.group) && areSurelyTwo(first.network, other.network)) return [first, other];
  return null;
}

/** The groups that a rule names on both sides, as far as they are known and stand in the template. */
function groupsNamedBy(rule: ResourceView): readonly NamedGroup[] {
  return (['source', 'destination'] as const).flatMap((side) => {
    const { groups } = sidePaths('properties', side);
    return (attempt(() => indexesAt(rule, groups)) ?? []).flatMap((index) => {
      const path = `${groups}.${index}.id`;
      const group = attempt(() => rule.target(path));
      return group?.kind === 'resource' ? [{ group, path }] : [];
    });
  });
}

function placedMembers(named: NamedGroup): readonly PlacedMember[] {
  const { index } = reachOf(named.group.deployment).reachability;
  const id = idOf(named.group);
  return [...index.network.interfaces, ...index.network.privateEndpoints].flatMap(({ groups, subnet, source }) => {
    if (isUnknown(groups) || !groups.includes(id)) return [];
    const network = index.subnets.get(subnet)?.network.source.resource;
    return network === undefined ? [] : [{ ...named, member: source.resource, network }];
  });
}

/** Two members of a group in different virtual networks; null if there are none, or nobody knows. */
export function membersApart(group: ResourceView): readonly [PlacedMember, PlacedMember] | null {
  const members = placedMembers({ group, path: '' });
  for (const [at, first] of members.entries())
    for (const other of members.slice(at + 1)) if (areSurelyTwo(first.network, other.network)) return [first, other];
  return null;
}

/** What a template tells of the members of a group that it surely doesn't give any: whether it has what could be one. */
export type WithoutMembers = 'has interfaces' | 'has none';

/** Null if the group has a member, or may have one. */
export function withoutMembers(group: ResourceView): WithoutMembers | null {
  const { network } = reachOf(group.deployment).reachability.index;
  const id = idOf(group);
  const known = network.applicationSecurityGroups.find((candidate) => candidate.id === id);
  if (known === undefined || known.otherMembers !== null) return null;
  const candidates = [...network.interfaces, ...network.privateEndpoints];
  if (candidates.some(({ groups }) => isUnknown(groups) || groups.includes(id))) return null;
  const types = [
    'Microsoft.Network/networkInterfaces',
    'Microsoft.Compute/virtualMachineScaleSets',
    'Microsoft.Network/privateEndpoints',
  ];
  if (types.some((type) => group.deployment.resources(type, group).open)) return null;
  return candidates.length > 0 ? 'has interfaces' : 'has none';
}

/** The security rules of the template that name a group. */
export function rulesNaming(group: ResourceView): readonly ResourceView[] {
  const type = 'Microsoft.Network/networkSecurityGroups/securityRules';
  const found = (['source', 'destination'] as const).flatMap((side) => {
    const array = sidePaths('properties', side).groups;
    return declaredOf(group.deployment.naming(group, type, { array, id: 'id' })).known.filter((rule) =>
      decidedOr(false, () => rule.targets(array, 'id').some((target) => group.is(target))),
    );
  });
  return distinctResources(found);
}

/** Networks that are only referred to may be one and the same under two names. */
function areSurelyTwo(one: ResourceView, other: ResourceView): boolean {
  if (one.existing || other.existing || one.is(other)) return false;
  const names = attempt(() => [one.name, other.name].map((name) => name.toLowerCase()));
  return names !== undefined && names[0] !== names[1];
}

/** A group of a rule, and a subnet before which no such rule is supported. */
export interface UnsupportedGroup extends OccupiedSubnet {
  readonly path: string;
}

/** Where a rule names application security groups though the service of a subnet with its group takes none; null if it surely is nowhere so. */
export function unsupportedGroup(rule: ResourceView): UnsupportedGroup | null {
  const paths = (['source', 'destination'] as const).map((side) => sidePaths('properties', side).groups);
  const path = paths.find((groups) => (attempt(() => rule.size(groups)) ?? 0) > 0);
  const group = path === undefined ? null : rule.parent();
  if (path === undefined || group === null) return null;
  for (const subnet of attachedSubnets(group)) {
    const special = specialSubnetOf(subnet);
    if (special?.noApplicationGroups) return { subnet, special, path };
  }
  return null;
}
