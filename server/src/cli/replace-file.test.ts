import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { replaceFiles } from './replace-file.ts';

function replaceFile(absolutePath: string, expected: Buffer, content: Buffer) {
  return replaceFiles([{ absolutePath, expected, content }]);
}

function folderWith(context: TestContext, content: string): { folder: string; file: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-replace-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'main.bicep');
  writeFileSync(file, content);
  return { folder, file };
}

test('a file is replaced', (context) => {
  const { folder, file } = folderWith(context, 'old');
  assert.equal(replaceFile(file, Buffer.from('old'), Buffer.from('new')), null);
  assert.equal(readFileSync(file, 'utf8'), 'new');
  assert.deepEqual(readdirSync(folder), ['main.bicep']);
});

test('a file that changed meanwhile is left as it is', (context) => {
  const { folder, file } = folderWith(context, 'typed by somebody else');
  assert.deepEqual(replaceFile(file, Buffer.from('old'), Buffer.from('new')), {
    error: 'it changed while it was being repaired',
    absolutePath: file,
  });
  assert.equal(readFileSync(file, 'utf8'), 'typed by somebody else');
  assert.deepEqual(readdirSync(folder), ['main.bicep']);
});

test('a file that is gone is not written', (context) => {
  const { folder, file } = folderWith(context, 'old');
  rmSync(file);
  assert.deepEqual(replaceFile(file, Buffer.from('old'), Buffer.from('new')), {
    error: 'no such file or folder',
    absolutePath: file,
  });
  assert.deepEqual(readdirSync(folder), []);
});

test('a file that nobody may write is left as it is, whoever asks', (context) => {
  const { folder, file } = folderWith(context, 'old');
  chmodSync(file, 0o444);
  assert.equal(replaceFile(file, Buffer.from('old'), Buffer.from('new'))?.absolutePath, file);
  assert.equal(readFileSync(file, 'utf8'), 'old');
  assert.deepEqual(readdirSync(folder), ['main.bicep']);
});

test('of several files all are replaced or none', (context) => {
  const { folder, file } = folderWith(context, 'old');
  const other = path.join(folder, 'other.bicep');
  writeFileSync(other, 'typed by somebody else');
  const both = [file, other].map((absolutePath) => ({
    absolutePath,
    expected: Buffer.from('old'),
    content: Buffer.from('new'),
  }));
  assert.equal(replaceFiles(both)?.absolutePath, other);
  assert.equal(readFileSync(file, 'utf8'), 'old');
  assert.deepEqual(readdirSync(folder), ['main.bicep', 'other.bicep']);
  writeFileSync(other, 'old');
  assert.equal(replaceFiles(both), null);
  assert.deepEqual(
    [file, other].map((name) => readFileSync(name, 'utf8')),
    ['new', 'new'],
  );
});

test('a new file is made, where there is none', (context) => {
  const { folder, file } = folderWith(context, 'old');
  const added = { absolutePath: path.join(folder, 'new.bicep'), expected: null, content: Buffer.from('made') };
  const replaced = { absolutePath: file, expected: Buffer.from('old'), content: Buffer.from('new') };
  assert.equal(replaceFiles([added, replaced]), null);
  assert.deepEqual(readdirSync(folder), ['main.bicep', 'new.bicep']);
  assert.equal(readFileSync(added.absolutePath, 'utf8'), 'made');
  assert.deepEqual(replaceFiles([added]), { error: 'it is there already', absolutePath: added.absolutePath });
});

test('a new file goes again where what it belongs to can not be written', (context) => {
  const { folder, file } = folderWith(context, 'old');
  const added = { absolutePath: path.join(folder, 'new.bicep'), expected: null, content: Buffer.from('made') };
  const refused = replaceFiles([
    added,
    { absolutePath: file, expected: Buffer.from('something else'), content: Buffer.from('new') },
  ]);
  assert.equal(refused?.absolutePath, file);
  assert.deepEqual(readdirSync(folder), ['main.bicep']);
  assert.equal(readFileSync(file, 'utf8'), 'old');
});
