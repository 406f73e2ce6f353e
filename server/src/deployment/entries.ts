/** The resources of a deployment: declared ones, and elements of arrays that are child resources in disguise. */
import { type ChildArray, childArraysOf } from '../azure/child-arrays.ts';
import { type Cell, originOf } from '../evaluate/cell.ts';
import type { ResourceInstance } from '../evaluate/instance.ts';
import type { Program } from '../evaluate/program.ts';
import { type ArrayElement, isArray, isChoice, isNothing, isObject, propertyOf } from '../evaluate/values.ts';
import type { ResourceKey } from './intent.ts';
import { segmentsOf } from './paths.ts';

export type ResourceEntry = DeclaredEntry | ElementEntry;

export interface DeclaredEntry {
  readonly kind: 'declared';
  readonly key: ResourceKey;
  readonly type: string;
  readonly body: Cell;
  readonly instance: ResourceInstance;
}

export interface ElementEntry {
  readonly kind: 'element';
  readonly key: ResourceKey;
  readonly type: string;
  readonly body: Cell;
  readonly parent: ResourceEntry;
  readonly array: ChildArray;
  readonly element: ArrayElement;
}

/** Elements of one array that are looked at; longer arrays are cut. */
const mostElements = 4096;

/** All entries in order of declaration, each followed by its disguised children, over all alternatives of the arrays. */
export function entriesOf(program: Program): readonly ResourceEntry[] {
  const entries: ResourceEntry[] = [];
  for (const instance of program.instances) {
    const entry: DeclaredEntry = {
      kind: 'declared',
      key: instance.key,
      type: instance.declaration.type,
      body: instance.body,
      instance,
    };
    entries.push(entry);
    if (!instance.declaration.existing) addElements(program, entry, entries);
  }
  return entries;
}

function addElements(program: Program, parent: ResourceEntry, entries: ResourceEntry[]): void {
  for (const array of childArraysOf(parent.type)) {
    const elements = possibleElements(program, parent.body, segmentsOf(array.path));
    elements.slice(0, mostElements).forEach((element) => {
      const origin = originOf(element.cell);
      const entry: ElementEntry = {
        kind: 'element',
        key: `${parent.key}/${array.childType}@${origin.frame.path}#${origin.expression.node}`,
        type: `${parent.type}/${array.childType}`,
        body: element.cell,
        parent,
        array,
        element,
      };
      entries.push(entry);
      addElements(program, entry, entries);
    });
  }
}

/** The elements of an array at a path, whichever sides the choices on the way take. */
function possibleElements(program: Program, cell: Cell, segments: readonly string[]): readonly ArrayElement[] {
  const found: ArrayElement[] = [];
  const seen = new Set<Cell>();
  const visit = (at: Cell, depth: number): void => {
    const value = program.evaluator.force(at);
    if (isChoice(value)) {
      visit(value.yes, depth);
      visit(value.no, depth);
    } else if (depth === segments.length) {
      if (!isArray(value)) return;
      for (const item of value.items) {
        const origin = originOf(item.cell);
        if (seen.has(origin) || isNothing(program.evaluator.force(item.cell))) continue;
        seen.add(origin);
        found.push(item);
      }
    } else if (isObject(value)) {
      const next = propertyOf(value, segments[depth] ?? '');
      if (next !== undefined) visit(next, depth + 1);
    }
  };
  visit(cell, 0);
  return found;
}
