import { type ArmExpression, isExpression, literalText, parseExpression } from '../syntax/arm/expression.ts';
import { integerOf } from '../syntax/arm/integer.ts';
import {
  type JsonArray,
  type JsonObject,
  type JsonProperty,
  type JsonString,
  type JsonValue,
  propertyValue,
  sameName,
} from '../syntax/arm/json-node.ts';
import type {
  ArrayItem,
  Expression,
  LoopExpression,
  LoopHeader,
  NodeId,
  ObjectExpression,
  ObjectMember,
  SpreadMember,
} from './ir.ts';
import { type ArmLoop, type ArmLowering, BEING_TYPED, holeFor, insideLoop, nodeFor } from './lower-arm-context.ts';
import { lowerArmExpression } from './lower-arm-expression.ts';

/**
 * Lowers a JSON value. Strings in brackets become the expression they hold, `copy` arrays in objects become loops.
 * Recursion follows the nesting of the JSON text and of its expressions, which the reader bounds.
 */
export function lowerValue(lowering: ArmLowering, value: JsonValue): Expression {
  switch (value.type) {
    case 'string':
      return lowerString(lowering, value);
    case 'object':
      return lowerObject(lowering, value);
    case 'array':
      return lowerArray(lowering, value);
    case 'number': {
      const digits = lowering.source.slice(value.offset, value.offset + value.length);
      return { kind: 'literal', node: nodeFor(lowering, value), value: integerOf(digits) };
    }
    case 'boolean':
    case 'null':
      return { kind: 'literal', node: nodeFor(lowering, value), value: value.value };
  }
}

/** The value of a property, or a hole if it isn't written yet. */
export function lowerPropertyValue(lowering: ArmLowering, property: JsonProperty): Expression {
  const value = property.children[1];
  return value === undefined ? holeFor(lowering, property, BEING_TYPED) : lowerValue(lowering, value);
}

/** A literal has the span of its token, quotes included; an expression has the span of its own text, inside of quotes and brackets. */
function lowerString(lowering: ArmLowering, string: JsonString): Expression {
  if (!lowering.expressions || !isExpression(string.value)) {
    const value = lowering.expressions ? literalText(string.value) : string.value;
    return { kind: 'literal', node: nodeFor(lowering, string), value };
  }
  const { expression, problems } = parseExpression(lowering.source, string.offset, string.length);
  lowering.problems.push(...problems);
  return expression === null ? holeFor(lowering, string, BEING_TYPED) : lowerArmExpression(lowering, expression);
}

/** What may stand for the properties of an object that are lowered apart: null to leave a property out, undefined to lower it here. */
export type MemberOverride = (property: JsonProperty) => Expression | null | undefined;

/**
 * An object that could not be read whole begins with a spread of a hole: it may have more properties than one sees. The spread stands first, so
 * that the properties that were read keep their values.
 */
export function lowerObject(lowering: ArmLowering, object: JsonObject, override?: MemberOverride): ObjectExpression {
  const node = nodeFor(lowering, object);
  const members: ObjectMember[] = [];
  if (object.incomplete) members.push(spreadOfHole(lowering, object));
  for (const property of object.children) {
    const overridden = override?.(property);
    if (overridden === null) continue;
    const copies = overridden === undefined && lowering.expressions ? copiesOf(property) : null;
    if (copies !== null) {
      for (const copy of copies) members.push(lowerCopy(lowering, copy));
      continue;
    }
    // Not a function of its own: an object in an object costs as little stack as possible.
    const place = nodeFor(lowering, property);
    const [keyString, written] = property.children;
    const key = lowerString(lowering, keyString);
    const value = overridden ?? (written === undefined ? null : lowerValue(lowering, written));
    members.push(member(place, key, value ?? holeFor(lowering, property, BEING_TYPED)));
  }
  return { kind: 'object', node, members };
}

/** A property if the key is a constant text, else a computed member. */
export function member(node: NodeId, key: Expression, value: Expression): ObjectMember {
  if (key.kind === 'literal' && typeof key.value === 'string')
    return { kind: 'property', node, keyNode: key.node, key: key.value, value };
  return { kind: 'computed', node, key, value };
}

