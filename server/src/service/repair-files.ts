/** Files after all their repairs of some kinds. */
import type { Configuration } from '../config/configuration.ts';
import { severities } from '../config/severity.ts';
import { completed } from '../evaluate/pauses.ts';
import type { Finding } from '../rules/finding.ts';
import { EditedText } from '../text/edited-text.ts';
import { textOfContent } from './files/decode.ts';
import type { Engine, FileAnalysis, FileEdit, SourceFile, VerifiedRepair } from './model.ts';
import { aloneIn, type Workspace } from './workspace.ts';

export interface RepairOrder {
  readonly engine: Engine;
  /** What is repaired: the findings in these files. */
  readonly files: readonly SourceFile[];
  readonly configurationOf: (path: string) => Configuration;
  /** The files with what surrounds them, as they are before the repairs. */
  readonly workspace: Workspace;
  readonly kinds: readonly VerifiedRepair['kind'][];
  /** Only findings of this rule; null for all. */
  readonly ruleId: string | null;
  /** Why a file can't be changed or made, completing "... is"; null if it can. Asked of each file that a repair would change or make. */
  readonly obstacleOf: (path: string, isNew: boolean) => string | null;
  /** Is told what went wrong with a file, which is left as it is then; without it the work ends. */
  readonly onFailure?: (path: string, error: unknown) => void;
}

/** A file after the repairs. */
export interface RepairedFile {
  readonly path: string;
  readonly text: string;
  /** The analysis of `text` among the others as they are then. */
  readonly analysis: FileAnalysis;
  /** Repairs of its findings in the order in which they were applied. Each was verified on the texts that the ones before it left. */
  readonly applied: readonly VerifiedRepair[];
  /** Why a finding of the analysis is left, by its key. */
  readonly left: ReadonlyMap<string, string>;
}

export interface RepairedFiles {
  /** Those that were ordered, without what failed. */
  readonly files: readonly RepairedFile[];
  /** All texts that were changed, by path: those of other files than were ordered too. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was changed, as one set of edits for each file: nothing between them is touched. */
  readonly edits: readonly FileEdit[];
  /** False if there was something left to do after the last round. */
  readonly complete: boolean;
}

/** Rounds through all files: what is left after these are repairs that call forth each other's findings. */
const mostRounds = 10;

/**
 * Applies repairs one by one until no finding has one of the wanted kinds. Each is computed on the texts that the last one left, never taken
 * from before, so that two repairs of one place can't collide. A finding with several repairs gets the first that may be made.
 */
export function repairFiles(order: RepairOrder): RepairedFiles {
  return completed(repairFilesWork(order));
}

/** Like `repairFiles`, in slices: it yields after each finding. */
export function* repairFilesWork(order: RepairOrder): Generator<undefined, RepairedFiles> {
  const run = new RepairRun(order);
  let hasMore = true;
  for (let round = 0; hasMore && round < mostRounds; round++) {
    hasMore = false;
    for (const { path } of order.files) if (yield* run.repair(path)) hasMore = true;
  }
  const files: RepairedFile[] = [];
  for (const { path } of order.files) {
    const result = run.guarded(path, () => run.resultOf(path));
    if (result !== null) files.push(result);
    yield;
  }
  return { files, texts: run.texts, edits: run.edits, complete: !hasMore };
}

/** One file that is repaired without changing any other. */
export function repairFile(
  engine: Engine,
  file: SourceFile,
  configuration: Configuration,
  kinds: readonly VerifiedRepair['kind'][],
  workspace: Workspace = aloneIn(file),
): RepairedFile & Pick<RepairedFiles, 'complete' | 'edits'> {
  const { files, complete, edits } = repairFiles({
    engine,
    files: [file],
    configurationOf: () => configuration,
    workspace: { ...workspace, texts: new Map([[file.path, file.text]]) },
    kinds,
    ruleId: null,
    obstacleOf: (path) => (path === file.path ? null : 'another file'),
  });
  const [repaired] = files;
  if (repaired === undefined) throw new Error('what is ordered is repaired');
  return { ...repaired, complete, edits };
}

/** The text of a file as the host has it; null if there is none that can be read. */
export function textOnHost({ host }: Workspace, path: string): string | null {
  return textOfContent(host.read(path));
}

function weightOf({ severity }: Finding): number {
  return severities.indexOf(severity);
}

class RepairRun {
  private readonly edited = new Map<string, EditedText>();
  /** Those of them that weren't there. */
  private readonly made = new Set<string>();
  private readonly order: RepairOrder;
  private readonly sources: ReadonlyMap<string, SourceFile>;
  private readonly applied = new Map<string, VerifiedRepair[]>();
  private readonly failed = new Set<string>();
  /** The findings of each file among the texts as they are now. */
  private readonly findings = new Map<string, readonly { readonly finding: Finding; readonly identity: string }[]>();
  private workspace: Workspace;

  constructor(order: RepairOrder) {
    this.order = order;
    this.sources = new Map(order.files.map((file) => [file.path, file]));
    this.workspace = order.workspace;
  }

  get texts(): ReadonlyMap<string, string> {
    return new Map([...this.edited].map(([path, { text }]) => [path, text]));
  }

  get edits(): readonly FileEdit[] {
    const all = [...this.edited].map(
      ([path, { edits }]): FileEdit => ({
        path,
        ...(this.made.has(path) ? { creates: true } : {}),
        edits,
      }),
    );
    return all.filter(({ edits }) => edits.length > 0);
  }

