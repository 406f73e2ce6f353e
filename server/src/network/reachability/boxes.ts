/** The boxes of one pair of places: atoms of both ends, grouped by what the filters and routes on the way make of them. */

import type { AddressSet } from '../addresses/address-set.ts';
import { type Point, pairsOf, unionOf } from '../addresses/interval-set.ts';
import { isEveryPort, type PortSet, portEnd } from '../addresses/port-set.ts';
import { type Atom, type AtomTable, addressesOfAtoms, type Cuts } from './atoms.ts';
import { compose, eitherOf, type ReachPiece, type StageFunction } from './compose.ts';
import type { Entry } from './entries.ts';
import type { SideName } from './filter.ts';
import { passAll } from './filter-function.ts';
import type { Protocol } from './model.ts';
import { hasPorts } from './model.ts';
import { type Group, groupsOf } from './place-groups.ts';
import type { Place } from './places.ts';
import type { Stage } from './stages.ts';
import type { Way } from './ways.ts';

/** Packets with one function of the destination port. */
export interface Box<S> {
  readonly protocol: Protocol;
  readonly sources: AddressSet;
  /** Service tags that the source is assumed in; null stands for none. */
  readonly sourceTags: readonly (string | null)[];
  readonly destinations: AddressSet;
  readonly destinationTags: readonly (string | null)[];
  /** Source ports from the first to before the second. */
  readonly sourcePorts: readonly [number, number];
  readonly way: Way<S>;
  /** What led in from outside. */
  readonly via: Entry<S>['via'];
  /** The way to the proxy that opened the connection, if one did. */
  readonly front: Box<S> | null;
  /** In their order; the decisions of each piece are about these. */
  readonly stages: readonly Stage[];
  /** By port; a port in no piece is denied, since nothing leads there. */
  readonly pieces: readonly ReachPiece[];
}

/** One end of a pair, with the filters there and with what else tells its addresses apart. */
export interface Side<S> {
  readonly place: Place<S>;
  readonly stages: readonly Stage[];
  readonly cuts: readonly Cuts[];
  readonly tags: readonly string[];
}

export interface Pair<S> {
  readonly atoms: AtomTable;
  readonly protocol: Protocol;
  readonly from: Side<S>;
  readonly to: Side<S>;
  /** Firewalls that a way may lead through. */
  readonly firewalls: readonly Stage[];
  readonly way: (source: Atom, destination: Atom) => Way<S>;
  readonly ports: PortSet;
  readonly via: Entry<S>['via'];
  readonly proxy: {
    readonly sources: AddressSet;
    readonly tags: readonly (string | null)[];
    readonly front: Box<S>;
  } | null;
}

export function boxesBetween<S>(pair: Pair<S>): readonly Box<S>[] {
  const filters = [...pair.from.stages, ...pair.firewalls, ...pair.to.stages];
  const sources = groupsOf(pair.atoms, pair.from.place, 'sources', filters, pair.from.cuts, pair.from.tags);
  const destinations = groupsOf(pair.atoms, pair.to.place, 'destinations', filters, pair.to.cuts, pair.to.tags);
  const sourcePorts = sourcePartsOf(filters, pair.protocol);
  const boxes: Box<S>[] = [];
  for (const from of sources)
    for (const to of destinations) {
      // No packet goes from one family to the other.
      if (from.family !== to.family) continue;
      for (const { way, atoms } of waysBetween(pair, from, to))
        for (const part of sourcePorts)
          boxes.push(boxOf(pair, filters, from, { ...to, atoms: atoms.to }, atoms.from, way, part));
    }
  const folded = foldUncertain(pair, boxes);
  return isEveryPort(pair.ports) ? folded : folded.map((box) => ({ ...box, pieces: clipped(box.pieces, pair.ports) }));
}

