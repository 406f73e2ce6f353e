import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { after, suite, test } from 'node:test';
import { type Node, type ParseError, parse, parseTree } from 'jsonc-parser';
import type { JsonNode } from '../../server/src/syntax/arm/json-node.ts';
import { readJson } from '../../server/src/syntax/arm/json-reader.ts';
import { mostJsonLevels, parseArm } from '../../server/src/syntax/arm/parse-arm.ts';
import { parseBicep } from '../../server/src/syntax/bicep/index.ts';
import type { Declaration, Template } from '../../server/src/template/ir.ts';
import { lowerArm } from '../../server/src/template/lower-arm.ts';
import { lowerBicep } from '../../server/src/template/lower-bicep.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { printExpression } from '../print-template.ts';
import { expressionsOf } from '../walk-template.ts';

const counts = new Map<string, number>();

function count(what: string, by = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + by);
}

after(() => {
  for (const [what, found] of [...counts].sort()) console.log(`${found} ${what}`);
});

const sets = ['avm', 'bicep-baselines', 'decompiler'];

suite('ARM JSON: the tree is that of jsonc-parser', () => {
  for (const set of sets) {
    test(set, needsCorpus(set), () => {
      for (const path of corpusFiles(set, '.json')) {
        const text = readFileSync(path, 'utf8');
        const errors: ParseError[] = [];
        const expected = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
        const { root, problems } = readJson(text, mostJsonLevels);
        const where = relative(corpusFolder, path);
        assert.deepEqual(problems, [], where);
        assert.deepEqual(errors, [], where);
        assert.equal(firstDifference(root ?? undefined, expected), null, where);
        count(`JSON files of ${set} with the same tree`);
      }
    });
  }
});

/** Walks two trees side by side, without recursion. */
function firstDifference(actual: JsonNode | undefined, expected: Node | undefined): string | null {
  const pending: [JsonNode | undefined, Node | undefined][] = [[actual, expected]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [a, b] = pair;
    const [shownA, shownB] = [describeNode(a), describeNode(b)];
    if (shownA !== shownB) return `${shownA} instead of ${shownB}`;
    const childrenOfA: readonly JsonNode[] = (a !== undefined && 'children' in a ? a.children : undefined) ?? [];
    const childrenOfB = b?.children ?? [];
    for (const [index, child] of childrenOfB.entries()) pending.push([childrenOfA[index], child]);
    if (childrenOfA.length !== childrenOfB.length) return `${childrenOfA.length} children at ${shownA}`;
  }
  return null;
}

function describeNode(node: JsonNode | Node | undefined): string {
  if (node === undefined) return 'nothing';
  const value = 'value' in node ? node.value : undefined;
  const colon = 'colonOffset' in node ? node.colonOffset : undefined;
  return `${node.type} ${node.offset}+${node.length} ${colon} ${JSON.stringify(value)}`;
}

suite('ARM JSON: valid files lower without problems and holes', () => {
  for (const set of sets) {
    test(set, needsCorpus(set), () => {
      for (const path of corpusFiles(set, '.json')) assertWhole(path, set);
    });
  }
});

/** Demands that nothing of a file is left unread, and that it declares what plain reading of the JSON finds. */
function assertWhole(path: string, set: string): void {
  const text = readFileSync(path, 'utf8');
  const parsed = parseArm(text);
  const where = relative(corpusFolder, path);
  const file = lowerArm(parsed);
  const plain: unknown = parse(text.replace(/^\uFEFF/, ' '), [], { allowTrailingComma: true });
  const schema = isObject(plain) ? String(plain.$schema) : '';
  const isArm = /\/\w*deployment(?:Template|Parameters)\.json#?$/i.test(schema);
  assert.equal(parsed.kind !== 'other', isArm, where);
  count(`${parsed.kind === 'other' ? 'other JSON' : `${parsed.kind} (${parsed.scope})`} files of ${set}`);
  if (!isArm) return;

  assert.deepEqual(file.problems, [], where);
  const declared = new Map<string, number>();
  for (const part of templatesOf(file)) {
    for (const expression of expressionsOf(part)) {
      count(`expressions in files of ${set}`);
      if (expression.kind === 'hole') {
        const { start, end } = file.spans.spanOf(expression.node);
        assert.fail(`${where} has a hole at ${start}-${end}: ${expression.reason}`);
      }
      if (expression.kind === 'literal') {
        assertPlace(text, expression.value, file.spans.spanOf(expression.node), where);
      }
    }
    for (const declaration of part.template.declarations) countDeclaration(declaration, declared);
  }
  const written = new Map<string, number>();
  if (parsed.kind === 'template') countWritten(plain, written);
  assert.deepEqual(Object.fromEntries([...declared].sort()), Object.fromEntries([...written].sort()), where);
  for (const [what, found] of written) count(`${what} in files of ${set}`, found);
}

