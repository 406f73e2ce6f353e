import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandSnippet } from '../test/snippet-expander.ts';
import { definitionsOf, parseSnippetSource, printSnippet } from './snippet-source.ts';

function printed(source: string): string {
  const parts = parseSnippetSource(source);
  return printSnippet(parts, definitionsOf(parts));
}

test('placeholders stay, everything else is text', () => {
  assert.equal(printed("param ${1:name} string = 'a${b}c$d\\\\e'"), "param ${1:name} string = 'a\\${b}c\\$d\\\\\\\\e'");
  assert.equal(printed('${1:one} ${2|a,b\\,c,d\\|e|} ${1} ${2}'), '${1:one} ${2|a,b\\,c,d\\|e|} ${1} ${2}');
  assert.equal(printed("${1|'x.${env().y}',z|}"), "${1|'x.${env().y}',z|}");
  assert.equal(printed('no placeholder at all'), 'no placeholder at all');
  assert.equal(printed('line\n${1:two}\r\nline'), 'line\n${1:two}\r\nline');
});

test('the default stands at the first occurrence of what is printed', () => {
  const parts = parseSnippetSource('${1:web}: ${2:x}|${2} ${1}');
  const definitions = definitionsOf(parts);
  assert.equal(printSnippet(parts.slice(2), definitions), ': ${2:x}|${2} ${1:web}'.slice(2));
});

test('what was printed expands to the source with its defaults', () => {
  const source = "resource ${1:web} '${2|S\\|1,S2|}' = { name: '${1}-${name}-\\\\n' } // $0 {} }";
  assert.equal(expandSnippet(printed(source)), "resource web 'S|1' = { name: 'web-${name}-\\\\n' } // $0 {} }");
});

test('a source that breaks the convention is refused', () => {
  const parts = (source: string) => definitionsOf(parseSnippetSource(source));
  assert.throws(() => parts('${1:a} ${1:b}'), /Placeholder 1 is defined twice/);
  assert.throws(() => parts('${1:a} ${2}'), /Placeholder 2 has no default/);
  assert.throws(() => parts('${1:a} ${3:b}'), /numbered from 1 to 2/);
  assert.throws(() => parts('${0:a}'), /numbered from 1 to 1/);
  assert.throws(() => parts('${1:a'), /has no end/);
  assert.throws(() => parts('${1|a,b}'), /has no end/);
});
