/** Shows every node of a lowered file under its place in the text, with its number and what it is. */
import type { Declaration, Expression, NodeId, ObjectMember } from '../server/src/template/ir.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';
import { type LabelledSpan, showCarets } from './carets.ts';

export function showNodes(text: string, file: LoweredFile): string {
  const labels = labelsOf(file);
  const spans: LabelledSpan[] = [...labels]
    .sort(([a], [b]) => a - b)
    .map(([node, label]) => ({ span: file.spans.spanOf(node), label: `${node} ${label}` }));
  return showCarets(text, spans);
}

/** What each node that the file's declarations and assignments use is. */
export function labelsOf(file: LoweredFile): ReadonlyMap<NodeId, string> {
  const labels = new Map<NodeId, string>();
  for (const declaration of file.template.declarations) labelDeclaration(declaration, labels);
  for (const { node, nameNode, value } of file.assignments) {
    labels.set(node, 'assignment').set(nameNode, 'name');
    labelExpression(value, labels);
  }
  return labels;
}

function labelDeclaration(declaration: Declaration, labels: Map<NodeId, string>): void {
  labels.set(declaration.node, declaration.kind).set(declaration.nameNode, 'name');
  if (declaration.kind === 'resource' || declaration.kind === 'module') {
    const { condition, loop, body } = declaration;
    if (loop !== null) {
      labels.set(loop.node, 'loop');
      labelExpression(loop.source, labels);
      if (loop.filter !== null) labelExpression(loop.filter, labels);
    }
    if (condition !== null) labelExpression(condition, labels);
    labelExpression(body, labels);
  }
  switch (declaration.kind) {
    case 'resource':
      labels.set(declaration.typeNode, 'type');
      labelExpression(declaration.resourceName, labels);
      for (const child of declaration.nested) labelDeclaration(child, labels);
      break;
    case 'parameter':
      if (declaration.default !== null) labelExpression(declaration.default, labels);
      break;
    case 'variable':
    case 'output':
      labelExpression(declaration.value, labels);
      break;
    case 'function':
      labelExpression(declaration.body, labels);
      break;
    case 'type':
    case 'import':
    case 'module':
      break;
  }
}

function labelExpression(root: Expression, labels: Map<NodeId, string>): void {
  const pending: Expression[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    labels.set(next.node, next.kind === 'call' ? next.name : next.kind);
    if (next.kind === 'object') for (const member of next.members) labelMember(member, labels);
    if (next.kind === 'array') for (const item of next.items) if (item.kind === 'spread') labels.set(item.node, 'spread');
    pending.push(...partsOf(next));
  }
}

function labelMember(member: ObjectMember, labels: Map<NodeId, string>): void {
  labels.set(member.node, member.kind);
  if (member.kind === 'property') labels.set(member.keyNode, 'key');
}

/** The expressions directly inside an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'text':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'object':
      return expression.members.flatMap((member) =>
        member.kind === 'computed' ? [member.key, member.value] : [member.value],
      );
    case 'array':
      return expression.items.map((item) => item.value);
    case 'loop':
      return [expression.source, expression.body, ...(expression.filter === null ? [] : [expression.filter])];
    case 'member':
      return [expression.target, expression.key];
    case 'call':
      return expression.target === null ? expression.arguments : [expression.target, ...expression.arguments];
    case 'lambda':
      return [expression.body];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'coalesce':
    case 'both':
    case 'either':
      return expression.operands;
    case 'literal':
    case 'name':
    case 'hole':
      return [];
  }
}
