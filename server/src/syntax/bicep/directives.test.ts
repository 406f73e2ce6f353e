import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSilenced } from './directives.ts';
import { parseBicep } from './index.ts';

function describe(text: string): string[] {
  return parseBicep(text).directives.map(({ name, codes, governs }) => {
    const places = codes.map(({ code, start, end }) => {
      assert.equal(text.slice(start, end), code);
      return code;
    });
    return `${name} [${places.join(' ')}] ${JSON.stringify(text.slice(governs.start, governs.end))}`;
  });
}

test('the line below is governed, with either line break', () => {
  for (const lineBreak of ['\n', '\r\n', '\r']) {
    const text = ['#disable-next-line a b-c', 'param x string', 'param y string'].join(lineBreak);
    assert.deepEqual(describe(text), ['disable-next-line [a b-c] "param x string"']);
  }
});

test('indented, and with a comment behind it', () => {
  assert.deepEqual(describe('var x = {\n  #disable-next-line a // because\n  b: 1\n}'), [
    'disable-next-line [a] "  b: 1"',
  ]);
});

test('at the end of the file nothing is governed', () => {
  assert.deepEqual(describe('#disable-next-line a'), ['disable-next-line [a] ""']);
});

test('not first on its line, or behind a comment, it is none', () => {
  assert.deepEqual(describe("var x = 'a' #disable-next-line a"), []);
  assert.deepEqual(describe('/* a */ #disable-next-line a'), []);
  assert.deepEqual(describe('// #disable-next-line a'), []);
  assert.deepEqual(describe("var x = '''\n#disable-next-line a\n'''"), []);
});

test('without a code it is a problem', () => {
  assert.deepEqual(
    parseBicep('#disable-next-line \nparam x string').problems.map(({ message }) => message),
    ['Expected the codes to silence: #disable-next-line code1 code2.'],
  );
});

test('disable-next-line silences what begins on that line', () => {
  const text = '#disable-next-line a\nparam x string\nparam y string';
  const { directives } = parseBicep(text);
  assert.equal(isSilenced(directives, 'a', text.indexOf('param x')), true);
  assert.equal(isSilenced(directives, 'b', text.indexOf('param x')), false);
  assert.equal(isSilenced(directives, 'a', text.indexOf('param y')), false);
});

test('disable-diagnostics silences up to restore-diagnostics, code by code', () => {
  const text = 'var a = 1\n#disable-diagnostics x y\nvar b = 1\n#restore-diagnostics x\nvar c = 1\n';
  const { directives } = parseBicep(text);
  const silenced = (code: string) =>
    ['a', 'b', 'c'].filter((name) => isSilenced(directives, code, text.indexOf(`${name} =`)));
  assert.deepEqual(silenced('x'), ['b']);
  assert.deepEqual(silenced('y'), ['b', 'c']);
  assert.deepEqual(silenced('z'), []);
});
