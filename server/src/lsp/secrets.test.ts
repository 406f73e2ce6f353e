import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import type { CodeAction, Diagnostic, Hover } from 'vscode-languageserver';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { type RpcClient, rpcClient } from '../../../test/json-rpc-client.ts';
import { memoryFileSystem } from '../../../test/memory-file-system.ts';
import { type SecretWorkspace, secretWord, secretWorkspaces } from '../../../test/secret-templates.ts';
import { createEngine } from '../service/engine.ts';
import { lineIndex } from '../text/lines.ts';
import { methods, type TopologyResult } from './protocol.ts';
import { startServer } from './server.ts';

const capabilities = {
  textDocument: {
    diagnostic: { relatedInformation: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

const uriOf = (path: string): string => `file:///work/${path}`;

/** A server with the workspace's files open. */
async function serverOf(context: TestContext, { files }: SecretWorkspace): Promise<RpcClient> {
  const toServer = new PassThrough();
  const fromServer = new PassThrough();
  const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(fromServer));
  const encoder = new TextEncoder();
  const disk = new Map(Object.entries(files).map(([path, text]) => [uriOf(path), encoder.encode(text)] as const));
  startServer(connection, createEngine(), memoryFileSystem(disk));
  context.after(() => connection.dispose());
  const client = rpcClient(fromServer, toServer);
  const workspaceFolders = [{ uri: 'file:///work', name: 'work' }];
  const initializationOptions = { trusted: true };
  await client.request('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders,
    initializationOptions,
    capabilities,
  });
  client.notify('initialized', {});
  for (const [path, text] of Object.entries(files)) {
    const languageId = path.endsWith('.json') ? 'json' : path.endsWith('param') ? 'bicep-params' : 'bicep';
    client.notify('textDocument/didOpen', { textDocument: { uri: uriOf(path), languageId, version: 1, text } });
  }
  return client;
}

for (const workspace of secretWorkspaces) {
  const textDocument = { uri: uriOf(workspace.entry) };
  const text = workspace.files[workspace.entry] ?? '';
  const lines = lineIndex(text);
  const diagnosticsOf = async (client: RpcClient): Promise<readonly Diagnostic[]> => {
    const report = (await client.request('textDocument/diagnostic', { textDocument })) as { items: Diagnostic[] };
    return report.items;
  };

  test(`no secret in the diagnostics of ${workspace.entry}, nor in a hover`, async (context) => {
    const client = await serverOf(context, workspace);
    const items = await diagnosticsOf(client);
    assert.ok(items.some(({ code }) => code === 'no-management-ports-from-internet'));
    assert.doesNotMatch(JSON.stringify(items), secretWord);
    let shown = 0;
    for (let offset = 0; offset < text.length; offset += 7) {
      const position = lines.positionAt(offset);
      const hover = (await client.request('textDocument/hover', { textDocument, position })) as Hover | null;
      if (hover === null) continue;
      assert.doesNotMatch(JSON.stringify(hover), secretWord, JSON.stringify(position));
      shown++;
    }
    assert.ok(shown > 20);
  });

  test(`no secret in what mends ${workspace.entry}`, async (context) => {
    const client = await serverOf(context, workspace);
    const diagnostics = await diagnosticsOf(client);
    const found: CodeAction[] = [];
    for (const diagnostic of diagnostics) {
      const asked = { textDocument, range: diagnostic.range, context: { diagnostics: [diagnostic] } };
      found.push(...((await client.request('textDocument/codeAction', asked)) as CodeAction[]));
    }
    assert.ok(found.length > 2);
    for (const action of found) {
      const resolved = action.data === undefined ? action : await client.request('codeAction/resolve', action);
      assert.doesNotMatch(JSON.stringify(resolved), secretWord);
    }
  });

  test(`no secret in the tiers of ${workspace.entry}`, async (context) => {
    const client = await serverOf(context, workspace);
    const topology = (await client.request(methods.topology, textDocument)) as TopologyResult;
    const nodes = topology.tiers.flatMap((tier) => tier.nodes);
    assert.ok(nodes.some(({ name }) => name.includes('{parameter password}')));
    assert.doesNotMatch(JSON.stringify(topology), secretWord);
  });

  test(`no secret in the scenarios of ${workspace.entry}, nor in what the server sends by itself`, async (context) => {
    const client = await serverOf(context, workspace);
    await diagnosticsOf(client);
    assert.doesNotMatch(JSON.stringify(await client.request(methods.scenarios, textDocument)), secretWord);
    assert.doesNotMatch(JSON.stringify(client.received), secretWord);
  });
}
