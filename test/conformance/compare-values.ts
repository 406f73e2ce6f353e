/**
 * Compares values of two evaluations of the same template in two languages, leaf by leaf and three-valued: equal, known on one side only,
 * known on neither, contradicting.
 */
import { Run, Undecided } from '../../server/src/deployment/alternatives.ts';
import { type Identity, type IdentityScope, type Name, sameIdentity } from '../../server/src/deployment/identity.ts';
import { identityOf, readId } from '../../server/src/deployment/read-identity.ts';
import type { Cell } from '../../server/src/evaluate/cell.ts';
import type { Reference } from '../../server/src/evaluate/instance.ts';
import type { Program } from '../../server/src/evaluate/program.ts';
import { type Assumptions, type Atom, implied } from '../../server/src/evaluate/terms.ts';
import { instanceTerm, partsOf, textOf, textsEqual } from '../../server/src/evaluate/texts.ts';
import {
  type ArrayElement,
  type ArrayValue,
  isArray,
  isChoice,
  isNothing,
  isObject,
  isScalar,
  isUnknown,
  keysOf,
  type ObjectValue,
  propertyOf,
  type TextPart,
  type Value,
} from '../../server/src/evaluate/values.ts';

/**
 * What the comparison of one leaf gives. `same-unknown` is one unknown, such as a parameter without a value, that both depend on; `unknown` is
 * what at least one side doesn't know. `bicep` and `json` say why, empty for the side that knows; of a contradiction they are the values.
 */
export interface Outcome {
  readonly kind: 'equal' | 'same-unknown' | 'unknown' | 'contradiction';
  readonly path: string;
  readonly bicep: string;
  readonly json: string;
}

/** A cell of one of the two programs; null for a property that isn't there. */
type Place = Cell | null;

/** Alternatives of one value that are compared; the rest counts as known on neither side. */
const mostAlternatives = 256;

/** Objects and arrays inside of each other that are compared. */
const deepestValue = 60;

export class ValueComparison {
  private readonly bicep: Program;
  private readonly json: Program;
  /** What a path of the JSON program's frames and resources is called in the Bicep program's. */
  private readonly counterparts: [string, string][] = [];
  private readonly run = new Run();
  private alternatives = 0;

  constructor(bicep: Program, json: Program) {
    this.bicep = bicep;
    this.json = json;
  }

  /** Declares two frames or two resources to be the same, so that unknowns that stand in them are. */
  pair(bicep: string, json: string): void {
    if (bicep === json) return;
    this.counterparts.push([json, bicep]);
    this.counterparts.sort(([a], [b]) => b.length - a.length);
  }

  compare(bicep: Place, json: Place, path: string): readonly Outcome[] {
    this.alternatives = 0;
    return this.places(bicep, json, path, null, 0);
  }

  /** Whether two names are the same; undefined if it depends on what isn't known. */
  sameName(bicep: Cell, json: Cell): boolean | undefined {
    const a = partsOf(this.bicep.evaluator.force(this.settle(this.bicep, bicep, null, true)));
    const b = partsOf(this.json.evaluator.force(this.settle(this.json, json, null, true)));
    return a === null || b === null ? undefined : textsEqual(folded(a), folded(this.canonicalParts(b)));
  }

  /** Whether two identities are the same; undefined if it depends on what isn't known. */
  sameIdentity(bicep: Identity, json: Identity): boolean | undefined {
    return sameIdentity(bicep, this.canonicalIdentity(json));
  }

  /** The key of a term of the JSON program in the words of the Bicep program. */
  private canonical(key: string): string {
    let found = key;
    for (const [json, bicep] of this.counterparts) if (found.includes(json)) found = found.replaceAll(json, bicep);
    return found;
  }

  private canonicalAtom({ term, form }: Atom): Atom {
    const named = 'subject' in form ? { ...form, subject: this.canonical(form.subject) } : form;
    return { term: { ...term, key: this.canonical(term.key) }, form: named };
  }

  private canonicalIdentity({ scope, type, names }: Identity): Identity {
    return {
      scope: scope === null ? null : this.canonicalScope(scope),
      type,
      names: names.map((name) => this.canonicalParts(name)),
    };
  }

