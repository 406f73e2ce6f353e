/**
 * `npm run generate`: writes everything that can be derived: rule pages, the schema of the configuration file, the tables of the README, the
 * contributed snippets. With `--check` nothing is written, and each file that is stale, missing or left over is named and an error.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { usage } from '../server/src/cli/arguments.ts';
import { configurationSchema } from '../server/src/config/configuration-file.ts';
import { createEngine } from '../server/src/service/engine.ts';
import type { Engine } from '../server/src/service/model.ts';
import { type GeneratedFile, snippetFiles } from './generate-snippets.ts';

const root = path.resolve(import.meta.dirname, '..');
const rulesFolder = 'docs/rules';

const engine = createEngine();
const generated = [...rulePages(engine), schema(engine), readme(engine), ...snippetFiles()];
process.exitCode = process.argv.includes('--check') ? check(generated) : write(generated);

/** One page for each rule, the same that the editor and `explain` show. */
function rulePages({ rules, explain }: Engine): GeneratedFile[] {
  return rules().map(({ id }) => {
    const page = explain(id);
    if (page === null) throw new Error(`The rule ${id} has no page.`);
    return { path: `${rulesFolder}/${id}.md`, text: endedByBreak(page) };
  });
}

function schema({ rules }: Engine): GeneratedFile {
  const text = JSON.stringify(configurationSchema(rules()), null, 2);
  return { path: 'schemas/zerotrust.config.schema.json', text: `${text}\n` };
}

/** The README with the parts between its markers renewed; the rest of it is written by hand. */
function readme({ rules }: Engine): GeneratedFile {
  const rows = rules().map(
    ({ id, severity, title }) => `| [${id}](${rulesFolder}/${id}.md) | ${severity} | ${title} |`,
  );
  const parts = {
    rules: ['| Rule | Severity | Breach |', '| --- | --- | --- |', ...rows].join('\n'),
    settings: ['| Setting | Default | What it does |', '| --- | --- | --- |', ...settingRows()].join('\n'),
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
function settingRows(): string[] {
  const manifest: { contributes: { configuration: { properties: Readonly<Record<string, Setting>> } } } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  return Object.entries(manifest.contributes.configuration.properties).map(
    ([name, setting]) => `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${setting.markdownDescription} |`,
  );
}

function write(files: readonly GeneratedFile[]): number {
  for (const { path: file, text } of files) {
    const absolutePath = path.join(root, file);
    if (existsSync(absolutePath) && readFileSync(absolutePath, 'utf8') === text) continue;
    mkdirSync(path.dirname(absolutePath), { recursive: true });
    writeFileSync(absolutePath, text);
    console.log(`wrote ${file}`);
  }
  for (const file of leftOver(files)) {
    rmSync(path.join(root, file));
    console.log(`removed ${file}`);
  }
  return 0;
}

function check(files: readonly GeneratedFile[]): number {
  const stale = files
    .filter(({ path: file, text }) => {
      const absolutePath = path.join(root, file);
      return !existsSync(absolutePath) || readFileSync(absolutePath, 'utf8') !== text;
    })
    .map(({ path: file }) => `${file} is stale`);
  const problems = [...stale, ...leftOver(files).map((file) => `${file} belongs to no rule`)];
  for (const problem of problems) console.error(`${problem}; run npm run generate`);
  return problems.length > 0 ? 1 : 0;
}

/** Pages of rules that no longer exist. */
function leftOver(files: readonly GeneratedFile[]): string[] {
  const folder = path.join(root, rulesFolder);
  if (!existsSync(folder)) return [];
  const wanted = new Set(files.map((file) => file.path));
  return readdirSync(folder)
    .map((name) => `${rulesFolder}/${name}`)
    .filter((file) => !wanted.has(file));
}

function endedByBreak(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
