/** First match by priority as a piecewise-constant function of the destination port, with the rules that decide (azure-network 5.2, step 2). */
import { pairsOf } from '../addresses/interval-set.ts';
import { everyPort, type PortSet, portEnd } from '../addresses/port-set.ts';
import type { Dependency } from './model.ts';

/** Outcomes as bits, so that an undecided piece holds several. */
export const outcome = { allow: 1, deny: 2, alwaysAllow: 4, none: 8 } as const;

/** A rule that the packets of a function match, or may match, at some destination ports. */
export interface MatchedRule {
  readonly index: number;
  /** Bits of `outcome`. */
  readonly outcomes: number;
  readonly priority: number | null;
  readonly ports: PortSet;
  /** Empty if the rule matches for certain. */
  readonly dependsOn: readonly Dependency[];
}

/** Destination ports from `start` to before `end` with one fate. */
export interface FilterPiece {
  readonly start: number;
  readonly end: number;
  /** Bits of `outcome`; more than one where it isn't decided. */
  readonly outcomes: number;
  /** The rule that decides if none of `candidates` does; -1 if no rule matches. */
  readonly rule: number;
  /** Rules before it that may decide. */
  readonly candidates: readonly number[];
  readonly dependsOn: readonly Dependency[];
}

/** Rules before that may have matched, latest first. */
interface Pending {
  readonly rule: MatchedRule;
  readonly dependsOn: readonly Dependency[];
  readonly before: Pending | null;
}

interface Segment {
  readonly start: number;
  readonly end: number;
  readonly pending: Pending | null;
}

/** The function of rules in the order of their priority. */
export function filterFunction(rules: readonly MatchedRule[]): readonly FilterPiece[] {
  const decided: FilterPiece[] = [];
  let open: readonly Segment[] = [{ start: 0, end: portEnd, pending: null }];
  for (const [at, rule] of rules.entries()) {
    const rival = rivalsOf(rules, at);
    open =
      rival === null
        ? step(open, rule, rule.ports, rule.dependsOn, decided)
        : stepWithRivals(open, rule, rival, decided);
    if (open.length === 0) break;
  }
  for (const { start, end, pending } of open) decided.push(pieceOf(start, end, pending, null));
  return merged(decided.sort((a, b) => a.start - b.start));
}

/** Ports at which a later rule of the same priority says otherwise: Azure refuses such rules, so either may win. */
function rivalsOf(rules: readonly MatchedRule[], at: number): PortSet | null {
  const rule = rules[at];
  let next = at + 1;
  let ports: [number, number][] | null = null;
  for (; rule !== undefined && rule.priority !== null && rules[next]?.priority === rule.priority; next++) {
    const other = rules[next];
    if (other === undefined || other.index === rule.index || other.outcomes === rule.outcomes) continue;
    ports ??= [];
    for (const [start, end] of pairsOf(other.ports)) ports.push([start, end]);
  }
  return ports === null ? null : ports.sort((a, b) => a[0] - b[0]).flat();
}

function stepWithRivals(
  open: readonly Segment[],
  rule: MatchedRule,
  rival: PortSet,
  decided: FilterPiece[],
): readonly Segment[] {
  const contested: number[] = [];
  const alone: number[] = [];
  const cuts = [...new Set([...rule.ports, ...rival])].sort((a, b) => a - b);
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end === undefined || !covers(rule.ports, start)) continue;
    (covers(rival, start) ? contested : alone).push(start, end);
  }
  const duplicate: Dependency = { kind: 'duplicatePriority', name: String(rule.priority) };
  return step(
    step(open, rule, alone, rule.dependsOn, decided),
    rule,
    contested,
    [...rule.dependsOn, duplicate],
    decided,
  );
}

function covers(pairs: readonly number[], port: number): boolean {
  for (const [start, end] of pairsOf(pairs)) if (start <= port && port < end) return true;
  return false;
}

/** Decides the segments that a rule matches for certain, and marks those that it may match. */
function step(
  open: readonly Segment[],
  rule: MatchedRule,
  ports: PortSet,
  dependsOn: readonly Dependency[],
  decided: FilterPiece[],
): readonly Segment[] {
  const certain = dependsOn.length === 0;
  const rest: Segment[] = [];
  for (const segment of open) {
    let from = segment.start;
    for (let index = 0; index + 1 < ports.length && from < segment.end; index += 2) {
      const start = Math.max(from, ports[index] as number);
      const end = Math.min(segment.end, ports[index + 1] as number);
      if (start >= end) continue;
      if (from < start) rest.push({ start: from, end: start, pending: segment.pending });
      if (certain) decided.push(pieceOf(start, end, segment.pending, rule));
      else rest.push({ start, end, pending: { rule, dependsOn, before: segment.pending } });
      from = end;
    }
    if (from < segment.end)
      rest.push(from === segment.start ? segment : { start: from, end: segment.end, pending: segment.pending });
  }
  return rest;
}

const nobody: readonly never[] = [];

function pieceOf(start: number, end: number, pending: Pending | null, rule: MatchedRule | null): FilterPiece {
  const last = rule?.outcomes ?? outcome.none;
  if (pending === null && (last & (last - 1)) === 0)
    return { start, end, outcomes: last, rule: rule?.index ?? -1, candidates: nobody, dependsOn: nobody };
  let outcomes = last;
  const candidates: number[] = [];
  const dependsOn: Dependency[] = [];
  for (let at = pending; at !== null; at = at.before) {
    outcomes |= at.rule.outcomes;
    candidates.unshift(at.rule.index);
    dependsOn.unshift(...at.dependsOn);
  }
  // What may match and says the same as what follows decides nothing.
  if ((outcomes & (outcomes - 1)) === 0)
    return { start, end, outcomes, rule: rule?.index ?? -1, candidates: nobody, dependsOn: nobody };
  return { start, end, outcomes, rule: rule?.index ?? -1, candidates, dependsOn };
}

function merged(pieces: readonly FilterPiece[]): readonly FilterPiece[] {
  const result: FilterPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last !== undefined && last.end === piece.start && sameFate(last, piece))
      result[result.length - 1] = { ...last, end: piece.end };
    else result.push(piece);
  }
  return result;
}

function sameFate(a: FilterPiece, b: FilterPiece): boolean {
  return (
    a.rule === b.rule &&
    a.outcomes === b.outcomes &&
    a.candidates.length === b.candidates.length &&
    a.candidates.every((index, at) => index === b.candidates[at])
  );
}

/** The function where nothing filters. */
export const passAll: readonly FilterPiece[] = [
  { start: 0, end: everyPort[1] ?? portEnd, outcomes: outcome.allow, rule: -1, candidates: nobody, dependsOn: nobody },
];
