import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import type {
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { type RpcClient, RpcError, rpcClient } from '../../../test/json-rpc-client.ts';
import { type MarkerEngine, markerEngine } from '../../../test/marker-engine.ts';
import { memoryFileSystem } from '../../../test/memory-file-system.ts';
import { applyEdits } from '../text/edit.ts';
import { lineIndex } from '../text/lines.ts';
import { startServer } from './server.ts';

const uri = 'file:///work/app/main.bicep';

/** A client as capable as VS Code. */
const fullClient = {
  textDocument: {
    diagnostic: { relatedInformation: true },
    publishDiagnostics: { relatedInformation: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { snippetSupport: true } },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
  workspace: {
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
  },
  window: { showDocument: { support: true } },
};

interface Session {
  readonly client: RpcClient;
  readonly engine: MarkerEngine;
  /** Files that the server may read, by URI. */
  readonly files: Map<string, string>;
  /** Names of files that nobody may write. */
  readonly readOnly: Set<string>;
  open(text: string, languageId?: string, documentUri?: string): void;
  /** Replaces the whole text. */
  change(text: string, version: number, documentUri?: string): void;
  pull(documentUri?: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  actions(range: Range, only?: string[]): Promise<CodeAction[]>;
}

async function session(context: TestContext, capabilities: object = fullClient): Promise<Session> {
  const toServer = new PassThrough();
  const fromServer = new PassThrough();
  const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(fromServer));
  const engine = markerEngine();
  const files = new Map<string, string>();
  const readOnly = new Set<string>();
  startServer(connection, engine, memoryFileSystem(files, {}, readOnly));
  context.after(() => connection.dispose());

  const client = rpcClient(fromServer, toServer, (method) =>
    method === 'workspace/applyEdit' ? { applied: true } : null,
  );
  await client.request('initialize', { processId: null, rootUri: null, capabilities });
  client.notify('initialized', {});
  return {
    client,
    engine,
    files,
    readOnly,
    open: (text, languageId = 'bicep', documentUri = uri) =>
      client.notify('textDocument/didOpen', { textDocument: { uri: documentUri, languageId, version: 1, text } }),
    change: (text, version, documentUri = uri) =>
      client.notify('textDocument/didChange', {
        textDocument: { uri: documentUri, version },
        contentChanges: [{ text }],
      }),
    pull: async (documentUri = uri, previousResultId) =>
      (await client.request('textDocument/diagnostic', {
        textDocument: { uri: documentUri },
        ...(previousResultId === undefined ? {} : { previousResultId }),
      })) as DocumentDiagnosticReport,
    actions: async (range, only) =>
      (await client.request('textDocument/codeAction', {
        textDocument: { uri },
        range,
        context: { diagnostics: [], ...(only ? { only } : {}) },
      })) as CodeAction[],
  };
}

/** The diagnostics of a full report as `line:from-to severity code`. */
function shown(report: DocumentDiagnosticReport): string[] {
  assert.equal(report.kind, 'full');
  return report.kind === 'full' ? report.items.map(shownDiagnostic) : [];
}

function shownDiagnostic({ range, severity, code }: Diagnostic): string {
  return `${range.start.line}:${range.start.character}-${range.end.character} ${severity} ${code}`;
}

function cursor(line: number, character: number): Range {
  return { start: { line, character }, end: { line, character } };
}

/** The text after an edit of one document. */
function edited(text: string, edit: WorkspaceEdit | undefined): string {
  const [change] = edit?.documentChanges ?? [];
  const edits = change && 'edits' in change ? change.edits : Object.values(edit?.changes ?? {}).flat();
  const lines = lineIndex(text);
  return applyEdits(
    text,
    edits.map((textEdit) => {
      assert.ok('newText' in textEdit && typeof textEdit.newText === 'string');
      const { start, end } = textEdit.range;
      return { span: { start: lines.offsetAt(start), end: lines.offsetAt(end) }, newText: textEdit.newText };
    }),
  );
}

test('pulled diagnostics have exact ranges, source, link, data and related places', async (context) => {
  const { open, pull } = await session(context);
  open('first\r\n  OPEN');
  const report = await pull();
  assert.deepEqual(report.kind === 'full' && report.items, [
    {
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 6 } },
      severity: 2,
      source: 'Zero Trust',
      code: 'open-door',
      codeDescription: { href: 'zerotrust:/rules/open-door.md' },
      message: 'Something is open. That is bad. Mend it.',
      data: { findingKey: 'open-door/OPEN/0' },
      relatedInformation: [
        {
          location: { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } },
          message: 'It begins here.',
        },
      ],
    },
  ]);
});

