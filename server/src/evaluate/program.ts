/** A template as one evaluation sees it: its names bound to cells, its resources and those of its modules to instances. */
import type { LoweredFile } from '../template/lowered.ts';
import { reportBound } from './bounds.ts';
import type { Cell, Frame } from './cell.ts';
import { outputCell } from './declare-module.ts';
import { declareTemplate } from './declare-template.ts';
import { type Collected, NamedResources } from './declared.ts';
import { everyCall, type Sharing, unconditional, type WantedCalls } from './declaring.ts';
import { Evaluator, type EvaluatorOptions } from './evaluator.ts';
import { valueOfExpression } from './expressions.ts';
import { type FileProblem, report } from './file-problem.ts';
import { noFiles, type TemplateFiles } from './files.ts';
import { bindParameterFile } from './parameter-files.ts';
import { completed } from './pauses.ts';
import { defaultScenario, type Overrides, type Scenario } from './scenario.ts';
import { entryScope } from './scopes.ts';
import { SecureTypes } from './secure-types.ts';

/**
 * `instances` are in order of declaration, nested ones after the one that surrounds them, one for each turn of a loop, those of a module where
 * it is called. `openLoops` are resource loops of which it isn't known how often they turn; instances stand for what is known of them.
 */
export interface Program extends Readonly<Collected> {
  readonly file: string;
  readonly lowered: LoweredFile;
  /** All files that were read: the template itself and its modules. */
  readonly files: ReadonlyMap<string, LoweredFile>;
  /** Those of them of which others import variables, functions or types. */
  readonly libraries: ReadonlySet<string>;
  readonly evaluator: Evaluator;
  readonly frame: Frame;
  /** Cells of parameters that have their default value. */
  readonly defaults: ReadonlySet<Cell>;
  /** Cells of parameters that have their value from a parameter file. */
  readonly assigned: ReadonlySet<Cell>;
  /** What the entry's outputs give, secrets concealed. */
  readonly outputs: readonly { readonly name: string; readonly cell: Cell }[];
  /** What is known so far to be wrong with the files that were read, besides their own syntax; each once. Reading values may add to it. */
  readonly problems: readonly FileProblem[];
}

/** What is evaluated, and under which circumstances. */
export interface ProgramRequest {
  readonly file: string;
  readonly lowered: LoweredFile;
  /** What other files hold; without it none is there. */
  readonly files?: TemplateFiles;
  readonly scenario?: Scenario;
  readonly overrides?: Overrides;
  /** Set for a program whose values are shown one by one: those of types that aren't known are unknown then, since they may be secret. */
  readonly hidesUnread?: boolean;
  /**
   * The key of the only resource that is wanted: the program then has the resources and calls that stand in the templates on the way to it,
   * each with the same values as ever.
   */
  readonly wanted?: string;
  /** The calls that are wanted, likewise; all if it is left out. */
  readonly wantedCalls?: WantedCalls;
  /** How the evaluation is divided; what it gives does not depend on it. */
  readonly slices?: Pick<EvaluatorOptions, 'depth' | 'slice' | 'pauses'>;
}

function deploymentOf({ context }: Scenario): NonNullable<Frame['deployment']> {
  const { deployment: name, deploymentLocation: location } = context;
  return { ...(name === undefined ? {} : { name }), ...(location === undefined ? {} : { location }) };
}

/** Binds a template. Of its values only the arrays of loops and the lists of arguments of modules are evaluated. */
export function programOf(request: ProgramRequest): Program {
  return completed(programWork(request));
}

/** Like `programOf`, in slices if the request's `slices` say when to pause. */
export function* programWork(request: ProgramRequest): Generator<undefined, Program> {
  const {
    file,
    lowered,
    files = noFiles,
    scenario = defaultScenario,
    overrides = new Map(),
    wanted = null,
    wantedCalls = everyCall,
    hidesUnread = false,
    slices,
  } = request;
  const { template } = lowered;
  const scope = entryScope(template.scope, scenario.context);
  const frame: Frame = {
    file,
    path: 'main',
    foldNames: template.foldNames,
    up: null,
    scope,
    deployment: deploymentOf(scenario),
    named: new NamedResources(null, false),
    functions: new Map(),
    bindings: new Map(),
  };
  const sharing: Sharing = {
    files,
    overrides,
    wanted,
    wantedCalls,
    lowered: new Map([[file, lowered]]),
    defaults: new Set(),
    problems: new Map(),
    libraries: new Map(),
    secureTypes: new SecureTypes(files, hidesUnread),
    entryScope: scope,
    calls: 0,
  };
  const evaluator = new Evaluator(valueOfExpression, {
    ...slices,
    files,
    tell: (bound) => reportBound(sharing.problems, bound),
    report: (problem) => report(sharing.problems, problem),
  });
  const { parameters } = scenario;
  const assigned =
    parameters === null ? new Set<Cell>() : bindParameterFile(sharing, evaluator, parameters, template, frame);
  const around = { evaluator, surrounding: null, conditions: unconditional };
  const declared = declareTemplate(sharing, around, { template, frame, callers: [], isOuter: false });
  let collected = nothingCollected();
  const collect = (): void => {
    collected = nothingCollected();
    declared(collected);
  };
  const pauses = slices?.pauses ?? null;
  if (pauses === null) collect();
  else yield* pauses.attempts(collect, () => collected.instances.length + collected.calls.length);
  return {
    file,
    lowered,
    files: sharing.lowered,
    libraries: new Set(sharing.libraries.keys()),
    evaluator,
    frame,
    ...collected,
    defaults: sharing.defaults,
    assigned,
    outputs: template.declarations.flatMap((output) => {
      if (output.kind !== 'output') return [];
      return [{ name: output.name, cell: outputCell(sharing.secureTypes, output, template, frame) }];
    }),
    get problems() {
      return [...sharing.problems.values()];
    },
  };
}

function nothingCollected(): Collected {
  return { instances: [], openLoops: [], calls: [], unread: [] };
}
