/** Provenance: the way from a property to the text that decides its value (spec: evaluation, section 5). */
import { type Cell, type Frame, lookUp } from '../evaluate/cell.ts';
import type { Program } from '../evaluate/program.ts';
import { isChoice, isNothing } from '../evaluate/values.ts';
import type { Expression } from '../template/ir.ts';
import { operandsOf } from '../template/operands.ts';
import type { Run } from './alternatives.ts';
import { isMissing, roleOf } from './chain-roles.ts';
import type { ChainElement } from './deployment.ts';

/** Elements of one chain; longer ones are cut at their start. */
const longestChain = 256;

export interface Chain {
  readonly elements: readonly ChainElement[];
  /** The cells that the elements stand for, from the use to the end; several may be of one element. */
  readonly cells: readonly Cell[];
  /** The cell at the end. */
  readonly end: Cell;
  /** True if the end is an object that lacks the property. */
  readonly missing: boolean;
  /** What an expression on the way reads of that object; empty if the chain began there, or if not all of the names are known. */
  readonly lacked: readonly string[];
  /** True if a parameter's default is on the way, or decides which branch is. */
  readonly byDefault: boolean;
}

/** Follows a cell to the text that decides it, taking the sides of choices as the run decides them. */
export function chainOf(program: Program, run: Run, start: Cell): Chain {
  const elements: ChainElement[] = [];
  const add = (at: Cell, previous: Cell | undefined): void => {
    const role = roleOf(program, at, previous);
    const { node } = at.expression;
    const { file } = at.frame;
    const last = elements[elements.length - 1];
    if (last === undefined || last.node !== node || last.file !== file || last.role !== role)
      elements.push({ file, node, role });
  };
  const cells: Cell[] = [];
  let byDefault = false;
  let cell = start;
  for (let steps = 0; ; steps++) {
    const value = program.evaluator.force(cell);
    const missing = cell.expression.kind === 'object' && isMissing(cell);
    add(cell, cells[cells.length - 1]);
    cells.push(cell);
    byDefault ||= program.defaults.has(cell) || decidedByDefault(cell);
    const isLast = steps === longestChain;
    if (cell.from !== undefined && !isLast) cell = cell.from;
    else if (isChoice(value) && !isLast) cell = run.decide(value.on) ? value.yes : value.no;
    else {
      const lacked = missing ? keysRead(program, cells[cells.length - 2]) : [];
      return { elements, cells, end: cell, missing: missing && !isLast, lacked, byDefault };
    }
  }
}

/** The keys that a member expression reads of the object that lacks the first of them. */
function keysRead({ evaluator }: Program, cell: Cell | undefined): readonly string[] {
  const keys: string[] = [];
  let expression = cell?.expression;
  while (cell !== undefined && expression?.kind === 'member') {
    const key = evaluator.force(evaluator.part(expression.key, cell.frame));
    if (typeof key !== 'string') return [];
    keys.unshift(key);
    if (!isNothing(evaluator.force(evaluator.part(expression.target, cell.frame)))) return keys;
    expression = expression.target;
  }
  return keys;
}

/** True if a condition or an earlier operand that led to this branch reads a parameter that has its default. */
function decidedByDefault(cell: Cell): boolean {
  const { expression, frame } = cell;
  const deciding =
    expression.kind === 'conditional'
      ? [expression.condition]
      : expression.kind === 'coalesce'
        ? expression.operands.slice(0, -1)
        : [];
  return deciding.some((operand) => readsDefault(operand, frame));
}

/** True if an expression reads a parameter that has its default, directly, through variables, or as an argument that is null. */
function readsDefault(expression: Expression, frame: Frame): boolean {
  const seen = new Map<Frame, Set<Expression>>();
  const pending = [{ expression, frame }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const ofFrame = seen.get(next.frame) ?? new Set<Expression>();
    if (ofFrame.has(next.expression)) continue;
    seen.set(next.frame, ofFrame.add(next.expression));
    for (const operand of operandsOf(next.expression)) pending.push({ expression: operand, frame: next.frame });
    if (next.expression.kind !== 'name') continue;
    const binding = lookUp(next.frame, next.expression.space, next.expression.name)?.binding;
    if (binding?.kind === 'parameter') {
      const { cell, defaulted, whenNull } = binding;
      // A parameter that may be null and isn't given has nothing written for it; one that is given `null` has.
      if (defaulted || (cell.value === null && (whenNull !== undefined || cell.expression.kind === 'hole')))
        return true;
      if (cell.value === null) pending.push(cell);
    } else if (binding?.kind === 'variable') {
      pending.push({ expression: binding.cell.expression, frame: next.frame });
    }
  }
  return false;
}
