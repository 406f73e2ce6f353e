/** Evaluations that nobody waits for, in slices: one entry after the other, as long as they are of the files as they are. */
import { Pauses } from '../evaluate/pauses.ts';
import { type Entry, entryKey } from './entries.ts';
import type { Evaluations } from './evaluations.ts';
import type { Scene } from './scene.ts';

/** An evaluation that isn't finished. */
interface Begun {
  readonly key: string;
  readonly rules: Evaluations['rules'];
  readonly work: Generator<undefined, unknown>;
  /** False once a file that it has read so far is another one: what it would find isn't so any more. */
  readonly isOf: (scene: Scene) => boolean;
}

/** Which entries of a file are to be evaluated, in a workspace and by the rules as they were when that was found out. */
interface Queue {
  readonly path: string;
  readonly text: string;
  readonly state: object;
  readonly rules: Evaluations['rules'];
  readonly entries: Entry[];
}

export class Renewing {
  private readonly evaluations: Evaluations;
  private isDue: () => boolean = () => false;
  private readonly pauses = new Pauses(() => this.isDue());
  private begun: Begun | null = null;
  private queue: Queue | null = null;

  constructor(evaluations: Evaluations) {
    this.evaluations = evaluations;
  }

  /**
   * Evaluates the entries of the scene's file that aren't, until a pause is due.
   * @param entriesOf all entries of the file
   * @returns true if there are more
   */
  advance(scene: Scene, entriesOf: () => readonly Entry[], isDue: () => boolean): boolean {
    this.isDue = isDue;
    const { entries: waiting } = this.queueFor(scene, entriesOf);
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const { work } = this.beginning(scene, next);
      if (work.next().done !== true) return true;
      this.begun = null;
      waiting.shift();
      if (isDue()) break;
    }
    return waiting.length > 0;
  }

  private queueFor(scene: Scene, entriesOf: () => readonly Entry[]): Queue {
    const { path, text } = scene.focus;
    const { state } = scene.workspace;
    const { rules } = this.evaluations;
    const { queue } = this;
    const isOfFile = queue !== null && queue.path === path && queue.text === text;
    if (isOfFile && queue.state === state && queue.rules === rules) return queue;
    const stale = entriesOf().filter((entry) => this.evaluations.current(scene, entry) === null);
    this.queue = { path, text, state, rules, entries: stale };
    return this.queue;
  }

  /** What was begun is gone on with, unless it is of another entry, of older files or by fewer rules. */
  private beginning(scene: Scene, entry: Entry): Begun {
    const key = entryKey(entry);
    const { rules } = this.evaluations;
    if (this.begun?.key === key && this.begun.rules === rules && this.begun.isOf(scene)) return this.begun;
    this.begun = { key, rules, ...this.evaluations.inSlices(scene, entry, this.pauses) };
    return this.begun;
  }
}
