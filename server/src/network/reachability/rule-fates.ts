/**
 * What each rule of a security group is good for, over all packets and over all networks that the group could stand in: whether it ever
 * decides, which rules take its packets away, and whether the group would do the same without it.
 */
import { everyAddress, noAddress } from '../addresses/address-set.ts';
import { cutsInside, holdsPoint, type Point } from '../addresses/interval-set.ts';
import { hostAddress, metadataAddress, privateRanges, publicAddresses } from '../addresses/special-ranges.ts';
import { type Atom, AtomTable, cutsOf, type Membership } from './atoms.ts';
import { type Filter, type SideName, securityFilter } from './filter.ts';
import type { FilterPiece } from './filter-function.ts';
import { type Direction, type Protocol, protocols, type SecurityGroup, type SecurityRule } from './model.ts';
import type { TagMeaning } from './rule-side.ts';

export type RuleFate<S> =
  /** It decides packets, and without it some of them would fare otherwise; one of them. */
  | { readonly kind: 'decides'; readonly rule: SecurityRule<S>; readonly witness: FateWitness }
  /**
   * It decides packets, and the rules after it would say the same about all of them: `instead` are those of the group that would, `defaults`
   * is true if some are left to the default rules.
   */
  | {
      readonly kind: 'redundant';
      readonly rule: SecurityRule<S>;
      readonly witness: FateWitness;
      readonly instead: readonly SecurityRule<S>[];
      readonly defaults: boolean;
    }
  /** All its packets are decided by rules before it, in the same way. */
  | { readonly kind: 'shadowed'; readonly rule: SecurityRule<S>; readonly by: readonly SecurityRule<S>[] }
  /** All its packets are decided by rules before it, some of them the other way. */
  | { readonly kind: 'contradicted'; readonly rule: SecurityRule<S>; readonly by: readonly SecurityRule<S>[] }
  /** No packet matches it. */
  | { readonly kind: 'never'; readonly rule: SecurityRule<S> }
  /** The work would have been too much. */
  | { readonly kind: 'bound'; readonly rule: SecurityRule<S> };

export interface FateWitness {
  readonly source: Atom;
  readonly destination: Atom;
  readonly protocol: Protocol;
  readonly sourcePort: number;
  readonly port: number;
}

/** Application security groups on one side of a group's rules; each pair of them is looked at. */
const mostGroups = 32;

/** Functions that are computed for one group at most. */
const mostSteps = 400_000;

/** @param emptyGroups application security groups that are known to have no members */
export function ruleFates<S>(
  group: SecurityGroup<S>,
  direction: Direction,
  emptyGroups: ReadonlySet<string> = new Set(),
): readonly RuleFate<S>[] {
  const filter = securityFilter(group, direction);
  const own = group.rules.filter((rule) => rule.direction === direction);
  if ((['sources', 'destinations'] as const).some((name) => filter.groups(name).length > mostGroups))
    return own.map((rule) => ({ kind: 'bound', rule }));
  const isOwnSide = (name: SideName): boolean => (name === 'destinations') === (direction === 'Inbound');
  const table = new AtomTable();
  const sides = {
    sources: classesOf(filter, 'sources', table, isOwnSide('sources'), emptyGroups),
    destinations: classesOf(filter, 'destinations', table, isOwnSide('destinations'), emptyGroups),
  };
  const budget = { steps: mostSteps };
  return own.map((rule, index) => fateOf(filter, own, rule, index, sides, budget));
}

/** One atom of each family for each class. `isJoint` is set where no atom is in fewer than two application security groups. */
type Classes = ReadonlyMap<number, ClassAtoms>;

interface ClassAtoms {
  4?: Atom;
  6?: Atom;
  isJoint: boolean;
}

/** Atoms of two classes between which a packet can go; null if they are of different families. */
function packetBetween(
  from: ClassAtoms | undefined,
  to: ClassAtoms | undefined,
): { source: Atom; destination: Atom } | null {
  if (from?.[4] !== undefined && to?.[4] !== undefined) return { source: from[4], destination: to[4] };
  if (from?.[6] !== undefined && to?.[6] !== undefined) return { source: from[6], destination: to[6] };
  return null;
}

