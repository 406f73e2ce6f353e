/** What the kinds of expressions mean. */
import type { CallExpression, MemberExpression } from '../template/ir.ts';
import { arrayOf } from './arrays.ts';
import { Cell } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { callFunction } from './functions/call-function.ts';
import { lift } from './lift.ts';
import { loopOf } from './loops.ts';
import { memberOf } from './members.ts';
import { valueOfName } from './names.ts';
import { objectOf } from './objects.ts';
import { coalesced, conditional, junction } from './operators.ts';
import { textLiteral } from './text-literals.ts';
import { isChoice, type Value } from './values.ts';

/** The value of a cell: that of its expression in its frame. */
export function valueOfExpression(evaluator: Evaluator, cell: Cell): Value {
  const expression = cell.expression;
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'text':
      return textLiteral(evaluator, cell, expression.parts);
    case 'object':
      return objectOf(evaluator, cell, expression);
    case 'array':
      return arrayOf(evaluator, cell, expression);
    case 'loop':
      return loopOf(evaluator, cell, expression);
    case 'name':
      return valueOfName(evaluator, cell, expression);
    case 'member':
      return member(evaluator, cell, expression);
    case 'call':
      return call(evaluator, cell, expression);
    case 'lambda':
      return { kind: 'lambda', parameters: expression.parameters, body: expression.body, frame: cell.frame };
    case 'conditional':
      return conditional(evaluator, cell, expression.condition, expression.whenTrue, expression.whenFalse);
    case 'coalesce':
      return evaluator.forward(cell, coalesced(evaluator, cell, expression.operands, 0));
    case 'both':
      return evaluator.force(junction(evaluator, cell, expression.operands, false));
    case 'either':
      return evaluator.force(junction(evaluator, cell, expression.operands, true));
    case 'hole':
      return evaluator.failure(cell, expression.reason);
  }
}

function member(evaluator: Evaluator, cell: Cell, expression: MemberExpression): Value {
  const target = evaluator.part(expression.target, cell.frame);
  const key = evaluator.part(expression.key, cell.frame);
  const hasAlternatives = isChoice(evaluator.force(target)) || isChoice(evaluator.force(key));
  evaluator.passOnMark(target, cell);
  return evaluator.forward(
    cell,
    hasAlternatives
      ? memberOfAlternatives(evaluator, cell, target, key, expression)
      : memberOf(evaluator, cell, target, key, expression),
  );
}

function memberOfAlternatives(
  evaluator: Evaluator,
  cell: Cell,
  target: Cell,
  key: Cell,
  expression: MemberExpression,
): Cell {
  return lift(evaluator, cell, [target, key], ([owner = target, name = key], assumptions) =>
    memberOf(evaluator, cell, owner, name, expression, assumptions),
  );
}

function call(evaluator: Evaluator, cell: Cell, expression: CallExpression): Value {
  const operands = expression.arguments.map((argument) => evaluator.part(argument, cell.frame));
  const result = callFunction(evaluator, cell, expression, operands);
  return result instanceof Cell ? evaluator.forward(cell, result) : result;
}
