import type { Span } from '../../text/span.ts';
import { childNodesOf } from './children.ts';
import type { Node } from './tree.ts';

/**
 * The nodes around an offset, outermost first; the last is the deepest. Where two nodes touch at the offset the one that begins there is
 * taken; a node that ends there is, if none begins; an empty node only, if nothing else touches the offset.
 */
export function pathToOffset(root: Node, offset: number): readonly Node[] {
  const path: Node[] = [];
  for (let node: Node | null = root; node !== null; node = childAt(node, offset)) path.push(node);
  return path;
}

/** The deepest node around an offset. */
export function nodeAt(root: Node, offset: number): Node {
  return pathToOffset(root, offset).at(-1) ?? root;
}

/** The nodes that contain a span, outermost first; the last is the smallest. */
export function pathToSpan(root: Node, span: Span): readonly Node[] {
  const path: Node[] = [];
  let node: Node | undefined = root;
  while (node !== undefined) {
    path.push(node);
    node = childNodesOf(node).find((child) => child.start <= span.start && span.end <= child.end);
  }
  return path;
}

/** The deepest node with exactly this span; null if there is none. */
export function findNode(root: Node, span: Span): Node | null {
  return pathToSpan(root, span).findLast((node) => node.start === span.start && node.end === span.end) ?? null;
}

function childAt(node: Node, offset: number): Node | null {
  let ending: Node | null = null;
  let empty: Node | null = null;
  for (const child of childNodesOf(node)) {
    if (child.start > offset) break;
    if (offset < child.end) return child;
    if (child.end === offset && child.start < child.end) ending = child;
    else if (child.end === offset) empty ??= child;
  }
  return ending ?? empty;
}
