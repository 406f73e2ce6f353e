/** Whether a finding is about a value that its author decides: in a text of his own, or by an argument that is proven to decide it. */
import { runAlternatives } from '../../server/src/deployment/alternatives.ts';
import type { TracedLeaf } from '../../server/src/deployment/levers.ts';
import { provenLever } from '../../server/src/deployment/probe.ts';
import { proposalsFor } from '../../server/src/rules/engine.ts';
import type { Finding } from '../../server/src/rules/finding.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { EntryState } from './entry-state.ts';
import { type ProofFiles, unchanged } from './proof-files.ts';

export function isOnOwnedValue(files: ProofFiles, entry: string, state: EntryState, finding: Finding): boolean {
  const { deployment } = state;
  const rule = rules.find(({ id }) => id === finding.ruleId);
  const [found] = standsIn(state, finding);
  const key = deployment.keys.find((one) => found?.key.startsWith(`${finding.ruleId}|${one}|`));
  const view = key === undefined ? null : deployment.viewOf(key);
  if (rule === undefined || found === undefined || view === null) return false;
  const outcomes = runAlternatives(deployment.run, (): { leaf: TracedLeaf; path: string; key: string } | null => {
    const breach = rule.find(view);
    const place = breach === null ? null : rule.at(view, breach.facts);
    if (place === null) return null;
    const path = place.kind === 'value' ? place.path : place.lacks?.kind === 'value' ? place.lacks.path : null;
    const leaf = path === null ? null : deployment.decidedBy(place.resource.key, path);
    return leaf === null || path === null ? null : { leaf, path, key: place.resource.key };
  });
  const values = outcomes.flatMap((outcome) =>
    outcome.kind === 'decided' && outcome.value !== null ? [outcome.value] : [],
  );
  return values.some(({ leaf, path, key: resource }) => {
    if (deployment.placeOf(leaf, path, files.isOwned).kind === 'text') return true;
    const wanted = proposalsFor(rules, deployment, found.key, files.isOwned)
      .flatMap(({ intents }) => intents)
      .find((intent) => intent.kind === 'set' && intent.resource === resource && intent.path === path);
    if (wanted?.kind !== 'set' || typeof wanted.value === 'object') return false;
    const { value } = wanted;
    const request = { file: entry, lowered: files.read(entry, unchanged), files: files.templateFiles(unchanged) };
    const levers = deployment.leversOf(leaf, path, files.isOwned);
    const isWanted = (one: unknown): boolean => one === value;
    return provenLever(request, deployment.index.program, levers, value, { resource, path, isWanted }) !== null;
  });
}

/** What an entry says of the finding: the same rule at the same place. */
export function standsIn({ findings }: EntryState, { ruleId, at }: Finding): EntryState['findings'] {
  return findings.filter(
    (other) => other.ruleId === ruleId && other.at.file === at.file && other.at.span.start === at.span.start,
  );
}
