import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { parseBicep } from '../../server/src/syntax/bicep/index.ts';
import { lineIndex } from '../../server/src/text/lines.ts';
import type { Span } from '../../server/src/text/span.ts';
import { assertRoundTrip } from '../bicep-round-trip.ts';
import { corpusFiles, corpusFolder, needsCorpus } from '../corpus.ts';
import { syntaxBaseline, tokensBaseline } from './bicep-baseline.ts';

const BASELINES = 'bicep-baselines';
const counts = new Map<string, number>();

after(() => {
  const found = [...counts].map(([counted, count]) => `${count} ${counted}`);
  if (found.length > 0) console.log(`Reproduced exactly: ${found.join(', ')}`);
});

suite('Bicep: the tokens and trees of the compiler', needsCorpus(BASELINES), () => {
  for (const language of ['bicep', 'bicep-params'] as const) {
    const extension = language === 'bicep' ? '.bicep' : '.bicepparam';
    for (const [kind, write] of [
      ['tokens', tokensBaseline],
      ['syntax', syntaxBaseline],
    ] as const) {
      for (const path of corpusFiles(BASELINES, `.${kind}${extension}`)) {
        test(relative(corpusFolder, path), () => {
          const source = readSource(path.replace(`.${kind}.`, '.'));
          const file = parseBicep(source, { language, mode: 'conformance' });
          assertSameLines(write(file), withLineFeeds(readSource(path)));
          const counted = `${kind} of ${extension}`;
          counts.set(counted, (counts.get(counted) ?? 0) + 1);
        });
      }
    }
  }
});

suite('Bicep: the problems of the compiler', needsCorpus(BASELINES), () => {
  for (const language of ['bicep', 'bicep-params'] as const) {
    const extension = language === 'bicep' ? '.bicep' : '.bicepparam';
    for (const path of corpusFiles(BASELINES, `.diagnostics${extension}`)) {
      test(relative(corpusFolder, path), () => {
        const source = readSource(path.replace('.diagnostics.', '.'));
        const { problems } = parseBicep(source, { language, mode: 'conformance' });
        const diagnostics = readDiagnostics(source, withLineFeeds(readSource(path)));
        const places = new Set(problems.map(({ span }) => placeOf(source, span)));
        const known = new Set(diagnostics.map((diagnostic) => diagnostic.place));
        const syntactic = diagnostics.filter((diagnostic) => isSyntactic(diagnostic.code));
        assert.deepEqual(
          syntactic.filter((diagnostic) => !places.has(diagnostic.place)),
          [],
          'the compiler reports these as well',
        );
        assert.deepEqual(
          problems.filter(
            (problem) => problem.message !== MISSING_DECLARATION && !known.has(placeOf(source, problem.span)),
          ),
          [],
          'the compiler does not report these',
        );
        counts.set('syntax errors', (counts.get('syntax errors') ?? 0) + syntactic.length);
      });
    }
  }
});

const AVM = 'avm';

suite('Bicep: valid files', needsCorpus(AVM), () => {
  for (const mode of ['conformance', 'editor'] as const) {
    test(`no problem in any module, and no text lost (${mode})`, () => {
      const failing: string[] = [];
      const paths = corpusFiles(AVM, '.bicep');
      for (const path of paths) {
        const file = parseBicep(readFileSync(path, 'utf8'), { mode });
        assertRoundTrip(file);
        const [problem] = file.problems;
        if (problem) failing.push(`${relative(corpusFolder, path)}: ${problem.message}`);
      }
      assert.deepEqual(failing, []);
      assert.ok(paths.length > 2000, 'the corpus is complete');
      console.log(`Without a problem, in ${mode} mode: ${paths.length} .bicep`);
    });
  }

  test('no problem in the baselines that are valid', () => {
    const sources = [...corpusFiles(BASELINES, '/main.bicep'), ...corpusFiles(BASELINES, '/parameters.bicepparam')];
    const failing = sources.filter((path) => {
      const language = path.endsWith('param') ? 'bicep-params' : 'bicep';
      return !path.includes('Invalid') && parseBicep(readFileSync(path, 'utf8'), { language }).problems.length > 0;
    });
    assert.deepEqual(failing, []);
  });

  test('no text is lost in any baseline', () => {
    for (const path of [...corpusFiles(BASELINES, '.bicep'), ...corpusFiles(BASELINES, '.bicepparam')]) {
      const language = path.endsWith('param') ? 'bicep-params' : 'bicep';
      for (const mode of ['conformance', 'editor'] as const) {
        assertRoundTrip(parseBicep(readFileSync(path, 'utf8'), { language, mode }));
      }
    }
  });
});

/** Reported at places of its own: the compiler's binder finds it, at the decorators, and not for all. */
const MISSING_DECLARATION = 'Expected a declaration below the decorator.';

/** Codes of the compiler's lexer and parser that occur in the baselines. The others come from its later stages. */
const SYNTACTIC = new Set([
  1, 4, 6, 7, 9, 10, 12, 15, 16, 17, 18, 19, 20, 22, 68, 96, 97, 117, 118, 123, 162, 167, 202, 226, 236, 238, 243, 249,
  266, 279,
]);

function isSyntactic(code: string): boolean {
  return SYNTACTIC.has(Number(code.replace('BCP', '')));
}

/** The diagnostics in a baseline, which stand as comments below the line that they begin on. */
function readDiagnostics(source: string, baseline: string): { code: string; place: string; message: string }[] {
  const lines = lineIndex(source);
  const diagnostics: { code: string; place: string; message: string }[] = [];
  let line = -1;
  for (const written of baseline.split('\n')) {
    const match = /^\/\/@\[(\d+):(\d+)\) \[([\w-]+) \(\w+\)\] (.*)/.exec(written);
    if (match === null) {
      line++;
      continue;
    }
    const [, from, to, code = '', message = ''] = match;
    const start = lines.lineStart(line) + Number(from);
    const span = { start, end: lines.lineStart(line) + Number(to) };
    diagnostics.push({ code, place: placeOf(source, span), message });
  }
  return diagnostics;
}

function placeOf(source: string, span: Span): string {
  const { line, character } = lineIndex(source).positionAt(span.start);
  return `${line + 1}:${character + 1}, ${span.end - span.start} long`;
}

/** Shows the first difference only: a whole baseline is too long to read. */
function assertSameLines(actual: string, expected: string): void {
  if (actual === expected) return;
  const actualLines = actual.split('\n');
  const expectedLines = expected.split('\n');
  const first = actualLines.findIndex((line, index) => line !== expectedLines[index]);
  const excerpt = (lines: readonly string[]) => lines.slice(Math.max(0, first - 3), first + 6).join('\n');
  assert.equal(excerpt(actualLines), excerpt(expectedLines), `differs from line ${first + 1}`);
}

/** Reads a file as the compiler does: without its byte order mark. */
function readSource(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
