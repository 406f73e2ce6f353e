/**
 * What the rules find in each entry, kept by content: an entry is evaluated again when a file that it read means something else than before
 * (spec: evaluation, section 8).
 */
import { type Configuration, defaultConfiguration } from '../config/configuration.ts';
import { deploymentWork, type EvaluatedDeployment } from '../deployment/build.ts';
import { argumentProblems } from '../evaluate/check-arguments.ts';
import { everyCall, type WantedCalls } from '../evaluate/declaring.ts';
import type { FileProblem } from '../evaluate/file-problem.ts';
import { isMissing } from '../evaluate/files.ts';
import { completed, type Pauses } from '../evaluate/pauses.ts';
import type { Scenario } from '../evaluate/scenario.ts';
import { secretTexts, type TextPlace } from '../evaluate/secret-texts.ts';
import { ruleWork } from '../rules/engine.ts';
import type { NodeLocation, QuietNote } from '../rules/finding.ts';
import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { inOrder, type RuleFinding } from '../rules/rule-finding.ts';
import type { Declaration } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import { Dependencies } from './dependencies.ts';
import { type Entry, entryKey } from './entries.ts';
import { loadProblems } from './files/load-problems.ts';
import { isOff } from './rule-settings.ts';
import type { Scene } from './scene.ts';
import { type Seen, seenIn } from './seen.ts';
import { contextOf, type Workspace } from './workspace.ts';

/** What is kept of the evaluation of an entry: plain data. */
export interface Evaluation {
  readonly entry: Entry;
  readonly dependencies: Dependencies;
  /** The rules that were run. */
  readonly by: readonly Rule[];
  readonly findings: readonly RuleFinding[];
  readonly quiet: readonly QuietNote<NodeLocation>[];
  readonly problems: readonly FileProblem[];
  /** Where literals of secrets stand, in all files; null if the entry's template isn't there. */
  readonly secretTexts: readonly TextPlace[] | null;
  /** Resources that it deploys, `existing` ones aside. */
  readonly resourceCount: number;
  /** What the rules looked at; null if the entry's template isn't there. */
  readonly seen: Seen | null;
}

/** Evaluations of one entry that are kept: of the text in the editor, of the one on disk, and of a repair that is tried out. */
const mostKept = 3;

/** How many evaluated deployments are kept, the last ones; they take a hundred times the memory of what was found in them. */
export interface Keeping {
  readonly deployments: number;
  /** Steps of evaluation in all of them together, by which their memory is estimated. */
  readonly steps: number;
}

/** A step takes about 280 bytes, with all that is made besides the cell (`npm run bench`): these are 64 MB. */
const usualKeeping: Keeping = { deployments: 64, steps: 230_000 };

interface KeptDeployment {
  /** Null if the entry's template isn't there. */
  readonly deployment: EvaluatedDeployment | null;
  readonly dependencies: Dependencies;
}

/** A deployment in a scene that is tried out. */
export interface TriedDeployment extends KeptDeployment {
  readonly scene: Scene;
  /** False if it has only the calls that were wanted. */
  readonly isWhole: boolean;
}

/** An entry as it was evaluated in a scene that was tried out. */
interface Tried {
  readonly made: KeptDeployment;
  readonly evaluation: Evaluation;
}

/** Cells that are evaluated in a row before work in slices asks whether to pause: well below a millisecond. */
const cellsOfSlice = 1000;

export class Evaluations {
  private readonly byEntry = new Map<string, Evaluation[]>();
  private readonly deployments = new Map<string, KeptDeployment>();
  private readonly keeping: Keeping;
  /** What was tried out last: a repair that is made then is the text that is asked about next. */
  private tried: Tried | null = null;
  private wanted: readonly Rule[] = [];
  private lastConfiguration: Configuration | null = null;

  constructor(keeping: Partial<Keeping> = {}) {
    this.want(defaultConfiguration);
    this.keeping = { ...usualKeeping, ...keeping };
  }

  /** The rules that an evaluation runs: those of the default configuration, and those that another has turned on so far. */
  get rules(): readonly Rule[] {
    return this.wanted;
  }

