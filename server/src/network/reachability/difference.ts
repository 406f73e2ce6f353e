/** What passes in one network and not in another, exactly: all packets between the subnets of both, and between them and the Internet. */
import {
  type AddressSet,
  holdsAddress,
  intersectAddresses,
  isEmptySet,
  keyOfAddresses,
  noAddress,
  overlapAddresses,
  smallestAddress,
  subtractAddresses,
  unionOfAddresses,
} from '../addresses/address-set.ts';
import type { Box } from './boxes.ts';
import type { Answer } from './compose.ts';
import { type Protocol, protocols } from './model.ts';
import type { Place } from './places.ts';
import type { Reachability } from './reach.ts';
import { isItself } from './segments.ts';

/** Packets that fare otherwise in the second network. */
export interface Change {
  /** The identity of a subnet, or `internet`. */
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  /** Destination ports from the first to before the second. */
  readonly ports: readonly [number, number];
  readonly sourcePorts: readonly [number, number];
  readonly sources: AddressSet;
  /** The service tag that the source is in; null for none that any rule or route names. */
  readonly sourceTag: string | null;
  readonly destinations: AddressSet;
  readonly destinationTag: string | null;
  readonly before: Answer;
  readonly after: Answer;
  /** True if an end is a host that only one of the networks has. */
  readonly isOfOneHost: boolean;
  /** True if an end are addresses that none of the hosts of their subnet has, and there are such hosts. */
  readonly isOfNoHost: boolean;
}

export interface Difference {
  readonly changes: readonly Change[];
  /** False if the work would have been too much, so there may be more changes. */
  readonly isWhole: boolean;
}

/** Tells items of two networks that are the same. */
export type IdentityOf<S> = (item: { readonly id: string; readonly source: S }) => string;

/** Boxes that are looked at for one difference at most. */
const mostSteps = 4_000_000;

/** @param identityOf what is equal for one subnet, interface or endpoint in both networks, where their ids are not */
export function differenceBetween<S>(
  before: Reachability<S>,
  after: Reachability<S>,
  identityOf: IdentityOf<S> = ({ id }) => id,
): Difference {
  const [first, second] = [unitsOf(before, identityOf), unitsOf(after, identityOf)];
  const keys = [...new Set([...first.keys(), ...second.keys()])];
  const hosts = hostAddresses([first, second]);
  const isSpare = (unit: string, addresses: AddressSet): boolean => {
    const known = unit.endsWith('\n') ? hosts.get(subnetOf(unit)) : undefined;
    return known !== undefined && !overlapAddresses(known, addresses);
  };
  const changes: Change[] = [];
  const budget = { steps: mostSteps };
  for (const from of keys)
    for (const to of keys) {
      if (from === internet && to === internet) continue;
      const isOfOneHost = [from, to].some((end) => !end.endsWith('\n') && first.has(end) !== second.has(end));
      for (const protocol of protocols) {
        const old = boxesOf(before, first.get(from), first.get(to), protocol);
        const now = boxesOf(after, second.get(from), second.get(to), protocol);
        for (const change of changesIn(old, now, budget)) {
          const isOfNoHost = isSpare(from, change.sources) || isSpare(to, change.destinations);
          changes.push({ ...change, from: subnetOf(from), to: subnetOf(to), protocol, isOfOneHost, isOfNoHost });
        }
        if (budget.steps <= 0) return { changes, isWhole: false };
      }
    }
  return { changes, isWhole: true };
}

const internet = 'internet';

/**
 * The places of both networks by what makes them comparable: the Internet, the addresses of a subnet whoever has them, and each host of a subnet
 * whose address nobody knows.
 */
function unitsOf<S>(
  reachability: Reachability<S>,
  identityOf: IdentityOf<S>,
): ReadonlyMap<string, readonly Place<S>[]> {
  const units = new Map<string, Place<S>[]>([[internet, [...reachability.placesOf({ kind: 'internet' })]]]);
  for (const [id, { subnet }] of reachability.index.subnets)
    for (const place of reachability.placesOf({ kind: 'subnet', id })) {
      const host = 'node' in place && place.oneOf !== null ? (place.nic ?? place.endpoint) : null;
      const key = `${identityOf(subnet)}\n${host === null ? '' : identityOf(host)}`;
      units.set(key, [...(units.get(key) ?? []), place]);
    }
  return units;
}

/** The addresses of the hosts of each subnet that has hosts, by its identity, as far as they are known. */
function hostAddresses<S>(
  networks: readonly ReadonlyMap<string, readonly Place<S>[]>[],
): ReadonlyMap<string, AddressSet> {
  const found = new Map<string, AddressSet>();
  for (const units of networks)
    for (const [unit, places] of units)
      for (const place of places) {
        if (place.kind !== 'interface' && place.kind !== 'privateEndpoint') continue;
        const own = place.oneOf === null ? place.addresses : noAddress;
        found.set(subnetOf(unit), unionOfAddresses(found.get(subnetOf(unit)) ?? noAddress, own));
      }
  return found;
}

function subnetOf(unit: string): string {
  return unit.split('\n')[0] ?? unit;
}

function boxesOf<S>(
  reachability: Reachability<S>,
  from: readonly Place<S>[] | undefined,
  to: readonly Place<S>[] | undefined,
  protocol: Protocol,
): readonly Box<S>[] {
  if (from === undefined || to === undefined) return [];
  return from.flatMap((source) =>
    to.flatMap((destination) =>
      isItself(source, destination) ? [] : reachability.between(source, destination, protocol),
    ),
  );
}

type Part = Omit<Change, 'from' | 'to' | 'protocol' | 'isOfOneHost' | 'isOfNoHost'>;

