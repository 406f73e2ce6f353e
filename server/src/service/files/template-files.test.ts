import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MemoryHostOptions, memoryHost } from '../../../../test/memory-host.ts';
import { isMissing } from '../../evaluate/files.ts';
import type { HostContent, Refusal } from './host.ts';
import { readCache } from './read-cache.ts';
import { type AskedFiles, templateFiles } from './template-files.ts';

type Files = Readonly<Record<string, HostContent | Refusal>>;

const cacheFolder = '/home/.bicep';
const arm = (content: string) =>
  `{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", ${content} }`;
const template = arm('"resources": []');
const manifest = '{ "schemaVersion": 2, "layers": [] }';

function filesOf(files: Files, options: MemoryHostOptions = {}): AskedFiles {
  return templateFiles(memoryHost(files, options), {
    cache: readCache(),
    registryCache: cacheFolder,
    configuration: null,
  });
}

/** The file that a reference of a file means, and `code severity: message` if there is none. */
function meaning(files: AskedFiles, reference: string, from = '/work/app/main.bicep'): string {
  const answer = files.load(from, reference);
  if (!isMissing(answer)) return answer.file;
  const { problem, reason } = answer;
  return problem === null ? reason : `${problem.code} ${problem.severity}: ${problem.message}`;
}

test('a path is relative to the file that has it', () => {
  const files = filesOf({
    '/work/app/main.bicep': '',
    '/work/app/modules/net.bicep': 'param a string',
    '/work/shared/names.bicep': '',
    '/work/app/modules/main.json': template,
    '/work/app/a b/100%/vault.bicep': '',
  });
  assert.equal(meaning(files, 'modules/net.bicep'), '/work/app/modules/net.bicep');
  assert.equal(meaning(files, './modules/net.bicep'), '/work/app/modules/net.bicep');
  assert.equal(meaning(files, '../shared/names.bicep'), '/work/shared/names.bicep');
  assert.equal(meaning(files, 'modules/main.json'), '/work/app/modules/main.json');
  assert.equal(meaning(files, 'main.json', '/work/app/modules/net.bicep'), '/work/app/modules/main.json');
  assert.equal(meaning(files, 'a b/100%/vault.bicep'), '/work/app/a b/100%/vault.bicep');
});

test('each text is parsed once, for all evaluations that share a cache', () => {
  const host = memoryHost({ '/work/a.bicep': 'param a string', '/work/b.bicep': '' });
  const options = { cache: readCache(), registryCache: null, configuration: null };
  const loaded = [1, 2].map(() => templateFiles(host, options).load('/work/b.bicep', 'a.bicep'));
  const [first, second] = loaded.map((answer) => (isMissing(answer) ? null : answer.lowered));
  assert.ok(first);
  assert.equal(first, second);
  const changed = templateFiles(memoryHost({ '/work/a.bicep': 'param b string' }), options);
  const third = changed.load('/work/b.bicep', 'a.bicep');
  assert.notEqual(isMissing(third) ? null : third.lowered, first);
});

test('texts may be UTF-8 or UTF-16 with a mark, as tools of Windows write them', () => {
  const text = 'param größe string';
  const files = filesOf({
    '/work/app/utf8.bicep': Buffer.from(text),
    '/work/app/mark.bicep': Buffer.from(`\ufeff${text}`),
    '/work/app/utf16.bicep': Buffer.from(`\ufeff${text}`, 'utf16le'),
  });
  for (const name of ['utf8.bicep', 'mark.bicep', 'utf16.bicep']) {
    const answer = files.load('/work/app/main.bicep', name);
    const problems = isMissing(answer) ? [] : answer.lowered.problems.map(({ span }) => span.start);
    // The name of the parameter has a letter that Bicep doesn't know, at the same place in all of them.
    assert.deepEqual(problems.slice(0, 1), [8], name);
  }
});

