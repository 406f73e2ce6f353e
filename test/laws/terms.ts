/** For tests of laws: what the symbolic terms of unknowns stand for once some of them have values. */
import type { Atom } from '../../server/src/evaluate/terms.ts';
import type { Unknown } from '../../server/src/evaluate/values.ts';

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Values of base terms by their keys, such as `parameter(main/size)`. */
export type Values = ReadonlyMap<string, Plain>;

/** The side of an atom under values; undefined if they don't tell. */
export function sideOf(atom: Atom, values: Values): boolean | undefined {
  const { form } = atom;
  if (form.kind === 'truth') {
    const truth = valueOfTerm(atom.term.key, values);
    return typeof truth === 'boolean' ? truth : undefined;
  }
  const subject = valueOfTerm(form.subject, values);
  if (subject === undefined) return undefined;
  switch (form.kind) {
    case 'equals':
      return typeof form.value === 'bigint' ? undefined : subject === form.value;
    case 'null':
      return subject === null;
    case 'empty':
      return isEmpty(subject);
  }
}

export function valueOfUnknown(unknown: Unknown, values: Values): Plain | undefined {
  return valueOfTerm(unknown.term.key, values);
}

function isEmpty(value: Plain): boolean | undefined {
  if (value === null || value === '') return true;
  if (typeof value === 'string') return false;
  return typeof value === 'object' ? Object.keys(value).length === 0 : undefined;
}

/** The value of a term by its key; undefined if it is made of anything that has none, or by a function that isn't repeated here. */
export function valueOfTerm(key: string, values: Values): Plain | undefined {
  const known = values.get(key);
  if (known !== undefined) return known;
  const call = callOf(key);
  if (call === null) return constantOf(key);
  const operands: Plain[] = [];
  for (const argument of call.arguments) {
    const operand = valueOfTerm(argument, values);
    if (operand === undefined) return undefined;
    operands.push(operand);
  }
  return applied(call.name, operands);
}

function constantOf(key: string): Plain | undefined {
  try {
    return JSON.parse(key) as Plain;
  } catch {
    return undefined;
  }
}

function applied(name: string, [first, second]: readonly Plain[]): Plain | undefined {
  switch (name) {
    case 'equals':
      return isScalar(first) && isScalar(second) ? first === second : undefined;
    case 'isNull':
      return first === undefined ? undefined : first === null;
    case 'empty':
      return first === undefined ? undefined : isEmpty(first);
    case 'member':
      return memberOf(first, second);
    case 'string':
      return writtenText(first);
    case 'tolower':
      return typeof first === 'string' ? first.toLowerCase() : undefined;
    case 'toupper':
      return typeof first === 'string' ? first.toUpperCase() : undefined;
    case 'length':
      return typeof first === 'string' || Array.isArray(first) ? first.length : undefined;
    default:
      return undefined;
  }
}

function writtenText(value: Plain | undefined): string | undefined {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return '';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function isScalar(value: Plain | undefined): value is string | number | boolean {
  return value !== undefined && typeof value !== 'object';
}

/** A member that isn't there is null where it is read safely, and a failure where it isn't: only the first is a value. */
function memberOf(owner: Plain | undefined, key: Plain | undefined): Plain | undefined {
  if (typeof owner !== 'object' || owner === null) return undefined;
  if (Array.isArray(owner)) return typeof key === 'number' ? owner[key] : undefined;
  const found = Object.entries(owner).find(([name]) => name.toLowerCase() === String(key).toLowerCase());
  return found?.[1];
}

/** The name and the arguments of `name(a,b)`; null if the key is none. */
function callOf(key: string): { readonly name: string; readonly arguments: readonly string[] } | null {
  const open = key.indexOf('(');
  if (open < 0 || !key.endsWith(')') || !/^\w+$/.test(key.slice(0, open))) return null;
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  let isQuoted = false;
  for (let at = open + 1; at < key.length - 1; at++) {
    const character = key[at];
    if (character === '\\' && isQuoted) at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '(') depth++;
    else if (!isQuoted && character === ')') depth--;
    else if (!isQuoted && depth === 0 && character === ',') {
      parts.push(key.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(key.slice(from, -1));
  return { name: key.slice(0, open), arguments: parts };
}
