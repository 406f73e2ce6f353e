/** The repairs of findings as they are known: those in view first, since somebody looks at them, and what all entries say of them after that. */
import type { Configuration } from '../config/configuration.ts';
import { completed, Pauses } from '../evaluate/pauses.ts';
import type { Evaluations } from './evaluations.ts';
import type { MergedFinding } from './merge-findings.ts';
import { RepairAnswers } from './repair-answers.ts';
import { type Extent, type FindingRepairs, findingRepairs, type RepairContext } from './repairs.ts';
import type { Scene } from './scene.ts';

/** The findings of a file, in files as they are; the same object as long as nothing changes. */
export interface FindingsInScene {
  readonly scene: Scene;
  readonly configuration: Configuration;
  readonly merged: readonly MergedFinding[];
}

type ContextOf = (findings: FindingsInScene, pauses: Pauses | null) => RepairContext;

/** Repairs that are being judged while nobody waits. */
interface Begun {
  readonly of: FindingsInScene;
  readonly key: string;
  readonly extent: Extent;
  readonly work: Generator<undefined, FindingRepairs>;
}

export class JudgedFindings {
  private readonly known: Readonly<Record<Extent, RepairAnswers>>;
  private readonly contextOf: ContextOf;
  private isDue: () => boolean = () => false;
  private readonly pauses = new Pauses(() => this.isDue());
  private begun: Begun | null = null;

  constructor(evaluations: Evaluations, contextOf: ContextOf) {
    this.known = { view: new RepairAnswers(evaluations), whole: new RepairAnswers(evaluations) };
    this.contextOf = contextOf;
  }

  /** The repairs of a finding, judged by so many entries at least; null if there is no such finding. */
  answer(findings: FindingsInScene, key: string, extent: Extent): FindingRepairs | null {
    const found = findings.merged.find(({ finding }) => finding.key === key);
    if (found === undefined) return null;
    const known = this.knownAnswer(findings, key, extent);
    if (known !== null) return known;
    const context = this.contextOf(findings, null);
    return this.keep(findings, key, extent, completed(findingRepairs(findings.scene, context, found, extent)));
  }

  /**
   * Judges repairs that aren't, until a pause is due: of all findings in view, then by all entries.
   * @param only the key of the only finding that is wanted; null for all
   * @returns true if there are more
   */
  advance(findings: FindingsInScene, only: string | null, isDue: () => boolean): boolean {
    this.isDue = isDue;
    const wanted = findings.merged.filter(({ finding }) => only === null || finding.key === only);
    for (const extent of only === null ? (['view', 'whole'] as const) : (['whole'] as const)) {
      for (const found of wanted) {
        const { key } = found.finding;
        if (this.knownAnswer(findings, key, extent) !== null) continue;
        const step = this.beginning(findings, found, extent).work.next();
        if (step.done !== true) return true;
        this.begun = null;
        this.keep(findings, key, extent, step.value);
        if (isDue()) return true;
      }
    }
    return false;
  }

  /** What was begun is gone on with, unless something has changed or something else is wanted now. */
  private beginning(findings: FindingsInScene, found: MergedFinding, extent: Extent): Begun {
    const { begun } = this;
    const { key } = found.finding;
    if (begun?.of === findings && begun.key === key && begun.extent === extent) return begun;
    const context = this.contextOf(findings, this.pauses);
    this.begun = { of: findings, key, extent, work: findingRepairs(findings.scene, context, found, extent) };
    return this.begun;
  }

  private knownAnswer({ scene, configuration }: FindingsInScene, key: string, extent: Extent): FindingRepairs | null {
    const whole = this.known.whole.known(scene, configuration, key);
    return whole ?? (extent === 'view' ? this.known.view.known(scene, configuration, key) : null);
  }

  private keep(
    { scene, configuration }: FindingsInScene,
    key: string,
    extent: Extent,
    answer: FindingRepairs,
  ): FindingRepairs {
    const by = answer.isWhole ? 'whole' : extent;
    this.known[by].keep(scene, configuration, key, answer);
    return answer;
  }
}
