/** Whether a value is of a type, as far as that is certain. What isn't known of either is no reason to refuse. */
import type { Expression, ParameterDeclaration, TypeFacts } from '../template/ir.ts';
import type { TypeForm } from '../template/type-form.ts';
import { type Cell, type Frame, lookUp, templateFrameOf } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { baseOf } from './expression-base.ts';
import type { FoundType, TypeFinder, TypeScope } from './types.ts';
import {
  absent,
  isArray,
  isChoice,
  isObject,
  isScalar,
  isUnknown,
  keysOf,
  type ObjectValue,
  propertyOf,
  type Value,
} from './values.ts';

/** Why a value is not of a type. */
export interface Refusal {
  /** The part of the value that is wrong. */
  readonly cell: Cell;
  /** The way to it, such as `.sku.name` or `[0]`; empty for the whole. */
  readonly path: string;
  /** To follow "The value of 'x'". */
  readonly reason: string;
}

/** How deep values are compared with their types. */
const deepest = 40;

/** Compares values with types; `parts` is how many parts of values it looks at, which is a bound and nothing that anybody is told. */
export class TypeChecker {
  private readonly evaluator: Evaluator;
  private readonly finder: TypeFinder;
  private readonly entry: Frame;
  private parts: number;

  /** @param entry the frame of the template that is deployed; its parameters aren't handed to it by a call that was looked at */
  constructor(evaluator: Evaluator, finder: TypeFinder, entry: Frame, parts: number) {
    this.evaluator = evaluator;
    this.finder = finder;
    this.entry = entry;
    this.parts = parts;
  }

  /** Why a value is surely not of a type; null if it is, or if nobody knows. */
  refusal(cell: Cell, form: TypeForm, scope: TypeScope): Refusal | null {
    return this.check({ cell, path: '', depth: 0 }, form, scope);
  }

  private check(at: At, form: TypeForm, scope: TypeScope): Refusal | null {
    if (--this.parts < 0 || at.depth > deepest || this.isPassedOn(at.cell)) return null;
    if (at.cell.value === undefined && isSurelyOf(at.cell.expression, form, at.cell.frame)) return null;
    const value = this.evaluator.force(at.cell);
    if (isUnknown(value) || isChoice(value) || value === absent) return null;
    const type = this.finder.find(form, scope);
    // Only a null that is written there is surely meant: what may be null is passed on with `!` where an author knows better.
    if (type === null || (value === null && (type.nullable || at.cell.expression.kind !== 'literal'))) return null;
    if (type.form.kind === 'union') return this.checkUnion(at, type, type.form.members);
    if (type.form.kind === 'facts') {
      const reason = refusalByFacts(value, { ...type.form.facts, nullable: type.nullable });
      return reason === null ? null : { cell: at.cell, path: at.path, reason };
    }
    const base = type.form.kind === 'array' || type.form.kind === 'tuple' ? 'array' : 'object';
    const reason = refusalByFacts(value, { base, nullable: false, secure: false, allowed: null });
    if (reason !== null) return { cell: at.cell, path: at.path, reason };
    return this.checkInside(at, value, type.form, type.scope);
  }

  /**
   * True for what a module hands on of what it was given, or of the items of a loop: it was compared with a type where the module was called, and
   * comparing it again in each module below would cost as much as all else.
   */
  private isPassedOn({ expression, frame }: Cell): boolean {
    return templateFrameOf(frame) !== this.entry && isHandedOn(expression, frame);
  }

  private checkInside(at: At, value: Value, form: FoundType['form'], scope: TypeScope): Refusal | null {
    if (isArray(value)) {
      if (form.kind !== 'array' && form.kind !== 'tuple') return null;
      for (const [index, { cell, when, placed }] of value.items.entries()) {
        // Behind an open part of an array nobody knows the places.
        const item = form.kind === 'array' ? form.element : value.rest === null ? form.items[index] : undefined;
        if (item === undefined || ((when !== null || !placed) && form.kind === 'tuple')) continue;
        const refused = this.check({ cell, path: `${at.path}[${index}]`, depth: at.depth + 1 }, item, scope);
        if (refused !== null) return refused;
      }
      return null;
    }
    if (!isObject(value)) return null;
    if (form.kind === 'tagged') return this.checkTagged(at, value, form, scope);
    if (form.kind !== 'object') return null;
    for (const { name, type } of form.properties) {
      const cell = propertyOf(value, name);
      // What an expression gives is never absent, so a cell that wasn't evaluated needn't be.
      const refused =
        cell === undefined || cell.value === absent
          ? this.checkLacking(at, value, name, type, scope)
          : this.check({ cell, path: `${at.path}.${name}`, depth: at.depth + 1 }, type, scope);
      if (refused !== null) return refused;
    }
    if (form.rest === null) return null;
    const declared = new Set(form.properties.map(({ name }) => name.toLowerCase()));
    for (const name of keysOf(value)) {
      const cell = declared.has(name.toLowerCase()) ? undefined : propertyOf(value, name);
      if (cell === undefined) continue;
      const refused = this.check({ cell, path: `${at.path}.${name}`, depth: at.depth + 1 }, form.rest, scope);
      if (refused !== null) return refused;
    }
    return null;
  }

  private checkLacking(
    { cell, path }: At,
    value: ObjectValue,
    name: string,
    type: TypeForm,
    scope: TypeScope,
  ): Refusal | null {
    const found = value.rest === null ? this.finder.find(type, scope) : null;
    if (found === null || mayBeNull(this.finder, found)) return null;
    return { cell, path, reason: `has to have the property '${name}'` };
  }

