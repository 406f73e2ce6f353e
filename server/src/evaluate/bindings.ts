/** Binds names to cells. */
import type { ParameterDeclaration } from '../template/ir.ts';
import type { ParameterAssignment } from '../template/lowered.ts';
import { type Binding, bindingKey, Cell, type Frame } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { baseTerm } from './terms.ts';
import type { Value } from './values.ts';

/** Binds a name; of two equal ones the first counts. */
export function bind(frame: Frame, space: 'parameter' | 'variable' | 'resource', name: string, binding: Binding): void {
  const key = bindingKey(frame, space, name);
  if (!frame.bindings.has(key)) frame.bindings.set(key, binding);
}

/** Binds a name whose value isn't known. */
export function bindOpaque(frame: Frame, name: string, node: number, reason: string): void {
  if (name !== '') bind(frame, 'resource', name, { kind: 'opaque', reason, node });
}

/** The cell of a parameter that nobody gives a value: its default, null if it may be null, else unknown. */
export function parameterCell(declaration: ParameterDeclaration, frame: Frame): Cell {
  if (declaration.default !== null) return new Cell(declaration.default, frame);
  const reason = `parameter '${declaration.name}' has no value`;
  const expression = { kind: 'hole', node: declaration.node, reason } as const;
  if (declaration.type.nullable) return new Cell(expression, frame, null);
  const term = baseTerm(
    `parameter(${frame.path}/${declaration.name.toLowerCase()})`,
    frame.path,
    declaration.node,
    `parameter ${declaration.name}`,
  );
  const value: Value = { kind: 'unknown', term, reason, nullable: false, oneOf: declaration.type.allowed };
  return new Cell(expression, frame, declaration.type.base === 'string' ? { ...value, type: 'string' } : value);
}

/** What a parameter file gives to a parameter, in a frame of the file. A secret of a key vault is unknown. */
export function assignedCell(evaluator: Evaluator, { value }: ParameterAssignment, frame: Frame): Cell {
  const cell = new Cell(value, frame);
  if (value.kind === 'call' && value.name.toLowerCase() === 'getsecret')
    cell.value = evaluator.failure(cell, 'it is a secret of a key vault');
  return cell;
}
