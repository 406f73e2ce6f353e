import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import type { Diagnostic, DocumentDiagnosticReport, Range } from 'vscode-languageserver';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { type RpcClient, rpcClient } from '../../../test/json-rpc-client.ts';
import { memoryFileSystem } from '../../../test/memory-file-system.ts';
import { createEngine } from '../service/engine.ts';
import { startServer } from './server.ts';

const main = 'file:///work/main.bicep';
const vault = 'file:///work/modules/vault.bicep';

const pullingClient = {
  textDocument: { diagnostic: { relatedInformation: true } },
  workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
};

const vaultText = `param name string
param access string = 'Disabled'
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  properties: {
    publicNetworkAccess: access
  }
}
`;

/** A call of the vault whose public access is that. */
function mainText(access: string): string {
  return `// The vault of the application.
module vault 'modules/vault.bicep' = {
  params: {
    name: 'secrets'
    access: '${access}'
  }
}
`;
}

interface Session {
  readonly client: RpcClient;
  readonly disk: Map<string, string | Uint8Array>;
  open(uri: string, text: string): void;
  change(uri: string, version: number, text: string): void;
  /** Findings about public access as `line:character`. */
  found(uri: string): Promise<string[]>;
  /** Tells of a change on disk, after it was made. */
  event(uri: string, type: 1 | 2 | 3): void;
  /** Waits until the server asks for a refresh; `act` makes it do so. */
  refreshAfter(act: () => void): Promise<void>;
}

async function session(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  options: {
    readonly capabilities?: object;
    readonly folders?: readonly string[];
    readonly trusted?: boolean;
    readonly settings?: () => unknown;
    readonly links?: Readonly<Record<string, string>>;
  } = {},
): Promise<Session> {
  const { capabilities = pullingClient, folders = ['file:///work'], trusted = true } = options;
  const { settings = () => null, links = {} } = options;
  const toServer = new PassThrough();
  const fromServer = new PassThrough();
  const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(fromServer));
  const encoder = new TextEncoder();
  const disk = new Map<string, string | Uint8Array>(
    Object.entries(files).map(([uri, text]) => [uri, encoder.encode(text)]),
  );
  startServer(connection, createEngine(), memoryFileSystem(disk, links));
  context.after(() => connection.dispose());
  const client = rpcClient(fromServer, toServer, (method, params) =>
    method === 'workspace/configuration' ? (params as { items: unknown[] }).items.map(settings) : null,
  );
  const workspaceFolders = folders.map((uri) => ({ uri, name: uri }));
  const initializationOptions = { trusted };
  await client.request('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders,
    initializationOptions,
    capabilities,
  });
  client.notify('initialized', {});
  return {
    client,
    disk,
    open: (uri, text) =>
      client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'bicep', version: 1, text } }),
    change: (uri, version, text) =>
      client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] }),
    found: async (uri) => {
      const report = (await client.request('textDocument/diagnostic', {
        textDocument: { uri },
      })) as DocumentDiagnosticReport;
      return report.kind === 'full' ? places(report.items) : ['unchanged'];
    },
    event: (uri, type) => client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] }),
    refreshAfter: async (act) => {
      const since = client.received.length;
      act();
      await client.waitFor(({ method }) => method === 'workspace/diagnostic/refresh', since);
    },
  };
}

function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics
    .filter(({ code }) => code === 'no-public-network-access')
    .map(({ range }) => `${range.start.line}:${range.start.character}`);
}

function refreshes({ received }: RpcClient): number {
  return received.filter(({ method }) => method === 'workspace/diagnostic/refresh').length;
}

/** Long enough for a round of renewals; only tests of what must not come wait by the clock. */
function aWhile(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 400);
  });
}

const open = vaultText.replace('publicNetworkAccess: access', "publicNetworkAccess: 'Enabled'");

