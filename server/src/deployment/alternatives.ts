/**
 * Runs plain code once for each alternative of the conditions that it reads (spec: evaluation, section 9).
 *
 * Reading a choice asks the run for the side of its atom. A run that answered an atom for the first time takes the first side and is repeated
 * for the other. Reading something unknown throws `Undecided`, which ends that run only.
 */
import type { Pauses } from '../evaluate/pauses.ts';
import { type Assumptions, type Atom, implied } from '../evaluate/terms.ts';

/**
 * Ends a run that cannot be decided. `reason` completes "This is not known: ..."; `about` names what isn't known, such as `parameter prefix`,
 * and completes "It depends on ...". It is an outcome and no error, and thrown by the thousand: it carries no trace of the stack.
 */
export class Undecided {
  readonly reason: string;
  readonly about: string;
  constructor(reason: string, about: string) {
    this.reason = reason;
    this.about = about;
  }
}

class TooManyConditions extends Undecided {
  constructor() {
    super('it depends on too many conditions', 'too many conditions');
  }
}

/** One side of a condition that a run took. */
export interface Decision {
  readonly atom: Atom;
  readonly side: boolean;
}

/** What a piece of code was told when it asked for the side of a condition. */
export interface Asked {
  readonly atom: Atom;
  /** Null if it was left undecided. */
  readonly side: boolean | null;
  /** True if a dispensable read inside of that code asked. */
  readonly dispensable: boolean;
}

const nothingAsked: readonly Asked[] = [];

export type Answer<Value> = { readonly value: Value } | { readonly undecided: Undecided };

/** Runs of one piece of code; beyond, the result is undecided. */
const mostRuns = 64;

/** Conditions that one run may rest on; the next one ends it as undecided. */
const mostConditions = 64;

/** The assumptions of the run that is under way. Reads outside of `runAlternatives` take the first side of each choice. */
export class Run {
  private prefix: readonly boolean[] = [];
  private trail: Decision[] = [];
  private current: Assumptions | null = null;
  private isBounded = false;
  private isCoarse = false;
  /** Dispensable reads that are under way, one inside of the other. */
  private depth = 0;
  private couldDispense = false;
  private asked = 0;
  private log: Logged[] | null = null;

  get assumptions(): Assumptions | null {
    return this.current;
  }

  /** How often any run asked for a side. An answer that was found while this stood still holds in every run. */
  get questions(): number {
    return this.asked;
  }

  /** True if coarse runs could rest on fewer conditions than this one. */
  get isRefined(): boolean {
    return this.couldDispense;
  }

  /**
   * The side of an atom in this run.
   * @throws Undecided if the run rests on too many conditions already, or leaves this one undecided.
   */
  decide(atom: Atom): boolean {
    const side = this.ask(atom, false);
    if (side === null) throw new Undecided(`it depends on ${atom.term.label}`, atom.term.label);
    return side;
  }

  /**
   * The side of an atom as one of code that asked for it before; null if it is left undecided.
   * @throws Undecided if the run rests on too many conditions already.
   */
  ask(atom: Atom, dispensable: boolean): boolean | null {
    this.asked++;
    const depth = this.depth + Number(dispensable);
    const side = this.sideOf(atom, depth > 0);
    this.log?.push({ atom, side, depth });
    return side;
  }

