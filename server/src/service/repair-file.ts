import type { Configuration } from '../config/configuration.ts';
import { applyEdits } from '../text/edit.ts';
import type { Engine, FileAnalysis, SourceFile, VerifiedRepair, Workspace } from './model.ts';

/** A file after all its repairs of some kinds. */
export interface RepairedFile {
  readonly text: string;
  /** What was applied, in this order. Each was verified on the text that the ones before it left. */
  readonly applied: readonly VerifiedRepair[];
  /** The analysis of `text`. */
  readonly analysis: FileAnalysis;
  /** False if the bound on the number of repairs was reached before there was nothing left to do. */
  readonly complete: boolean;
}

/** More repairs than this in one file mean that repairs call forth each other's findings. */
const mostRepairs = 500;

/**
 * Applies repairs one by one until no finding has one of the wanted kinds. Each is computed on the text that the last one left, never taken
 * from before, so that two repairs of one place can't collide. A finding with several repairs gets the first. Repairs that touch other
 * files are left to a person.
 */
export function repairFile(
  engine: Engine,
  file: SourceFile,
  configuration: Configuration,
  kinds: readonly VerifiedRepair['kind'][],
  workspace?: Workspace,
): RepairedFile {
  const applied: VerifiedRepair[] = [];
  let current = file;
  for (;;) {
    const analysis = engine.analyze(current, configuration, workspace);
    const repair = firstRepair(engine, current, configuration, analysis, kinds, workspace);
    if (!repair || applied.length === mostRepairs) {
      return { text: current.text, applied, analysis, complete: !repair };
    }
    const edits = repair.edits.flatMap((fileEdit) => fileEdit.edits);
    current = { ...current, text: applyEdits(current.text, edits) };
    applied.push(repair);
  }
}

function firstRepair(
  engine: Engine,
  file: SourceFile,
  configuration: Configuration,
  analysis: FileAnalysis,
  kinds: readonly VerifiedRepair['kind'][],
  workspace: Workspace | undefined,
): VerifiedRepair | null {
  for (const finding of analysis.findings) {
    for (const repair of engine.repairs(file, configuration, finding.key, workspace)) {
      const staysInFile = repair.edits.every((fileEdit) => fileEdit.path === file.path);
      if (kinds.includes(repair.kind) && staysInFile) return repair;
    }
  }
  return null;
}
