/** A check of the whole corpus in a process of its own, as a pipeline runs it: built, started cold, JSON out. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { bestOf } from './figures.ts';

export interface ColdFigures {
  readonly seconds: number;
  /** Processor time of all threads. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
  /** How many times as long as `JSON.parse` of the compiled templates. */
  readonly timesJsonParse: number;
}

const root = path.resolve(import.meta.dirname, '..', '..');

/** Prints what the process took, when it ends. */
const usageHook = `data:text/javascript,process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();process.stderr.write('\\n'+JSON.stringify([u+s,m]))})`;

/** Builds the command line and checks the folder with it; null if it can't be built. The best of three rounds counts. */
export function measureCold(folder: string, compiled: readonly string[]): ColdFigures | null {
  const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs'), 'cli'], { cwd: root });
  if (built.status !== 0) return null;
  const texts = compiled.map((file) => readFileSync(file, 'utf8'));
  const parsing = bestOf(3, () => {
    for (const text of texts) JSON.parse(text);
  });
  const rounds = [1, 2, 3].map(() => {
    const words = ['--import', usageHook, path.join('dist', 'cli.js'), 'check', folder, '--format', 'json'];
    const start = performance.now();
    const { stderr } = spawnSync(process.execPath, words, { cwd: root, maxBuffer: 1 << 30, encoding: 'utf8' });
    const milliseconds = performance.now() - start;
    const [microseconds = 0, kilobytes = 0] = JSON.parse(stderr.slice(stderr.lastIndexOf('\n') + 1)) as number[];
    return { milliseconds, cpu: microseconds / 1e6, megabytes: kilobytes / 1024 };
  });
  const least = (of: (round: (typeof rounds)[number]) => number): number => Math.min(...rounds.map(of));
  const milliseconds = least((round) => round.milliseconds);
  return {
    seconds: milliseconds / 1000,
    cpuSeconds: least((round) => round.cpu),
    megabytes: least((round) => round.megabytes),
    timesJsonParse: milliseconds / parsing,
  };
}