  /** Runs the rules of a configuration from now on. Evaluations by fewer rules than are wanted have to be made again. */
  want(configuration: Configuration): void {
    if (configuration === this.lastConfiguration) return;
    this.lastConfiguration = configuration;
    const known = new Set(this.wanted);
    const all = rules.filter((rule) => known.has(rule) || !isOff(rule.id, configuration));
    if (all.length > known.size) this.wanted = all;
  }

  /** The evaluation of an entry as its files are now, by all rules that are wanted; null if it has to be made. */
  current(scene: Scene, entry: Entry): Evaluation | null {
    const kept = this.byEntry.get(entryKey(entry)) ?? [];
    return kept.find(({ by, dependencies }) => by === this.wanted && dependencies.meanTheSame(scene)) ?? null;
  }

  /** The last evaluation of an entry, whatever has changed since. */
  latest(entry: Entry): Evaluation | null {
    return this.byEntry.get(entryKey(entry))?.[0] ?? null;
  }

  /** The evaluation of an entry as it is now, made if nobody has asked for it. */
  currentOrNew(scene: Scene, entry: Entry): Evaluation {
    return this.current(scene, entry) ?? this.evaluate(scene, entry);
  }

  /** Evaluates an entry now. One whose template isn't there has nothing in it, until the template is. */
  evaluate(scene: Scene, entry: Entry): Evaluation {
    const tried = this.triedAs(scene, entry);
    if (tried !== null) {
      const evaluation = completedTrial(tried, this.wanted);
      if (tried.made.deployment?.index.program.evaluator.ranOut !== true) {
        this.keepDeployment(entry, tried.made);
        return this.keep(scene, evaluation);
      }
      this.tried = null;
    }
    return this.keep(
      scene,
      completed(evaluationWork(entry, this.deployment(scene, entry), scene.workspace.argumentsIn, null, this.wanted)),
    );
  }

  /** What was tried out last, if it was this entry with the texts as they are now. */
  private triedAs(scene: Scene, entry: Entry): Tried | null {
    const { tried } = this;
    if (tried === null || entryKey(tried.evaluation.entry) !== entryKey(entry)) return null;
    if (tried.made.deployment === null || tried.made.deployment.index.program.evaluator.ranOut) return null;
    return tried.made.dependencies.areTheSame(scene) ? tried : null;
  }

  /** The deployment of an entry in a scene that is tried out, with the calls that are wanted. */
  *trial(
    scene: Scene,
    entry: Entry,
    pauses: Pauses | null,
    calls: WantedCalls = everyCall,
  ): Generator<undefined, TriedDeployment> {
    const made = yield* deploymentNow(scene, entry, new Dependencies(scene), pauses, { calls });
    // In one go it may need fewer steps, and what is said must not depend on slices.
    if (pauses !== null && made.deployment?.index.program.evaluator.ranOut === true)
      return yield* this.trial(scene, entry, null, calls);
    return { ...made, scene, isWhole: calls === everyCall };
  }

  /** What rules say of an entry that is tried out. Only the last that was evaluated as a whole is kept. */
  *judgeTrial(
    entry: Entry,
    tried: TriedDeployment,
    by: readonly Rule[],
    pauses: Pauses | null,
  ): Generator<undefined, Evaluation> {
    const { scene } = tried;
    const evaluation = yield* evaluationWork(entry, tried, scene.workspace.argumentsIn, pauses, by);
    if (pauses !== null && tried.deployment?.index.program.evaluator.ranOut === true) {
      const again = yield* this.trial(scene, entry, null);
      return yield* this.judgeTrial(entry, again, by, null);
    }
    if (tried.isWhole) this.tried = { made: tried, evaluation };
    return evaluation;
  }

  /** Evaluates an entry in slices. `isOf` says whether what has been read so far is what the files hold; else the work is better begun again. */
  inSlices(
    scene: Scene,
    entry: Entry,
    pauses: Pauses,
  ): { readonly work: Generator<undefined, Evaluation>; readonly isOf: (scene: Scene) => boolean } {
    const dependencies = new Dependencies(scene);
    return { work: this.work(scene, entry, dependencies, pauses), isOf: (now) => dependencies.areTheSame(now) };
  }

