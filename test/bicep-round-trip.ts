import assert from 'node:assert/strict';
import { type BicepFile, childrenOf } from '../server/src/syntax/bicep/index.ts';
import type { Node, TokenIndex } from '../server/src/syntax/bicep/tree.ts';

/**
 * Demands that nothing of the text is lost: tokens follow each other, what lies between them is trivia, every token comes once in the tree
 * and in order, every node lies within its parent, and everything that is skipped has a problem.
 */
export function assertRoundTrip(file: BicepFile): void {
  assert.equal(textOf(file), file.text);
  assert.deepEqual(tokensOf(file.tree), [...file.tokens.kinds.keys()]);
  if (file.problems.length === 0) assert.deepEqual(skippedWithoutReason(file.tree), []);
  for (const { span } of file.problems) {
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= file.text.length, 'a problem lies in the text');
  }
}

/** The text, put together from tokens and trivia. */
function textOf(file: BicepFile): string {
  const { text, tokens } = file;
  const trivia = new Map([...file.comments, ...file.directives].map((piece) => [piece.start, piece.end]));
  let written = '';
  let at = 0;
  for (let token = 0; token < tokens.count; token++) {
    const start = tokens.starts[token] ?? 0;
    while (at < start) {
      const end = trivia.get(at) ?? (isBlank(text, at) ? at + 1 : assert.fail(`${at} is neither token nor trivia`));
      written += text.slice(at, end);
      at = end;
    }
    at = tokens.ends[token] ?? 0;
    written += text.slice(start, at);
  }
  return written;
}

function isBlank(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t' || (at === 0 && text[at] === '\uFEFF');
}

/** The tokens of a tree in the order of a walk through it. Doesn't recurse. */
function tokensOf(root: Node): TokenIndex[] {
  const tokens: TokenIndex[] = [];
  const rest: (Node | TokenIndex)[] = [root];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'number') {
      tokens.push(next);
      continue;
    }
    const { start, end } = next;
    assert.ok(start <= end, `${next.kind} ends before it begins`);
    const children = childrenOf(next);
    assertInOrder(children);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index] ?? 0;
      rest.push(child);
      if (typeof child === 'object') {
        assert.ok(start <= child.start && child.end <= end, `${child.kind} lies within ${next.kind}`);
      }
    }
  }
  return tokens;
}

/** Demands that neighbours don't overlap. */
function assertInOrder(children: readonly (Node | TokenIndex)[]): void {
  let end = 0;
  for (const child of children) {
    if (typeof child === 'number') continue;
    assert.ok(child.start >= end, `${child.kind} begins before its neighbour ends`);
    end = child.end;
  }
}

/** What is skipped in a tree without problems: only clauses that may be left out, which are empty. */
function skippedWithoutReason(root: Node): Node[] {
  const found: Node[] = [];
  const rest: Node[] = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    for (const child of childrenOf(node)) if (typeof child === 'object') rest.push(child);
    if (node.kind === 'Skipped' && node.start < node.end) found.push(node);
  }
  return found;
}
