/** What the proof of repairs prints. */
import type { Condition } from './conditions.ts';
import type { Proven } from './proof.ts';

export interface BrokenRepair {
  readonly condition: Condition;
  readonly text: string;
}

/** The conditions that applied repairs break. */
export function brokenIn(proven: readonly Proven[]): readonly BrokenRepair[] {
  return proven.flatMap(({ finding, broken }) =>
    broken.map(({ condition, detail, title }) => ({
      condition,
      text: `${condition}: ${finding.ruleId}: ${title}: ${detail} (${finding.at.file})`,
    })),
  );
}

export function tableOf(proven: readonly Proven[]): string {
  const owned = proven.filter(({ onOwnedValue }) => onOwnedValue);
  const repairable = (some: readonly Proven[]): string => {
    const count = some.filter(({ repairs }) => repairs > 0).length;
    return `${count} of ${some.length} repairable (${((100 * count) / some.length).toFixed(1)} %)`;
  };
  const applied = proven.reduce((sum, { repairs }) => sum + repairs, 0);
  const refused = new Map<string, number>();
  for (const { finding, refused: reason, onOwnedValue } of proven) {
    if (reason === null) continue;
    const line = `${reason}: ${finding.ruleId}${onOwnedValue ? ' (own value)' : ''}`;
    refused.set(line, (refused.get(line) ?? 0) + 1);
  }
  const broken = new Map<string, number>();
  for (const { condition } of brokenIn(proven)) broken.set(condition, (broken.get(condition) ?? 0) + 1);
  return [
    `all findings: ${repairable(proven)}; on a value that the author owns: ${repairable(owned)}; ${applied} repairs applied; broken: ${[...broken].map(([condition, count]) => `${count} ${condition}`).join(', ') || 'none'}; refused:`,
    ...[...refused].sort((a, b) => b[1] - a[1]).map(([line, count]) => `  ${count} ${line}`),
  ].join('\n');
}
