import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { type Case, waitFor } from './cases.ts';
import { openCopy, waitForFinding } from './documents.ts';

export const serverProcessCases: readonly Case[] = [
  {
    name: 'a server that is killed starts again, and findings come back by themselves',
    async run() {
      const { document } = await openCopy('main.bicep');
      await waitForFinding(document, 'no-public-network-access');
      const [before] = serverProcesses();
      assert.ok(before !== undefined, 'The server was not found among the processes.');

      process.kill(before, 'SIGKILL');
      await waitFor('another server process', () => {
        const [now] = serverProcesses();
        return now !== undefined && now !== before ? now : null;
      });
      await waitForFinding(document, 'no-public-network-access');
    },
  },
];

/** Ids of the processes that this extension host started with our server in them. */
function serverProcesses(): readonly number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) => {
      const isOurs = match !== null && Number(match[2]) === process.pid && /dist[\\/]server\.cjs/.test(match[3] ?? '');
      return isOurs ? [Number(match[1])] : [];
    });
}
