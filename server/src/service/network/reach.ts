/** Whether one part of a deployment's network reaches another, hop by hop. Plain data. */
import { runAlternatives } from '../../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../../deployment/build.ts';
import type { DeploymentView } from '../../deployment/view.ts';
import { withCircles } from '../../network/claims/appliance-circles.ts';
import type { Answer } from '../../network/reachability/compose.ts';
import type { Flow, Hop } from '../../network/reachability/flows.ts';
import { hasPorts, type Protocol, protocols } from '../../network/reachability/model.ts';
import type { Endpoint, Place } from '../../network/reachability/places.ts';
import { type Segment, segmentsBetween } from '../../network/reachability/segments.ts';
import { endsCalled, namesOfEnds } from '../../network/reading/ends.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { type RefusedPart, refusedPartsOf } from '../../network/reading/refused-parts.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import type { Location } from '../../rules/finding.ts';
import { type AdmittingRule, admittingRules, shownAdmittingRules } from './admitting-rules.ts';
import { dependencyText } from './dependency-text.ts';
import { hopText, witnessText } from './hop-text.ts';
import { labelsOf, locationOf, locationOfValue } from './labels.ts';
import { conditionsOf, cutByRivals } from './rivals.ts';

export interface ReachQuestion {
  /** A name of a subnet, interface, private endpoint or application security group; `internet`, `tag:Name`, an address or prefix. */
  readonly from: string;
  readonly to: string;
  /** Null asks about every protocol. */
  readonly protocol: Protocol | null;
  /** Null asks about every port. */
  readonly port: number | null;
}

export interface ReachHop {
  readonly at: Hop<unknown>['at'];
  readonly direction: 'inbound' | 'outbound' | null;
  readonly answer: Answer;
  /** The rule or route that decides; null if none does. */
  readonly rule: string | null;
  /** The hop in words. */
  readonly text: string;
  /** Where the rule stands; null for default rules and where none decides. */
  readonly location: Location | null;
}

export interface ReachSegment {
  readonly protocol: Protocol;
  /** First and last port. */
  readonly ports: readonly [number, number];
  readonly answer: Answer;
  readonly dependsOn: readonly string[];
  readonly hops: readonly ReachHop[];
  /** One packet of the segment; null if there is no way between both ends. */
  readonly witness: string | null;
}

/** A part of the templates in words, and where it stands. */
export interface ReachNote {
  readonly text: string;
  readonly location: Location | null;
}

export type ReachAnswer =
  | {
      readonly kind: 'reach';
      /** Allowed if any packet surely passes. */
      readonly answer: Answer;
      readonly dependsOn: readonly string[];
      readonly segments: readonly ReachSegment[];
      /** The least rules that would let it through, if one flow was asked about, it is denied, and security groups alone deny it; else none. */
      readonly admittedBy: readonly AdmittingRule[];
      /** What Azure refuses: the deployment fails until it is mended, and the answer doesn't count it. */
      readonly refused: readonly ReachNote[];
    }
  /** One of both names means nothing here; `names` are those that would. */
  | { readonly kind: 'unknown-end'; readonly end: 'from' | 'to'; readonly names: readonly string[] }
  /** One of both names means something that has no addresses, such as a subnet without a prefix. */
  | { readonly kind: 'no-address'; readonly end: 'from' | 'to' }
  | { readonly kind: 'undecided'; readonly reason: string };

/** The first alternative of the conditions is shown in full; where others answer otherwise, the segment depends on them. */
export function reachAnswer(deployment: EvaluatedDeployment, question: ReachQuestion): ReachAnswer {
  const outcomes = runAlternatives(deployment.run, () => answerOnce(deployment.view, question));
  const decided = outcomes.flatMap((outcome) => (outcome.kind === 'decided' ? [outcome] : []));
  const [first] = decided;
  const undecided = outcomes.find((outcome) => outcome.kind === 'undecided');
  if (first === undefined || undecided !== undefined) return { kind: 'undecided', reason: undecided?.reason ?? '' };
  if (!('segments' in first.value)) return first.value;
  const others = decided.slice(1).flatMap(({ value }) => ('segments' in value ? [value.segments] : []));
  const conditions = conditionsOf(decided.map(({ decisions }) => decisions));
  const shown = first.value.segments
    .flatMap((segment) => shownSegments(deployment, segment, others, conditions))
    .map((segment) => (segment.hops.length === 0 ? { ...segment, hops: [noWay(question)] } : segment));
  const answer = (['allowed', 'depends', 'denied'] as const).find((each) => shown.some((item) => item.answer === each));
  return {
    kind: 'reach',
    answer: answer ?? 'denied',
    dependsOn: [...new Set(shown.flatMap((segment) => (segment.answer === answer ? segment.dependsOn : [])))],
    segments: shown,
    admittedBy: answer === 'denied' ? admittedBy(deployment, question) : [],
    refused: notesOf(
      deployment,
      decided.flatMap(({ value }) => ('segments' in value ? value.refused : [])),
    ),
  };
}

/** Pairs of ends that are looked at, where several things have one name. */
const mostPairs = 16;

