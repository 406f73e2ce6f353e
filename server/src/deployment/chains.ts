/** Provenance: the way from a property to the text that decides its value (spec: evaluation, section 5). */
import { type Cell, type Frame, lookUp } from '../evaluate/cell.ts';
import type { Program } from '../evaluate/program.ts';
import { isChoice, isNothing } from '../evaluate/values.ts';
import type { Expression } from '../template/ir.ts';
import { operandsOf } from '../template/operands.ts';
import type { Run } from './alternatives.ts';
import type { ChainElement, ChainRole } from './deployment.ts';

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
  /** True if a parameter's default is on the way, or decides which branch is. */
  readonly byDefault: boolean;
}

/** Follows a cell to the text that decides it, taking the sides of choices as the run decides them. */
export function chainOf(program: Program, run: Run, start: Cell): Chain {
  const elements: ChainElement[] = [];
  const cells: Cell[] = [];
  let byDefault = false;
  let cell = start;
  for (let steps = 0; ; steps++) {
    const value = program.evaluator.force(cell);
    const missing = isMissing(cell);
    cells.push(cell);
    addElement(elements, cell, missing ? 'missing' : roleOf(program, cell));
    byDefault ||= program.defaults.has(cell) || decidedByDefault(cell);
    const isLast = steps === longestChain;
    if (cell.from !== undefined && !isLast) cell = cell.from;
    else if (isChoice(value) && !isLast) cell = run.decide(value.on) ? value.yes : value.no;
    else return { elements, cells, end: cell, missing: missing && !isLast, byDefault };
  }
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

/** A cell of nothing at an object literal stands for a property that the object lacks. */
function isMissing(cell: Cell): boolean {
  return cell.expression.kind === 'object' && cell.value !== undefined && isNothing(cell.value);
}

function addElement(elements: ChainElement[], cell: Cell, role: ChainRole): void {
  const last = elements[elements.length - 1];
  const { node } = cell.expression;
  if (last !== undefined && last.node === node && last.file === cell.frame.file && last.role === role) return;
  elements.push({ file: cell.frame.file, node, role });
}

function roleOf(program: Program, cell: Cell): ChainRole {
  if (program.defaults.has(cell)) return 'default';
  if (program.assigned.has(cell)) return 'parameterFile';
  switch (cell.expression.kind) {
    case 'literal':
    case 'object':
    case 'array':
    case 'lambda':
      return 'literal';
    case 'name':
      return cell.from !== undefined && isParameter(program, cell.from) ? 'parameter' : 'variable';
    case 'member':
      return 'member';
    case 'conditional':
      return 'branch';
    case 'coalesce':
      return 'fallback';
    case 'loop':
      return 'item';
    case 'text':
    case 'call':
    case 'both':
    case 'either':
    case 'hole':
      return 'computed';
  }
}

function isParameter(program: Program, cell: Cell): boolean {
  if (program.defaults.has(cell) || program.assigned.has(cell)) return true;
  return cell.expression.kind === 'hole' && cell.frame === program.frame;
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
