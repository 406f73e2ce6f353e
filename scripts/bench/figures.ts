/** Times of one measured step over many inputs, in milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly slowest: number;
}

export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), slowest: at(1) };
}

/** Milliseconds that an action takes, at best of some rounds: the rounds before the best have warmed it up. */
export function bestOf(rounds: number, action: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    action();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/**
 * Milliseconds of work that this thread has done: unlike the time of day they don't count the waiting for a processor that other programs use.
 * Without such a clock (before Node 24) the time of day.
 */
export function workClock(): number {
  if (typeof process.threadCpuUsage !== 'function') return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

export function printSpread({ p50, p95, slowest }: Spread): string {
  return `p50 ${milliseconds(p50)}, p95 ${milliseconds(p95)}, slowest ${milliseconds(slowest)}`;
}