test('an edit of the module changes what is found in the caller, which is open too, and one refresh tells', async (context) => {
  const {
    open: show,
    change,
    found,
    refreshAfter,
    client,
  } = await session(context, {
    [main]: mainText('Enabled'),
    [vault]: vaultText,
  });
  show(main, mainText('Enabled'));
  show(vault, vaultText);
  assert.deepEqual(await found(main), ['4:12']);
  assert.deepEqual(await found(vault), []);
  await refreshAfter(() => change(vault, 2, open));
  assert.deepEqual(await found(main), []);
  assert.deepEqual(await found(vault), ['5:25']);
  await refreshAfter(() => change(vault, 3, vaultText));
  assert.deepEqual(await found(main), ['4:12']);
  assert.equal(refreshes(client), 2);
});

test('a declaration that is being typed keeps its findings, and they move with the text', async (context) => {
  const { open: show, change, found } = await session(context, {});
  show(main, open);
  assert.deepEqual(await found(main), ['5:25']);
  change(main, 2, open.replace('  properties', '  tags: {\n  properties'));
  assert.deepEqual(await found(main), ['6:25']);
  change(main, 3, open.replace('  properties', "  tags: {\n    a: 'b\n  properties"));
  assert.deepEqual(await found(main), ['7:25']);
  change(main, 4, open.replace("'Enabled'", "'Disabled'"));
  assert.deepEqual(await found(main), []);
});

test('a file that is closed takes what was remembered of it along', async (context) => {
  const { open: show, found, client } = await session(context, { [vault]: vaultText });
  show(vault, open);
  assert.deepEqual(await found(vault), ['5:25']);
  client.notify('textDocument/didClose', { textDocument: { uri: vault } });
  show(main, mainText('Enabled'));
  assert.deepEqual(await found(main), ['4:12'], 'the file on disk counts again');
  show(vault, open.replace("'Enabled'", "'Enabl"));
  assert.deepEqual(await found(vault), [], 'what was good before it was closed is forgotten');
});

test('an edit of the caller changes what is found in the module', async (context) => {
  const defaultOpen = vaultText.replace("'Disabled'", "'Enabled'");
  const { open: show, change, found, refreshAfter } = await session(context, { [vault]: defaultOpen });
  show(vault, defaultOpen);
  show(main, mainText('Disabled'));
  assert.deepEqual(await found(vault), []);
  await refreshAfter(() => change(main, 2, mainText('Disabled').replace("    access: 'Disabled'\n", '')));
  assert.deepEqual(await found(vault), ['1:22']);
});

test('an edit that changes no findings elsewhere asks for no refresh', async (context) => {
  const { open: show, change, found, client } = await session(context, { [vault]: vaultText });
  show(main, mainText('Enabled'));
  show(vault, vaultText);
  assert.deepEqual([await found(main), await found(vault)], [['4:12'], []]);
  change(vault, 2, vaultText.replace('resource vault', 'resource  vault'));
  assert.deepEqual(await found(vault), []);
  await aWhile();
  assert.equal(refreshes(client), 0);
});

test('a file that is changed, deleted and made outside of the editor counts', async (context) => {
  const {
    open: show,
    found,
    refreshAfter,
    event,
    disk,
  } = await session(context, {
    [main]: mainText('Disabled'),
    [vault]: vaultText.replace("'Disabled'", "'Enabled'"),
  });
  show(vault, vaultText.replace("'Disabled'", "'Enabled'"));
  assert.deepEqual(await found(vault), []);
  disk.set(main, new TextEncoder().encode(mainText('Enabled')));
  assert.deepEqual(await found(vault), [], 'nobody said that the file changed');
  event(main, 2);
  assert.deepEqual(await found(vault), []);
  disk.delete(main);
  await refreshAfter(() => event(main, 3));
  assert.deepEqual(await found(vault), ['1:22'], 'without a caller the default decides');
  disk.set(main, new TextEncoder().encode(mainText('Disabled')));
  await refreshAfter(() => event(main, 1));
  assert.deepEqual(await found(vault), []);
});

