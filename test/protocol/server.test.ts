import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { canonicalUri } from '../../server/src/lsp/uris.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { lineIndex, type Range } from '../../server/src/text/lines.ts';
import { type RpcClient, RpcError } from '../json-rpc-client.ts';
import { fullCapabilities, root, type ServerProcess, startServerProcess } from './server-process.ts';

interface Diagnostic {
  readonly range: Range;
  readonly severity: number;
  readonly source: string;
  readonly code: string;
  readonly codeDescription: { readonly href: string };
  readonly message: string;
}

interface Report {
  readonly kind: string;
  readonly resultId?: string;
  readonly items: readonly Diagnostic[];
}

interface CodeAction {
  readonly title: string;
  readonly kind: string;
  readonly data?: unknown;
  readonly edit?: {
    readonly documentChanges: readonly {
      readonly textDocument: { readonly uri: string; readonly version: number };
      readonly edits: readonly { readonly range: Range; readonly newText: string }[];
    }[];
  };
}

const uri = 'file:///templates/main.bicep';
const jsonUri = 'file:///templates/azuredeploy.json';

const storage = `resource logs 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'logs'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    publicNetworkAccess: 'Enabled' // for the migration
  }
}
`;

const storageJson = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2024-01-01",
      "name": "logs",
      "location": "westeurope",
      "kind": "StorageV2",
      "sku": { "name": "Standard_LRS" },
      "properties": {
        "publicNetworkAccess": "Enabled" // for the migration
      }
    }
  ]
}
`;

/** A server that has been greeted by a client as capable as VS Code. */
async function session(context: TestContext, capabilities: object = fullCapabilities): Promise<ServerProcess> {
  const server = startServerProcess(context);
  await server.client.request('initialize', { processId: process.pid, rootUri: null, capabilities });
  server.client.notify('initialized', {});
  return server;
}

function open(client: RpcClient, documentUri: string, languageId: string, text: string): void {
  client.notify('textDocument/didOpen', { textDocument: { uri: documentUri, languageId, version: 1, text } });
}

async function pull(client: RpcClient, documentUri: string, previousResultId?: string): Promise<Report> {
  const textDocument = { uri: documentUri };
  const known = previousResultId === undefined ? {} : { previousResultId };
  return (await client.request('textDocument/diagnostic', { textDocument, ...known })) as Report;
}

/** Diagnostics as `rule "the text at the range"`. */
function shown(text: string, items: readonly Diagnostic[]): string[] {
  const lines = lineIndex(text);
  return items.map(
    ({ range, code }) => `${code} ${text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end))}`,
  );
}

async function actionsOn(client: RpcClient, documentUri: string, text: string, line: string): Promise<CodeAction[]> {
  const position = lineIndex(text).positionAt(text.indexOf(line));
  return (await client.request('textDocument/codeAction', {
    textDocument: { uri: documentUri },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  })) as CodeAction[];
}

function edited(text: string, { edit }: CodeAction): string {
  const lines = lineIndex(text);
  const [change, ...others] = edit?.documentChanges ?? [];
  assert.ok(change);
  assert.deepEqual(others, []);
  return applyEdits(
    text,
    change.edits.map(({ range, newText }) => ({
      span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
      newText,
    })),
  );
}

test('initialize tells what the server offers, and pulls only to those who pull', async (context) => {
  const { client } = startServerProcess(context);
  const params = { processId: process.pid, rootUri: null, capabilities: fullCapabilities };
  assert.deepEqual(await client.request('initialize', params), {
    capabilities: {
      textDocumentSync: { openClose: true, change: 2, save: { includeText: false } },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.zeroTrust'], resolveProvider: true },
      completionProvider: {},
      diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
    },
    serverInfo: { name: 'Zero Trust for Azure' },
  });

  const other = startServerProcess(context).client;
  const { capabilities } = (await other.request('initialize', { ...params, capabilities: {} })) as {
    capabilities: object;
  };
  assert.ok(!('diagnosticProvider' in capabilities));
});

for (const { language, languageId, documentUri, text, place } of [
  { language: 'Bicep', languageId: 'bicep', documentUri: uri, text: storage, place: "'Enabled'" },
  { language: 'ARM JSON', languageId: 'json', documentUri: jsonUri, text: storageJson, place: '"Enabled"' },
]) {
  for (const lineEnd of ['\n', '\r\n']) {
    const document = text.replaceAll('\n', lineEnd);
    const name = `${language}, ${lineEnd === '\n' ? 'LF' : 'CRLF'}`;

    test(`${name}: a finding is pulled, hovered over and repaired, and nothing else changes`, async (context) => {
      const { client } = await session(context);
      open(client, documentUri, languageId, document);
      const report = await pull(client, documentUri);
      assert.ok(shown(document, report.items).includes(`no-public-network-access ${place}`));
      const finding = report.items.find(({ code }) => code === 'no-public-network-access');
      assert.equal(finding?.source, 'Zero Trust');
      assert.equal(finding.severity, 2);
      assert.equal(finding.codeDescription.href, 'zerotrust:/rules/no-public-network-access.md');

      const hover = (await client.request('textDocument/hover', {
        textDocument: { uri: documentUri },
        position: finding.range.start,
      })) as { contents: { value: string } };
      assert.match(hover.contents.value, /Set it to Disabled and use a private endpoint/);

      const actions = await actionsOn(client, documentUri, document, '// for the migration');
      const action = actions.find(({ title }) => title.startsWith('Disable public network access'));
      assert.ok(action && action.edit === undefined);
      const resolved = (await client.request('codeAction/resolve', action)) as CodeAction;
      assert.deepEqual(resolved.edit?.documentChanges[0]?.textDocument, { uri: documentUri, version: 1 });
      assert.equal(edited(document, resolved), document.replace(place, place.replace('Enabled', 'Disabled')));
    });
  }
}

test('a finding survives a syntax error elsewhere, and Bicep shows its own syntax errors', async (context) => {
  const { client } = await session(context);
  const text = `${storage}\nresource broken 'Microsoft.Network/virtualNetworks@2024-05-01' = {\n  name: [\n`;
  open(client, uri, 'bicep', text);
  const { items } = await pull(client, uri);
  assert.ok(shown(text, items).includes("no-public-network-access 'Enabled'"));
  assert.ok(!items.some(({ code }) => code === 'bicep-syntax'));
});

test('incremental changes are followed, and an offered repair is refused afterwards', async (context) => {
  const { client } = await session(context);
  open(client, uri, 'bicep', storage);
  const before = await pull(client, uri);
  const [action] = await actionsOn(client, uri, storage, "publicNetworkAccess: 'Enabled'");

  const position = lineIndex(storage).positionAt(storage.indexOf('Enabled'));
  client.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [
      {
        range: { start: position, end: { ...position, character: position.character + 'Enabled'.length } },
        text: 'Disabled',
      },
    ],
  });
  await assert.rejects(
    client.request('codeAction/resolve', action),
    (error) => error instanceof RpcError && error.code === -32801,
  );
  const after = await pull(client, uri, before.resultId);
  assert.equal(after.kind, 'full');
  assert.ok(!after.items.some(({ code }) => code === 'no-public-network-access'));
  assert.deepEqual(await pull(client, uri, after.resultId), { kind: 'unchanged', resultId: after.resultId });
});

test('a client that cannot pull gets its diagnostics pushed', async (context) => {
  const { client } = await session(context, {});
  open(client, uri, 'bicep', storage);
  const { params } = await client.waitFor(({ method }) => method === 'textDocument/publishDiagnostics');
  const { diagnostics, version } = params as { diagnostics: Diagnostic[]; version: number };
  assert.equal(version, 1);
  assert.ok(shown(storage, diagnostics).includes("no-public-network-access 'Enabled'"));
});

test('configuration files are read from disk, and followed', async (context) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-config-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'zerotrust.config.json');
  const documentUri = pathToFileURL(path.join(folder, 'main.bicep')).href;
  writeFileSync(file, '\ufeff{ "rules": { "no-public-network-access": "error" } }');

  const { client } = await session(context);
  open(client, documentUri, 'bicep', storage);
  const severity = async (): Promise<number | undefined> =>
    (await pull(client, documentUri)).items.find(({ code }) => code === 'no-public-network-access')?.severity;
  assert.equal(await severity(), 1);

  const rewrite = async (text: string): Promise<void> => {
    writeFileSync(file, text);
    const since = client.received.length;
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(file).href, type: 2 }] });
    await client.waitFor(({ method }) => method === 'workspace/diagnostic/refresh', since);
  };
  await rewrite('{ "rules": { "no-public-network-access": "off" } }');
  assert.equal(await severity(), undefined);
  await rewrite('{ "rules": ');
  assert.equal(await severity(), 2);
});

test('modules are read from disk, and a change of them from outside is followed', async (context) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "zero-trust (it's a)-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'the module.bicep');
  const moduleUri = canonicalUri(pathToFileURL(file).href);
  const documentUri = canonicalUri(pathToFileURL(path.join(folder, 'main.bicep')).href);
  const accessible = storage.replace("'Enabled' // for the migration", 'access');
  const templateOf = (access: string): string => `param access string = '${access}'\n${accessible}`;
  writeFileSync(file, templateOf('Enabled'));
  const caller = "module logs 'the module.bicep' = {\n  name: 'logs'\n}\n";

  const { client } = startServerProcess(context);
  await client.request('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'work' }],
    capabilities: fullCapabilities,
  });
  client.notify('initialized', {});
  open(client, documentUri, 'bicep', caller);
  open(client, moduleUri, 'bicep', templateOf('Enabled'));
  const found = async (uri: string, text: string): Promise<string[]> =>
    shown(text, (await pull(client, uri)).items).filter((item) => item.startsWith('no-public-network-access'));
  assert.deepEqual(await found(moduleUri, templateOf('Enabled')), ["no-public-network-access 'Enabled'"]);

  client.notify('textDocument/didClose', { textDocument: { uri: moduleUri } });
  const topologyOf = async (): Promise<string> =>
    JSON.stringify(await client.request('zeroTrust/topology', { uri: documentUri }));
  assert.ok((await topologyOf()).includes(moduleUri));
  rmSync(file);
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: moduleUri, type: 3 }] });
  assert.ok(!(await topologyOf()).includes(moduleUri));
});

test('a large document is analysed when it is opened and saved, not at every change', async (context) => {
  const { client } = await session(context);
  open(client, uri, 'bicep', `${storage}//${'x'.repeat(2 * 1024 * 1024)}\n`);
  const first = await pull(client, uri);
  const start = { line: 0, character: 0 };
  client.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start, end: start }, text: '\n' }],
  });
  assert.equal((await pull(client, uri, first.resultId)).kind, 'unchanged');
  const since = client.received.length;
  client.notify('textDocument/didSave', { textDocument: { uri } });
  await client.waitFor(({ method }) => method === 'workspace/diagnostic/refresh', since);
  const saved = await pull(client, uri, first.resultId);
  const lineOf = ({ items }: Report) => items.find(({ code }) => code === 'no-public-network-access')?.range.start.line;
  assert.equal(lineOf(saved), (lineOf(first) ?? 0) + 1);
});

