/**
 * docs/survey.md: what every rule says of the corpus, with ten findings of each to be read. Counts and messages only; the text of the templates stays
 * where it is. The sample is chosen by what a finding says and where, so that it stays the same where the rules do.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CheckJson } from '../../server/src/cli/json-report.ts';
import { runCommandLine } from '../../server/src/cli/run.ts';
import { severities } from '../../server/src/config/severity.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import type { RuleDescription } from '../../server/src/service/model.ts';
import { counted } from '../../server/src/text/enumeration.ts';

type FoundJson = CheckJson['findings'][number];

/** Findings of a rule that are shown. */
const shown = 10;

/** The page, from a check of a folder with all rules. Modules of the public registry are read from their sources in `modules`. */
export function surveyPage(folder: string, modules: string): string {
  const engine = createEngine();
  const { findings, stats } = checked(folder, modules);
  const sections = engine.rules().map((rule) => {
    const ofRule = findings.filter(({ ruleId }) => ruleId === rule.id);
    return section(rule, ofRule);
  });
  return `# Survey

What each rule says of ${stats.files} templates and parameter files of Azure Verified Modules with ${stats.resources} resources, modules and their tests alike, in the
profile strict: ${counted(findings.length, 'finding')}. \`npm run survey\` writes this page; a change of it shows in review what a change of a rule does.

${sections.join('\n\n')}
`;
}

function checked(folder: string, modules: string): CheckJson {
  const own = mkdtempSync(path.join(tmpdir(), 'zero-trust-survey-'));
  const configuration = path.join(own, 'zerotrust.config.json');
  writeFileSync(configuration, JSON.stringify({ modules: { 'br/public:avm/': `${modules}/` } }));
  let output = '';
  const words = ['check', '.', '--profile', 'strict', '--format', 'json', '--config', configuration];
  const code = runCommandLine(words, createEngine(), {
    write: (text) => {
      output += text;
    },
    writeErrorLine: () => {},
    workingDirectory: folder,
    homeDirectory: null,
    color: false,
  });
  rmSync(own, { recursive: true });
  if (code > 1 && output === '') throw new Error(`the check of ${folder} failed`);
  return JSON.parse(output);
}

function section({ id, profiles: [first = ''] }: RuleDescription, findings: readonly FoundJson[]): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [counted(count, severity)];
  });
  const lines = [...findings]
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
    .slice(0, shown)
    .map(({ file, range, message }) => `- ${file}:${range.start.line + 1} ${message}`);
  return [
    `## ${id}`,
    `From profile ${first}. ${counts.join(', ') || 'Silent'}.`,
    ...(lines.length > 0 ? [lines.join('\n')] : []),
  ].join('\n\n');
}

function orderOf({ ruleId, file, message, range }: FoundJson): string {
  return createHash('sha256').update(`${ruleId} ${file} ${message} ${range.start.line}`).digest('hex');
}
