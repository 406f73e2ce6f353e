/** Modules and nested deployments: a frame for each call, with the arguments bound to the parameters. */
import type { Expression, ModuleDeclaration, ParameterDeclaration, Template } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import { bind, bindOpaque, parameterCell } from './bindings.ts';
import { Cell, type Frame } from './cell.ts';
import type { Around } from './declare-resource.ts';
import { declareTemplate } from './declare-template.ts';
import type { Collected, Declared } from './declared.ts';
import { type FileProblem, report } from './file-problem.ts';
import { isMissing, type TemplateFiles } from './files.ts';
import { conditionsOf, expandOnce, type Turn } from './loops.ts';
import { overridden } from './overridden.ts';
import { type Overrides, overrideKey } from './scenario.ts';
import { type DeploymentScope, scopeLink, targetOf } from './scopes.ts';
import { type ArrayElement, absent, isChoice, isObject, isUnknown, propertyOf, shapeOf, type Value } from './values.ts';

/** What all declarations of a program share. */
export interface Sharing {
  readonly files: TemplateFiles;
  readonly overrides: Overrides;
  /** The only resource that is wanted: modules that don't lead to it aren't collected. Null if all are. */
  readonly wanted: string | null;
  readonly lowered: Map<string, LoweredFile>;
  readonly defaults: Set<Cell>;
  readonly problems: Map<string, FileProblem>;
  /** Frames of files that others import from, by file. */
  readonly libraries: Map<string, Frame>;
  readonly entryScope: DeploymentScope;
  /** Calls that were made; beyond `mostCalls` modules aren't read. */
  calls: number;
}

/** Modules inside of each other that are read. */
const deepestCall = 16;

/** Calls of modules in one program that are read. */
const mostCalls = 20_000;

/** The template a frame belongs to, and the files that called it, innermost last. */
export interface Place {
  readonly template: Template;
  readonly frame: Frame;
  readonly callers: readonly string[];
  /** True for an embedded template whose expressions mean the names around it: its own parameters and variables are ignored. */
  readonly isOuter: boolean;
}

interface Callee {
  readonly file: string;
  readonly template: Template;
  readonly isOuter: boolean;
}

export function declareModule(
  sharing: Sharing,
  around: Around,
  declaration: ModuleDeclaration,
  place: Place,
): Declared {
  const { frame, template } = place;
  const callee = calleeOf(sharing, declaration, place);
  if (typeof callee === 'string') {
    bindOpaque(frame, declaration.name, declaration.node, callee);
    return (into) => into.unread.push({ declaration, caller: frame, callerTemplate: template });
  }
  const step = declaration.name === '' ? `deployment${declaration.node}` : declaration.name;
  const make = (turn: Turn): Made => {
    const suffix = declaration.loop === null ? '' : `[${turn.step}]`;
    return makeCall(sharing, around, declaration, place, callee, turn, `${frame.path}/${step}${suffix}`);
  };
  if (declaration.loop === null) {
    const once = makeOnce(() => make({ frame, step: '', when: null, filter: null }));
    const value = (): Value =>
      once()?.value ?? around.evaluator.failure(new Cell(declaration.body, frame), 'the module reads itself');
    if (declaration.name !== '') bind(frame, 'resource', declaration.name, { kind: 'deferred', value });
    return (into) => {
      if (leadsTo(sharing.wanted, `${frame.path}/${step}`)) once()?.collect(into);
    };
  }
  const expansion = expandOnce(around.evaluator, declaration.node, declaration.loop, frame, (turn) => ({
    ...make(turn),
    when: turn.when,
  }));
  const array = (): Value => {
    const { made, rest } = expansion();
    const items = made.map(({ value, when }): ArrayElement => {
      const cell = new Cell(declaration.body, frame, value);
      return when === null ? cell : { cell, when };
    });
    return { kind: 'array', items, rest };
  };
  if (declaration.name !== '') bind(frame, 'resource', declaration.name, { kind: 'deferred', value: array });
  return (into) => {
    if (!leadsTo(sharing.wanted, `${frame.path}/${step}[`)) return;
    const { made, rest } = expansion();
    if (rest !== null) into.unread.push({ declaration, caller: frame, callerTemplate: template });
    for (const { collect } of made) collect(into);
  };
}

/** Whether a module whose frame's path begins so may hold the wanted resource. */
function leadsTo(wanted: string | null, path: string): boolean {
  return wanted === null || wanted.startsWith(path.endsWith('[') ? path : `${path}/`);
}

/** Makes a call when it is first asked for, and keeps it once it is complete; null while it is being made. */
function makeOnce(make: () => Made): () => Made | null {
  let made: Made | null = null;
  let isMaking = false;
  return () => {
    if (made !== null || isMaking) return made;
    isMaking = true;
    try {
      made = make();
      return made;
    } finally {
      isMaking = false;
    }
  };
}

