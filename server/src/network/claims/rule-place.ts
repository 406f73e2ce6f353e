/** Whether a rule of a security group names addresses or machines at the group's own end that can be there. */

import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { isEmptySet, overlapAddresses } from '../addresses/address-set.ts';
import { isUnknown, type RuleSide } from '../reachability/model.ts';
import { addressesOfSubnet, type NetworkIndex, type SubnetNode, standsAt } from '../reachability/network-index.ts';
import { type DeploymentReach, reachOf } from '../reading/reachability.ts';
import { readSecurityRules } from '../reading/read-security-groups.ts';
import { idOf, indexesAt, isTrueAt, type NetworkSource } from '../reading/source.ts';
import { subnetType } from '../subnets/subnets.ts';
import { declaredOf } from '../undecided.ts';
import { appliancesOf } from './appliances.ts';

/** A rule for addresses or machines that are somewhere else. */
export interface MisplacedRule {
  /** The subnets at which the group stands. */
  readonly own: readonly ResourceView[];
  /** The subnets in which they are; none if they are outside of the deployment. */
  readonly there: readonly ResourceView[];
}

/**
 * Where the addresses or members of application security groups are that a rule names at the group's own end, the destination inbound and the
 * source outbound, if none of them is behind the group. Null if one may be: something stands there that takes packets for others, or not all places
 * of the group are known.
 */
export function misplaced(rule: ResourceView): MisplacedRule | null {
  const group = rule.parent();
  if (group === null || group.existing || group.handedOut || group.mayBeDeployedAgain) return null;
  const [read, ...others] = readSecurityRules(rule);
  if (read === undefined || others.length > 0) return null;
  const side = read.direction === 'Inbound' ? read.destinations : read.sources;
  if (!namesPlaces(side) || rule.deployment.resources(subnetType, group).open) return null;
  const reach = reachOf(rule.deployment);
  const { index } = reach.reachability;
  const named = reach.left.length > 0 ? null : nodesNamed(side, reach, rule.deployment);
  if (named === null) return null;
  const id = idOf(group);
  const nodes = [...index.subnets.values()];
  const references = [
    ...nodes.map(({ subnet }) => subnet.securityGroup),
    ...index.network.interfaces.map(({ securityGroup }) => securityGroup),
  ];
  if (references.some(isUnknown)) return null;
  const own = nodes.filter((node) => standsAt(node, id));
  // An empty subnet may get an appliance elsewhere, which takes packets for others.
  if (own.length === 0 || own.some(({ interfaces, subnet }) => interfaces.length === 0 || subnet.somewhere !== null))
    return null;
  const appliances = appliancesOf(rule.deployment);
  if (appliances.some(({ subnet }) => own.some((node) => node.subnet.id === subnet))) return null;
  if (index.network.loadBalancers.some(({ source }) => mayFloat(source.resource))) return null;
  if (own.some((node) => named.includes(node))) return null;
  const resourceOf = ({ subnet }: Node): ResourceView => subnet.source.resource;
  return { own: own.map(resourceOf), there: named.map(resourceOf) };
}

type Node = SubnetNode<NetworkSource>;

/** True for a side that names either addresses or members of application security groups, and nothing else. */
function namesPlaces({ any, addresses, tags, groups, unknown }: RuleSide): boolean {
  return !any && tags.length === 0 && unknown === null && isEmptySet(addresses) !== (groups.length === 0);
}

/** The subnets in which the named addresses or members are; null if not all members are known. */
function nodesNamed(
  { addresses, groups }: RuleSide,
  reach: DeploymentReach,
  deployment: DeploymentView,
): readonly Node[] | null {
  const { index } = reach.reachability;
  if (groups.length > 0) return mayHaveMoreMembers(groups, reach, deployment) ? null : nodesOfMembers(groups, index);
  return [...index.subnets.values()].filter(({ subnet }) => overlapAddresses(addressesOfSubnet(subnet), addresses));
}

/** True if a module or a loop that isn't read may add members to one of the groups. */
function mayHaveMoreMembers(
  groups: readonly string[],
  { network }: DeploymentReach,
  deployment: DeploymentView,
): boolean {
  return network.applicationSecurityGroups.some(
    ({ id, source }) =>
      groups.includes(id) && memberTypes.some((type) => deployment.resources(type, source.resource).open),
  );
}

const memberTypes = [
  'Microsoft.Network/networkInterfaces',
  'Microsoft.Network/privateEndpoints',
  'Microsoft.Compute/virtualMachineScaleSets',
];

/** Where the members of application security groups are; null if there are none, or perhaps more. */
function nodesOfMembers(groups: readonly string[], index: NetworkIndex<NetworkSource>): readonly Node[] | null {
  if (groups.some((group) => index.groups.get(group) !== null)) return null;
  const found: Node[] = [];
  for (const item of [...index.network.interfaces, ...index.network.privateEndpoints]) {
    if (isUnknown(item.groups)) return null;
    if (!item.groups.some((group) => groups.includes(group))) continue;
    const node = index.subnets.get(item.subnet);
    if (node === undefined) return null;
    found.push(node);
  }
  return found.length === 0 ? null : [...new Set(found)];
}

/**
 * True if a rule of a load balancer has, or may have, a floating address: then the machine behind it sees the frontend as destination, wherever
 * that is (requirements 1.1-c).
 */
export function mayFloat(balancer: ResourceView): boolean {
  const isFloating = (resource: ResourceView, base: string): boolean => isTrueAt(resource, `${base}.enableFloatingIP`);
  const known = attempt(() => {
    const rules = 'properties.loadBalancingRules';
    if (indexesAt(balancer, rules).some((index) => isFloating(balancer, `${rules}.${index}.properties`))) return true;
    return declaredOf(balancer.children('inboundNatRules')).known.some((rule) => isFloating(rule, 'properties'));
  });
  return known ?? true;
}
