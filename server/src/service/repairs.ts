/** Repairs of one finding, as the workspace verifies them. */
import { verifiedRepairs } from '../repair/repairs.ts';
import { proposalsFor } from '../rules/engine.ts';
import { rules } from '../rules/index.ts';
import type { Entry } from './entries.ts';
import type { Evaluations } from './evaluations.ts';
import type { MergedFinding } from './merge-findings.ts';
import type { FileAnalysis, VerifiedRepair } from './model.ts';
import type { Scene } from './scene.ts';

/**
 * Repairs change the file in which the finding stands. They are planned on the deployment of that file itself: the entry if it is one, else
 * the file by its defaults; and verified by what all entries make of the changed file.
 */
export function repairsOf(
  scene: Scene,
  evaluations: Evaluations,
  { finding, sources }: MergedFinding,
  before: FileAnalysis,
  analyze: (text: string) => FileAnalysis,
): readonly VerifiedRepair[] {
  const { path, text } = scene.focus;
  const own = sources.find(({ entry }) => entry.template === path)?.entry;
  const entry: Entry = own ?? { template: path, parameters: null };
  const { deployment, dependencies } = evaluations.deployment(scene, entry);
  if (deployment === null) return [];
  const isOwned = (file: string): boolean => dependencies.isOwned(file);
  const keys = own
    ? sources.filter((source) => source.entry === own).map((source) => source.finding.key)
    : keysAt(evaluations, scene, entry, finding.ruleId, sources[0]?.finding.at.node);
  const proposals = keys.map((key) => proposalsFor(rules, deployment, key, isOwned)).find((found) => found.length > 0);
  if (proposals === undefined) return [];
  return verifiedRepairs({ finding, proposals, deployment, text, before, analyze });
}

/** Keys of the findings of a rule at a node when the file is evaluated by itself. */
function keysAt(
  evaluations: Evaluations,
  scene: Scene,
  entry: Entry,
  ruleId: string,
  node: number | undefined,
): readonly string[] {
  const alone = evaluations.current(scene, entry) ?? evaluations.evaluate(scene, entry);
  const found = alone?.findings.filter(
    (finding) => finding.ruleId === ruleId && finding.at.file === entry.template && finding.at.node === node,
  );
  return (found ?? []).map((finding) => finding.key);
}
