/** docs/requirements.md: every statement of the articles with the rules that answer it, or the reason why none can. */
import { articles } from '../../server/src/rules/articles.ts';
import type { Engine, RuleDescription } from '../../server/src/service/model.ts';
import type { GeneratedFile } from '../generate-snippets.ts';
import { type Requirement, type RequirementGroup, requirementGroups } from './rows.ts';

/** @param folder that of the rules' pages, beside the page. */
export function requirementsPage({ rules }: Engine, folder: string): GeneratedFile {
  const all = rules();
  const groups = requirementGroups.map((group) => groupText(group, all, folder));
  const answered = requirementGroups.flatMap(({ requirements }) => requirements).filter(({ noRule }) => !noRule);
  const intro = `The statements of Microsoft's five articles on Zero Trust for Azure networks, numbered. ${answered.length} of them are answered by rules; the
others can't be seen in a template, for the reason given.

${Object.entries(articles)
  .map(([seed, { title, url }]) => `- ${seed}: [${title}](${url})`)
  .join('\n')}`;
  return { path: 'docs/requirements.md', text: `# Requirements\n\n${intro}\n\n${groups.join('\n\n')}\n` };
}

/** What is wrong with the table: rows that neither a rule nor a reason answers, or both do, and rows that rules name and nobody states. */
export function requirementProblems({ rules }: Engine): readonly string[] {
  const named = new Set(rules().flatMap(({ rows }) => rows));
  const stated = requirementGroups.flatMap(({ requirements }) => requirements);
  const unstated = [...named].filter((row) => !stated.some((requirement) => requirement.row === row));
  return [
    ...stated.flatMap(({ row, noRule }) => {
      if (named.has(row) === (noRule === undefined)) return [];
      return [named.has(row) ? `row ${row} has a rule and a reason for none` : `row ${row} has no rule and no reason`];
    }),
    ...unstated.map((row) => `a rule names row ${row}, which isn't stated`),
  ];
}

function groupText(
  { title, requirements }: RequirementGroup,
  rules: readonly RuleDescription[],
  folder: string,
): string {
  const lines = requirements.map((requirement) => line(requirement, rules, folder));
  const head = [
    '| # | Article | Step | Statement | Rules | Repair | From profile |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ];
  return `## ${title}\n\n${[...head, ...lines].join('\n')}`;
}

function line(
  { row, seeds, step, says, noRule }: Requirement,
  rules: readonly RuleDescription[],
  folder: string,
): string {
  const own = rules.filter(({ rows }) => rows.includes(row));
  const start = [String(row), seeds.join(', ') || 'derived', step, says];
  const end =
    noRule === undefined
      ? [
          own.map(({ id }) => `[${id}](${folder}/${id}.md)`).join('<br>'),
          own.map(({ fixes }) => (fixes.length > 0 ? 'yes' : 'by hand')).join('<br>'),
          own.map(({ profiles: [first] }) => first).join('<br>'),
        ]
      : [`None: ${noRule}`, '-', '-'];
  return `| ${[...start, ...end].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
