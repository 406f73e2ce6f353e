/** For tests of laws: all that a program deploys, by paths. */
import type { Cell } from '../../server/src/evaluate/cell.ts';
import { asCondition } from '../../server/src/evaluate/lift.ts';
import type { Program } from '../../server/src/evaluate/program.ts';
import { isArray, isChoice, isObject, isUnknown, keysOf, propertyOf } from '../../server/src/evaluate/values.ts';

export interface Node {
  readonly cell: Cell;
  /** The value of a leaf, the keys or the number of elements of an object or array: equal for equal values. */
  readonly shown: string;
  /** Path of the object or array around it; null at the root of a resource or an output. */
  readonly parent: string | null;
}

/** Objects inside of each other that are looked into. */
const deepest = 60;

/** Values that a choice may have, one inside of the other; beyond, it isn't looked into. */
const mostSides = 200;

/** Every value of the program's resources and outputs by its path; conditions under which something is there are values too. */
export function nodesOf(program: Program): ReadonlyMap<string, Node> {
  const { evaluator } = program;
  const nodes = new Map<string, Node>();
  const walk = (cell: Cell, path: string, parent: string | null, depth: number): void => {
    const value = evaluator.force(cell);
    if (isObject(value) && depth < deepest) {
      const keys = keysOf(value);
      nodes.set(path, { cell, shown: `{${keys.join()}}${value.rest === null ? '' : '…'}`, parent });
      for (const key of keys) walk(propertyOf(value, key) ?? cell, `${path}.${key}`, path, depth + 1);
    } else if (isArray(value) && depth < deepest) {
      nodes.set(path, { cell, shown: `[${value.items.length}]${value.rest === null ? '' : '…'}`, parent });
      for (const [index, item] of value.items.entries()) {
        walk(item.cell, `${path}[${index}]`, path, depth + 1);
        if (item.when !== null) {
          const when = evaluator.given(item.cell, item.when);
          nodes.set(`${path}[${index}?]`, { cell, shown: shownOf(program, when), parent: path });
        }
      }
    } else nodes.set(path, { cell, shown: shownOf(program, cell), parent });
  };
  for (const { key, body, name, conditions } of program.instances) {
    walk(body, `${key} body`, null, 0);
    walk(name, `${key} name`, null, 0);
    for (const [index, condition] of conditions.entries())
      walk(asCondition(evaluator, condition), `${key} condition ${index}`, null, 0);
  }
  for (const declaration of program.lowered.template.declarations) {
    if (declaration.kind === 'output')
      walk(evaluator.part(declaration.value, program.frame), `output ${declaration.name}`, null, 0);
  }
  return nodes;
}

/** A value in one line. Which unknown one is makes no difference: it is named after texts and places. */
function shownOf(program: Program, root: Cell): string {
  const parts: string[] = [];
  const pending = [root];
  for (let cell = pending.pop(); cell !== undefined && parts.length < mostSides; cell = pending.pop()) {
    const value = program.evaluator.force(cell);
    if (typeof value !== 'object' || value === null) parts.push(`${typeof value} ${String(value)}`);
    else if (isChoice(value)) {
      parts.push('choice');
      pending.push(value.no, value.yes);
    } else if (value.kind === 'text')
      parts.push(
        value.parts
          .map((part) => (typeof part === 'string' ? part : part.kind === 'unknown' ? '\0' : part.to.key))
          .join(''),
      );
    else if (value.kind === 'reference') parts.push(`reference ${value.what} ${value.to.key}`);
    else parts.push(isUnknown(value) ? 'unknown' : value.kind);
  }
  return parts.join(' | ');
}

/** The cells of a value and of what is inside of its choices. */
export function sidesOf(program: Program, root: Cell): readonly Cell[] {
  const found: Cell[] = [];
  const pending = [root];
  for (let cell = pending.pop(); cell !== undefined && found.length < mostSides; cell = pending.pop()) {
    found.push(cell);
    const value = program.evaluator.force(cell);
    if (isChoice(value)) pending.push(value.no, value.yes);
  }
  return found;
}
