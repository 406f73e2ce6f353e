import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markerEngine } from '../../../test/marker-engine.ts';
import { defaultConfiguration } from '../config/configuration.ts';
import type { Engine, VerifiedRepair } from '../service/model.ts';
import { aloneIn } from '../service/workspace.ts';
import { lineIndex } from '../text/lines.ts';
import type { DocumentAnalysis } from './analyses.ts';
import { type CodeActionSupport, quickFixes } from './code-actions.ts';

const everything: CodeActionSupport = {
  resolve: true,
  shows: true,
  snippets: true,
  applies: true,
  versions: true,
  annotations: true,
  creates: true,
};

/** An engine whose repairs make a file besides. */
function makingEngine(): Engine {
  const engine = markerEngine();
  const making = (repairs: readonly VerifiedRepair[]): readonly VerifiedRepair[] =>
    repairs.map((repair) => ({ ...repair, edits: [...repair.edits, { path: 'new.bicep', creates: true, edits: [] }] }));
  return {
    ...engine,
    repairs: (...question) => making(engine.repairs(...question)),
    offers: (...question) => {
      const offers = engine.offers(...question);
      return { ...offers, repairs: making(offers.repairs) };
    },
  };
}

test('repairs that make a file are offered where the client can make files', () => {
  const engine = makingEngine();
  const file = { path: 'main.bicep', text: 'OPEN', format: 'bicep' } as const;
  const workspace = aloneIn(file);
  const analysis: DocumentAnalysis = {
    uri: file.path,
    version: 1,
    file,
    lines: lineIndex(file.text),
    configuration: defaultConfiguration,
    workspace,
    result: engine.analyze(file, defaultConfiguration, workspace),
    openAs: () => null,
    linesOf: () => null,
  };
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
  const titles = (support: CodeActionSupport): readonly string[] =>
    quickFixes(engine, analysis, range, support).map(({ title }) => title);
  for (const resolve of [true, false]) {
    assert.equal(titles({ ...everything, resolve })[0], 'Make it SHUT');
    assert.deepEqual(titles({ ...everything, resolve, creates: false }), []);
  }
});
