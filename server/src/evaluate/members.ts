/** `target.key` and `target[key]` on settled values: the cell that the member stands for. */
import type { MemberExpression } from '../template/ir.ts';
import { bindingKey, Cell, originOf, templateFrameOf } from './cell.ts';
import { settle } from './choices.ts';
import { forPresent } from './elements.ts';
import type { Evaluator } from './evaluator.ts';
import type { Reference, ResourceInstance } from './instance.ts';
import { asCondition, lift, select } from './lift.ts';
import { mayBeAbsent } from './objects.ts';
import { idOfElement, pathInResource } from './read-back.ts';
import { type Assumptions, baseTerm, compoundTerm, constantTerm } from './terms.ts';
import { instanceTerm } from './texts.ts';
import { twinOf } from './twins.ts';
import {
  type ArrayValue,
  absent,
  isNothing,
  isScalar,
  isUnknown,
  propertyOf,
  type Scalar,
  type Unknown,
  type Value,
} from './values.ts';

type Access = Pick<MemberExpression, 'safe' | 'fromEnd' | 'nested'>;

/** `assumed` is what holds where the member is read: the decisions that the owner and the key were settled by. */
export function memberOf(
  evaluator: Evaluator,
  at: Cell,
  owner: Cell,
  key: Cell,
  access: Access,
  assumed: Assumptions | null = null,
): Cell {
  const value = evaluator.force(owner);
  const name = evaluator.force(key);
  if (isUnknown(value)) return evaluator.given(at, memberUnknown(value, name, access.safe));
  if (isNothing(value)) {
    if (!access.safe) return evaluator.given(at, evaluator.failure(at, 'it reads a member of null'));
    // What an object lacks, or a parameter without value, has no members either: the author would add them there.
    const { kind } = originOf(owner).expression;
    return kind === 'object' || kind === 'hole' ? missingFrom(owner) : evaluator.given(at, null);
  }
  if (!isScalar(name) || name === null)
    return evaluator.given(at, evaluator.failure(at, 'which member it reads is not known'));
  if (isScalar(value)) return evaluator.given(at, evaluator.failure(at, `a ${typeof value} has no members`));
  switch (value.kind) {
    case 'object': {
      const cell = propertyOf(value, String(name));
      if (cell !== undefined && access.safe && value.conditions !== undefined)
        return whereDeployed(evaluator, at, value.conditions, cell, assumed);
      if (cell !== undefined) return withoutAbsent(evaluator, at, owner, cell, name, access);
      if (value.rest !== null) return evaluator.given(at, memberUnknown(value.rest, name, true));
      const id = String(name).toLowerCase() === 'id' ? idOfElement(evaluator, at, value) : null;
      if (id !== null) return evaluator.given(at, id);
      const back = setByAzure(evaluator, at, name, access.safe);
      if (back !== null) return evaluator.given(at, back);
      return access.safe
        ? missingFrom(owner)
        : evaluator.given(at, evaluator.failure(at, `the object has no property '${String(name)}'`));
    }
    case 'array':
      return elementOf(evaluator, at, value, Number(name), access, assumed);
    case 'reference':
      return value.what === 'resource'
        ? memberOfResource(evaluator, at, value, String(name), access, assumed)
        : opaque(evaluator, at);
    default:
      return opaque(evaluator, at);
  }
}

/** The cell of a property; where it isn't there in some alternative, what reading a missing property gives. */
function withoutAbsent(
  evaluator: Evaluator,
  at: Cell,
  owner: Cell,
  property: Cell,
  name: Scalar,
  access: Access,
): Cell {
  if (!mayBeAbsent(evaluator, property)) return property;
  return lift(evaluator, at, [property], ([leaf = property]) => {
    if (evaluator.force(leaf) !== absent) return leaf;
    const back = setByAzure(evaluator, at, name, access.safe);
    if (back !== null) return evaluator.given(at, back);
    if (access.safe) return missingFrom(owner);
    return evaluator.given(at, evaluator.failure(at, `the object has no property '${String(name)}'`));
  });
}

/** What is read of something that is deployed under conditions: null where one of them is false, unless `otherwise` gives something else. */
function whereDeployed(
  evaluator: Evaluator,
  at: Cell,
  conditions: readonly Cell[],
  cell: Cell,
  assumed: Assumptions | null,
  otherwise = ({ expression, frame }: Cell): Cell => new Cell(expression, frame, null),
): Cell {
  let found = cell;
  for (const condition of conditions) {
    const test = settle(asCondition(evaluator, condition), assumed, evaluator.force);
    const tested = evaluator.force(test);
    if (tested === true) continue;
    const nothing = otherwise(condition);
    if (tested === false) return nothing;
    found = select(evaluator, at, test, found, nothing);
  }
  return found;
}

/** The conditions that a resource's own template puts on it, those of its loop and of the resources around it included. */
function ownConditions(instance: ResourceInstance): readonly Cell[] {
  const own = templateFrameOf(instance.frame);
  return instance.conditions.filter((condition) => templateFrameOf(condition.frame) === own);
}

/** The cell for a property that an object lacks: null, at the text of the object, which is where an author would add it. */
export function missingFrom(owner: Cell): Cell {
  const { expression, frame } = originOf(owner);
  return new Cell(expression, frame, null);
}