/** The ways between two groups: routes may tell atoms apart that filters don't. */
function waysBetween<S>(
  pair: Pair<S>,
  from: Group,
  to: Group,
): readonly { way: Way<S>; atoms: { from: readonly Atom[]; to: readonly Atom[] } }[] {
  const [source] = from.atoms;
  const [destination] = to.atoms;
  if (source === undefined || destination === undefined) return [];
  if (from.atoms.length === 1 && to.atoms.length === 1)
    return [{ way: pair.way(source, destination), atoms: { from: from.atoms, to: to.atoms } }];
  const isOutbound = 'node' in pair.from.place;
  const varying = isOutbound ? to.atoms : from.atoms;
  const groups = new Map<string, { way: Way<S>; atoms: Atom[] }>();
  for (const atom of varying) {
    const way = isOutbound ? pair.way(source, atom) : pair.way(atom, destination);
    const key = `${way.reason} ${way.outcomes} ${way.firewall?.id ?? ''} ${way.route?.route?.name ?? ''} ${way.route?.length ?? ''} ${way.dependsOn.map(({ kind, name }) => `${kind} ${name}`).join()}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { way, atoms: [atom] });
    else group.atoms.push(atom);
  }
  return [...groups.values()].map(({ way, atoms }) => ({
    way,
    atoms: isOutbound ? { from: from.atoms, to: atoms } : { from: atoms, to: to.atoms },
  }));
}

function boxOf<S>(
  pair: Pair<S>,
  all: readonly Stage[],
  from: Group,
  to: Group,
  sourceAtoms: readonly Atom[],
  way: Way<S>,
  sourcePorts: readonly [number, number],
): Box<S> {
  const functions: StageFunction[] = [];
  const out = pair.from.stages.length;
  const inward = out + pair.firewalls.length;
  for (const [index, stage] of all.entries()) {
    const end = index < out ? 0 : index < inward ? 1 : 2;
    // A firewall that isn't on this way stands in the list all the same, so that the boxes of a pair have one list of stages.
    const isPassedBy = end === 1 && stage.id !== way.firewall?.id;
    const pieces = isPassedBy
      ? passAll
      : stage.filter.decide(
          from.classes[index] ?? 0,
          to.classes[index] ?? 0,
          pair.protocol,
          stage.ignoresSourcePorts ? null : sourcePorts[0],
        );
    functions.push({ kind: isPassedBy ? 'subnet' : stage.kind, end, pieces, dependsOn: stage.dependsOn });
  }
  const pieces = compose(functions, way.outcomes, way.dependsOn);
  return {
    protocol: pair.protocol,
    sources: pair.proxy?.sources ?? addressesOfAtoms(sourceAtoms),
    sourceTags: pair.proxy?.tags ?? tagsOfAtoms(sourceAtoms),
    destinations: addressesOfAtoms(to.atoms),
    destinationTags: tagsOfAtoms(to.atoms),
    sourcePorts,
    way,
    via: pair.via,
    front: pair.proxy?.front ?? null,
    stages: all,
    pieces,
  };
}

function clipped(pieces: readonly ReachPiece[], ports: PortSet): readonly ReachPiece[] {
  const result: ReachPiece[] = [];
  for (const [start, end] of pairsOf(ports))
    for (const piece of pieces)
      if (piece.start < end && start < piece.end)
        result.push({ ...piece, start: Math.max(start, piece.start), end: Math.min(end, piece.end) });
  return result;
}

const noTag: readonly null[] = [null];

function tagsOfAtoms(atoms: readonly Atom[]): readonly (string | null)[] {
  if (atoms.every(({ tag }) => tag === null)) return noTag;
  return [...new Set(atoms.map(({ tag }) => tag))];
}

const everySourcePort: readonly (readonly [number, number])[] = [[0, portEnd]];

/** Parts of the source ports that the filters tell apart. */
function sourcePartsOf(filters: readonly Stage[], protocol: Protocol): readonly (readonly [number, number])[] {
  if (!hasPorts(protocol)) return everySourcePort;
  if (filters.every(({ filter, ignoresSourcePorts }) => ignoresSourcePorts || filter.sourcePorts.length === 1))
    return everySourcePort;
  const starts = [
    ...new Set(filters.flatMap(({ filter, ignoresSourcePorts }) => (ignoresSourcePorts ? [0] : filter.sourcePorts))),
  ];
  starts.sort((a, b) => a - b);
  return starts.map((start, index) => [start, starts[index + 1] ?? portEnd] as const);
}

/** Where a place has one address and nobody knows which, its boxes are one box that depends on it. */
function foldUncertain<S>({ from, to }: Pair<S>, boxes: readonly Box<S>[]): readonly Box<S>[] {
  const byDestination = to.place.oneOf === null ? boxes : fold(boxes, to.place, 'destinations');
  return from.place.oneOf === null ? byDestination : fold(byDestination, from.place, 'sources');
}

function fold<S>(boxes: readonly Box<S>[], place: Place<S>, name: SideName): readonly Box<S>[] {
  const { oneOf } = place;
  if (oneOf === null) return boxes;
  const families = new Map<string, Box<S>[]>();
  for (const box of boxes) {
    const own = box[name];
    const family = 'node' in place ? '' : `${own.v4.join()};${own.v6.join()}`;
    const other = name === 'sources' ? box.destinations : box.sources;
    const otherTags = name === 'sources' ? box.destinationTags : box.sourceTags;
    const key = `${family} ${other.v4.join()};${other.v6.join()} ${otherTags.join()} ${box.sourcePorts.join()} ${box.via?.id} ${box.via?.rule}`;
    const list = families.get(key);
    if (list === undefined) families.set(key, [box]);
    else list.push(box);
  }
  return [...families.values()].flatMap((list) => {
    const [first] = list;
    if (first === undefined) return [];
    if (list.length === 1) return list;
    const tags = list.flatMap((box) => (name === 'sources' ? box.sourceTags : box.destinationTags));
    const dependsOn = 'node' in place ? oneOf : { kind: 'tag' as const, name: tags.find((tag) => tag !== null) ?? '' };
    const pieces = eitherOf(
      list.map((box) => box.pieces),
      dependsOn,
    );
    const union = {
      v4: unionPoints(list.map((box) => box[name].v4)),
      v6: unionPoints(list.map((box) => box[name].v6)),
    };
    return [
      { ...first, [name]: union, [name === 'sources' ? 'sourceTags' : 'destinationTags']: [...new Set(tags)], pieces },
    ];
  });
}

function unionPoints<P extends Point>(sets: readonly (readonly P[])[]): readonly P[] {
  return sets.reduce((a, b) => unionOf(a, b), []);
}