test('possible findings are hints', async (context) => {
  const { open, pull } = await session(context);
  open('MAYBE');
  assert.deepEqual(shown(await pull()), ['0:0-5 4 open-door']);
});

test('syntax errors that the language shows itself are left to it; those in expressions are shown', async (context) => {
  const { open, pull } = await session(context);
  open('??? OPEN !!!');
  assert.deepEqual(shown(await pull()), ['0:9-12 1 expression-syntax', '0:4-8 2 open-door']);
});

test('the same diagnostics are answered as unchanged, also for another version', async (context) => {
  const { open, change, pull, engine } = await session(context);
  open('OPEN');
  const first = await pull();
  change('OPEN ', 2);
  const second = await pull(uri, first.resultId);
  assert.deepEqual(second, { kind: 'unchanged', resultId: first.resultId });
  change(' OPEN', 3);
  assert.deepEqual(shown(await pull(uri, first.resultId)), ['0:1-5 2 open-door']);
  assert.equal(engine.analyses, 3);
});

test('a version is analysed once, whoever asks', async (context) => {
  const { open, pull, client, engine } = await session(context);
  open('OPEN');
  await pull();
  await pull();
  await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 1 } });
  assert.equal(engine.analyses, 1);
});

test('with a client that pulls, nothing is pushed, and each analysis is told once', async (context) => {
  const { open, change, pull, client } = await session(context);
  open('OPEN');
  await pull();
  change('LOOSE', 2);
  await pull();
  await pull();
  const told = client.received.filter(({ method }) => method === 'zeroTrust/analyzed').map(({ params }) => params);
  assert.deepEqual(told, [
    { uri, version: 1 },
    { uri, version: 2 },
  ]);
  assert.deepEqual(
    client.received.filter(({ method }) => method === 'textDocument/publishDiagnostics'),
    [],
  );
});

test('a client that cannot pull is pushed to: after opening, changing and closing', async (context) => {
  const { open, change, client } = await session(context, {});
  const pushed = async (version: number | undefined, since = 0) => {
    const isPush = ({ method, params }: { method?: string; params?: unknown }) =>
      method === 'textDocument/publishDiagnostics' && (params as { version?: number }).version === version;
    const { params } = await client.waitFor(isPush, since);
    return (params as { diagnostics: Diagnostic[] }).diagnostics.map(shownDiagnostic);
  };
  open('OPEN');
  assert.deepEqual(await pushed(1), ['0:0-4 2 open-door']);
  change(' OPEN', 2);
  assert.deepEqual(await pushed(2), ['0:1-5 2 open-door']);
  const before = client.received.length;
  client.notify('textDocument/didClose', { textDocument: { uri } });
  assert.deepEqual(await pushed(undefined, before), []);
});

test('only our languages are looked at, and untitled documents like any other', async (context) => {
  const { open, pull } = await session(context);
  open('OPEN', 'markdown', 'file:///work/notes.md');
  assert.deepEqual(shown(await pull('file:///work/notes.md')), []);
  open('{ "name": "OPEN" }', 'json', 'file:///work/package.json');
  assert.deepEqual(shown(await pull('file:///work/package.json')), []);
  open('OPEN', 'bicep', 'untitled:Untitled-1');
  assert.deepEqual(shown(await pull('untitled:Untitled-1')), ['0:0-4 2 open-door']);
  for (const languageId of ['json', 'jsonc', 'arm-template']) {
    const templateUri = `file:///work/${languageId}.json`;
    open('"deploymentTemplate.json#" OPEN', languageId, templateUri);
    assert.deepEqual(shown(await pull(templateUri)), ['0:27-31 2 open-door']);
  }
});

