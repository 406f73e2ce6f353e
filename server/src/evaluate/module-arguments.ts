/** The arguments of a module call, bound to the parameters of what is called. */
import type { Expression, ModuleDeclaration, ParameterDeclaration, Template } from '../template/ir.ts';
import { type AddressPart, linkedAddress, parametersLinkOf } from '../template/linked-address.ts';
import { assignedCell, bind, parameterCell } from './bindings.ts';
import { Cell, type Frame, type ParameterBinding } from './cell.ts';
import type { Around, Sharing } from './declaring.ts';
import { report } from './file-problem.ts';
import { isMissing } from './files.ts';
import { lift } from './lift.ts';
import { addressCell } from './module-callee.ts';
import { overridden } from './overridden.ts';
import { overrideKey } from './scenario.ts';
import { secretOf } from './secrecy.ts';
import { partsOf } from './texts.ts';
import { absent, isChoice, isObject, isUnknown, propertyOf } from './values.ts';

/** Parameters stand for the caller's arguments; those that it leaves out have their defaults. */
export function bindArguments(
  sharing: Sharing,
  around: Around,
  declaration: ModuleDeclaration,
  template: Template,
  caller: Frame,
  frame: Frame,
): void {
  // Read once: the arguments are cells of the caller, shared with whoever else reads the call.
  const list = argumentsOf(declaration, caller);
  const linked = caller.foldNames ? linkedArguments(sharing, around, declaration, caller, frame) : null;
  for (const parameter of template.declarations) {
    if (parameter.kind !== 'parameter') continue;
    const given = linked === null ? argumentOf(around, declaration, list, parameter.name) : linked(parameter.name);
    bindParameter(sharing, parameter, template, frame, given);
  }
}

/** The list of arguments of a call: an object, in JSON with an object around each. */
export function argumentsOf(declaration: ModuleDeclaration, caller: Frame): Cell {
  return new Cell(member(declaration, [caller.foldNames ? 'parameters' : 'params']), caller);
}

/** The arguments of a deployment of JSON that names a parameter file in place of them, by the name of a parameter; null if it names none. */
function linkedArguments(
  sharing: Sharing,
  { evaluator }: Around,
  declaration: ModuleDeclaration,
  caller: Frame,
  callee: Frame,
): ((name: string) => Cell | null) | null {
  const link = parametersLinkOf(declaration);
  if (link === null) return null;
  const { file } = caller;
  const parts = partsOf(evaluator.force(addressCell(evaluator, new Cell(link, caller)))) ?? [];
  const address = linkedAddress(parts.map((part): AddressPart => (typeof part === 'string' ? part : null)));
  const found = address === null ? null : sharing.files.linked(file, address);
  const problem = found === null ? unknownParameters : isMissing(found) ? found.problem : null;
  if (problem !== null) report(sharing.problems, { ...problem, file, node: link.node });
  if (found === null || isMissing(found) || found.lowered.language !== 'arm-params') {
    const hole: Expression = { kind: 'hole', node: link.node, reason: 'its parameter file is not known' };
    return () => new Cell(hole, caller);
  }
  sharing.lowered.set(found.file, found.lowered);
  const path = `${callee.path}/parametersLink`;
  const bindings = new Map();
  const frame: Frame = { file: found.file, path, foldNames: true, up: null, functions: new Map(), bindings };
  const cells = new Map<string, Cell>();
  for (const assignment of found.lowered.assignments)
    cells.set(assignment.name.toLowerCase(), assignedCell(evaluator, assignment, frame));
  return (name) => cells.get(name.toLowerCase()) ?? null;
}

const unknownParameters = {
  code: 'template-unknown',
  severity: 'information',
  message: 'Which parameter file this names is not known from its text: values from it are unknown.',
} as const;

