/**
 * Runs plain code once for each alternative of the conditions that it reads (spec: evaluation, section 9).
 *
 * Reading a choice asks the run for the side of its atom. A run that answered an atom for the first time takes the first side and is repeated
 * for the other. Reading something unknown throws `Undecided`, which ends that run only.
 */
import { type Assumptions, type Atom, implied } from '../evaluate/terms.ts';

/** Ends a run that cannot be decided. `reason` completes "This is not known: ...". */
export class Undecided extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** Runs of one piece of code; beyond, the result is undecided. */
const mostRuns = 64;

/** The assumptions of the run that is under way. Reads outside of `runAlternatives` take the first side of each choice. */
export class Run {
  private prefix: readonly boolean[] = [];
  private trail: { readonly atom: Atom; readonly side: boolean }[] = [];
  private current: Assumptions | null = null;

  get assumptions(): Assumptions | null {
    return this.current;
  }

  /** The side of an atom in this run. */
  decide(atom: Atom): boolean {
    const known = implied(atom, this.current);
    if (known !== undefined) return known;
    const side = this.prefix[this.trail.length] ?? true;
    this.trail.push({ atom, side });
    this.current = { atom, side, outer: this.current };
    return side;
  }

  begin(prefix: readonly boolean[]): void {
    this.prefix = prefix;
    this.trail = [];
    this.current = null;
  }

  /** The decisions with which the next run begins, or null if there is none. */
  next(): readonly boolean[] | null {
    const sides = this.trail.map((step) => step.side);
    while (sides.length > 0 && sides[sides.length - 1] === false) sides.pop();
    if (sides.length === 0) return null;
    sides[sides.length - 1] = false;
    return sides;
  }

  /** What this run assumed, in order. */
  decisions(): readonly { readonly atom: Atom; readonly side: boolean }[] {
    return [...this.trail];
  }
}

export type Outcome<T> =
  | {
      readonly kind: 'decided';
      readonly value: T;
      readonly decisions: readonly { readonly atom: Atom; readonly side: boolean }[];
    }
  | { readonly kind: 'undecided'; readonly reason: string };

/** All outcomes of `body`, one for each alternative that it distinguishes; the last is undecided if there were too many. */
export function runAlternatives<T>(run: Run, body: () => T): readonly Outcome<T>[] {
  const outcomes: Outcome<T>[] = [];
  let prefix: readonly boolean[] | null = [];
  while (prefix !== null) {
    if (outcomes.length === mostRuns) {
      outcomes.push({ kind: 'undecided', reason: 'there are too many alternatives' });
      break;
    }
    run.begin(prefix);
    outcomes.push(outcomeOf(run, body));
    prefix = run.next();
  }
  run.begin([]);
  return outcomes;
}

function outcomeOf<T>(run: Run, body: () => T): Outcome<T> {
  try {
    const value = body();
    return { kind: 'decided', value, decisions: run.decisions() };
  } catch (error) {
    if (error instanceof Undecided) return { kind: 'undecided', reason: error.reason };
    throw error;
  }
}

/** The value of a read, or undefined if it can't be decided. For displays and messages; rules have no use for it. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