test('a document that is closed and opened again with another text is analysed again', async (context) => {
  const { open, pull, client } = await session(context);
  open('OPEN');
  await pull();
  client.notify('textDocument/didClose', { textDocument: { uri } });
  assert.deepEqual(shown(await pull()), []);
  open('  OPEN');
  assert.deepEqual(shown(await pull()), ['0:2-6 2 open-door']);
});

test('the nearest configuration file holds, and a change of it is a refresh', async (context) => {
  const { open, pull, client, files } = await session(context);
  files.set('file:///work/zerotrust.config.json', '{ "rules": { "open-door": "error" } }');
  open('OPEN');
  assert.deepEqual(shown(await pull()), ['0:0-4 1 open-door']);

  files.set('file:///work/app/zerotrust.config.json', '{ "rules": { "open-door": "off" } }');
  const before = client.received.length;
  client.notify('workspace/didChangeWatchedFiles', {
    changes: [{ uri: 'file:///work/app/zerotrust.config.json', type: 1 }],
  });
  await client.waitFor(({ method }) => method === 'workspace/diagnostic/refresh', before);
  assert.deepEqual(shown(await pull()), []);
});

test('with a client that is pushed to, a change of configuration pushes again', async (context) => {
  const { open, client, files } = await session(context, {});
  const pushes = () => client.received.filter(({ method }) => method === 'textDocument/publishDiagnostics').length;
  const pushedAgain = (since: number) =>
    client.waitFor(({ method }) => method === 'textDocument/publishDiagnostics', since);
  open('OPEN');
  await pushedAgain(0);
  files.set('file:///work/zerotrust.config.json', '{ "rules": { "open-door": "off" } }');
  const before = client.received.length;
  client.notify('workspace/didChangeWatchedFiles', {
    changes: [{ uri: 'file:///work/zerotrust.config.json', type: 1 }],
  });
  const { params } = await pushedAgain(before);
  assert.deepEqual((params as { diagnostics: Diagnostic[] }).diagnostics, []);
  assert.equal(pushes(), 2);
});

test('a broken configuration file is one problem in that file, and the defaults apply', async (context) => {
  const { open, pull, client, files } = await session(context);
  const configurationUri = 'file:///work/zerotrust.config.json';
  files.set(configurationUri, '{ "rules": [] }');
  open('OPEN');
  assert.deepEqual(shown(await pull()), ['0:0-4 2 open-door']);
  await client.waitFor(
    ({ method, params }) =>
      method === 'window/logMessage' &&
      (params as { message: string }).message === `${configurationUri} is broken; the defaults apply.`,
  );
  open('{ "rules": [] }', 'json', configurationUri);
  assert.deepEqual(shown(await pull(configurationUri)), ['0:11-13 1 configuration']);
});

test('each fault of a contract is one problem in the configuration file', async (context) => {
  const { open, pull, files } = await session(context);
  const configurationUri = 'file:///work/zerotrust.config.json';
  const text = `{
  // Who may reach whom.
  "tiers": { "web": ["snet-web"] },
  "flows": ["web -> app: tcp/443", "web -> shop: tcp/443", "nonsense"]
}`;
  files.set(configurationUri, text);
  open(text, 'json', configurationUri);
  assert.deepEqual(shown(await pull(configurationUri)), ['3:35-57 1 configuration', '3:59-69 1 configuration']);
  open('{ "tiers": { "front": [] } }', 'json', 'file:///work/app/zerotrust.config.json');
  assert.deepEqual(shown(await pull('file:///work/app/zerotrust.config.json')), ['0:13-20 1 configuration']);
  open('{ "flows": ["web -> app: tcp/443"] } // whole', 'json', 'file:///work/good/zerotrust.config.json');
  assert.deepEqual(shown(await pull('file:///work/good/zerotrust.config.json')), []);
});

