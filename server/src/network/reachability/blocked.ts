/** Which rules of the filters at a host surely deny all packets of a kind. */

import { pairsOf } from '../addresses/interval-set.ts';
import type { PortSet } from '../addresses/port-set.ts';
import type { Box } from './boxes.ts';
import { type DecidingRule, hopsOf } from './flows.ts';

export interface Blocking<S> {
  /** The id of the group that denies. */
  readonly group: string;
  readonly rule: DecidingRule<S>;
}

/** The rules that deny every packet to the ports, each once; null if some packet passes or may pass, or if there is none. */
export function blockingOf<S>(boxes: readonly Box<S>[], ports: PortSet): readonly Blocking<S>[] | null {
  const found = new Map<string, Blocking<S>>();
  for (const box of boxes)
    for (const [start, end] of pairsOf(ports))
      for (const piece of box.pieces) {
        if (piece.end <= start || end <= piece.start) continue;
        if (piece.answer !== 'denied') return null;
        const hop = hopsOf(box, piece).at(-1);
        if (hop === undefined || hop.at === 'route' || hop.at === 'entry' || hop.rule === null) return null;
        found.set(`${hop.id} ${hop.rule.name}`, { group: hop.id, rule: hop.rule });
      }
  return found.size === 0 ? null : [...found.values()];
}
