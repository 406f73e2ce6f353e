/**
 * A list of rules in one direction, ready to be asked: for a source atom, a destination atom, a protocol and a source port it gives the
 * piecewise-constant function of the destination port. Atoms that match the same sides are one class, and functions are kept by class, so a
 * filter answers for thousands of pairs from a few functions. It knows nothing of places: what `VirtualNetwork` means comes with the question.
 */

import { holdsPoint } from '../addresses/interval-set.ts';
import { everyPort, isEveryPort, type PortSet, portEnd } from '../addresses/port-set.ts';
import { platformTags } from '../addresses/special-ranges.ts';
import { type Atom, type Cuts, cutsOf } from './atoms.ts';
import { defaultRules, type FilterRule } from './default-rules.ts';
import { type FilterPiece, filterFunction, type MatchedRule, outcome } from './filter-function.ts';
import {
  type Dependency,
  type Direction,
  hasPorts,
  isUnknown,
  type Maybe,
  type Protocol,
  type RuleSide,
  type SecurityGroup,
} from './model.ts';
import { anySide, isServiceTag, type Match, matchSide, type TagMeaning } from './rule-side.ts';

const outcomeOf = { Allow: outcome.allow, Deny: outcome.deny, AlwaysAllow: outcome.alwaysAllow } as const;

/** A rule without its unknowns: what it may match, and on what that depends. */
interface CompiledRule {
  readonly index: number;
  readonly outcomes: number;
  readonly priority: number | null;
  readonly protocols: readonly Protocol[] | null;
  readonly from: number;
  readonly to: number;
  readonly sourcePorts: PortSet;
  readonly ports: PortSet;
  readonly dependsOn: readonly Dependency[];
}

/** How one address stands to all sides of one direction: for each side whether it matches. */
type AddressClass = readonly Match[];

interface SideTable {
  readonly sides: RuleSide[];
  readonly classes: AddressClass[];
  readonly ids: Map<number | string, number>;
  /** The classes of atoms that have been asked about, by what the tags mean. */
  readonly known: Map<TagMeaning, (number | undefined)[]>;
}

const most = 2 ** 20;

/** Sources and destinations of a filter. */
export type SideName = 'sources' | 'destinations';

export class Filter {
  readonly rules: readonly FilterRule[];
  /** Service tags that its sides name, for the atoms. */
  readonly tags: readonly string[];
  /** Source ports that its rules tell apart: one of each part, 0 first. */
  readonly sourcePorts: readonly number[];
  readonly cuts: Readonly<Record<SideName, Cuts>>;
  private readonly compiled: readonly CompiledRule[];
  private readonly tables: Readonly<Record<SideName, SideTable>>;
  private readonly functions = new Map<number, readonly FilterPiece[]>();

  /** @param rules in any order; where priorities are equal the first in the list comes first */
  constructor(rules: readonly FilterRule[], more: Dependency | null = null) {
    this.rules = more === null ? rules : [...rules, anyRule(more)];
    this.tables = { sources: newTable(), destinations: newTable() };
    const keys = { sources: new Map<string, number>(), destinations: new Map<string, number>() };
    this.compiled = this.rules
      .flatMap((rule, index) => this.compile(rule, index, keys))
      .sort((a, b) => (a.priority ?? -1) - (b.priority ?? -1));
    const sideSets = (name: SideName): Cuts => cutsOf(this.tables[name].sides.map(({ addresses }) => addresses));
    this.cuts = { sources: sideSets('sources'), destinations: sideSets('destinations') };
    const sides = [...this.tables.sources.sides, ...this.tables.destinations.sides];
    this.tags = [...new Set(sides.flatMap(({ tags }) => tags.filter(isServiceTag)))];
    const ports = new Set([0, ...this.compiled.flatMap(({ sourcePorts }) => sourcePorts)]);
    this.sourcePorts = [...ports].filter((port) => port < portEnd).sort((a, b) => a - b);
  }

