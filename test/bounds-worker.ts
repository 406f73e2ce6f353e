/** For tests: evaluates templates in a thread with a stack of its own size. */
import { parentPort, workerData } from 'node:worker_threads';
import { boundsOf } from './bounds-met.ts';

parentPort?.postMessage((workerData as readonly string[]).map(boundsOf));