test('nesting that no parser bears is one problem', async (context) => {
  const { client } = await session(context);
  open(client, uri, 'bicep', `var x = ${'['.repeat(10_000)}`);
  assert.deepEqual(
    (await pull(client, uri)).items.map(({ code }) => code),
    ['too-deep'],
  );
  open(client, jsonUri, 'json', storageJson.replace('"logs"', '['.repeat(10_000)));
  assert.deepEqual(
    (await pull(client, jsonUri)).items.map(({ code }) => code),
    ['too-deep'],
  );
});

test('other JSON is left alone', async (context) => {
  const { client } = await session(context);
  open(client, 'file:///templates/package.json', 'json', '{ "name": "x", "publicNetworkAccess": "Enabled" }');
  assert.deepEqual((await pull(client, 'file:///templates/package.json')).items, []);
});

test('topology and rule pages are given on request', async (context) => {
  const { client } = await session(context);
  open(client, uri, 'bicep', storage);
  const topology = (await client.request('zeroTrust/topology', { uri })) as {
    tiers: { id: string; nodes: { name: string; nameRange: Range }[] }[];
  };
  const names = topology.tiers.map(({ id, nodes }) => `${id}: ${nodes.map(({ name }) => name).join()}`);
  assert.deepEqual(names, ['data: logs']);
  const page = (await client.request('zeroTrust/ruleDocument', { ruleId: 'no-public-network-access' })) as {
    markdown: string;
  };
  assert.match(page.markdown, /^# no-public-network-access\n/);
});

test('a security rule in either language: the hover says its tier, what it decides and what flows in the end', async (context) => {
  const { client } = await session(context);
  for (const [documentUri, language, name] of [
    [uri, 'bicep', "'Allow-App-to-Data-Inbound'"],
    [jsonUri, 'json', '"Allow-App-to-Data-Inbound"'],
  ] as const) {
    const file = path.resolve(import.meta.dirname, `../../test-fixtures/reference/iaas-spoke.${language}`);
    const text = readFileSync(file, 'utf8');
    open(client, documentUri, language, text);
    const position = lineIndex(text).positionAt(text.indexOf(name) + 2);
    const hover = (await client.request('textDocument/hover', { textDocument: { uri: documentUri }, position })) as {
      contents: { value: string };
    };
    const said = hover.contents.value.replaceAll('\\', '');
    assert.match(said, /\*\*Allow-App-to-Data-Inbound\*\* of nsg-data/, language);
    assert.match(said, /\n\nAllows TCP 1433 from app to data\.\n\n/, language);
    assert.match(
      said,
      /In the end data is reached by app \(TCP 1433\) and data \(TCP 1433\); nothing else\./,
      language,
    );
    const { flows } = (await client.request('zeroTrust/topology', { uri: documentUri })) as {
      flows: { from: string; to: string; traffic: string }[];
    };
    const shown = flows.map(({ from, to, traffic }) => `${from} ${to} ${traffic}`);
    assert.ok(shown.includes('app data TCP 1433') && !shown.some((flow) => flow.startsWith('web data')), language);
  }
});

test('malformed requests are answered, and the server goes on', async (context) => {
  const { client, errors } = await session(context);
  open(client, uri, 'bicep', storage);
  for (const method of [
    'textDocument/hover',
    'textDocument/codeAction',
    'textDocument/diagnostic',
    'zeroTrust/topology',
  ]) {
    await client.request(method, {}).catch((error) => assert.ok(error instanceof RpcError));
    await client.request(method, null).catch((error) => assert.ok(error instanceof RpcError));
    await client.request(method, [1, 2]).catch((error) => assert.ok(error instanceof RpcError));
  }
  client.notify('textDocument/didChange', {
    textDocument: { uri: 'file:///never/opened.bicep', version: 9 },
    contentChanges: [],
  });
  client.notify('textDocument/didChange', {});
  client.notify('textDocument/didOpen', {});
  client.sendRaw('Content-Length: 9\r\n\r\n{"broken"');
  client.sendRaw('Content-Length: 2\r\n\r\n{}');
  assert.ok((await pull(client, uri)).items.length > 0);
  assert.doesNotMatch(errors(), /^\s+at /m);
});

test('the server ends when it is told to, with the code of the protocol', async (context) => {
  const polite = await session(context);
  assert.equal(await polite.client.request('shutdown', null), null);
  polite.client.notify('exit', null);
  assert.equal(await polite.ended, 0);

  const abrupt = await session(context);
  abrupt.client.notify('exit', null);
  assert.equal(await abrupt.ended, 1);
});

test('the server also speaks over the IPC channel of Node, as the editor starts it', async (context) => {
  const child = fork(path.join(root, 'dist', 'server.cjs'), ['--node-ipc'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  context.after(async () => {
    child.kill();
    await ended;
  });
  const answer = new Promise<{ id?: number; result?: { serverInfo?: { name: string } } }>((resolve) =>
    child.on('message', (message) => resolve(message as { id?: number })),
  );
  child.send({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { processId: process.pid, rootUri: null, capabilities: {} },
  });
  assert.equal((await answer).result?.serverInfo?.name, 'Zero Trust for Azure');
});