test('a module of a registry is read from the cache', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  const avm = `${cacheFolder}/br/mcr.microsoft.com/bicep$avm$res$key-vault$vault`;
  const files = filesOf({
    [`${avm}/0.4.0$/main.json`]: template,
    [`${avm}/0.4.0$/manifest`]: manifest,
    [`${cacheFolder}/br/contoso.azurecr.io$443/net/V1-Beta$9/main.json`]: template,
    [`${cacheFolder}/br/contoso.azurecr.io/net/${digest.replace(':', '#')}/main.json`]: template,
  });
  assert.equal(meaning(files, 'br/public:avm/res/key-vault/vault:0.4.0'), `${avm}/0.4.0$/main.json`);
  assert.equal(meaning(files, 'br:mcr.microsoft.com/bicep/avm/res/key-vault/vault:0.4.0'), `${avm}/0.4.0$/main.json`);
  assert.equal(
    meaning(files, 'br:Contoso.azurecr.io:443/net:V1-Beta'),
    `${cacheFolder}/br/contoso.azurecr.io$443/net/V1-Beta$9/main.json`,
  );
  assert.equal(
    meaning(files, `br:contoso.azurecr.io/net@${digest}`),
    `${cacheFolder}/br/contoso.azurecr.io/net/sha256#${digest.slice(7)}/main.json`,
  );
});

test('what is not in the cache is one line of information', () => {
  const files = filesOf({});
  assert.equal(
    meaning(files, 'br/public:avm/res/key-vault/vault:0.4.0'),
    'module-not-restored information: "br/public:avm/res/key-vault/vault:0.4.0" is not restored on this machine: values from it are unknown.',
  );
  const without = templateFiles(memoryHost({}), { cache: readCache(), registryCache: null, configuration: null });
  assert.match(meaning(without, 'br:a.io/b:1'), /^module-not-restored information: /);
});

test('a restored module with a broken manifest, or without its template, is not restored', () => {
  const of = (name: string) => `${cacheFolder}/br/a.io/${name}/1$`;
  const files = filesOf({
    [`${of('no-json')}/main.json`]: template,
    [`${of('no-json')}/manifest`]: '{ "layers": [',
    [`${of('no-layers')}/main.json`]: template,
    [`${of('no-layers')}/manifest`]: '[]',
    [`${of('binary')}/main.json`]: template,
    [`${of('binary')}/manifest`]: new Uint8Array([0, 1, 2]),
    [`${of('no-template')}/manifest`]: manifest,
    [`${of('half')}/main.json`]: '{ "$sch',
    [`${of('deep')}/main.json`]: template,
    [`${of('deep')}/manifest`]: '{"layers":'.repeat(10_000),
  });
  for (const name of ['no-json', 'no-layers', 'binary', 'no-template', 'half', 'deep']) {
    assert.equal(
      meaning(files, `br:a.io/${name}:1`),
      `module-not-restored information: The restored files of "br:a.io/${name}:1" are incomplete or damaged: values from it are unknown. Restore it again.`,
    );
  }
});

test('a template spec is read from the cache, with the template inside of it at its place', () => {
  const subscription = '11111111-AAAA-bbbb-cccc-222222222222';
  const folder = `${cacheFolder}/ts/${subscription.toLowerCase()}/rg-specs/storage/1.0`;
  const outer = `{\n  "id": "/x",\n  "properties": { "mainTemplate": ${arm('"parameters": { "a": { "type": "string" } }')} }\n}`;
  const files = filesOf({ [`${folder}/main.json`]: outer, [`${folder}x/main.json`]: template });
  const answer = files.load('/work/main.bicep', `ts:${subscription}/RG-specs/Storage:1.0`);
  assert.ok(!isMissing(answer));
  const [parameter] = answer.lowered.template.declarations;
  assert.ok(parameter?.kind === 'parameter');
  const { start, end } = answer.lowered.spans.spanOf(parameter.nameNode);
  assert.equal(outer.slice(start, end), '"a"');
  assert.match(
    meaning(files, `ts:${subscription}/rg-specs/storage:1.0x`),
    /^module-not-restored .* incomplete or damaged/,
  );
  assert.match(meaning(files, `ts:${subscription}/rg-specs/other:1.0`), /^module-not-restored .* is not restored/);
});

