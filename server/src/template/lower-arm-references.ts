/**
 * References by symbolic name (language version 2.0). `reference('vnet')` is `vnet.properties` in Bicep, `reference('vnet', '2024-05-01', 'full')`
 * is `vnet`. A module of which more than an output is read stays a call of `reference`, with the module's name as argument. References by id
 * stay calls.
 */
import type { ArmCall, ArmExpression } from '../syntax/arm/expression.ts';
import type { Expression, NodeId } from './ir.ts';
import { type ArmLowering, nodeForSpan } from './lower-arm-context.ts';
import { lowerArguments, lowerArmExpression } from './lower-arm-expression.ts';
import { isCallOf } from './lower-arm-functions.ts';

export function lowerReference(lowering: ArmLowering, call: ArmCall): Expression | null {
  const [symbol, version, full] = call.arguments;
  const found = symbol === undefined ? null : symbolOf(lowering, symbol);
  if (found === null) return null;
  const node = nodeForSpan(lowering, call);
  const declared = lowerSymbol(lowering, found);
  const whole = full === undefined ? false : full.kind === 'string' ? full.value.toLowerCase() === 'full' : null;
  if (found.kind === 'module' || whole === null) {
    const others = lowerArguments(
      lowering,
      [version, full].filter((argument) => argument !== undefined),
    );
    return { kind: 'call', node, name: call.name, arguments: [declared, ...others], target: null };
  }
  return whole ? declared : memberOf(node, declared, { kind: 'literal', node, value: 'properties' });
}

/** `resourceInfo('vnet')`, an object with `id`, `name`, `type` and `apiVersion`: they are members of the resource in Bicep. */
export function lowerResourceInfo(lowering: ArmLowering, call: ArmCall): Expression | null {
  const [only] = call.arguments;
  const found = only === undefined ? null : symbolOf(lowering, only);
  return found === null || call.arguments.length !== 1 ? null : lowerSymbol(lowering, found);
}

/** `listKeys('account', '2024-01-01')` is `account.listKeys('2024-01-01')`; of a module it stays a call, with the module as argument. */
export function lowerListFunction(lowering: ArmLowering, call: ArmCall): Expression | null {
  const [symbol, ...others] = call.arguments;
  const found = symbol === undefined ? null : symbolOf(lowering, symbol);
  if (found === null) return null;
  const node = nodeForSpan(lowering, call);
  const target = lowerSymbol(lowering, found);
  if (found.kind === 'module')
    return {
      kind: 'call',
      node,
      name: call.name,
      arguments: [target, ...lowerArguments(lowering, others)],
      target: null,
    };
  return { kind: 'call', node, name: call.name, arguments: lowerArguments(lowering, others), target };
}

/** A string of `dependsOn` that is a symbolic name; null if it is anything else. */
export function lowerDependency(lowering: ArmLowering, dependency: ArmExpression): Expression | null {
  const found = symbolOf(lowering, dependency);
  return found === null ? null : lowerSymbol(lowering, found);
}

/**
 * What `outputs` is read of, as a module: `reference('module')`, or `if(condition, reference('module'), null())` for a conditional one. Null for
 * anything else.
 */
export function lowerModuleOfOutputs(lowering: ArmLowering, base: ArmExpression): Expression | null {
  const found = moduleOf(lowering, base);
  if (found !== null) return lowerSymbol(lowering, found);
  if (!isCallOf(base, 'if') || base.arguments.length !== 3) return null;
  const [condition, whenTrue, whenFalse] = base.arguments;
  if (condition === undefined || whenTrue === undefined || whenFalse === undefined) return null;
  const conditional = moduleOf(lowering, whenTrue);
  if (conditional === null || !isCallOf(whenFalse, 'null')) return null;
  return {
    kind: 'conditional',
    node: nodeForSpan(lowering, base),
    condition: lowerArmExpression(lowering, condition),
    whenTrue: lowerSymbol(lowering, conditional),
    whenFalse: lowerArmExpression(lowering, whenFalse),
  };
}

function moduleOf(lowering: ArmLowering, expression: ArmExpression): SymbolReference | null {
  const symbol = isCallOf(expression, 'reference') ? expression.arguments[0] : undefined;
  const found = symbol === undefined ? null : symbolOf(lowering, symbol);
  return found?.kind === 'module' ? found : null;
}

export function memberOf(
  node: NodeId,
  target: Expression,
  key: Expression,
  how: { readonly safe: boolean; readonly fromEnd: boolean } = PLAIN,
): Expression {
  return { kind: 'member', node, target, key, safe: how.safe, fromEnd: how.fromEnd, nested: false };
}

const PLAIN = { safe: false, fromEnd: false };

/** A text that names a resource or module of the template, with the index if it names one of a loop. */
interface SymbolReference {
  readonly kind: 'resource' | 'module';
  readonly name: string;
  readonly place: ArmExpression;
  readonly index: ArmExpression | number | null;
}

/** `'vnet'`, `'vnet[0]'` or `format('vnet[{0}]', copyIndex())`. */
function symbolOf(lowering: ArmLowering, place: ArmExpression): SymbolReference | null {
  if (place.kind === 'string') {
    const match = /^([^[]+)\[(\d{1,9})\]$/.exec(place.value);
    const name = match?.[1] ?? place.value;
    const kind = lowering.names.symbol(name);
    return kind === null ? null : { kind, name, place, index: match === null ? null : Number(match[2]) };
  }
  if (place.kind !== 'call' || place.name.toLowerCase() !== 'format' || place.arguments.length !== 2) return null;
  const [pattern, index] = place.arguments;
  const name = pattern?.kind === 'string' ? /^([^[{]+)\[\{0\}\]$/.exec(pattern.value)?.[1] : undefined;
  if (name === undefined || index === undefined) return null;
  const kind = lowering.names.symbol(name);
  return kind === null ? null : { kind, name, place, index };
}

function lowerSymbol(lowering: ArmLowering, symbol: SymbolReference): Expression {
  const node = nodeForSpan(lowering, symbol.place);
  const name: Expression = { kind: 'name', node, space: 'resource', name: symbol.name };
  if (symbol.index === null) return name;
  const key: Expression =
    typeof symbol.index === 'number'
      ? { kind: 'literal', node, value: symbol.index }
      : lowerArmExpression(lowering, symbol.index);
  return memberOf(node, name, key);
}