  private checkUnion(at: At, { scope, nullable }: FoundType, members: readonly TypeForm[]): Refusal | null {
    const refusals: Refusal[] = [];
    for (const member of members) {
      const found = this.finder.find(member, scope);
      if (found === null || (found.nullable && !nullable && this.evaluator.force(at.cell) === null)) return null;
      const refused = this.check({ ...at, depth: at.depth + 1 }, member, scope);
      if (refused === null) return null;
      refusals.push(refused);
    }
    return refusals.length === 0 || this.parts < 0
      ? null
      : { cell: at.cell, path: at.path, reason: 'is of none of the types that are possible' };
  }

  private checkTagged(
    at: At,
    value: ObjectValue,
    { tag, members }: Extract<TypeForm, { readonly kind: 'tagged' }>,
    scope: TypeScope,
  ): Refusal | null {
    const cell = propertyOf(value, tag);
    if (cell === undefined) {
      return value.rest === null ? { cell: at.cell, path: at.path, reason: `has to have the property '${tag}'` } : null;
    }
    const written = this.evaluator.force(cell);
    if (typeof written !== 'string') return null;
    for (const member of members) {
      const found = this.finder.find(member, scope);
      const property =
        found?.form.kind === 'object' ? found.form.properties.find(({ name }) => name === tag) : undefined;
      const type = property === undefined || found === null ? null : this.finder.find(property.type, found.scope);
      // What the member's tag may be isn't known, so the member may be meant.
      if (found === null || type?.form.kind !== 'facts' || type.form.facts.allowed === null) return null;
      if (type.form.facts.allowed.some((allowed) => isSame(allowed, written)))
        return this.checkInside(at, value, found.form, found.scope);
    }
    return { cell, path: `${at.path}.${tag}`, reason: 'is not one of the allowed values' };
  }
}

/** True for a parameter of the template that a frame is in, for an item of a loop, and for their members. */
export function isHandedOn(expression: Expression, frame: Frame): boolean {
  let root = expression;
  while (root.kind === 'member') root = root.target;
  if (root.kind !== 'name') return false;
  const found = lookUp(frame, root.space, root.name);
  if (found?.binding.kind === 'parameter') return true;
  return found?.binding.kind === 'variable' && found.frame !== templateFrameOf(frame);
}

/** True for an expression whose text alone, with the variables of its frame, says that a type takes whatever it gives. */
export function isSurelyOf(expression: Expression, form: TypeForm, frame: Frame | null): boolean {
  if (form.kind !== 'facts') return false;
  const { base, allowed } = form.facts;
  return base === 'any' || (allowed === null && base === baseOf(expression, frame));
}

/** A part of a value under comparison. */
interface At {
  readonly cell: Cell;
  readonly path: string;
  readonly depth: number;
}

/** True if a value of a type may be left out, or if nobody knows. */
export function mayBeNull(finder: TypeFinder, { form, scope, nullable }: FoundType): boolean {
  if (nullable || (form.kind === 'facts' && form.facts.base === 'any')) return true;
  if (form.kind !== 'union') return false;
  return form.members.some((member) => {
    const found = finder.find(member, scope);
    return found === null || found.nullable || (found.form.kind === 'facts' && found.form.facts.base === 'any');
  });
}

/** True for a parameter that surely has to be given a value. */
export function isNeeded(parameter: ParameterDeclaration, finder: TypeFinder, scope: TypeScope): boolean {
  if (parameter.default !== null || parameter.type.nullable) return false;
  if (parameter.form === undefined) return true;
  const found = finder.typeOf(parameter, scope);
  return found !== null && !mayBeNull(finder, found);
}

const namesOfBases = {
  string: 'a string',
  int: 'an integer',
  bool: 'a boolean',
  object: 'an object',
  array: 'an array',
} as const;

/** Why a type doesn't take a value, by the facts of the type; null if it does, or if nobody knows. */
export function refusalByFacts(value: Value, type: TypeFacts): string | null {
  if (isUnknown(value) || type.base === 'any') return null;
  if (value === null) return type.nullable ? null : `is null, but has to be ${namesOfBases[type.base]}`;
  if (!isOfBase(value, type.base)) return `has to be ${namesOfBases[type.base]}`;
  if (type.allowed === null || !isScalar(value)) return null;
  return type.allowed.some((allowed) => isSame(allowed, value)) ? null : 'is not one of the allowed values';
}

function isOfBase(value: Exclude<Value, null>, base: keyof typeof namesOfBases): boolean {
  switch (typeof value) {
    case 'string':
      return base === 'string';
    case 'number':
    case 'bigint':
      return base === 'int';
    case 'boolean':
      return base === 'bool';
    default:
      break;
  }
  switch (value.kind) {
    case 'text':
      return base === 'string';
    case 'object':
    case 'array':
      return value.kind === base;
    case 'reference':
      return base === 'object' || base === 'string';
    case 'choice':
    case 'unknown':
      return true;
    case 'absent':
    case 'lambda':
      return false;
  }
}

/** Azure compares allowed values without regard to case. */
function isSame(allowed: string | number | boolean | null, value: string | number | bigint | boolean | null): boolean {
  return typeof allowed === 'string' && typeof value === 'string'
    ? allowed.toLowerCase() === value.toLowerCase()
    : allowed === (typeof value === 'bigint' ? Number(value) : value);
}
