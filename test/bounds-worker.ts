/** For tests: evaluates templates in a thread with a stack of its own size. */
import { parentPort, workerData } from 'node:worker_threads';
import { boundsOf } from './bounds-met.ts';

const cases = workerData as readonly { readonly text: string; readonly others?: Readonly<Record<string, string>> }[];
parentPort?.postMessage(cases.map(({ text, others }) => boundsOf(text, others)));
