import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { breach, circles, importsOf } from './borders.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Sources under a folder, relative to the repository with `/`; tests may import what they like. */
function sourcesUnder(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
}

test('every import runs in the direction of the design', () => {
  const sources = [...sourcesUnder('server/src'), ...sourcesUnder('client/src')];
  const breaches = sources.flatMap((file) =>
    importsOf(readFileSync(path.join(root, file), 'utf8')).flatMap((statement) => {
      const wrong = breach(file, statement);
      return wrong === null ? [] : [`${file}: ${wrong}`];
    }),
  );
  assert.deepEqual(breaches, []);
});

test('evaluation is made of data that is made of itself, and of templates in templates; nothing else in it is a circle', () => {
  const folder = 'server/src/evaluate';
  const imports = new Map(
    sourcesUnder(folder).map((file) => {
      const statements = importsOf(readFileSync(path.join(root, file), 'utf8'));
      return [file, statements.map(({ specifier }) => path.posix.join(path.posix.dirname(file), specifier))] as const;
    }),
  );
  const names = circles(imports).map((circle) => circle.map((file) => path.posix.relative(folder, file)));
  assert.deepEqual(names, [
    ['cell.ts', 'declared.ts', 'deployment-scope.ts', 'instance.ts', 'values.ts'],
    ['declare-module.ts', 'declare-template.ts'],
  ]);
});

test('a circle is the files that lead back to each other, and no others', () => {
  const imports = new Map([
    ['above', ['a']],
    ['a', ['b']],
    ['b', ['a', 'below']],
    ['below', []],
  ]);
  assert.deepEqual(circles(imports), [['a', 'b']]);
  assert.deepEqual(circles(new Map([['a', ['b']]])), []);
});

test('every form of import is seen', () => {
  const source = `import { a } from './a.ts';
import type { B } from "./b.ts";
import {
  c,
  type D,
} from './c.ts';
import './e.ts';
import * as f from 'f';
export { g } from './g.ts';
export type { H } from './h.ts';
export * from './i.ts';
const j = await import('./j.ts');
const text = "it isn't an import from './nowhere.ts'";
export const from = 'k';
`;
  assert.deepEqual(
    importsOf(source).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' (type)' : ''}`),
    ['./a.ts', './b.ts (type)', './c.ts', './e.ts', 'f', './g.ts', './h.ts (type)', './i.ts', './j.ts'],
  );
});

/** The verdict on one import that a file might have. */
function verdict(file: string, specifier: string, typeOnly = false): string | null {
  return breach(file, { specifier, typeOnly });
}

test('lower rooms are open to higher ones, and never the other way', () => {
  assert.equal(verdict('server/src/rules/nsg/rule.ts', '../../text/span.ts'), null);
  assert.equal(verdict('server/src/evaluate/cell.ts', '../deployment/view.ts'), null);
  assert.equal(verdict('server/src/text/span.ts', '../rules/rule.ts'), 'text imports rules');
  assert.equal(verdict('server/src/rules/rule.ts', '../repair/repair.ts', true), 'rules imports repair');
  assert.equal(verdict('server/src/lsp/server.ts', '../cli/check.ts'), 'lsp imports cli');
  assert.equal(verdict('server/src/cli/check.ts', '../main.cli.ts'), 'cli imports main');
  assert.equal(
    verdict('server/src/rules/rule.ts', '../../../scripts/generate.ts'),
    'rules imports scripts/generate.ts, which is outside of server/src',
  );
});

test('the rooms of the network are open to higher ones', () => {
  const claims = 'server/src/network/claims/egress.ts';
  assert.equal(verdict(claims, '../reading/source.ts'), null);
  assert.equal(verdict(claims, './appliances.ts'), null);
  assert.equal(verdict('server/src/network/reading/source.ts', '../undecided.ts'), null);
  assert.equal(
    verdict('server/src/network/reachability/reach.ts', '../tiers/clues.ts'),
    'network/reachability imports server/src/network/tiers/clues.ts',
  );
  assert.equal(
    verdict('server/src/network/addresses/ports.ts', '../undecided.ts'),
    'network/addresses imports server/src/network/undecided.ts',
  );
});

test('facts and settings use text alone and serve the rooms above the IR', () => {
  assert.equal(verdict('server/src/azure/types.ts', '../text/span.ts'), null);
  assert.equal(verdict('server/src/network/address.ts', '../azure/tags.ts'), null);
  assert.equal(verdict('server/src/azure/types.ts', '../template/ir.ts'), 'azure imports template');
  assert.equal(verdict('server/src/azure/types.ts', '../config/severity.ts'), 'azure imports config');
  assert.equal(verdict('server/src/syntax/bicep/lexer.ts', '../../azure/types.ts'), 'syntax imports azure');
  assert.equal(verdict('server/src/template/ir.ts', '../azure/types.ts'), 'template imports azure');
});

test('Node belongs to the command line and main, the protocol library to lsp', () => {
  assert.equal(verdict('server/src/cli/files.ts', 'node:fs'), null);
  assert.equal(verdict('server/src/main.node.ts', 'node:fs'), null);
  assert.equal(verdict('server/src/lsp/server.ts', 'vscode-languageserver'), null);
  assert.equal(verdict('server/src/service/engine.ts', 'node:crypto'), 'service imports the Node module node:crypto');
  assert.equal(verdict('server/src/text/span.ts', 'path'), 'text imports the Node module path');
  assert.equal(verdict('server/src/lsp/server.ts', 'node:fs'), 'lsp imports the Node module node:fs');
  assert.equal(
    verdict('server/src/cli/check.ts', 'vscode-languageserver'),
    'cli imports vscode-languageserver, which only lsp may',
  );
  assert.equal(verdict('server/src/repair/writer.ts', 'prettier'), 'repair imports the package prettier');
});

test('the client knows the protocol by its types, and features do not know each other', () => {
  const feature = 'client/src/features/topology/view.ts';
  assert.equal(verdict(feature, '../../../../server/src/lsp/protocol.ts', true), null);
  assert.equal(verdict(feature, '../../infrastructure/log.ts'), null);
  assert.equal(
    verdict(feature, '../../../../server/src/lsp/protocol.ts'),
    'the client imports code from server/src/lsp/protocol.ts',
  );
  assert.equal(
    verdict(feature, '../../../../server/src/text/lines.ts', true),
    'the client imports server/src/text/lines.ts',
  );
  assert.equal(verdict(feature, '../rules/page.ts'), 'the feature topology imports its sibling rules');
  assert.equal(
    verdict('client/src/infrastructure/log.ts', '../features/rules/page.ts'),
    'infrastructure imports a feature',
  );
});
