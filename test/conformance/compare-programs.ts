/** Compares two evaluations of the same template, one of its Bicep and one of its JSON: what they deploy, and every value of it. */
import { Run, Undecided } from '../../server/src/deployment/alternatives.ts';
import { identityOf } from '../../server/src/deployment/read-identity.ts';
import { conjunction } from '../../server/src/evaluate/arrays.ts';
import { Cell, type Frame, templateFrameOf } from '../../server/src/evaluate/cell.ts';
import type { ModuleCall } from '../../server/src/evaluate/declared.ts';
import type { ResourceInstance } from '../../server/src/evaluate/instance.ts';
import { asCondition } from '../../server/src/evaluate/lift.ts';
import type { Program } from '../../server/src/evaluate/program.ts';
import { isObject, keysOf, propertyOf, shapeOf, type Value } from '../../server/src/evaluate/values.ts';
import type { Expression, ModuleDeclaration, Template } from '../../server/src/template/ir.ts';
import { type Outcome, ValueComparison } from './compare-values.ts';
import { type Doubt, doubtAround, isOneSided, type LoopsInDoubt, loopsInDoubt } from './loops-in-doubt.ts';

export interface ProgramComparison {
  /** Resources and modules that both have. */
  readonly instances: number;
  readonly outcomes: readonly Outcome[];
  /** The templates that were compared, modules included, the entry first. */
  readonly templates: readonly Pair<Deployed>[];
  readonly resources: readonly Pair<ResourceInstance>[];
}

/** Compares all that two programs declare. Modules that the Bicep program couldn't read are left out in both. */
export function comparePrograms(bicep: Program, json: Program): ProgramComparison {
  const comparison = new Comparison(bicep, json);
  comparison.pairTemplates(
    { frame: bicep.frame, template: bicep.lowered.template },
    { frame: json.frame, template: json.lowered.template },
  );
  comparison.compare();
  return comparison;
}

/** A template as one call of it is evaluated. */
export interface Deployed {
  readonly frame: Frame;
  readonly template: Template;
}

export interface Pair<T> {
  readonly bicep: T;
  readonly json: T;
}

/** What stands for a declaration that a language lacks. */
const nothing = 'nothing';

const deployments = 'microsoft.resources/deployments';

class Comparison implements ProgramComparison {
  instances = 0;
  readonly outcomes: Outcome[] = [];
  private readonly bicep: Program;
  private readonly json: Program;
  private readonly values: ValueComparison;
  private readonly run = new Run();
  readonly templates: Pair<Deployed>[] = [];
  readonly resources: Pair<ResourceInstance>[] = [];

  constructor(bicep: Program, json: Program) {
    this.bicep = bicep;
    this.json = json;
    this.values = new ValueComparison(bicep, json);
  }

  /** Pairs all that two templates hold, modules included. */
  pairTemplates(bicep: Deployed, json: Deployed): void {
    this.templates.push({ bicep, json });
    this.values.pair(bicep.frame.path, json.frame.path);
    const left = declaredIn(this.bicep, bicep.frame);
    const right = declaredIn(this.json, json.frame);
    const inDoubt = loopsInDoubt({ program: this.bicep, ...bicep }, { program: this.json, ...json });
    const rest = this.pairModules(bicep, json, left, inDoubt);
    // A deployment that Bicep writes as a resource is a module of JSON, whichever template it holds; one with resources is a module of both.
    const embedded = new Set(modulesIn(bicep.template).map(({ node }) => node));
    const asResources = left.filter(
      ({ declaration: { type, node } }) => type.toLowerCase() === deployments && !embedded.has(node),
    );
    if (rest.length !== asResources.length) {
      this.contradict(json.frame.path, `${asResources.length} deployments`, `${rest.length} deployments`);
    }
    this.instances += asResources.length;
    const hasExisting = right.some(({ declaration }) => declaration.existing) || !isClassic(json.template);
    this.pairResources(
      left.filter(
        ({ declaration: { existing, type } }) => (hasExisting || !existing) && type.toLowerCase() !== deployments,
      ),
      right,
      json.frame.path,
      inDoubt,
    );
  }

