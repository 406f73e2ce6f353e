/** What a name stands for where it is read. */
import type { NameExpression } from '../template/ir.ts';
import { type Cell, lookUp, type ParameterBinding } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { lift } from './lift.ts';
import { concealed } from './secrecy.ts';
import { baseTerm } from './terms.ts';
import { isChoice, isNothing, type Value } from './values.ts';

/** The value of a name; its cell stands for what the name is bound to. */
export function valueOfName(evaluator: Evaluator, cell: Cell, expression: NameExpression): Value {
  const found = lookUp(cell.frame, expression.space, expression.name);
  switch (found?.binding.kind) {
    case 'parameter':
      return evaluator.forward(cell, readableParameter(evaluator, found.binding));
    case 'variable':
      return evaluator.forward(cell, found.binding.cell);
    case 'resource':
      return { kind: 'reference', to: found.binding.instance, what: 'resource' };
    case 'deferred':
      return found.binding.value();
    case 'opaque': {
      const { node, reason } = found.binding;
      const term = baseTerm(`name(${found.frame.path}/${expression.name})`, found.frame.path, node, expression.name);
      return { kind: 'unknown', term, reason, nullable: true, oneOf: null };
    }
    case undefined:
      return evaluator.failure(cell, `nothing here is named '${expression.name}'`);
  }
}

/** What a parameter stands for where it is read: what it is given, unless that is secret. */
function readableParameter(evaluator: Evaluator, binding: ParameterBinding): Cell {
  const { secret } = binding;
  if (secret === undefined) return valueOfParameter(evaluator, binding);
  secret.readable ??= concealed(evaluator, valueOfParameter(evaluator, binding), secret);
  return secret.readable;
}

/** What parameters are given, with their defaults where that is null. A binding belongs to one evaluation. */
const withDefaults = new WeakMap<ParameterBinding, Cell>();

/** What a parameter is given; its default in the alternatives in which that is null. An unknown argument stays unknown, be it null or not. */
function valueOfParameter(evaluator: Evaluator, binding: ParameterBinding): Cell {
  const { cell: given, whenNull } = binding;
  if (whenNull === undefined) return given;
  const value = evaluator.force(given);
  if (!isNothing(value) && !isChoice(value)) return given;
  const known = withDefaults.get(binding);
  if (known !== undefined) return known;
  const otherwise = whenNull();
  const settled = lift(evaluator, given, [given], ([leaf = given]) =>
    isNothing(evaluator.force(leaf)) ? otherwise : leaf,
  );
  withDefaults.set(binding, settled);
  return settled;
}