/** The unknown that a member of an unknown is. */
function memberUnknown(owner: Unknown, key: Value, safe: boolean): Unknown {
  const keyTerm = isScalar(key) ? constantTerm(key) : isUnknown(key) ? key.term : constantTerm('?');
  const compound = compoundTerm('member', [owner.term, keyTerm], owner.term.place);
  const term = { ...compound, label: isScalar(key) ? `${owner.term.label}.${String(key)}` : compound.label };
  return { kind: 'unknown', term, reason: owner.reason, nullable: safe || owner.nullable, oneOf: null };
}

/** What Azure gives for a property of a resource. */
function unknownOfResource(instance: ResourceInstance, name: string, safe: boolean): Unknown {
  const compound = compoundTerm('member', [instanceTerm(instance, 'resource'), constantTerm(name)], instance.key);
  const called = instance.declaration.name;
  const term = called === '' ? compound : { ...compound, label: `${called}.${name}` };
  const reason = instance.declaration.existing
    ? 'it is read from an existing resource'
    : 'Azure knows it when the template is deployed';
  return { kind: 'unknown', term, reason, nullable: safe, oneOf: null };
}

/**
 * A property that a resource doesn't declare, read inside of what it declares: `account.properties.primaryEndpoints`. Azure adds defaults and what
 * it makes itself. Null if the expression at the cell doesn't read a resource.
 */
function setByAzure(evaluator: Evaluator, at: Cell, name: Scalar, safe: boolean): Unknown | null {
  const path = pathInResource(evaluator, at);
  if (path === null) return null;
  let found = unknownOfResource(path.instance, path.first, false);
  for (const key of path.between) found = memberUnknown(found, key, false);
  return memberUnknown(found, name, safe);
}

function opaque(evaluator: Evaluator, at: Cell): Cell {
  return evaluator.given(at, evaluator.failure(at, 'the member of this value is not evaluated'));
}

function elementOf(
  evaluator: Evaluator,
  at: Cell,
  array: ArrayValue,
  index: number,
  access: Access,
  assumed: Assumptions | null,
): Cell {
  const certain = array.items.every((item) => item.placed) && (array.rest === null || !access.fromEnd);
  if (!certain) return evaluator.given(at, evaluator.failure(at, 'which elements the array has is not known'));
  if (array.items.some((item) => item.when !== null)) {
    const { rest } = array;
    return forPresent({ evaluator, at, name: '', operands: [] }, array.items, assumed, (items, inner) =>
      elementOf(evaluator, at, { kind: 'array', items, rest }, index, access, inner),
    );
  }
  const item = array.items[access.fromEnd ? array.items.length - index : index];
  if (item !== undefined) return item.cell;
  if (array.rest !== null) return evaluator.given(at, memberUnknown(array.rest, index, access.safe));
  return evaluator.given(at, access.safe ? null : evaluator.failure(at, `the array has no element ${index}`));
}

function memberOfResource(
  evaluator: Evaluator,
  at: Cell,
  reference: Reference,
  name: string,
  access: Access,
  assumed: Assumptions | null,
): Cell {
  const instance = reference.to;
  if (access.nested) return nestedResource(evaluator, at, instance, name);
  switch (name) {
    case 'id':
      return evaluator.given(at, { kind: 'reference', to: instance, what: 'id' });
    case 'name':
      return instance.name;
    case 'type':
      return evaluator.given(at, instance.declaration.type);
    case 'apiVersion':
      return evaluator.given(
        at,
        instance.declaration.apiVersion ?? evaluator.failure(at, 'the api version is not known'),
      );
    default: {
      const unknown = (): Cell => evaluator.given(at, unknownOfResource(instance, name, access.safe));
      const found = instance.declaration.existing
        ? propertyOfTwin(evaluator, at, instance, name, unknown, assumed)
        : (declaredProperty(evaluator, instance, name) ?? unknown());
      return access.safe ? whereDeployed(evaluator, at, ownConditions(instance), found, assumed) : found;
    }
  }
}

function declaredProperty(evaluator: Evaluator, { body }: ResourceInstance, name: string): Cell | undefined {
  const declared = evaluator.force(body);
  return typeof declared === 'object' && declared?.kind === 'object' ? propertyOf(declared, name) : undefined;
}

/** What this deployment writes of an existing resource; where it doesn't deploy it, nobody knows what it is. */
function propertyOfTwin(
  evaluator: Evaluator,
  at: Cell,
  existing: ResourceInstance,
  name: string,
  unknown: () => Cell,
  assumed: Assumptions | null,
): Cell {
  const twin = twinOf(evaluator, existing);
  if (twin === null) return unknown();
  evaluator.markAsReadOfTwin(at);
  const declared = declaredProperty(evaluator, twin, name);
  return declared === undefined ? unknown() : whereDeployed(evaluator, at, twin.conditions, declared, assumed, unknown);
}

function nestedResource(evaluator: Evaluator, at: Cell, instance: ResourceInstance, name: string): Cell {
  const inner = instance.body.frame;
  const binding = inner.bindings.get(bindingKey(inner, 'any', name));
  if (binding?.kind === 'resource')
    return evaluator.given(at, { kind: 'reference', to: binding.instance, what: 'resource' });
  const term = baseTerm(
    `nested(${instance.key}::${name})`,
    inner.path,
    at.expression.node,
    `${instance.declaration.name}::${name}`,
  );
  return evaluator.given(at, {
    kind: 'unknown',
    term,
    reason: `nothing inside is named '${name}'`,
    nullable: false,
    oneOf: null,
  });
}