  /**
   * A read whose answer may as well be undecided. Where the alternatives of a body are too many, it is run again in coarse runs: these rest on no
   * condition for which only such reads ask, but leave them undecided.
   * @throws Undecided if the read does, or is left undecided.
   */
  dispensable<T>(read: () => T): T {
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  private sideOf(atom: Atom, dispensable: boolean): boolean | null {
    const known = implied(atom, this.current);
    if (known !== undefined) return known;
    if (dispensable) {
      if (this.isCoarse) return null;
      this.couldDispense = true;
    }
    const side = this.prefix[this.trail.length] ?? true;
    if (this.trail.length >= mostConditions) {
      if (this.isBounded) throw new TooManyConditions();
      return side;
    }
    this.trail.push({ atom, side });
    this.current = { atom, side, outer: this.current };
    return side;
  }

  /**
   * Runs code and tells which sides it was given, in order, those that were settled before among them. Null if it ended because the run rests
   * on too many conditions: then the answer belongs to this run only.
   */
  recorded<T>(body: () => T): { readonly answer: Answer<T>; readonly asked: readonly Asked[] | null } {
    const outer = this.log;
    const log: Logged[] = [];
    const depth = this.depth;
    const asked = (): readonly Asked[] =>
      log.length === 0
        ? nothingAsked
        : log.map((entry) => ({ atom: entry.atom, side: entry.side, dispensable: entry.depth > depth }));
    this.log = log;
    try {
      return { answer: { value: body() }, asked: asked() };
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      return { answer: { undecided: error }, asked: error instanceof TooManyConditions ? null : asked() };
    } finally {
      this.log = outer;
      if (log.length > 0) outer?.push(...log);
    }
  }

  /** Begins a run of an alternative, or with null the reads outside of any. */
  begin(prefix: readonly boolean[] | null, isCoarse = false): void {
    this.prefix = prefix ?? [];
    this.trail = [];
    this.current = null;
    this.isBounded = prefix !== null;
    this.isCoarse = isCoarse;
    this.depth = 0;
    this.couldDispense = false;
  }

  /** Runs code that neither sees nor changes the assumptions of the run that is under way. */
  aside<T>(body: () => T): T {
    const { prefix, trail, current, isBounded, isCoarse, depth, couldDispense, log } = this;
    this.begin(null);
    this.log = null;
    try {
      return body();
    } finally {
      this.log = log;
      this.prefix = prefix;
      this.trail = trail;
      this.current = current;
      this.isBounded = isBounded;
      this.isCoarse = isCoarse;
      this.depth = depth;
      this.couldDispense = couldDispense;
    }
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
  decisions(): readonly Decision[] {
    return [...this.trail];
  }
}

interface Logged {
  readonly atom: Atom;
  readonly side: boolean | null;
  readonly depth: number;
}

export type Outcome<T> =
  | {
      readonly kind: 'decided';
      readonly value: T;
      readonly decisions: readonly Decision[];
    }
  | { readonly kind: 'undecided'; readonly reason: string };

/**
 * All outcomes of `body`, one for each alternative that it distinguishes; the last is undecided if there were too many. Where there are too many
 * with what dispensable reads ask for, these are left undecided.
 * @param isEnough true for an outcome after which no other matters
 */
export function runAlternatives<T>(
  run: Run,
  body: () => T,
  isEnough: (outcome: Outcome<T>) => boolean = never,
): readonly Outcome<T>[] {
  const fine = new Runs(run, body, isEnough, false);
  while (!fine.areDone) fine.once();
  const outcomes = fine.finish();
  if (!fine.mayBeFewer) return outcomes;
  const coarse = new Runs(run, body, isEnough, true);
  while (!coarse.areDone) coarse.once();
  return coarse.finish();
}

/** Like `runAlternatives`, in slices. While the work rests, others may run alternatives of their own. */
export function* alternativesWork<T>(
  run: Run,
  body: () => T,
  pauses: Pauses,
  isEnough: (outcome: Outcome<T>) => boolean = never,
): Generator<undefined, readonly Outcome<T>[]> {
  const fine = new Runs(run, body, isEnough, false);
  yield* inSlices(fine, pauses);
  const outcomes = fine.finish();
  if (!fine.mayBeFewer) return outcomes;
  const coarse = new Runs(run, body, isEnough, true);
  yield* inSlices(coarse, pauses);
  return coarse.finish();
}

function* inSlices<T>(runs: Runs<T>, pauses: Pauses): Generator<undefined, void> {
  while (!runs.areDone) {
    if (pauses.isDue()) yield;
    yield* pauses.attempts(() => runs.once());
  }
}

const never = (): boolean => false;

/** The runs of one piece of code, one after the other. */
class Runs<T> {
  private readonly run: Run;
  private readonly body: () => T;
  private readonly isEnough: (outcome: Outcome<T>) => boolean;
  private readonly isCoarse: boolean;
  private readonly outcomes: Outcome<T>[] = [];
  /** The decisions with which the next run begins; null if there is none. */
  private prefix: readonly boolean[] | null = [];
  private isRefined = false;
  /** True if there are more than were run. */
  private isCut = false;

  constructor(run: Run, body: () => T, isEnough: (outcome: Outcome<T>) => boolean, isCoarse: boolean) {
    this.run = run;
    this.body = body;
    this.isEnough = isEnough;
    this.isCoarse = isCoarse;
  }

  get areDone(): boolean {
    return this.prefix === null || this.isCut;
  }

  /** True if there are too many, and coarse runs may be fewer. */
  get mayBeFewer(): boolean {
    return this.isCut && this.isRefined;
  }

  /** The next run. One that is suspended hasn't been. */
  once(): void {
    const { run } = this;
    run.begin(this.prefix, this.isCoarse);
    const outcome = outcomeOf(run, this.body);
    this.outcomes.push(outcome);
    this.isRefined ||= run.isRefined;
    this.prefix = this.isEnough(outcome) ? null : run.next();
    this.isCut = this.prefix !== null && this.outcomes.length === mostRuns;
  }

  finish(): readonly Outcome<T>[] {
    if (this.isCut) this.outcomes.push({ kind: 'undecided', reason: 'there are too many alternatives' });
    this.run.begin(null);
    return this.outcomes;
  }
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

/** The value of a read, or what `otherwise` makes of its being undecided. */
export function attemptOr<T>(read: () => T, otherwise: (undecided: Undecided) => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Undecided) return otherwise(error);
    throw error;
  }
}

/** The value of a read, or undefined if it can't be decided. For displays and messages; rules have no use for it. */
export function attempt<T>(read: () => T): T | undefined {
  return attemptOr<T | undefined>(read, () => undefined);
}
