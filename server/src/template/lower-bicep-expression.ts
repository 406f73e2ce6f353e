import { stringPieceText } from '../syntax/bicep/strings.ts';
import type * as Syntax from '../syntax/bicep/tree.ts';
import type {
  ArrayItem,
  Expression,
  LambdaExpression,
  LoopExpression,
  ObjectExpression,
  ObjectMember,
  SpreadMember,
} from './ir.ts';
import { type BicepLowering, constantText, holeFor, nodeFor, textOf } from './lower-bicep-context.ts';
import { isNameSpaceCall, lowerLeftNested, lowerUnary } from './lower-bicep-operators.ts';

/**
 * Lowers an expression of Bicep. Operators become calls of the function that they compile to, except the lazy ones. Parentheses, `!` and
 * `any()` leave no trace. What could not be read becomes a hole, so that the rest keeps its meaning.
 *
 * Recursion follows the nesting of the tree, which the parser bounds.
 */
export function lowerExpression(lowering: BicepLowering, node: Syntax.Expression): Expression {
  switch (node.kind) {
    case 'String':
      return lowerString(lowering, node);
    case 'Name':
      return { kind: 'name', node: nodeFor(lowering, node), space: 'any', name: textOf(lowering, node) };
    case 'Object':
      return lowerObject(lowering, node);
    case 'PropertyAccess':
    case 'ElementAccess':
    case 'ResourceAccess':
    case 'Binary':
    case 'NonNullAssertion':
    case 'Parenthesized':
      return lowerLeftNested(lowering, node);
    case 'MethodCall':
      if (isNameSpaceCall(lowering, node)) {
        return lowerFunctionCall(lowering, node, textOf(lowering, node.name));
      }
      return lowerLeftNested(lowering, node);
    case 'FunctionCall':
      return lowerFunctionCall(lowering, node, textOf(lowering, node.name));
    case 'Boolean':
    case 'Integer':
      return { kind: 'literal', node: nodeFor(lowering, node), value: node.value };
    case 'Null':
      return { kind: 'literal', node: nodeFor(lowering, node), value: null };
    case 'Array':
      return lowerArray(lowering, node);
    case 'Conditional': {
      const place = nodeFor(lowering, node);
      const condition = lowerExpression(lowering, node.condition);
      const whenTrue = lowerExpression(lowering, node.whenTrue);
      const whenFalse = lowerExpression(lowering, node.whenFalse);
      return { kind: 'conditional', node: place, condition, whenTrue, whenFalse };
    }
    case 'For':
      return lowerLoop(lowering, node);
    case 'Lambda':
      return lowerLambda(lowering, node);
    case 'Unary':
      return lowerUnary(lowering, node);
    case 'If':
    case 'None':
    case 'Skipped':
      return holeFor(lowering, node);
  }
}

export function lowerArguments(lowering: BicepLowering, nodes: readonly Syntax.Expression[]): readonly Expression[] {
  return nodes.map((node) => lowerExpression(lowering, node));
}

/** A string without holes is a literal; the fixed parts of an interpolated one that are empty are left out. */
function lowerString(lowering: BicepLowering, node: Syntax.StringNode): Expression {
  const place = nodeFor(lowering, node);
  if (node.holes.length === 0) return { kind: 'literal', node: place, value: stringPieceText(lowering, node, 0) };
  const parts: (string | Expression)[] = [];
  for (let index = 0; index <= node.holes.length; index++) {
    const fixed = stringPieceText(lowering, node, index);
    if (fixed !== '') parts.push(fixed);
    const hole = node.holes[index];
    if (hole !== undefined) parts.push(lowerExpression(lowering, hole));
  }
  return { kind: 'text', node: place, parts };
}

/**
 * An object that was never closed, or with members that could not be read, may have more properties than one sees: it begins with a
 * spread of a hole. It stands first, so that the properties that were read keep their values. Nested resources are lowered apart.
 */
export function lowerObject(lowering: BicepLowering, node: Syntax.ObjectNode): ObjectExpression {
  const place = nodeFor(lowering, node);
  const members: ObjectMember[] = [];
  let unread: Syntax.NodeBase | null = node.closeBrace < 0 ? endOf(node) : null;
  for (const member of node.members) {
    switch (member.kind) {
      case 'ObjectProperty': {
        const lowered = lowerProperty(lowering, member);
        if (lowered === null) unread ??= member;
        else members.push(lowered);
        if (mayHoldMembers(lowering, member.value)) unread ??= member.value;
        break;
      }
      case 'Spread':
        members.push(lowerSpread(lowering, member));
        break;
      case 'Skipped':
        unread ??= member;
        break;
    }
  }
  if (unread !== null) members.unshift(spreadOfHole(lowering, unread));
  return { kind: 'object', node: place, members };
}

