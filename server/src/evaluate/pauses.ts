/**
 * Work in slices: it is ended by an exception where a pause is due and begun again later. What was evaluated stays, so it comes further each time
 * (spec: evaluation, section 4, "suspend and retry").
 */

class Paused extends Error {}

/** Tries that come no further than the one before are asked half as often. */
const growthOfPatience = 2;

export class Pauses {
  /** Whether it is time to let others work. */
  readonly isDue: () => boolean;
  /** True while work is under way that can be ended and begun again. */
  private isOpen = false;
  private asked = 0;
  private patience = 0;

  constructor(isDue: () => boolean) {
    this.isDue = isDue;
  }

  /**
   * Asked between cells, where nothing is under way that would be lost.
   * @throws what only `attempts` catches, if a pause is due
   */
  check(): void {
    if (this.isOpen && this.asked++ >= this.patience && this.isDue()) throw new Paused('It is time for a pause.');
  }

  /**
   * Does a piece of work, and yields where it paused; nothing of it pauses once it has an end.
   * @param reached grows from try to try as long as the tries come further; one that doesn't is left alone for longer the next time, so the work
   *   ends whatever it is.
   */
  *attempts<T>(body: () => T, reached: () => number = () => 0): Generator<undefined, T> {
    let farthest = -1;
    this.patience = 0;
    for (;;) {
      this.isOpen = true;
      this.asked = 0;
      try {
        return body();
      } catch (error) {
        if (!(error instanceof Paused)) throw error;
      } finally {
        this.isOpen = false;
      }
      const now = reached();
      this.patience = now > farthest ? 0 : Math.max(1, this.patience * growthOfPatience);
      farthest = Math.max(farthest, now);
      yield;
    }
  }
}

/** The result of work in slices, done at once. */
export function completed<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
