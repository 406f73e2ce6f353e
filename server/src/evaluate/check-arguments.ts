/**
 * What is wrong with the arguments of module calls: of names that no parameter has, missing, and of a type that the parameter doesn't take; the
 * last also of what parameter files give. It reads values that the evaluation of resources may do without, so it is done after that.
 */
import type {
  Expression,
  ModuleDeclaration,
  NodeId,
  ObjectExpression,
  ObjectMember,
  ParameterDeclaration,
  PropertyMember,
} from '../template/ir.ts';
import { parametersLinkOf } from '../template/linked-address.ts';
import { type ArgumentPlan, comparedAgain, comparedInModule, formOf, parametersOf, planOf } from './argument-plan.ts';
import { bindingKey, type Cell, originOf, templateFrameOf } from './cell.ts';
import type { ModuleCall } from './declared.ts';
import type { Evaluator } from './evaluator.ts';
import { type FileProblem, report } from './file-problem.ts';
import { argumentsOf } from './module-arguments.ts';
import type { Program } from './program.ts';
import { isNeeded, TypeChecker } from './type-refusal.ts';
import { TypeFinder, type TypeScope } from './types.ts';
import { absent, isObject, keysOf, type ObjectValue, propertyOf } from './values.ts';

/**
 * How often the same call is looked at in the template that is deployed, where a loop may give each turn other arguments. In a module once: what is
 * written there is the same each time, and what the module was given is looked at where it was called.
 */
const mostOfEntry = 8;

/** Parts of arguments that are compared with their types in one program. */
const mostParts = 50_000;

/** Most names that one message lists. */
const mostListed = 5;

/**
 * The problems of the calls of a program, each once; never throws.
 * @param languages `json` leaves out the calls that are written in Bicep
 */
export function argumentProblems(program: Program, languages: 'all' | 'json'): readonly FileProblem[] {
  const { calls, evaluator, frame } = program;
  const problems = new Map<string, FileProblem>();
  const finder = new TypeFinder(evaluator.files);
  const checker = new TypeChecker(evaluator, finder, frame, mostParts);
  for (const problem of problemsOfFile(program, languages, checker)) report(problems, problem);
  const looked = new Map<ModuleDeclaration, number>();
  const compared = new Set<ModuleDeclaration>();
  for (const call of calls) {
    if (languages === 'json' && !call.turn.foldNames) continue;
    const before = looked.get(call.declaration) ?? 0;
    const isOfEntry = templateFrameOf(call.turn) === frame;
    if (before >= (isOfEntry ? mostOfEntry : 1)) continue;
    looked.set(call.declaration, before + 1);
    // A template of outer evaluation has no parameters; one that isn't deployed needs no arguments.
    if (call.leftOut || call.callee.up !== null || parametersLinkOf(call.declaration) !== null) continue;
    const met: Met = !isOfEntry ? 'in-module' : compared.has(call.declaration) ? 'again' : 'first';
    compared.add(call.declaration);
    for (const problem of problemsOfCall(call, evaluator, finder, checker, met)) report(problems, problem);
  }
  return [...problems.values()];
}

/** What a parameter file gives that the facts of the parameters' types don't tell: those were compared when its values were bound. */
function* problemsOfFile(
  { lowered, frame, assigned }: Program,
  languages: 'all' | 'json',
  checker: TypeChecker,
): Generator<FileProblem> {
  const scope: TypeScope = { file: frame.file, template: lowered.template };
  for (const parameter of lowered.template.declarations) {
    if (parameter.kind !== 'parameter' || parameter.form === undefined) continue;
    const binding = frame.bindings.get(bindingKey(frame, 'parameter', parameter.name));
    if (binding?.kind !== 'parameter' || !assigned.has(binding.cell)) continue;
    const refused = checker.refusal(binding.cell, parameter.form, scope);
    if (refused === null || (languages === 'json' && !refused.cell.frame.foldNames)) continue;
    const { frame: at, expression } = refused.cell;
    const message = `The value of '${parameter.name}${refused.path}' ${refused.reason}.`;
    const ofSecret = binding.secret === undefined ? {} : ({ ofSecret: true } as const);
    yield { file: at.file, node: expression.node, code: 'parameter-value', severity: 'warning', message, ...ofSecret };
  }
}

