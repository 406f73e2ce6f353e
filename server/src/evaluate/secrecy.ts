/**
 * Secrets. What is given to a secure parameter is unknown to everything that reads it, so nothing that is made of it (messages, names, labels,
 * values that are shown) can hold it. This is the only place where a secret could get out; what Azure keeps (`getSecret`, `listKeys`) is unknown
 * anyway.
 *
 * What a template decides by stays decided: whether a secret is null, empty or equal to a text of the template, which properties an object has, how
 * long an array is, and what is true or false in it. Where the values would be shown, these aren't either (`secretCells`).
 */
import { Cell, type Frame, type Secret } from './cell.ts';
import { choiceCell } from './choices.ts';
import type { Evaluator } from './evaluator.ts';
import { scalarsEqual } from './functions/logic.ts';
import { isUnread, type Kinds, type SecureTypes } from './secure-types.ts';
import { baseTerm } from './terms.ts';
import type { Typed, TypeScope } from './types.ts';
import {
  isArray,
  isCertain,
  isChoice,
  isNothing,
  isObject,
  isScalar,
  isUnknown,
  type TextValue,
  type Unknown,
  type Value,
} from './values.ts';

/** Why the value of a secret isn't known. */
export const itIsSecret = 'it is secret';

/** Why a value isn't told whose type isn't known. */
const mayBeSecret = "its type isn't known, so it may be secret";

/** The secret that a parameter or output is; null if no part of it is secret. */
export function secretOf(
  types: SecureTypes,
  declared: Typed & { readonly kind: 'parameter' | 'output'; readonly name: string; readonly node: number },
  scope: TypeScope,
  framePath: string,
  roles: readonly Set<Cell>[],
): Secret | null {
  const kinds = types.kindsOf(declared, scope);
  if (kinds.length === 0) return null;
  const { kind, name, node } = declared;
  const key = `secret(${framePath}/${kind} ${name.toLowerCase()})`;
  return { types, kinds, label: `${kind} ${name}`, key, node, framePath, roles };
}

/** Binding by which a cell reads the secret that it stands for. No language can write it. */
const kept = '(secret)';

/** The cell of a value that is secret, for whoever reads it without a parameter in between. */
export function guarded(cell: Cell, secret: Secret): Cell {
  const { node } = cell.expression;
  const around: Frame = {
    file: cell.frame.file,
    path: `${cell.frame.path}/secret`,
    foldNames: false,
    up: null,
    bindings: new Map([[kept, { kind: 'parameter', cell, node, defaulted: false, secret }]]),
  };
  return new Cell({ kind: 'name', node, space: 'any', name: kept }, around);
}

/** Values inside of one secret that are told apart; what is beyond is unknown. */
const mostInside = 10_000;
const deepestInside = 64;

/** The types of what is inside, or why nothing of it is told. */
type Inside = Kinds | typeof itIsSecret | typeof mayBeSecret;

function insideOf(kinds: Kinds): Inside {
  if (kinds.some(({ secure }) => secure)) return itIsSecret;
  return kinds.some(isUnread) ? mayBeSecret : kinds;
}

/** The cell that is read in place of a secret: it stands where the value does, and the secret parts of its value are unknown. */
export function concealed(evaluator: Evaluator, cell: Cell, secret: Secret): Cell {
  let left = mostInside;
  const conceal = (at: Cell, known: Inside, path: string, depth: number): Cell => {
    const inside = typeof known === 'string' ? known : insideOf(known);
    const isHidden = typeof inside === 'string';
    if (!isHidden && inside.length === 0) return at;
    const value = evaluator.force(at);
    const like = (other: Value): Cell => {
      const stand = new Cell(at.expression, at.frame, other, at.from);
      for (const role of secret.roles) if (role.has(at)) role.add(stand);
      if (inside === itIsSecret) evaluator.secretCells.add(stand);
      return stand;
    };
    const { types } = secret;
    const reason = isHidden ? inside : itIsSecret;
    const property = (of: Cell, name: string): Cell =>
      conceal(of, isHidden ? inside : types.ofProperty(inside, name), `${path}.${name}`, depth + 1);
    const element = (of: Cell, index: number, position: number | null): Cell =>
      conceal(of, isHidden ? inside : types.ofElement(inside, position), `${path}[${index}]`, depth + 1);
    if (isNothing(value)) return at;
    if (--left < 0 || depth > deepestInside) return like(secretValue(secret, path, reason));
    if (isChoice(value)) {
      const [yes, no] = [conceal(value.yes, inside, path, depth + 1), conceal(value.no, inside, path, depth + 1)];
      return yes === value.yes && no === value.no ? at : choiceCell(at, value.on, yes, no);
    }
    if (isObject(value)) {
      const { keys } = value.shape;
      const cells = value.cells.map((each, index) => property(each, keys[index] ?? ''));
      const isSame = !isHidden && cells.every((each, index) => each === value.cells[index]);
      return isSame ? at : like({ ...value, cells });
    }
    if (isArray(value)) {
      const isFixed = value.items.every(isCertain);
      const items = value.items.map((item, index) => {
        const stand = element(item.cell, index, isFixed ? index : null);
        if (stand === item.cell) return item;
        // A cell is itself an element that is always there.
        return item === item.cell ? stand : { ...item, cell: stand };
      });
      const isSame = !isHidden && items.every((each, index) => each === value.items[index]);
      return isSame ? at : like({ ...value, items });
    }
    if (!isHidden) return at;
    if (value === '' || typeof value === 'boolean') return like(value);
    // What isn't known has no candidates, and is called by nothing that it is made of.
    if (isUnknown(value)) {
      const term = { ...value.term, label: secret.label };
      return like({ ...value, term, oneOf: null });
    }
    const unknown: Unknown = { ...secretValue(secret, path, reason), equals: comparerOf(value) };
    return like(typeof value === 'string' || isText(value) ? { ...unknown, type: 'string' } : unknown);
  };
  return conceal(cell, secret.kinds, '', 0);
}

/** Whether a value that isn't told is another: decided by what is known of it. */
function comparerOf(value: Value): NonNullable<Unknown['equals']> {
  if (isScalar(value)) return (other) => scalarsEqual(value, other);
  const isFilled = isText(value) && value.parts.some((part) => typeof part === 'string' && part !== '');
  return (other) => (other === '' && isFilled ? false : undefined);
}

function isText(value: Value): value is TextValue {
  return typeof value === 'object' && value !== null && value.kind === 'text';
}

function secretValue({ key, label, node, framePath }: Secret, path: string, reason: string): Unknown {
  const term = baseTerm(`${key}${path}`, framePath, node, label);
  return { kind: 'unknown', term, reason, nullable: false, oneOf: null };
}
