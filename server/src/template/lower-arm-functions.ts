import type { ArmCall, ArmExpression } from '../syntax/arm/expression.ts';
import { integerOf } from '../syntax/arm/integer.ts';
import type { ArrayItem, Expression, NameSpace, ObjectMember, SpreadMember } from './ir.ts';
import { type ArmLowering, loopOfIndex, nodeForSpan } from './lower-arm-context.ts';
import { lowerArguments, lowerArmExpression } from './lower-arm-expression.ts';
import { lowerListFunction, lowerReference, lowerResourceInfo } from './lower-arm-references.ts';
import { member } from './lower-arm-value.ts';

/** Gives what Bicep has for the call; null if it stays a call. */
type FunctionLowering = (lowering: ArmLowering, call: ArmCall) => Expression | null;

/** Lowers a call of a function that Bicep writes otherwise; null for all other calls. Names ignore case. */
export function lowerFunction(lowering: ArmLowering, call: ArmCall): Expression | null {
  const name = call.name.toLowerCase();
  const lower = functions.get(name);
  if (lower !== undefined) return lower(lowering, call);
  return name.startsWith('list') ? lowerListFunction(lowering, call) : null;
}

const functions: ReadonlyMap<string, FunctionLowering> = new Map<string, FunctionLowering>([
  ['parameters', name('parameter')],
  ['variables', name('variable')],
  ['lambdavariables', name('any')],
  ['true', constant(true)],
  ['false', constant(false)],
  ['null', constant(null)],
  ['json', json],
  ['if', conditional],
  ['and', junction('both')],
  ['or', junction('either')],
  ['coalesce', coalesce],
  ['createobject', createObject],
  ['createarray', createArray],
  ['shallowmerge', shallowMerge],
  ['flatten', flatten],
  ['format', format],
  ['lambda', lambda],
  ['copyindex', copyIndex],
  ['reference', lowerReference],
  ['resourceinfo', lowerResourceInfo],
]);

/** `parameters('x')` and its like, if the name is constant. */
function name(space: NameSpace): FunctionLowering {
  return (lowering, call) => {
    const [only] = call.arguments;
    if (call.arguments.length !== 1 || only?.kind !== 'string') return null;
    return { kind: 'name', node: nodeForSpan(lowering, call), space, name: only.value };
  };
}

function constant(value: boolean | null): FunctionLowering {
  return (lowering, call) =>
    call.arguments.length > 0 ? null : { kind: 'literal', node: nodeForSpan(lowering, call), value };
}

/** `json('null')`, `json('[]')` and other constants without parts of their own, which would have no place in the text. */
function json(lowering: ArmLowering, call: ArmCall): Expression | null {
  const [only] = call.arguments;
  if (call.arguments.length !== 1 || only?.kind !== 'string') return null;
  const text = only.value.trim();
  if (/^\[\s*\]$/.test(text)) return { kind: 'array', node: nodeForSpan(lowering, call), items: [] };
  if (/^\{\s*\}$/.test(text)) return { kind: 'object', node: nodeForSpan(lowering, call), members: [] };
  const value = jsonScalar(text);
  return value === undefined ? null : { kind: 'literal', node: nodeForSpan(lowering, call), value };
}

function jsonScalar(text: string): string | number | bigint | boolean | null | undefined {
  if (text === 'null') return null;
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return integerOf(text);
  return /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : undefined;
}

function conditional(lowering: ArmLowering, call: ArmCall): Expression | null {
  if (call.arguments.length !== 3) return null;
  const node = nodeForSpan(lowering, call);
  const [condition, whenTrue, whenFalse] = lowerArguments(lowering, call.arguments);
  if (condition === undefined || whenTrue === undefined || whenFalse === undefined) return null;
  return { kind: 'conditional', node, condition, whenTrue, whenFalse };
}

