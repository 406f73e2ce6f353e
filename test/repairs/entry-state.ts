/** What an entry says before or after a repair, found without the code that verifies repairs: what the rules say of each resource, and what is deployed. */
import { severities } from '../../server/src/config/severity.ts';
import { runAlternatives } from '../../server/src/deployment/alternatives.ts';
import { buildDeployment, type EvaluatedDeployment } from '../../server/src/deployment/build.ts';
import { argumentProblems } from '../../server/src/evaluate/check-arguments.ts';
import { runRules } from '../../server/src/rules/engine.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import type { RuleFinding } from '../../server/src/rules/rule-finding.ts';
import { evaluatedTemplate } from '../../server/src/service/evaluate.ts';
import type { EvaluatedResource } from '../../server/src/service/evaluation/model.ts';
import type { ChangedTexts, ProofFiles } from './proof-files.ts';
import { stableKey } from './stable-key.ts';

export interface EntryState {
  readonly deployment: EvaluatedDeployment;
  readonly findings: readonly RuleFinding[];
  /** How often each breach stands and how heavy the heaviest is, by rule and resource. */
  readonly breaches: ReadonlyMap<string, Breaches>;
  /** The resources that are asked for, by what they are. */
  readonly resources: ReadonlyMap<string, readonly EvaluatedResource[]>;
  /** What evaluation complains about, each complaint as often as it is made. */
  readonly problems: readonly string[];
}

export interface Breaches {
  readonly ruleId: string;
  readonly count: number;
  /** Position in `severities`: 0 is the heaviest. */
  readonly weight: number;
}

export function stateOf(files: ProofFiles, entry: string, changed: ChangedTexts): EntryState {
  const lowered = files.read(entry, changed);
  const deployment = buildDeployment({ file: entry, lowered, files: files.templateFiles(changed) });
  const { program } = deployment.index;
  const { findings } = runRules(rules, deployment, {}, files.isOwned);
  const breaches = breachesOf(deployment);
  const resources = resourcesOf(deployment);
  const problems = [...program.problems, ...argumentProblems(program, 'all')];
  return {
    deployment,
    findings,
    breaches,
    resources,
    problems: problems.map(({ file, code, message }) => `${file} ${code} ${message}`),
  };
}

function breachesOf(deployment: EvaluatedDeployment): EntryState['breaches'] {
  const found = new Map<string, Breaches>();
  for (const rule of rules) {
    for (const resource of deployment.viewsOf(new Set(rule.on.map((type) => type.toLowerCase())))) {
      const certainty = resource.existing ? null : verdictOf(rule, deployment, resource.key);
      if (certainty === null) continue;
      const identity = [rule.id, resource.type.toLowerCase(), resource.label, stableKey(resource.key)].join('|');
      const weight = severities.indexOf(certainty === 'certain' ? rule.severity : 'hint');
      const known = found.get(identity);
      found.set(identity, {
        ruleId: rule.id,
        count: (known?.count ?? 0) + 1,
        weight: Math.min(known?.weight ?? weight, weight),
      });
    }
  }
  return found;
}

function verdictOf(rule: Rule, deployment: EvaluatedDeployment, key: string): 'certain' | 'possible' | null {
  const entry = deployment.index.entry(key);
  const view = deployment.viewOf(key);
  if (entry === undefined || view === null) return null;
  const outcomes = runAlternatives(deployment.run, () =>
    deployment.index.isPresent(entry) ? (rule.find(view)?.certainty ?? 'none') : 'absent',
  );
  const said = outcomes.map((outcome) => (outcome.kind === 'decided' ? outcome.value : 'undecided'));
  const present = said.filter((one) => one !== 'absent');
  if (!present.includes('certain') && !present.includes('possible')) return null;
  return present.every((one) => one === 'certain') ? 'certain' : 'possible';
}

function resourcesOf(deployment: EvaluatedDeployment): EntryState['resources'] {
  const found = new Map<string, EvaluatedResource[]>();
  const { instances } = deployment.index.program;
  for (const [index, resource] of evaluatedTemplate(deployment).resources.entries()) {
    const instance = instances[index];
    if (instance === undefined || resource.existing || resource.presence === 'absent') continue;
    const identity = `${resource.type.toLowerCase()}|${JSON.stringify(resource.name)}|${stableKey(instance.key)}`;
    const known = found.get(identity);
    if (known === undefined) found.set(identity, [resource]);
    else known.push(resource);
  }
  return found;
}
