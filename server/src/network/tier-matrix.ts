/** Which tier may reach which: the flows between the subnets of the tiers, and between them and the Internet. */
import { type TierId, tierIds } from '../config/tiers.ts';
import type { Answer } from './compose.ts';
import { type Protocol, protocols } from './model.ts';
import type { Place } from './places.ts';
import type { Reachability } from './reach.ts';
import { type Segment, segmentsBetween } from './segments.ts';

export type MatrixEnd = TierId | 'internet';

/** One kind of traffic from a tier to another. */
export interface MatrixFlow {
  /** `*` if it holds for all protocols. */
  readonly protocol: Protocol | '*';
  /** Destination ports from the first to before the second. */
  readonly ports: readonly [number, number];
  readonly answer: Exclude<Answer, 'denied'>;
}

export interface MatrixRow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  /** What may flow; empty if nothing does. */
  readonly flows: readonly MatrixFlow[];
}

/**
 * The rows of all pairs of tiers that have subnets, the Internet at either end included, in the order in which traffic meets the tiers. Traffic
 * inside a tier is a row too.
 * @param tierOf the tier of a subnet, by its id.
 */
export function tierMatrix<S>(
  reachability: Reachability<S>,
  tierOf: (subnet: string) => TierId | null,
): readonly MatrixRow[] {
  const ends = matrixEnds(reachability, tierOf);
  return ends.flatMap((from) =>
    ends
      .filter((to) => from.id !== 'internet' || to.id !== 'internet')
      .map((to) => ({ from: from.id, to: to.id, flows: flowsOf(rowOf(reachability, from.places, to.places)) })),
  );
}

interface End<S> {
  readonly id: MatrixEnd;
  readonly places: readonly Place<S>[];
}

function matrixEnds<S>(reachability: Reachability<S>, tierOf: (subnet: string) => TierId | null): readonly End<S>[] {
  const places = new Map<TierId, Place<S>[]>();
  for (const id of reachability.index.subnets.keys()) {
    const tier = tierOf(id);
    if (tier === null) continue;
    places.set(tier, [...(places.get(tier) ?? []), ...reachability.placesOf({ kind: 'subnet', id })]);
  }
  const tiers = tierIds.flatMap((id) => {
    const own = places.get(id);
    return own === undefined ? [] : [{ id, places: own }];
  });
  return tiers.length === 0 ? [] : [{ id: 'internet', places: reachability.placesOf({ kind: 'internet' }) }, ...tiers];
}

function rowOf<S>(
  reachability: Reachability<S>,
  from: readonly Place<S>[],
  to: readonly Place<S>[],
): readonly Segment<S>[] {
  return segmentsBetween(reachability, from, to, { protocol: null, port: null });
}

/** What passes, with neighbours of one answer as one flow, and what is the same in all protocols as one. */
function flowsOf(segments: readonly Segment<unknown>[]): readonly MatrixFlow[] {
  const byProtocol = protocols.map((protocol) => {
    const flows: MatrixFlow[] = [];
    for (const { answer, ports, protocol: own } of segments) {
      if (own !== protocol || answer === 'denied') continue;
      const last = flows.at(-1);
      if (last?.answer === answer && last.ports[1] === ports[0])
        flows[flows.length - 1] = { ...last, ports: [last.ports[0], ports[1]] };
      else flows.push({ protocol, ports, answer });
    }
    return flows;
  });
  const [first = []] = byProtocol;
  const shape = (flows: readonly MatrixFlow[]): string =>
    JSON.stringify(flows.map(({ ports, answer }) => [ports, answer]));
  if (byProtocol.every((flows) => shape(flows) === shape(first)))
    return first.map((flow) => ({ ...flow, protocol: '*' }));
  return byProtocol.flat();
}