const aliases = JSON.stringify({
  moduleAliases: {
    br: { own: { registry: 'contoso.azurecr.io', modulePath: 'bicep/modules' }, bare: { registry: 'b.io' }, none: {} },
    ts: {
      specs: { subscription: '11111111-aaaa-bbbb-cccc-222222222222', resourceGroup: 'rg' },
      half: { resourceGroup: 'rg' },
    },
  },
});

test('aliases are those of the nearest bicepconfig.json, over the built-in one', () => {
  const own = `${cacheFolder}/br/contoso.azurecr.io/bicep$modules$net/1$/main.json`;
  const files = filesOf({
    '/work/bicepconfig.json': aliases,
    '/work/deep/bicepconfig.json': '{ "moduleAliases": { "br": { "own": { "registry": "deep.io" } } } }',
    [own]: template,
    [`${cacheFolder}/br/deep.io/net/1$/main.json`]: template,
    [`${cacheFolder}/br/b.io/net/1$/main.json`]: template,
    [`${cacheFolder}/br/mcr.microsoft.com/bicep$net/1$/main.json`]: template,
    [`${cacheFolder}/ts/11111111-aaaa-bbbb-cccc-222222222222/rg/net/1/main.json`]: `{ "properties": { "mainTemplate": ${template} } }`,
  });
  assert.equal(meaning(files, 'br/own:net:1'), own);
  assert.equal(
    meaning(files, 'br/own:net:1', '/work/deep/er/main.bicep'),
    `${cacheFolder}/br/deep.io/net/1$/main.json`,
  );
  assert.equal(meaning(files, 'br/bare:net:1'), `${cacheFolder}/br/b.io/net/1$/main.json`);
  assert.equal(meaning(files, 'br/public:net:1'), `${cacheFolder}/br/mcr.microsoft.com/bicep$net/1$/main.json`);
  assert.match(meaning(files, 'ts/specs:net:1'), /rg\/net\/1\/main\.json$/);
  assert.equal(
    meaning(files, 'br/nobody:net:1'),
    'module-reference warning: bicepconfig.json has no module alias "br/nobody".',
  );
  assert.equal(
    meaning(files, 'br/none:net:1'),
    'module-reference warning: The module alias "br/none" has no registry.',
  );
  assert.equal(
    meaning(files, 'ts/half:net:1'),
    'module-reference warning: The module alias "ts/half" has no subscription.',
  );
  assert.equal(files.configurationProblems.size, 0);
});

test('a bicepconfig.json that does not parse is one problem of its own, and the defaults apply', () => {
  const files = filesOf({
    '/work/bicepconfig.json': '{ "moduleAliases": ',
    [`${cacheFolder}/br/mcr.microsoft.com/bicep$net/1$/main.json`]: template,
    '/work/app/net.bicep': '',
  });
  assert.match(meaning(files, 'br/public:net:1'), /bicep\$net\/1\$\/main\.json$/);
  assert.equal(
    meaning(files, 'br/own:net:1'),
    'module-reference warning: bicepconfig.json has no module alias "br/own". bicepconfig.json is broken, so its settings do not count.',
  );
  assert.equal(meaning(files, 'net.bicep'), '/work/app/net.bicep');
  assert.deepEqual(
    [...files.configurationProblems].map(([file, { message, severity }]) => [file, severity, message]),
    [
      [
        '/work/bicepconfig.json',
        'warning',
        "bicepconfig.json is not valid JSON: value expected. Bicep's defaults apply.",
      ],
    ],
  );
});

