/** Filters one after another, at both ends, as one function of the destination port (azure-network 5.2, step 3). */
import { portEnd } from '../addresses/port-set.ts';
import { type FilterPiece, outcome } from './filter-function.ts';
import { type Dependency, distinctDependencies } from './model.ts';
import type { StageKind } from './stages.ts';

export type Answer = 'allowed' | 'denied' | 'depends';

/** Destination ports from `start` to before `end` with one answer. */
export interface ReachPiece {
  readonly start: number;
  readonly end: number;
  readonly answer: Answer;
  readonly dependsOn: readonly Dependency[];
  /** What each stage says, in their order; null for stages that aren't asked, since an admin rule or a deny before them was final. */
  readonly decisions: readonly (FilterPiece | null)[];
}

/** One stage with its function. */
export interface StageFunction {
  readonly kind: StageKind;
  /** The end of the way that the stage is at: 0 the source, 1 between, 2 the destination. */
  readonly end: 0 | 1 | 2;
  readonly pieces: readonly FilterPiece[];
  readonly dependsOn: Dependency | null;
}

const { allow, deny, alwaysAllow } = outcome;
const both = allow | deny;

/**
 * Every stage must allow, except that an admin rule which always allows goes past the groups of its end, and one that denies is final.
 * @param way outcomes of the route, as bits
 */
export function compose(
  stages: readonly StageFunction[],
  way: number,
  wayDependsOn: readonly Dependency[],
): readonly ReachPiece[] {
  const result: ReachPiece[] = [];
  const at = new Array<number>(stages.length).fill(0);
  let start = 0;
  const last = portEnd;
  while (start < last) {
    let end = last;
    const now: FilterPiece[] = [];
    for (let index = 0; index < stages.length; index++) {
      const pieces = (stages[index] as StageFunction).pieces;
      let position = at[index] as number;
      while ((pieces[position] as FilterPiece).end <= start) position++;
      at[index] = position;
      const piece = pieces[position] as FilterPiece;
      if (piece.end < end) end = piece.end;
      now.push(piece);
    }
    append(result, judge(stages, now, way, wayDependsOn, start, end));
    start = end;
  }
  return result;
}

function judge(
  stages: readonly StageFunction[],
  pieces: readonly FilterPiece[],
  way: number,
  wayDependsOn: readonly Dependency[],
  start: number,
  end: number,
): ReachPiece {
  const decisions: (FilterPiece | null)[] = new Array<FilterPiece | null>(stages.length).fill(null);
  let outcomes: number = allow;
  let dependsOn: Dependency[] | null = null;
  let isWayAsked = false;
  let bypass: number = 0;
  let bypassEnd = -1;
  const depend = (list: readonly Dependency[]): void => {
    dependsOn ??= [];
    dependsOn.push(...list);
  };
  const askWay = (): void => {
    isWayAsked = true;
    outcomes = conjunction(outcomes, way);
    if (way === both) depend(wayDependsOn);
  };
  for (let index = 0; index < stages.length && outcomes !== deny; index++) {
    const stage = stages[index] as StageFunction;
    const piece = pieces[index] as FilterPiece;
    if (stage.end > 0 && !isWayAsked) {
      askWay();
      if (outcomes === deny) break;
    }
    if (bypassEnd === stage.end && bypass === alwaysAllow) continue;
    decisions[index] = piece;
    if (stage.kind === 'adminRules') {
      bypassEnd = stage.end;
      // Whether the groups are asked may depend; then a deny of theirs may count and may not.
      bypass = (piece.outcomes & alwaysAllow) === 0 ? 0 : piece.outcomes === alwaysAllow ? alwaysAllow : both;
      if (piece.dependsOn.length > 0) depend(piece.dependsOn);
      const denies = (piece.outcomes & deny) !== 0;
      outcomes = conjunction(outcomes, denies ? (piece.outcomes === deny ? deny : both) : allow);
      continue;
    }
    let own: number = stage.kind === 'firewall' ? firewallOutcome(piece.outcomes) : groupOutcome(piece.outcomes);
    if (stage.dependsOn !== null && own !== allow) {
      own = both;
      depend([stage.dependsOn]);
    }
    if (bypassEnd === stage.end && bypass === both && own !== allow) own = both;
    if (own === both && piece.dependsOn.length > 0) depend(piece.dependsOn);
    outcomes = conjunction(outcomes, own);
  }
  if (!isWayAsked && outcomes !== deny) askWay();
  const answer: Answer = outcomes === allow ? 'allowed' : outcomes === deny ? 'denied' : 'depends';
  return {
    start,
    end,
    answer,
    dependsOn: answer === 'depends' ? distinctDependencies(dependsOn ?? nothing) : nothing,
    decisions,
  };
}

const nothing: readonly never[] = [];

/** A packet passes if it passes both. */
function conjunction(a: number, b: number): number {
  return (a & b & allow) | ((a | b) & deny);
}

/** What no rule of a platform filter matches, passes; groups themselves always decide. */
function groupOutcome(outcomes: number): number {
  return (outcomes & deny) | ((outcomes & ~deny) === 0 ? 0 : allow);
}

/** What no rule of a firewall matches is denied. */
function firewallOutcome(outcomes: number): number {
  return (outcomes & allow) | ((outcomes & ~allow) === 0 ? 0 : deny);
}

/** Appends a piece, merged with the one before if both have the same fate by the same rules. */
function append(result: ReachPiece[], piece: ReachPiece): void {
  const last = result.at(-1);
  if (
    last !== undefined &&
    last.answer === piece.answer &&
    last.decisions.every((decision, at) => sameDecision(decision, piece.decisions[at] ?? null))
  )
    result[result.length - 1] = { ...last, end: piece.end };
  else result.push(piece);
}

function sameDecision(a: FilterPiece | null, b: FilterPiece | null): boolean {
  return (
    a === b ||
    (a !== null &&
      b !== null &&
      a.rule === b.rule &&
      a.outcomes === b.outcomes &&
      a.candidates.join() === b.candidates.join())
  );
}

/** What holds where one of several functions is the real one and nobody knows which. */
export function eitherOf(functions: readonly (readonly ReachPiece[])[], dependsOn: Dependency): readonly ReachPiece[] {
  return functions.reduce((a, b) => {
    const result: ReachPiece[] = [];
    let [atA, atB, start] = [0, 0, 0];
    while (start < portEnd) {
      const pieceA = a[atA] as ReachPiece;
      const pieceB = b[atB] as ReachPiece;
      const end = Math.min(pieceA.end, pieceB.end);
      const isSame = pieceA.answer === pieceB.answer;
      const unsure: readonly Dependency[] = isSame
        ? pieceA.dependsOn
        : [...pieceA.dependsOn, ...pieceB.dependsOn, dependsOn];
      const first = isSame || pieceB.answer !== 'denied' ? pieceA : pieceB;
      append(result, { ...first, start, end, answer: isSame ? pieceA.answer : 'depends', dependsOn: unsure });
      if (pieceA.end === end) atA++;
      if (pieceB.end === end) atB++;
      start = end;
    }
    return result;
  });
}
