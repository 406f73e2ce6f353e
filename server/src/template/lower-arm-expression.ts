import type { ArmCall, ArmExpression } from '../syntax/arm/expression.ts';
import type { Expression } from './ir.ts';
import { chainOf, lowerChain } from './lower-arm-access.ts';
import { type ArmLowering, nodeForSpan } from './lower-arm-context.ts';
import { lowerFunction } from './lower-arm-functions.ts';

/**
 * Lowers an expression of the template language to what Bicep has for it (spec: evaluation, section 10). Functions that Bicep has no syntax for
 * stay calls. Recursion follows the nesting of the expression, which its parser bounds.
 */
export function lowerArmExpression(lowering: ArmLowering, expression: ArmExpression): Expression {
  if (expression.kind === 'string' || expression.kind === 'number') {
    return { kind: 'literal', node: nodeForSpan(lowering, expression), value: expression.value };
  }
  const { base, steps } = chainOf(expression);
  if (steps.length > 0) return lowerChain(lowering, base, steps);
  if (base.kind !== 'call') return lowerArmExpression(lowering, base);
  return lowerFunction(lowering, base) ?? plainCall(lowering, base);
}

export function lowerArguments(lowering: ArmLowering, list: readonly ArmExpression[]): readonly Expression[] {
  return list.map((argument) => lowerArmExpression(lowering, argument));
}

function plainCall(lowering: ArmLowering, call: ArmCall): Expression {
  const node = nodeForSpan(lowering, call);
  return { kind: 'call', node, name: call.name, arguments: lowerArguments(lowering, call.arguments), target: null };
}