test('a bicepconfig.json may extend another one, and ends where that leads back', () => {
  const of = (text: string) =>
    filesOf({
      '/work/bicepconfig.json':
        '{ "extends": "base/other.json", "moduleAliases": { "br": { "own": { "modulePath": "x" } } } }',
      '/work/base/other.json': text,
      [`${cacheFolder}/br/base.io/x$net/1$/main.json`]: template,
    });
  const extended = '{ "moduleAliases": { "br": { "own": { "registry": "base.io", "modulePath": "y" } } } }';
  assert.equal(meaning(of(extended), 'br/own:net:1'), `${cacheFolder}/br/base.io/x$net/1$/main.json`);
  const circle = of('{ "extends": "../bicepconfig.json" }');
  assert.match(meaning(circle, 'br/own:net:1'), /no module alias/);
  assert.deepEqual([...circle.configurationProblems.keys()], ['/work/base/other.json']);
});

test('a mapping leads to sources beside the configuration, by the longest prefix that fits', () => {
  const files = filesOf({
    '/work/zerotrust.config.json': `{ "modules": {
      "br/public:avm/": "../avm/",
      "br/public:avm/res/key-vault": "vaults",
      "br:own.io/net": "net" } }`,
    '/avm/res/network/vnet/main.bicep': "module inner 'inner.bicep' = {}",
    '/avm/res/network/vnet/inner.bicep': '',
    '/work/vaults/vault/main.bicep': '',
    '/work/net/main.bicep': '',
  });
  assert.equal(meaning(files, 'br/public:avm/res/network/vnet:0.1.0'), '/avm/res/network/vnet/main.bicep');
  assert.equal(meaning(files, 'br/public:avm/res/key-vault/vault:0.1.0'), '/work/vaults/vault/main.bicep');
  assert.equal(meaning(files, 'br:own.io/net:1'), '/work/net/main.bicep');
  assert.equal(meaning(files, `br:own.io/net@sha256:${'0'.repeat(64)}`), '/work/net/main.bicep');
  assert.match(meaning(files, 'br:own.io/network:1'), /is not restored/);
  assert.equal(
    meaning(files, 'br/public:avm/res/none:1'),
    'file-missing warning: "br/public:avm/res/none:1" is mapped to "../avm/res/none/main.bicep" by zerotrust.config.json, where no file is: values from it are unknown.',
  );
  assert.equal(meaning(files, 'inner.bicep', '/avm/res/network/vnet/main.bicep'), '/avm/res/network/vnet/inner.bicep');
  for (const owned of [
    '/avm/res/network/vnet/main.bicep',
    '/avm/res/network/vnet/inner.bicep',
    '/work/net/main.bicep',
  ]) {
    assert.equal(files.isOwned(owned), true, owned);
  }
});

test('what a reference means is known without reading it', () => {
  const files = filesOf({ '/work/zerotrust.config.json': '{ "modules": { "br:own.io/": "own" } }' });
  const resolved = (reference: string) => {
    const answer = files.resolve('/work/app/main.bicep', reference);
    return 'kind' in answer ? answer.problem?.code : `${answer.origin} ${answer.file}`;
  };
  assert.equal(resolved('net.bicep'), 'local /work/app/net.bicep');
  assert.equal(resolved('br:own.io/net:1'), 'mapped /work/own/net/main.bicep');
  assert.equal(resolved('br:a.io/net:1'), `restored ${cacheFolder}/br/a.io/net/1$/main.json`);
  assert.equal(resolved('br:a.io/net'), 'module-reference');
  assert.equal(files.asked.has('/work/app/net.bicep'), false);
});

test('a name of a module never leads out of the folder it is mapped to', () => {
  const files = filesOf({
    '/work/zerotrust.config.json': '{ "modules": { "br/public:avm/": "avm/" } }',
    '/work/main.bicep': '',
  });
  assert.match(meaning(files, 'br/public:avm/..:1'), /^module-reference warning: /);
  assert.match(meaning(files, 'br/public:avm/../app:1'), /^module-reference warning: /);
});

