/** The same template in both languages gives the same findings: compiled templates against their Bicep, hand-written ones against their decompilation. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { type RunWorkspace, runWorkspace } from '../../server/src/cli/run-workspace.ts';
import { isError, type LoadedFile, loadFile } from '../../server/src/cli/source-files.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import { referencesOf } from '../../server/src/service/entries.ts';
import { formatOfPath } from '../../server/src/service/file-store.ts';
import { readSource } from '../../server/src/service/read.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';

const engine = createEngine();
let pairs = 0;
let findings = 0;

after(() => console.log(`${pairs} pairs of Bicep and JSON with ${findings} findings each`));

/** A template with the local files that it includes; null if one of them comes from a registry, of which the JSON has another version. */
function withModules(path: string): RunWorkspace | null {
  const files = new Map<string, LoadedFile>();
  const pending = [path];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (files.has(at) || !existsSync(at)) continue;
    const file = loadFile({ absolutePath: at, named: true }, corpusFolder);
    if (file === null || isError(file)) continue;
    files.set(at, file);
    const read = readSource(file.source);
    for (const reference of read === null ? [] : referencesOf(read.lowered)) {
      if (/^(?:br|ts)[:/]/.test(reference)) return null;
      pending.push(join(dirname(at), reference));
    }
  }
  const options = { workingDirectory: corpusFolder, registryCache: null, configuration: null, parameters: null };
  return runWorkspace([...files.values()], options);
}

/**
 * What both languages must agree on: how many resources break which rule. Names and places differ: symbolic names exist in one of them only, and
 * JSON has a copy of a module for each call.
 */
function findingsOf(workspace: RunWorkspace): readonly string[] {
  const counts = new Map<string, number>();
  for (const path of workspace.paths) {
    const text = workspace.host.read(path);
    const format = formatOfPath(path);
    if (typeof text !== 'string' || format === null) continue;
    const { findings } = engine.analyze({ path, text, format }, { rules: {} }, workspace);
    for (const { ruleId, certainty, resource, instances } of findings) {
      const kind = `${ruleId} ${certainty} ${resource.type.toLowerCase()}`;
      counts.set(kind, (counts.get(kind) ?? 0) + instances);
    }
  }
  return [...counts].map(([kind, count]) => `${kind} x${count}`).sort();
}

suite('twins', () => {
  for (const part of ['avm', 'bicep-baselines', 'decompiler']) {
    test(part, needsCorpus(part), () => {
      for (const json of corpusFiles(part, '.json')) {
        const bicep = json.replace(/(\.symbolicnames)?\.json$/, '.bicep');
        // Sets named so are wrong on purpose; the compiler has refused them, and the JSON beside them is something else.
        if (!existsSync(bicep) || /[\\/]Invalid/.test(json)) continue;
        const [source, compiled] = [withModules(bicep), withModules(json)];
        if (source === null || compiled === null) continue;
        const expected = findingsOf(source);
        assert.deepEqual(findingsOf(compiled), expected, relative(corpusFolder, json));
        pairs++;
        findings += expected.length;
      }
      assert.ok(pairs > 0);
    });
  }
});