/** The argument that the call writes for a parameter, be it null; null if the call leaves it out. */
function argumentOf(around: Around, declaration: ModuleDeclaration, list: Cell, name: string): Cell | null {
  const { evaluator } = around;
  const holder = evaluator.force(list);
  const isJson = list.frame.foldNames;
  const written = isObject(holder) ? propertyOf(holder, name) : undefined;
  if (isUnknown(holder) || isChoice(holder) || (written === undefined && isObject(holder) && holder.rest !== null)) {
    return new Cell(member(declaration, isJson ? ['parameters', name, 'value'] : ['params', name]), list.frame);
  }
  if (written === undefined || written.value === absent) return null;
  if (!isJson) return written;
  // JSON wraps each argument into an object, which holds a reference instead of a value for a secret of a key vault.
  return lift(evaluator, written, [written], ([leaf = written]) => {
    const wrapper = evaluator.force(leaf);
    const value = isObject(wrapper) ? propertyOf(wrapper, 'value') : undefined;
    if (value !== undefined) return value;
    const unknown = isUnknown(wrapper) ? wrapper : evaluator.failure(leaf, 'it is a secret of a key vault');
    return new Cell(written.expression, written.frame, unknown);
  });
}

/** Binds a parameter to what it is given, else to its default. */
export function bindParameter(
  sharing: Sharing,
  parameter: ParameterDeclaration,
  template: Template,
  frame: Frame,
  given: Cell | null,
): void {
  const { overrides } = sharing;
  const override = overrides.size === 0 ? undefined : overrides.get(overrideKey(frame.path, parameter.name));
  const usual = given ?? parameterCell(parameter, frame);
  const cell = override === undefined ? usual : overridden(usual, frame, override);
  const defaulted = given === null && override === undefined && parameter.default !== null;
  if (defaulted) sharing.defaults.add(cell);
  const scope = { file: frame.file, template };
  // What a probe tries is no secret.
  const secret =
    override === undefined ? secretOf(sharing.secureTypes, parameter, scope, frame.path, [sharing.defaults]) : null;
  const plain: ParameterBinding = { kind: 'parameter', cell, node: parameter.node, defaulted };
  const binding: ParameterBinding = secret === null ? plain : { ...plain, secret };
  const takesDefault = given !== null && override === undefined && hasOwnDefault(parameter) && mayBeNull(given);
  const whenNull = takesDefault ? ownDefaultOf(sharing, parameter, frame) : null;
  bind(frame, 'parameter', parameter.name, whenNull === null ? binding : { ...binding, whenNull });
}

/** Gives the default of a parameter, the same cell each time. */
function ownDefaultOf(sharing: Sharing, parameter: ParameterDeclaration, frame: Frame): () => Cell {
  let ownDefault: Cell | null = null;
  return () => {
    ownDefault ??= parameterCell(parameter, frame);
    sharing.defaults.add(ownDefault);
    return ownDefault;
  };
}

/**
 * Azure takes null for a parameter that isn't given; module authors rest on it (`name: settings.?name`). Source: Azure/bicep, pull request 9454.
 * Of a parameter that may be null itself nobody says so.
 */
function hasOwnDefault({ default: usual, type }: ParameterDeclaration): boolean {
  return usual !== null && !type.nullable;
}

/** False for an argument whose text alone says that it isn't null. */
function mayBeNull({ expression }: Cell): boolean {
  switch (expression.kind) {
    case 'literal':
      return expression.value === null;
    case 'text':
    case 'object':
    case 'array':
    case 'loop':
      return false;
    default:
      return true;
  }
}

/** `body.?a.?b`: what the call holds at a path, as an expression at the place of the call. */
function member(declaration: ModuleDeclaration, path: readonly string[]): Expression {
  const { node } = declaration;
  return path.reduce<Expression>(
    (target, key) => ({
      kind: 'member',
      node,
      target,
      key: { kind: 'literal', node, value: key },
      safe: true,
      fromEnd: false,
      nested: false,
    }),
    declaration.body,
  );
}
