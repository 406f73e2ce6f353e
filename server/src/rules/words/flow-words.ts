/** Flows in the words of messages. */

import type { ResourceView } from '../../deployment/view.ts';
import { portEnd } from '../../network/addresses/port-set.ts';
import type { Flow, Hop } from '../../network/reachability/flows.ts';
import { hasPorts, protocols } from '../../network/reachability/model.ts';
import type { Place } from '../../network/reachability/places.ts';
import type { Segment } from '../../network/reachability/segments.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import type { TierNetwork } from '../../network/tiers/tier-network.ts';
import { enumeration } from '../../text/enumeration.ts';
import { shownName } from './shown-name.ts';

/** A filter on the way of a flow. */
export type GroupHop = Extract<Hop<NetworkSource>, { direction: unknown }>;

const mostParts = 3;

/** Protocols and ports, such as `TCP 1433 and UDP 53`. */
export function servicesInWords(segments: readonly Pick<Segment<NetworkSource>, 'protocol' | 'ports'>[]): string {
  const whole = segments.filter(({ ports }) => ports[0] === 0 && ports[1] === portEnd);
  if (protocols.every((protocol) => whole.some((segment) => segment.protocol === protocol)))
    return 'every protocol and port';
  const parts = segments.map(({ protocol, ports: [first, end] }) => {
    const word = protocol.toUpperCase();
    if (!hasPorts(protocol)) return word;
    return end - first === 1 ? `${word} ${first}` : `${word} ${first}-${end - 1}`;
  });
  return inWords([...new Set(parts)], 'more');
}

/** `a`, `a and b`, `a, b and c`; what is beyond three is counted. */
export function inWords(parts: readonly string[], more: string): string {
  const shown = parts.length > mostParts ? parts.slice(0, mostParts - 1) : parts;
  const rest = parts.length - shown.length;
  const all = rest === 0 ? shown : [...shown, `${rest} ${more}`];
  return enumeration(all);
}

/** What a place is called: its subnet, or the Internet. */
export function placeInWords(place: Place<NetworkSource>): string {
  return 'node' in place ? place.node.subnet.name : 'the Internet';
}

/** The last group on the way in that one direction. */
export function lastGroupHop(flow: Flow<NetworkSource>, direction: 'Inbound' | 'Outbound'): GroupHop | null {
  const hops = flow.hops.flatMap((hop) => ('direction' in hop && hop.at !== 'firewall' ? [hop] : []));
  return hops.findLast((hop) => hop.direction === direction) ?? null;
}

/** A rule with the group that it is in, such as `AllowVnetInBound (65000) of nsg-data`. */
export function ruleInWords({ rule, id }: GroupHop, network: Pick<TierNetwork, 'reachability'>): string {
  const group = network.reachability.index.securityGroups.get(id)?.source.resource;
  const of = group === undefined ? '' : ` of ${shownName(group)}`;
  if (rule === null) return `no rule${of}`;
  return `${rule.name}${rule.priority === null ? '' : ` (${rule.priority})`}${of}`;
}

/** The subnet of a place; null for what is outside. */
export function subnetOf(place: Place<NetworkSource>): ResourceView | null {
  return 'node' in place ? place.node.subnet.source.resource : null;
}

/** With a capital, for the beginning of a sentence. Names stay as they are. */
export function atBeginning(words: string): string {
  return words.startsWith('the ') ? `T${words.slice(1)}` : words;
}
