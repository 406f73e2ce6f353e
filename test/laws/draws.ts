/** For tests: decisions of a generator, bounded: beyond the bound all are the first, which is always the plainest. */
import type { Random } from './random.ts';

/** Decisions that one case takes. */
const mostDraws = 1500;

export class Draws {
  private readonly random: Random;
  private taken = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** A number from 0 to below `ways`. */
  below(ways: number): number {
    return this.taken++ < mostDraws ? this.random.between(0, ways - 1) : 0;
  }

  /** True once in so many times. */
  once(inTimes: number): boolean {
    return this.below(inTimes) === inTimes - 1;
  }

  /** @throws on an empty list */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }
}
