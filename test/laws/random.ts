/** For tests: numbers that look random and are the same for the same seed. */

/** True in `npm run prove`: the long forms. */
export const isProof = process.env.ZT_PROVE === '1';

/** `npm test` takes the same samples each time; `npm run prove` prints the seed that it takes, and `--seed N` takes it again. */
export const seed = Number(process.env.ZT_SEED ?? 1);

export class Random {
  private state: number;

  /** @param purpose tells the numbers of one test from those of another with the same seed */
  constructor(purpose: string, from = seed) {
    let state = from | 0;
    for (const character of purpose) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
    this.state = state;
  }

  /** From 0 to below 1; the generator is the public domain mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** @throws on an empty list */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.between(0, list.length - 1)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let index = result.length - 1; index > 0; index--) {
      const other = this.between(0, index);
      const [a, b] = [result[index], result[other]];
      if (a !== undefined && b !== undefined) [result[index], result[other]] = [b, a];
    }
    return result;
  }

  /** So many of a list, or all of it, in random order. */
  sample<T>(list: readonly T[], count: number): readonly T[] {
    return this.shuffled(list).slice(0, count);
  }
}
