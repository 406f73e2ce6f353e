/**
 * The engine behind the language server and the command line. It remembers the files it saw last by content, and nothing else: every answer
 * depends only on its arguments.
 */
import type { Configuration } from '../config/configuration.ts';
import { buildDeployment, type EvaluatedDeployment } from '../deployment/build.ts';
import { verifiedRepairs } from '../repair/repairs.ts';
import { proposalsFor, runRules } from '../rules/engine.ts';
import { rules } from '../rules/index.ts';
import { rulePage } from '../rules/page.ts';
import { describeRule } from './describe-rule.ts';
import type { Engine, FileAnalysis, SourceFile, VerifiedRepair } from './model.ts';
import { type ReadFile, readSource } from './read.ts';
import { topologyOf } from './topology.ts';

/** Files whose deployments are kept. */
const mostRemembered = 16;

interface Remembered {
  readonly file: SourceFile;
  readonly read: ReadFile | null;
  readonly deployment: EvaluatedDeployment | null;
  readonly analyses: Map<string, FileAnalysis>;
  readonly repairs: Map<string, readonly VerifiedRepair[]>;
}

export function createEngine(): Engine {
  const remembered = new Map<string, Remembered>();

  const recall = (file: SourceFile): Remembered => {
    const known = remembered.get(file.path);
    const current =
      known !== undefined && known.file.text === file.text && known.file.format === file.format
        ? known
        : remember(file);
    remembered.delete(file.path);
    remembered.set(file.path, current);
    for (const path of remembered.keys()) {
      if (remembered.size <= mostRemembered) break;
      remembered.delete(path);
    }
    return current;
  };

  const analyze = (file: SourceFile, configuration: Configuration): FileAnalysis =>
    analysisOf(recall(file), configuration);

  return {
    analyze,
    repairs: (file, configuration, findingKey) => repairsOf(recall(file), configuration, findingKey),
    topology: (file, configuration) => {
      const current = recall(file);
      if (current.deployment === null) return null;
      return topologyOf(current.deployment, analysisOf(current, configuration).findings);
    },
    rules: () => rules.map(describeRule),
    explain: (ruleId) => {
      const rule = rules.find((candidate) => candidate.id === ruleId);
      return rule === undefined ? null : rulePage(rule);
    },
  };
}

function remember(file: SourceFile): Remembered {
  const read = readSource(file);
  const isTemplate = read !== null && (read.lowered.language === 'bicep' || read.lowered.language === 'arm');
  const deployment = isTemplate ? buildDeployment({ file: file.path, lowered: read.lowered }) : null;
  return { file, read, deployment, analyses: new Map(), repairs: new Map() };
}

function analysisOf(current: Remembered, configuration: Configuration): FileAnalysis {
  const key = JSON.stringify(configuration);
  const known = current.analyses.get(key);
  if (known !== undefined) return known;
  const analysis = analyzeNow(current, configuration);
  current.analyses.set(key, analysis);
  return analysis;
}

function analyzeNow(current: Remembered, configuration: Configuration): FileAnalysis {
  const { path } = current.file;
  const { read, deployment } = current;
  if (read === null) return { path, language: null, problems: [], findings: [], quiet: [], resourceCount: 0 };
  const { language, problems } = read.lowered;
  if (deployment === null) return { path, language, problems, findings: [], quiet: [], resourceCount: 0 };
  const results = runRules(rules, deployment, configuration.rules);
  return {
    path,
    language,
    problems,
    findings: results.findings.filter((finding) => !read.suppressions.covers(finding)),
    quiet: results.quiet,
    resourceCount: deployment.index.program.instances.filter((instance) => !instance.declaration.existing).length,
  };
}

function repairsOf(current: Remembered, configuration: Configuration, findingKey: string): readonly VerifiedRepair[] {
  const key = `${JSON.stringify(configuration)} ${findingKey}`;
  const known = current.repairs.get(key);
  if (known !== undefined) return known;
  const repairs = repairsNow(current, configuration, findingKey);
  current.repairs.set(key, repairs);
  return repairs;
}

function repairsNow(current: Remembered, configuration: Configuration, findingKey: string): readonly VerifiedRepair[] {
  const { deployment, file } = current;
  const before = analysisOf(current, configuration);
  const finding = before.findings.find((candidate) => candidate.key === findingKey);
  if (deployment === null || finding === undefined) return [];
  return verifiedRepairs({
    finding,
    proposals: proposalsFor(rules, deployment, findingKey),
    deployment,
    text: file.text,
    before,
    analyze: (text) => analysisOf(remember({ ...file, text }), configuration),
  });
}
