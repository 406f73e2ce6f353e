import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { documentSelector } from './infrastructure/documents.ts';

const repository = join(import.meta.dirname, '..', '..');

interface Command {
  readonly command: string;
  readonly title?: string;
  readonly category?: string;
  readonly icon?: string;
  readonly enablement?: string;
}

interface View {
  readonly id: string;
  readonly name?: string;
  readonly icon?: string;
  readonly when?: string;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly publisher: string;
  readonly repository?: unknown;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: boolean } };
  readonly contributes: {
    readonly languages: readonly unknown[];
    readonly snippets: readonly { readonly language: string; readonly path: string }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly View[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
  };
}

const manifest: Manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const { contributes } = manifest;
const views = Object.values(contributes.views).flat();

/** The client's sources as one text, tests aside. */
const sources = readdirSync(join(repository, 'client', 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(repository, 'client', 'src', file), 'utf8'))
  .join('\n');

test('every command is registered by the client, and the client registers no other', () => {
  const registered = [...sources.matchAll(/registerCommand\('([^']+)'/g)].map((match) => match[1]);
  assert.deepEqual(registered.sort(), contributes.commands.map((each) => each.command).sort());
});

test('every command has a title, the category, an icon of the editor and a name of ours', () => {
  for (const { command, title, category, icon } of contributes.commands) {
    assert.match(command, /^zeroTrust\.[a-zA-Z.]+$/);
    assert.ok(title !== undefined && title.length > 0, command);
    assert.equal(category, 'Zero Trust', command);
    assert.match(icon ?? '', /^\$\([a-z-]+\)$/, command);
  }
});

test('menus name only commands that exist', () => {
  const commands = new Set(contributes.commands.map((each) => each.command));
  for (const { command } of Object.values(contributes.menus).flat()) assert.ok(commands.has(command), command);
});

test('every key that a condition uses is set by the client or by the editor', () => {
  const conditions = [...Object.values(contributes.menus).flat(), ...contributes.viewsWelcome, ...views].flatMap(
    (each) => each.when ?? [],
  );
  const enablements = contributes.commands.flatMap((each) => each.enablement ?? []);
  const keys = [...conditions, ...enablements].flatMap(keysOf);
  assert.ok(keys.length > 0);

  const setByClient = new Set([...sources.matchAll(/= '(zeroTrust\.[a-zA-Z]+)'/g)].map((match) => match[1]));
  const setByEditor = new Set(['view', ...views.map((view) => `view.${view.id}.visible`)]);
  for (const key of keys) assert.ok(setByEditor.has(key) || setByClient.has(key), `nothing sets ${key}`);
});

/** The context keys of a condition such as `!a && view == b`. */
function keysOf(condition: string): string[] {
  return condition.split(/&&|\|\|/).map((part) => part.replace(/==.*|!=.*/, '').replaceAll(/[\s!()]/g, ''));
}

test('views, their container and their welcome texts agree', () => {
  const containers = new Set(contributes.viewsContainers.activitybar.map((container) => container.id));
  for (const container of Object.keys(contributes.views)) assert.ok(containers.has(container), container);
  const viewIds = new Set(views.map((view) => view.id));
  for (const { view } of contributes.viewsWelcome) assert.ok(viewIds.has(view), view);
  for (const view of viewIds) assert.ok(sources.includes(`'${view}'`), `the client makes no view ${view}`);
});

test('commands that texts link to exist', () => {
  const ours = new Set(contributes.commands.map((each) => each.command));
  for (const { contents } of contributes.viewsWelcome) {
    for (const [, command = ''] of contents.matchAll(/\(command:([^)?]+)/g)) {
      assert.ok(ours.has(command) || command.startsWith('workbench.'), command);
    }
  }
});

test('every file that the manifest names exists and goes into the package', () => {
  const packaged = readFileSync(join(repository, '.vscodeignore'), 'utf8');
  const files = [
    manifest.icon,
    ...contributes.viewsContainers.activitybar.map((container) => container.icon),
    ...views.flatMap((view) => view.icon ?? []),
    ...contributes.snippets.map((each) => each.path),
    ...contributes.jsonValidation.map((each) => each.url),
  ].map((file) => file.replace(/^\.\//, ''));
  for (const file of files) {
    assert.ok(existsSync(join(repository, file)), `${file} does not exist`);
    assert.ok(packaged.includes(`!${file}\n`), `${file} is not packaged`);
  }
  for (const bundle of [manifest.main, 'dist/server.cjs']) assert.ok(packaged.includes(`!${bundle}\n`), bundle);
});

test('languages bring their file extensions and nothing that belongs to the Bicep extension', () => {
  assert.deepEqual(contributes.languages, [
    { id: 'bicep', extensions: ['.bicep'] },
    { id: 'bicep-params', extensions: ['.bicepparam'] },
    // Our configuration may hold comments.
    { id: 'jsonc', filenames: ['zerotrust.config.json'] },
  ]);
  assert.deepEqual([...new Set(contributes.snippets.map((each) => each.language))], ['bicep']);
});

test('the extension wakes for every language that the server listens to', () => {
  const languages = new Set(documentSelector.map((filter) => `onLanguage:${filter.language}`));
  const events = manifest.activationEvents.filter((event) => event.startsWith('onLanguage:'));
  assert.deepEqual(new Set(events), languages);
  assert.ok(!manifest.activationEvents.includes('*'));
});

test('settings carry the prefix, and Restricted Mode is supported', () => {
  for (const setting of Object.keys(contributes.configuration.properties)) assert.match(setting, /^zeroTrust\./);
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
});

test('the editor types are those of the oldest editor that is supported', () => {
  const oldest = manifest.engines.vscode.replace(/^\^(\d+\.\d+)\..*$/, '$1');
  assert.ok(manifest.devDependencies['@types/vscode']?.startsWith(`${oldest}.`));
});