  /** Null if it fails, or if something about the file has failed before. */
  guarded<Result>(path: string, work: () => Result): Result | null {
    const { onFailure } = this.order;
    if (onFailure === undefined) return work();
    if (this.failed.has(path)) return null;
    try {
      return work();
    } catch (error) {
      this.failed.add(path);
      onFailure(path, error);
      return null;
    }
  }

  /**
   * Repairs what can be repaired in a file, at most as many findings as it has now: what the repairs call forth waits for the next round.
   * @returns true if anything was changed
   */
  *repair(path: string): Generator<undefined, boolean> {
    const tried = new Set<string>();
    const most = this.guarded(path, () => this.findingsOf(path).length) ?? 0;
    let done = 0;
    yield;
    while (done < most) {
      const step = this.guarded(path, () => this.step(path, tried));
      if (step === null || step === 'nothing left') break;
      if (step === 'applied') done++;
      yield;
    }
    return done > 0;
  }

  /** Looks for a repair of the first finding that wasn't tried, of those that weigh most. */
  private step(path: string, tried: Set<string>): 'applied' | 'tried' | 'nothing left' {
    const next = this.findingsOf(path).find(({ identity }) => !tried.has(identity));
    if (next === undefined) return 'nothing left';
    const { repair } = this.choiceFor(path, next.finding);
    if (repair === null) tried.add(next.identity);
    else this.apply(path, repair);
    return repair === null ? 'tried' : 'applied';
  }

  resultOf(path: string): RepairedFile {
    const analysis = this.analysisOf(path);
    const left = this.findingsOf(path).flatMap(({ finding }): [string, string][] => {
      const { reason } = this.choiceFor(path, finding);
      return reason === null ? [] : [[finding.key, reason]];
    });
    return {
      path,
      text: this.source(path).text,
      analysis,
      applied: this.applied.get(path) ?? [],
      left: new Map(left),
    };
  }

  private isWanted({ ruleId }: Finding): boolean {
    return this.order.ruleId === null || ruleId === this.order.ruleId;
  }

  /**
   * The wanted findings, the heaviest first: what a rule is to do shows once its faults are mended. One is known again by what it says and how many
   * before it say the same: places move.
   */
  private findingsOf(path: string): readonly { readonly finding: Finding; readonly identity: string }[] {
    const known = this.findings.get(path);
    if (known !== undefined) return known;
    const counts = new Map<string, number>();
    const wanted = this.analysisOf(path).findings.filter((finding) => this.isWanted(finding));
    const findings = wanted.map((finding) => {
      const { ruleId, message, resource } = finding;
      const said = JSON.stringify([ruleId, message, resource]);
      const count = counts.get(said) ?? 0;
      counts.set(said, count + 1);
      return { finding, identity: `${count} ${said}` };
    });
    const ordered = findings.toSorted((one, other) => weightOf(one.finding) - weightOf(other.finding));
    this.findings.set(path, ordered);
    return ordered;
  }

  /** The first repair that may be made, or why there is none. */
  private choiceFor(
    path: string,
    { key }: Finding,
  ): { readonly repair: VerifiedRepair; readonly reason: null } | { readonly repair: null; readonly reason: string } {
    const { engine, kinds } = this.order;
    const question = [this.source(path), this.order.configurationOf(path), key, this.workspace] as const;
    let reason: string | null = null;
    for (const repair of engine.repairs(...question)) {
      const why = kinds.includes(repair.kind) ? this.obstacleTo(repair) : `"${repair.title}" needs a person's choice`;
      if (why === null) return { repair, reason: null };
      reason ??= `Left: ${why}.`;
    }
    return { repair: null, reason: reason ?? engine.whyNoRepair(...question) ?? 'No repair.' };
  }

  private obstacleTo({ title, edits }: VerifiedRepair): string | null {
    for (const { path, creates = false } of edits) {
      const isThere = this.textOf(path) !== null;
      const unexpected = creates ? 'there already' : 'not there any more';
      const obstacle = isThere === creates ? unexpected : this.order.obstacleOf(path, creates);
      if (obstacle !== null) return `"${title}" changes ${path}, which is ${obstacle}`;
    }
    return null;
  }

  private apply(path: string, repair: VerifiedRepair): void {
    for (const file of repair.edits) {
      const edited = this.edited.get(file.path) ?? new EditedText(this.textOf(file.path) ?? '');
      if (file.creates) this.made.add(file.path);
      edited.apply(file.edits);
      this.edited.set(file.path, edited);
    }
    const texts = new Map([...(this.order.workspace.texts ?? []), ...this.texts]);
    this.workspace = { ...this.order.workspace, texts };
    this.findings.clear();
    this.applied.set(path, [...(this.applied.get(path) ?? []), repair]);
  }

  private analysisOf(path: string): FileAnalysis {
    return this.order.engine.analyze(this.source(path), this.order.configurationOf(path), this.workspace);
  }

  private source(path: string): SourceFile {
    const source = this.sources.get(path);
    if (source === undefined) throw new Error('only files that are ordered are repaired');
    return { ...source, text: this.edited.get(path)?.text ?? source.text };
  }

  private textOf(path: string): string | null {
    const text = this.edited.get(path)?.text ?? this.sources.get(path)?.text;
    if (text !== undefined) return text;
    return this.order.workspace.texts?.get(path) ?? textOnHost(this.order.workspace, path);
  }
}
