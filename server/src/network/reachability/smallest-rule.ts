/** The least security rules that let a flow through which is denied, proven by asking again with them. */

import type { AddressFamily } from '../addresses/address.ts';
import { type AddressSet, noAddress, unionOfAddresses } from '../addresses/address-set.ts';
import { everyPort } from '../addresses/port-set.ts';
import { flowsOf, type Hop } from './flows.ts';
import {
  type Direction,
  hasPorts,
  isUnknown,
  type Network,
  type Protocol,
  type RuleSide,
  type SecurityGroup,
  type SecurityRule,
} from './model.ts';
import { addressesOfSubnet } from './network-index.ts';
import type { Endpoint, Place } from './places.ts';
import { Reachability } from './reach.ts';
import { ReachCache } from './reach-cache.ts';
import { anySide } from './rule-side.ts';
import { isItself } from './segments.ts';

export interface MissingFlow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: Protocol;
  /** The destination port; without meaning for protocols that have none. */
  readonly port: number;
  /** True if it is enough that the security groups let it through: what a firewall lets through by names isn't known. */
  readonly pastGroups?: true;
}

export interface ProposedRule<S> {
  readonly group: SecurityGroup<S>;
  /** An Allow; its `source` is that of the group. */
  readonly rule: SecurityRule<S>;
}

/** Rules beyond which a flow isn't missing a rule but a network. */
const mostRules = 8;

/**
 * The rules without which the flow doesn't pass; none if it passes already.
 * @returns null if no security rule admits it: something else denies it, or it isn't known whether it would pass
 */
export function smallestRules<S>(network: Network<S>, flow: MissingFlow): readonly ProposedRule<S>[] | null {
  const cache = new ReachCache();
  const proposed = new Map<string, ProposedRule<S>>();
  for (;;) {
    const rules = [...proposed.values()];
    const reachability = new Reachability(withRules(network, rules), cache);
    const [from, to] = [knownPlaces(reachability, flow.from), knownPlaces(reachability, flow.to)];
    // Rules name addresses.
    if ([...from, ...to].some(({ membership }) => membership.somewhere !== null)) return null;
    const gap = firstGap(reachability, from, to, flow);
    if (gap === 'passes') return rules;
    if (gap === 'unclear') return null;
    const { hop, family } = gap;
    const key = `${hop.direction} ${hop.id} ${family}`;
    const isNew = !proposed.has(key);
    const group = network.securityGroups.find(({ id }) => id === hop.id);
    // A group that isn't in the network can't get a rule; one that has it already and still denies gets it further ahead.
    if (group === undefined || (isNew && proposed.size === mostRules)) return null;
    const before = Math.min(hop.rule?.priority ?? lastPriority + 1, lastPriority + 1);
    const earlier = proposed.get(key)?.rule.priority;
    if (typeof earlier === 'number' && earlier <= before) return null;
    const own = rules.filter((each) => each.group === group).map(({ rule }) => rule);
    const priority = freePriority([...group.rules, ...own], hop.direction, before);
    if (priority === null) return null;
    proposed.set(key, { group, rule: ruleFor(group, hop.direction, priority, sidesOf(from, to, flow, family), flow) });
  }
}

function withRules<S>(network: Network<S>, proposed: readonly ProposedRule<S>[]): Network<S> {
  if (proposed.length === 0) return network;
  return {
    ...network,
    securityGroups: network.securityGroups.map((group) => {
      const own = proposed.filter((each) => each.group.id === group.id).map(({ rule }) => rule);
      return own.length === 0 ? group : { ...group, rules: [...group.rules, ...own] };
    }),
  };
}

/** The hosts of an end that are known; of a subnet without any, all of its addresses. */
function knownPlaces<S>(reachability: Reachability<S>, endpoint: Endpoint): readonly Place<S>[] {
  const places = reachability.placesOf(endpoint);
  const hosts = places.filter(({ kind }) => kind === 'interface' || kind === 'privateEndpoint');
  return hosts.length > 0 ? hosts : places;
}

type SecurityHop<S> = Extract<Hop<S>, { readonly direction: Direction }>;

interface Gap<S> {
  readonly hop: SecurityHop<S>;
  /** That of the packet which is denied. */
  readonly family: AddressFamily;
}

