import type { Expression } from './ir.ts';

/** The expressions directly inside of an expression, in source order. Keys and values of objects, bodies of loops and lambdas included. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'text':
    case 'object':
    case 'array': {
      const operands: Expression[] = [];
      pushOperands(expression, operands);
      return operands;
    }
    case 'loop':
      return [expression.source, expression.body, ...(expression.filter === null ? [] : [expression.filter])];
    case 'member':
      return [expression.target, expression.key];
    case 'call':
      return expression.target === null ? expression.arguments : [expression.target, ...expression.arguments];
    case 'lambda':
      return [expression.body];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'coalesce':
    case 'both':
    case 'either':
      return expression.operands;
    case 'literal':
    case 'name':
    case 'hole':
      return [];
  }
}

/** Adds the expressions directly inside of an expression to a list that is being worked off, without a list of their own. */
export function pushOperands(expression: Expression, pending: Expression[]): void {
  switch (expression.kind) {
    case 'text':
      for (const part of expression.parts) if (typeof part !== 'string') pending.push(part);
      return;
    case 'object':
      for (const member of expression.members) {
        if (member.kind === 'computed') pending.push(member.key);
        pending.push(member.value);
      }
      return;
    case 'array':
      for (const { value } of expression.items) pending.push(value);
      return;
    case 'literal':
    case 'name':
    case 'hole':
      return;
    default:
      for (const operand of operandsOf(expression)) pending.push(operand);
  }
}

/**
 * True if a part of an expression, or all of it, passes a test.
 * @param mostParts how many are looked at; all if it is left out
 */
export function hasPart(
  expression: Expression,
  test: (part: Expression) => boolean,
  mostParts = Number.POSITIVE_INFINITY,
): boolean {
  const pending = [expression];
  let left = mostParts;
  for (let at = pending.pop(); at !== undefined && left-- > 0; at = pending.pop()) {
    if (test(at)) return true;
    pushOperands(at, pending);
  }
  return false;
}
