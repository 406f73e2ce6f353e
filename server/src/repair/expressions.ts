/** Finds expressions of a file by their node, and what may be said of them from elsewhere in the file. */
import type { Declaration, Expression, NodeId, ResourceDeclaration } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import { hasPart, operandsOf } from '../template/operands.ts';

export interface FoundExpression {
  readonly expression: Expression;
  /** True if a loop, a lambda, a function or an embedded template surrounds it: its names may mean nothing elsewhere in the file. */
  readonly bound: boolean;
}

const indexes = new WeakMap<LoweredFile, ReadonlyMap<NodeId, FoundExpression>>();

/** The expression with a node number, those of embedded templates included; null if the file has none. */
export function findExpression(lowered: LoweredFile, node: NodeId): FoundExpression | null {
  const known = indexes.get(lowered);
  const index = known ?? indexOf(lowered);
  if (known === undefined) indexes.set(lowered, index);
  return index.get(node) ?? null;
}

function indexOf({ template, assignments }: LoweredFile): ReadonlyMap<NodeId, FoundExpression> {
  const index = new Map<NodeId, FoundExpression>();
  const pending: FoundExpression[] = [
    ...template.declarations.flatMap(rootsOf),
    ...assignments.map(({ value }) => ({ expression: value, bound: false })),
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { expression } = next;
    if (!index.has(expression.node)) index.set(expression.node, next);
    const bound = next.bound || expression.kind === 'loop' || expression.kind === 'lambda';
    for (const inner of operandsOf(expression)) pending.push({ expression: inner, bound });
  }
  return index;
}

function rootsOf(declaration: Declaration): FoundExpression[] {
  const free = (expression: Expression): FoundExpression => ({ expression, bound: false });
  switch (declaration.kind) {
    case 'parameter':
      return declaration.default === null ? [] : [free(declaration.default)];
    case 'variable':
    case 'output':
      return [free(declaration.value)];
    case 'function':
      return [{ expression: declaration.body, bound: true }];
    case 'resource':
      return resourceRoots(declaration, false);
    case 'module': {
      const inside = declaration.inline?.template.declarations.flatMap(rootsOf) ?? [];
      return [
        { expression: declaration.body, bound: declaration.loop !== null },
        ...inside.map(({ expression }) => ({ expression, bound: true })),
      ];
    }
    case 'type':
    case 'import':
      return [];
  }
}

function resourceRoots(declaration: ResourceDeclaration, around: boolean): FoundExpression[] {
  const bound = around || declaration.loop !== null;
  const { condition, scope, parent, resourceName, body } = declaration;
  const parts = [resourceName, body];
  if (condition !== null) parts.push(condition);
  if (scope !== null) parts.push(scope);
  if (parent?.kind === 'expression') parts.push(parent.value);
  return [
    ...parts.map((expression) => ({ expression, bound })),
    ...declaration.nested.flatMap((child) => resourceRoots(child, bound)),
  ];
}

/** The value of a property of an object literal, by name; null if the expression is none, or lacks it. */
export function memberOf(expression: Expression, key: string): Expression | null {
  if (expression.kind !== 'object') return null;
  for (const member of expression.members) {
    if (member.kind === 'property' && member.key.toLowerCase() === key.toLowerCase()) return member.value;
  }
  return null;
}

/** Functions that tell of the deployment itself, always all of it. */
const scopeFunctions = new Set(['resourcegroup', 'subscription', 'tenant', 'deployment', 'environment']);

/** True if an expression has a value wherever it stands: it may lie under a condition, without which what it takes apart isn't there. */
export function isRepeatable(expression: Expression): boolean {
  return !hasPart(expression, (part) => part.kind === 'member' && !part.safe && !isOfScope(part.target));
}

function isOfScope(target: Expression): boolean {
  return target.kind === 'call' && scopeFunctions.has(target.name.toLowerCase());
}