  private canonicalScope(scope: IdentityScope): IdentityScope {
    if (scope.kind === 'resource') return { kind: 'resource', resource: this.canonicalIdentity(scope.resource) };
    return { kind: scope.kind, names: scope.names.map((name) => this.canonicalParts(name)) };
  }

  private canonicalParts(parts: readonly TextPart[]): Name {
    return parts.map((part): TextPart => {
      if (typeof part === 'string') return part;
      const term = part.kind === 'unknown' ? part.term : instanceTerm(part.to, part.what);
      const reason = part.kind === 'unknown' ? part.reason : 'it is the id of a resource';
      return {
        kind: 'unknown',
        term: { ...term, key: this.canonical(term.key) },
        reason,
        nullable: false,
        oneOf: null,
      };
    });
  }

  /** Follows the choices that the assumptions decide. With `first`, takes the first side of all others. */
  private settle(program: Program, cell: Cell, assumptions: Assumptions | null, first = false): Cell {
    let at = cell;
    for (;;) {
      const value = program.evaluator.force(at);
      if (!isChoice(value)) return at;
      const side = implied(this.atomOf(program, value.on), assumptions);
      if (side === undefined && !first) return at;
      at = (side ?? true) ? value.yes : value.no;
    }
  }

  private atomOf(program: Program, atom: Atom): Atom {
    return program === this.json ? this.canonicalAtom(atom) : atom;
  }

  private places(
    bicep: Place,
    json: Place,
    path: string,
    assumptions: Assumptions | null,
    depth: number,
  ): readonly Outcome[] {
    const a = bicep === null ? null : this.settle(this.bicep, bicep, assumptions);
    const b = json === null ? null : this.settle(this.json, json, assumptions);
    const left = a === null ? null : this.bicep.evaluator.force(a);
    const right = b === null ? null : this.json.evaluator.force(b);
    if (isChoice(left)) {
      const isShared = b !== null && this.asks(this.json, b, left.on.term.key);
      return this.branches(left.on, isShared, path, assumptions, (side) => this.places(a, b, path, side, depth));
    }
    if (isChoice(right)) {
      const atom = this.canonicalAtom(right.on);
      return this.branches(atom, false, path, assumptions, (side) => this.places(a, b, path, side, depth));
    }
    if (depth > deepestValue) return [unknown(path, 'the value is nested too deeply')];
    return this.settled(a, b, left, right, path, assumptions, depth);
  }

  /**
   * Both sides of a condition. One that only one language asks for decides nothing if it makes no difference, and is something unknown of that
   * language's value if the values agree in one of its sides only.
   */
  private branches(
    atom: Atom,
    isShared: boolean,
    path: string,
    assumptions: Assumptions | null,
    compare: (assumptions: Assumptions) => readonly Outcome[],
  ): readonly Outcome[] {
    if (++this.alternatives > mostAlternatives) return [unknown(path, 'it has too many alternatives')];
    const yes = compare({ atom, side: true, outer: assumptions });
    const no = compare({ atom, side: false, outer: assumptions });
    if (isShared) return [...yes, ...no];
    const contradicts = [yes, no].filter((outcomes) => outcomes.some(({ kind }) => kind === 'contradiction'));
    if (contradicts.length === 0 || contradicts.length === 2) return yes;
    return [unknown(path, 'it depends on a condition of one language only')];
  }

  /** True if one of the choices at the root of a value asks for an atom. */
  private asks(program: Program, cell: Cell, key: string): boolean {
    const pending = [cell];
    for (let at = pending.pop(), steps = 0; at !== undefined && steps < mostAlternatives; at = pending.pop(), steps++) {
      const value = program.evaluator.force(at);
      if (!isChoice(value)) continue;
      if (this.atomOf(program, value.on).term.key === key) return true;
      pending.push(value.yes, value.no);
    }
    return false;
  }

