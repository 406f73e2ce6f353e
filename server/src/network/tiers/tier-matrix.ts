/** Which tier may reach which: the flows between the subnets of the tiers, and between them and the Internet. */
import type { TierId } from '../../config/tiers.ts';
import type { Flow } from '../reachability/flows.ts';
import type { Place } from '../reachability/places.ts';
import type { Reachability } from '../reachability/reach.ts';
import { type Segment, segmentsBetween } from '../reachability/segments.ts';

export type MatrixEnd = TierId | 'internet';

export interface MatrixRow<S> {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  /** What may flow and what may not, by protocol and port. */
  readonly segments: readonly Segment<S>[];
}

/**
 * The rows of all pairs of ends, in their order. Traffic inside a tier is a row too; the Internet's own isn't.
 * @param counts false for a flow that is left out of its row
 */
export function matrixRows<S>(
  reachability: Reachability<S>,
  ends: readonly { readonly id: MatrixEnd; readonly places: readonly Place<S>[] }[],
  counts: (flow: Flow<S>) => boolean,
): readonly MatrixRow<S>[] {
  const question = { protocol: null, port: null };
  return ends.flatMap((from) =>
    ends
      .filter((to) => from.id !== 'internet' || to.id !== 'internet')
      .map((to) => ({
        from: from.id,
        to: to.id,
        segments: segmentsBetween(reachability, from.places, to.places, question, counts),
      })),
  );
}
