/**
 * Decisions: values with a condition, and functions lifted over them (spec: evaluation, section 3). What is decided here is ordered by atom, asks no
 * atom twice on a path and leaves out what the assumptions on the way exclude. A leaf that is another's cell (a property, an operand of `??`) may be
 * a decision of its own and isn't looked into, since that would evaluate what nobody reads. So a tree may ask a smaller atom below a greater one, or one
 * that was decided above. Nobody sees the alternatives that this makes impossible: whoever walks a tree takes the sides that the assumptions
 * on the way imply (`settle` here, `Run.decide` for rules).
 */
import { Cell } from './cell.ts';
import { type Assumptions, type Atom, compareAtoms, compoundTerm, implied } from './terms.ts';
import { isChoice, type Unknown, type Value } from './values.ts';

/** Most leaves of one lifted call. Beyond, the result is unknown. */
export const mostAlternatives = 256;

/** Atoms that are compared in one step of the evaluation. */
const comparisonsPerStep = 16;

export const tooManyAlternatives = 'too many alternatives';

/** Reads a cell's value; the evaluator's `force`. */
export type Force = (cell: Cell) => Value;

/** Raised by `liftOrThrow` when a call has more leaves than `mostAlternatives`; only `liftOrGiveUp` catches it. */
class TooMany extends Error {}

/** Takes the sides of choices that the assumptions decide, following cells, until a value or an open choice is left. */
export function settle(cell: Cell, assumptions: Assumptions | null, force: Force): Cell {
  let settled = cell;
  for (;;) {
    const value = force(settled);
    if (!isChoice(value)) return settled;
    const side = implied(value.on, assumptions);
    if (side === undefined) return settled;
    settled = side ? value.yes : value.no;
  }
}

/**
 * Applies `leaf` to every combination of alternatives of the operands. Operands are given settled (no choices at their root); `leaf` returns
 * the cell that stands for the result. `join` makes the cell of an inner choice. `assumed` is what holds already where the result is used. `spend`
 * is told how much work a decision is, in steps; false ends the call like too many alternatives.
 */
export function liftOrThrow(
  operands: readonly Cell[],
  force: Force,
  leaf: (settled: readonly Cell[], assumptions: Assumptions | null) => Cell,
  join: (on: Atom, yes: Cell, no: Cell) => Cell,
  assumed: Assumptions | null = null,
  spend: (steps: number) => boolean = () => true,
): Cell {
  let leaves = 0;
  const descend = (settled: readonly Cell[], assumptions: Assumptions | null, depth: number): Cell => {
    const atom = smallestAtom(settled, force);
    if (atom === null) {
      if (++leaves > mostAlternatives) throw new TooMany();
      return leaf(settled, assumptions);
    }
    // So many decisions below each other have more leaves than that.
    if (depth >= mostAlternatives) throw new TooMany();
    const side = (taken: boolean): Cell => {
      const newest = { atom, side: taken, outer: assumptions };
      const alone = { ...newest, outer: null };
      let comparisons = settled.length;
      const below = settled.map((cell) => {
        if (!mayBeDecided(force(cell), alone)) return cell;
        const decided = settle(cell, newest, force);
        // What is still open was compared with all that has been assumed.
        if (isChoice(force(decided))) comparisons += depth;
        return decided;
      });
      if (!spend(comparisons / comparisonsPerStep)) throw new TooMany();
      return descend(below, newest, depth + 1);
    };
    return join(atom, side(true), side(false));
  };
  return descend(
    operands.map((cell) => settle(cell, assumed, force)),
    assumed,
    0,
  );
}

/** Whether an assumption may decide a value that those before it didn't: by itself, or as the last one of a domain. */
function mayBeDecided(value: Value, alone: Assumptions): boolean {
  if (!isChoice(value)) return false;
  const { form } = value.on;
  return (form.kind === 'equals' && form.domain !== null) || implied(value.on, alone) !== undefined;
}

/** A leaf that was made for this very place, without the alternatives that the assumptions exclude at its root. */
export function pruned(like: Cell, leaf: Cell, assumptions: Assumptions | null): Cell {
  let left = leaf;
  while (assumptions !== null && isMadeFor(like, left) && left.value !== undefined && isChoice(left.value)) {
    const side = implied(left.value.on, assumptions);
    if (side === undefined) return left;
    left = side ? left.value.yes : left.value.no;
  }
  return left;
}

/** Like `liftOrThrow`, but null when the alternatives are too many. */
export function liftOrGiveUp(...call: Parameters<typeof liftOrThrow>): Cell | null {
  try {
    return liftOrThrow(...call);
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
}

function smallestAtom(cells: readonly Cell[], force: Force): Atom | null {
  let smallest: Atom | null = null;
  for (const cell of cells) {
    const value = force(cell);
    if (isChoice(value) && (smallest === null || compareAtoms(value.on, smallest) < 0)) smallest = value.on;
  }
  return smallest;
}

/**
 * The choice between two cells; the cell itself if both are one. Two that were made for this very place and hold the same boolean are one as well.
 * Others may be evaluated or not, and what is chosen between must not depend on that.
 */
export function choiceCell(like: Cell, on: Atom, yes: Cell, no: Cell): Cell {
  if (yes === no || (isMadeFor(like, yes) && isMadeFor(like, no) && holdSameBoolean(yes, no))) return yes;
  return new Cell(like.expression, like.frame, { kind: 'choice', on, yes, no });
}

/** The choice between two cells that are surely evaluated; the cell itself if both hold the same boolean. */
export function evaluatedChoice(like: Cell, on: Atom, yes: Cell, no: Cell): Cell {
  return holdSameBoolean(yes, no) ? yes : choiceCell(like, on, yes, no);
}

function isMadeFor(like: Cell, { expression, frame }: Cell): boolean {
  return expression.kind === 'literal' || (expression === like.expression && frame === like.frame);
}

function holdSameBoolean(yes: Cell, no: Cell): boolean {
  return typeof yes.value === 'boolean' && yes.value === no.value;
}

/** The atom that asks whether an unknown is true. */
export function truthAtom(unknown: Unknown): Atom {
  return { term: unknown.term, form: { kind: 'truth' } };
}

/** The atom that asks whether an unknown is null (or absent). */
export function nullAtom(unknown: Unknown): Atom {
  return {
    term: { ...compoundTerm('isNull', [unknown.term], unknown.term.place), label: `${unknown.term.label} == null` },
    form: { kind: 'null', subject: unknown.term.key },
  };
}
