/**
 * Lazy evaluation of expressions, one cell at a time (spec: evaluation, section 4).
 *
 * `force` evaluates a cell at most once. Expressions that only forward (names, members, taken branches) find the cell they stand for and share
 * its value. Recursion deeper than `depth` cells is suspended and taken up again from the root, so no input overflows the stack; purity
 * makes the retry right. Work is bounded in steps, so the same input always gives the same result.
 */
import type { Expression } from '../template/ir.ts';
import type { BoundMet } from './bounds.ts';
import { Cell, type Frame, lookUp } from './cell.ts';
import { tooManyAlternatives } from './choices.ts';
import type { FileProblem } from './file-problem.ts';
import { noFiles, type TemplateFiles } from './files.ts';
import type { Pauses } from './pauses.ts';
import { baseTerm, placeOf } from './terms.ts';
import type { Unknown, Value } from './values.ts';

/** Cells evaluated inside each other before the work is suspended, unless an option says otherwise. */
const usualDepth = 300;

/** Cells evaluated inside each other where no name is between them: the parts of one expression. Deeper ones aren't evaluated. */
const deepestExpression = 600;

/** Steps of one entry; beyond, values are unknown. */
export const mostSteps = 2_000_000;

/** What a call of a user function counts, whose frame is kept: calls by the million would fill the memory long before two million cells do. */
const stepsOfInvocation = 10;

export interface EvaluatorOptions {
  /** Cells evaluated inside each other before the work is suspended. Results do not depend on it. */
  readonly depth?: number;
  /** Cells evaluated in a row before the work is suspended. Results do not depend on it. */
  readonly slice?: number;
  /** Asked between slices and between values whether to leave off; without it the work is done at once. */
  readonly pauses?: Pauses | null;
  /** Told of each bound that is met; of one place perhaps often. */
  readonly tell?: (bound: BoundMet) => void;
  /** What `loadTextContent` and its like read; without it no file is there. */
  readonly files?: TemplateFiles;
  /** Told of what is wrong with the files that calls read; of one place perhaps often. */
  readonly report?: (problem: FileProblem) => void;
}

/** The value of a cell's expression; what it reads it asks the evaluator for. */
export type Meaning = (evaluator: Evaluator, cell: Cell) => Value;

class Suspended extends Error {
  readonly cell: Cell;
  constructor(cell: Cell) {
    super('suspended');
    this.cell = cell;
  }
}

/** A cell that the work waits for. */
interface Suspension {
  readonly cell: Cell;
  /** Whether the way to it reads what is written of an existing resource. */
  readonly throughTwin: boolean;
}

/** Marks a cell whose evaluation has begun and not ended. No expression gives this value. */
const underWay: Value = { kind: 'absent' };

const selfDependent = 'it depends on itself';

/** True for loops and for calls that evaluate a lambda. */
function repeats({ expression }: Cell): boolean {
  if (expression.kind !== 'call') return expression.kind === 'loop';
  return expression.arguments.some((argument) => argument.kind === 'lambda');
}

const tooMuchWork = 'the template needs too much work to evaluate';

export class Evaluator {
  private readonly meaning: Meaning;
  private readonly depth: number;
  private readonly slice: number;
  private readonly pauses: Pauses | null;
  private readonly tell: (bound: BoundMet) => void;
  readonly files: TemplateFiles;
  readonly report: (problem: FileProblem) => void;
  private steps = 0;
  private cuts = 0;
  private hasRunOut = false;
  /** Cells that may be evaluated before the work is suspended. */
  private allowance: number;
  private isExhausted = false;
  private readonly running: Cell[] = [];
  private readonly circular = new Set<Cell>();
  /** Cells that stand for what is secret: their values aren't shown, even where they are known. */
  readonly secretCells = new Set<Cell>();
  /** Bodies of user functions, by the frame and the text of their calls. */
  private readonly bodies = new WeakMap<Frame, Map<Expression, Cell>>();
  private readonly keptBodies = new WeakSet<Cell>();
  /** Cells that read of an existing resource what this deployment writes of it. */
  private readonly readsOfTwins = new WeakSet<Cell>();
  private readsTwins = false;
  /** The types, in lower case, of existing resources of which it was asked what this deployment writes of them. */
  readonly typesOfTwins = new Set<string>();
  /** Cells that were asked for, while somebody wants to know. */
  private asked: Set<Cell> | null = null;

  constructor(meaning: Meaning, options: EvaluatorOptions = {}) {
    this.meaning = meaning;
    this.depth = options.depth ?? usualDepth;
    this.slice = options.slice ?? Number.POSITIVE_INFINITY;
    this.allowance = this.slice;
    this.pauses = options.pauses ?? null;
    this.tell = options.tell ?? (() => {});
    this.files = options.files ?? noFiles;
    this.report = options.report ?? (() => {});
  }

