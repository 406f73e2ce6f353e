import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { nodeHost } from './node-host.ts';

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'node-host-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

test('a folder lists what its links lead to, and nothing that is neither a file nor a folder', (t) => {
  const root = folder(t);
  writeFileSync(path.join(root, 'file.bicep'), '');
  mkdirSync(path.join(root, 'sub'));
  symlinkSync(path.join(root, 'file.bicep'), path.join(root, 'to-file'));
  symlinkSync(path.join(root, 'sub'), path.join(root, 'to-folder'));
  symlinkSync(path.join(root, 'nowhere'), path.join(root, 'to-nothing'));
  const listed = nodeHost(null).list(root);
  assert.ok(Array.isArray(listed));
  assert.deepEqual(listed.map(({ name, kind }) => `${name}: ${kind}`).sort(), [
    'file.bicep: file',
    'sub: folder',
    'to-file: file',
    'to-folder: folder',
  ]);
});

test('what is not there is no file, also below a file; a folder can not be read as one', (t) => {
  const root = folder(t);
  writeFileSync(path.join(root, 'file.bicep'), 'param a string');
  const { read } = nodeHost(null);
  assert.equal(read(path.join(root, 'other.bicep')), null);
  assert.equal(read(path.join(root, 'file.bicep', 'below')), null);
  assert.deepEqual(read(root), { kind: 'refused', why: 'unreadable' });
  assert.equal(Buffer.from(read(path.join(root, 'file.bicep')) as Uint8Array).toString(), 'param a string');
});
