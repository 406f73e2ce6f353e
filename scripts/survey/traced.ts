/** Findings of whole deployments, as `check` makes them of a folder, each with the chain of texts from the property to the one that decides it. */
import { runAlternatives } from '../../server/src/deployment/alternatives.ts';
import { buildDeployment, type EvaluatedDeployment } from '../../server/src/deployment/build.ts';
import type { Leaf } from '../../server/src/deployment/deployment.ts';
import type { TemplateFiles } from '../../server/src/evaluate/files.ts';
import { runRules } from '../../server/src/rules/engine.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { RuleFinding } from '../../server/src/rules/rule-finding.ts';
import { IncludeGraph, type Includes, referencesOf } from '../../server/src/service/entries.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';

export interface TracedFinding {
  readonly entry: string;
  readonly finding: RuleFinding;
  /** From the property to the text that decides it; empty for a finding about a resource as a whole. */
  readonly chain: Leaf['chain'];
}

/** Files as templates read them, and each lowered. */
export interface SurveyFiles extends TemplateFiles {
  read(path: string): LoweredFile | null;
}

/** The findings of all entries among the files: templates that no other includes. One place of a rule counts once. */
export function tracedFindings(paths: readonly string[], files: SurveyFiles): readonly TracedFinding[] {
  const found = new Map<string, TracedFinding>();
  for (const file of entriesAmong(paths, files)) {
    const lowered = files.read(file);
    if (lowered === null) continue;
    const deployment = buildDeployment({ file, lowered, files });
    for (const finding of runRules(rules, deployment, {}).findings) {
      const place = `${finding.ruleId}|${finding.at.file}|${finding.at.node}`;
      if (!found.has(place)) found.set(place, { entry: file, finding, chain: chainOf(deployment, finding) });
    }
  }
  return [...found.values()];
}

function entriesAmong(paths: readonly string[], files: SurveyFiles): readonly string[] {
  const includes = new Map<string, Includes>();
  for (const path of paths) {
    const lowered = files.read(path);
    if (lowered === null) continue;
    const included = referencesOf(lowered).flatMap((reference) => {
      const loaded = files.load(path, reference);
      return 'file' in loaded ? [loaded.file] : [];
    });
    includes.set(path, { kind: 'template', included, using: null, linked: [] });
  }
  const graph = new IncludeGraph(includes);
  return [...includes.keys()].filter((path) => graph.entriesFor(path).some(({ template }) => template === path));
}

function chainOf(deployment: EvaluatedDeployment, { key, ruleId }: RuleFinding): Leaf['chain'] {
  const rule = rules.find(({ id }) => id === ruleId);
  const resource = deployment.keys.find((one) => key.startsWith(`${ruleId}|${one}|`));
  const view = resource === undefined ? null : deployment.viewOf(resource);
  if (rule === undefined || view === null) return [];
  for (const outcome of runAlternatives(deployment.run, () => {
    const breach = rule.find(view);
    const place = breach === null ? null : rule.at(view, breach.facts);
    return place?.kind === 'value' ? deployment.decidedBy(place.resource.key, place.path) : null;
  })) {
    if (outcome.kind === 'decided' && outcome.value !== null) return outcome.value.chain;
  }
  return [];
}