test('the server asks the client to watch configuration files', async (context) => {
  const { client } = await session(context);
  const { params } = await client.waitFor(({ method }) => method === 'client/registerCapability');
  const [registration] = (params as { registrations: { method: string; registerOptions: unknown }[] }).registrations;
  assert.equal(registration?.method, 'workspace/didChangeWatchedFiles');
  assert.deepEqual(registration.registerOptions, {
    watchers: [{ globPattern: '**/*.{bicep,bicepparam,json,jsonc}' }],
  });
});

test('a document over two megabytes is analysed when it is opened and saved, not while typing', async (context) => {
  const { open, change, pull, client, engine, actions } = await session(context);
  const padding = `\n${'x'.repeat(2 * 1024 * 1024)}`;
  open(`OPEN${padding}`);
  const first = await pull();
  assert.deepEqual(shown(first), ['0:0-4 2 open-door']);
  change(`${padding}OPEN`, 2);
  assert.deepEqual(await pull(uri, first.resultId), { kind: 'unchanged', resultId: first.resultId });
  assert.deepEqual(await actions(cursor(0, 0)), []);
  assert.equal(engine.analyses, 1);

  const before = client.received.length;
  client.notify('textDocument/didSave', { textDocument: { uri } });
  await client.waitFor(({ method }) => method === 'workspace/diagnostic/refresh', before);
  assert.deepEqual(shown(await pull(uri, first.resultId)), ['1:2097152-2097156 2 open-door']);
});

test('hover says what, why and what to do, and nothing of the template becomes a link', async (context) => {
  const { open, client } = await session(context);
  open('  OPEN');
  const hover = (await client.request('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character: 3 },
  })) as Hover;
  assert.deepEqual(hover, {
    range: { start: { line: 0, character: 2 }, end: { line: 0, character: 6 } },
    contents: {
      kind: 'markdown',
      value:
        '**A door is open.** (warning)\n\nSomething is open. That is bad. Mend it.\n\n[open-door](zerotrust:/rules/open-door.md)',
    },
  });
  const beside = { textDocument: { uri }, position: { line: 0, character: 1 } };
  assert.equal(await client.request('textDocument/hover', beside), null);
});

test('hover says why a finding has no repair, and nothing of one that has', async (context) => {
  const { open, client } = await session(context);
  open('MAYBE OPEN');
  const at = async (character: number): Promise<string> => {
    const hover = await client.request('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character },
    });
    return JSON.stringify((hover as Hover).contents);
  };
  assert.match(await at(1), /No repair: nobody knows how to mend it\./);
  assert.doesNotMatch(await at(8), /No repair/);
});

test('hover explains why a rule stays silent', async (context) => {
  const { open, client } = await session(context);
  open('EXEMPT');
  const hover = (await client.request('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character: 0 },
  })) as Hover;
  assert.deepEqual(hover.contents, {
    kind: 'markdown',
    value: '[open-door](zerotrust:/rules/open-door.md) stays silent here. This door must stay open.',
  });
});

test('repairs are offered anywhere on the line, safe ones first and preferred, without edits', async (context) => {
  const { open, actions } = await session(context);
  open('a OPEN b LOOSE c\nOPEN');
  const offered = (await actions(cursor(0, 0))).filter(isNoIgnoring);
  assert.deepEqual(
    offered.map(({ title, kind, isPreferred, edit, data }) => ({ title, kind, isPreferred, edit, data })),
    [
      {
        title: 'Make it TIGHT',
        kind: 'quickfix',
        isPreferred: true,
        edit: undefined,
        data: { uri, version: 1, findingKey: 'loose-screw/LOOSE/0', index: 0 },
      },
      {
        title: 'Make it SHUT',
        kind: 'quickfix',
        isPreferred: undefined,
        edit: undefined,
        data: { uri, version: 1, findingKey: 'open-door/OPEN/0', index: 0 },
      },
      {
        title: 'Repair all 2 findings of open-door in this file',
        kind: 'quickfix',
        isPreferred: undefined,
        edit: undefined,
        data: { uri, version: 1, ruleId: 'open-door' },
      },
    ],
  );
  assert.deepEqual(
    offered.slice(0, 2).map(({ diagnostics }) => diagnostics?.map(shownDiagnostic)),
    [['0:9-14 3 loose-screw'], ['0:2-6 2 open-door']],
  );
});