test('a named configuration holds instead of the nearest one, relative to itself', () => {
  const host = memoryHost({
    '/work/zerotrust.config.json': '{ "modules": { "br:a.io/": "near" } }',
    '/etc/named.json': '{ "modules": { "br:a.io/": "far" } }',
    '/etc/far/net/main.bicep': '',
    '/work/near/net/main.bicep': '',
  });
  const options = { cache: readCache(), registryCache: null, configuration: '/etc/named.json' };
  assert.equal(meaning(templateFiles(host, options), 'br:a.io/net:1'), '/etc/far/net/main.bicep');
});

test('files are owned in the workspace, restored ones never are', () => {
  const restored = '/work/.cache/br/a.io/net/1$/main.json';
  const host = memoryHost({ '/work/a.bicep': '', '/other/b.bicep': '', [restored]: template });
  const files = templateFiles(host, { cache: readCache(), registryCache: '/work/.cache', configuration: null });
  for (const reference of ['a.bicep', '../other/b.bicep', 'br:a.io/net:1'])
    meaning(files, reference, '/work/main.bicep');
  assert.deepEqual(
    ['/work/a.bicep', '/other/b.bicep', restored, '/work/main.bicep'].map((file) => files.isOwned(file)),
    [true, false, false, true],
  );
});

test('references that mean nothing say why', () => {
  const files = filesOf({ '/work/app/net.bicep': '' });
  const long = 'x'.repeat(5000);
  const cases: Readonly<Record<string, RegExp>> = {
    '': /^module-reference warning: This path is empty\.$/,
    'modules\\net.bicep': /backslash; write "\/" between folders\.$/,
    '/work/app/net.bicep': /absolute path/,
    'C:/work/net.bicep': /neither a relative path nor a module/,
    'net.bicep?': /a character that no path may have/,
    'net.bicep.': /ends with a dot/,
    'net.bicep ': /ends with a blank/,
    'oci:a.io/net:1': /neither a relative path nor a module/,
    [long]: /longer than 4096 characters/,
    'br:': /has not the form "br:registry\/path:tag"/,
    'br:a.io/net': /has no version/,
    'br:a.io/net:': /has no version/,
    'br:a.io/Net:1': /"Net" can't be part of the path/,
    'br:a.io/net:1 2': /is no version of a module/,
    'br:a.io/net@sha256:12': /is no digest of a module/,
    [`br:a.io/${'n'.repeat(256)}:1`]: /is too long/,
    [`br:a.io/net:${'1'.repeat(129)}`]: /is no version of a module/,
    'br/a b:net:1': /can't be an alias/,
    'br/:net:1': /can't be an alias/,
    'ts:sub/rg/name:1': /"sub" is no id of a subscription/,
    'ts:11111111-aaaa-bbbb-cccc-222222222222/rg:1': /has not the form "ts:subscription/,
    'ts:11111111-aaaa-bbbb-cccc-222222222222/rg./name:1': /"rg\." is no resource group/,
  };
  for (const [reference, expected] of Object.entries(cases)) {
    const told = meaning(files, reference);
    assert.match(told, expected, reference.slice(0, 80));
    assert.ok(told.length < 300, told);
  }
});

test('a template on the network is never read', () => {
  assert.match(meaning(filesOf({}), 'https://example.com/x.json'), /^template-remote information: /);
});

test('a missing file, a file that is no template, a binary one and a huge one', () => {
  const files = filesOf({
    '/work/app/package.json': '{ "name": "x" }',
    '/work/app/broken.json': '{',
    '/work/app/logo.bicep': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0]),
    '/work/app/huge.json': new Uint8Array(64 * 1024 * 1024 + 1),
    '/work/app/folder.bicep': { kind: 'refused', why: 'unreadable' },
    '/work/app/notes.txt': 'param a string',
  });
  assert.equal(
    meaning(files, 'none.bicep'),
    'file-missing warning: There is no "none.bicep": values from it are unknown.',
  );
  for (const name of ['package.json', 'broken.json', 'notes.txt']) {
    assert.equal(meaning(files, name), `no-template warning: "${name}" is no template.`);
  }
  assert.equal(meaning(files, 'logo.bicep'), 'file-unreadable warning: "logo.bicep" is no text.');
  assert.equal(
    meaning(files, 'huge.json'),
    'file-unreadable warning: "huge.json" is larger than 64 MB and is not read.',
  );
  assert.equal(meaning(files, 'folder.bicep'), 'file-unreadable warning: "folder.bicep" can\'t be read.');
});

