import type * as Syntax from '../syntax/bicep/tree.ts';
import type { Expression } from './ir.ts';
import { type BicepLowering, holeFor, nodeFor, textOf } from './lower-bicep-context.ts';
import { lowerArguments, lowerExpression } from './lower-bicep-expression.ts';

/** Nodes whose first part is the same kind of thing again, so that a long chain of them is deep. */
export type LeftNested =
  | Syntax.Binary
  | Syntax.PropertyAccess
  | Syntax.ElementAccess
  | Syntax.ResourceAccess
  | Syntax.MethodCall
  | Syntax.NonNullAssertion
  | Syntax.Parenthesized;

type ArithmeticOperator = '*' | '/' | '%' | '+' | '-' | '<' | '<=' | '>' | '>=';

/** ARM's function for each operator that is one call of a function with both operands. */
const FUNCTION_OF_OPERATOR: { readonly [operator in ArithmeticOperator]: string } = {
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
  '+': 'add',
  '-': 'sub',
  '<': 'less',
  '<=': 'lessOrEquals',
  '>': 'greater',
  '>=': 'greaterOrEquals',
};

/**
 * Lowers a chain of binary operators and accesses. It goes down the left side to the innermost part and builds outwards from there, because
 * such a chain may be as long as its file: recursion would not survive it.
 */
export function lowerLeftNested(lowering: BicepLowering, node: LeftNested): Expression {
  const pending = lowering.pendingOuter;
  const base = pending.length;
  let result = lowerExpression(lowering, descend(lowering, node));
  let isSafe = false;
  while (pending.length > base) {
    const outer = pending.pop();
    if (outer === undefined) break;
    isSafe = isSafeAccess(outer, isSafe);
    switch (outer.kind) {
      case 'Binary':
        result = lowerBinary(lowering, outer, result, base);
        break;
      case 'MethodCall':
        result = lowerMethodCall(lowering, outer, result);
        break;
      case 'PropertyAccess':
        result = member(lowering, outer, result, nameKey(lowering, outer.name), isSafe, false, false);
        break;
      case 'ResourceAccess':
        result = member(lowering, outer, result, nameKey(lowering, outer.name), false, false, true);
        break;
      case 'ElementAccess': {
        const key = lowerExpression(lowering, outer.index);
        result = member(lowering, outer, result, key, isSafe, outer.fromEnd, false);
        break;
      }
    }
  }
  return result;
}

/**
 * True for an access that gives null where there is nothing to read: a safe one, and each that follows one directly, since `a.?b.c` compiles to
 * `tryGet(a, 'b', 'c')`. Parentheses and `!` end that.
 */
function isSafeAccess(access: Syntax.Expression, isTargetSafe: boolean): boolean {
  if (access.kind !== 'PropertyAccess' && access.kind !== 'ElementAccess') return false;
  const { kind } = access.target;
  return access.safe || (isTargetSafe && (kind === 'PropertyAccess' || kind === 'ElementAccess'));
}

function lowerMethodCall(lowering: BicepLowering, node: Syntax.MethodCall, target: Expression): Expression {
  if (node.name.kind === 'Skipped') return holeFor(lowering, node);
  const place = nodeFor(lowering, node);
  const name = textOf(lowering, node.name);
  return { kind: 'call', node: place, name, arguments: lowerArguments(lowering, node.arguments), target };
}

/** Lowers `-operand` and `!operand`; a negative number is a literal. */
export function lowerUnary(lowering: BicepLowering, node: Syntax.Unary): Expression {
  const place = nodeFor(lowering, node);
  if (node.operator === '!') {
    return {
      kind: 'call',
      node: place,
      name: 'not',
      arguments: [lowerExpression(lowering, node.operand)],
      target: null,
      isBuiltIn: true,
    };
  }
  if (node.operand.kind === 'Integer') return { kind: 'literal', node: place, value: negated(node.operand.value) };
  const zero: Expression = { kind: 'literal', node: lowering.spans.add(node.start, node.start + 1), value: 0 };
  const operand = lowerExpression(lowering, node.operand);
  return { kind: 'call', node: place, name: 'sub', arguments: [zero, operand], target: null, isBuiltIn: true };
}

/** The negative of a literal. Zero has no sign: it is an integer. */
export function negated(value: number | bigint): number | bigint {
  return value === 0 ? 0 : -value;
}

