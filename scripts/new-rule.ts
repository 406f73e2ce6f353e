/**
 * `npm run new-rule -- AREA/ID TYPE PATH VALUE`: makes the file of a rule that demands a value of a property, with its examples, and its test. Both
 * pass as they are; what is left is to say why, to cite the article, and to add cases in which the rule is silent.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { areas } from '../server/src/rules/areas.ts';
import type { GeneratedFile } from './generate-snippets.ts';
import { constantOf } from './rule-index.ts';

const usage = `usage: npm run new-rule -- AREA/ID TYPE@VERSION PATH VALUE
such as npm run new-rule -- encryption/old-tls Microsoft.Storage/storageAccounts@2024-01-01 properties.minimumTlsVersion TLS1_2
areas: ${Object.keys(areas).join(', ')}`;

/** The files of a new rule below `server/src/rules`; null if the words can't be used. */
export function newRuleFiles(words: readonly string[]): readonly GeneratedFile[] | null {
  const [place = '', typed = '', property = '', value = ''] = words;
  const [area = '', id = ''] = place.split('/');
  const [type = '', version = ''] = typed.split('@');
  const isKnown = Object.hasOwn(areas, area) && /^[a-z]+(-[a-z0-9]+)*$/.test(id);
  const isWhole =
    /^[\w.]+\/[\w/]+$/.test(type) && /^\d{4}-\d\d-\d\d/.test(version) && /^properties(\.\w+)+$/.test(property);
  if (!isKnown || !isWhole || !/^[\w-]+$/.test(value)) return null;
  const asked: Asked = { id, name: constantOf(id), type, version, path: property, wanted: literal(value) };
  return [
    { path: `${area}/${id}.ts`, text: ruleText(asked) },
    { path: `${area}/${id}.test.ts`, text: testText(asked) },
  ];
}

interface Asked {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly version: string;
  readonly path: string;
  /** As TypeScript writes it. */
  readonly wanted: string;
}

function literal(value: string): string {
  return /^(true|false|\d+)$/.test(value) ? value : `'${value}'`;
}

function ruleText({ id, name, type, version, path: property, wanted }: Asked): string {
  const last = property.slice(property.lastIndexOf('.') + 1);
  const other = wanted === 'true' ? 'false' : wanted === 'false' ? 'true' : /^\d+$/.test(wanted) ? '0' : "'Other'";
  return `/** ${last} must be ${wanted.replaceAll("'", '')}. */
import { resourcesExample } from '../examples/resource-example.ts';
import { propertyRule } from '../property-rule.ts';
import type { Example } from '../rule.ts';

const path = '${property}';

export const ${name} = propertyRule(
  {
    id: '${id}',
    title: '${last} is not ${wanted.replaceAll("'", '')}',
    principle: 'assume-breach',
    severity: 'warning',
    rows: [151],
    articles: [{ seed: 'S4', step: 'storage' }],
    why: \`Why it matters.\`,
    what: \`Set ${last} to ${wanted.replaceAll("'", '')}.\`,
    equivalents: {},
    on: ['${type}'],
    examples: { bad: example(${other}), good: example(${wanted}) },
  },
  { path, wanted: ${wanted}, consequence: 'What comes of it, and what to do.', kind: 'review', effect: 'what comes of that' },
);

function example(${last}: string | number | boolean): Example {
  return resourcesExample({
    symbol: 'example',
    type: '${type}',
    version: '${version}',
    name: 'example',
    properties: ${nested(property.split('.').slice(1))},
  });
}
`;
}

function nested([first = '', ...rest]: readonly string[]): string {
  return rest.length === 0 ? `{ ${first} }` : `{ ${first}: ${nested(rest)} }`;
}

function testText({ id, name, type, version, path: property }: Asked): string {
  const steps = property.split('.').slice(1);
  const open = steps
    .slice(0, -1)
    .map((step) => `${step}: { `)
    .join('');
  const close = ' }'.repeat(steps.length - 1);
  return `import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { ${name} } from './${id}.ts';

const resource = (properties: string): string => \`
param given string
resource example '${type}@${version}' = {
  name: 'example'
  properties: { \${properties} }
}
\`;

test('not set is reported at the name of the property that lacks it', () => {
  checkRule(
    ${name},
    \`
resource example '${type}@${version}' = {
//       ^^^^^^^ warning: ${steps.join('.')} of example is not set.
  name: 'example'
}
\`,
  );
});

test('what a parameter without value decides accuses nobody', () => {
  checkRule(${name}, resource('${open}${steps.at(-1)}: given${close}'));
});

test('a resource that is only referred to is not accused', () => {
  checkRule(${name}, \`resource example '${type}@${version}' existing = { name: 'example' }\`);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(${name});
});
`;
}

/** Writes the files. @returns the exit code. */
function run(words: readonly string[]): number {
  const files = newRuleFiles(words);
  if (files === null) {
    console.error(usage);
    return 2;
  }
  const folder = path.resolve(import.meta.dirname, '../server/src/rules');
  for (const file of files) {
    const absolutePath = path.join(folder, file.path);
    if (existsSync(absolutePath)) {
      console.error(`${absolutePath} exists`);
      return 2;
    }
  }
  for (const file of files) {
    const absolutePath = path.join(folder, file.path);
    mkdirSync(path.dirname(absolutePath), { recursive: true });
    writeFileSync(absolutePath, file.text);
    console.log(`wrote ${path.relative(process.cwd(), absolutePath)}`);
  }
  console.log('Now: npm run generate');
  return 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = run(process.argv.slice(2));
