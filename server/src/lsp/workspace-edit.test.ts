import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfiguration } from '../config/configuration.ts';
import type { FileEdit, SourceFile } from '../service/model.ts';
import { aloneIn } from '../service/workspace.ts';
import { lineIndex } from '../text/lines.ts';
import type { DocumentAnalysis } from './analyses.ts';
import { insertionEdit, workspaceEdit } from './workspace-edit.ts';

const file: SourceFile = { path: 'file:///w/main.bicep', text: 'one\ntwo\n', format: 'bicep' };
const other = 'file:///w/other.bicep';

const analysis: DocumentAnalysis = {
  uri: 'file:///W/main.bicep',
  version: 7,
  file,
  lines: lineIndex(file.text),
  configuration: defaultConfiguration,
  workspace: aloneIn(file),
  result: {
    path: file.path,
    language: 'bicep',
    problems: [],
    settingsProblems: [],
    findings: [],
    damaged: [],
    quiet: [],
    secrets: [],
    source: null,
    resourceCount: 0,
    complete: true,
    searching: false,
    pending: [],
  },
  openAs: () => null,
  linesOf: (path) => (path === other ? lineIndex('a\nb\n') : null),
};

const everything = { versions: true, annotations: true, creates: true };
const own: FileEdit = { path: file.path, edits: [{ span: { start: 4, end: 7 }, newText: '2' }] };
const ofOther: FileEdit = { path: other, edits: [{ span: { start: 2, end: 2 }, newText: 'x' }] };
const ownRange = { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } };
const otherRange = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };

const words = { title: 'Title', description: null };

test('an edit of one file is made at once, of the version that was analysed', () => {
  assert.deepEqual(workspaceEdit(analysis, [own], words, everything), {
    documentChanges: [{ textDocument: { uri: analysis.uri, version: 7 }, edits: [{ range: ownRange, newText: '2' }] }],
  });
});

test('a file that is to be made is made before it is written, and only by a client that can', () => {
  const made: FileEdit = {
    path: 'file:///w/new.bicep',
    creates: true,
    edits: [{ span: { start: 0, end: 0 }, newText: 'x' }],
  };
  const annotationId = 'repair';
  const start = { line: 0, character: 0 };
  assert.deepEqual(workspaceEdit(analysis, [own, made], words, everything)?.documentChanges, [
    {
      kind: 'create',
      uri: made.path,
      options: { overwrite: false, ignoreIfExists: false },
      annotationId,
    },
    { textDocument: { uri: analysis.uri, version: 7 }, edits: [{ range: ownRange, newText: '2', annotationId }] },
    {
      textDocument: { uri: made.path, version: null },
      edits: [{ range: { start, end: start }, newText: 'x', annotationId }],
    },
  ]);
  assert.equal(workspaceEdit(analysis, [own, made], words, { ...everything, creates: false }), null);
});

test('an edit of several files is shown first, under its title', () => {
  const annotationId = 'repair';
  assert.deepEqual(workspaceEdit(analysis, [own, ofOther], words, everything), {
    documentChanges: [
      { textDocument: { uri: analysis.uri, version: 7 }, edits: [{ range: ownRange, newText: '2', annotationId }] },
      { textDocument: { uri: other, version: null }, edits: [{ range: otherRange, newText: 'x', annotationId }] },
    ],
    changeAnnotations: { [annotationId]: { label: 'Title', needsConfirmation: true } },
  });
});

test('what a title has no room for is said of the edits', () => {
  const edit = workspaceEdit(analysis, [own], { title: 'Title', description: 'Closes all.' }, everything);
  assert.deepEqual(edit?.changeAnnotations, {
    repair: { label: 'Title', needsConfirmation: false, description: 'Closes all.' },
  });
});

test('clients that know less get less', () => {
  assert.deepEqual(workspaceEdit(analysis, [own, ofOther], words, { ...everything, versions: false }), {
    changes: {
      [analysis.uri]: [{ range: ownRange, newText: '2' }],
      [other]: [{ range: otherRange, newText: 'x' }],
    },
  });
  const without = workspaceEdit(analysis, [own, ofOther], words, { ...everything, annotations: false });
  assert.equal(without?.changeAnnotations, undefined);
});

test('no edit of a file that is gone', () => {
  assert.equal(workspaceEdit(analysis, [own, { ...ofOther, path: 'file:///w/gone.bicep' }], words, everything), null);
});

test('an insertion with a place to fill is a snippet where the client takes one', () => {
  const insertion = { offset: 0, before: '{ "a$": "', after: '" }' };
  assert.deepEqual(insertionEdit(analysis, insertion, 'why', { versions: true, snippets: true }).documentChanges, [
    {
      textDocument: { uri: analysis.uri, version: analysis.version },
      edits: [
        {
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
          snippet: { kind: 'snippet', value: '{ "a\\$": "${1:why}" \\}' },
        },
      ],
    },
  ]);
  const plain = insertionEdit(analysis, insertion, 'why', { versions: false, snippets: true }).changes?.[analysis.uri];
  assert.deepEqual(
    plain?.map(({ newText }) => newText),
    ['{ "a$": "why" }'],
  );
});
