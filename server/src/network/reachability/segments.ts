/** What may flow between any number of places, as one function of protocol and destination port. */
import { portEnd } from '../addresses/port-set.ts';
import type { Answer } from './compose.ts';
import { type Flow, flowsOf } from './flows.ts';
import { type Dependency, type Protocol, protocols } from './model.ts';
import type { Place } from './places.ts';
import type { Reachability } from './reach.ts';

/** Destination ports with one answer, and a flow that shows it. */
export interface Segment<S> {
  readonly protocol: Protocol;
  /** Destination ports from the first to before the second. */
  readonly ports: readonly [number, number];
  /** Allowed if some packet surely passes, denied if none does. */
  readonly answer: Answer;
  /** What the answer depends on, of all flows that do. */
  readonly dependsOn: readonly Dependency[];
  /** A flow with this answer, with its hops; null if there is no way at all. */
  readonly flow: Flow<S> | null;
}

export interface SegmentQuestion {
  /** Null asks about each of them. */
  readonly protocol: Protocol | null;
  readonly port: number | null;
  /** Where only this answer is looked at: segments without a flow of it are denied. */
  readonly only?: Answer;
}

/**
 * The segments between two lists of places, by protocol and port. A place isn't asked about itself.
 * @param counts false for flows that aren't looked at
 */
export function segmentsBetween<S>(
  reachability: Reachability<S>,
  from: readonly Place<S>[],
  to: readonly Place<S>[],
  { protocol, port, only }: SegmentQuestion,
  counts: (flow: Flow<S>) => boolean = () => true,
): readonly Segment<S>[] {
  return (protocol === null ? protocols : [protocol]).flatMap((asked) => {
    const flows = from.flatMap((source) =>
      to.flatMap((destination) =>
        isItself(source, destination)
          ? []
          : flowsOf(reachability, source, destination, { protocol: asked, port, ...(only && { only }) }),
      ),
    );
    return segmentsOf(asked, flows.filter(counts), port === null ? [0, portEnd] : [port, port + 1]);
  });
}

/** An interface that talks to itself is no traffic of the network; a subnet's other hosts are many. */
export function isItself<S>(from: Place<S>, to: Place<S>): boolean {
  if (from.kind === 'interface' && to.kind === 'interface') return from.nic === to.nic;
  return from.kind === 'privateEndpoint' && to.kind === 'privateEndpoint' && from.endpoint === to.endpoint;
}

const order: readonly Answer[] = ['allowed', 'depends', 'denied'];

function segmentsOf<S>(
  protocol: Protocol,
  flows: readonly Flow<S>[],
  [first, end]: readonly [number, number],
): readonly Segment<S>[] {
  const cuts = new Set([first, ...flows.flatMap(({ ports }) => ports)]);
  const starts = [...cuts].filter((cut) => cut >= first && cut < end).sort((a, b) => a - b);
  const byStart = [...flows].sort((a, b) => a.ports[0] - b.ports[0]);
  const segments: Segment<S>[] = [];
  let open: Flow<S>[] = [];
  let next = 0;
  for (const [index, start] of starts.entries()) {
    open = open.filter(({ ports }) => ports[1] > start);
    for (let flow = byStart[next]; flow !== undefined && flow.ports[0] <= start; flow = byStart[++next]) {
      if (flow.ports[1] > start) open.push(flow);
    }
    push(segments, segmentAt(protocol, open, [start, starts[index + 1] ?? end]));
  }
  return segments;
}

function segmentAt<S>(protocol: Protocol, open: readonly Flow<S>[], ports: readonly [number, number]): Segment<S> {
  const answer = order.find((candidate) => open.some((flow) => flow.answer === candidate)) ?? 'denied';
  const dependsOn = answer === 'depends' ? distinct(open.flatMap((flow) => flow.dependsOn)) : [];
  const fitting = open.filter((flow) => flow.answer === answer);
  return { protocol, ports, answer, dependsOn, flow: (answer === 'denied' ? furthest(fitting) : fitting[0]) ?? null };
}

/** The flow that got furthest says most about why none passes: the others were never meant. */
function furthest<S>(flows: readonly Flow<S>[]): Flow<S> | undefined {
  const [first, ...others] = flows;
  return others.reduce(
    (best, flow) => (best !== undefined && flow.hops.length > best.hops.length ? flow : best),
    first,
  );
}

/** Neighbours with the same answer for the same reasons are one segment. */
function push<S>(segments: Segment<S>[], segment: Segment<S>): void {
  const last = segments.at(-1);
  if (last !== undefined && last.answer === segment.answer && reasonsOf(last) === reasonsOf(segment))
    segments[segments.length - 1] = { ...last, ports: [last.ports[0], segment.ports[1]] };
  else segments.push(segment);
}

function reasonsOf<S>({ dependsOn, flow }: Segment<S>): string {
  const hops = flow?.hops.map((hop) => ('rule' in hop && typeof hop.rule === 'object' ? hop.rule?.name : hop.at));
  return JSON.stringify([dependsOn, hops]);
}

/** Each of equal ones once. */
export function distinct(dependencies: readonly Dependency[]): readonly Dependency[] {
  return [...new Map(dependencies.map((item) => [`${item.kind} ${item.name}`, item])).values()];
}