  private compile(
    rule: FilterRule,
    index: number,
    keys: Readonly<Record<SideName, Map<string, number>>>,
  ): CompiledRule[] {
    const dependsOn: Dependency[] = rule.presence === null ? [] : [rule.presence];
    const known = <T>(value: Maybe<T>, otherwise: T): T => {
      if (!isUnknown(value)) return value;
      dependsOn.push(value.unknown);
      return otherwise;
    };
    const part = {
      index,
      // A rule of unknown priority may stand before all others.
      priority: known<number | null>(rule.priority, null),
      protocols: known(rule.protocols, null),
      from: indexOfSide(this.tables.sources, keys.sources, rule.sources),
      to: indexOfSide(this.tables.destinations, keys.destinations, rule.destinations),
      sourcePorts: known(rule.sourcePorts, everyPort),
      ports: known(rule.destinationPorts, everyPort),
    };
    if (!isUnknown(rule.access)) return [{ ...part, outcomes: outcomeOf[rule.access], dependsOn }];
    // Perhaps an allow, else a deny.
    const allow = { ...part, outcomes: outcome.allow, dependsOn: [...dependsOn, rule.access.unknown] };
    return [allow, { ...part, outcomes: outcome.deny, dependsOn, priority: part.priority }];
  }

  /** The class of an atom on one side; atoms of one class are never told apart there. Atoms are those of one table. */
  classOf(name: SideName, atom: Atom, meaning: TagMeaning): number {
    const table = this.tables[name];
    let known = table.known.get(meaning);
    if (known === undefined) {
      known = [];
      table.known.set(meaning, known);
    }
    const id = known[atom.id];
    if (id !== undefined) return id;
    const found = classify(table, atom, meaning);
    known[atom.id] = found;
    return found;
  }

  /**
   * The function of the destination port.
   * @param sourcePort one port of a part of `sourcePorts`; null where source ports are ignored
   */
  decide(from: number, to: number, protocol: Protocol, sourcePort: number | null): readonly FilterPiece[] {
    const port = sourcePort === null ? 0 : 1 + partOf(this.sourcePorts, sourcePort);
    const key = ((port * 8 + protocolNumbers[protocol]) * most + from) * most + to;
    const known = this.functions.get(key);
    if (known !== undefined) return known;
    const pieces = filterFunction(this.matched(from, to, protocol, sourcePort));
    this.functions.set(key, pieces);
    return pieces;
  }

  /** The function without one of the rules, -1 for none of them; not kept. */
  decideOnce(
    from: number,
    to: number,
    protocol: Protocol,
    sourcePort: number,
    without: number,
  ): readonly FilterPiece[] {
    return filterFunction(this.matched(from, to, protocol, sourcePort, without));
  }

  /** Those of some classes whose atoms a side of a rule holds, or may hold. */
  matching(name: SideName, rule: number, classes: Iterable<number>): readonly number[] {
    const compiled = this.compiled.find(({ index }) => index === rule);
    if (compiled === undefined) return [];
    const side = name === 'sources' ? compiled.from : compiled.to;
    return [...classes].filter((id) => (this.tables[name].classes[id]?.[side] ?? false) !== false);
  }

  /** Destination ports at which a rule matches packets of these classes, or may match them; null for none. */
  portsOf(rule: number, from: number, to: number, protocol: Protocol, sourcePort: number): PortSet | null {
    return this.matched(from, to, protocol, sourcePort, -1, rule)[0]?.ports ?? null;
  }

  /** Application security groups that a side of a rule names. */
  groups(name: SideName): readonly string[] {
    return [...new Set(this.tables[name].sides.flatMap(({ groups }) => groups))];
  }

