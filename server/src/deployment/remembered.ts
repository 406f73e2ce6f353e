import { type Assumptions, type Atom, implied } from '../evaluate/terms.ts';
import type { Answer, Decision, Run } from './alternatives.ts';

interface Store<Question, Kept> {
  get(question: Question): Kept | undefined;
  set(question: Question, kept: Kept): unknown;
}

/** The answers of one question by the sides of the conditions that it reads, in the order in which it reads them. */
type Tree<Value> = Leaf<Value> | Branch<Value>;

interface Leaf<Value> {
  readonly kind: 'leaf';
  readonly answer: Answer<Value>;
}

interface Branch<Value> {
  readonly kind: 'branch';
  readonly atom: Atom;
  yes: Tree<Value> | null;
  no: Tree<Value> | null;
}

/** Conditions that a remembered answer may rest on. */
const mostRemembered = 64;

/**
 * Remembers the answers of questions, also that one can't be decided. An answer that rests on conditions is remembered for their sides: asking
 * again decides the same conditions, so a run rests on them as if it had found the answer itself.
 */
export class Remembered<Question, Value> {
  private readonly run: Run;
  private readonly answers: Store<Question, Tree<Value>>;

  /** Give a `WeakMap` as `answers` where questions are objects that come and go. */
  constructor(run: Run, answers: Store<Question, unknown> = new Map<Question, unknown>()) {
    this.run = run;
    this.answers = answers as Store<Question, Tree<Value>>;
  }

  /** @throws Undecided if `find` does. */
  answer(question: Question, find: () => Value): Value {
    let tree: Tree<Value> | null | undefined = this.answers.get(question);
    while (tree?.kind === 'branch') tree = this.run.decide(tree.atom) ? tree.yes : tree.no;
    if (tree) return given(tree.answer);
    const { answer, asked } = this.run.recorded(find);
    if (asked !== null) this.keep(question, answer, distinct(asked));
    return given(answer);
  }

  /** The answer if it rests on no condition and can be decided, else null. The run that is under way doesn't notice. */
  unconditional(question: Question, find: () => Value): Value | null {
    if (this.answers.get(question) === undefined) {
      this.run.aside(() => {
        const { answer, asked } = this.run.recorded(find);
        if (asked !== null) this.keep(question, answer, distinct(asked));
      });
    }
    const known = this.answers.get(question);
    return known?.kind === 'leaf' && 'value' in known.answer ? known.answer.value : null;
  }

  private keep(question: Question, answer: Answer<Value>, asked: readonly Decision[]): void {
    if (asked.length > mostRemembered) return;
    let grown: Tree<Value> = { kind: 'leaf', answer };
    const fresh = (from: number): Tree<Value> => {
      for (const { atom, side } of asked.slice(from).reverse()) {
        grown = { kind: 'branch', atom, yes: side ? grown : null, no: side ? null : grown };
      }
      return grown;
    };
    const root = this.answers.get(question);
    if (root === undefined) {
      this.answers.set(question, fresh(0));
      return;
    }
    let at = root;
    for (const [index, { atom, side }] of asked.entries()) {
      if (at.kind === 'leaf' || at.atom.term.key !== atom.term.key) return;
      const next: Tree<Value> | null = side ? at.yes : at.no;
      if (next === null) {
        if (side) at.yes = fresh(index + 1);
        else at.no = fresh(index + 1);
        return;
      }
      at = next;
    }
  }
}

/** The decisions that don't follow from earlier ones. */
function distinct(asked: readonly Decision[]): readonly Decision[] {
  let assumed: Assumptions | null = null;
  const kept: Decision[] = [];
  for (const { atom, side } of asked) {
    if (implied(atom, assumed) !== undefined) continue;
    assumed = { atom, side, outer: assumed };
    kept.push({ atom, side });
  }
  return kept;
}

function given<Value>(answer: Answer<Value>): Value {
  if ('undecided' in answer) throw answer.undecided;
  return answer.value;
}