/** True for a method call such as `sys.x()`, which is a plain call with the name space written out. */
export function isNameSpaceCall(
  lowering: BicepLowering,
  node: Syntax.MethodCall,
): node is Syntax.MethodCall & { readonly name: Syntax.Identifier } {
  if (node.name.kind !== 'Identifier') return false;
  return node.target.kind === 'Name' && lowering.builtInNameSpaces.has(textOf(lowering, node.target));
}

/** Finds the innermost part of a chain and leaves what surrounds it on the stack, the outermost first. */
function descend(lowering: BicepLowering, node: Syntax.Expression): Syntax.Expression {
  const pending = lowering.pendingOuter;
  let current = node;
  for (;;) {
    switch (current.kind) {
      case 'Binary':
        pending.push(current);
        current = current.left;
        continue;
      case 'PropertyAccess':
      case 'ElementAccess':
      case 'ResourceAccess':
        pending.push(current);
        current = current.target;
        continue;
      case 'MethodCall':
        if (isNameSpaceCall(lowering, current)) return current;
        pending.push(current);
        current = current.target;
        continue;
      case 'NonNullAssertion':
        current = current.target;
        continue;
      case 'Parenthesized':
        current = current.inner;
        continue;
      default:
        return current;
    }
  }
}

function lowerBinary(lowering: BicepLowering, node: Syntax.Binary, left: Expression, base: number): Expression {
  const { operator } = node;
  switch (operator) {
    case '&&':
    case '||':
    case '??':
      return lowerLazyChain(lowering, node, left, base);
    case '==':
      return call(lowering, node, 'equals', left, lowerExpression(lowering, node.right));
    case '!=':
      return not(lowering, node, call(lowering, node, 'equals', left, lowerExpression(lowering, node.right)));
    case '=~':
      return equalsIgnoringCase(lowering, node, left);
    case '!~':
      return not(lowering, node, equalsIgnoringCase(lowering, node, left));
    default:
      return call(lowering, node, FUNCTION_OF_OPERATOR[operator], left, lowerExpression(lowering, node.right));
  }
}

/** `a ?? b ?? c` is one node with three operands, as are `&&` and `||`; it takes the equal operators that follow off the stack. */
function lowerLazyChain(lowering: BicepLowering, node: Syntax.Binary, left: Expression, base: number): Expression {
  const pending = lowering.pendingOuter;
  const operands = [left, lowerExpression(lowering, node.right)];
  let outermost = node;
  while (pending.length > base) {
    const next = pending.at(-1);
    if (next?.kind !== 'Binary' || next.operator !== node.operator) break;
    pending.pop();
    operands.push(lowerExpression(lowering, next.right));
    outermost = next;
  }
  const place = nodeFor(lowering, outermost);
  if (node.operator === '&&') return { kind: 'both', node: place, operands };
  if (node.operator === '||') return { kind: 'either', node: place, operands };
  return { kind: 'coalesce', node: place, operands };
}

function equalsIgnoringCase(lowering: BicepLowering, node: Syntax.Binary, left: Expression): Expression {
  const lowerLeft = call(lowering, node.left, 'toLower', left);
  const right = lowerExpression(lowering, node.right);
  return call(lowering, node, 'equals', lowerLeft, call(lowering, node.right, 'toLower', right));
}

function not(lowering: BicepLowering, place: Syntax.NodeBase, operand: Expression): Expression {
  return call(lowering, place, 'not', operand);
}

function call(lowering: BicepLowering, place: Syntax.NodeBase, name: string, ...operands: Expression[]): Expression {
  return { kind: 'call', node: nodeFor(lowering, place), name, arguments: operands, target: null, isBuiltIn: true };
}

function member(
  lowering: BicepLowering,
  place: Syntax.NodeBase,
  target: Expression,
  key: Expression,
  safe: boolean,
  fromEnd: boolean,
  nested: boolean,
): Expression {
  return { kind: 'member', node: nodeFor(lowering, place), target, key, safe, fromEnd, nested };
}

function nameKey(lowering: BicepLowering, name: Syntax.Name): Expression {
  if (name.kind === 'Skipped') return holeFor(lowering, name);
  return { kind: 'literal', node: nodeFor(lowering, name), value: textOf(lowering, name) };
}
