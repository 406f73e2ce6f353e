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

/** Those on a value that the author owns. */
export function ownedIn(proven: readonly Proven[]): readonly Proven[] {
  return proven.filter(({ onOwnedValue }) => onOwnedValue);
}

/** Those of rules whose breach an edit can mend. */
export function mendableIn(proven: readonly Proven[]): readonly Proven[] {
  return proven.filter(({ isMendable }) => isMendable);
}

/** How many of some findings have a repair. */
export function shareText(some: readonly Proven[]): string {
  const count = some.filter(({ repairs }) => repairs > 0).length;
  const share = some.length === 0 ? '' : ` (${((100 * count) / some.length).toFixed(1)} %)`;
  return `${count} of ${some.length} repairable${share}`;
}

export function tableOf(proven: readonly Proven[]): string {
  const owned = ownedIn(proven);
  const applied = proven.reduce((sum, { repairs }) => sum + repairs, 0);
  const refused = new Map<string, { count: number; readonly file: string }>();
  for (const { finding, refused: reason, onOwnedValue } of proven) {
    if (reason === null) continue;
    const line = `${reason}: ${finding.ruleId}${onOwnedValue ? ' (own value)' : ''}`;
    const known = refused.get(line);
    if (known === undefined) refused.set(line, { count: 1, file: finding.at.file });
    else known.count++;
  }
  const broken = new Map<string, number>();
  for (const { condition } of brokenIn(proven)) broken.set(condition, (broken.get(condition) ?? 0) + 1);
  return [
    `all findings: ${shareText(proven)}; on a value that the author owns: ${shareText(owned)}, of rules that offer repairs ${shareText(mendableIn(owned))}; ${applied} repairs applied; broken: ${[...broken].map(([condition, count]) => `${count} ${condition}`).join(', ') || 'none'}; refused:`,
    ...[...refused]
      .sort((a, b) => b[1].count - a[1].count)
      .map(([line, { count, file }]) => `  ${count} ${line}, first in ${file}`),
  ].join('\n');
}