/** True for what repairs. */
function isNoIgnoring({ title }: CodeAction): boolean {
  return !title.startsWith('Ignore ');
}

test('each rule that speaks on a line can be ignored once, with a place for the reason', async (context) => {
  const { open, actions } = await session(context);
  open('x\r\n  OPEN LOOSE OPEN');
  const offered = (await actions(cursor(1, 0))).filter((action) => !isNoIgnoring(action));
  assert.deepEqual(
    offered.map(({ title, edit }) => [title, edited('x\r\n  OPEN LOOSE OPEN', edit)]),
    ['open-door', 'loose-screw'].map((rule) => [
      `Ignore ${rule} here, with a reason`,
      `x\r\n  // zt-ignore ${rule}: <why>\r\n  OPEN LOOSE OPEN`,
    ]),
  );
});

test('on a crowded line only the finding at the cursor is offered repairs', async (context) => {
  const { open, actions } = await session(context);
  open('OPEN '.repeat(20));
  const offered = (await actions(cursor(0, 7))).filter(isNoIgnoring);
  assert.deepEqual(
    offered.map(({ data }) => (data as { findingKey?: string }).findingKey ?? null),
    ['open-door/OPEN/1', null],
  );
});

test('a repair that is picked gets its edit, bound to the version', async (context) => {
  const { open, actions, client } = await session(context);
  const text = 'x\r\n  OPEN // keep\r\n';
  open(text);
  const [offered] = await actions(cursor(1, 0));
  const resolved = (await client.request('codeAction/resolve', offered)) as CodeAction;
  assert.equal(edited(text, resolved.edit), 'x\r\n  SHUT // keep\r\n');
  const [change] = resolved.edit?.documentChanges ?? [];
  assert.deepEqual(change && 'textDocument' in change && change.textDocument, { uri, version: 1 });
});

test('a repair that does more than its title said is shown before it is made', async (context) => {
  const showing = { documentChanges: true, changeAnnotationSupport: {} };
  const { open, actions, client } = await session(context, {
    ...fullClient,
    workspace: { ...fullClient.workspace, workspaceEdit: showing },
  });
  open('OPEN SHARED');
  const [offered] = await actions(cursor(0, 0));
  assert.match(offered?.title ?? '', /; the other templates that it changes are checked when you pick it$/);
  const { edit } = (await client.request('codeAction/resolve', offered)) as CodeAction;
  assert.deepEqual(
    Object.values(edit?.changeAnnotations ?? {}).map(({ label, needsConfirmation }) => [
      label.endsWith('(changes 2 resources)'),
      needsConfirmation,
    ]),
    [[true, true]],
  );
});

test('a client that shows no edits is told instead, and so is a person whose repair turns out to be none', async (context) => {
  const { open, actions, client } = await session(context);
  for (const [text, told] of [
    ['OPEN SHARED', /^Nothing was changed: .* Now it says: .*\(changes 2 resources\)\.$/],
    ['OPEN FORBIDDEN', /^Nothing was changed\. No repair: /],
  ] as const) {
    open(text);
    const [offered] = await actions(cursor(0, 0));
    await assert.rejects(client.request('codeAction/resolve', offered), RpcError);
    await client.waitFor(
      ({ method, params }) =>
        method === 'window/showMessageRequest' && told.test((params as { message: string }).message),
    );
    client.notify('textDocument/didClose', { textDocument: { uri } });
  }
});

test('a read-only file is not changed, and the person told', async (context) => {
  const { open, actions, client, readOnly } = await session(context);
  open('OPEN');
  const [offered] = await actions(cursor(0, 0));
  readOnly.add(uri);
  await assert.rejects(client.request('codeAction/resolve', offered), RpcError);
  const told = await client.waitFor(({ method }) => method === 'window/showMessageRequest');
  assert.equal((told.params as { message: string }).message, 'Nothing was changed: main.bicep is read-only.');
  readOnly.delete(uri);
  const resolved = (await client.request('codeAction/resolve', offered)) as CodeAction;
  assert.equal(edited('OPEN', resolved.edit), 'SHUT');
});