/** An array that could not be read whole ends with a spread of a hole: it may have more elements than one sees. */
function lowerArray(lowering: ArmLowering, array: JsonArray): Expression {
  const node = nodeFor(lowering, array);
  const items: ArrayItem[] = [];
  for (const value of array.children) items.push({ kind: 'item', value: lowerValue(lowering, value) });
  if (array.incomplete) items.push(spreadOfHole(lowering, array));
  return { kind: 'array', node, items };
}

function spreadOfHole(lowering: ArmLowering, container: JsonObject | JsonArray): SpreadMember {
  const end = container.offset + container.length;
  const node = lowering.spans.add(end, end);
  return { kind: 'spread', node, value: { kind: 'hole', node, reason: BEING_TYPED } };
}

/** An element of a `copy` array in an object: the loop that gives the property `name`. */
export interface PropertyCopy {
  readonly object: JsonObject;
  readonly name: JsonString;
}

/**
 * The elements of `"copy": [{"name": ..., "count": ..., "input": ...}]`; null if the property is anything else. It is no loop if any element
 * lacks name or count.
 */
export function copiesOf(property: JsonProperty): readonly PropertyCopy[] | null {
  const value = property.children[1];
  if (value?.type !== 'array' || value.children.length === 0 || !sameName(property.children[0].value, 'copy'))
    return null;
  const copies: PropertyCopy[] = [];
  for (const object of value.children) {
    const name = object.type === 'object' ? propertyValue(object, 'name') : null;
    if (object.type !== 'object' || name?.type !== 'string' || propertyValue(object, 'count') === null) return null;
    copies.push({ object, name });
  }
  return copies;
}

function lowerCopy(lowering: ArmLowering, copy: PropertyCopy): ObjectMember {
  const node = nodeFor(lowering, copy.object);
  const key = lowerString(lowering, copy.name);
  return member(node, key, lowerLoop(lowering, copy.object, key.kind === 'literal' ? copy.name.value : null, false));
}

/**
 * Lowers `{"count": ..., "input": ...}` to a loop over `range(0, count)`, whose index is what `copyIndex` means in the input. A count of
 * `length(array)` gives the loop over that array which Bicep had, so that its elements keep their conditions.
 */
export function lowerLoop(
  lowering: ArmLowering,
  copy: JsonObject,
  copyName: string | null,
  unnamed: boolean,
): LoopExpression {
  const { header, inside } = lowerLoopHeader(lowering, copy, copyName, unnamed);
  const input = propertyValue(copy, 'input');
  const body = input === null ? holeFor(lowering, copy, BEING_TYPED) : lowerValue(inside, input);
  return { kind: 'loop', ...header, body };
}

/** The head of a `copy`, and the lowering of what it repeats. */
export function lowerLoopHeader(
  lowering: ArmLowering,
  copy: JsonObject,
  copyName: string | null,
  unnamed: boolean,
): { readonly header: LoopHeader; readonly inside: ArmLowering & { readonly loop: ArmLoop } } {
  const node = nodeFor(lowering, copy);
  const count = propertyValue(copy, 'count');
  const place = count ?? copy;
  const counted = count === null ? null : countedArray(lowering, count);
  const inside = insideLoop(lowering, copyName, unnamed, counted);
  const { indexName } = inside.loop;
  const itemName = inside.loop.counted?.itemName ?? null;
  if (counted !== null) {
    const source = lowerArmExpression(lowering, counted);
    return { header: { node, source, itemName, indexName, filter: null }, inside };
  }
  const zero: Expression = { kind: 'literal', node: nodeFor(lowering, place), value: 0 };
  const end = count === null ? holeFor(lowering, copy, BEING_TYPED) : lowerValue(lowering, count);
  const source: Expression = {
    kind: 'call',
    node: nodeFor(lowering, place),
    name: 'range',
    arguments: [zero, end],
    target: null,
  };
  return { header: { node, source, itemName, indexName, filter: null }, inside };
}

/** The array in a count of `[length(array)]`, which is how Bicep's loops over arrays are compiled; null for other counts. */
function countedArray(lowering: ArmLowering, count: JsonValue): ArmExpression | null {
  if (count.type !== 'string' || !lowering.expressions || !isExpression(count.value)) return null;
  const { expression } = parseExpression(lowering.source, count.offset, count.length);
  if (expression?.kind !== 'call' || expression.name.toLowerCase() !== 'length') return null;
  return expression.arguments.length === 1 ? (expression.arguments[0] ?? null) : null;
}