  /** Cells evaluated so far. */
  get stepCount(): number {
    return this.steps;
  }

  /** True once something wasn't done since too few steps were left. Work that is taken up again counts twice, so slices may be the reason. */
  get ranOut(): boolean {
    return this.hasRunOut;
  }

  /** How often a value so far had more alternatives than are kept apart. */
  get cutCount(): number {
    return this.cuts;
  }

  /**
   * Counts work that evaluates no cell. False if the entry has too few steps left: the work isn't done and nothing is counted, so that one
   * huge merge leaves the rest of the template its steps.
   */
  spend(steps: number): boolean {
    if (this.steps + steps > mostSteps) {
      this.hasRunOut = true;
      return false;
    }
    this.steps += steps;
    return true;
  }

  /** The unknown that a value is whose evaluation would pass a bound; whoever asked to be told is. */
  beyond(
    cell: Cell,
    reason: string = tooMuchWork,
    kind: BoundMet['kind'] = reason === tooManyAlternatives ? 'alternatives' : 'work',
  ): Unknown {
    if (kind === 'alternatives') this.cuts++;
    this.tell({ kind, at: cell, reason });
    return this.failure(cell, reason);
  }

  /** The body of the user function that is called at a cell, made once for each call: work that is taken up again finds what it has done. */
  bodyOf(at: Cell, make: () => Cell): Cell {
    const ofFrame = this.bodies.get(at.frame) ?? new Map<Expression, Cell>();
    this.bodies.set(at.frame, ofFrame);
    const known = ofFrame.get(at.expression);
    if (known !== undefined) return known;
    this.spend(stepsOfInvocation);
    const body = make();
    ofFrame.set(at.expression, body);
    this.keptBodies.add(body);
    return body;
  }

  /** Said once, where the innermost loop or call stands. */
  exhausted(cell: Cell): Unknown {
    if (!this.isExhausted) {
      this.isExhausted = true;
      const place =
        this.running.findLast(repeats) ?? this.running.findLast(({ expression }) => expression.kind === 'call');
      this.tell({ kind: 'work', at: place ?? cell, reason: tooMuchWork });
    }
    return this.failure(cell, tooMuchWork);
  }

  /** The value of a cell, evaluated now if it wasn't. Never throws to callers outside of the evaluation. */
  readonly force = (cell: Cell): Value => {
    if (this.asked !== null) this.asked.add(cell);
    if (cell.value === underWay) return this.meetSelf(cell);
    if (cell.value !== undefined) return cell.value;
    return this.running.length === 0 ? this.drive(cell) : this.enter(cell);
  };

  /** True while a cell is being evaluated: to read it would say that it depends on itself. */
  isUnderWay({ value }: Cell): boolean {
    return value === underWay;
  }

  /**
   * Notes that a cell reads of an existing resource what this deployment writes of it. A circle through it is a template that can be deployed all the
   * same, where the resource is there from before; nothing is said of it.
   */
  markAsReadOfTwin(cell: Cell): void {
    this.readsTwins = true;
    this.readsOfTwins.add(cell);
  }

  /** A member of what is read so is read so as well. */
  passOnMark(target: Cell, member: Cell): void {
    if (!this.readsTwins) return;
    for (let cell: Cell | undefined = target; cell !== undefined; cell = cell.from)
      if (this.readsOfTwins.has(cell)) this.readsOfTwins.add(member);
  }

  private tellCircle(at: Cell, leadsThroughTwin: boolean): void {
    if (!leadsThroughTwin) this.tell({ kind: 'cycle', at, reason: selfDependent });
  }

  private drive(root: Cell): Value {
    this.pauses?.check();
    this.allowance = this.slice;
    // Nearly all work is done in one go.
    try {
      return this.enter(root);
    } catch (error) {
      return this.takeUp(root, this.suspension(error));
    }
  }

  /** Evaluates what a suspended cell waits for, the innermost first, and then the cell. */
  private takeUp(root: Cell, first: Suspension): Value {
    const pending = [root];
    // Whether the way from one to the next reads what is written of an existing resource.
    const throughTwin: boolean[] = [];
    // What is taken up again may come no further in as many cells, if it holds none that anybody keeps: it is given twice as many each time.
    const patience = [1];
    for (let suspended: Suspension | null = first; ; ) {
      if (suspended !== null) {
        throughTwin[pending.length - 1] = suspended.throughTwin;
        const { cell } = suspended;
        const met = pending.indexOf(cell);
        if (met >= 0) {
          this.tellCircle(cell, throughTwin.slice(met, pending.length).includes(true));
          cell.value = this.failure(cell, selfDependent);
        } else {
          if (this.allowance <= 0) patience[patience.length - 1] = (patience[patience.length - 1] ?? 1) * 2;
          pending.push(cell);
          patience.push(1);
        }
      }
      this.pauses?.check();
      const next = pending[pending.length - 1];
      if (next === undefined) return root.value === undefined ? this.failure(root, selfDependent) : root.value;
      this.allowance = this.slice * (patience[patience.length - 1] ?? 1);
      suspended = null;
      try {
        if (next.value === undefined) this.enter(next);
        pending.pop();
        patience.pop();
      } catch (error) {
        suspended = this.suspension(error);
      }
    }
  }

