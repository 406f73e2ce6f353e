/** Whether a rule of a security group names addresses at the group's own end that can be there. */
import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type AddressSet, intersectAddresses, isEmptySet } from '../address-set.ts';
import { appliancesOf } from '../appliances.ts';
import { isUnknown, type RuleSide } from '../model.ts';
import { addressesOfSubnet } from '../network-index.ts';
import { subnetType } from '../subnets.ts';
import { declaredOf } from '../undecided.ts';
import { reachOf } from './reachability.ts';
import { readSecurityRules } from './read-security-groups.ts';
import { idOf, indexesAt, isTrueAt } from './source.ts';

/** A rule for addresses that are somewhere else. */
export interface MisplacedRule {
  /** The subnets at which the group stands. */
  readonly own: readonly ResourceView[];
  /** The subnet in which the addresses are; null if it isn't one of the deployment. */
  readonly there: ResourceView | null;
}

/**
 * Where the addresses are that a rule names at the group's own end, the destination inbound and the source outbound, if none of them is behind the
 * group. Null if one may be: something stands there that takes packets for others, or not all places of the group are known.
 */
export function misplaced(rule: ResourceView): MisplacedRule | null {
  const group = rule.parent();
  if (group === null || group.existing || group.handedOut || group.mayBeDeployedAgain) return null;
  const [read, ...others] = readSecurityRules(rule);
  if (read === undefined || others.length > 0) return null;
  const named = addressesAlone(read.direction === 'Inbound' ? read.destinations : read.sources);
  if (named === null || rule.deployment.resources(subnetType, group).open) return null;
  const { reachability, left } = reachOf(rule.deployment);
  const { index } = reachability;
  if (left.length > 0) return null;
  const id = idOf(group);
  const nodes = [...index.subnets.values()];
  const references = [
    ...nodes.map(({ subnet }) => subnet.securityGroup),
    ...index.network.interfaces.map(({ securityGroup }) => securityGroup),
  ];
  if (references.some(isUnknown)) return null;
  const own = nodes.filter(
    ({ subnet, interfaces }) => subnet.securityGroup === id || interfaces.some((nic) => nic.securityGroup === id),
  );
  // An empty subnet may get an appliance elsewhere, which takes packets for others.
  if (own.length === 0 || own.some(({ interfaces }) => interfaces.length === 0)) return null;
  const appliances = appliancesOf(rule.deployment);
  if (appliances.some(({ subnet }) => own.some((node) => node.subnet.id === subnet))) return null;
  if (index.network.loadBalancers.some(({ source }) => mayFloat(source.resource))) return null;
  if (own.some(({ subnet }) => overlaps(addressesOfSubnet(subnet), named))) return null;
  const there = nodes.find(({ subnet }) => overlaps(addressesOfSubnet(subnet), named));
  return {
    own: own.map(({ subnet }) => subnet.source.resource),
    there: there?.subnet.source.resource ?? null,
  };
}

function addressesAlone({ any, addresses, tags, groups, unknown }: RuleSide): AddressSet | null {
  return any || tags.length > 0 || groups.length > 0 || unknown !== null || isEmptySet(addresses) ? null : addresses;
}

function overlaps(a: AddressSet, b: AddressSet): boolean {
  return !isEmptySet(intersectAddresses(a, b));
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
