/**
 * `npm run generate`: writes everything that can be derived: the list of rules, the kinds of their repairs, their pages, the table of requirements,
 * the schema of the configuration file, the tables of the README, the contributed snippets. With `--check` nothing is written, and each file that is stale, missing
 * or left over is named and an error.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { type GeneratedFile, snippetFiles } from './generate-snippets.ts';
import { ruleIndex } from './rule-index.ts';

const root = path.resolve(import.meta.dirname, '..');
const rulesFolder = 'docs/rules';
const isCheck = process.argv.includes('--check');

// The list of rules comes first, then what they do: what is derived from the rules is made from both.
if (!isCheck) write([ruleIndex()]);
const { repairKindsFile } = await import('./repair-kinds.ts');
const kinds = repairKindsFile();
if (!isCheck) write([kinds]);
const { ruleFiles, ruleProblems } = await import('./rule-files.ts');
const generated = [ruleIndex(), kinds, ...ruleFiles(root, rulesFolder), ...snippetFiles()];
const problems = ruleProblems();
for (const problem of problems) console.error(`docs/requirements.md: ${problem}`);
const exitCode = isCheck ? check(generated) : write(generated);
process.exitCode = problems.length > 0 ? 1 : exitCode;

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
  if (!files.some((file) => file.path.startsWith(`${rulesFolder}/`))) return [];
  const folder = path.join(root, rulesFolder);
  if (!existsSync(folder)) return [];
  const wanted = new Set(files.map((file) => file.path));
  return readdirSync(folder)
    .map((name) => `${rulesFolder}/${name}`)
    .filter((file) => !wanted.has(file));
}
