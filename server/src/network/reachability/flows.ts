/** Answers for people and rules: what may flow between two ends, hop by hop with the rule that decides each, and a packet that shows it. */

import {
  type Address,
  type AddressSet,
  holdsAddress,
  smallestAddress,
  subtractAddresses,
} from '../addresses/address-set.ts';
import { portEnd } from '../addresses/port-set.ts';
import type { Box } from './boxes.ts';
import type { Answer, ReachPiece } from './compose.ts';
import type { FilterRule } from './default-rules.ts';
import { type FilterPiece, outcome } from './filter-function.ts';
import { type Dependency, type Direction, distinctDependencies, type Protocol } from './model.ts';
import { reservedAddresses } from './network-index.ts';
import type { Endpoint, Place } from './places.ts';
import type { Reachability } from './reach.ts';
import type { Stage, StageKind } from './stages.ts';
import type { WayReason } from './ways.ts';

/** A rule that decides, or may decide, at a hop. */
export interface DecidingRule<S> {
  readonly name: string;
  /** Null for rules of a firewall, and where it isn't known. */
  readonly priority: number | null;
  /** Null for a default rule, and for rules that nobody knows. */
  readonly source: S | null;
}

export type Hop<S> =
  | {
      readonly at: StageKind;
      /** The id of the group, the firewall or, for admin rules, the virtual network. */
      readonly id: string;
      readonly direction: Direction;
      readonly answer: Answer;
      /** Null if no rule matches. */
      readonly rule: DecidingRule<S> | null;
      /** Rules before it that may decide instead. */
      readonly candidates: readonly DecidingRule<S>[];
    }
  | {
      readonly at: 'route';
      readonly answer: Answer;
      readonly reason: WayReason;
      /** The user-defined route that decides; null if none does. */
      readonly rule: { readonly name: string; readonly source: S } | null;
    }
  | {
      /** A public address, balancer, gateway or firewall through which the packet comes in. */
      readonly at: 'entry';
      readonly id: string;
      readonly rule: string | null;
      readonly source: S;
    };

/** One packet of a flow. */
export interface Witness {
  readonly source: Address;
  /** The service tag that the source is in; null for none. */
  readonly sourceTag: string | null;
  readonly destination: Address;
  readonly destinationTag: string | null;
  readonly protocol: Protocol;
  readonly sourcePort: number;
  readonly port: number;
}

/** Packets with one answer, by the same rules. */
export interface Flow<S> {
  readonly from: Place<S>;
  readonly to: Place<S>;
  readonly protocol: Protocol;
  /** Destination ports from the first to before the second. */
  readonly ports: readonly [number, number];
  readonly sourcePorts: readonly [number, number];
  /** The addresses that they come from, of the client even where a gateway or firewall stands between. */
  readonly sources: AddressSet;
  /** Service tags that the source is assumed in; null stands for none. */
  readonly sourceTags: readonly (string | null)[];
  readonly destinationTags: readonly (string | null)[];
  readonly answer: Answer;
  readonly dependsOn: readonly Dependency[];
  readonly hops: readonly Hop<S>[];
  readonly witness: Witness;
}

export interface Question {
  readonly protocol: Protocol;
  /** Null asks about all ports. */
  readonly port: number | null;
  /** Flows of any other answer aren't asked for. */
  readonly only?: Answer;
}

/** All flows between two ends of a question. Two places between which nothing leads have none. */
export function flowsBetween<S>(
  reachability: Reachability<S>,
  from: Endpoint,
  to: Endpoint,
  question: Question,
): readonly Flow<S>[] {
  const destinations = reachability.placesOf(to);
  return reachability
    .placesOf(from)
    .flatMap((source) => destinations.flatMap((destination) => flowsOf(reachability, source, destination, question)));
}

/** All flows between two places. */
export function flowsOf<S>(
  reachability: Reachability<S>,
  from: Place<S>,
  to: Place<S>,
  { protocol, port, only }: Question,
): readonly Flow<S>[] {
  return reachability
    .between(from, to, protocol)
    .filter(({ pieces }) => only === undefined || pieces.some(({ answer }) => answer === only))
    .flatMap((kept) => flowsOfBox(reachability.current(kept, from, to), from, to, port, only));
}

/** The flows of one box, by port; of one answer only where it is given. */
export function flowsOfBox<S>(
  box: Box<S>,
  from: Place<S>,
  to: Place<S>,
  port: number | null,
  only?: Answer,
): readonly Flow<S>[] {
  const flows: Flow<S>[] = [];
  for (const piece of box.pieces) {
    if (only !== undefined && piece.answer !== only) continue;
    if (port !== null && (port < piece.start || port >= piece.end)) continue;
    const witness = witnessOf(box, from, to, port ?? piece.start);
    if (witness === null) continue;
    const ports: readonly [number, number] = port === null ? [piece.start, piece.end] : [port, port + 1];
    const { answer, dependsOn } = piece;
    const { protocol, sourcePorts, sources, sourceTags, destinationTags } = box;
    flows.push({
      from,
      to,
      protocol,
      ports,
      sourcePorts,
      sources,
      sourceTags,
      destinationTags,
      answer,
      dependsOn,
      hops: hopsOf(box, piece),
      witness,
    });
  }
  return flows;
}

/** The port that most clients take is from here on (RFC 6335). */
const firstEphemeralPort = 49_152;

function witnessOf(box: Box<unknown>, from: Place<unknown>, to: Place<unknown>, port: number): Witness | null {
  const source = hostAddressIn(box.sources, from);
  const destination = hostAddressIn(box.destinations, to);
  if (source === null || destination === null) return null;
  const [first, end] = box.sourcePorts;
  const sourcePort = first <= firstEphemeralPort && firstEphemeralPort < end ? firstEphemeralPort : first;
  const [sourceTag = null] = box.sourceTags;
  const [destinationTag = null] = box.destinationTags;
  return { source, sourceTag, destination, destinationTag, protocol: box.protocol, sourcePort, port };
}

