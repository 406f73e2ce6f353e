import { type Run, Undecided } from './alternatives.ts';

type Answer<Value> = { readonly value: Value } | { readonly undecided: Undecided };

interface Store<Question, Kept> {
  get(question: Question): Kept | undefined;
  set(question: Question, kept: Kept): unknown;
}

/**
 * Remembers the answers of questions that rest on no condition, since those hold in every run; also that such a question can't be decided.
 * Others are answered anew in each run.
 */
export class Remembered<Question, Value> {
  private readonly run: Run;
  private readonly answers: Store<Question, Answer<Value>>;

  /** Give a `WeakMap` as `answers` where questions are objects that come and go. */
  constructor(run: Run, answers: Store<Question, unknown> = new Map<Question, unknown>()) {
    this.run = run;
    this.answers = answers as Store<Question, Answer<Value>>;
  }

  /** @throws Undecided if `find` does. */
  answer(question: Question, find: () => Value): Value {
    const known = this.answers.get(question);
    if (known !== undefined) return given(known);
    const before = this.run.questions;
    const answer = attempted(find);
    if (this.run.questions === before) this.answers.set(question, answer);
    return given(answer);
  }

  /** The answer if it rests on no condition and can be decided, else null. The run that is under way doesn't notice. */
  unconditional(question: Question, find: () => Value): Value | null {
    if (this.answers.get(question) === undefined) this.run.aside(() => attempted(() => this.answer(question, find)));
    const known = this.answers.get(question);
    return known !== undefined && 'value' in known ? known.value : null;
  }
}

function attempted<Value>(find: () => Value): Answer<Value> {
  try {
    return { value: find() };
  } catch (error) {
    if (error instanceof Undecided) return { undecided: error };
    throw error;
  }
}

function given<Value>(answer: Answer<Value>): Value {
  if ('undecided' in answer) throw answer.undecided;
  return answer.value;
}