  private settled(
    a: Place,
    b: Place,
    left: Value,
    right: Value,
    path: string,
    assumptions: Assumptions | null,
    depth: number,
  ): readonly Outcome[] {
    if (isUnknown(left) || isUnknown(right)) return [this.unknowns(left, right, path)];
    if (isNothing(left) || isNothing(right)) {
      if (isNothing(left) && isNothing(right)) return [{ kind: 'equal', path, bicep: '', json: '' }];
      return [contradiction(path, left, right)];
    }
    if (isObject(left) && isObject(right)) return this.objects(left, right, path, assumptions, depth);
    if (isArray(left) && isArray(right)) return this.arrays(left, right, path, assumptions, depth);
    if (isScalar(left) && isScalar(right)) {
      const isSame = left === right || (isNumber(left) && isNumber(right) && BigInt(left) === BigInt(right));
      return [isSame ? { kind: 'equal', path, bicep: '', json: '' } : contradiction(path, left, right)];
    }
    return [this.texts(a, b, left, right, path)];
  }

  private unknowns(left: Value, right: Value, path: string): Outcome {
    if (isUnknown(left) && isUnknown(right)) {
      const isSame = left.term.key === this.canonical(right.term.key);
      if (isSame) return { kind: 'same-unknown', path, bicep: '', json: '' };
      return unknown(path, left.reason, right.reason);
    }
    if (isUnknown(left)) return unknown(path, left.reason, '');
    if (isUnknown(right)) return unknown(path, '', right.reason);
    return unknown(path, '');
  }