/** The file itself and each embedded template as a file of its own. */
function templatesOf(file: LoweredFile): LoweredFile[] {
  const found: LoweredFile[] = [];
  const pending: Template[] = [file.template];
  for (let template = pending.pop(); template !== undefined; template = pending.pop()) {
    found.push({ ...file, template, assignments: found.length === 0 ? file.assignments : [] });
    for (const declaration of template.declarations) {
      if (declaration.kind === 'module' && declaration.inline !== null) pending.push(declaration.inline.template);
    }
  }
  return found;
}

/** A literal stands where its text does: as a JSON value, or as a text, number, key or constant call of an expression. */
function assertPlace(text: string, value: unknown, span: { start: number; end: number }, where: string): void {
  const place = text.slice(span.start, span.end);
  if (typeof value !== 'string') {
    const shown = String(value);
    const isCall = /^(?:true|false|null|json)\(/i.test(place);
    const ofLoop = value === 0;
    assert.ok(place === shown || isCall || ofLoop || Number(place) === value, `${where}: ${shown} at ${place}`);
    return;
  }
  if (place.startsWith('"')) {
    const decoded = String(JSON.parse(place));
    assert.equal(decoded.startsWith('[[') && decoded.endsWith(']') ? decoded.slice(1) : decoded, value, where);
  } else if (place.startsWith("'")) {
    const decoded = String(JSON.parse(`"${place}"`));
    assert.equal(decoded.slice(1, -1).replaceAll("''", "'"), value, where);
  } else {
    assert.ok(place === value || /^(?:format|reference)\(/.test(place), `${where}: ${value} at ${place}`);
  }
}

function countDeclaration(declaration: Declaration, declared: Map<string, number>): void {
  const add = (what: string): void => void declared.set(what, (declared.get(what) ?? 0) + 1);
  if (declaration.kind === 'type' || declaration.kind === 'function') return;
  if (declaration.kind !== 'resource') {
    add(`${declaration.kind}s`);
    return;
  }
  add('resources');
  if (declaration.loop !== null) add('resource loops');
  for (const child of declaration.nested) countDeclaration(child, declared);
}

/** The same counts from the plain value. */
function countWritten(template: unknown, written: Map<string, number>): void {
  if (!isObject(template)) return;
  const add = (what: string, by = 1): void => {
    if (by > 0) written.set(what, (written.get(what) ?? 0) + by);
  };
  add('parameters', Object.keys(template.parameters ?? {}).length);
  add('outputs', Object.keys(template.outputs ?? {}).length);
  const { copy, ...variables } = isObject(template.variables) ? template.variables : {};
  add('variables', Object.keys(variables).length + (Array.isArray(copy) ? copy.length : copy === undefined ? 0 : 1));
  const pending: unknown[] = [...Object.values(template.resources ?? {})];
  for (let resource = pending.pop(); resource !== undefined; resource = pending.pop()) {
    if (!isObject(resource)) continue;
    pending.push(...Object.values(resource.resources ?? {}));
    const isModule = String(resource.type).toLowerCase() === 'microsoft.resources/deployments' && !resource.existing;
    add(isModule ? 'modules' : 'resources');
    if (isModule && isObject(resource.properties)) countWritten(resource.properties.template, written);
    if (!isModule && isObject(resource.copy)) add('resource loops');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

suite('ARM JSON: variables and defaults are what the Bicep source has', () => {
  for (const source of corpusFiles('avm', `${sep}main.bicep`)) {
    const compiled = source.replace(/\.bicep$/, '.json');
    if (!existsSync(compiled)) continue;
    test(relative(corpusFolder, compiled), () => {
      const bicep = valuesOf(lowerBicep(parseBicep(readFileSync(source, 'utf8')), 'bicep'));
      const json = valuesOf(lowerArm(parseArm(readFileSync(compiled, 'utf8'))));
      for (const [name, value] of bicep) {
        // The compiler replaces loops over items by loops over numbers, and reads files.
        if (/\[for |\bload\w+\(/.test(value)) continue;
        // It writes a variable that needs runtime values where it is used.
        const found = json.get(name);
        if (found === undefined) continue;
        assert.equal(found, value, `${basename(source)} ${name}`);
        count('variables and defaults of AVM that are equal in Bicep and JSON');
      }
    });
  }
});

function valuesOf(file: LoweredFile): Map<string, string> {
  const values = new Map<string, string>();
  for (const declaration of file.template.declarations) {
    const { kind, name } = declaration;
    if (kind !== 'variable' && kind !== 'parameter') continue;
    const value = kind === 'variable' ? declaration.value : declaration.default;
    if (value === null) continue;
    // JSON says which kind of name a name is.
    values.set(`${kind} ${name}`, printExpression(value).replaceAll(/\b(?:parameter|variable|resource):/g, ''));
  }
  return values;
}
