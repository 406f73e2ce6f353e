/** Modules and nested deployments: a frame for each call, with the arguments bound to the parameters. */
import type { Expression, ModuleDeclaration, OutputDeclaration, Template } from '../template/ir.ts';
import { bind, bindOpaque } from './bindings.ts';
import { Cell, type Frame, templateFrameOf } from './cell.ts';
import { declareTemplate } from './declare-template.ts';
import { type Collected, type Declared, type NamedResource, NamedResources } from './declared.ts';
import type { Around, Place, Sharing } from './declaring.ts';
import type { FrameScope } from './deployment-scope.ts';
import type { Evaluator } from './evaluator.ts';
import { asCondition } from './lift.ts';
import { conditionsOf, expandOnce, type Turn } from './loops.ts';
import { bindArguments } from './module-arguments.ts';
import { type Callee, type CalleeCase, calleeOf, isLinked, linkedCallees } from './module-callee.ts';
import { deploymentType, namedAround } from './named-resources.ts';
import { scopeLink, targetOf } from './scopes.ts';
import { guarded, secretOf } from './secrecy.ts';
import type { SecureTypes } from './secure-types.ts';
import { type ArrayElement, shapeOf, type Value } from './values.ts';

export function declareModule(
  sharing: Sharing,
  around: Around,
  declaration: ModuleDeclaration,
  place: Place,
): Declared {
  const { frame, template } = place;
  const callee = isLinked(declaration) ? null : calleeOf(sharing, declaration, place);
  if (typeof callee === 'string') {
    bindOpaque(frame, declaration.name, declaration.node, callee);
    if (declaration.loop === null) {
      const unknown = (): Value => around.evaluator.failure(new Cell(declaration.body, frame), callee);
      listOne(declaration, frame, unknown);
    }
    return (into) => into.unread.push({ declaration, caller: frame, callerTemplate: template });
  }
  const isWanted = callee === null || sharing.wantedCalls(callee.file, callersIn(place));
  const step = declaration.name === '' ? `deployment${declaration.node}` : declaration.name;
  const make = (turn: Turn): Made => {
    const path = `${frame.path}/${step}${declaration.loop === null ? '' : `[${turn.step}]`}`;
    return callee === null
      ? makeLinkedCall(sharing, around, declaration, place, turn, path)
      : makeCall(sharing, around, declaration, place, callee, turn, path);
  };
  if (declaration.loop === null) {
    const once = makeOnce(() => make({ frame, step: '', when: null, placed: true, filter: null }));
    const value = (): Value =>
      once()?.value ?? around.evaluator.failure(new Cell(declaration.body, frame), 'the module reads itself');
    if (declaration.name !== '') bind(frame, 'resource', declaration.name, { kind: 'deferred', value, loop: null });
    listOne(declaration, frame, value);
    namedAround(frame)?.addCall(() => once()?.inside ?? []);
    return (into) => {
      if (callee === null || (isWanted && leadsTo(sharing.wanted, `${frame.path}/${step}`))) once()?.collect(into);
    };
  }
  const expansion = expandOnce(around.evaluator, declaration.node, declaration.loop, frame, (turn) => ({
    ...make(turn),
    turn: turn.frame,
    when: turn.when,
    placed: turn.placed,
  }));
  listTurns(declaration, frame, () => expansion().made);
  const array = (): Value => {
    const { made, rest } = expansion();
    const items = made.map(({ value, when, placed }): ArrayElement => {
      const cell = new Cell(declaration.body, frame, value);
      return when === null && placed ? cell : { cell, when, placed };
    });
    return { kind: 'array', items, rest };
  };
  if (declaration.name !== '')
    bind(frame, 'resource', declaration.name, { kind: 'deferred', value: array, loop: declaration.loop });
  return (into) => {
    if (!isWanted || !leadsTo(sharing.wanted, `${frame.path}/${step}[`)) return;
    const { made, rest } = expansion();
    if (rest !== null) into.unread.push({ declaration, caller: frame, callerTemplate: template });
    for (const { collect } of made) collect(into);
  };
}

/** Lets references find a deployment by its name or id. One without a name has one that the compiler makes up. */
function listOne({ resourceName, scope }: ModuleDeclaration, frame: Frame, value: () => Value): void {
  if (resourceName === null) return;
  const deployment = named(resourceName, scope, frame, value);
  namedAround(frame)?.add(() => [deployment]);
}

/** The same for each turn of a loop. */
function listTurns(
  { resourceName, scope }: ModuleDeclaration,
  frame: Frame,
  turns: () => readonly (Pick<Made, 'value'> & { readonly turn: Frame })[],
): void {
  if (resourceName === null) return;
  namedAround(frame)?.add(() => turns().map(({ turn, value }) => named(resourceName, scope, turn, () => value)));
}

function named(name: Expression, scope: Expression | null, frame: Frame, value: () => Value): NamedResource {
  return { type: deploymentType, names: [new Cell(name, frame)], scope: targetOfCall(scope, frame), value };
}

/** Whether a module whose frame's path begins so may hold the wanted resource. */
function leadsTo(wanted: string | null, path: string): boolean {
  return wanted === null || wanted.startsWith(path.endsWith('[') ? path : `${path}/`);
}

