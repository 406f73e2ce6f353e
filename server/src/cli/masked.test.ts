import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '../text/span.ts';
import { masked } from './masked.ts';

/** Masks what stands between `[` and `]`; gives the masked text, and where the whole text's `<` to `>` stands in it. */
function maskedIn(marked: string): { readonly text: string; readonly marked: string } {
  let text = '';
  const hidden: Span[] = [];
  const starts: number[] = [];
  let marker: Span = { start: 0, end: 0 };
  for (const character of marked) {
    if (character === '[') starts.push(text.length);
    else if (character === ']') hidden.push({ start: starts.pop() ?? 0, end: text.length });
    else if (character === '<') marker = { start: text.length, end: text.length };
    else if (character === '>') marker = { ...marker, end: text.length };
    else text += character;
  }
  const shown = masked(text, hidden);
  const { start, end } = shown.of(marker);
  return { text: shown.text, marked: shown.text.slice(start, end) };
}

test('nothing is masked where nothing is hidden', () => {
  assert.deepEqual(maskedIn('a <b> c'), { text: 'a b c', marked: 'b' });
});

test('a mask is as long as any other, and what follows it keeps its place', () => {
  assert.deepEqual(maskedIn("a = ['x'], <b> = ['a long one'], c"), { text: 'a = ***, b = ***, c', marked: 'b' });
  assert.deepEqual(maskedIn("['x'] <b>"), { text: '*** b', marked: 'b' });
  assert.deepEqual(maskedIn("<b> ['x']"), { text: 'b ***', marked: 'b' });
});

test('a span that touches a hidden part takes in its mask', () => {
  assert.deepEqual(maskedIn("a = <['x']>, b"), { text: 'a = ***, b', marked: '***' });
  assert.deepEqual(maskedIn('a = [one <two> three], b'), { text: 'a = ***, b', marked: '***' });
  assert.deepEqual(maskedIn('<a = [one> two], b'), { text: 'a = ***, b', marked: 'a = ***' });
  assert.deepEqual(maskedIn('[one <two], b>'), { text: '***, b', marked: '***, b' });
});

test('each line of a hidden part has its mask, and lines keep their breaks', () => {
  const { text } = maskedIn("a = ['''\r\none\n\n  two''']\r\nb");
  assert.equal(text, 'a = ***\r\n***\n\n***\r\nb');
});

test('parts inside of each other are masked once', () => {
  assert.equal(maskedIn('a = [one [two] three], [four]').text, 'a = ***, ***');
});
