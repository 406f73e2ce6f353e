/**
 * What is read of a resource and Azure gives: ids of child resources declared in an array of their parent, `network.properties.subnets[0].id`, and
 * properties that the resource doesn't declare.
 */
import { childArraysOf } from '../azure/child-arrays.ts';
import type { Expression } from '../template/ir.ts';
import type { Cell } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import type { ResourceInstance } from './instance.ts';
import { partsOf, textOf } from './texts.ts';
import { isScalar, type ObjectValue, propertyOf, type Scalar, type Value } from './values.ts';

/**
 * The id of an element that is a child resource in disguise, built from the parent's id and the element's name. Null if the expression at
 * the cell doesn't read an element of such an array directly from its resource.
 */
export function idOfElement(evaluator: Evaluator, at: Cell, element: ObjectValue): Value | null {
  const path = elementPath(at.expression);
  if (path === null) return null;
  const parent = evaluator.force(evaluator.part(path.resource, at.frame));
  if (typeof parent !== 'object' || parent === null || parent.kind !== 'reference' || parent.what !== 'resource')
    return null;
  const array = childArraysOf(parent.to.declaration.type).find(
    (candidate) => candidate.path.toLowerCase() === path.array.toLowerCase(),
  );
  const name = propertyOf(element, 'name');
  const parts = name && partsOf(evaluator.force(name));
  if (!array || !parts) return null;
  return textOf([{ kind: 'reference', to: parent.to, what: 'id' }, `/${array.childType}/`, ...parts]);
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
  for (let steps = 0; owner?.kind === 'member' && steps < mostMembers; steps++) {
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

/** The resource and the array path of `resource.properties.array[index].id`. */
function elementPath(id: Expression): { readonly resource: Expression; readonly array: string } | null {
  const element = id.kind === 'member' ? id.target : null;
  const array = element?.kind === 'member' ? element.target : null;
  const properties = array?.kind === 'member' ? array.target : null;
  if (array?.kind !== 'member' || properties?.kind !== 'member') return null;
  if (array.key.kind !== 'literal' || properties.key.kind !== 'literal') return null;
  return { resource: properties.target, array: `${String(properties.key.value)}.${String(array.key.value)}` };
}
