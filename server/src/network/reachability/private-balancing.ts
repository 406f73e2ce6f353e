/**
 * Load balancers inside of networks. A packet to a private frontend comes to one of the machines behind with the client's address, and the group
 * there sees the machine's own address and port, or with a floating IP the frontend's. Which of both the group of the client sees isn't documented
 * (requirements 1.1-c), so where it matters the answer depends on it.
 */

import { pairsOf } from '../addresses/interval-set.ts';
import { everyPort, type PortSet } from '../addresses/port-set.ts';
import type { Membership } from './atoms.ts';
import type { Box } from './boxes.ts';
import type { ReachPiece } from './compose.ts';
import { outcome } from './filter-function.ts';
import { type Dependency, distinctDependencies, isUnknown, type Protocol } from './model.ts';
import { isFor } from './model-entries.ts';
import type { Host } from './places.ts';
import { backendsOf, type Frontend } from './private-frontends.ts';
import { standingAt } from './somewhere.ts';
import type { Way } from './ways.ts';

/** What the ends of a pair are asked. */
export interface Crossing<S> {
  readonly from: Host<S>;
  readonly to: Host<S>;
  readonly protocol: Protocol;
  /** What the filters of the client and the routes say about packets to a place, whatever stands there. */
  leaving(place: Host<S>): readonly Box<S>[];
  /** What the filters of a place say about packets to ports of it that came by a way. */
  arriving(place: Host<S>, way: Way<S>, ports: PortSet, via: Box<S>['via'], front: Box<S>): readonly Box<S>[];
}

/**
 * The packets that come to a host through private frontends. Of a host that is asked for by its own address only what may come about although
 * packets to that address don't.
 */
export function balancedBoxes<S>(crossing: Crossing<S>, frontends: readonly Frontend<S>[]): readonly Box<S>[] {
  const { to, protocol } = crossing;
  const { nic, frontend: asked } = to;
  if (nic === null) return [];
  const own = asked === null ? frontends.filter((frontend) => backendsOf(frontend).includes(nic.id)) : [asked];
  return own.flatMap((frontend) => (isFor(frontend.rule, protocol) ? boxesBy(crossing, frontend) : []));
}

function boxesBy<S>(crossing: Crossing<S>, frontend: Frontend<S>): readonly Box<S>[] {
  const { to } = crossing;
  const { balancer, rule, addresses } = frontend;
  const doubts: Dependency[] = [];
  if (isUnknown(rule.frontendPorts)) doubts.push(rule.frontendPorts.unknown);
  if (isUnknown(rule.backendPort)) doubts.push(rule.backendPort.unknown);
  const outer = isUnknown(rule.frontendPorts) ? everyPort : rule.frontendPorts;
  const port = isUnknown(rule.backendPort) ? null : rule.backendPort;
  const inner: PortSet = isUnknown(rule.backendPort) ? everyPort : port === null ? outer : [port, port + 1];
  const atFrontend: Host<S> = {
    ...to,
    kind: 'subnet',
    nic: null,
    frontend: null,
    ...standingAt(to.node.subnet, addresses, nobody),
    oneOf: null,
  };
  const back = answersAt(crossing.leaving({ ...to, frontend: null }), inner);
  const via: Box<S>['via'] = { id: balancer.id, source: rule.source, rule: rule.name };
  return crossing.leaving(atFrontend).flatMap((front) => {
    const first = answersAt([front], outer);
    const outcomes = commonOutcomes(first, back, doubts);
    const shown = { ...front, pieces: front.pieces.filter((piece) => isAt(piece, outer)) };
    // A machine that is asked for by its own address is reached directly, or not at all.
    if (to.frontend === null && (outcomes !== both || first === outcome.deny)) return [];
    const dependsOn =
      outcomes === both
        ? distinctDependencies([
            ...doubts,
            ...front.pieces.flatMap((piece) => piece.dependsOn),
            { kind: 'frontend', name: balancer.id },
          ])
        : [];
    const way: Way<S> = { outcomes, dependsOn, reason: 'loadBalancer', route: front.way.route, firewall: null };
    return floatingPlaces(to, frontend).flatMap(({ place, unsure }) =>
      crossing
        .arriving(place, unsure === null ? way : unsureWay(way, unsure), inner, via, shown)
        .map((box) => (to.frontend === null ? box : atPorts(box, outer, port))),
    );
  });
}

const both = outcome.allow | outcome.deny;
const nobody: Membership = { groups: [], joins: 'none', somewhere: null };

/** The outcomes of the client's side: what both addresses have in common is certain. */
function commonOutcomes(first: number, back: number, doubts: readonly Dependency[]): number {
  return first === back && doubts.length === 0 ? first : both;
}

/** The bits of all answers at the ports. */
function answersAt(boxes: readonly Box<unknown>[], ports: PortSet): number {
  let bits = 0;
  for (const { pieces } of boxes)
    for (const piece of pieces)
      if (isAt(piece, ports))
        bits |= piece.answer === 'allowed' ? outcome.allow : piece.answer === 'denied' ? outcome.deny : both;
  return bits === 0 ? outcome.deny : bits;
}

function isAt(piece: ReachPiece, ports: PortSet): boolean {
  return [...pairsOf(ports)].some(([start, end]) => piece.start < end && start < piece.end);
}

/** The host as its own filters see it: with its own addresses, with those of the frontend, or either. */
function floatingPlaces<S>(
  to: Host<S>,
  { balancer, rule: { floating }, addresses }: Frontend<S>,
): readonly { readonly place: Host<S>; readonly unsure: Dependency | null }[] {
  const own = { ...to, frontend: null };
  // Whether a group of applications holds the frontend of its machines isn't documented.
  const joins: Dependency = { kind: 'frontend', name: balancer.id };
  const floated: Host<S> = {
    ...own,
    ...standingAt(to.node.subnet, addresses, { groups: [], joins, somewhere: null }),
    oneOf: null,
  };
  if (isUnknown(floating)) return [own, floated].map((place) => ({ place, unsure: floating.unknown }));
  return [{ place: floating ? floated : own, unsure: null }];
}

function unsureWay<S>(way: Way<S>, unsure: Dependency): Way<S> {
  return way.outcomes === outcome.deny ? way : { ...way, outcomes: both, dependsOn: [...way.dependsOn, unsure] };
}

/** The packets as the client sends them: to the port of the frontend. */
function atPorts<S>(box: Box<S>, outer: PortSet, port: number | null): Box<S> {
  if (port === null) return box;
  const piece = box.pieces.find(({ start, end }) => start <= port && port < end);
  if (piece === undefined) return { ...box, pieces: [] };
  const pieces = [...pairsOf(outer)].map(([start, end]): ReachPiece => ({ ...piece, start, end }));
  return { ...box, pieces };
}