  private *work(
    scene: Scene,
    entry: Entry,
    dependencies: Dependencies,
    pauses: Pauses,
  ): Generator<undefined, Evaluation> {
    const known = this.deployments.get(entryKey(entry));
    const isKnown = known?.dependencies.areTheSame(scene) ?? false;
    const made = isKnown && known ? known : yield* deploymentNow(scene, entry, dependencies, pauses);
    this.keepDeployment(entry, made);
    const evaluation = yield* evaluationWork(entry, made, scene.workspace.argumentsIn, pauses, this.wanted);
    if (made.deployment?.index.program.evaluator.ranOut !== true) return this.keep(scene, evaluation);
    // In one go it may need fewer steps, and what is said must not depend on slices.
    this.deployments.delete(entryKey(entry));
    return this.evaluate(scene, entry);
  }

  private keep(scene: Scene, evaluation: Evaluation): Evaluation {
    const key = entryKey(evaluation.entry);
    const others = (this.byEntry.get(key) ?? []).filter((known) => !known.dependencies.meanTheSame(scene));
    this.byEntry.set(key, [evaluation, ...others].slice(0, mostKept));
    return evaluation;
  }

  /** The deployment of an entry with the texts as they are now. */
  deployment(scene: Scene, entry: Entry): KeptDeployment {
    const current = this.deploymentInPassing(scene, entry);
    this.keepDeployment(entry, current);
    return current;
  }

  /** The same, for a question to one entry after the other: what is kept stays, however many are asked. What isn't has the calls that are wanted. */
  deploymentInPassing(scene: Scene, entry: Entry, calls: WantedCalls = everyCall): KeptDeployment {
    const known = this.deployments.get(entryKey(entry));
    const isCurrent = known?.dependencies.areTheSame(scene) ?? false;
    return isCurrent && known
      ? known
      : completed(deploymentNow(scene, entry, new Dependencies(scene), null, { calls }));
  }

  private keepDeployment(entry: Entry, deployment: KeptDeployment): void {
    const key = entryKey(entry);
    this.deployments.delete(key);
    this.deployments.set(key, deployment);
    this.dropOldest();
  }

  /** Rules, topology and repairs evaluate more of a deployment after it was made, so that its size is asked each time. */
  private dropOldest(): void {
    const newestFirst = [...this.deployments].reverse();
    let steps = 0;
    for (const [index, [key, { deployment }]] of newestFirst.entries()) {
      steps += deployment?.index.program.evaluator.stepCount ?? 0;
      const isTooMany = index >= this.keeping.deployments || steps > this.keeping.steps;
      // The newest is what the question is about, however large it is.
      if (index > 0 && isTooMany) this.deployments.delete(key);
    }
  }
}

function* evaluationWork(
  entry: Entry,
  { deployment, dependencies }: KeptDeployment,
  argumentsIn: Workspace['argumentsIn'],
  pauses: Pauses | null,
  by: readonly Rule[],
): Generator<undefined, Evaluation> {
  if (deployment === null) {
    const problems = usingProblems(entry, dependencies);
    return {
      entry,
      dependencies,
      by,
      findings: [],
      quiet: [],
      problems,
      secretTexts: null,
      resourceCount: 0,
      seen: null,
    };
  }
  const { program } = deployment.index;
  const isOwned = (file: string): boolean => dependencies.isOwned(file);
  const certainOnly = entry.isProvisional ?? false;
  const { findings, quiet, looks } = yield* ruleWork(by, deployment, {}, { isOwned, pauses, certainOnly });
  const told = certainOnly ? findings.filter(({ certainty }) => certainty === 'certain') : findings;
  const resourceCount = program.instances.filter((instance) => !instance.declaration.existing).length;
  const check = (): readonly FileProblem[] => [...argumentProblems(program, argumentsIn), ...loadProblems(program)];
  const others = pauses === null ? check() : yield* pauses.attempts(check);
  const problems = [...program.problems, ...others];
  const seen = seenIn(program, deployment.index.looking, looks);
  const secrets = secretTexts(program);
  return { entry, dependencies, by, findings: told, quiet, problems, secretTexts: secrets, resourceCount, seen };
}