  /** Compares what was paired. */
  compare(): void {
    for (const { bicep, json } of this.resources) this.compareResource(bicep, json);
    for (const { bicep, json } of this.templates) this.compareNames(bicep, json);
  }

  /** Gives the declarations of JSON that no module of Bicep stands for. */
  private pairModules(
    bicep: Deployed,
    json: Deployed,
    resources: readonly ResourceInstance[],
    inDoubt: LoopsInDoubt,
  ): readonly ModuleDeclaration[] {
    const left = modulesIn(bicep.template);
    const open = new Set(modulesIn(json.template));
    for (const module of left) {
      const twin = this.twinOf(module, bicep, json, open);
      if (twin === null) {
        this.contradict(`${bicep.frame.path}/${module.name}`, 'a module', nothing);
        continue;
      }
      open.delete(twin);
      const doubt = inDoubt.get(module);
      // Neither the number of a turn nor how many there are can be compared.
      if (doubt !== undefined && isOneSided(doubt)) this.leaveOpen(`${bicep.frame.path}/${module.name}`, doubt);
      else
        this.pairCalls(callsOf(this.bicep, bicep.frame, module), callsOf(this.json, json.frame, twin), module, bicep);
    }
    return [...open].filter(
      (module) =>
        !resources.some(
          ({ declaration }) =>
            declaration.name === module.name && module.name !== '' && declaration.type.toLowerCase() !== deployments,
        ),
    );
  }

  /** The module of JSON that is the same: by its symbolic name, else by the name of its loop, else by the name of its deployment. */
  private twinOf(
    module: ModuleDeclaration,
    bicep: Deployed,
    json: Deployed,
    open: ReadonlySet<ModuleDeclaration>,
  ): ModuleDeclaration | null {
    const candidates = [...open].filter((other) => (other.loop === null) === (module.loop === null));
    // An embedded template has the name of the resource that Bicep writes it in.
    const symbol = bicep.template.declarations.find(({ node }) => node === module.node)?.name ?? module.name;
    const named = candidates.find(({ name }) => name !== '' && name === symbol);
    if (named !== undefined) return named;
    const looped = candidates.find(
      ({ loop, name }) => name === '' && loop?.indexName === `copyIndex('${module.name}')`,
    );
    if (looped !== undefined) return looped;
    const unnamed = candidates.filter(({ name, loop }) => name === '' && loop === null);
    const answers = unnamed.map((other) => this.sameDeployment(module, other, bicep.frame, json.frame));
    return unnamed[answers.indexOf(true)] ?? unnamed[answers.indexOf(undefined)] ?? null;
  }

  private sameDeployment(a: ModuleDeclaration, b: ModuleDeclaration, bicep: Frame, json: Frame): boolean | undefined {
    if (a.resourceName === null || b.resourceName === null) return undefined;
    return this.values.sameName(new Cell(a.resourceName, bicep), new Cell(b.resourceName, json));
  }

  private pairCalls(
    bicep: readonly ModuleCall[],
    json: readonly ModuleCall[],
    module: ModuleDeclaration,
    place: Deployed,
  ): void {
    // One that wasn't read holds nothing that could be compared.
    if (this.bicep.unread.some(({ declaration, caller }) => declaration === module && caller === place.frame)) return;
    if (bicep.length !== json.length) {
      this.contradict(`${place.frame.path}/${module.name}`, `${bicep.length} calls`, `${json.length} calls`);
    }
    bicep.forEach((call, index) => {
      const twin = json[index];
      if (twin === undefined) return;
      this.instances++;
      if (call.leftOut !== twin.leftOut)
        this.add(this.values.compare(filterOf(this.bicep, call), filterOf(this.json, twin), call.callee.path));
      if (call.leftOut || twin.leftOut) return;
      this.pairTemplates(
        { frame: call.callee, template: call.calleeTemplate },
        { frame: twin.callee, template: twin.calleeTemplate },
      );
      this.add(
        this.values.compare(nameOf(call), nameOf(twin), `${call.callee.path}.name`).filter(
          // The compiler makes up a name where Bicep gives none.
          () => module.resourceName !== null,
        ),
      );
    });
  }

