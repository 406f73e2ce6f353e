/**
 * What a template asks before it has something: the parameters that a condition tests for being given, and the elements that loops turn over.
 */
import { type Cell, type Frame, lookUp } from '../evaluate/cell.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { ConditionalExpression, Expression, LoopHeader } from '../template/ir.ts';
import { parameterItem, type Steering } from './steering.ts';

/** Expressions that are looked at for one value or resource. */
const mostExpressions = 1000;

/** A condition on the way of a value, and the side that it takes. */
export interface Branch {
  readonly expression: ConditionalExpression;
  readonly frame: Frame;
  readonly taken: Expression;
}

/** The conditions on a chain whose sides it leads through. */
export function branchesOn(cells: readonly Cell[]): readonly Branch[] {
  return cells.flatMap(({ expression, frame }, index): readonly Branch[] => {
    if (expression.kind !== 'conditional') return [];
    const sides: readonly Expression[] = [expression.whenTrue, expression.whenFalse];
    const taken = cells.slice(index + 1).find((cell) => cell.frame === frame && sides.includes(cell.expression));
    return taken === undefined ? [] : [{ expression, frame, taken: taken.expression }];
  });
}

/** Finds what one value or resource depends on. */
export class Asking {
  private readonly evaluator: Evaluator;
  private left = mostExpressions;

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
  }

  /** What a branch asks for before it takes a side that has something, if there is nothing on the other. */
  toHave({ expression, frame, taken }: Branch): readonly Steering[] {
    const other = taken === expression.whenTrue ? expression.whenFalse : expression.whenTrue;
    return isBlank(other) ? this.asked(expression.condition, frame, []) : [];
  }

  /** What a branch asks for in vain, where it takes a side that has nothing. */
  inVain({ expression, frame, taken }: Branch): readonly Steering[] {
    return isBlank(taken) ? this.asked(expression.condition, frame, []) : [];
  }

  /**
   * Parameters that a test asks for: whether they are given, have something inside, are switched on. A comparison with other values tells kinds
   * apart, and asks for nothing.
   */
  asked(expression: Expression, frame: Frame, path: readonly string[]): readonly Steering[] {
    if (this.left-- <= 0) return [];
    switch (expression.kind) {
      case 'name': {
        const found = lookUp(frame, expression.space, expression.name);
        if (found?.binding.kind === 'parameter') return [{ frame: found.frame, parameter: expression.name, path }];
        if (found?.binding.kind !== 'variable') return [];
        const { cell } = found.binding;
        const item = parameterItem(found.frame, cell);
        if (item !== null) return [{ ...item, path: [...item.path, ...path] }];
        return this.asked(cell.expression, cell.frame, path);
      }
      case 'member': {
        const { evaluator } = this;
        // `each.value` of a turn over `items(parameter)` is what the parameter has at a key.
        const member = evaluator.part(expression, frame);
        evaluator.force(member);
        const item = member.from === undefined ? null : parameterItem(frame, member.from);
        if (item !== null) return [{ ...item, path: [...item.path, ...path] }];
        const key = evaluator.force(evaluator.part(expression.key, frame));
        if (typeof key !== 'string' && typeof key !== 'number') return [];
        return this.asked(expression.target, frame, [String(key), ...path]);
      }
      case 'both':
      case 'either':
      case 'coalesce':
        return expression.operands.flatMap((operand) => this.asked(operand, frame, path));
      case 'call': {
        const subject = subjectOf(expression.name, expression.arguments);
        return subject === null ? [] : this.asked(subject.of, frame, subject.path);
      }
      default:
        return [];
    }
  }
}

/** The element of a parameter that a turn of a loop is for. */
export function itemOf(turn: Frame, loop: Pick<LoopHeader, 'itemName'> | null): readonly Steering[] {
  const found = loop === null || loop.itemName === null ? undefined : lookUp(turn, 'any', loop.itemName);
  if (found?.binding.kind !== 'variable') return [];
  const item = parameterItem(found.frame, found.binding.cell);
  return item === null ? [] : [item];
}

/** What a test of one thing is about; null for a function that tests something else. */
function subjectOf(
  name: string,
  [first, second]: readonly Expression[],
): { readonly of: Expression; readonly path: readonly string[] } | null {
  if (first === undefined) return null;
  switch (name.toLowerCase()) {
    case 'not':
    case 'empty':
    case 'length':
    case 'bool':
      return { of: first, path: [] };
    case 'greater':
    case 'equals':
      if (second !== undefined && isConstant(second)) return { of: first, path: [] };
      return second !== undefined && isConstant(first) ? { of: second, path: [] } : null;
    case 'contains':
      if (second?.kind !== 'literal' || typeof second.value !== 'string') return null;
      return { of: first, path: [second.value] };
    default:
      return null;
  }
}

/** True for what stands for nothing at all, and for the two sides of a switch. */
function isConstant(expression: Expression): boolean {
  return (
    isBlank(expression) || (expression.kind === 'literal' && [0, true, false].some((one) => one === expression.value))
  );
}

/** True for text that gives nothing. */
function isBlank(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return expression.value === null || expression.value === '';
    case 'object':
      return expression.members.length === 0;
    case 'array':
      return expression.items.length === 0;
    case 'conditional':
      return isBlank(expression.whenTrue) && isBlank(expression.whenFalse);
    default:
      return false;
  }
}
