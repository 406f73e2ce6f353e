import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFileSystem } from '../../../test/memory-file-system.ts';
import { defaultConfiguration } from '../config/configuration.ts';
import { createEngine } from '../service/engine.ts';
import type { FileAnalysis, SourceFile } from '../service/model.ts';
import { workspaceFiles } from './workspace-files.ts';

const root = 'file:///work';
const moduleText = `param open string = 'Enabled'
resource account 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'a'
  location: 'westeurope'
  properties: { publicNetworkAccess: open }
}
`;
const call = (value: string): string => `module m 'net.bicep' = { name: 'm', params: { open: '${value}' } }\n`;

/** A workspace of two files in which the first is open. */
function openWorkspace(main: string) {
  const open = new Map([[`${root}/main.bicep`, main]]);
  const disk = new Map([
    [`${root}/main.bicep`, ''],
    [`${root}/net.bicep`, moduleText],
  ]);
  const files = workspaceFiles(memoryFileSystem(disk), {
    uris: () => [...open.keys()],
    textOf: (uri) => open.get(uri) ?? null,
  });
  files.start([root], true, true);
  return { files, open };
}

test('a workspace after edits says what was edited since the one before', () => {
  const { files, open } = openWorkspace('');
  const first = files.now();
  assert.equal(first.edit, undefined);
  open.set(`${root}/main.bicep`, call('Enabled'));
  files.edited(`${root}/main.bicep`);
  files.edited(`${root}/net.bicep`);
  const second = files.now();
  assert.equal(second.edit?.since, first.state);
  assert.deepEqual([...(second.edit?.paths ?? [])], [`${root}/main.bicep`, `${root}/net.bicep`]);
  files.edited(`${root}/main.bicep`);
  files.changed([{ uri: `${root}/other.bicep`, kind: 'created' }]);
  assert.equal(files.now().edit, undefined);
  files.edited(`${root}/zerotrust.config.json`);
  assert.equal(files.now().edit, undefined);
  files.edited(`${root}/main.bicep`);
  files.lookAgain();
  assert.equal(files.now().edit, undefined);
});

test('a document that is opened is no mere edit: the list of files may be another one', () => {
  const { files, open } = openWorkspace('');
  files.now();
  open.set(`${root}/new.bicep`, '');
  files.edited(`${root}/new.bicep`);
  assert.equal(files.now().edit, undefined);
});

test('edits give what an engine that sees the files for the first time gives', () => {
  const { files, open } = openWorkspace('');
  const engine = createEngine();
  const uri = `${root}/main.bicep`;
  const analyses: string[] = [];
  for (const text of [call('Enabled'), call('Disabled'), '', `${call('Enabled')}// end`, 'no template', call('x')]) {
    open.set(uri, text);
    files.edited(uri);
    const workspace = files.now();
    const sources: readonly SourceFile[] = [
      { path: uri, text, format: 'bicep' },
      { path: `${root}/net.bicep`, text: moduleText, format: 'bicep' },
    ];
    for (const source of sources) {
      const analysis = plain(engine.glance(source, defaultConfiguration, workspace));
      assert.deepEqual(
        analysis,
        plain(createEngine().glance(source, defaultConfiguration, openWorkspace(text).files.now())),
      );
      analyses.push(`${analysis.findings.length}`);
    }
  }
  // The module shows what its caller makes of it, and without a caller what its defaults do.
  assert.ok(new Set(analyses).size > 1);
});

function plain(analysis: FileAnalysis): FileAnalysis {
  return JSON.parse(JSON.stringify(analysis));
}