  private pairResources(
    left: readonly ResourceInstance[],
    right: readonly ResourceInstance[],
    path: string,
    inDoubt: LoopsInDoubt,
  ): void {
    const isComparable = ({ declaration }: ResourceInstance): boolean => {
      const doubt = doubtAround(inDoubt, declaration);
      return doubt === undefined || !isOneSided(doubt);
    };
    const open = new Set(right.filter(isComparable));
    const waiting: ResourceInstance[] = [];
    const take = (bicep: ResourceInstance, json: ResourceInstance): void => {
      open.delete(json);
      this.resources.push({ bicep, json });
      this.values.pair(bicep.key, json.key);
    };
    const bySymbol = new Map([...open].map((instance) => [symbolOf(instance), instance]));
    for (const instance of left.filter(isComparable)) {
      const named = bySymbol.get(symbolOf(instance));
      if (named !== undefined && named.declaration.symbolicName !== null && open.has(named)) take(instance, named);
      else waiting.push(instance);
    }
    for (const wanted of [true, undefined]) {
      for (const instance of waiting.splice(0)) {
        const twin = [...open].find((other) => this.sameResource(instance, other) === wanted);
        if (twin === undefined) waiting.push(instance);
        else take(instance, twin);
      }
    }
    for (const instance of [...left.filter((each) => !isComparable(each)), ...waiting]) {
      const doubt = doubtAround(inDoubt, instance.declaration);
      if (doubt === undefined) this.contradict(instance.key, instance.declaration.type, nothing);
      else this.leaveOpen(instance.key, doubt);
    }
    for (const { key, declaration } of [...right.filter((each) => !isComparable(each)), ...open]) {
      const doubt = doubtAround(inDoubt, declaration);
      if (doubt === undefined) this.contradict(`${path}: ${key}`, nothing, declaration.type);
      else this.leaveOpen(`${path}: ${key}`, doubt);
    }
  }

  private sameResource(bicep: ResourceInstance, json: ResourceInstance): boolean | undefined {
    if (typeOf(bicep) !== typeOf(json)) return false;
    try {
      return this.values.sameIdentity(
        identityOf(this.bicep.evaluator, this.run, bicep),
        identityOf(this.json.evaluator, this.run, json),
      );
    } catch (error) {
      if (error instanceof Undecided) return undefined;
      throw error;
    }
  }

  private compareResource(bicep: ResourceInstance, json: ResourceInstance): void {
    this.instances++;
    const path = bicep.key;
    if (typeOf(bicep) !== typeOf(json)) this.contradict(path, typeOf(bicep), typeOf(json));
    if (this.sameResource(bicep, json) === false) this.contradict(path, 'a name', 'another name');
    this.add(this.values.compare(conditionOf(this.bicep, bicep), conditionOf(this.json, json), `${path}.condition`));
    this.add(this.values.compare(deployedBody(this.bicep, bicep), deployedBody(this.json, json), path));
  }

  /** Parameters, variables and outputs that both templates have. The compiler leaves out variables that it inlines. */
  private compareNames(bicep: Deployed, json: Deployed): void {
    for (const kind of ['parameter', 'variable'] as const) {
      for (const { name } of bicep.template.declarations.filter((declaration) => declaration.kind === kind)) {
        const left = bicep.frame.bindings.get(name);
        const right = json.frame.bindings.get(`${kind} ${name.toLowerCase()}`);
        if (left?.kind !== kind || right?.kind !== kind) continue;
        this.add(this.values.compare(left.cell, right.cell, `${bicep.frame.path}/${name}`));
      }
    }
    const outputs = new Map(outputsOf(json.template).map(({ name, value }) => [name.toLowerCase(), value]));
    for (const { name, value } of outputsOf(bicep.template)) {
      const twin = outputs.get(name.toLowerCase());
      const path = `${bicep.frame.path}/output ${name}`;
      if (twin === undefined) this.contradict(path, 'an output', nothing);
      else this.add(this.values.compare(new Cell(value, bicep.frame), new Cell(twin, json.frame), path));
    }
  }

