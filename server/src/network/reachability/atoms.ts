/**
 * Address atoms: a place's addresses cut wherever a filter or a route on the way could tell two of them apart. Which cuts matter depends on
 * the way, so atoms belong to a pair of places; a host that some far group names divides nothing here.
 *
 * The content of service tags isn't known, so an atom also says which tag its addresses are in, as an assumption: each public range stands
 * once for addresses in no tag, and once for each tag that a filter on the way names. Such an address is in its tag and in those above it
 * (`Storage.WestEurope` in `Storage`), and in no other; whether it is in `AzureCloud` isn't known (azure-network 2.3).
 */
import { type AddressSet, keyOfAddresses } from '../addresses/address-set.ts';
import type { Point } from '../addresses/interval-set.ts';
import type { Dependency } from './model.ts';
import type { Somewhere } from './somewhere.ts';

/** Addresses that no filter on the way can tell apart; the first stands for all of them. */
export type Atom = AtomOf<4, number> | AtomOf<6, bigint>;

interface AtomOf<Family, P extends Point> {
  /** Tells the atoms of one table apart. */
  readonly id: number;
  readonly family: Family;
  readonly start: P;
  readonly end: P;
  /** The service tag, in lower case, that the address is assumed in; null for none. */
  readonly tag: string | null;
  /** Application security groups of the interface that has the address. */
  readonly groups: readonly string[];
  readonly joins: Joining;
  /** Set if the address only stands in for one that isn't known. */
  readonly somewhere: Somewhere | null;
}

/**
 * Of which further groups the address may be a member: none; those that may have members outside of the network; any, with what that
 * depends on.
 */
export type Joining = 'none' | 'open' | Dependency;

/** Makes atoms; equal ones are one, so that filters know them again. */
export class AtomTable {
  private readonly atoms = new Map<string, Atom>();
  /** The atoms of places that nothing cuts, which are most. */
  readonly whole = new WeakMap<object, readonly Atom[]>();

  get size(): number {
    return this.atoms.size;
  }

  v4(start: number, end: number, tag: string | null, membership: Membership): Atom {
    const key = keyOf(start, end, tag, membership);
    return this.atoms.get(key) ?? this.add(key, { id: this.atoms.size, family: 4, start, end, tag, ...membership });
  }

  v6(start: bigint, end: bigint, tag: string | null, membership: Membership): Atom {
    const key = `6 ${keyOf(start, end, tag, membership)}`;
    return this.atoms.get(key) ?? this.add(key, { id: this.atoms.size, family: 6, start, end, tag, ...membership });
  }

  private add(key: string, atom: Atom): Atom {
    this.atoms.set(key, atom);
    return atom;
  }
}

function keyOf(start: Point, end: Point, tag: string | null, { groups, joins, somewhere }: Membership): string {
  const open = typeof joins === 'string' ? joins : `${joins.kind} ${joins.name}`;
  const place = somewhere === null ? '' : ` ${keyOfAddresses(somewhere.within)} ${somewhere.dependsOn.name}`;
  return `${start}-${end} ${tag ?? ''} ${groups.join()} ${open}${place}`;
}

/** Points at which addresses may begin to differ, in order; repeated ones do no harm. */
export interface Cuts {
  readonly v4: readonly number[];
  readonly v6: readonly bigint[];
}

/** The cuts of all of them. */
export function cutsOf(sets: Iterable<AddressSet | Cuts>): Cuts {
  const v4 = new Set<number>();
  const v6 = new Set<bigint>();
  for (const set of sets) {
    for (const point of set.v4) v4.add(point);
    for (const point of set.v6) v6.add(point);
  }
  return { v4: [...v4].sort((a, b) => a - b), v6: [...v6].sort((a, b) => (a < b ? -1 : 1)) };
}

/** What all atoms of a place have in common. */
export interface Membership {
  readonly groups: readonly string[];
  readonly joins: Joining;
  readonly somewhere: Somewhere | null;
}

/** The addresses of some atoms. */
export function addressesOfAtoms(atoms: readonly Atom[]): AddressSet {
  const v4: number[] = [];
  const v6: bigint[] = [];
  for (const atom of atoms) {
    if (atom.family === 4) appendInterval(v4, atom.start, atom.end);
    else appendInterval(v6, atom.start, atom.end);
  }
  return { v4, v6 };
}

/** Atoms come in order, with the same range once for each tag. */
function appendInterval<P extends Point>(points: P[], start: P, end: P): void {
  const [from, to] = points.slice(-2);
  if (from !== undefined && to !== undefined && from <= start && end <= to) return;
  if (to === start) points[points.length - 1] = end;
  else points.push(start, end);
}