function* problemsOfCall(
  call: ModuleCall,
  evaluator: Evaluator,
  finder: TypeFinder,
  checker: TypeChecker,
  met: Met,
): Generator<FileProblem> {
  const { declaration, turn, callee, calleeTemplate } = call;
  const plan = turn.foldNames ? null : planOf(declaration, calleeTemplate);
  const list = plan === null ? evaluatedList(call, evaluator) : listOf(plan, call, met);
  if (list === null) return;
  const problem = (node: NodeId, code: string, message: string, file = turn.file): FileProblem => ({
    file,
    node,
    code,
    severity: 'warning',
    message,
  });
  for (const name of list.unknownNames)
    yield problem(keyNode(declaration, name), 'argument-unknown', `The module has no parameter '${name}'.`);

  const scope: TypeScope = { file: callee.file, template: calleeTemplate };
  for (const parameter of list.compared) {
    const binding = callee.bindings.get(bindingKey(callee, 'parameter', parameter.name));
    if (binding?.kind !== 'parameter' || binding.defaulted) continue;
    const refused = checker.refusal(binding.cell, formOf(parameter), scope);
    // Azure gives a parameter that is null its default.
    if (refused === null || (refused.cell.value === null && refused.path === '' && parameter.default !== null))
      continue;
    const { file, node } = placeOf(refused.cell, call);
    const message = `The value of '${parameter.name}${refused.path}' ${refused.reason}.`;
    const found = problem(node, 'argument-value', message, file);
    yield binding.secret === undefined ? found : { ...found, ofSecret: true };
  }
  const lacking = list.withoutValue.filter((parameter) => isNeeded(parameter, finder, scope)).map(({ name }) => name);
  if (lacking.length > 0) yield problem(declaration.nameNode, 'argument-missing', messageOfLack(lacking));
}

/** The arguments of a call against the parameters: which names are wrong, which parameters get no value, and whose values are to be compared. */
type ArgumentList = Pick<ArgumentPlan, 'unknownNames' | 'withoutValue' | 'compared'>;

/** Where a call is met: in the template that is deployed for the first time or in a further turn of its loop, or in a module. */
type Met = 'first' | 'again' | 'in-module';

function listOf(plan: ArgumentPlan, { declaration, turn }: ModuleCall, met: Met): ArgumentList {
  if (met === 'first') return plan;
  if (met === 'in-module') return { ...plan, compared: comparedInModule(plan, declaration, turn) };
  // What the call lacks was said of the first turn.
  return { unknownNames: [], withoutValue: [], compared: comparedAgain(plan, declaration) };
}

/** Null if nobody knows which arguments there are. */
function evaluatedList({ declaration, turn, calleeTemplate }: ModuleCall, evaluator: Evaluator): ArgumentList | null {
  const list = evaluator.force(argumentsOf(declaration, turn));
  const written = isObject(list) ? list : list === null || list === absent ? nothing : null;
  if (written === null) return null;
  const ignoresCase = calleeTemplate.foldNames || turn.foldNames;
  const { parameters, names } = parametersOf(calleeTemplate);
  const isGiven = ({ name }: ParameterDeclaration): boolean => {
    const given = propertyOf(written, name);
    return given !== undefined && given.value !== absent;
  };
  return {
    unknownNames: keysOf(written).filter((name) => {
      const hasName = names.has(name) || (ignoresCase && names.has(name.toLowerCase()));
      return !hasName && propertyOf(written, name)?.value !== absent;
    }),
    withoutValue: written.rest === null ? parameters.filter((parameter) => !isGiven(parameter)) : [],
    compared: parameters.filter(isGiven),
  };
}

const nothing: ObjectValue = { kind: 'object', shape: { keys: [], folded: null }, cells: [], rest: null };

/** Where an author would mend a value: in the text of the call; where it comes from outside of the caller, in the text that decides it. */
function placeOf(cell: Cell, { turn }: ModuleCall): { readonly file: string; readonly node: NodeId } {
  const origin = originOf(cell);
  const isOfCaller = templateFrameOf(origin.frame) === templateFrameOf(turn);
  const place = isOfCaller ? cell : origin;
  return { file: place.frame.file, node: place.expression.node };
}

/** The name of an argument as it is written in the call, else the name of the module. */
function keyNode({ body, nameNode }: ModuleDeclaration, name: string): NodeId {
  const list = objectAt(body, 'params') ?? objectAt(body, 'parameters');
  return list === null ? nameNode : (propertyNamed(list, name)?.keyNode ?? nameNode);
}

function objectAt(body: Expression, name: string): ObjectExpression | null {
  const value = body.kind === 'object' ? propertyNamed(body, name)?.value : undefined;
  return value?.kind === 'object' ? value : null;
}

function propertyNamed({ members }: ObjectExpression, name: string): PropertyMember | null {
  const isMeant = (each: ObjectMember): each is PropertyMember =>
    each.kind === 'property' && each.key.toLowerCase() === name.toLowerCase();
  return members.find(isMeant) ?? null;
}

function messageOfLack(names: readonly string[]): string {
  const listed = names.slice(0, mostListed).map((name) => `'${name}'`);
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : '';
  const [what, verb] = names.length === 1 ? ['parameter', 'has'] : ['parameters', 'have'];
  return `The module needs a value for the ${what} ${listed.join(', ')}${more}, which ${verb} none here.`;
}