  /** A property that only one of them has is one that the other omits, unless it is open. */
  private objects(
    left: ObjectValue,
    right: ObjectValue,
    path: string,
    assumptions: Assumptions | null,
    depth: number,
  ): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    const keys = new Map<string, string>();
    for (const key of [...keysOf(left), ...keysOf(right)]) keys.set(key.toLowerCase(), key);
    for (const key of keys.values()) {
      const inside = `${path}.${key}`;
      const [a, b] = [propertyOf(left, key) ?? null, propertyOf(right, key) ?? null];
      if (a === null && left.rest !== null) outcomes.push(unknown(inside, left.rest.reason, ''));
      else if (b === null && right.rest !== null) outcomes.push(unknown(inside, '', right.rest.reason));
      else outcomes.push(...this.places(a, b, inside, assumptions, depth + 1));
    }
    if (left.rest !== null && right.rest === null) outcomes.push(unknown(path, left.rest.reason, ''));
    if (left.rest === null && right.rest !== null) outcomes.push(unknown(path, '', right.rest.reason));
    if (outcomes.length === 0) outcomes.push({ kind: 'equal', path, bicep: '', json: '' });
    return outcomes;
  }

  private arrays(
    left: ArrayValue,
    right: ArrayValue,
    path: string,
    assumptions: Assumptions | null,
    depth: number,
  ): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    const [a, b] = [this.elementsOf(this.bicep, left, assumptions), this.elementsOf(this.json, right, assumptions)];
    if (a === null || b === null) {
      const reason = 'which elements the array has depends on a condition';
      return [unknown(path, a === null ? reason : '', b === null ? reason : '')];
    }
    for (const [index, element] of a.entries()) {
      const other = b[index];
      if (other === undefined || !this.haveOnePlace(left, right, element, other)) break;
      outcomes.push(...this.places(element.cell, other.cell, `${path}[${index}]`, assumptions, depth + 1));
    }
    if (left.rest !== null && right.rest === null) outcomes.push(unknown(path, left.rest.reason, ''));
    else if (left.rest === null && right.rest !== null) outcomes.push(unknown(path, '', right.rest.reason));
    else if (a.length !== b.length && left.rest === null)
      outcomes.push({ kind: 'contradiction', path, bicep: `${a.length} elements`, json: `${b.length} elements` });
    else if (left.rest !== null && right.rest !== null && outcomes.length === 0)
      outcomes.push(unknown(path, left.rest.reason, right.rest.reason));
    if (outcomes.length === 0) outcomes.push({ kind: 'equal', path, bicep: '', json: '' });
    return outcomes;
  }

  /** False if an element stands behind an open part, unless both arrays are open in the same way: it may be another than that of its number. */
  private haveOnePlace(left: ArrayValue, right: ArrayValue, a: ArrayElement, b: ArrayElement): boolean {
    if (a.placed && b.placed) return true;
    if (a.placed !== b.placed) return false;
    const [first, second] = [left.rest?.term.key ?? '', this.canonical(right.rest?.term.key ?? '')];
    return first === second;
  }

  /** The elements that are there under the assumptions; null if that isn't known of one of them. */
  private elementsOf(
    program: Program,
    array: ArrayValue,
    assumptions: Assumptions | null,
  ): readonly ArrayElement[] | null {
    const present: ArrayElement[] = [];
    for (const item of array.items) {
      let holds: Value | null = item.when;
      while (isChoice(holds)) {
        const side = implied(this.atomOf(program, holds.on), assumptions);
        if (side === undefined) return null;
        holds = program.evaluator.force(side ? holds.yes : holds.no);
      }
      if (holds === null || holds === true) present.push(item);
      else if (holds !== false) return null;
    }
    return present;
  }

  /** Texts with unknown parts, and ids. */
  private texts(a: Place, b: Place, left: Value, right: Value, path: string): Outcome {
    if (isReference(left) && isReference(right)) {
      const isSame = left.to.key === this.canonical(right.to.key) && left.what === right.what;
      if (isSame) return { kind: 'equal', path, bicep: '', json: '' };
    }
    const ids = a === null || b === null ? undefined : this.ids(a, b);
    if (ids !== undefined)
      return ids === true ? { kind: 'equal', path, bicep: '', json: '' } : contradiction(path, left, right);
    const [first, second] = [partsOf(left), partsOf(right)];
    if (first === null || second === null) {
      // Lambdas, and resources as a whole: neither language says what is in them.
      const isAlike = typeof left === 'object' && typeof right === 'object' && left?.kind === right?.kind;
      return isAlike ? unknown(path, `it is a ${left?.kind}`) : contradiction(path, left, right);
    }
    const answer = textsEqual(first, this.canonicalParts(second));
    if (answer === false) return contradiction(path, left, right);
    if (answer === true) return { kind: 'same-unknown', path, bicep: '', json: '' };
    if (typeof left === 'string') return unknown(path, '', reasonOf(second));
    if (typeof right === 'string') return unknown(path, reasonOf(first), '');
    return unknown(path, reasonOf(first), reasonOf(second));
  }

  /** Whether two ids mean the same resource; undefined if they aren't both ids of which that is known. */
  private ids(a: Cell, b: Cell): boolean | undefined {
    try {
      const left = this.identity(this.bicep, a);
      const right = this.identity(this.json, b);
      return left === null || right === null ? undefined : this.sameIdentity(left, right);
    } catch (error) {
      if (error instanceof Undecided) return undefined;
      throw error;
    }
  }

  private identity(program: Program, cell: Cell): Identity | null {
    const target = readId(program.evaluator, this.run, cell);
    if (target === null) return null;
    return target.kind === 'identity' ? target.identity : identityOf(program.evaluator, this.run, target.instance);
  }
}

/** A leaf that at least one side doesn't know. */
function unknown(path: string, bicep: string, json = bicep): Outcome {
  return { kind: 'unknown', path, bicep, json };
}

function isReference(value: Value): value is Reference {
  return typeof value === 'object' && value !== null && value.kind === 'reference';
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

function folded(parts: readonly TextPart[]): Name {
  return parts.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
}

function reasonOf(parts: readonly TextPart[]): string {
  const unknown = parts.find((part) => typeof part !== 'string');
  return unknown === undefined || unknown.kind === 'reference' ? 'it is the id of a resource' : unknown.reason;
}

function contradiction(path: string, left: Value, right: Value): Outcome {
  return { kind: 'contradiction', path, bicep: brief(left), json: brief(right) };
}

/** A value for messages. */
function brief(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = partsOf(value);
  if (parts === null) return value.kind;
  const text = textOf(
    parts.map((part) => {
      if (typeof part === 'string') return part;
      return part.kind === 'unknown' ? `<${part.term.label}>` : `<${part.to.declaration.name}.${part.what}>`;
    }),
  );
  return typeof text === 'string' ? JSON.stringify(text) : '';
}
