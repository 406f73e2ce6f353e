/** Rules that allow a flow between two subnets which the group at the other end denies, so that it never comes about. */
import type { DeploymentView } from '../../deployment/view.ts';
import { isEmptySet, overlapAddresses, subtractAddresses, unionOfAddresses } from '../addresses/address-set.ts';
import { boundPairs, representatives } from '../reachability/flow-bounds.ts';
import { type DecidingRule, type Flow, flowsOf, type Hop } from '../reachability/flows.ts';
import { type Direction, isUnknown, protocols, type RuleSide, type SecurityRule } from '../reachability/model.ts';
import { addressesOfSubnet } from '../reachability/network-index.ts';
import type { Place } from '../reachability/places.ts';
import { Reachability } from '../reachability/reach.ts';
import { type DeploymentReach, reachOf } from '../reading/reachability.ts';
import type { NetworkSource } from '../reading/source.ts';

export interface OneSided {
  /** The rule that allows, and its group's id. */
  readonly rule: SecurityRule<NetworkSource>;
  readonly group: string;
  /** A flow that it allows. */
  readonly flow: Flow<NetworkSource>;
  /** The author's rule at the other end that denies it. */
  readonly denial: { readonly rule: DecidingRule<NetworkSource>; readonly group: string };
}

/**
 * The allow rules of which every flow between the hosts of the deployment is denied at the other end by a rule of the author's. Only rules whose
 * other side is in the deployment as a whole: by its addresses or application security groups, never by a tag.
 * @throws Undecided if the network is too large to be compared
 */
export function oneSidedRules(deployment: DeploymentView): readonly OneSided[] {
  return deployment.remember('one-sided rules', () => {
    const reach = reachOf(deployment);
    if (reach.network.securityGroups.length < 2 || reach.left.length > 0) return [];
    return [...oneSided(reach, 'Inbound'), ...oneSided(reach, 'Outbound')];
  });
}

function oneSided(reach: DeploymentReach, direction: Direction): readonly OneSided[] {
  const { index } = reach.reachability;
  const candidates = reach.network.securityGroups.flatMap((group) =>
    group.rules
      .filter((rule) => rule.direction === direction && rule.access === 'Allow' && rule.presence === null)
      .filter((rule) => isInside(direction === 'Inbound' ? rule.sources : rule.destinations, reach))
      .map((rule) => ({ rule, group: group.id })),
  );
  if (candidates.length === 0) return [];
  const hosts = representatives(
    [...index.subnets.keys()].flatMap((id) => reach.reachability.placesOf({ kind: 'subnet', id })),
  );
  boundPairs(hosts, hosts);
  const other: Direction = direction === 'Inbound' ? 'Outbound' : 'Inbound';
  const open = withoutRules(reach, other);
  return candidates.flatMap(({ rule, group }) => {
    const own = hosts.filter((host) => stands(host, group));
    const found = own.flatMap((host) =>
      hosts.flatMap((peer) => (direction === 'Inbound' ? [[peer, host] as const] : [[host, peer] as const])),
    );
    const denial = denialOfAll(reach, open, found, rule, direction);
    return denial === null ? [] : [{ rule, group, ...denial }];
  });
}

/** The same network, in which no group has rules of its own in a direction. Hosts are equal in both. */
function withoutRules({ network }: DeploymentReach, direction: Direction): Reachability<NetworkSource> {
  const securityGroups = network.securityGroups.map((group) => ({
    ...group,
    rules: group.rules.filter((rule) => rule.direction !== direction),
  }));
  return new Reachability({ ...network, securityGroups });
}

/** True if one side of a rule names nothing but what the deployment holds. */
function isInside(
  { any, addresses, tags, groups, unknown }: RuleSide,
  { reachability, network }: DeploymentReach,
): boolean {
  if (any || tags.length > 0 || unknown !== null) return false;
  const known = network.applicationSecurityGroups;
  if (!groups.every((id) => known.some((group) => group.id === id && group.otherMembers === null))) return false;
  const all = unionOfAddresses(
    ...[...reachability.index.subnets.values()].map(({ subnet }) => addressesOfSubnet(subnet)),
  );
  if (isEmptySet(addresses)) return groups.length > 0;
  return overlapAddresses(addresses, all) && isEmptySet(subtractAddresses(addresses, all));
}

function stands(place: Place<NetworkSource>, group: string): boolean {
  if (!('node' in place)) return false;
  return place.node.subnet.securityGroup === group || place.nic?.securityGroup === group;
}

/** A flow that the rule allows and its denial at the other end; null if it allows none, or if another one passes or may pass. */
function denialOfAll(
  { reachability }: DeploymentReach,
  open: Reachability<NetworkSource>,
  pairs: readonly (readonly [Place<NetworkSource>, Place<NetworkSource>])[],
  rule: SecurityRule<NetworkSource>,
  direction: Direction,
): Pick<OneSided, 'flow' | 'denial'> | null {
  let first: Pick<OneSided, 'flow' | 'denial'> | null = null;
  const asked = isUnknown(rule.protocols) ? protocols : (rule.protocols ?? protocols);
  for (const [from, to] of pairs)
    for (const protocol of asked) {
      const allowed = flowsOf(open, hostIn(open, from), hostIn(open, to), { protocol, port: null }).filter(
        (flow) => flow.answer !== 'denied' && isDecidedBy(flow, rule, direction),
      );
      if (allowed.length === 0) continue;
      const real = flowsOf(reachability, from, to, { protocol, port: null });
      for (const flow of allowed) {
        const same = real.filter(({ ports }) => ports[0] < flow.ports[1] && flow.ports[0] < ports[1]);
        for (const actual of same) {
          const denial = denialAt(actual, direction === 'Inbound' ? 'Outbound' : 'Inbound');
          if (denial === null) return null;
          first ??= flow.answer === 'allowed' ? { flow: { ...flow, from, to }, denial } : null;
        }
      }
    }
  return first;
}

/** The same host in another reachability, whose places are its own. */
function hostIn(reachability: Reachability<NetworkSource>, place: Place<NetworkSource>): Place<NetworkSource> {
  if (!('node' in place)) return place;
  const places = reachability.placesOf({ kind: 'subnet', id: place.node.subnet.id });
  const same = places.find(
    (other) =>
      'node' in other &&
      other.kind === place.kind &&
      other.nic?.id === place.nic?.id &&
      other.endpoint?.id === place.endpoint?.id,
  );
  return same ?? place;
}

function isDecidedBy(
  flow: Flow<NetworkSource>,
  { source }: SecurityRule<NetworkSource>,
  direction: Direction,
): boolean {
  return groupHops(flow, direction).some(({ rule, candidates }) =>
    [rule, ...candidates].some((decider) => decider?.source?.resource.key === source.resource.key),
  );
}

/** The author's rule that denies a flow at one end; null if none does for certain. */
function denialAt(flow: Flow<NetworkSource>, direction: Direction): OneSided['denial'] | null {
  if (flow.answer !== 'denied') return null;
  const hop = groupHops(flow, direction).find(({ answer }) => answer === 'denied');
  return hop?.rule?.source == null ? null : { rule: hop.rule, group: hop.id };
}

type GroupHop = Extract<Hop<NetworkSource>, { direction: Direction }>;

function groupHops(flow: Flow<NetworkSource>, direction: Direction): readonly GroupHop[] {
  return flow.hops.flatMap((hop) =>
    (hop.at === 'subnet' || hop.at === 'interface') && hop.direction === direction ? [hop] : [],
  );
}
