/** What is derived from the rules: their pages, the schema of the configuration file, the tables of the README. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { usage } from '../server/src/cli/arguments.ts';
import { configurationSchema } from '../server/src/config/configuration-file.ts';
import { areas } from '../server/src/rules/areas.ts';
import { createEngine } from '../server/src/service/engine.ts';
import type { Engine } from '../server/src/service/model.ts';
import type { GeneratedFile } from './generate-snippets.ts';
import { requirementProblems, requirementsPage } from './requirements/page.ts';
import { ruleIdsIn } from './rule-index.ts';

const engine = createEngine();

/** Statements of the articles that neither a rule nor a reason answers, and the like. */
export function ruleProblems(): readonly string[] {
  return requirementProblems(engine);
}

/** @param root the folder of the repository. @param folder that of the rules' pages in it. */
export function ruleFiles(root: string, folder: string): readonly GeneratedFile[] {
  return [
    ...rulePages(engine, folder),
    requirementsPage(engine, path.relative('docs', folder)),
    schema(engine),
    readme(engine, root, folder),
  ];
}

/** One page for each rule, the same that the editor and `explain` show. */
function rulePages({ rules, explain }: Engine, folder: string): GeneratedFile[] {
  return rules().map(({ id }) => {
    const page = explain(id);
    if (page === null) throw new Error(`The rule ${id} has no page.`);
    return { path: `${folder}/${id}.md`, text: endedByBreak(page) };
  });
}

function schema({ rules }: Engine): GeneratedFile {
  const text = JSON.stringify(configurationSchema(rules()), null, 2);
  return { path: 'schemas/zerotrust.config.schema.json', text: `${text}\n` };
}

/** The README with the parts between its markers renewed; the rest of it is written by hand. */
function readme({ rules }: Engine, root: string, folder: string): GeneratedFile {
  const all = new Map(rules().map((rule) => [rule.id, rule]));
  const rows = Object.entries(areas).flatMap(([area, areaTitle]) => {
    const ofArea = ruleIdsIn(area).flatMap((id) => all.get(id) ?? []);
    const lines = ofArea.map(
      ({ id, severity, profiles, title }) =>
        `| [${id}](${folder}/${id}.md) | ${severity} | ${profiles[0]} | ${title} |`,
    );
    return lines.length === 0 ? [] : [`| **${areaTitle}** | | | |`, ...lines];
  });
  const parts = {
    rules: ['| Rule | Severity | From profile | Breach |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    settings: ['| Setting | Default | What it does |', '| --- | --- | --- |', ...settingRows(root)].join('\n'),
    usage: `\`\`\`text\n${usage().trimEnd()}\n\`\`\``,
  };
  const file = 'README.md';
  let text = readFileSync(path.join(root, file), 'utf8');
  for (const [name, part] of Object.entries(parts)) {
    const begin = `<!-- generated: ${name} -->`;
    const end = `<!-- end of ${name} -->`;
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`${file} lacks the markers ${begin} and ${end}.`);
    text = `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
  }
  return { path: file, text };
}

interface Setting {
  readonly default: unknown;
  readonly markdownDescription: string;
}

/** The settings that package.json contributes. */
function settingRows(root: string): string[] {
  const manifest: { contributes: { configuration: { properties: Readonly<Record<string, Setting>> } } } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  return Object.entries(manifest.contributes.configuration.properties).map(
    ([name, setting]) => `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${setting.markdownDescription} |`,
  );
}

function endedByBreak(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
