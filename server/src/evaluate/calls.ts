/** How a function is applied: to every alternative of its arguments. */
import type { Cell } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { lift } from './lift.ts';
import { type Assumptions, baseTerm, compoundTerm, placeOf, type Term } from './terms.ts';
import { longestString, termOf } from './texts.ts';
import { isScalar, type Scalar, type Unknown, type Value } from './values.ts';

/** A call under evaluation. `operands` are the argument cells, not yet evaluated. */
export interface Call {
  readonly evaluator: Evaluator;
  readonly at: Cell;
  readonly name: string;
  readonly operands: readonly Cell[];
}

/** Gives the value, or a cell if the result is one of the operands' own cells. */
export type Implementation = (call: Call) => Value | Cell;

/** Functions whose result may be null; those of others never is. */
const mayGiveNull: ReadonlySet<string> = new Set([
  'base64tojson',
  'first',
  'indexfromend',
  'json',
  'last',
  'loadjsoncontent',
  'loadyamlcontent',
  'tryindexfromend',
]);

/** Functions whose result is always a string, as far as others are made of it. */
const givesText: ReadonlySet<string> = new Set([
  'format',
  'guid',
  'newguid',
  'string',
  'tolower',
  'toupper',
  'uniquestring',
  'utcnow',
]);

/** The unknown that a call with these settled arguments is. */
export function unknownResult(call: Call, settled: readonly Cell[], reason: string): Unknown {
  const nullable = mayGiveNull.has(call.name.toLowerCase());
  const type = givesText.has(call.name.toLowerCase()) ? ({ type: 'string' } as const) : null;
  const terms: Term[] = [];
  for (const operand of settled) {
    const term = termOf(call.evaluator.force(operand));
    if (term === null) return call.evaluator.failure(call.at, reason);
    terms.push(term);
  }
  if (terms.length === 0) {
    const term = baseTerm(`${call.name.toLowerCase()}()`, '', 0, `${call.name}()`);
    return { kind: 'unknown', term, reason, nullable, oneOf: null, ...type };
  }
  const { frame, expression } = call.at;
  return {
    kind: 'unknown',
    term: compoundTerm(call.name.toLowerCase(), terms, placeOf(frame.path, expression.node)),
    reason,
    nullable,
    oneOf: null,
    ...type,
  };
}

/**
 * A function of plain scalars: applied to each alternative whose arguments are all known. With an unknown argument the result is unknown;
 * `compute` gives undefined for arguments that the function refuses.
 */
export function ofScalars(compute: (...values: readonly Scalar[]) => Value | undefined): Implementation {
  return (call) =>
    lift(call.evaluator, call.at, call.operands, (settled) => {
      const values: Scalar[] = [];
      for (const operand of settled) {
        const value = call.evaluator.force(operand);
        if (!isScalar(value))
          return call.evaluator.given(call.at, unknownResult(call, settled, reasonOf(value, call.name)));
        values.push(value);
      }
      return call.evaluator.given(call.at, checked(call, compute(...values)));
    });
}

/** A computed value as the result of a call: a failure if there is none, or if it is too long. */
export function checked(call: Call, result: Value | undefined): Value {
  if (result === undefined) return refused(call);
  if (typeof result === 'string' && result.length > longestString)
    return call.evaluator.beyond(call.at, 'the text is too long');
  return result;
}

/** The failure of a call whose arguments the function does not take. */
export function refused(call: Call): Unknown {
  return call.evaluator.failure(call.at, `${call.name} does not take these arguments`);
}

/** A function of settled values, for each alternative. */
export function ofSettled(
  compute: (
    call: Call,
    values: readonly Value[],
    settled: readonly Cell[],
    assumptions: Assumptions | null,
  ) => Value | Cell,
): Implementation {
  return (call) =>
    lift(call.evaluator, call.at, call.operands, (settled, assumptions) =>
      cellOf(call, compute(call, settled.map(call.evaluator.force), settled, assumptions)),
    );
}

/** The cell of a result: the cell itself, or one for the value at the call. */
export function cellOf(call: Call, result: Value | Cell): Cell {
  return isCell(result) ? result : call.evaluator.given(call.at, result);
}

function isCell(result: Value | Cell): result is Cell {
  return typeof result === 'object' && result !== null && 'expression' in result;
}

function reasonOf(value: Value, name: string): string {
  return typeof value === 'object' && value !== null && value.kind === 'unknown'
    ? value.reason
    : `${name} of this value is not evaluated`;
}
