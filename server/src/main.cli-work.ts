/** The work of the command line: connects the commands to the process and the thread that they run in. */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { isMainThread, workerData } from 'node:worker_threads';
import { runCommandLine } from './cli/run.ts';
import type { ThreadData } from './main.cli.ts';
import { createEngine } from './service/engine.ts';

// How far the old generation of the heap may grow between two collections; in no more processor time.
setFlagsFromString('--heap-growing-percent=100');

const { env, stdout, stderr } = process;
const isTerminal = isMainThread ? stdout.isTTY === true : (workerData as ThreadData).isTerminal;
const noColor = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';

process.exitCode = runCommandLine(process.argv.slice(2), createEngine({ keptDeployments: 1 }), {
  write: (text) => {
    stdout.write(text);
  },
  writeErrorLine: (line) => {
    stderr.write(`${line}\n`);
  },
  color: isTerminal && !noColor,
  workingDirectory: process.cwd(),
  homeDirectory: env.HOME ?? env.USERPROFILE ?? null,
});