  /** Where the work was suspended; what is under way will be begun again. @throws what isn't a suspension */
  private suspension(error: unknown): Suspension {
    const throughTwin = this.running.some((cell) => this.readsOfTwins.has(cell));
    for (const cell of this.running) cell.value = undefined;
    this.running.length = 0;
    if (!(error instanceof Suspended)) throw error;
    return { cell: error.cell, throughTwin };
  }

  private enter(cell: Cell): Value {
    if (this.running.length >= this.depth || --this.allowance <= 0) {
      const kept = this.lastKept(cell);
      if (kept !== null) throw new Suspended(kept);
      if (this.running.length >= deepestExpression) return this.beyond(cell, 'the expression is nested too deeply');
    }
    this.running.push(cell);
    cell.value = underWay;
    const value = this.spend(1) ? this.meaning(this, cell) : this.exhausted(cell);
    this.running.pop();
    if (this.circular.size > 0 && this.circular.delete(cell)) {
      cell.from = undefined;
      cell.value = this.failure(cell, selfDependent);
    } else {
      cell.value = value;
    }
    return cell.value;
  }

  /**
   * The innermost cell under evaluation that somebody keeps: what a name or a call of a user function stands for. The work is taken up again from
   * there, since the parts of an expression are made anew by every retry, as is what stands in a passing frame, and evaluating one of them would
   * gain nothing. Null if only the root is left.
   */
  private lastKept(entered: Cell): Cell | null {
    const { running } = this;
    if (this.isKept(entered, running[running.length - 1])) return entered;
    for (let at = running.length - 1; at > 0; at--) {
      const cell = running[at];
      if (cell !== undefined && this.isKept(cell, running[at - 1])) return cell;
    }
    return null;
  }

  private isKept(cell: Cell, reader: Cell | undefined): boolean {
    if (cell.frame.isPassing === true) return false;
    if (this.keptBodies.has(cell)) return true;
    if (reader?.expression.kind !== 'name') return false;
    // What a lambda is called with may be an element of an array that is a part of an expression itself.
    const { space, name } = reader.expression;
    return lookUp(reader.frame, space, name)?.frame.isPassing !== true;
  }

  /** Every cell of a circle depends on itself, whichever was met first. */
  private meetSelf(cell: Cell): Value {
    const circle = this.running.slice(this.running.indexOf(cell));
    for (const member of circle) this.circular.add(member);
    // Told at the first of its texts, wherever it was entered.
    const first = circle.reduce((a, b) => (b.expression.node < a.expression.node ? b : a), cell);
    this.tellCircle(
      first,
      circle.some((member) => this.readsOfTwins.has(member)),
    );
    return this.failure(cell, selfDependent);
  }

  /**
   * The cells that a cell's value was made of: its expression is evaluated once more, with what it reads noted. What others keep (variables,
   * arguments, elements) isn't evaluated again, so this leads one step back.
   */
  readsOf({ expression, frame }: Cell): Set<Cell> {
    const asked = new Set<Cell>();
    const outer = this.asked;
    this.asked = asked;
    try {
      this.force(new Cell(expression, frame));
    } finally {
      this.asked = outer;
    }
    return asked;
  }

  /** A cell for a part of an expression. A literal has its value at once. */
  part(expression: Expression, frame: Frame): Cell {
    return expression.kind === 'literal' ? new Cell(expression, frame, expression.value) : new Cell(expression, frame);
  }

  /** A cell with a value that the expression of `like` gives. */
  given(like: Cell, value: Value): Cell {
    return new Cell(like.expression, like.frame, value);
  }

  /** An unknown that stands for the place of the cell alone; `part` tells several of one place apart. */
  failure(cell: Cell, reason: string, part = ''): Unknown {
    const term = baseTerm(
      `at(${cell.frame.file}|${placeOf(cell.frame.path, cell.expression.node)}${part === '' ? '' : `|${part}`})`,
      cell.frame.path,
      cell.expression.node,
      'a value',
    );
    return { kind: 'unknown', term, reason, nullable: true, oneOf: null };
  }

  /** Lets the cell stand for another: provenance goes on there. */
  forward(cell: Cell, target: Cell): Value {
    cell.from = target;
    return this.force(target);
  }
}
