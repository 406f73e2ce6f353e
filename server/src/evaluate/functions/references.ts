/**
 * `reference(...)`: what Azure answers is known only when the template is deployed, but for what the template itself says: what a resource declares,
 * and the outputs of a deployment.
 */
import { type Call, type Implementation, ofSettled, unknownResult } from '../calls.ts';
import type { Cell, Frame } from '../cell.ts';
import type { Evaluator } from '../evaluator.ts';
import { lift } from '../lift.ts';
import { memberOf } from '../members.ts';
import { resourceMeant } from '../named-resources.ts';
import { isObject, type ObjectValue, propertyOf, shapeOf, type Unknown, type Value } from '../values.ts';

const atDeployment = 'Azure knows it when the template is deployed';

const plainMember = { safe: false, fromEnd: false, nested: false } as const;

const reference: Implementation = ofSettled((call, [value = null, , form = null], settled, assumptions) => {
  if (isObject(value) && !isDeployment(value)) return call.evaluator.failure(call.at, 'reference takes a resource');
  const unknown = unknownResult(call, settled, atDeployment);
  const isWhole = isFull(form);
  const meant = form === null || isWhole ? resourceOf(call.evaluator, call.at.frame, value) : null;
  if (meant === null) return unknown;
  const { evaluator, at } = call;
  const resource = evaluator.given(at, meant);
  // A deployment that is linked to one of several templates is a decision.
  return lift(
    evaluator,
    at,
    [resource],
    ([leaf = resource], assumed) => {
      const made = evaluator.force(leaf);
      if (isDeployment(made)) return evaluator.given(at, stateOf(call, made, isWhole, unknown) ?? unknown);
      if (typeof made !== 'object' || made?.kind !== 'reference') return evaluator.given(at, unknown);
      return isWhole ? leaf : memberOf(evaluator, at, leaf, evaluator.given(at, 'properties'), plainMember, assumed);
    },
    assumptions,
  );
});

/** `listOutputsWithSecureValues(...)`: the outputs of a deployment, by name. */
const listOutputs: Implementation = ofSettled((call, [value = null], settled) => {
  const meant = resourceOf(call.evaluator, call.at.frame, value);
  const outputs = meant !== null && isDeployment(meant) ? outputsOf(call.evaluator, meant) : null;
  return outputs ?? unknownResult(call, settled, atDeployment);
});

function isFull(form: Value): boolean {
  return typeof form === 'string' && form.toLowerCase() === 'full';
}

/** What an argument means: a deployment by its symbolic name, or anything by its name or id. */
function resourceOf(evaluator: Evaluator, frame: Frame, value: Value): Value | null {
  return isDeployment(value) ? value : resourceMeant(evaluator, frame, value);
}

/** True for what stands for the call of a module. */
function isDeployment(value: Value): value is ObjectValue {
  return isObject(value) && value.conditions !== undefined;
}

/**
 * What `reference` gives of a deployment: its properties, of which the template itself says the outputs. An output is an object with its value.
 * @param rest stands for what only Azure knows
 */
function stateOf({ evaluator, at }: Call, deployment: ObjectValue, isWhole: boolean, rest: Unknown): Value | null {
  const outputs = outputsOf(evaluator, deployment);
  if (outputs === null) return null;
  const { conditions = [] } = deployment;
  const object = (keys: readonly string[], cells: readonly Cell[]): ObjectValue => {
    return { kind: 'object', shape: shapeOf(keys), cells, rest, conditions };
  };
  const wrapped = outputs.cells.map((cell) => evaluator.given(at, object(['value'], [cell])));
  const properties = object(['outputs'], [evaluator.given(at, { ...outputs, cells: wrapped })]);
  return isWhole ? object(['properties'], [evaluator.given(at, properties)]) : properties;
}

/** The outputs of a deployment by name. */
function outputsOf(evaluator: Evaluator, deployment: ObjectValue): ObjectValue | null {
  const cell = propertyOf(deployment, 'outputs');
  const outputs = cell === undefined ? null : evaluator.force(cell);
  return outputs !== null && isObject(outputs) ? outputs : null;
}

export const referenceFunctions: Readonly<Record<string, Implementation>> = {
  reference,
  listOutputsWithSecureValues: listOutputs,
};