test('in a workspace that is not trusted nothing outside is read', () => {
  const files = filesOf({ '/other/net.bicep': '', '/work/app/in.bicep': '' }, { trusted: false });
  assert.match(meaning(files, '../../other/net.bicep'), /^file-restricted information: .* until you trust it/);
  assert.equal(meaning(files, 'in.bicep'), '/work/app/in.bicep');
  assert.match(meaning(files, 'br/public:avm/x:1'), /^file-restricted information: /);
});

test('what is not read yet is unknown without a word, and is asked for', () => {
  const config = '/work/app/bicepconfig.json';
  const pending = new Set(['/work/app/net.bicep', config]);
  const files = filesOf({ '/work/app/there.bicep': '' }, { pending });
  assert.equal(meaning(files, 'net.bicep'), 'the file is not read yet');
  assert.equal(meaning(files, 'br/own:net:1'), 'the file is not read yet');
  assert.equal(meaning(files, 'there.bicep'), '/work/app/there.bicep');
  assert.deepEqual([...files.pending], ['/work/app/net.bicep', config]);
  assert.deepEqual(
    [...files.asked].filter((path) => path.startsWith('/work')),
    [
      '/work/app/net.bicep',
      '/work/app/zerotrust.config.json',
      '/work/zerotrust.config.json',
      config,
      '/work/bicepconfig.json',
      '/work/app/there.bicep',
    ],
  );
});

test('load* has bytes, also of an open document', () => {
  const files = filesOf({ '/work/app/a.txt': 'ä', '/work/app/b.bin': new Uint8Array([1, 0, 2]) });
  const bytes = (path: string) => {
    const answer = files.content('/work/app/main.bicep', path);
    return isMissing(answer) ? answer.problem?.message : [...answer];
  };
  assert.deepEqual(bytes('a.txt'), [0xc3, 0xa4]);
  assert.deepEqual(bytes('./b.bin'), [1, 0, 2]);
  assert.equal(bytes('c.txt'), 'There is no "c.txt": values from it are unknown.');
  assert.match(String(bytes('a\\b.txt')), /has a backslash/);
});

test('loadDirectoryFileInfo has the files of a folder, not those below', () => {
  const files = filesOf({
    '/work/app/parts/b.bicep': '',
    '/work/app/parts/a.test.txt': '',
    '/work/app/parts/LICENSE': '',
    '/work/app/parts/deep/c.bicep': '',
  });
  const list = (path: string, pattern: string | null) => {
    const answer = files.directory('/work/app/main.bicep', path, pattern);
    return isMissing(answer) ? answer.problem?.message : answer;
  };
  assert.deepEqual(list('./parts/', null), [
    { relativePath: 'parts/LICENSE', baseName: 'LICENSE', extension: '' },
    { relativePath: 'parts/a.test.txt', baseName: 'a.test.txt', extension: '.txt' },
    { relativePath: 'parts/b.bicep', baseName: 'b.bicep', extension: '.bicep' },
  ]);
  const names = (pattern: string) => JSON.stringify(list('parts', pattern)).match(/(?<=baseName":")[^"]*/g) ?? [];
  assert.deepEqual(names('*.bicep'), ['b.bicep']);
  assert.deepEqual(names('a.*.t?t'), ['a.test.txt']);
  assert.deepEqual(names('*.*'), ['LICENSE', 'a.test.txt', 'b.bicep']);
  assert.deepEqual(names('*a*b*c*d*'), []);
  assert.equal(list('none', null), 'There is no "none": values from it are unknown.');
});
