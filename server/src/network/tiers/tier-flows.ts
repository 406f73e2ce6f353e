/** What flows between the subnets of tiers, with one flow that shows it. */
import { boundPairs, representatives } from '../reachability/flow-bounds.ts';
import type { Flow } from '../reachability/flows.ts';
import { type Protocol, protocols } from '../reachability/model.ts';
import type { Place } from '../reachability/places.ts';
import { type Segment, segmentsBetween } from '../reachability/segments.ts';
import type { NetworkSource } from '../reading/source.ts';
import { isDirect, type TierNetwork, type TierSubnet } from './tier-network.ts';

/** A segment with a flow that shows it. */
export type ShownSegment = Segment<NetworkSource> & { readonly flow: Flow<NetworkSource> };

/**
 * What surely flows from one subnet to another; null is the Internet. Tagged addresses aren't the Internet: rules name them on purpose.
 * @param counts false for flows that aren't looked at
 */
export function allowedBetween(
  network: TierNetwork,
  source: TierSubnet | null,
  destination: TierSubnet | null,
  counts: (flow: Flow<NetworkSource>) => boolean = () => true,
  asked: readonly Protocol[] = protocols,
): readonly ShownSegment[] {
  const ends = bounded(placesOf(network, source), placesOf(network, destination));
  const isMeant = (flow: Flow<NetworkSource>): boolean =>
    isDirect(flow) &&
    counts(flow) &&
    (source !== null || flow.sourceTags.includes(null)) &&
    (destination !== null || flow.destinationTags.includes(null));
  return asked.flatMap((protocol) => allowedSegments(network, ends, protocol, isMeant));
}

/** What of a protocol surely flows between two lists of places. */
export function allowedSegments(
  { reachability }: TierNetwork,
  ends: ReturnType<typeof bounded>,
  protocol: Protocol,
  counts: (flow: Flow<NetworkSource>) => boolean,
): readonly ShownSegment[] {
  const question = { protocol, port: null, only: 'allowed' } as const;
  return segmentsBetween(reachability, ...ends, question, counts).flatMap(withFlow);
}

export function withFlow(segment: Segment<NetworkSource>): readonly ShownSegment[] {
  const { flow } = segment;
  return flow === null ? [] : [{ ...segment, flow }];
}

function placesOf(network: TierNetwork, subnet: TierSubnet | null): readonly Place<NetworkSource>[] {
  return subnet?.places ?? network.reachability.placesOf({ kind: 'internet' });
}

/**
 * The hosts of two ends that are compared.
 * @throws Undecided if they are too many
 */
export function bounded(
  from: readonly Place<NetworkSource>[],
  to: readonly Place<NetworkSource>[],
): [readonly Place<NetworkSource>[], readonly Place<NetworkSource>[]] {
  // Public addresses and balancers belong to single interfaces, so all of them are looked at where the other end is outside.
  const isInside = [...from, ...to].every((place) => 'node' in place);
  const sources = isInside ? representatives(from) : from;
  const destinations = isInside ? representatives(to) : to;
  boundPairs(sources, destinations);
  return [sources, destinations];
}