/** The files that call what stands in a place, and the one that it stands in. */
function callersIn({ callers, frame }: Place): readonly string[] {
  return [...callers, frame.file];
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

interface Made {
  readonly value: Value;
  /** What the templates declare that are called. */
  readonly inside: readonly NamedResources[];
  readonly collect: (into: Collected) => void;
}

/** The calls of all templates that a deployment may be linked to, each under its condition. */
function makeLinkedCall(
  sharing: Sharing,
  around: Around,
  declaration: ModuleDeclaration,
  place: Place,
  turn: Turn,
  path: string,
): Made {
  const { evaluator } = around;
  const { cases, choose } = linkedCallees(sharing, around, declaration, place, turn.frame);
  const all = new Map<CalleeCase, Made>();
  for (const each of cases) {
    const { callee, step, when } = each;
    const conditions = when === null ? around.conditions : [...around.conditions, when];
    all.set(
      each,
      typeof callee === 'string'
        ? unreadCall(evaluator, declaration, place, turn, callee)
        : makeCall(sharing, { ...around, conditions }, declaration, place, callee, turn, `${path}${step}`),
    );
  }
  const unknown = unreadCall(evaluator, declaration, place, turn, 'which template it deploys is not known');
  if (all.size === 0) return unknown;
  return {
    value: choose((made) => (all.get(made) ?? unknown).value),
    inside: [...all.values()].flatMap((made) => made.inside),
    collect: (into) => {
      for (const made of all.values()) made.collect(into);
    },
  };
}

/** A deployment whose template isn't known. */
function unreadCall(
  evaluator: Evaluator,
  declaration: ModuleDeclaration,
  { frame, template }: Place,
  turn: Turn,
  reason: string,
): Made {
  return {
    value: evaluator.failure(new Cell(declaration.body, turn.frame), reason),
    inside: [],
    collect: (into) => into.unread.push({ declaration, caller: frame, callerTemplate: template }),
  };
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
  const resources = new NamedResources(namedAround(turn.frame), isOuter);
  const frame: Frame = {
    file,
    path,
    foldNames: template.foldNames,
    up: isOuter ? turn.frame : null,
    ...placeOfCall(declaration, turn.frame, isOuter),
    named: resources,
    functions: new Map(),
    bindings: new Map(),
  };
  const condition = declaration.condition === null ? [] : [new Cell(declaration.condition, turn.frame)];
  const called = [...conditionsOf(declaration.body, turn), ...condition];
  const conditions = [...around.conditions, ...called];
  if (!isOuter) bindArguments(sharing, around, declaration, template, turn.frame, frame);
  // Counted where nothing is evaluated any more: work that is taken up again counts a call once.
  sharing.calls++;
  const inside: Place = { template, frame, callers: callersIn(place), isOuter };
  const declared = declareTemplate(sharing, { evaluator: around.evaluator, surrounding: null, conditions }, inside);
  const outputs = outputsOf(sharing, declaration, template, frame, turn.frame, called);
  const collect = (into: Collected): void => {
    if (!leadsTo(sharing.wanted, path) || !sharing.wantedCalls(file, inside.callers)) return;
    const { evaluator } = around;
    const leftOut = called.some((test) => evaluator.force(asCondition(evaluator, test)) === false);
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
  return { value: outputs, inside: [resources], collect };
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
  const target = targetOfCall(declaration.scope, caller);
  if (isOuter) return { target };
  const { resourceName } = declaration;
  // The compiler gives a module the location of the deployment around it.
  const around = caller.foldNames ? undefined : templateFrameOf(caller).deployment?.location;
  const deployment = {
    ...(resourceName === null ? {} : { name: new Cell(resourceName, caller) }),
    ...(around === undefined ? {} : { location: around }),
  };
  return { scope: target, deployment };
}

function targetOfCall(scope: Expression | null, caller: Frame): FrameScope {
  return scope === null ? targetOf(caller) : scopeLink(new Cell(scope, caller));
}

/** What an output of a template gives to whoever reads it. */
export function outputCell(
  secureTypes: SecureTypes,
  output: OutputDeclaration,
  template: Template,
  frame: Frame,
): Cell {
  const cell = new Cell(output.value, frame);
  const secret = secretOf(secureTypes, output, { file: frame.file, template }, frame.path, []);
  return secret === null ? cell : guarded(cell, secret);
}

/** The module as its caller sees it: an object with its name and its outputs. */
function outputsOf(
  { secureTypes }: Sharing,
  declaration: ModuleDeclaration,
  template: Template,
  frame: Frame,
  caller: Frame,
  conditions: readonly Cell[],
): Value {
  const outputs = template.declarations.filter((output) => output.kind === 'output');
  const cells = outputs.map((output) => outputCell(secureTypes, output, template, frame));
  const shape = shapeOf(outputs.map((output) => output.name));
  const all = new Cell(declaration.body, caller, { kind: 'object', shape, cells, rest: null });
  const unnamed: Expression = { kind: 'hole', node: declaration.node, reason: 'the deployment has no name of its own' };
  const name = new Cell(declaration.resourceName ?? unnamed, caller);
  return { kind: 'object', shape: shapeOf(['outputs', 'name']), cells: [all, name], rest: null, conditions };
}
