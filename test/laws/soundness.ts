/** For tests: what holds of every value that an evaluation gives, whatever the template. */
import type { Cell } from '../../server/src/evaluate/cell.ts';
import { mostSteps } from '../../server/src/evaluate/evaluator.ts';
import { asCondition } from '../../server/src/evaluate/lift.ts';
import type { Program } from '../../server/src/evaluate/program.ts';
import type { Value } from '../../server/src/evaluate/values.ts';
import { valueParts } from '../deep-values.ts';

/** Values that are looked at in one program; a template may make millions. */
const mostValues = 300_000;

/** All that a program gives: bodies, names, parents and conditions of its resources, its outputs. */
export function rootsOf(program: Program): ReadonlyMap<string, Cell> {
  const roots = new Map<string, Cell>();
  for (const { key, body, name, conditions, parent } of program.instances) {
    roots.set(`${key} body`, body);
    roots.set(`${key} name`, name);
    if (parent?.kind === 'value') roots.set(`${key} parent`, parent.cell);
    for (const [index, condition] of conditions.entries())
      roots.set(`${key} condition ${index}`, asCondition(program.evaluator, condition));
  }
  for (const declaration of program.lowered.template.declarations) {
    if (declaration.kind === 'output')
      roots.set(`output ${declaration.name}`, program.evaluator.part(declaration.value, program.frame));
  }
  return roots;
}

/** Forces everything; gives what is wrong with it. */
export function soundness(program: Program): readonly string[] {
  const { evaluator } = program;
  const wrong: string[] = [];
  const seen = new Set<Cell>();
  for (const [name, root] of rootsOf(program)) {
    const pending = [root];
    for (let cell = pending.pop(); cell !== undefined && seen.size < mostValues; cell = pending.pop()) {
      if (seen.has(cell)) continue;
      seen.add(cell);
      const value = evaluator.force(cell);
      const fault = faultOf(value);
      if (fault !== null) wrong.push(`${name}: ${fault}`);
      for (const [, part] of valueParts(value, cell, evaluator.given).inside) pending.push(part);
    }
  }
  if (evaluator.stepCount > mostSteps) wrong.push(`${evaluator.stepCount} steps`);
  const told = program.problems.map(({ file, node, code }) => `${file} ${node} ${code}`);
  if (new Set(told).size < told.length) wrong.push('a problem is told twice');
  return wrong;
}

function faultOf(value: Value): string | null {
  if (value === undefined) return 'it has no value';
  if (typeof value === 'number' && !Number.isFinite(value)) return `it is the number ${value}`;
  if (typeof value === 'number' && Object.is(value, -0)) return 'it is minus zero';
  if (typeof value !== 'object' || value === null) return null;
  switch (value.kind) {
    case 'object':
      return value.cells.length === value.shape.keys.length ? null : 'an object has other keys than cells';
    case 'text': {
      const { parts } = value;
      if (parts.every((part) => typeof part === 'string')) return 'a text without unknown parts';
      const doubled = parts.some((part, index) => typeof part === 'string' && typeof parts[index + 1] === 'string');
      return doubled ? 'a text has neighbouring strings' : null;
    }
    default:
      return null;
  }
}