/** What a declaration calls, or the reason why nobody knows. */
function calleeOf(sharing: Sharing, declaration: ModuleDeclaration, place: Place): Callee | string {
  const { file } = place.frame;
  const tell = (code: string, severity: FileProblem['severity'], message: string): void =>
    report(sharing.problems, { file, node: declaration.pathNode ?? declaration.nameNode, code, severity, message });
  if (place.callers.length >= deepestCall) {
    tell('module-depth', 'warning', `Modules inside of each other are read ${deepestCall} deep; this one isn't.`);
    return 'the module is nested too deeply';
  }
  if (sharing.calls >= mostCalls) {
    tell('module-count', 'warning', `${mostCalls} modules of a deployment are read; this one isn't.`);
    return 'the deployment has too many modules';
  }
  if (declaration.inline !== null) {
    return { file, template: declaration.inline.template, isOuter: declaration.inline.evaluation === 'outer' };
  }
  if (declaration.path === null) return 'what it deploys is not known';
  const found = sharing.files.load(file, declaration.path);
  if (isMissing(found)) {
    if (found.problem !== null) tell(found.problem.code, found.problem.severity, found.problem.message);
    return found.reason;
  }
  if (found.file === file || place.callers.includes(found.file)) {
    tell('module-cycle', 'error', 'This module leads back to this file, so it can never be deployed.');
    return 'the module leads back to itself';
  }
  sharing.lowered.set(found.file, found.lowered);
  return { file: found.file, template: found.lowered.template, isOuter: false };
}

interface Made {
  readonly value: Value;
  readonly collect: (into: Collected) => void;
}

function makeCall(
  sharing: Sharing,
  around: Around,
  declaration: ModuleDeclaration,
  place: Place,
  callee: Callee,
  turn: Turn,
  path: string,
): Made {
  const { template, file, isOuter } = callee;
  const frame: Frame = {
    file,
    path,
    foldNames: template.foldNames,
    up: isOuter ? turn.frame : null,
    ...placeOfCall(declaration, turn.frame, isOuter),
    functions: new Map(),
    bindings: new Map(),
  };
  const condition = declaration.condition === null ? [] : [new Cell(declaration.condition, turn.frame)];
  const called = [...conditionsOf(declaration.body, turn), ...condition];
  const conditions = [...around.conditions, ...called];
  if (!isOuter) bindArguments(sharing, around, declaration, template, turn.frame, frame);
  // Counted where nothing is evaluated any more: work that is taken up again counts a call once.
  sharing.calls++;
  const inside: Place = { template, frame, callers: [...place.callers, place.frame.file], isOuter };
  const declared = declareTemplate(sharing, { evaluator: around.evaluator, surrounding: null, conditions }, inside);
  const outputs = outputsOf(declaration, template, frame, turn.frame, called);
  const collect = (into: Collected): void => {
    if (!leadsTo(sharing.wanted, path)) return;
    const { evaluator } = around;
    const leftOut = called.some((test) => evaluator.force(evaluator.condition(test)) === false);
    into.calls.push({
      declaration,
      caller: place.frame,
      callerTemplate: place.template,
      turn: turn.frame,
      callee: frame,
      calleeTemplate: template,
      leftOut,
    });
    // The loops of one that is left out aren't even expanded: they read what only a deployed one is given.
    if (!leftOut) declared(into);
  };
  return { value: outputs, collect };
}

/**
 * Where the callee is deployed, and under which name: in the caller's scope unless the call says another one. What an embedded template of
 * outer evaluation reads is the caller's.
 */
function placeOfCall(
  declaration: ModuleDeclaration,
  caller: Frame,
  isOuter: boolean,
): Pick<Frame, 'scope' | 'target' | 'deployment'> {
  const target = declaration.scope === null ? targetOf(caller) : scopeLink(new Cell(declaration.scope, caller));
  if (isOuter) return { target };
  const { resourceName } = declaration;
  if (resourceName === null) return { scope: target };
  return { scope: target, deployment: new Cell(resourceName, caller) };
}

/** The module as its caller sees it: an object with its name and its outputs. */
function outputsOf(
  declaration: ModuleDeclaration,
  template: Template,
  frame: Frame,
  caller: Frame,
  conditions: readonly Cell[],
): Value {
  const outputs = template.declarations.filter((output) => output.kind === 'output');
  const cells = outputs.map((output) => new Cell(output.value, frame));
  const shape = shapeOf(outputs.map((output) => output.name));
  const all = new Cell(declaration.body, caller, { kind: 'object', shape, cells, rest: null });
  const unnamed: Expression = { kind: 'hole', node: declaration.node, reason: 'the deployment has no name of its own' };
  const name = new Cell(declaration.resourceName ?? unnamed, caller);
  return { kind: 'object', shape: shapeOf(['outputs', 'name']), cells: [all, name], rest: null, conditions };
}

/** Parameters stand for the caller's arguments; those that it leaves out have their defaults. */
function bindArguments(
  sharing: Sharing,
  around: Around,
  declaration: ModuleDeclaration,
  template: Template,
  caller: Frame,
  frame: Frame,
): void {
  // Read once: the arguments are cells of the caller, shared with whoever else reads the call.
  const list = new Cell(member(declaration, [caller.foldNames ? 'parameters' : 'params']), caller);
  for (const parameter of template.declarations) {
    if (parameter.kind === 'parameter') {
      bindParameter(sharing, parameter, frame, argumentOf(around, declaration, list, parameter.name));
    }
  }
}

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
  return evaluator.lift(written, [written], ([leaf = written]) => {
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
  frame: Frame,
  given: Cell | null,
): void {
  const override = sharing.overrides.get(overrideKey(frame.path, parameter.name));
  const usual = given ?? parameterCell(parameter, frame);
  const cell = override === undefined ? usual : overridden(usual, frame, override);
  const defaulted = given === null && override === undefined && parameter.default !== null;
  if (defaulted) sharing.defaults.add(cell);
  bind(frame, 'parameter', parameter.name, { kind: 'parameter', cell, node: parameter.node, defaulted });
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
