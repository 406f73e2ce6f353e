import assert from 'node:assert/strict';
import { type BicepFile, type BicepOptions, childNodesOf, parseBicep } from '../server/src/syntax/bicep/index.ts';
import type { Node } from '../server/src/syntax/bicep/tree.ts';
import { showCarets } from './carets.ts';

/** The tree of a text, one declaration a line, as nested lists: kind, operator or mark if it has one, then the children. */
export function outlineOf(text: string, options?: BicepOptions): string {
  const file = parseBicep(text, options);
  return file.tree.declarations.map((declaration) => outline(file, declaration)).join('\n');
}

/** The value of `var x = <text>`. */
export function outlineOfValue(text: string, options?: BicepOptions): string {
  const file = parseBicep(`var x = ${text}`, options);
  const [declaration, ...others] = file.tree.declarations;
  if (declaration?.kind !== 'VariableDeclaration' || others.length > 0) return outlineOf(`var x = ${text}`, options);
  return outline(file, declaration.value);
}

/** The type of `type x = <text>`. */
export function outlineOfType(text: string, options?: BicepOptions): string {
  const file = parseBicep(`type x = ${text}`, options);
  const [declaration, ...others] = file.tree.declarations;
  if (declaration?.kind !== 'TypeDeclaration' || others.length > 0) return outlineOf(`type x = ${text}`, options);
  return outline(file, declaration.value);
}

/** The text with its problems as an editor shows them. */
export function problemsOf(text: string, options?: BicepOptions): string {
  const { problems } = parseBicep(text, options);
  return showCarets(
    text,
    problems.map(({ span, message }) => ({ span, label: message })),
  );
}

/** Demands that a text has no problem. */
export function assertNoProblem(text: string, options?: BicepOptions): void {
  assert.deepEqual(parseBicep(text, options).problems, [], text);
}

/**
 * Demands the problems that a fixture shows: a text with lines of carets in it, as `problemsOf` writes them. A new line at the end of the
 * text changes none of them.
 */
export function expectProblems(shown: string, options?: BicepOptions): void {
  const text = shown
    .split('\n')
    .filter((line) => !/^\s*(?:\^+|\|) /.test(line))
    .join('\n');
  assert.equal(problemsOf(text, options), shown);
  assert.equal(problemsOf(`${text}\n`, options), shown);
}

function outline(file: BicepFile, node: Node): string {
  const children = childNodesOf(node);
  if (node.kind === 'Skipped') return skipped(file, node, children);
  if (children.length === 0 && isWord(node)) return file.text.slice(node.start, node.end);
  return `(${[`${node.kind}${markOf(node)}`, ...children.map((child) => outline(file, child))].join(' ')})`;
}

function skipped(file: BicepFile, node: Extract<Node, { kind: 'Skipped' }>, parts: readonly Node[]): string {
  if (node.cause === 'missing' || node.cause === 'separator') return `<${node.cause}>`;
  const inside = parts.map((part) => ` ${outline(file, part)}`).join('');
  return `<${node.cause} ${file.text
    .slice(node.start, node.end)
    .trimEnd()
    .replaceAll(/\s*[\r\n]+\s*/g, '↵')}${inside}>`;
}

function isWord(node: Node): boolean {
  switch (node.kind) {
    case 'Identifier':
    case 'Name':
    case 'TypeName':
    case 'String':
    case 'Integer':
    case 'Boolean':
    case 'Null':
    case 'None':
      return true;
    default:
      return false;
  }
}

/** What tells two nodes of one kind apart and stands in no child. */
function markOf(node: Node): string {
  switch (node.kind) {
    case 'Binary':
    case 'Unary':
    case 'UnaryType':
      return ` ${node.operator}`;
    case 'PropertyAccess':
      return node.safe ? ' ?' : '';
    case 'ElementAccess':
      return `${node.safe ? ' ?' : ''}${node.fromEnd ? ' ^' : ''}`;
    case 'ResourceDeclaration':
      return node.existing ? ' existing' : '';
    case 'ObjectTypeProperty':
      return node.key === null ? ' *' : '';
    default:
      return '';
  }
}
