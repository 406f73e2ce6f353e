/** The allow rules without which a deny of everything would close what is meant to flow and flows now. */
import type { ResourceView } from '../../deployment/view.ts';
import { everyPort } from '../addresses/port-set.ts';
import type { Direction, Network, RuleSide, SecurityGroup, SecurityRule } from '../reachability/model.ts';
import type { Endpoint } from '../reachability/places.ts';
import { anySide } from '../reachability/rule-side.ts';
import { smallestRules } from '../reachability/smallest-rule.ts';
import { reachOf } from '../reading/reachability.ts';
import { idOf, type NetworkSource, sourceOf } from '../reading/source.ts';
import type { MatrixEnd } from '../tiers/tier-matrix.ts';
import type { TierEnd } from '../tiers/tier-network.ts';
import { type MeantFlow, meantFlows } from './meant-flows.ts';

export interface NeededAllow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  readonly flow: MeantFlow;
  readonly direction: Direction;
  readonly priority: number;
  readonly sources: RuleSide;
  readonly destinations: RuleSide;
}

/** A rule that denies everything in a direction. */
export interface Deny {
  readonly direction: Direction;
  readonly priority: number;
}

/** Pairs of subnets that are asked about. */
export const mostPairs = 24;

/**
 * The rules that a group needs before a deny.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function allowsBeforeDeny(group: ResourceView, deny: Deny): readonly NeededAllow[] {
  return neededAllows(group, idOf(group), reachOf(group.deployment).network, networkWithDeny(group, deny));
}

/**
 * The network in which a group denies everything.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function networkWithDeny(group: ResourceView, deny: Deny): Network<NetworkSource> {
  return withRules(reachOf(group.deployment).network, idOf(group), [denyRule(group, deny)]);
}

/**
 * The rules that a new group with these denies needs at a subnet.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function allowsOfNewGroup(subnet: ResourceView, denies: readonly Deny[]): readonly NeededAllow[] {
  const { network } = reachOf(subnet.deployment);
  return neededAllows(subnet, idOfNewGroup(subnet), network, networkWithGroup(subnet, denies));
}

/**
 * The network in which a subnet has a new group with these denies.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function networkWithGroup(subnet: ResourceView, denies: readonly Deny[]): Network<NetworkSource> {
  const { network } = reachOf(subnet.deployment);
  const id = idOfNewGroup(subnet);
  const group: SecurityGroup<NetworkSource> = { id, source: sourceOf(subnet), rules: [], more: null };
  const attached: Network<NetworkSource> = {
    ...network,
    securityGroups: [...network.securityGroups, group],
    virtualNetworks: network.virtualNetworks.map((virtualNetwork) => ({
      ...virtualNetwork,
      // Where private endpoints are in the subnet, the group is to filter them too.
      subnets: virtualNetwork.subnets.map((one) =>
        one.id === idOf(subnet)
          ? { ...one, securityGroup: id, endpointPolicies: 'NetworkSecurityGroupEnabled' as const }
          : one,
      ),
    })),
  };
  return withRules(
    attached,
    id,
    denies.map((deny) => denyRule(subnet, deny)),
  );
}

function idOfNewGroup(subnet: ResourceView): string {
  return `group of ${idOf(subnet)}`;
}

/**
 * The rules that a group needs in place of one of its own.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function allowsWithoutRule(group: ResourceView, rule: SecurityRule<NetworkSource>): readonly NeededAllow[] {
  const { network } = reachOf(group.deployment);
  const securityGroups = network.securityGroups.map((one) =>
    one.id === idOf(group) ? { ...one, rules: one.rules.filter((other) => other !== rule) } : one,
  );
  return neededAllows(group, idOf(group), network, { ...network, securityGroups });
}

/**
 * What the group lacks in the second network of what is meant and passes in the first, or all groups there. Each rule counts for the flows after it.
 */
function neededAllows(
  { deployment }: ResourceView,
  group: string,
  now: Network<NetworkSource>,
  denied: Network<NetworkSource>,
): readonly NeededAllow[] {
  const needed: NeededAllow[] = [];
  let network = denied;
  let pairs = 0;
  for (const flow of meantFlows(deployment))
    for (const from of endpointsOf(flow.from))
      for (const to of endpointsOf(flow.to)) {
        if (++pairs > mostPairs) return needed;
        const missing = { from, to, protocol: flow.protocol, port: flow.ports[0], pastGroups: true } as const;
        if (smallestRules(now, missing)?.length !== 0) continue;
        const rules = smallestRules(network, missing) ?? [];
        if (rules.length === 0 || rules.some((each) => each.group.id !== group)) continue;
        network = withRules(
          network,
          group,
          rules.map(({ rule }) => rule),
        );
        for (const { rule } of rules)
          if (typeof rule.priority === 'number')
            needed.push({
              from: flow.from.id,
              to: flow.to.id,
              flow,
              direction: rule.direction,
              priority: rule.priority,
              sources: rule.sources,
              destinations: rule.destinations,
            });
      }
  return needed;
}

/** What a tier is as the end of a question. */
export function endpointsOf({ id, subnets }: TierEnd): readonly Endpoint[] {
  return id === 'internet'
    ? [{ kind: 'internet' }]
    : subnets.map(({ node }) => ({ kind: 'subnet', id: node.subnet.id }));
}

/** The network in which a group has more rules. */
export function withRules(
  network: Network<NetworkSource>,
  id: string,
  rules: readonly SecurityRule<NetworkSource>[],
): Network<NetworkSource> {
  const securityGroups = network.securityGroups.map((group) =>
    group.id === id ? { ...group, rules: [...group.rules, ...rules] } : group,
  );
  return { ...network, securityGroups };
}

/** The rule that denies everything. */
export function denyRule(resource: ResourceView, { direction, priority }: Deny): SecurityRule<NetworkSource> {
  return {
    source: sourceOf(resource),
    name: `Deny ${direction}`,
    direction,
    access: 'Deny',
    priority,
    protocols: null,
    sources: anySide,
    destinations: anySide,
    sourcePorts: everyPort,
    destinationPorts: everyPort,
    presence: null,
  };
}