/** The first security group that denies one of the flow's packets; or that all pass, or that it is something else. */
function firstGap<S>(
  reachability: Reachability<S>,
  from: readonly Place<S>[],
  to: readonly Place<S>[],
  { protocol, port, pastGroups }: MissingFlow,
): Gap<S> | 'passes' | 'unclear' {
  let hasWay = false;
  for (const source of from)
    for (const destination of to) {
      if (isItself(source, destination)) continue;
      const flows = flowsOf(reachability, source, destination, { protocol, port });
      if (flows.length === 0) return 'unclear';
      hasWay = true;
      for (const { answer, hops, witness } of flows) {
        if (answer === 'allowed' || (pastGroups === true && answer === 'depends' && hops.every(isPast))) continue;
        const last = hops.at(-1);
        const isGroup = last?.at === 'subnet' || last?.at === 'interface';
        return isGroup && last.answer === 'denied' ? { hop: last, family: witness.destination.family } : 'unclear';
      }
    }
  return hasWay ? 'passes' : 'unclear';
}

/** True for a hop that isn't the security group which keeps a packet back. */
function isPast<S>(hop: Hop<S>): boolean {
  return (hop.at !== 'subnet' && hop.at !== 'interface') || hop.answer === 'allowed';
}

const firstPriority = 100;
const lastPriority = 4096;

/** 105, 115 ... as the articles count, the first that no rule has; else any that is free; null if none before the given one is. */
export function freePriority(
  rules: readonly SecurityRule<unknown>[],
  direction: Direction,
  before: number,
): number | null {
  const taken = new Set(rules.filter((rule) => rule.direction === direction).map(({ priority }) => priority));
  if (rules.some(({ priority }) => isUnknown(priority))) return null;
  const free: number[] = [];
  for (let priority = firstPriority; priority < before; priority++) if (!taken.has(priority)) free.push(priority);
  return free.find((priority) => priority % 10 === 5) ?? free[0] ?? null;
}

interface Sides {
  readonly sources: RuleSide;
  readonly destinations: RuleSide;
}

/** Application security groups if both ends have some in common, else tags and prefixes: of one family, since a rule doesn't mix them (azure-network 2.1). */
function sidesOf<S>(
  from: readonly Place<S>[],
  to: readonly Place<S>[],
  flow: MissingFlow,
  family: AddressFamily,
): Sides {
  const [sourceGroups, destinationGroups] = [groupsOf(from, flow.from), groupsOf(to, flow.to)];
  if (sourceGroups.length > 0 && destinationGroups.length > 0)
    return {
      sources: { ...nothing, groups: sourceGroups },
      destinations: { ...nothing, groups: destinationGroups },
    };
  return { sources: sideOf(from, flow.from, family), destinations: sideOf(to, flow.to, family) };
}

const nothing: RuleSide = { ...anySide, any: false };

/** One group that all hosts of an end are in: the end itself if it is one. */
function groupsOf<S>(places: readonly Place<S>[], endpoint: Endpoint): readonly string[] {
  if (endpoint.kind === 'applicationSecurityGroup') return [endpoint.id];
  const [first, ...others] = places;
  const common = first?.membership.groups.find((group) =>
    others.every(({ membership }) => membership.groups.includes(group)),
  );
  return common === undefined ? [] : [common];
}

function sideOf<S>(places: readonly Place<S>[], endpoint: Endpoint, family: AddressFamily): RuleSide {
  if (endpoint.kind === 'internet') return { ...nothing, tags: ['internet'] };
  if (endpoint.kind === 'serviceTag') return { ...nothing, tags: [endpoint.name.toLowerCase()] };
  if (endpoint.kind === 'probes') return { ...nothing, tags: ['azureloadbalancer'] };
  const { v4, v6 } = unionOfAddresses(...places.map((place) => addressesOf(place, endpoint)));
  return { ...nothing, addresses: family === 4 ? { ...noAddress, v4 } : { ...noAddress, v6 } };
}

/** Those of the whole subnet if it is the end, or if nobody knows which of them the host has. */
function addressesOf<S>(place: Place<S>, endpoint: Endpoint): AddressSet {
  if (!('node' in place)) return place.addresses;
  return endpoint.kind === 'subnet' || place.oneOf !== null ? addressesOfSubnet(place.node.subnet) : place.addresses;
}

function ruleFor<S>(
  group: SecurityGroup<S>,
  direction: Direction,
  priority: number,
  { sources, destinations }: Sides,
  { protocol, port }: MissingFlow,
): SecurityRule<S> {
  const isOfIpv6 = [sources, destinations].some(({ addresses }) => addresses.v6.length > 0);
  return {
    source: group.source,
    name: `Allow-${protocol}${hasPorts(protocol) ? `-${port}` : ''}-${direction}${isOfIpv6 ? '-IPv6' : ''}`,
    direction,
    access: 'Allow',
    priority,
    protocols: [protocol],
    sources,
    destinations,
    sourcePorts: everyPort,
    destinationPorts: hasPorts(protocol) ? [port, port + 1] : everyPort,
    presence: null,
  };
}
