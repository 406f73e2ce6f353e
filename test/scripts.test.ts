import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '..');
const { scripts, bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  bin: Record<string, string>;
};

test('the scripts that people and build servers rely on exist under their names', () => {
  const names =
    'start test test:units test:conformance test:bicep test:protocol test:editor prove bench survey check generate package editor';
  for (const name of names.split(' ')) assert.ok(scripts[name], name);
  assert.deepEqual(bin, { 'zero-trust': 'dist/cli.js' });
});

test('every script runs a file that exists', () => {
  for (const [name, command] of Object.entries(scripts)) {
    const files = command.split(' ').filter((word) => word.startsWith('scripts/'));
    assert.notEqual(files.length, 0, name);
    for (const file of files) assert.ok(existsSync(path.join(root, file)), `${name} runs ${file}`);
  }
});
