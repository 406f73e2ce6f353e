/**
 * What is read of a resource and Azure gives: ids of child resources declared in an array of their parent, `network.properties.subnets[0].id`, and
 * properties that the resource doesn't declare.
 */
import { childArraysOf } from '../azure/child-arrays.ts';
import type { Cell } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import type { ResourceInstance } from './instance.ts';
import { instanceReferredTo } from './named-resources.ts';
import { partsOf, textOf } from './texts.ts';
import { isScalar, type ObjectValue, propertyOf, type Scalar, type Value } from './values.ts';

/**
 * The id of an element that is a child resource in disguise, built from the parent's id and the element's name. Null if the expression at
 * the cell doesn't read an element of such an array directly from its resource.
 */
export function idOfElement(evaluator: Evaluator, at: Cell, element: ObjectValue): Value | null {
  const path = elementPath(evaluator, at);
  if (path === null) return null;
  const array = childArraysOf(path.resource.declaration.type).find(
    (candidate) => candidate.path.toLowerCase() === path.array.toLowerCase(),
  );
  const name = propertyOf(element, 'name');
  const parts = name && partsOf(evaluator.force(name));
  if (!array || !parts) return null;
  return textOf([{ kind: 'reference', to: path.resource, what: 'id' }, `/${array.childType}/`, ...parts]);
}

/** Members inside of each other that are followed to the resource that they are read of. */
const mostMembers = 32;

/**
 * The resource that a member is read of, and the keys that lead from it to the member's owner; there is at least one. Null if the expression at the
 * cell isn't such a member.
 */
export function pathInResource(
  evaluator: Evaluator,
  at: Cell,
): { readonly instance: ResourceInstance; readonly first: string; readonly between: readonly Scalar[] } | null {
  const between: Scalar[] = [];
  let owner = at.expression.kind === 'member' ? at.expression.target : null;
  for (let steps = 0; owner !== null && steps < mostMembers; steps++) {
    const referred = owner.kind === 'call' ? instanceReferredTo(evaluator, owner, at.frame) : null;
    if (referred !== null) return { instance: referred, first: 'properties', between: between.reverse() };
    if (owner.kind !== 'member') return null;
    const key = evaluator.force(evaluator.part(owner.key, at.frame));
    if (!isScalar(key) || owner.fromEnd || owner.nested) return null;
    const target = evaluator.force(evaluator.part(owner.target, at.frame));
    if (typeof target === 'object' && target !== null && target.kind === 'reference')
      return target.what === 'resource'
        ? { instance: target.to, first: String(key), between: between.reverse() }
        : null;
    between.push(key);
    owner = owner.target;
  }
  return null;
}

/** The resource and the array path of `resource.properties.array[index].id`, or of `reference(resource).array[index].id`. */
function elementPath(
  evaluator: Evaluator,
  { expression, frame }: Cell,
): { readonly resource: ResourceInstance; readonly array: string } | null {
  const element = expression.kind === 'member' ? expression.target : null;
  const array = element?.kind === 'member' ? element.target : null;
  if (array?.kind !== 'member' || array.key.kind !== 'literal') return null;
  const name = String(array.key.value);
  if (array.target.kind === 'call') {
    const referred = instanceReferredTo(evaluator, array.target, frame);
    return referred && { resource: referred, array: `properties.${name}` };
  }
  const properties = array.target.kind === 'member' ? array.target : null;
  if (properties?.key.kind !== 'literal') return null;
  const resource = evaluator.force(evaluator.part(properties.target, frame));
  const isResource = typeof resource === 'object' && resource?.kind === 'reference' && resource.what === 'resource';
  return isResource ? { resource: resource.to, array: `${String(properties.key.value)}.${name}` } : null;
}
