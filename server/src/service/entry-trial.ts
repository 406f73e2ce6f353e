/**
 * What a change makes of one entry: which resources it has otherwise, and what the rules say of it then. Of most entries a change touches little,
 * so that only that is evaluated, and only by the rules that see it (`seen.ts`).
 */
import type { EvaluatedDeployment } from '../deployment/build.ts';
import { everyCall, type WantedCalls } from '../evaluate/declaring.ts';
import type { FileProblem } from '../evaluate/file-problem.ts';
import type { Pauses } from '../evaluate/pauses.ts';
import type { Checked } from '../repair/verify.ts';
import type { Rule } from '../rules/rule.ts';
import { changedResources, type ResourceChanges } from './changed-resources.ts';
import type { Evaluation, Evaluations, TriedDeployment } from './evaluations.ts';
import type { Scene } from './scene.ts';
import { callsSeen, rulesThatSee } from './seen.ts';

/** A change of some files, and the evaluation of an entry before it. */
export interface Change {
  readonly before: Evaluation;
  readonly scene: Scene;
  readonly changed: Scene;
  /** Those of which the texts are others. */
  readonly files: ReadonlySet<string>;
}

/** An entry before and after a change, as far as these were evaluated to compare them. */
export interface Compared {
  readonly before: EvaluatedDeployment;
  readonly after: TriedDeployment;
  readonly changes: ResourceChanges;
}

/** What is said of an entry before and after a change. */
export interface Judged {
  readonly before: Checked;
  readonly after: Checked;
  /** The deployment of which it was said, with all resources of the templates that differ. */
  readonly deployment: EvaluatedDeployment | null;
}

export class EntryTrials {
  private readonly evaluations: Evaluations;
  private readonly pauses: Pauses | null;

  constructor(evaluations: Evaluations, pauses: Pauses | null) {
    this.evaluations = evaluations;
    this.pauses = pauses;
  }

  /** Compares an entry with itself after a change; null if its template isn't there. */
  *compare(change: Change): Generator<undefined, Compared | null> {
    const { before, files } = change;
    const { seen } = before;
    if (seen === null) return null;
    const isBelow = (file: string): boolean => isOnlyCalled(change, file);
    if ([...files].every(isBelow)) {
      const called = new Set([...files].filter((file) => seen.inFiles.has(file) || seen.libraries.has(file)));
      const compared = yield* this.comparePart(change, called, callsSeen(seen, called, []));
      if (compared === null || compared.changes.isInside) return compared;
    }
    return yield* this.comparePart(change, files, everyCall);
  }

  private *comparePart(
    { before: { entry, seen }, scene, changed }: Change,
    files: ReadonlySet<string>,
    calls: WantedCalls,
  ): Generator<undefined, Compared | null> {
    const { deployment: before } = this.evaluations.deploymentInPassing(scene, entry, calls);
    const after = yield* this.evaluations.trial(changed, entry, this.pauses, calls);
    if (before === null || after.deployment === null) return null;
    const changes = changedResources(before, after.deployment, files, seen?.libraries);
    return { before, after, changes };
  }

  /** What these rules say of an entry before and after a change. Those that don't see it say what they said before. */
  *judge(change: Change, compared: Compared | null, rules: readonly Rule[]): Generator<undefined, Judged> {
    const { evaluations, pauses } = this;
    const { before, changed } = change;
    const by = this.rulesThatSee(change, compared, rules);
    const { entry } = before;
    // Where no rule sees the change, only what is wrong with what was compared is left to be said.
    const isEnough = compared !== null && (compared.after.isWhole || by.length === 0);
    const calls = this.callsSeen(change, compared, by);
    const tried = isEnough ? compared.after : yield* evaluations.trial(changed, entry, pauses, calls);
    const found = yield* evaluations.judgeTrial(entry, tried, by, pauses);
    const isKept = new Set(rules.filter((rule) => !by.includes(rule)).map(({ id }) => id));
    const kept = before.findings.filter(({ ruleId }) => isKept.has(ruleId));
    return {
      before: { problems: withProblems(before.problems, compared), findings: before.findings },
      after: { problems: found.problems, findings: [...kept, ...found.findings] },
      deployment: tried.deployment,
    };
  }

  private rulesThatSee(
    { before: { seen, by } }: Change,
    compared: Compared | null,
    rules: readonly Rule[],
  ): readonly Rule[] {
    const difference = compared?.changes.difference ?? null;
    if (seen === null || difference === null) return rules;
    const types = [...difference.kinds, ...difference.contents];
    // What values read of a resource may stand anywhere.
    if (types.some((type) => seen.typesOfTwins.has(type))) return rules;
    const seeing = new Set(rulesThatSee(seen, rules, difference));
    return rules.filter((rule) => seeing.has(rule) || !by.includes(rule));
  }

  private callsSeen({ before: { seen }, files }: Change, compared: Compared | null, by: readonly Rule[]): WantedCalls {
    if (seen === null || compared?.changes.isInside !== true || compared.changes.difference === null) return everyCall;
    return callsSeen(seen, files, by);
  }
}

/** True for a template in Bicep that isn't the entry's own; it may call it nowhere. */
function isOnlyCalled({ before: { entry }, changed }: Change, file: string): boolean {
  return file !== entry.template && changed.record(file)?.read?.lowered.language === 'bicep';
}

/** The problems of an entry with those that only the comparison met, since it reads all values: they were there before. */
function withProblems(problems: readonly FileProblem[], compared: Compared | null): readonly FileProblem[] {
  if (compared === null) return problems;
  const keyOf = ({ file, node, code, message }: FileProblem): string => `${file} ${node} ${code} ${message}`;
  const known = new Set(problems.map(keyOf));
  return [...problems, ...compared.before.index.program.problems.filter((problem) => !known.has(keyOf(problem)))];
}