function fateOf<S>(
  filter: Filter,
  own: readonly SecurityRule<S>[],
  rule: SecurityRule<S>,
  index: number,
  sides: Readonly<Record<SideName, Classes>>,
  budget: { steps: number },
): RuleFate<S> {
  let redundant: FateWitness | null = null;
  let isMatched = false;
  const by = new Set<number>();
  const instead = new Set<number>();
  const sources = filter.matching('sources', index, sides.sources.keys());
  const destinations = filter.matching('destinations', index, sides.destinations.keys());
  for (const from of sources)
    for (const to of destinations) {
      const ends = packetBetween(sides.sources.get(from), sides.destinations.get(to));
      if (ends === null) continue;
      // Which rules decide is told by hosts in one group: those in two are asked only for whether something fares otherwise.
      const isJoint = sides.sources.get(from)?.isJoint === true || sides.destinations.get(to)?.isJoint === true;
      for (const protocol of protocols)
        for (const sourcePort of filter.sourcePorts) {
          const ports = filter.portsOf(index, from, to, protocol, sourcePort);
          if (ports === null) continue;
          if (budget.steps-- <= 0) return { kind: 'bound', rule };
          const pieces = filter.decideOnce(from, to, protocol, sourcePort, -1);
          let without: readonly FilterPiece[] | null = null;
          for (const piece of pieces) {
            const port = firstCommon(ports, piece);
            if (port === null) continue;
            isMatched = true;
            if (piece.rule !== index && !piece.candidates.includes(index)) {
              if (!isJoint) for (const other of [piece.rule, ...piece.candidates]) by.add(other);
              continue;
            }
            without ??= filter.decideOnce(from, to, protocol, sourcePort, index);
            const witness = { ...ends, protocol, sourcePort, port };
            const others = without.filter(({ start, end }) => start < piece.end && piece.start < end);
            const other = others.find(({ outcomes }) => outcomes !== piece.outcomes);
            if (other !== undefined)
              return { kind: 'decides', rule, witness: { ...witness, port: Math.max(other.start, piece.start) } };
            redundant ??= witness;
            if (isJoint) continue;
            for (const { rule: next, candidates } of others) for (const one of [next, ...candidates]) instead.add(one);
          }
        }
    }
  const rulesAt = (indexes: ReadonlySet<number>): readonly SecurityRule<S>[] =>
    [...indexes].sort((a, b) => a - b).flatMap((other) => own[other] ?? []);
  if (redundant !== null) {
    const defaults = [...instead].some((other) => own[other] === undefined);
    return { kind: 'redundant', rule, witness: redundant, instead: rulesAt(instead), defaults };
  }
  if (!isMatched) return { kind: 'never', rule };
  const deciders = rulesAt(by);
  return {
    kind: deciders.every(({ access }) => access === rule.access) ? 'shadowed' : 'contradicted',
    rule,
    by: deciders,
  };
}

function firstCommon(ports: readonly number[], { start, end }: FilterPiece): number | null {
  for (let index = 0; index + 1 < ports.length; index += 2) {
    const first = Math.max(start, ports[index] as number);
    if (first < Math.min(end, ports[index + 1] as number)) return first;
  }
  return null;
}

function meaning(virtualNetwork: TagMeaning['virtualNetwork'], spaces: TagMeaning['spaces']): TagMeaning {
  return { virtualNetwork, spaces, possibly: [], routedTags: [], groups: new Map() };
}

/**
 * What the tags can mean for an address: part of the network; reached by a default route, so also the Internet; neither, or the Internet if it is
 * public; surely neither, as the addresses of a peered network that access isn't allowed from.
 */
const within = meaning(everyAddress, everyAddress);
const routed = meaning(everyAddress, noAddress);
const beyond = meaning(hostAddress, noAddress);
const apart = meaning(hostAddress, everyAddress);

const nobody: Membership = { groups: [], joins: 'none', somewhere: null };

/** Every class that a side of a packet can have: each part of the address line, with each tag, group and meaning that matter. */
function classesOf(
  filter: Filter,
  name: SideName,
  table: AtomTable,
  isOwn: boolean,
  emptyGroups: ReadonlySet<string>,
): Classes {
  const cuts = cutsOf([filter.cuts[name], everyAddress, hostAddress, metadataAddress, privateRanges, publicAddresses]);
  const groups = filter.groups(name).filter((group) => !emptyGroups.has(group));
  const memberOf = (...own: readonly string[]): Membership => ({ groups: own, joins: 'none', somewhere: null });
  // A rule matches by one group and the rule after it by another: more than two at a time tell nothing new.
  const members = groups.flatMap((group, index) => [
    memberOf(group),
    ...groups.slice(index + 1).map((other) => memberOf(group, other)),
  ]);
  const classes = new Map<number, ClassAtoms>();
  const add = (atom: Atom, tags: TagMeaning): void => {
    const id = filter.classOf(name, atom, tags);
    const isJoint = atom.groups.length > 1;
    const known: ClassAtoms = classes.get(id) ?? { isJoint };
    known[atom.family] ??= atom;
    known.isJoint &&= isJoint;
    classes.set(id, known);
  };
  const addAll = (isPublic: boolean, atomOf: (tag: string | null, membership: Membership) => Atom): void => {
    add(atomOf(null, nobody), within);
    for (const membership of members) add(atomOf(null, membership), within);
    if (isOwn) return;
    for (const membership of members) for (const tags of [routed, beyond]) add(atomOf(null, membership), tags);
    add(atomOf(null, nobody), apart);
    for (const tag of isPublic ? [null, ...filter.tags] : [null])
      for (const tags of [routed, beyond]) add(atomOf(tag, nobody), tags);
  };
  forEachPart(cuts.v4, everyAddress.v4, (start, end) =>
    addAll(holdsPoint(publicAddresses.v4, start), (tag, membership) => table.v4(start, end, tag, membership)),
  );
  forEachPart(cuts.v6, everyAddress.v6, (start, end) =>
    addAll(holdsPoint(publicAddresses.v6, start), (tag, membership) => table.v6(start, end, tag, membership)),
  );
  return classes;
}

function forEachPart<P extends Point>(
  cuts: readonly P[],
  [first, last]: readonly P[],
  visit: (start: P, end: P) => void,
): void {
  if (first === undefined || last === undefined) return;
  const points = [first, ...cutsInside(cuts, first, last), last];
  for (const [index, start] of points.slice(0, -1).entries()) visit(start, points[index + 1] as P);
}
