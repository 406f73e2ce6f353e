/**
 * The functions that are evaluated, by name without regard to case. A function that isn't here gives an unknown value with its reason, which
 * is equal to the same call of equal arguments.
 *
 * Semantics: Azure documentation, template functions; case rules as the compiler's own evaluation tests assert them (`equals` and `contains`
 * respect case, `startsWith`, `endsWith` and `indexOf` ignore it).
 */
import type { CallExpression } from '../../template/ir.ts';
import { type Call, type Implementation, unknownResult } from '../calls.ts';
import type { Cell } from '../cell.ts';
import type { Evaluator } from '../evaluator.ts';
import { lift } from '../lift.ts';
import type { Value } from '../values.ts';
import { cidrFunctions } from './cidr.ts';
import { collectionFunctions } from './collections.ts';
import { dateFunctions } from './dates.ts';
import { encodingFunctions } from './encoding.ts';
import { formatFunctions } from './format.ts';
import { hashFunctions } from './hash.ts';
import { identifierFunctions } from './identifiers.ts';
import { lambdaFunctions } from './lambdas.ts';
import { loadFunctions } from './load.ts';
import { logicFunctions } from './logic.ts';
import { numberFunctions } from './numbers.ts';
import { objectFunctions } from './objects.ts';
import { referenceFunctions } from './references.ts';
import { scopeFunctions } from './scopes.ts';
import { setFunctions } from './sets.ts';
import { splitFunctions } from './split.ts';
import { textFunctions } from './text.ts';
import { callUserFunction, meansDeclared, userFunctionOf } from './user.ts';

const implementations: ReadonlyMap<string, Implementation> = new Map(
  Object.entries({
    ...cidrFunctions,
    ...collectionFunctions,
    ...dateFunctions,
    ...encodingFunctions,
    ...formatFunctions,
    ...hashFunctions,
    ...identifierFunctions,
    ...lambdaFunctions,
    ...loadFunctions,
    ...logicFunctions,
    ...numberFunctions,
    ...objectFunctions,
    ...referenceFunctions,
    ...scopeFunctions,
    ...setFunctions,
    ...splitFunctions,
    ...textFunctions,
  }).map(([name, implementation]) => [name.toLowerCase(), implementation]),
);

export function callFunction(
  evaluator: Evaluator,
  at: Cell,
  expression: CallExpression,
  operands: readonly Cell[],
): Value | Cell {
  const declared = userFunctionOf(at.frame, expression);
  if (declared !== null) return callUserFunction(evaluator, at, declared, operands);
  const call: Call = { evaluator, at, name: expression.name, operands };
  if (expression.target !== null) return runtimeCall(call, expression);
  const implementation = meansDeclared(at.frame, expression)
    ? undefined
    : implementations.get(expression.name.toLowerCase());
  return implementation === undefined ? unevaluated(call) : implementation(call);
}

/** `account.listKeys()`: known only at run time, equal for equal resources and arguments. */
function runtimeCall(call: Call, expression: CallExpression): Value {
  const target = expression.target === null ? [] : [call.evaluator.part(expression.target, call.at.frame)];
  return unknownResult(
    { ...call, operands: [...target, ...call.operands] },
    call.operands,
    'Azure knows it when the template is deployed',
  );
}

function unevaluated(call: Call): Value {
  return call.evaluator.force(
    lift(call.evaluator, call.at, call.operands, (settled) =>
      call.evaluator.given(call.at, unknownResult(call, settled, `the function ${call.name} is not evaluated`)),
    ),
  );
}