test('all findings of a rule in the file are repaired by one edit, bound to the version', async (context) => {
  const { open, change, actions, client } = await session(context);
  const text = 'OPEN LOOSE\r\nOPEN MAYBE';
  open(text);
  const ofRule = (await actions(cursor(0, 0))).find(({ title }) => title.endsWith('in this file'));
  const resolved = (await client.request('codeAction/resolve', ofRule)) as CodeAction;
  assert.equal(edited(text, resolved.edit), 'SHUT LOOSE\r\nSHUT MAYBE');
  const [first, ...others] = resolved.edit?.documentChanges ?? [];
  assert.deepEqual(first && 'textDocument' in first && first.textDocument, { uri, version: 1 });
  assert.deepEqual(others, []);
  change(`${text} `, 2);
  await assert.rejects(client.request('codeAction/resolve', ofRule), RpcError);
});

const applyingClient = {
  ...fullClient,
  workspace: {
    ...fullClient.workspace,
    applyEdit: true,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
  window: { workDoneProgress: true },
};

test('all findings of a rule in the workspace are repaired by one edit of the open texts, shown first', async (context) => {
  const { open, change, actions, client } = await session(context, applyingClient);
  const other = 'file:///work/app/other.bicep';
  open('OPEN LOOSE');
  open('saved', 'bicep', other);
  change('OPEN unsaved', 2, other);
  const ofRule = (await actions(cursor(0, 0))).find(({ command }) => command?.arguments?.[0] === 'open-door');
  assert.equal(ofRule?.title, 'Repair all findings of open-door in the workspace');
  await client.request('workspace/executeCommand', ofRule?.command);
  const { params } = await client.waitFor(({ method }) => method === 'workspace/applyEdit');
  const { edit } = params as { edit: WorkspaceEdit };
  assert.deepEqual(
    edit.documentChanges?.map((file) => 'textDocument' in file && file.textDocument),
    [
      { uri, version: 1 },
      { uri: other, version: 2 },
    ],
  );
  assert.deepEqual(
    Object.values(edit.changeAnnotations ?? {}).map(({ needsConfirmation }) => needsConfirmation),
    [true],
  );
  const told = await client.waitFor(({ method }) => method === 'window/showMessageRequest');
  assert.equal((told.params as { message: string }).message, 'Repaired 2 findings of open-door in 2 files.');
  const edits = client.received.filter(({ method }) => method === 'workspace/applyEdit');
  assert.equal(edits.length, 1);
});

test('one file is repaired at once, and what is left is told', async (context) => {
  const { open, client } = await session(context, applyingClient);
  open('OPEN MAYBE');
  await client.request('workspace/executeCommand', { command: 'zeroTrust.repairRule', arguments: ['open-door'] });
  const { params } = await client.waitFor(({ method }) => method === 'workspace/applyEdit');
  assert.equal((params as { edit: WorkspaceEdit }).edit.changeAnnotations, undefined);
  const told = await client.waitFor(({ method }) => method === 'window/showMessageRequest');
  assert.match(
    (told.params as { message: string }).message,
    /^Repaired 1 finding .* in 1 file\. 1 left; the output says/,
  );
});

test('where nothing can be repaired, nothing is edited', async (context) => {
  const { open, client } = await session(context, applyingClient);
  open('MAYBE');
  for (const words of [['open-door'], [7], undefined]) {
    await client.request('workspace/executeCommand', { command: 'zeroTrust.repairRule', arguments: words });
  }
  const told = await client.waitFor(({ method }) => method === 'window/showMessageRequest');
  assert.match((told.params as { message: string }).message, /^No finding of open-door could be repaired\./);
  assert.ok(client.received.every(({ method }) => method !== 'workspace/applyEdit'));
});

test('a repair is refused after the document has changed or closed', async (context) => {
  const { open, change, actions, client } = await session(context);
  open('OPEN');
  const [offered] = await actions(cursor(0, 0));
  change('OPEN ', 2);
  const isModified = (error: unknown) => error instanceof RpcError && error.code === -32801;
  await assert.rejects(client.request('codeAction/resolve', offered), isModified);
  client.notify('textDocument/didClose', { textDocument: { uri } });
  await assert.rejects(client.request('codeAction/resolve', offered), isModified);
});

test('a repair of a finding that the configuration has turned off is refused', async (context) => {
  const { open, actions, client, files } = await session(context);
  open('OPEN');
  const [offered] = await actions(cursor(0, 0));
  files.set('file:///work/zerotrust.config.json', '{ "rules": { "open-door": "off" } }');
  client.notify('workspace/didChangeWatchedFiles', {
    changes: [{ uri: 'file:///work/zerotrust.config.json', type: 1 }],
  });
  await assert.rejects(client.request('codeAction/resolve', offered), RpcError);
});

test('a client that does not resolve gets the edit at once, and without versions if it knows none', async (context) => {
  const { open, actions } = await session(context, {});
  open('OPEN');
  const [offered] = await actions(cursor(0, 0));
  assert.deepEqual(offered?.edit, {
    changes: {
      [uri]: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } }, newText: 'SHUT' }],
    },
  });
});

