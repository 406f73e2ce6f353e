import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { after, suite, test } from 'node:test';
import { parseBicep } from '../../server/src/syntax/bicep/index.ts';
import type { ParameterDeclaration, ResourceDeclaration, TypeFacts } from '../../server/src/template/ir.ts';
import { lowerBicep } from '../../server/src/template/lower-bicep.ts';
import { NO_NAME } from '../../server/src/template/lower-bicep-resource.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { declarationsOf, expressionsOf } from '../walk-template.ts';

const counts = new Map<string, number>();

function count(what: string, by = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + by);
}

after(() => {
  for (const [what, found] of [...counts].sort()) console.log(`${found} ${what}`);
});

suite('Bicep: valid files lower without holes', () => {
  test('Azure Verified Modules', needsCorpus('avm'), () => {
    for (const path of corpusFiles('avm', '.bicep')) assertWhole(path, 'bicep', 'AVM');
  });

  for (const [extension, language] of [
    ['.bicep', 'bicep'],
    ['.bicepparam', 'bicep-params'],
  ] as const) {
    test(`the compiler's valid ${extension} baselines`, needsCorpus('bicep-baselines'), () => {
      for (const path of corpusFiles('bicep-baselines', extension)) {
        const isSource = !/\.(tokens|syntax|diagnostics|sourcemap|formatted|symbols|ir|parameters)\.[^.]+$/.test(path);
        if (isSource && !path.includes('Invalid')) assertWhole(path, language, 'baseline');
      }
    });
  }
});

/** Demands that nothing of a valid file is left unread. */
function assertWhole(path: string, language: 'bicep' | 'bicep-params', set: string): void {
  const file = lowered(path, language);
  const where = relative(corpusFolder, path);
  assert.deepEqual(file.problems, [], where);
  for (const expression of expressionsOf(file)) {
    count(`expressions in ${set} files`);
    if (expression.kind !== 'hole') continue;
    if (expression.reason === NO_NAME) {
      count(`resources without a name in ${set} files`);
      continue;
    }
    const { start, end } = file.spans.spanOf(expression.node);
    assert.fail(`${where} has a hole at ${start}-${end}: ${expression.reason}`);
  }
  count(`${set} files without holes`);
}

interface CompiledResource {
  readonly type: string;
  readonly apiVersion: string;
  readonly existing?: boolean;
  readonly condition?: unknown;
  readonly copy?: unknown;
}

interface CompiledParameter {
  readonly type?: string;
  readonly $ref?: string;
  readonly nullable?: boolean;
  readonly allowedValues?: readonly (string | number | boolean | null)[];
  readonly metadata?: { readonly '__bicep_imported_from!'?: object };
}

interface CompiledTemplate {
  readonly languageVersion?: string;
  readonly parameters?: { readonly [name: string]: CompiledParameter };
  readonly definitions?: { readonly [name: string]: CompiledParameter };
  readonly resources?: readonly CompiledResource[] | { readonly [symbolicName: string]: CompiledResource };
  readonly outputs?: object;
}

suite('Bicep: lowered and compiled templates declare the same', () => {
  const sources = [
    ...corpusFiles('avm', 'main.bicep'),
    ...corpusFiles('bicep-baselines', `${sep}main.bicep`).filter((path) => !path.includes('Invalid')),
  ];
  for (const source of sources) {
    for (const ending of ['.json', '.symbolicnames.json']) {
      const compiledPath = source.replace(/\.bicep$/, ending);
      if (!existsSync(compiledPath)) continue;
      const name = relative(corpusFolder, compiledPath);
      test(name, () => compare(lowered(source, 'bicep'), JSON.parse(readFileSync(compiledPath, 'utf8'))));
    }
  }
});

function compare(file: LoweredFile, compiled: CompiledTemplate): void {
  const resources = compiled.resources ?? [];
  if (Array.isArray(resources)) {
    const expected = resources.map(describeCompiled).sort();
    const actual = [...declaredResources(file).values()].filter((text) => !text.includes(' existing')).sort();
    assert.deepEqual(actual, expected);
    count('templates in array form with equal resources');
  } else {
    const expected = Object.entries<CompiledResource>(resources).map(
      ([name, resource]) => `${name}: ${describeCompiled(resource)}`,
    );
    const actual = [...declaredResources(file)].map(([name, text]) => `${name}: ${text}`);
    assert.deepEqual(actual.sort(), expected.sort());
    count('templates in object form with equal symbolic names');
  }
  count('resources and modules compared', Object.keys(resources).length);

  const outputs = file.template.declarations.filter(({ kind }) => kind === 'output').map(({ name }) => name);
  assert.deepEqual(outputs.sort(), Object.keys(compiled.outputs ?? {}).sort());
  count('outputs compared', outputs.length);
  compareParameters(file, compiled);
}