/** True for a value that was passed over together with what may be the next members. */
function mayHoldMembers(lowering: BicepLowering, value: Syntax.Expression): boolean {
  return value.kind === 'Skipped' && value.cause === 'unexpected' && /[,\r\n]/.test(textOf(lowering, value));
}

/** Null if the key could not be read. */
function lowerProperty(lowering: BicepLowering, property: Syntax.ObjectProperty): ObjectMember | null {
  const { key } = property;
  if (key.kind === 'Skipped') return null;
  const node = nodeFor(lowering, property);
  if (key.kind === 'String' && key.holes.length > 0) {
    const computed = lowerString(lowering, key);
    return { kind: 'computed', node, key: computed, value: lowerExpression(lowering, property.value) };
  }
  const name = key.kind === 'String' ? stringPieceText(lowering, key, 0) : textOf(lowering, key);
  const keyNode = nodeFor(lowering, key);
  return { kind: 'property', node, keyNode, key: name, value: lowerExpression(lowering, property.value) };
}

/** An array that was never closed may have more elements than one sees: it ends with a spread of a hole. */
function lowerArray(lowering: BicepLowering, node: Syntax.ArrayNode): Expression {
  const place = nodeFor(lowering, node);
  const items: ArrayItem[] = node.items.map((item) =>
    item.kind === 'Spread' ? lowerSpread(lowering, item) : { kind: 'item', value: lowerExpression(lowering, item) },
  );
  if (node.closeBracket < 0) items.push(spreadOfHole(lowering, endOf(node)));
  return { kind: 'array', node: place, items };
}

function lowerSpread(lowering: BicepLowering, node: Syntax.Spread): SpreadMember {
  const place = nodeFor(lowering, node);
  return { kind: 'spread', node: place, value: lowerExpression(lowering, node.value) };
}

function spreadOfHole(lowering: BicepLowering, place: Syntax.NodeBase): SpreadMember {
  const node = nodeFor(lowering, place);
  return { kind: 'spread', node, value: holeFor(lowering, place) };
}

function endOf(node: Syntax.NodeBase): Syntax.NodeBase {
  return { ...node, start: node.end, firstToken: node.pastToken };
}

export function lowerLoop(lowering: BicepLowering, node: Syntax.ForNode): LoopExpression {
  const place = nodeFor(lowering, node);
  const source = lowerExpression(lowering, node.source);
  // The grammar allows a filter in resources and modules only; elsewhere it is an error that doesn't hide what it filters.
  const filter = node.body.kind === 'If' ? lowerExpression(lowering, node.body.condition) : null;
  const body = lowerExpression(lowering, node.body.kind === 'If' ? node.body.body : node.body);
  const itemName = node.item === null ? null : textOf(lowering, node.item);
  const indexName = node.index === null ? null : textOf(lowering, node.index);
  return { kind: 'loop', node: place, source, itemName, indexName, filter, body };
}

/** A parameter whose name could not be read is named by the empty string, so that the others keep their places. */
function lowerLambda(lowering: BicepLowering, node: Syntax.Lambda): LambdaExpression {
  const place = nodeFor(lowering, node);
  const names = node.parameters.kind === 'Identifier' ? [node.parameters] : node.parameters.parameters;
  const parameters = names.map((name) => (name.kind === 'Identifier' ? textOf(lowering, name) : ''));
  return { kind: 'lambda', node: place, parameters, body: lowerExpression(lowering, node.body) };
}

function lowerFunctionCall(
  lowering: BicepLowering,
  node: Syntax.FunctionCall | Syntax.MethodCall,
  name: string,
): Expression {
  const only = node.arguments.length === 1 ? node.arguments[0] : undefined;
  const isBuiltIn = node.kind === 'MethodCall' || !lowering.ownFunctions.has(name);
  if (only !== undefined && isBuiltIn) {
    if (name === 'any') return lowerExpression(lowering, only);
    if (name === 'nameof') return lowerNameof(lowering, node, only);
  }
  const place = nodeFor(lowering, node);
  const call = {
    kind: 'call',
    node: place,
    name,
    arguments: lowerArguments(lowering, node.arguments),
    target: null,
  } as const;
  return isBuiltIn ? { ...call, isBuiltIn } : call;
}

/** `nameof(a.b.c)` is the text `c`. */
function lowerNameof(lowering: BicepLowering, place: Syntax.NodeBase, node: Syntax.Expression): Expression {
  const value = lastName(lowering, node);
  return value === null ? holeFor(lowering, place) : { kind: 'literal', node: nodeFor(lowering, place), value };
}

function lastName(lowering: BicepLowering, node: Syntax.Expression): string | null {
  switch (node.kind) {
    case 'Name':
      return textOf(lowering, node);
    case 'PropertyAccess':
    case 'ResourceAccess':
      return node.name.kind === 'Identifier' ? textOf(lowering, node.name) : null;
    case 'ElementAccess':
      return constantText(lowering, node.index);
    default:
      return null;
  }
}
