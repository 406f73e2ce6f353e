import type { ArmExpression, ArmIndexAccess, ArmPropertyAccess } from '../syntax/arm/expression.ts';
import type { Span } from '../text/span.ts';
import type { Expression } from './ir.ts';
import { type ArmLowering, nodeForSpan } from './lower-arm-context.ts';
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
}

/**
 * Lowers a chain of accesses. In `reference('module').outputs.id.value`, which is `module.outputs.id` in Bicep, `value` leaves no trace.
 */
export function lowerChain(lowering: ArmLowering, base: ChainBase, steps: readonly Step[]): Expression {
  const [first, , third] = steps;
  const leadsToOutput = constantKey(first) === 'outputs' && constantKey(third) === 'value';
  const module = leadsToOutput ? lowerModuleOfOutputs(lowering, base) : null;
  let target = module ?? lowerArmExpression(lowering, base);
  for (const [index, step] of steps.entries()) {
    if (module !== null && index === 2) continue;
    const { span } = (module !== null && index === 1 ? third : undefined) ?? step;
    const node = nodeForSpan(lowering, span);
    target = memberOf(node, target, lowerKey(lowering, step.key), step);
  }
  return target;
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
      reversed.push({ span: at, key, safe: false, fromEnd: false });
      at = at.target;
      continue;
    }
    if (at.kind === 'index') {
      reversed.push({ span: at, key: at.index, safe: false, fromEnd: false });
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
      return { span, key: counted ?? key, safe: true, fromEnd: counted !== null };
    });
    return { base, steps };
  }
  const safe = isCallOf(call, 'tryindexfromend');
  const [key] = keys;
  if (key === undefined || keys.length > 1 || !(safe || isCallOf(call, 'indexfromend'))) return null;
  return { base, steps: [{ span: call, key, safe, fromEnd: true }] };
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