/** None where alternatives of the conditions, or several things of one name, would need different ones. */
function admittedBy(deployment: EvaluatedDeployment, question: ReachQuestion): readonly AdmittingRule[] {
  const { protocol, port } = question;
  if (protocol === null || (port === null && hasPorts(protocol))) return [];
  const outcomes = runAlternatives(deployment.run, () => {
    const network = reachOf(deployment.view);
    const tos = endsCalled(question.to, network);
    const pairs = endsCalled(question.from, network).flatMap((from) => tos.map((to) => ({ from, to, protocol, port })));
    const found = pairs
      .slice(0, mostPairs)
      .map((flow) => shownAdmittingRules(deployment, admittingRules(network, flow), flow));
    return theSame(found.filter((rules) => rules.length > 0));
  });
  return theSame(outcomes.flatMap((outcome) => (outcome.kind === 'decided' ? [outcome.value] : [])));
}

/** What all lists are; empty if they differ. */
function theSame<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const [first = []] = lists;
  return lists.every((list) => JSON.stringify(list) === JSON.stringify(first)) ? first : [];
}

/** What is said where no packet gets on its way at all. */
function noWay({ from }: ReachQuestion): ReachHop {
  const text =
    from.toLowerCase() === 'internet'
      ? 'No public address, load balancer, gateway or firewall rule of the template leads there'
      : 'No way leads there';
  return { at: 'route', direction: null, answer: 'denied', rule: null, text, location: null };
}

/** Each part once, though several alternatives of the conditions have it. */
function notesOf(deployment: EvaluatedDeployment, refused: readonly RefusedPart[]): readonly ReachNote[] {
  const distinct = new Map(refused.map((part) => [`${part.resource.key}#${part.path}`, part]));
  return [...distinct.values()].map(({ resource, path, text }) => ({
    text,
    location: path === '' ? locationOf(deployment, { resource, path }) : locationOfValue(deployment, resource, path),
  }));
}

interface Segments {
  readonly segments: readonly Segment<NetworkSource>[];
  readonly refused: readonly RefusedPart[];
}

type Once = Segments | Extract<ReachAnswer, { kind: 'unknown-end' | 'no-address' }>;

function answerOnce(view: DeploymentView, { from, to, protocol, port }: ReachQuestion): Once {
  const reach = reachOf(view);
  const { reachability } = reach;
  const placesAt = (ends: readonly Endpoint[]): readonly Place<NetworkSource>[] =>
    ends.flatMap((end) => reachability.placesOf(end));
  const [fromEnds, toEnds] = [endsCalled(from, reach), endsCalled(to, reach)];
  if (fromEnds.length === 0) return { kind: 'unknown-end', end: 'from', names: namesOfEnds(reach) };
  if (toEnds.length === 0) return { kind: 'unknown-end', end: 'to', names: namesOfEnds(reach) };
  const [sources, destinations] = [placesAt(fromEnds), placesAt(toEnds)];
  if (sources.length === 0) return { kind: 'no-address', end: 'from' };
  if (destinations.length === 0) return { kind: 'no-address', end: 'to' };
  const segments = segmentsBetween(reachability, sources, destinations, { protocol, port });
  const told = segments.map((segment) =>
    segment.flow === null ? segment : { ...segment, flow: withCircles(reachability.routing, segment.flow) },
  );
  return { segments: told, refused: refusedPartsOf(view) };
}

/** A segment cut where another alternative has another answer. */
function shownSegments(
  deployment: EvaluatedDeployment,
  segment: Segment<NetworkSource>,
  others: readonly (readonly Segment<NetworkSource>[])[],
  conditions: readonly string[],
): readonly ReachSegment[] {
  const shown: ReachSegment[] = [];
  for (const { ports, differs } of cutByRivals(segment, others)) {
    const piece = pieceOf(deployment, segment, ports, differs ? conditions : []);
    const last = shown.at(-1);
    if (last !== undefined && last.answer === piece.answer && last.dependsOn.join() === piece.dependsOn.join())
      shown[shown.length - 1] = { ...last, ports: [last.ports[0], piece.ports[1]] };
    else shown.push(piece);
  }
  return shown;
}

function pieceOf(
  deployment: EvaluatedDeployment,
  { protocol, answer, dependsOn, flow }: Segment<NetworkSource>,
  [start, end]: readonly [number, number],
  conditions: readonly string[],
): ReachSegment {
  return {
    protocol,
    ports: [start, end - 1],
    answer: conditions.length > 0 ? 'depends' : answer,
    dependsOn: [...new Set([...conditions, ...dependsOn.map((each) => dependencyText(each, labelsOf(deployment)))])],
    hops: flow === null ? [] : hopsOf(deployment, flow),
    witness: flow === null || isSomewhere(flow.from) || isSomewhere(flow.to) ? null : witnessText(flow.witness),
  };
}

/** True if the addresses of a place only stand in for others. */
function isSomewhere({ membership }: Flow<NetworkSource>['from']): boolean {
  return membership.somewhere !== null;
}

function hopsOf(deployment: EvaluatedDeployment, flow: Flow<NetworkSource>): readonly ReachHop[] {
  return flow.hops.map((hop) => {
    const rule = hop.at === 'entry' ? null : hop.rule;
    const source = hop.at === 'entry' ? hop.source : (rule?.source ?? null);
    return {
      at: hop.at,
      direction: 'direction' in hop ? (hop.direction === 'Inbound' ? 'inbound' : 'outbound') : null,
      answer: hop.at === 'entry' ? 'allowed' : hop.answer,
      rule: hop.at === 'entry' ? hop.rule : (rule?.name ?? null),
      text: hopText(hop, labelsOf(deployment)),
      location: source === null ? null : locationOf(deployment, source),
    };
  });
}

/** True for a word that names a protocol. */
export function isProtocol(word: string): word is Protocol {
  return protocols.some((protocol) => protocol === word);
}
