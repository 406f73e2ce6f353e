/**
 * What a value depends on besides the text that its chain ends in (spec: evaluation, section 5): the operands that a computed value is made of,
 * the conditions at branches, the earlier operands of fallbacks, what loops and filters turn over. Nothing of it is kept by the evaluation; it
 * is derived again when somebody asks.
 */
import { Cell, type Frame, lookUp } from '../evaluate/cell.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { ParentOf, ResourceInstance } from '../evaluate/instance.ts';
import { targetOf } from '../evaluate/scopes.ts';
import type { Expression, LoopHeader } from '../template/ir.ts';

/** Cells that one value is traced through; the rest is left out. */
const mostTraced = 20_000;

/** Derives what values depend on; what was derived for one value serves the next. */
export class Contributors {
  private readonly evaluator: Evaluator;
  private readonly known = new Places<readonly Cell[]>();

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * The cells that the expression of a cell reads itself, in the order in which it reads them: operands, conditions, and what its names stand
   * for. Each text once in each frame, the cell's own left out.
   */
  of(cell: Cell): readonly Cell[] {
    const known = this.known.get(cell);
    if (known !== undefined) return known;
    const met = new Places<true>();
    met.set(cell, true);
    const found: Cell[] = [];
    for (const read of cell.expression.kind === 'literal' ? [] : this.evaluator.readsOf(cell)) {
      for (const one of [read, ...loopCells(read), ...namingCells(read)]) {
        if (met.get(one)) continue;
        met.set(one, true);
        found.push(one);
      }
    }
    this.known.set(cell, found);
    return found;
  }

  /** A cell with all that its value depends on: its chain, and contributors and conditions all the way back. The cell itself comes first. */
  allOf(start: Cell): readonly Cell[] {
    const met = new Places<true>();
    const found: Cell[] = [];
    const add = (cell: Cell): void => {
      if (met.get(cell)) return;
      met.set(cell, true);
      found.push(cell);
    };
    add(start);
    for (const named of namingCells(start)) add(named);
    for (let next = 0; next < found.length && found.length < mostTraced; next++) {
      const cell = found[next];
      if (cell === undefined) break;
      if (cell.from !== undefined) add(cell.from);
      for (const read of this.of(cell)) add(read);
    }
    return found;
  }
}

/** Where a cell names what a loop makes: the turns of the loop, as a cell that reads its array and its filter. */
function loopCells({ expression, frame }: Cell): readonly Cell[] {
  if (expression.kind !== 'name') return [];
  const found = lookUp(frame, expression.space, expression.name);
  if (found?.binding.kind !== 'deferred' || found.binding.loop === null) return [];
  return [turnsCell(found.binding.loop, found.frame)];
}

const turns = new WeakMap<LoopHeader, Expression>();

/** A cell that reads what decides how often the loop of a declaration turns; `frame` is the one around the turns. */
export function turnsCell(loop: LoopHeader, frame: Frame): Cell {
  const body = { kind: 'literal', node: loop.node, value: null } as const;
  const known: Expression = turns.get(loop) ?? { ...loop, kind: 'loop', body };
  turns.set(loop, known);
  return new Cell(known, frame);
}

/** Where the value of a cell refers to a resource: what its id is made of. */
function namingCells({ value }: Cell): readonly Cell[] {
  if (typeof value !== 'object' || value === null) return [];
  const references = value.kind === 'reference' ? [value] : value.kind === 'text' ? value.parts : [];
  return references.flatMap((part) =>
    typeof part !== 'string' && part.kind === 'reference' ? cellsOfIdentity(part.to) : [],
  );
}

/** Names and scopes of a resource and of those that it is a child of. */
function cellsOfIdentity(instance: ResourceInstance): readonly Cell[] {
  const cells: Cell[] = [];
  for (let at: ResourceInstance | null = instance; at !== null; ) {
    const { name, frame, scope } = at;
    const parent: ParentOf | null = at.parent;
    cells.push(name);
    const target = scope ?? targetOf(frame);
    if (target.kind === 'link') cells.push(target.written);
    if (parent?.kind === 'value') cells.push(parent.cell);
    at = parent?.kind === 'instance' ? parent.instance : null;
  }
  return cells;
}

/** Something by text and frame: cells of one text in one frame were made of the same. */
class Places<T> {
  private readonly byFrame = new Map<Frame, Map<Expression, T>>();

  get({ frame, expression }: Cell): T | undefined {
    return this.byFrame.get(frame)?.get(expression);
  }

  set({ frame, expression }: Cell, value: T): void {
    const inFrame = this.byFrame.get(frame);
    if (inFrame === undefined) this.byFrame.set(frame, new Map([[expression, value]]));
    else inFrame.set(expression, value);
  }
}