/** Symbolic name (`parent::child` for nested resources) to type and header. The type of a module is that of its deployment. */
function declaredResources(file: LoweredFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const declaration of declarationsOf(file)) {
    // What a deployment that is declared as a resource deploys has no name, and is the resource in the compiled template.
    if (declaration.kind === 'module' && declaration.name !== '') {
      found.set(declaration.name, describe(deploymentType, '', headerOf(declaration)));
    }
    if (declaration.kind !== 'resource') continue;
    const header = headerOf(declaration);
    let name = declaration.name;
    for (let link = declaration.parent; link?.kind === 'surrounding'; link = link.declaration.parent) {
      name = `${link.declaration.name}::${name}`;
      const outer = headerOf(link.declaration);
      header.conditional ||= outer.conditional;
      header.looped ||= outer.looped;
    }
    const { type, apiVersion, existing } = declaration;
    found.set(name, describe(type, apiVersion ?? '', { ...header, existing }));
  }
  return found;
}

function headerOf({ condition, loop }: Pick<ResourceDeclaration, 'condition' | 'loop'>) {
  return { conditional: condition !== null || (loop !== null && loop.filter !== null), looped: loop !== null };
}

const deploymentType = 'Microsoft.Resources/deployments';

/** The version of a deployment is the compiler's choice, so it doesn't count; neither does the spelling of a type, which it corrects. */
function describe(
  type: string,
  apiVersion: string,
  header: { readonly existing?: boolean; readonly conditional: boolean; readonly looped: boolean },
): string {
  const words = [type === deploymentType ? type : `${type}@${apiVersion}`.toLowerCase()];
  if (header.existing) words.push('existing');
  if (header.conditional) words.push('if');
  if (header.looped) words.push('for');
  return words.join(' ');
}

function describeCompiled({ type, apiVersion, existing, condition, copy }: CompiledResource): string {
  return describe(type, apiVersion, {
    existing: existing === true,
    conditional: condition !== undefined,
    looped: copy !== undefined,
  });
}

function compareParameters(file: LoweredFile, compiled: CompiledTemplate): void {
  const parameters = file.template.declarations.filter(
    (declaration): declaration is ParameterDeclaration => declaration.kind === 'parameter',
  );
  const compiledParameters = compiled.parameters ?? {};
  assert.deepEqual(parameters.map(({ name }) => name).sort(), Object.keys(compiledParameters).sort());
  for (const { name, type } of parameters) {
    const expected = compiledFacts(compiledParameters[name] ?? {}, compiled);
    if (expected === null) {
      count('parameters of imported types');
      continue;
    }
    if (type.base === 'any' && expected.base !== 'any') {
      count('parameters of types that tell nothing here');
      continue;
    }
    const allowed = type.allowed === null ? null : [...type.allowed].sort();
    assert.deepEqual({ name, ...type, allowed }, { name, ...expected });
    count('parameters with equal facts');
  }
}

/** What the compiled parameter says of its type; null if an imported type says it. */
function compiledFacts(parameter: CompiledParameter, compiled: CompiledTemplate): TypeFacts | null {
  let current = parameter;
  let nullable = parameter.nullable === true;
  let allowed = parameter.allowedValues ?? null;
  while (current.$ref !== undefined) {
    const next: CompiledParameter | undefined = compiled.definitions?.[current.$ref.replace('#/definitions/', '')];
    if (next === undefined || next.metadata?.['__bicep_imported_from!'] !== undefined) return null;
    nullable ||= next.nullable === true;
    allowed ??= next.allowedValues ?? null;
    current = next;
  }
  const written = current.type ?? 'any';
  const secure = /^secure/i.test(written);
  const base = (secure ? written.slice('secure'.length).toLowerCase() : written) as TypeFacts['base'];
  // The values of an array are those of its elements.
  return { base, nullable, secure, allowed: allowed === null || base === 'array' ? null : [...allowed].sort() };
}

function lowered(path: string, language: 'bicep' | 'bicep-params'): LoweredFile {
  const text = readFileSync(path, 'utf8');
  return lowerBicep(parseBicep(text, { language }), language);
}
