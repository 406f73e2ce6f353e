import type * as Syntax from '../syntax/bicep/tree.ts';
import type { TypeFacts } from './ir.ts';
import { type BicepLowering, constantText, nameText } from './lower-bicep-context.ts';
import { isNameSpaceCall, negated } from './lower-bicep-operators.ts';

/** What stands before a declaration or a property of a type. */
export type Decorators = readonly (Syntax.Decorator | Syntax.Skipped)[];

/** More possible values than this are as good as any value. */
export const MAX_ALLOWED = 1_000;

/** Adds what `@secure()` and `@allowed([...])` say, also as `@sys.secure()`. */
export function withDecorators(lowering: BicepLowering, facts: TypeFacts, decorators: Decorators): TypeFacts {
  let result = facts;
  for (const decorator of decorators) {
    if (decorator.kind === 'Skipped') continue;
    const { expression } = decorator;
    if (expression.kind !== 'FunctionCall' && expression.kind !== 'MethodCall') continue;
    if (expression.kind === 'MethodCall' && !isNameSpaceCall(lowering, expression)) continue;
    const name = nameText(lowering, expression.name);
    if (name === 'secure') result = { ...result, secure: true };
    // The allowed values of an array are those of its elements.
    if (name !== 'allowed' || facts.base === 'array') continue;
    const values = literalsOf(lowering, expression.arguments[0]);
    if (values === null) continue;
    const allowed = values.filter((value) => value !== null);
    if (allowed.length < values.length) result = { ...result, nullable: true };
    if (allowed.length > 0) result = { ...result, allowed };
  }
  return result;
}

/** The values of an array of literals; null if anything else is in it. */
function literalsOf(
  lowering: BicepLowering,
  node: Syntax.Expression | undefined,
): (string | number | boolean | null)[] | null {
  if (node?.kind !== 'Array' || node.items.length > MAX_ALLOWED) return null;
  const values: (string | number | boolean | null)[] = [];
  for (const item of node.items) {
    const value = item.kind === 'Spread' ? undefined : literalOf(lowering, item);
    if (value === undefined) return null;
    values.push(value);
  }
  return values;
}

function literalOf(lowering: BicepLowering, node: Syntax.Expression): string | number | boolean | null | undefined {
  switch (node.kind) {
    case 'String':
      return constantText(lowering, node) ?? undefined;
    case 'Integer':
      return typeof node.value === 'number' ? node.value : undefined;
    case 'Boolean':
      return node.value;
    case 'Null':
      return null;
    case 'Unary':
      if (node.operator === '-' && node.operand.kind === 'Integer' && typeof node.operand.value === 'number') {
        return Number(negated(node.operand.value));
      }
      return undefined;
    default:
      return undefined;
  }
}