function junction(kind: 'both' | 'either'): FunctionLowering {
  return (lowering, call) => {
    if (call.arguments.length === 0) return null;
    const node = nodeForSpan(lowering, call);
    return { kind, node, operands: lowerArguments(lowering, operandsInOrder(call)) };
  };
}

/** With one argument it is that argument. */
function coalesce(lowering: ArmLowering, call: ArmCall): Expression | null {
  const [first] = call.arguments;
  if (first === undefined) return null;
  if (call.arguments.length === 1) return lowerArmExpression(lowering, first);
  const node = nodeForSpan(lowering, call);
  return { kind: 'coalesce', node, operands: lowerArguments(lowering, operandsInOrder(call)) };
}

/** The operands of `and(and(a, b), c)`, which is how `a && b && c` compiles: a, b and c. */
function operandsInOrder(call: ArmCall): readonly ArmExpression[] {
  const reversed: ArmExpression[] = [];
  let at = call;
  for (;;) {
    const [first, ...others] = at.arguments;
    reversed.push(...others.reverse());
    if (first === undefined) return reversed.reverse();
    if (!isCallOf(first, call.name.toLowerCase()) || first.arguments.length === 0) {
      reversed.push(first);
      return reversed.reverse();
    }
    at = first;
  }
}

function createObject(lowering: ArmLowering, call: ArmCall): Expression | null {
  if (call.arguments.length % 2 !== 0) return null;
  return { kind: 'object', node: nodeForSpan(lowering, call), members: appendMembers(lowering, call, []) };
}

/** Appends the keys and values of `createObject`. */
function appendMembers(lowering: ArmLowering, call: ArmCall, members: ObjectMember[]): readonly ObjectMember[] {
  for (let index = 0; index + 1 < call.arguments.length; index += 2) {
    const key = call.arguments[index];
    const value = call.arguments[index + 1];
    if (key === undefined || value === undefined) break;
    const node = nodeForSpan(lowering, { start: key.start, end: value.end });
    members.push(member(node, lowerArmExpression(lowering, key), lowerArmExpression(lowering, value)));
  }
  return members;
}

function createArray(lowering: ArmLowering, call: ArmCall): Expression {
  const node = nodeForSpan(lowering, call);
  const items = call.arguments.map(
    (argument): ArrayItem => ({ kind: 'item', value: lowerArmExpression(lowering, argument) }),
  );
  return { kind: 'array', node, items };
}

/** `shallowMerge(createArray(createObject('a', 1), b))` is `{ a: 1, ...b }`. */
function shallowMerge(lowering: ArmLowering, call: ArmCall): Expression | null {
  const operands = operandsOf(call);
  if (operands === null) return null;
  const node = nodeForSpan(lowering, call);
  const members: ObjectMember[] = [];
  for (const operand of operands) {
    const isObject = isCallOf(operand, 'createobject') && operand.arguments.length % 2 === 0;
    if (isObject) appendMembers(lowering, operand, members);
    else members.push(spread(lowering, operand));
  }
  return { kind: 'object', node, members };
}

/**
 * `flatten(createArray(createArray(1), b))` is `[1, ...b]`. It stays a call if an operand is surely no array: spreading that would be an error,
 * which flattening is not.
 */
function flatten(lowering: ArmLowering, call: ArmCall): Expression | null {
  const operands = operandsOf(call);
  if (operands === null || operands.some(isNoArray)) return null;
  const node = nodeForSpan(lowering, call);
  const items: ArrayItem[] = [];
  for (const operand of operands) {
    if (!isCallOf(operand, 'createarray')) items.push(spread(lowering, operand));
    else for (const item of operand.arguments) items.push({ kind: 'item', value: lowerArmExpression(lowering, item) });
  }
  return { kind: 'array', node, items };
}

/** The arguments of `createArray` if that is the only argument. */
function operandsOf(call: ArmCall): readonly ArmExpression[] | null {
  const [only] = call.arguments;
  return call.arguments.length === 1 && only !== undefined && isCallOf(only, 'createarray') ? only.arguments : null;
}

