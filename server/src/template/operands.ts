import type { Expression } from './ir.ts';

/** The expressions directly inside of an expression, in source order. Keys and values of objects, bodies of loops and lambdas included. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'text':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'object':
      return expression.members.flatMap((member) =>
        member.kind === 'computed' ? [member.key, member.value] : [member.value],
      );
    case 'array':
      return expression.items.map((item) => item.value);
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
