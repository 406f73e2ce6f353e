import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ReadingProgress, readingProgress } from './reading-progress.ts';

interface Scene {
  readonly progress: ReadingProgress;
  readonly said: string[];
  now: number;
  read: number;
}

function scene(): Scene {
  const said: string[] = [];
  const reporter = {
    begin: (title: string, percentage?: number) => said.push(`begin ${percentage}: ${title}`),
    report: (percentage: number) => said.push(`report ${percentage}`),
    done: () => said.push('done'),
  };
  const state = { now: 0, read: 0 };
  const progress = readingProgress(
    () => ({ read: state.read, all: 200 }),
    async () => reporter,
    () => state.now,
  );
  return Object.assign(state, { progress, said });
}

/** Lets promises that are settled be heard. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('reading that is done within a second says nothing', async () => {
  const now = scene();
  now.progress.update();
  now.now = 900;
  now.read = 150;
  now.progress.update();
  now.now = 1100;
  now.read = 200;
  now.progress.update();
  await settled();
  assert.deepEqual(now.said, []);
});

test('reading that takes longer is said with how far it is, each percentage once, and has an end', async () => {
  const now = scene();
  for (const [time, read] of [
    [0, 10],
    [1000, 100],
    [1010, 101],
    [1020, 150],
    [1030, 200],
    [1040, 200],
  ] as const) {
    now.now = time;
    now.read = read;
    now.progress.update();
  }
  await settled();
  assert.deepEqual(now.said, ['begin 50: Zero Trust: reading the templates of the workspace', 'report 75', 'done']);
});

test('progress ends when the documents that wait are closed', async () => {
  const now = scene();
  now.progress.update();
  now.now = 2000;
  now.progress.update();
  now.progress.end();
  await settled();
  assert.deepEqual(now.said.at(-1), 'done');
});
