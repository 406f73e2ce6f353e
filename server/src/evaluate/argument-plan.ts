/**
 * What the text of a module call alone tells of its arguments: made once for each call and template that it calls, whatever deployment they are
 * evaluated in, so that only what depends on values is looked at each time.
 */
import type {
  Expression,
  ModuleDeclaration,
  ObjectExpression,
  ParameterDeclaration,
  Template,
} from '../template/ir.ts';
import { pushOperands } from '../template/operands.ts';
import type { TypeForm } from '../template/type-form.ts';
import type { Frame } from './cell.ts';
import { isHandedOn, isSurelyOf } from './type-refusal.ts';

export interface ArgumentPlan {
  readonly callee: Template;
  /** Names of arguments that no parameter has. */
  readonly unknownNames: readonly string[];
  /** Parameters without an argument and a default. */
  readonly withoutValue: readonly ParameterDeclaration[];
  /** Parameters with an argument of which the text doesn't tell that it is of their type. */
  readonly compared: readonly ParameterDeclaration[];
  /** Those of them that are compared in a module, too; null until a call is met in one. */
  comparedInModule: readonly ParameterDeclaration[] | null;
  /** Those of them whose argument names the item or the index of the call's loop; null until a second turn is met. */
  comparedAgain: readonly ParameterDeclaration[] | null;
}

export interface Parameters {
  readonly parameters: readonly ParameterDeclaration[];
  /** As written, and in lower case. */
  readonly names: ReadonlySet<string>;
}

const parametersByTemplate = new WeakMap<Template, Parameters>();

export function parametersOf(template: Template): Parameters {
  const known = parametersByTemplate.get(template);
  if (known !== undefined) return known;
  const parameters = template.declarations.filter((declared) => declared.kind === 'parameter');
  const names = new Set(parameters.flatMap(({ name }) => [name, name.toLowerCase()]));
  parametersByTemplate.set(template, { parameters, names });
  return { parameters, names };
}

/** The plans of a call, one for each template that it was seen to call; null where the list of arguments has to be evaluated. */
const plans = new WeakMap<ModuleDeclaration, Map<Template, ArgumentPlan> | null>();

/** The plan of a call; null if its list of arguments isn't there as a literal of Bicep with all its names. */
export function planOf(declaration: ModuleDeclaration, callee: Template): ArgumentPlan | null {
  let ofCall = plans.get(declaration);
  if (ofCall === undefined) {
    ofCall = literalArguments(declaration) === null ? null : new Map();
    plans.set(declaration, ofCall);
  }
  if (ofCall === null) return null;
  const known = ofCall.get(callee);
  if (known !== undefined) return known;
  const plan = makePlan(literalArguments(declaration) ?? new Map(), callee);
  ofCall.set(callee, plan);
  return plan;
}

/** The parameters whose arguments a call in a module has to be asked for. Which names are parameters or items of loops is the same each time. */
export function comparedInModule(
  plan: ArgumentPlan,
  declaration: ModuleDeclaration,
  turn: Frame,
): readonly ParameterDeclaration[] {
  if (plan.comparedInModule !== null) return plan.comparedInModule;
  const written = literalArguments(declaration);
  plan.comparedInModule = plan.compared.filter((parameter) => {
    const value = written?.get(parameter.name.toLowerCase())?.value;
    return value === undefined || !isHarmless(value, formOf(parameter), turn);
  });
  return plan.comparedInModule;
}

/** The parameters whose arguments may be others in another turn of the call's loop. */
export function comparedAgain(plan: ArgumentPlan, declaration: ModuleDeclaration): readonly ParameterDeclaration[] {
  if (plan.comparedAgain !== null) return plan.comparedAgain;
  const written = literalArguments(declaration);
  const { itemName = null, indexName = null } = declaration.loop ?? {};
  plan.comparedAgain = plan.compared.filter(({ name }) => {
    const value = written?.get(name.toLowerCase())?.value;
    return value === undefined || namesOneOf(value, [itemName, indexName]);
  });
  return plan.comparedAgain;
}

/** True if one of the names stands anywhere in an expression. Iterative: expressions may be deep. */
function namesOneOf(expression: Expression, names: readonly (string | null)[]): boolean {
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'name' && names.includes(next.name)) return true;
    pushOperands(next, pending);
  }
  return false;
}

interface Argument {
  readonly name: string;
  readonly value: Expression;
}

/** By folded name; of equal ones the value of the last counts, and the spelling of the first. */
function literalArguments({ body }: ModuleDeclaration): ReadonlyMap<string, Argument> | null {
  const list = isPlainObject(body) ? plainProperty(body, 'params') : null;
  if (list === null || list.kind !== 'object' || !isPlainObject(list)) return null;
  const found = new Map<string, Argument>();
  for (const member of list.members) {
    if (member.kind !== 'property') continue;
    const key = member.key.toLowerCase();
    found.set(key, { name: found.get(key)?.name ?? member.key, value: member.value });
  }
  return found;
}

function isPlainObject(body: Expression): body is ObjectExpression {
  return body.kind === 'object' && body.members.every(({ kind }) => kind === 'property');
}

function plainProperty({ members }: ObjectExpression, name: string): Expression | null {
  const found = members.findLast((member) => member.kind === 'property' && member.key.toLowerCase() === name);
  return found?.value ?? null;
}

function makePlan(written: ReadonlyMap<string, Argument>, callee: Template): ArgumentPlan {
  const { parameters, names } = parametersOf(callee);
  const hasName = (name: string): boolean => names.has(name) || (callee.foldNames && names.has(name.toLowerCase()));
  const argumentOf = ({ name }: ParameterDeclaration): Argument | undefined => written.get(name.toLowerCase());
  return {
    callee,
    unknownNames: [...written.values()].flatMap(({ name }) => (hasName(name) ? [] : [name])),
    withoutValue: parameters.filter((parameter) => argumentOf(parameter) === undefined && parameter.default === null),
    compared: parameters.filter((parameter) => {
      const argument = argumentOf(parameter);
      return argument !== undefined && !isSurelyOf(argument.value, formOf(parameter), null);
    }),
    comparedInModule: null,
    comparedAgain: null,
  };
}

/** What a parameter's declaration says of its values. */
export function formOf({ form, type }: ParameterDeclaration): TypeForm {
  return form ?? { kind: 'facts', facts: type };
}

/** True for an argument of a call in a module that is what the module was given, or surely of the type, whatever conditions choose. */
function isHarmless(value: Expression, form: TypeForm, turn: Frame): boolean {
  switch (value.kind) {
    case 'conditional':
      return [value.whenTrue, value.whenFalse].every((branch) => isHarmless(branch, form, turn) || isNull(branch));
    case 'coalesce':
      return value.operands.every((operand) => isHarmless(operand, form, turn) || isNull(operand));
    default:
      return isSurelyOf(value, form, turn) || isHandedOn(value, turn);
  }
}

/** A null that a condition chooses is passed on, be the type what it may. */
function isNull(value: Expression): boolean {
  return value.kind === 'literal' && value.value === null;
}
