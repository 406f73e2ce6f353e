import { type Assumptions, type Atom, implied } from '../evaluate/terms.ts';
import type { Answer, Asked, Run } from './alternatives.ts';

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
  readonly dispensable: boolean;
  yes: Tree<Value> | null;
  no: Tree<Value> | null;
  /** Where the condition was left undecided. */
  open: Tree<Value> | null;
}

/** Conditions that a remembered answer may rest on. */
const mostRemembered = 64;

/** Conditions that may have been left undecided for it. */
const mostOpen = 1000;

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
    while (tree?.kind === 'branch') tree = tree[sideName(this.run.ask(tree.atom, tree.dispensable))];
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

  private keep(question: Question, answer: Answer<Value>, asked: readonly Asked[]): void {
    if (asked.length === 0) {
      // What was found without asking holds whatever is known of the same question, so nothing is.
      if (this.answers.get(question) === undefined) this.answers.set(question, { kind: 'leaf', answer });
      return;
    }
    const open = asked.filter(({ side }) => side === null).length;
    if (asked.length - open > mostRemembered || open > mostOpen) return;
    let grown: Tree<Value> = { kind: 'leaf', answer };
    const fresh = (from: number): Tree<Value> => {
      for (const { atom, side, dispensable } of asked.slice(from).reverse()) {
        const branch: Branch<Value> = { kind: 'branch', atom, dispensable, yes: null, no: null, open: null };
        branch[sideName(side)] = grown;
        grown = branch;
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
      const name = sideName(side);
      const next: Tree<Value> | null = at[name];
      if (next === null) {
        at[name] = fresh(index + 1);
        return;
      }
      at = next;
    }
  }
}

function sideName(side: boolean | null): 'yes' | 'no' | 'open' {
  return side === null ? 'open' : side ? 'yes' : 'no';
}

/** What doesn't follow from what was asked before. */
function distinct(asked: readonly Asked[]): readonly Asked[] {
  if (asked.length === 0) return asked;
  let assumed: Assumptions | null = null;
  // Conditions that were left undecided, since the last decision: that may decide them.
  let open = new Set<string>();
  const kept: Asked[] = [];
  for (const entry of asked) {
    const { atom, side } = entry;
    if (side === null) {
      if (open.has(atom.term.key)) continue;
      open.add(atom.term.key);
    } else {
      if (implied(atom, assumed) !== undefined) continue;
      assumed = { atom, side, outer: assumed };
      open = new Set();
    }
    kept.push(entry);
  }
  return kept;
}

function given<Value>(answer: Answer<Value>): Value {
  if ('undecided' in answer) throw answer.undecided;
  return answer.value;
}