export function isCallOf(expression: ArmExpression, name: string): expression is ArmCall {
  return expression.kind === 'call' && expression.name.toLowerCase() === name;
}

function isNoArray(expression: ArmExpression): boolean {
  if (expression.kind === 'string' || expression.kind === 'number') return true;
  return (
    expression.kind === 'call' &&
    ['createobject', 'format', 'true', 'false', 'null'].includes(expression.name.toLowerCase())
  );
}

function spread(lowering: ArmLowering, operand: ArmExpression): SpreadMember {
  const node = nodeForSpan(lowering, operand);
  return { kind: 'spread', node, value: lowerArmExpression(lowering, operand) };
}

/** `format` with a constant pattern of plain holes: an interpolated text. Holes that format their value (`{0:N2}`) stay calls. */
function format(lowering: ArmLowering, call: ArmCall): Expression | null {
  const [pattern, ...values] = call.arguments;
  if (pattern?.kind !== 'string') return null;
  const pieces = piecesOf(pattern.value);
  if (pieces === null || pieces.some((piece) => typeof piece === 'number' && piece >= values.length)) return null;
  const node = nodeForSpan(lowering, call);
  const holes = lowerArguments(lowering, values);
  const parts: (string | Expression)[] = [];
  for (const piece of pieces) {
    const part = typeof piece === 'string' ? piece : holes[piece];
    if (part !== undefined) parts.push(part);
  }
  const [only = ''] = parts;
  if (parts.length <= 1 && typeof only === 'string') return { kind: 'literal', node, value: only };
  return { kind: 'text', node, parts };
}

/** Fixed parts and numbers of holes; null if the pattern isn't made of these. `{{` and `}}` are braces. */
function piecesOf(pattern: string): (string | number)[] | null {
  const pieces: (string | number)[] = [];
  let fixed = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character !== '{' && character !== '}') {
      fixed += character;
    } else if (pattern.charAt(at + 1) === character) {
      fixed += character;
      at++;
    } else {
      const close = character === '{' ? pattern.indexOf('}', at) : -1;
      const digits = close < 0 ? '' : pattern.slice(at + 1, close);
      if (!/^\d{1,4}$/.test(digits)) return null;
      if (fixed !== '') pieces.push(fixed);
      fixed = '';
      pieces.push(Number(digits));
      at = close;
    }
  }
  if (fixed !== '') pieces.push(fixed);
  return pieces;
}

function lambda(lowering: ArmLowering, call: ArmCall): Expression | null {
  const body = call.arguments.at(-1);
  const parameters = call.arguments
    .slice(0, -1)
    .map((argument) => (argument.kind === 'string' ? argument.value : null));
  if (body === undefined || !parameters.every((parameter) => parameter !== null)) return null;
  return { kind: 'lambda', node: nodeForSpan(lowering, call), parameters, body: lowerArmExpression(lowering, body) };
}

/** `copyIndex()`, `copyIndex(1)`, `copyIndex('name')` and `copyIndex('name', 1)`: the index of a loop around it, with an offset. */
function copyIndex(lowering: ArmLowering, call: ArmCall): Expression | null {
  const [first, second] = call.arguments;
  if (call.arguments.length > 2 || (second !== undefined && first?.kind !== 'string')) return null;
  const copyName = first?.kind === 'string' ? first.value : null;
  const offset = first?.kind === 'string' ? second : first;
  const node = nodeForSpan(lowering, call);
  const loop = loopOfIndex(lowering, copyName);
  if (loop === null) return { kind: 'hole', node, reason: 'copyIndex stands outside of the copy loop that it counts' };
  const index: Expression = { kind: 'name', node, space: 'any', name: loop.indexName };
  if (offset === undefined) return index;
  return { kind: 'call', node, name: 'add', arguments: [index, lowerArmExpression(lowering, offset)], target: null };
}