/** The smallest address that a host of the place can have. If Azure keeps all of them for itself, the smallest of them. */
function hostAddressIn(addresses: AddressSet, place: Place<unknown>): Address | null {
  const smallest = smallestAddress(addresses);
  if (smallest === null || !('node' in place)) return smallest;
  const reserved = reservedAddresses(place.node.subnet);
  if (!holdsAddress(reserved, smallest)) return smallest;
  const usable = smallestAddress(subtractAddresses(addresses, reserved));
  return usable?.family === smallest.family ? usable : smallest;
}

/** What each filter and the route say, in the order of the packet, up to the one that denies. */
export function hopsOf<S>(box: Box<S>, piece: ReachPiece): readonly Hop<S>[] {
  const hops: Hop<S>[] = [];
  if (box.via !== null) hops.push({ at: 'entry', ...box.via });
  const [front] = box.front?.pieces ?? [];
  if (box.front !== null && front !== undefined)
    hops.push(...hopsOf(box.front, front).filter(({ at }) => at !== 'entry'));
  const outbound = box.stages.filter(({ direction }) => direction === 'Outbound').length;
  let isDenied = false;
  for (const [index, stage] of box.stages.entries()) {
    if (index === outbound) isDenied = pushRoute(hops, box, isDenied);
    const decision = piece.decisions[index] ?? null;
    if (decision === null || (stage.kind === 'firewall' && isPassedBy(box, stage))) continue;
    const hop = hopOf<S>(stage, decision);
    hops.push(hop);
    isDenied ||= hop.answer === 'denied';
  }
  if (box.stages.length === outbound) pushRoute(hops, box, isDenied);
  return hops;
}

/** A pair's boxes list all firewalls; a packet meets the one on its way, or the one that translated it. */
function isPassedBy({ via, way }: Box<unknown>, { id }: Stage): boolean {
  return via === null && id !== way.firewall?.id;
}

/** @returns whether the packet has been denied by now */
function pushRoute<S>(hops: Hop<S>[], { way }: Box<S>, isDenied: boolean): boolean {
  if (isDenied) return true;
  const rule = way.route?.route ?? null;
  const answer = answerOf(way.outcomes);
  hops.push({
    at: 'route',
    answer,
    reason: way.reason,
    rule: rule === null ? null : { name: rule.name, source: rule.source },
  });
  return answer === 'denied';
}

function hopOf<S>(stage: Stage, { rule, candidates, outcomes }: FilterPiece): Extract<Hop<S>, { at: StageKind }> {
  const ruleAt = (index: number): DecidingRule<S> | null => {
    const rule = decidingRule<S>(stage.rules[index]);
    // Those of a firewall count over its whole policy, which no template states.
    return rule !== null && stage.kind === 'firewall' ? { ...rule, priority: null } : rule;
  };
  const passes = outcome.allow | outcome.alwaysAllow | (stage.kind === 'firewall' ? 0 : outcome.none);
  return {
    at: stage.kind,
    id: stage.id,
    direction: stage.direction,
    answer: answerOf(((outcomes & passes) === 0 ? 0 : outcome.allow) | ((outcomes & ~passes) === 0 ? 0 : outcome.deny)),
    rule: ruleAt(rule),
    candidates: candidates.flatMap((index) => ruleAt(index) ?? []),
  };
}

function decidingRule<S>(rule: FilterRule | undefined): DecidingRule<S> | null {
  if (rule === undefined) return null;
  // The rules of a network's stages are that network's own, and its references are of one type.
  return {
    name: rule.name,
    priority: typeof rule.priority === 'number' ? rule.priority : null,
    source: rule.source as S | null,
  };
}

function answerOf(outcomes: number): Answer {
  if (outcomes === outcome.allow) return 'allowed';
  return outcomes === outcome.deny ? 'denied' : 'depends';
}

/** What holds for some packet between two ends, and what for all of them, by destination port. */
export interface Summary {
  readonly start: number;
  readonly end: number;
  /** Allowed if some packet is for certain; denied if all are. */
  readonly some: Answer;
  /** Allowed if all packets are for certain; denied if some is. */
  readonly every: Answer;
  readonly dependsOn: readonly Dependency[];
}

/** The boxes of any number of pairs as one function; ports to which nothing leads are denied. */
export function summaryOf(boxes: readonly Box<unknown>[]): readonly Summary[] {
  const starts = new Set([0, ...boxes.flatMap(({ pieces }) => pieces.flatMap(({ start, end }) => [start, end]))]);
  const cuts = [...starts].filter((cut) => cut < portEnd).sort((a, b) => a - b);
  const result: Summary[] = [];
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1] ?? portEnd;
    const pieces = boxes.map((box) => box.pieces.find((piece) => piece.start <= start && start < piece.end));
    const answers = new Set(pieces.map((piece) => piece?.answer ?? 'denied'));
    if (answers.size === 0) answers.add('denied');
    const some = strongest(answers, ['allowed', 'depends', 'denied']);
    const every = strongest(answers, ['denied', 'depends', 'allowed']);
    const dependsOn = distinctDependencies(pieces.flatMap((piece) => piece?.dependsOn ?? []));
    const last = result.at(-1);
    if (last?.some === some && last.every === every && last.dependsOn.length === dependsOn.length)
      result[result.length - 1] = { ...last, end };
    else result.push({ start, end, some, every, dependsOn });
  }
  return result;
}

function strongest(answers: ReadonlySet<Answer>, order: readonly Answer[]): Answer {
  return order.find((answer) => answers.has(answer)) ?? 'denied';
}