test('fix all applies the safe repairs and no others, and is offered only when asked for', async (context) => {
  const { open, actions } = await session(context);
  const text = 'LOOSE OPEN\r\nLOOSE';
  open(text);
  for (const only of [['source.fixAll.zeroTrust'], ['source.fixAll'], ['source']]) {
    const [all, ...others] = await actions(cursor(0, 0), only);
    assert.equal(all?.kind, 'source.fixAll.zeroTrust');
    assert.equal(edited(text, all.edit), 'TIGHT OPEN\r\nTIGHT');
    assert.deepEqual(others, []);
  }
  assert.deepEqual(await actions(cursor(0, 0), ['refactor']), []);
  assert.equal((await actions(cursor(0, 0), ['quickfix'])).filter(isNoIgnoring).length, 3);
});

test('fix all is not offered where only review repairs exist', async (context) => {
  const { open, actions } = await session(context);
  open('OPEN');
  assert.deepEqual(await actions(cursor(0, 0), ['source.fixAll.zeroTrust']), []);
});

test('the topology of a document has ranges, and null stands for none', async (context) => {
  const { open, client } = await session(context);
  open('\r\nresource door');
  assert.deepEqual(await client.request('zeroTrust/topology', { uri }), {
    uri,
    tiers: [
      {
        id: 'web',
        title: 'Front end',
        nodes: [
          {
            id: 'door',
            type: 'Test/doors',
            name: 'door',
            symbolicName: 'door',
            uri,
            range: { start: { line: 1, character: 0 }, end: { line: 1, character: 13 } },
            nameRange: { start: { line: 1, character: 9 }, end: { line: 1, character: 13 } },
            evidence: [{ kind: 'name', detail: 'It is called door.' }],
            worst: 'warning',
            children: [],
          },
        ],
      },
    ],
    flows: [
      {
        from: 'internet',
        to: 'web',
        traffic: 'TCP 443, maybe UDP 53',
        answer: 'allowed',
        dependsOn: ['parameter dns'],
      },
    ],
  });
  open('{}', 'json', 'file:///work/package.json');
  assert.equal(await client.request('zeroTrust/topology', { uri: 'file:///work/package.json' }), null);
  assert.equal(await client.request('zeroTrust/topology', { uri: 'file:///work/closed.bicep' }), null);
});

test('the page of a rule is given, and null for a rule that does not exist', async (context) => {
  const { client } = await session(context);
  assert.deepEqual(await client.request('zeroTrust/ruleDocument', { ruleId: 'open-door' }), {
    markdown: '# open-door\n\nShut it.\n',
  });
  assert.equal(await client.request('zeroTrust/ruleDocument', { ruleId: 'none' }), null);
});

