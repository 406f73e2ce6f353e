import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesce } from './coalesce.ts';

/** An action that waits until it is told to end. */
function slowAction() {
  const ends: (() => void)[] = [];
  const action = () =>
    new Promise<void>((resolve) => {
      ends.push(resolve);
    });
  return { action, starts: () => ends.length, end: (run: number) => ends[run]?.() };
}

test('an action that nobody asks for again runs once', async () => {
  const slow = slowAction();
  const ask = coalesce(slow.action);
  const done = ask();
  slow.end(0);
  await done;
  assert.equal(slow.starts(), 1);
});

test('however often it is asked for meanwhile, it runs once more', async () => {
  const slow = slowAction();
  const ask = coalesce(slow.action);
  const done = ask();
  void ask();
  void ask();
  void ask();
  assert.equal(slow.starts(), 1);
  slow.end(0);
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(slow.starts(), 2);
  slow.end(1);
  await done;
  assert.equal(slow.starts(), 2);
});

test('after it has ended, it runs when it is asked for', async () => {
  const slow = slowAction();
  const ask = coalesce(slow.action);
  const first = ask();
  slow.end(0);
  await first;
  const second = ask();
  slow.end(1);
  await second;
  assert.equal(slow.starts(), 2);
});