  private matched(
    from: number,
    to: number,
    protocol: Protocol,
    sourcePort: number | null,
    without = -1,
    only = -1,
  ): readonly MatchedRule[] {
    const sources = this.tables.sources.classes[from] ?? [];
    const destinations = this.tables.destinations.classes[to] ?? [];
    const rules: MatchedRule[] = [];
    const isOfPorts = hasPorts(protocol);
    for (const rule of this.compiled) {
      if (rule.index === without || (only >= 0 && rule.index !== only)) continue;
      if (rule.protocols !== null && !rule.protocols.includes(protocol)) continue;
      const source = sources[rule.from] ?? false;
      const destination = destinations[rule.to] ?? false;
      if (source === false || destination === false) continue;
      if (!isOfPorts && !(isEveryPort(rule.ports) && isEveryPort(rule.sourcePorts))) continue;
      if (sourcePort !== null && !holdsPoint(rule.sourcePorts, sourcePort)) continue;
      const dependsOn = [...rule.dependsOn];
      if (source !== true) dependsOn.push(source);
      if (destination !== true) dependsOn.push(destination);
      rules.push({ index: rule.index, outcomes: rule.outcomes, priority: rule.priority, ports: rule.ports, dependsOn });
      if (dependsOn.length === 0 && isEveryPort(rule.ports) && rules.at(-1)?.priority !== null && !this.hasRival(rule))
        break;
    }
    return rules;
  }

  private hasRival({ priority, index }: CompiledRule): boolean {
    return this.compiled.some((other) => other.priority === priority && other.index !== index);
  }
}

const protocolNumbers: Readonly<Record<Protocol, number>> = { tcp: 0, udp: 1, icmp: 2, esp: 3, ah: 4 };

/** The index of the part of the ports that a port is in. */
function partOf(starts: readonly number[], port: number): number {
  let at = 0;
  while (at + 1 < starts.length && (starts[at + 1] as number) <= port) at++;
  return at;
}

/** Stands for rules that aren't known: anything, first of all, either way. */
function anyRule(more: Dependency): FilterRule {
  const unknown = { unknown: more };
  return {
    source: null,
    name: '',
    access: unknown,
    priority: unknown,
    protocols: null,
    sources: anySide,
    destinations: anySide,
    sourcePorts: everyPort,
    destinationPorts: everyPort,
    presence: more,
  };
}

/** So many matches fit into one number. */
const mostBits = 50;

function classify({ sides, classes, ids }: SideTable, atom: Atom, meaning: TagMeaning): number {
  // Most sides either hold an atom or don't, so that most classes have a number as their key, and nothing is built for known ones.
  let key: number | string = 0;
  let isSure = sides.length <= mostBits;
  for (let at = 0; at < sides.length && isSure; at++) {
    const match = matchSide(sides[at] as RuleSide, atom, meaning);
    if (match === true) key = key * 2 + 1;
    else if (match === false) key *= 2;
    else isSure = false;
  }
  if (isSure) {
    const known = ids.get(key);
    if (known !== undefined) return known;
  }
  const matches = sides.map((side) => matchSide(side, atom, meaning));
  if (!isSure)
    key = matches
      .map((match) => (match === true ? '1' : match === false ? '0' : `(${match.kind} ${match.name})`))
      .join('');
  const id = ids.get(key) ?? classes.push(matches) - 1;
  ids.set(key, id);
  return id;
}

function newTable(): SideTable {
  return { sides: [], classes: [], ids: new Map(), known: new Map() };
}

function indexOfSide({ sides }: SideTable, keys: Map<string, number>, side: RuleSide): number {
  const key = side.any
    ? '*'
    : JSON.stringify([side.addresses.v4, side.addresses.v6.map(String), side.tags, side.groups, side.unknown]);
  const index = keys.get(key) ?? sides.push(side) - 1;
  keys.set(key, index);
  return index;
}

/** The filter of a security group in one direction, default rules included. */
export function securityFilter(group: SecurityGroup<unknown>, direction: Direction): Filter {
  const own = group.rules.filter((rule) => rule.direction === direction);
  return new Filter([...own, ...defaultRules[direction]], group.more);
}

/** The filter that traffic to the platform's services meets: rules that name a platform tag as destination, and no others. */
export function platformFilter(group: SecurityGroup<unknown>): Filter {
  const own = group.rules.filter(
    ({ direction, destinations }) =>
      direction === 'Outbound' &&
      (destinations.unknown !== null || destinations.tags.some((tag) => platformTags.has(tag))),
  );
  return new Filter(own, group.more);
}