test('snippets are completed inside of an ARM template, as snippets', async (context) => {
  const { open, client } = await session(context);
  const text =
    '{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [] }';
  open(text, 'json');
  const at = (character: number) =>
    client.request('textDocument/completion', { textDocument: { uri }, position: { line: 0, character } });
  const items = (await at(text.indexOf('[]') + 1)) as {
    label: string;
    insertTextFormat: number;
    insertTextMode: number;
  }[];
  assert.ok(items.some(({ label }) => label === 'zt-nsg'));
  assert.ok(items.every(({ insertTextFormat, insertTextMode }) => insertTextFormat === 2 && insertTextMode === 2));
  assert.deepEqual(await at(1), []);
});

test('an exception in the analysis is one line in the log, and the server goes on', async (context) => {
  const { open, pull, actions, client } = await session(context);
  open('CRASH OPEN');
  assert.deepEqual(await pull(), { kind: 'full', items: [] });
  assert.equal(
    await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 7 } }),
    null,
  );
  assert.deepEqual(await actions(cursor(0, 0)), []);
  assert.equal(await client.request('zeroTrust/topology', { uri }), null);
  const { params } = await client.waitFor(({ method }) => method === 'window/logMessage');
  const { message } = params as { message: string };
  assert.match(message, /^textDocument\/diagnostic failed: TypeError: the marker engine was told to crash at /);
  assert.doesNotMatch(message, /\n/);

  open('OPEN', 'bicep', 'file:///work/other.bicep');
  assert.deepEqual(shown(await pull('file:///work/other.bicep')), ['0:0-4 2 open-door']);
});

test('requests with missing or wrong parameters are answered, and the server goes on', async (context) => {
  const { open, pull, client } = await session(context);
  open('OPEN');
  for (const params of [
    {},
    { textDocument: null },
    { textDocument: { uri: 7 } },
    { textDocument: { uri }, position: 'x', range: 3, context: null },
  ]) {
    for (const method of [
      'textDocument/diagnostic',
      'textDocument/hover',
      'textDocument/codeAction',
      'textDocument/completion',
      'zeroTrust/topology',
      'zeroTrust/ruleDocument',
    ]) {
      await client.request(method, params);
    }
  }
  for (const data of [undefined, null, 'x', { uri }, { uri, version: '1', findingKey: 1, index: null }]) {
    assert.equal(((await client.request('codeAction/resolve', { title: 'x', data })) as CodeAction).edit, undefined);
  }
  await assert.rejects(client.request('no/such/request', {}), RpcError);
  assert.deepEqual(shown(await pull()), ['0:0-4 2 open-door']);
});

test('a cancelled request is answered as cancelled and analyses nothing', async (context) => {
  const { open, client, engine } = await session(context);
  open('OPEN');
  const { id, answer } = client.startRequest('textDocument/diagnostic', { textDocument: { uri } });
  client.notify('$/cancelRequest', { id });
  await assert.rejects(answer, (error) => error instanceof RpcError && error.code === -32800);
  assert.equal(engine.analyses, 0);
});

test('a compiled template offers its source, which the client shows', async (context) => {
  const { client, open, actions } = await session(context);
  const source = 'file:///work/app/source.bicep';
  open(`resource OPEN\nCOMPILED ${source}\n`);
  const offered = (await actions(cursor(0, 0))).find(({ command }) => command !== undefined);
  assert.equal(offered?.title, 'Open source.bicep, from which this template is compiled');
  const { command } = offered ?? {};
  assert.ok(command);
  await client.request('workspace/executeCommand', { command: command.command, arguments: command.arguments });
  const { params } = await client.waitFor(({ method }) => method === 'window/showDocument');
  assert.deepEqual(params, { uri: source, takeFocus: true });
});

test('a client that shows no files is offered none, and so is one without a finding there', async (context) => {
  const { window: _, ...capabilities } = fullClient;
  const text = 'resource OPEN\nCOMPILED file:///work/app/source.bicep\n';
  const less = await session(context, capabilities);
  less.open(text);
  assert.ok((await less.actions(cursor(0, 0))).every(({ command }) => command === undefined));
  const full = await session(context);
  full.open(text);
  assert.deepEqual(await full.actions(cursor(1, 0)), []);
});