  private contradict(path: string, bicep: string, json: string): void {
    this.outcomes.push({ kind: 'contradiction', path, bicep, json });
  }

  /** Counts what can't be compared, since a language doesn't know which turns a loop has. */
  private leaveOpen(path: string, { bicep, json }: Doubt): void {
    this.outcomes.push({ kind: 'unknown', path, bicep, json });
  }

  private add(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) this.outcomes.push(outcome);
  }
}

/** The resources that a template declares itself, those of its modules aside. */
function declaredIn(program: Program, frame: Frame): readonly ResourceInstance[] {
  return program.instances.filter((instance) => templateFrameOf(instance.frame) === frame);
}

function modulesIn(template: Template): readonly ModuleDeclaration[] {
  return template.declarations.filter((declaration) => declaration.kind === 'module');
}

function outputsOf(template: Template): readonly { readonly name: string; readonly value: Expression }[] {
  return template.declarations.filter((declaration) => declaration.kind === 'output');
}

function callsOf(program: Program, caller: Frame, module: ModuleDeclaration): readonly ModuleCall[] {
  return program.calls.filter((call) => call.declaration === module && call.caller === caller);
}

function nameOf({ declaration, turn }: ModuleCall): Cell | null {
  return declaration.resourceName === null ? null : new Cell(declaration.resourceName, turn);
}

/** What the declaration of a module says of whether it is deployed. */
function filterOf(program: Program, { declaration, turn }: ModuleCall): Cell {
  const conditions = [declaration.condition, declaration.loop?.filter ?? null].filter((test) => test !== null);
  return new Cell(
    declaration.body,
    turn,
    holdTogether(
      program,
      conditions.map((test) => new Cell(test, turn)),
    ),
  );
}

function isClassic(template: Template): boolean {
  return template.declarations.every(({ kind, name }) => kind !== 'resource' || name === '');
}

function typeOf({ declaration: { type, apiVersion, existing } }: ResourceInstance): string {
  return `${type}@${apiVersion ?? ''}${existing ? ' existing' : ''}`.toLowerCase();
}

/** The symbolic name with the names around it and the number of the turn, as the compiler writes them: `parent::child`. */
function symbolOf(instance: ResourceInstance): string {
  const own = instance.declaration.symbolicName ?? '';
  const turn = /\[[^\]/]*\]$/.exec(instance.key)?.[0] ?? '';
  const outer = instance.parent?.kind === 'instance' ? `${symbolOf(instance.parent.instance)}::` : '';
  return `${outer}${own}${turn}`;
}

function conditionOf(program: Program, instance: ResourceInstance): Cell {
  return new Cell(instance.declaration.body, instance.frame, holdTogether(program, instance.conditions));
}

function holdTogether(program: Program, conditions: readonly Cell[]): Value {
  let all: Value | null = null;
  for (const condition of conditions) {
    const decided = asCondition(program.evaluator, condition);
    all = conjunction(program.evaluator, decided, all, program.evaluator.force(decided));
  }
  return all ?? true;
}

/**
 * Properties of a resource that aren't sent to Azure as they stand. The name is compared as part of the identity; `parent` and `scope` become
 * part of name and scope; `dependsOn` is worked out by the compiler; what the compiler and authors say about the template itself
 * (`metadata`, `comments`) isn't deployed.
 */
const notDeployed: ReadonlySet<string> = new Set(['name', 'parent', 'scope', 'dependson', 'metadata', 'comments']);

function deployedBody(program: Program, instance: ResourceInstance): Cell {
  const body = program.evaluator.force(instance.body);
  if (!isObject(body)) return instance.body;
  const keys = keysOf(body).filter((key) => !notDeployed.has(key.toLowerCase()));
  const cells = keys.flatMap((key) => propertyOf(body, key) ?? []);
  return new Cell(instance.body.expression, instance.body.frame, {
    kind: 'object',
    shape: shapeOf(keys),
    cells,
    rest: body.rest,
  });
}
