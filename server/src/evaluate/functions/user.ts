/** Functions that authors declare: `func` in Bicep, `functions` with name spaces in JSON. */
import type { CallExpression, FunctionDeclaration } from '../../template/ir.ts';
import { bind } from '../bindings.ts';
import type { Cell, Frame, Invocation, UserFunction } from '../cell.ts';
import type { Evaluator } from '../evaluator.ts';
import { scopeOf } from '../scopes.ts';

/** User functions inside of each other that are evaluated. */
const mostNested = 64;

/** Lets a name of a template's frame stand for a function; of two equal ones the first counts. */
export function bindFunction(frame: Frame, name: string, declared: UserFunction): void {
  const key = functionKey(frame, name);
  if (frame.functions?.has(key) === false) frame.functions.set(key, declared);
}

export function functionKey(frame: Frame, name: string): string {
  return frame.foldNames ? name.toLowerCase() : name;
}

/** The function that a call means: one of the template, imported ones included, by its name or as a member of its name space. */
export function userFunctionOf(frame: Frame, { name, target, isBuiltIn }: CallExpression): UserFunction | null {
  if (isBuiltIn === true) return null;
  const full = target === null ? name : target.kind === 'name' ? `${target.name}.${name}` : null;
  if (full === null) return null;
  for (let at: Frame | null = frame; at !== null; at = at.up) {
    const found = at.functions?.get(functionKey(at, full));
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether a call means a function that an author declares, be it there or not: Bicep says so by its name. */
export function meansDeclared({ foldNames }: Frame, { target, isBuiltIn }: CallExpression): boolean {
  return !foldNames && target === null && isBuiltIn !== true;
}

/**
 * The cell of the body in a frame of the call. In Bicep it sees the names of the template that declares it, in JSON its own parameters only.
 * What it reads of the place of deployment is that of the call. A call that leads back to its own function is unknown: both languages
 * refuse it.
 */
export function callUserFunction(
  evaluator: Evaluator,
  at: Cell,
  { declaration, frame }: UserFunction,
  operands: readonly Cell[],
): Cell {
  const outer = invocationAround(at.frame);
  for (let around = outer; around !== null; around = around.outer) {
    if (around.declaration !== declaration) continue;
    return evaluator.given(at, evaluator.beyond(at, 'the function calls itself', 'recursion'));
  }
  const depth = (outer?.depth ?? 0) + 1;
  if (depth > mostNested) {
    const reason = `functions call each other more than ${mostNested} deep`;
    return evaluator.given(at, evaluator.beyond(at, reason));
  }
  return evaluator.bodyOf(at, () => {
    const { functions } = frame;
    const callee: Frame = {
      file: frame.file,
      path: `${at.frame.path}/${at.expression.node}()`,
      foldNames: frame.foldNames,
      up: frame.foldNames ? null : frame,
      ...(at.frame.isPassing === true ? { isPassing: true } : {}),
      invocation: { declaration, depth, outer },
      scope: scopeOf(at.frame),
      ...(frame.foldNames && functions !== undefined ? { functions } : {}),
      bindings: new Map(),
    };
    for (const [position, name] of declaration.parameters.entries()) {
      const cell = operands[position] ?? missingArgument(evaluator, at, declaration, name);
      bind(callee, 'parameter', name, { kind: 'parameter', cell, node: declaration.node, defaulted: false });
    }
    return evaluator.part(declaration.body, callee);
  });
}

function missingArgument(evaluator: Evaluator, at: Cell, declaration: FunctionDeclaration, name: string): Cell {
  const reason = `the call of '${declaration.name}' has no argument '${name}'`;
  return evaluator.given(at, evaluator.failure(at, reason, name));
}

/** The call whose body a frame belongs to. */
function invocationAround(frame: Frame): Invocation | null {
  for (let at: Frame | null = frame; at !== null; at = at.up) if (at.invocation !== undefined) return at.invocation;
  return null;
}
