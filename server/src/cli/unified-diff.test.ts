import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unifiedDiff } from './unified-diff.ts';

/** Applies a diff of one file the way `patch` does, strictly: every kept and removed line must be there. */
function patched(before: string, diff: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  let countBefore = 0;
  let countAfter = 0;
  let removed = false;
  for (const line of diff.match(/[^\n]*\n/g)?.slice(2) ?? []) {
    const header = /^@@ -(\d+),(\d+) \+\d+,(\d+) @@\n$/.exec(line);
    if (header) {
      assert.equal(countBefore + countAfter, 0, 'the hunk before has as many lines as it says');
      const start = Number(header[1]) - (header[2] === '0' ? 0 : 1);
      result.push(...lines.slice(at, start));
      at = start;
      countBefore = Number(header[2]);
      countAfter = Number(header[3]);
    } else if (line.startsWith('\\')) {
      if (!removed) result.push((result.pop() ?? '').replace(/\n$/, ''));
    } else {
      removed = line.startsWith('-');
      if (!line.startsWith('+')) {
        assert.equal(lines[at++]?.replace(/\n$/, ''), line.slice(1, -1));
        countBefore--;
      }
      if (removed) continue;
      result.push(line.slice(1));
      countAfter--;
    }
  }
  return [...result, ...lines.slice(at)].join('');
}

test('equal texts have no difference', () => {
  assert.equal(unifiedDiff('main.bicep', 'a\n', 'a\n'), '');
});

test('changes far apart are hunks of their own, with three lines of context', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n';
  assert.equal(
    unifiedDiff('x/main.bicep', before, before.replace('b\n', 'B\n').replace('k\n', 'k\nk2\n')),
    `--- a/x/main.bicep
+++ b/x/main.bicep
@@ -1,5 +1,5 @@
 a
-b
+B
 c
 d
 e
@@ -9,4 +9,5 @@
 i
 j
 k
+k2
 l
`,
  );
});

test('carriage returns belong to the lines, and a missing last line break is said', () => {
  assert.equal(
    unifiedDiff('main.json', '{\r\n}', '{\r\n  \r\n}\r\n'),
    '--- a/main.json\n+++ b/main.json\n@@ -1,2 +1,3 @@\n {\r\n-}\n\\ No newline at end of file\n+  \r\n+}\r\n',
  );
});

test('a new file is a patch of nothing', () => {
  assert.equal(unifiedDiff('new.bicep', null, 'a\nb\n'), '--- /dev/null\n+++ b/new.bicep\n@@ -0,0 +1,2 @@\n+a\n+b\n');
});

test('a patch turns one text into the other, whatever was changed', () => {
  let state = 42;
  const random = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const text = (): string => {
    const lines = Array.from({ length: random(30) }, () => 'abc'[random(3)]);
    return lines.join('\n') + (random(2) === 0 ? '\n' : '');
  };
  for (let round = 0; round < 500; round++) {
    const before = text();
    const after = text();
    assert.equal(patched(before, unifiedDiff('x', before, after)), after, JSON.stringify({ before, after }));
  }
});

test('texts with nothing in common end in a patch all the same', () => {
  const before = Array.from({ length: 3000 }, (_, index) => `a${index}\n`).join('');
  const after = Array.from({ length: 3000 }, (_, index) => `b${index}\n`).join('');
  assert.equal(patched(before, unifiedDiff('x', before, after)), after);
});
