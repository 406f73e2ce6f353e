/**
 * Symbolic names of unknown values, and the boolean atoms that conditions are made of.
 *
 * A term is identified by its key alone, so equal unknowns are equal keys and no table is kept. Terms are ordered by where they stand (frame
 * path, then node), never by when they were met: the shape of a decision must not depend on which rule ran first.
 */
export interface Term {
  readonly key: string;
  /** Place by which terms are ordered; equal for terms made of the same base. */
  readonly place: string;
  readonly size: number;
  /** Words for messages, such as `parameter environment`. */
  readonly label: string;
}

/** Terms of more parts than this are opaque, one for each place. */
export const longestTerm = 64;

export type AtomForm =
  | { readonly kind: 'truth' }
  | {
      readonly kind: 'equals';
      readonly subject: string;
      readonly value: string | number | bigint | boolean;
      readonly domain: number | null;
    }
  | { readonly kind: 'empty'; readonly subject: string }
  | { readonly kind: 'null'; readonly subject: string };

/** A boolean term that a decision asks for. The negation is the other branch of the decision. */
export interface Atom {
  readonly term: Term;
  readonly form: AtomForm;
}

export function baseTerm(key: string, framePath: string, node: number, label: string): Term {
  return { key, place: placeOf(framePath, node), size: 1, label };
}

export function placeOf(framePath: string, node: number): string {
  return `${framePath}#${String(node).padStart(9, '0')}`;
}

/** A term for a function of other terms; constants are terms of size 0. Opaque beyond `longestTerm`. */
export function compoundTerm(name: string, operands: readonly Term[], opaquePlace: string): Term {
  let size = 1;
  let place = '';
  for (const operand of operands) {
    size += operand.size;
    if (operand.place > place) place = operand.place;
  }
  if (size > longestTerm) return { key: `opaque(${opaquePlace})`, place: opaquePlace, size: 1, label: `${name}(…)` };
  // Strings that are put together this way are copied only when somebody reads them; hardly any label is.
  const sign = signs.get(name);
  let key = `${name}(`;
  let label = sign === undefined ? key : '';
  let separator = '';
  for (const operand of operands) {
    key += `${separator}${operand.key}`;
    label += separator === '' ? operand.label : `${sign ?? ', '}${operand.label}`;
    separator = ',';
  }
  key += ')';
  label += sign === undefined ? ')' : '';
  return { key, place: place === '' ? opaquePlace : place, size, label };
}

/** How people read comparisons. */
const signs: ReadonlyMap<string, string> = new Map([
  ['equals', ' == '],
  ['less', ' < '],
  ['lessorequals', ' <= '],
  ['greater', ' > '],
  ['greaterorequals', ' >= '],
]);

export function constantTerm(value: string | number | bigint | boolean | null): Term {
  const key = typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
  return { key, place: '', size: 0, label: typeof value === 'string' ? `'${value}'` : String(value) };
}

/** Negative if `a` is asked before `b`. */
export function compareAtoms(a: Atom, b: Atom): number {
  if (a.term.place !== b.term.place) return a.term.place < b.term.place ? -1 : 1;
  if (a.term.key === b.term.key) return 0;
  return a.term.key < b.term.key ? -1 : 1;
}

/** What has been assumed on the way down a decision; a linked list, innermost first. */
export interface Assumptions {
  readonly atom: Atom;
  readonly side: boolean;
  readonly outer: Assumptions | null;
}

/**
 * What the assumptions say about an atom: itself, or what follows from `s == 'a'` (then not `s == 'b'`, not empty unless 'a' is '', not null),
 * from `s == null` (then empty), and from all but one of a closed domain being excluded. Undefined if they say nothing.
 */
export function implied(atom: Atom, assumptions: Assumptions | null): boolean | undefined {
  const asked = atom.form;
  let excluded = 0;
  for (let step = assumptions; step !== null; step = step.outer) {
    if (step.atom.term.key === atom.term.key) return step.side;
    const known = step.atom.form;
    if (asked.kind === 'truth' || known.kind === 'truth' || asked.subject !== known.subject) continue;
    if (known.kind === 'equals' && step.side) {
      if (asked.kind === 'equals') return false;
      if (asked.kind === 'null') return false;
      if (asked.kind === 'empty') return known.value === '';
    }
    if (known.kind === 'null' && step.side) return asked.kind === 'empty';
    if (known.kind === 'empty') {
      if (step.side && asked.kind === 'equals') return asked.value === '' ? undefined : false;
      if (!step.side && asked.kind === 'null') return false;
      if (!step.side && asked.kind === 'equals' && asked.value === '') return false;
    }
    if (known.kind === 'equals' && !step.side && asked.kind === 'equals') excluded++;
  }
  if (asked.kind === 'equals' && asked.domain !== null && excluded === asked.domain - 1) return true;
  return undefined;
}
