import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits, type TextEdit } from './edit.ts';
import { EditedText } from './edited-text.ts';

const edit = (start: number, end: number, newText: string): TextEdit => ({ span: { start, end }, newText });

test('edits of edited texts are told as edits of the original, and leave what is between them', () => {
  const original = 'one secret two';
  const edited = new EditedText(original);
  edited.apply([edit(0, 3, '1'), edit(11, 14, '2')]);
  edited.apply([edit(1, 1, '!'), edit(9, 10, '')]);
  assert.equal(edited.text, '1! secret ');
  assert.deepEqual(edited.edits, [edit(0, 3, '1!'), edit(11, 14, '')]);
  edited.apply([edit(2, 3, '')]);
  assert.deepEqual(edited.edits, [edit(0, 4, '1!'), edit(11, 14, '')]);
});

test('nothing is told of a text that was not edited', () => {
  assert.deepEqual(new EditedText('a').edits, []);
  assert.deepEqual(new EditedText('').edits, []);
});

test('any row of edits gives the same text at once', () => {
  for (let seed = 1; seed <= 200; seed++) {
    let state = seed;
    const random = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const original = 'abcdefghij'.slice(0, random(11));
    const edited = new EditedText(original);
    let expected = original;
    for (let round = random(5); round >= 0; round--) {
      const places = [random(expected.length + 1), random(expected.length + 1), random(expected.length + 1)].sort(
        (a, b) => a - b,
      );
      const [a = 0, b = 0, c = 0] = places;
      const edits = [edit(a, b, 'xyz'.slice(random(3))), edit(b, c, 'uvw'.slice(random(4)))].filter(
        ({ span }, index) => index === 0 || span.start > a || a === b,
      );
      expected = applyEdits(expected, edits);
      edited.apply(edits);
    }
    assert.equal(edited.text, expected, `seed ${seed}`);
    assert.equal(applyEdits(original, edited.edits), expected, `seed ${seed}`);
  }
});
