import type { ArmExpression, ArmIndexAccess, ArmPropertyAccess } from '../syntax/arm/expression.ts';
import type { Span } from '../text/span.ts';
import type { Expression } from './ir.ts';
import { type ArmLowering, loopOfIndex, nodeForSpan } from './lower-arm-context.ts';
import { lowerArmExpression } from './lower-arm-expression.ts';
import { isCallOf } from './lower-arm-functions.ts';
import { lowerModuleOfOutputs, memberOf } from './lower-arm-references.ts';

type ChainBase = Exclude<ArmExpression, ArmPropertyAccess | ArmIndexAccess>;

/** One access of a chain: `.name`, `[index]`, or a key of `tryGet`. */
export interface Step {
  /** From the beginning of the chain to the end of this access. */
  readonly span: Span;
  readonly key: ArmExpression | { readonly kind: 'name'; readonly name: string; readonly span: Span };
  readonly safe: boolean;
  readonly fromEnd: boolean;
  /** What `target[key]` reads of; null for other accesses. */
  readonly indexed: ArmExpression | null;
}

/**
 * Lowers a chain of accesses. In `reference('module').outputs.id.value`, which is `module.outputs.id` in Bicep, `value` leaves no trace.
 */
export function lowerChain(lowering: ArmLowering, base: ChainBase, steps: readonly Step[]): Expression {
  const [first, , third] = steps;
  const leadsToOutput = constantKey(first) === 'outputs' && constantKey(third) === 'value';
  const module = leadsToOutput ? lowerModuleOfOutputs(lowering, base) : null;
  const itemAt = steps.findLastIndex((step) => itemOf(lowering, step) !== null);
  const item = steps[itemAt] === undefined ? null : itemOf(lowering, steps[itemAt]);
  let target = item ?? module ?? lowerArmExpression(lowering, base);
  for (const [index, step] of steps.entries()) {
    if (index <= itemAt || (module !== null && index === 2)) continue;
    const { span } = (module !== null && index === 1 ? third : undefined) ?? step;
    const node = nodeForSpan(lowering, span);
    target = memberOf(node, target, lowerKey(lowering, step.key), step);
  }
  return target;
}

/** `array[copyIndex()]` in a loop that counts the elements of that array: the element of the turn. */
function itemOf(lowering: ArmLowering, { indexed, key, span }: Step): Expression | null {
  if (indexed === null || key.kind !== 'call' || !isCallOf(key, 'copyindex') || key.arguments.length > 1) return null;
  const [copyName] = key.arguments;
  if (copyName !== undefined && copyName.kind !== 'string') return null;
  const counted = loopOfIndex(lowering, copyName?.value ?? null)?.counted ?? null;
  if (counted === null || !sameExpression(counted.expression, indexed)) return null;
  return { kind: 'name', node: nodeForSpan(lowering, span), space: 'any', name: counted.itemName };
}

/** True if two expressions are written alike; names of functions ignore case. */
function sameExpression(a: ArmExpression, b: ArmExpression): boolean {
  switch (a.kind) {
    case 'string':
    case 'number':
      return a.kind === b.kind && a.value === b.value;
    case 'call':
      return (
        b.kind === 'call' &&
        a.name.toLowerCase() === b.name.toLowerCase() &&
        a.arguments.length === b.arguments.length &&
        a.arguments.every((argument, index) => {
          const other = b.arguments[index];
          return other !== undefined && sameExpression(argument, other);
        })
      );
    case 'property':
      return b.kind === 'property' && a.name === b.name && sameExpression(a.target, b.target);
    case 'index':
      return b.kind === 'index' && sameExpression(a.index, b.index) && sameExpression(a.target, b.target);
  }
}

/**
 * Splits `a.b[0]`, `tryGet(a, 'b', 'c')` (`a.?b.?c`), `indexFromEnd(a, 1)` (`a[^1]`) and `tryIndexFromEnd(a, 1)` into what is read and the steps,
 * outermost last. Other expressions have no steps.
 */
export function chainOf(expression: ArmExpression): { readonly base: ChainBase; readonly steps: readonly Step[] } {
  const reversed: Step[] = [];
  let at = expression;
  for (;;) {
    if (at.kind === 'property') {
      const key = { kind: 'name', name: at.name, span: at.nameSpan } as const;
      reversed.push({ span: at, key, safe: false, fromEnd: false, indexed: null });
      at = at.target;
      continue;
    }
    if (at.kind === 'index') {
      reversed.push({ span: at, key: at.index, safe: false, fromEnd: false, indexed: at.target });
      at = at.target;
      continue;
    }
    const called = stepsOfCall(at);
    if (called === null) return { base: at, steps: reversed.reverse() };
    reversed.push(...called.steps.reverse());
    at = called.base;
  }
}

function stepsOfCall(call: ArmExpression): { readonly base: ArmExpression; readonly steps: Step[] } | null {
  if (call.kind !== 'call') return null;
  const [base, ...keys] = call.arguments;
  if (base === undefined || keys.length === 0) return null;
  if (isCallOf(call, 'tryget')) {
    const steps = keys.map((key, index): Step => {
      const counted = keyFromEnd(key);
      const span = { start: call.start, end: index === keys.length - 1 ? call.end : key.end };
      return { span, key: counted ?? key, safe: true, fromEnd: counted !== null, indexed: null };
    });
    return { base, steps };
  }
  const safe = isCallOf(call, 'tryindexfromend');
  const [key] = keys;
  if (key === undefined || keys.length > 1 || !(safe || isCallOf(call, 'indexfromend'))) return null;
  return { base, steps: [{ span: call, key, safe, fromEnd: true, indexed: null }] };
}

/** The number in `createObject('value', 1, 'fromEnd', true())`, which is how `[^1]` stands among the keys of `tryGet`. */
function keyFromEnd(key: ArmExpression): ArmExpression | null {
  if (!isCallOf(key, 'createobject') || key.arguments.length !== 4) return null;
  const [valueName, value, fromEndName, flag] = key.arguments;
  if (valueName?.kind !== 'string' || valueName.value !== 'value' || value === undefined) return null;
  if (fromEndName?.kind !== 'string' || fromEndName.value !== 'fromEnd' || flag === undefined) return null;
  return isCallOf(flag, 'true') ? value : null;
}

/** The key in lower case, if it is constant. */
function constantKey(step: Step | undefined): string | null {
  if (step?.key.kind === 'name') return step.key.name.toLowerCase();
  return step?.key.kind === 'string' ? step.key.value.toLowerCase() : null;
}

function lowerKey(lowering: ArmLowering, key: Step['key']): Expression {
  if (key.kind !== 'name') return lowerArmExpression(lowering, key);
  return { kind: 'literal', node: nodeForSpan(lowering, key.span), value: key.name };
}
