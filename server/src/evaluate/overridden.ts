/** Parameters with another value than they are given, for probes. */
import type { Expression } from '../template/ir.ts';
import { Cell, type Frame } from './cell.ts';
import type { Override } from './scenario.ts';
import type { Scalar } from './values.ts';

/** Binding by which the expression that overrides a part of a value reads the rest. No language can write it. */
const given = '(given)';

/** The cell of a parameter whose value, or the part at a path, is another. What lies around the part stays what it was. */
export function overridden(usual: Cell, frame: Frame, { path, value }: Override): Cell {
  const { node } = usual.expression;
  const around: Frame = {
    file: frame.file,
    path: `${frame.path}/override`,
    foldNames: false,
    up: null,
    bindings: new Map([[given, { kind: 'variable', cell: usual, node }]]),
  };
  const whole: Expression = { kind: 'name', node, space: 'any', name: given };
  return new Cell(replacedAt(node, whole, path, value), around);
}

function replacedAt(node: number, target: Expression, path: readonly string[], value: Scalar): Expression {
  const literal = (of: Scalar): Expression => ({ kind: 'literal', node, value: of });
  const call = (name: string, ...operands: Expression[]): Expression => ({
    kind: 'call',
    node,
    name,
    arguments: operands,
    target: null,
    isBuiltIn: true,
  });
  const [key, ...rest] = path;
  if (key === undefined) return literal(value);
  const isIndex = /^\d{1,9}$/.test(key);
  const part: Expression = {
    kind: 'member',
    node,
    target,
    key: literal(isIndex ? Number(key) : key),
    safe: true,
    fromEnd: false,
    nested: false,
  };
  const replaced = replacedAt(node, part, rest, value);
  if (isIndex) {
    const element: Expression = { kind: 'array', node, items: [{ kind: 'item', value: replaced }] };
    const before = call('take', target, literal(Number(key)));
    return call('concat', before, element, call('skip', target, literal(Number(key) + 1)));
  }
  const spread = { kind: 'spread', node, value: target } as const;
  return { kind: 'object', node, members: [spread, { kind: 'property', node, keyNode: node, key, value: replaced }] };
}