/** Cuts the packets of both lists of boxes into cells that no box tells apart, and compares these. */
function changesIn(
  old: readonly Box<unknown>[],
  now: readonly Box<unknown>[],
  budget: { steps: number },
): readonly Part[] {
  const all = [...old, ...now];
  const tags = { sources: tagsOf(old, now, 'sourceTags'), destinations: tagsOf(old, now, 'destinationTags') };
  const sourceParts = partsOf(all.map(({ sources }) => sources));
  const destinationParts = partsOf(all.map(({ destinations }) => destinations));
  const sourcePorts = intervalsBetween(all.flatMap((box) => box.sourcePorts));
  const parts: Part[] = [];
  for (const sources of sourceParts)
    for (const destinations of destinationParts) {
      const mine = (box: Box<unknown>): boolean =>
        holdsPart(box.sources, sources) && holdsPart(box.destinations, destinations);
      const [oldHere, nowHere] = [old.filter(mine), now.filter(mine)];
      budget.steps -= all.length;
      if (oldHere.length + nowHere.length === 0) continue;
      for (const sourceTag of tags.sources.candidates)
        for (const destinationTag of tags.destinations.candidates)
          for (const range of sourcePorts) {
            const holds =
              (side: 'old' | 'now') =>
              (box: Box<unknown>): boolean =>
                box.sourcePorts[0] <= range[0] &&
                range[0] < box.sourcePorts[1] &&
                standsFor(box.sourceTags, tags.sources[side], sourceTag) &&
                standsFor(box.destinationTags, tags.destinations[side], destinationTag);
            const [oldCell, nowCell] = [oldHere.filter(holds('old')), nowHere.filter(holds('now'))];
            budget.steps -= oldHere.length + nowHere.length;
            if (budget.steps <= 0) return parts;
            for (const change of portChanges(oldCell, nowCell))
              parts.push({ ...change, sources, destinations, sourceTag, destinationTag, sourcePorts: range });
          }
    }
  return parts;
}

/** The tags that each list names, and those that a packet may have to be told apart. */
function tagsOf(
  old: readonly Box<unknown>[],
  now: readonly Box<unknown>[],
  side: 'sourceTags' | 'destinationTags',
): {
  readonly old: ReadonlySet<string>;
  readonly now: ReadonlySet<string>;
  readonly candidates: readonly (string | null)[];
} {
  const named = (boxes: readonly Box<unknown>[]): ReadonlySet<string> =>
    new Set(boxes.flatMap((box) => box[side].filter((tag) => tag !== null)));
  const [first, second] = [named(old), named(now)];
  return { old: first, now: second, candidates: [null, ...new Set([...first, ...second])] };
}

/** True if packets of a tag are among those of a box: by the tag, or, where no box names it, by the next wider one or by none. */
function standsFor(tags: readonly (string | null)[], named: ReadonlySet<string>, tag: string | null): boolean {
  if (tags.length === 0 || tags.includes(tag)) return true;
  if (tag === null || named.has(tag)) return false;
  const wider = tag.includes('.') ? (tag.split('.')[0] ?? null) : null;
  return wider !== null && named.has(wider) ? tags.includes(wider) : tags.includes(null);
}

function holdsPart(set: AddressSet, part: AddressSet): boolean {
  const address = smallestAddress(part);
  return address !== null && holdsAddress(set, address);
}

/** Disjoint sets of one family each that make up all of the given ones. */
function partsOf(sets: readonly AddressSet[]): readonly AddressSet[] {
  const distinct = new Map(sets.map((set) => [keyOfAddresses(set), set]));
  let parts: AddressSet[] = [];
  for (const set of distinct.values())
    for (const family of [
      { v4: set.v4, v6: [] },
      { v4: [], v6: set.v6 },
    ]) {
      const next: AddressSet[] = [];
      let rest: AddressSet = family;
      for (const part of parts) {
        const inside = intersectAddresses(part, family);
        if (isEmptySet(inside)) {
          next.push(part);
          continue;
        }
        next.push(inside);
        const outside = subtractAddresses(part, family);
        if (!isEmptySet(outside)) next.push(outside);
        rest = subtractAddresses(rest, part);
      }
      if (!isEmptySet(rest)) next.push(rest);
      parts = next;
    }
  return parts;
}

function intervalsBetween(cuts: readonly number[]): readonly (readonly [number, number])[] {
  const sorted = [...new Set(cuts)].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => [start, sorted[index + 1] ?? start] as const);
}

function portChanges(
  old: readonly Box<unknown>[],
  now: readonly Box<unknown>[],
): readonly Pick<Change, 'ports' | 'before' | 'after'>[] {
  const cuts = [...old, ...now].flatMap(({ pieces }) => pieces.flatMap(({ start, end }) => [start, end]));
  const changes: Pick<Change, 'ports' | 'before' | 'after'>[] = [];
  for (const ports of intervalsBetween(cuts)) {
    const [before, after] = [answerAt(old, ports[0]), answerAt(now, ports[0])];
    if (before === after) continue;
    const last = changes.at(-1);
    if (last?.ports[1] === ports[0] && last.before === before && last.after === after)
      changes[changes.length - 1] = { ...last, ports: [last.ports[0], ports[1]] };
    else changes.push({ ports, before, after });
  }
  return changes;
}

function answerAt(boxes: readonly Box<unknown>[], port: number): Answer {
  const answers = boxes.map(({ pieces }) => pieces.find(({ start, end }) => start <= port && port < end)?.answer);
  return (['allowed', 'depends'] as const).find((answer) => answers.includes(answer)) ?? 'denied';
}
