/** Atoms of a place in groups that no filter on the way tells apart. */

import { holdsPoint, type Point, pairsOf, pointsUpTo } from '../addresses/interval-set.ts';
import { publicAddresses } from '../addresses/special-ranges.ts';
import type { Atom, AtomTable, Cuts } from './atoms.ts';
import type { SideName } from './filter.ts';
import type { Place } from './places.ts';
import { isWithin } from './rule-side.ts';
import type { Stage } from './stages.ts';

/** Atoms that no filter tells apart, with their class in each stage. */
export interface Group {
  readonly family: 4 | 6;
  readonly atoms: readonly Atom[];
  readonly classes: readonly number[];
}

/**
 * The groups of one end of a pair.
 * @param cuts what else tells its addresses apart, such as routes
 * @param tags service tags that something on the way names
 */
export function groupsOf(
  table: AtomTable,
  place: Place<unknown>,
  name: SideName,
  stages: readonly Stage[],
  cuts: readonly Cuts[],
  tags: readonly string[],
): readonly Group[] {
  const atoms = atomsFor(table, place, name, stages, cuts, tags);
  const classesOf = (atom: Atom): number[] => stages.map(({ filter, meaning }) => filter.classOf(name, atom, meaning));
  const [only] = atoms;
  if (atoms.length === 1 && only !== undefined) return [{ family: only.family, atoms, classes: classesOf(only) }];
  const groups = new Map<string, Omit<Group, 'atoms'> & { readonly atoms: Atom[] }>();
  for (const atom of atoms) {
    const classes = classesOf(atom);
    const whole = `${atom.family} ${classes.join()}`;
    const key = place.oneOf === null || 'node' in place ? whole : `${whole} ${atom.start}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { family: atom.family, atoms: [atom], classes });
    else group.atoms.push(atom);
  }
  return [...groups.values()];
}

function atomsFor(
  table: AtomTable,
  place: Place<unknown>,
  name: SideName,
  stages: readonly Stage[],
  cuts: readonly Cuts[],
  tags: readonly string[],
): readonly Atom[] {
  const { addresses, membership } = place;
  const v4: number[] = [];
  const v6: bigint[] = [];
  const take = (points: Cuts): void => {
    takeInside(addresses.v4, points.v4, v4);
    takeInside(addresses.v6, points.v6, v6);
  };
  let last: Cuts | null = null;
  for (const { filter, meaning } of stages) {
    take(filter.cuts[name]);
    if (meaning.cuts !== last) take(meaning.cuts);
    last = meaning.cuts;
  }
  for (const points of cuts) take(points);
  const isWhole = 'node' in place && v4.length === 0 && v6.length === 0;
  const whole = isWhole ? table.whole.get(place) : undefined;
  if (whole !== undefined) return whole;
  const assumed = assumptions(place, stages, tags);
  const atoms: Atom[] = [];
  for (const [start, end] of cutIntervals(addresses.v4, v4))
    for (const tag of assumed.length > 1 && !holdsPoint(publicAddresses.v4, start) ? noAssumption : assumed)
      atoms.push(table.v4(start, end, tag, membership));
  for (const [start, end] of cutIntervals(addresses.v6, v6))
    for (const tag of assumed.length > 1 && !holdsPoint(publicAddresses.v6, start) ? noAssumption : assumed)
      atoms.push(table.v6(start, end, tag, membership));
  if (isWhole) table.whole.set(place, atoms);
  return atoms;
}

/** Adds the cuts that fall into a set; most fall into none. */
function takeInside<P extends Point>(set: readonly P[], cuts: readonly P[], taken: P[]): void {
  for (let index = 0; index + 1 < set.length; index += 2) {
    const end = set[index + 1] as P;
    for (let at = pointsUpTo(cuts, set[index] as P); at < cuts.length && (cuts[at] as P) < end; at++)
      taken.push(cuts[at] as P);
  }
}

/** The intervals of a set, cut at points in any order. */
function* cutIntervals<P extends Point>(set: readonly P[], points: P[]): Generator<readonly [P, P]> {
  if (points.length > 1) points.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  let at = 0;
  for (const [start, end] of pairsOf(set)) {
    let from = start;
    for (; at < points.length && (points[at] as P) < end; at++) {
      const cut = points[at] as P;
      if (cut > from) yield [from, cut];
      if (cut > from) from = cut;
    }
    yield [from, end];
  }
}

const noAssumption: readonly null[] = [null];

/** Which tags a public address of a place may be in, as far as something on the way names them. */
function assumptions(
  place: Place<unknown>,
  stages: readonly Stage[],
  named: readonly string[],
): readonly (string | null)[] {
  if ('node' in place) return noAssumption;
  const tags = [...new Set([...named, ...stages.flatMap(({ filter }) => filter.tags)])];
  const { tag } = place;
  if (tag === null) return [null, ...tags];
  return [tag, ...tags.filter((other) => other !== tag && isWithin(other, tag))];
}