const configuredClient = {
  ...pullingClient,
  workspace: { ...pullingClient.workspace, configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
};

test('the parameter files that a person chose count, and a change of settings evaluates anew', async (context) => {
  const values = (access: string): string =>
    `using '../modules/vault.bicep'\nparam name = 'a'\nparam access = '${access}'\n`;
  const prod = 'file:///work/env/prod.bicepparam';
  const files = {
    [vault]: vaultText,
    [prod]: values('Disabled'),
    'file:///work/env/dev.bicepparam': values('Enabled'),
  };
  let parameters: unknown = { 'modules/vault.bicep': 'env/dev.bicepparam' };
  const {
    open: show,
    found,
    client,
    refreshAfter,
  } = await session(context, files, {
    capabilities: configuredClient,
    settings: () => ({ parameters }),
  });
  const dev = 'file:///work/env/dev.bicepparam';
  show(vault, vaultText.replace("'Disabled'", "'Enabled'"));
  assert.deepEqual(await found(vault), []);
  const scenarios = async (): Promise<unknown> =>
    ((await client.request('zeroTrust/scenarios', { uri: vault })) as { scenarios: unknown }).scenarios;
  assert.deepEqual(await scenarios(), [{ template: vault, parameters: dev }]);
  parameters = { 'modules/vault.bicep': [] };
  await refreshAfter(() => client.notify('workspace/didChangeConfiguration', { settings: null }));
  assert.deepEqual(await found(vault), ['1:22'], 'by its defaults');
  assert.deepEqual(await scenarios(), [{ template: vault, parameters: null }]);
  parameters = {};
  await refreshAfter(() => client.notify('workspace/didChangeConfiguration', { settings: null }));
  assert.deepEqual(await scenarios(), [
    { template: vault, parameters: dev },
    { template: vault, parameters: prod },
  ]);
});

test('the place of deployment that is set counts in the folder for which it is', async (context) => {
  const text = vaultText.replace(': access', ": resourceGroup().location == 'westeurope' ? 'Enabled' : 'Disabled'");
  const here = 'file:///work/a.bicep';
  const {
    open: show,
    client,
    refreshAfter,
  } = await session(
    context,
    {},
    {
      capabilities: configuredClient,
      settings: () => ({ scenario: { resourceGroupLocation: 'westeurope' } }),
    },
  );
  await refreshAfter(() => show(here, text));
  const { items } = (await client.request('textDocument/diagnostic', { textDocument: { uri: here } })) as {
    items: Diagnostic[];
  };
  assert.deepEqual(
    items.filter(({ code }) => code === 'no-public-network-access').map(({ severity }) => severity),
    [2],
    'certain, not a hint',
  );
});

test('a deleted folder takes its files along', async (context) => {
  const {
    open: show,
    found,
    refreshAfter,
    event,
    disk,
  } = await session(context, {
    [main]: mainText('Enabled'),
    [vault]: vaultText,
  });
  show(main, mainText('Enabled'));
  assert.deepEqual(await found(main), ['4:12']);
  disk.delete(vault);
  await refreshAfter(() => event('file:///work/modules', 3));
  assert.deepEqual(await found(main), []);
});

test('a client that is pushed to gets the findings of the other document too', async (context) => {
  const files = { [vault]: vaultText };
  const { open: show, change, client } = await session(context, files, { capabilities: {} });
  const pushed = async (uri: string, since: number): Promise<string[]> => {
    const { params } = await client.waitFor(
      ({ method, params: pushedTo }) =>
        method === 'textDocument/publishDiagnostics' && (pushedTo as { uri: string }).uri === uri,
      since,
    );
    return places((params as { diagnostics: Diagnostic[] }).diagnostics);
  };
  show(main, mainText('Enabled'));
  show(vault, vaultText);
  assert.deepEqual([await pushed(main, 0), await pushed(vault, 0)], [['4:12'], []]);
  const since = client.received.length;
  change(vault, 2, open);
  assert.deepEqual([await pushed(vault, since), await pushed(main, since)], [['5:25'], []]);
});

test('related places and nodes of the topology have ranges in their own files', async (context) => {
  const { open: show, client } = await session(context, { [vault]: vaultText });
  show(main, mainText('Enabled'));
  const { items } = (await client.request('textDocument/diagnostic', { textDocument: { uri: main } })) as {
    items: Diagnostic[];
  };
  const related = items.flatMap(({ relatedInformation }) => relatedInformation ?? []).map(({ location }) => location);
  assert.ok(related.some(({ uri, range }) => uri === vault && range.start.line > 0));
  const lineCount = vaultText.split('\n').length;
  assert.ok(related.every(({ uri, range }) => uri === main || range.end.line < lineCount));

  const { tiers } = (await client.request('zeroTrust/topology', { uri: main })) as {
    tiers: { nodes: { uri: string; range: Range; nameRange: Range }[] }[];
  };
  const [node] = tiers.flatMap(({ nodes }) => nodes);
  assert.equal(node?.uri, vault);
  assert.deepEqual(node.range.start, { line: 2, character: 0 });
  assert.deepEqual(node.range.end.line, 7);
});

test('in a workspace that is not trusted nothing outside of its folders is read', async (context) => {
  const outside = mainText('Enabled').replace('modules/', '../shared/');
  const files = { 'file:///shared/vault.bicep': vaultText };
  const trusting = await session(context, files);
  trusting.open(main, outside);
  assert.deepEqual(await trusting.found(main), ['4:12']);
  const wary = await session(context, files, { trusted: false });
  wary.open(main, outside);
  assert.deepEqual(await wary.found(main), []);
  wary.open('file:///shared/vault.bicep', vaultText);
  assert.deepEqual(await wary.found(main), ['4:12'], 'what is open is read');
});

test('in a workspace that is not trusted no link leads outside of its folders', async (context) => {
  const linked = mainText('Enabled');
  const files = Object.fromEntries(
    ['shared', 'work/other', 'disk'].map((at) => [`file:///${at}/vault.bicep`, vaultText]),
  );
  const foundWith = async (links: Readonly<Record<string, string>>, trusted: boolean) => {
    const { open: show, found } = await session(context, files, { links, trusted });
    show(main, linked);
    return found(main);
  };
  const outside = { [vault]: 'file:///shared/vault.bicep' };
  assert.deepEqual(await foundWith(outside, true), ['4:12']);
  assert.deepEqual(await foundWith(outside, false), []);
  assert.deepEqual(await foundWith({ [vault]: 'file:///work/other/vault.bicep' }, false), ['4:12']);
  // The folder itself may be behind a link.
  const moved = { 'file:///work': 'file:///disk', [vault]: 'file:///disk/vault.bicep' };
  assert.deepEqual(await foundWith(moved, false), ['4:12']);
});

test("what is in node_modules and the registry cache is not the author's", async (context) => {
  const { open: show, found } = await session(context, {});
  for (const uri of ['file:///work/node_modules/x/main.bicep', 'file:///home/.bicep/br/main.bicep']) {
    show(uri, open);
    assert.deepEqual(await found(uri), []);
  }
  for (const uri of ['file:///elsewhere/main.bicep', 'untitled:Untitled-1', 'file:///work/a%20b.bicep']) {
    show(uri, open);
    assert.deepEqual(await found(uri), ['5:25']);
  }
});

test('a folder that is added to the workspace brings its callers', async (context) => {
  const capabilities = { ...pullingClient, workspace: { ...pullingClient.workspace, workspaceFolders: true } };
  const files = { 'file:///other/main.bicep': mainText('Enabled').replace('modules/', '../work/modules/') };
  const defaultOpen = vaultText.replace("'Disabled'", "'Enabled'");
  const { open: show, found, client, refreshAfter } = await session(context, files, { capabilities });
  show(vault, defaultOpen);
  assert.deepEqual(await found(vault), ['1:22']);
  await refreshAfter(() => {
    const added = [{ uri: 'file:///other', name: 'other' }];
    client.notify('workspace/didChangeWorkspaceFolders', { event: { added, removed: [] } });
  });
  assert.deepEqual(await found(vault), []);
});

test('without folders, single files see those beside them that they name', async (context) => {
  const { open: show, found } = await session(context, { [vault]: vaultText }, { folders: [] });
  show(main, mainText('Enabled'));
  assert.deepEqual(await found(main), ['4:12']);
});

test('callers that are many are evaluated one by one, and the rest is shown with a refresh', async (context) => {
  const callers = Object.fromEntries(
    Array.from({ length: 5 }, (_, index) => [
      `file:///work/caller${index}.bicep`,
      mainText(index === 4 ? 'Enabled' : 'Disabled').replace("    access: 'Enabled'\n", ''),
    ]),
  );
  const defaultOpen = vaultText.replace("'Disabled'", "'Enabled'");
  const { open: show, found, client } = await session(context, { ...callers, [vault]: defaultOpen });
  show(vault, defaultOpen);
  assert.deepEqual(await found(vault), [], 'the first caller');
  await client.waitFor(({ method }) => method === 'workspace/diagnostic/refresh');
  assert.deepEqual(await found(vault), ['1:22']);
});

/** What is hovered at a place of the vault. */
async function hovered(client: RpcClient, position: { readonly line: number; readonly character: number }) {
  const hover = (await client.request('textDocument/hover', { textDocument: { uri: vault }, position })) as {
    readonly contents: { readonly value: string };
  };
  return hover.contents.value;
}

/** The same once all is evaluated: what is evaluated without another diagnostic tells nobody. */
async function hoveredInTheEnd(...place: Parameters<typeof hovered>): Promise<string> {
  for (let turns = 0; turns < 25; turns++) {
    const text = await hovered(...place);
    if (!text.includes('still being evaluated')) return text;
    await aWhile();
  }
  assert.fail('it is never evaluated');
}

test('hover says that other parameter files are to be evaluated, until they are', async (context) => {
  const files = {
    [vault]: open,
    'file:///work/modules/dev.bicepparam': `using 'vault.bicep'\nparam name = 'dev'\n`,
    'file:///work/modules/prod.bicepparam': `using 'vault.bicep'\nparam name = 'prod'\n`,
  };
  const { open: show, found, client } = await session(context, files);
  show(vault, open);
  assert.deepEqual(await found(vault), ['5:25']);
  const at = { line: 5, character: 26 };
  assert.match(await hovered(client, at), /It holds with dev\.bicepparam\. Others are still being evaluated\./);
  assert.match(await hoveredInTheEnd(client, at), /It holds with dev\.bicepparam, prod\.bicepparam\.\n/);
});

test('a template with 40 parameter files is evaluated with 32, and says so once', async (context) => {
  const files = Array.from({ length: 40 }, (_, index) => {
    const name = `env${String(index).padStart(2, '0')}`;
    return [`file:///work/modules/${name}.bicepparam`, `using 'vault.bicep'\nparam name = '${name}'\n`] as const;
  });
  const { open: show, found, client } = await session(context, { [vault]: open, ...Object.fromEntries(files) });
  show(vault, open);
  assert.deepEqual(await found(vault), ['5:25']);
  const held = /It holds with env00\.bicepparam, env01\.bicepparam, env02\.bicepparam and 29 more parameter files\./;
  assert.match(await hoveredInTheEnd(client, { line: 5, character: 26 }), held);
  const report = (await client.request('textDocument/diagnostic', { textDocument: { uri: vault } })) as {
    readonly items: readonly Diagnostic[];
  };
  const said = report.items.filter(({ code }) => code === 'scenarios-left-out');
  assert.deepEqual(
    said.map(({ message }) => message),
    [
      'This template has 40 parameter files. Here it is evaluated with the first 32 of them by name; the command line evaluates all.',
    ],
  );
});

test('hover names the parameter file with which a finding holds', async (context) => {
  const text = `param name string
var access = 'Enabled'
resource keys 'Microsoft.KeyVault/vaults@2023-07-01' = { name: name, properties: { publicNetworkAccess: access } }
`;
  const files = {
    [vault]: text,
    'file:///work/modules/vault.dev%20test.bicepparam': `using 'vault.bicep'\nparam name = 'dev'\n`,
  };
  const { open: show, found, client } = await session(context, files);
  show(vault, text);
  assert.deepEqual(await found(vault), ['1:13']);
  const hover = (await client.request('textDocument/hover', {
    textDocument: { uri: vault },
    position: { line: 1, character: 15 },
  })) as { readonly contents: { readonly value: string } };
  assert.match(hover.contents.value, /It holds with vault\.dev test\.bicepparam\./);
});
