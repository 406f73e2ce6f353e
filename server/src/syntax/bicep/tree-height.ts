import { childNodesOf } from './children.ts';
import type { Node, NodeKind, TokenIndex } from './tree.ts';

/** Nodes that only hold others together; they don't count as a level. */
const WRAPPERS: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'ObjectProperty',
  'ObjectTypeProperty',
  'TupleTypeItem',
  'Spread',
  'Skipped',
  'Identifier',
  'ParameterList',
  'TypeParameterList',
  'TypeParameter',
  'FunctionLambda',
  'Decorator',
]);

/** First token of an expression or type that stands inside more than `levels` others; null if there is none. Doesn't recurse. */
export function tokenDeeperThan(root: Node, levels: number): TokenIndex | null {
  const nodes: Node[] = [root];
  const heights: number[] = [0];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const outside = heights.pop() ?? 0;
    const height = WRAPPERS.has(node.kind) ? outside : outside + 1;
    // The statement itself is one of the levels that are counted here.
    if (height > levels + 1) return node.firstToken;
    for (const child of childNodesOf(node)) {
      nodes.push(child);
      heights.push(height);
    }
  }
  return null;
}