/** The evaluation of what was tried out by some rules, by all these: only the others are run. */
function completedTrial({ made: { deployment, dependencies }, evaluation }: Tried, by: readonly Rule[]): Evaluation {
  if (deployment === null) return { ...evaluation, by };
  const isOwned = (file: string): boolean => dependencies.isOwned(file);
  const certainOnly = evaluation.entry.isProvisional ?? false;
  const others = by.filter((rule) => !evaluation.by.includes(rule));
  const rest = completed(ruleWork(others, deployment, {}, { isOwned, pauses: null, certainOnly }));
  const places = new Map(by.map(({ id }, index) => [id, index]));
  const isWanted = ({ ruleId }: { readonly ruleId: string }): boolean => places.has(ruleId);
  const placeOf = ({ ruleId }: { readonly ruleId: string }): number => places.get(ruleId) ?? 0;
  const told = rest.findings.filter(({ certainty }) => !certainOnly || certainty === 'certain');
  const findings = [...evaluation.findings.filter(isWanted), ...told].sort(inOrder);
  const quiet = [...evaluation.quiet.filter(isWanted), ...rest.quiet].sort((a, b) => placeOf(a) - placeOf(b));
  const looks = new Map([...(evaluation.seen?.byRule ?? []), ...rest.looks]);
  const { program, looking } = deployment.index;
  return { ...evaluation, by, findings, quiet, seen: seenIn(program, looking, looks) };
}

/** Why the template that a parameter file is for can't be evaluated. */
function usingProblems({ parameters }: Entry, dependencies: Dependencies): readonly FileProblem[] {
  const lowered = parameters === null ? undefined : dependencies.record(parameters)?.read?.lowered;
  if (parameters === null || lowered === undefined || lowered.using === null) return [];
  const found = dependencies.files.load(parameters, lowered.using);
  if (!isMissing(found) || found.problem === null) return [];
  return [{ file: parameters, node: lowered.usingNode ?? 0, ...found.problem }];
}

/** The deployment of an entry, for a list of all its values; null if its template isn't there. */
export function shownDeployment(scene: Scene, entry: Entry): EvaluatedDeployment | null {
  return completed(deploymentNow(scene, entry, new Dependencies(scene), null, { hidesUnread: true })).deployment;
}

function* deploymentNow(
  scene: Scene,
  entry: Entry,
  dependencies: Dependencies,
  pauses: Pauses | null,
  { calls = everyCall, hidesUnread = false }: { readonly calls?: WantedCalls; readonly hidesUnread?: boolean } = {},
): Generator<undefined, KeptDeployment> {
  const template = dependencies.record(entry.template);
  if (template?.read?.lowered.language !== 'bicep' && template?.read?.lowered.language !== 'arm') {
    return { deployment: null, dependencies };
  }
  const parameters = entry.parameters === null ? null : dependencies.record(entry.parameters);
  const scenario: Scenario = {
    parameters: parameters?.read ? { file: parameters.path, lowered: parameters.read.lowered } : null,
    context: contextOf(scene.workspace, entry.template),
  };
  const { path: file, read } = template;
  const lowered = entry.isProvisional ? withUnknownParameters(read.lowered) : read.lowered;
  const slices = pauses === null ? {} : { slices: { pauses, slice: cellsOfSlice } };
  const contract = dependencies.files.contractFor(file);
  const { files } = dependencies;
  const request = { file, lowered, files, scenario, contract, hidesUnread, wantedCalls: calls, ...slices };
  const deployment = yield* deploymentWork(request);
  return { deployment, dependencies };
}

/** The template as somebody calls it of whom nothing is known: any parameter may be given anything. */
function withUnknownParameters(lowered: LoweredFile): LoweredFile {
  const declarations = lowered.template.declarations.map((declaration): Declaration => {
    if (declaration.kind !== 'parameter') return declaration;
    const { node } = declaration;
    return {
      ...declaration,
      default: { kind: 'hole', node, reason: 'the files that include this one are being read' },
    };
  });
  return { ...lowered, template: { ...lowered.template, declarations } };
}
