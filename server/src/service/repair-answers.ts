/** Repairs of findings, kept by content: they hold as long as the texts are the same that they change and the evaluations that they were judged by. */
import type { Configuration } from '../config/configuration.ts';
import type { Evaluation, Evaluations } from './evaluations.ts';
import type { FindingRepairs } from './repairs.ts';
import type { Scene } from './scene.ts';

/** Files whose answers are kept, the last ones. */
const mostFiles = 1000;

interface OfFile {
  readonly text: string;
  readonly configuration: Configuration;
  readonly byFinding: Map<string, Kept>;
}

interface Kept {
  readonly answer: FindingRepairs;
  /** The texts of all files that a repair changes. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** All evaluations of the entries that the file is part of, and those that the repairs were judged by. */
  readonly basis: readonly Evaluation[];
}

export class RepairAnswers {
  private readonly byFile = new Map<string, OfFile>();
  private readonly evaluations: Evaluations;

  constructor(evaluations: Evaluations) {
    this.evaluations = evaluations;
  }

  /** Null if the repairs of the finding aren't known, or of other texts only. */
  known(scene: Scene, configuration: Configuration, findingKey: string): FindingRepairs | null {
    const kept = this.ofFile(scene, configuration)?.byFinding.get(findingKey);
    if (kept === undefined) return null;
    for (const [path, text] of kept.texts) if (textOf(scene, path) !== text) return null;
    const isCurrent = (evaluation: Evaluation): boolean =>
      this.evaluations.current(scene, evaluation.entry) === evaluation;
    return kept.basis.every(isCurrent) ? kept.answer : null;
  }

  keep(scene: Scene, configuration: Configuration, findingKey: string, answer: FindingRepairs): void {
    const { path, text } = scene.focus;
    const ofFile = this.ofFile(scene, configuration) ?? { text, configuration, byFinding: new Map<string, Kept>() };
    const changed = answer.repairs.flatMap(({ edits }) => edits.map((file) => file.path));
    const texts = new Map(changed.map((file) => [file, textOf(scene, file)]));
    ofFile.byFinding.set(findingKey, { answer, texts, basis: [...answer.judgedBy.values()] });
    this.byFile.delete(path);
    this.byFile.set(path, ofFile);
    for (const oldest of this.byFile.keys()) {
      if (this.byFile.size <= mostFiles) break;
      this.byFile.delete(oldest);
    }
  }

  private ofFile({ focus }: Scene, configuration: Configuration): OfFile | null {
    const known = this.byFile.get(focus.path);
    const isSame = known?.text === focus.text && known.configuration === configuration;
    return known !== undefined && isSame ? known : null;
  }
}

function textOf(scene: Scene, path: string): string | null {
  return scene.record(path)?.text ?? null;
}
