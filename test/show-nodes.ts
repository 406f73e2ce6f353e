import type { Expression, NodeId } from '../server/src/template/ir.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';
import { type LabelledSpan, showCarets } from './carets.ts';
import { declarationsOf, expressionsOf } from './walk-template.ts';

/** Shows the nodes of a lowered file, each under its place in the text, with its number and what it is. */
export function showNodes(text: string, file: LoweredFile, kinds?: readonly string[]): string {
  const spans: LabelledSpan[] = [...labelsOf(file)]
    .filter(([, label]) => kinds === undefined || kinds.includes(label))
    .sort(([a], [b]) => a - b)
    .map(([node, label]) => ({ span: file.spans.spanOf(node), label: `${node} ${label}` }));
  return showCarets(text, spans);
}

/** What each node is: the kind of declaration, member or expression, or the function of a call. */
function labelsOf(file: LoweredFile): ReadonlyMap<NodeId, string> {
  const labels = new Map<NodeId, string>();
  if (file.usingNode !== null) labels.set(file.usingNode, 'using');
  for (const { node, nameNode } of file.assignments) labels.set(node, 'assignment').set(nameNode, 'name');
  for (const declaration of declarationsOf(file)) {
    labels.set(declaration.node, declaration.kind).set(declaration.nameNode, 'name');
    if (declaration.kind === 'resource') labels.set(declaration.typeNode, 'type');
    if (declaration.kind !== 'resource' && declaration.kind !== 'module') continue;
    if (declaration.loop !== null) labels.set(declaration.loop.node, 'loop');
  }
  for (const expression of expressionsOf(file)) labelExpression(expression, labels);
  return labels;
}

function labelExpression(expression: Expression, labels: Map<NodeId, string>): void {
  labels.set(expression.node, expression.kind === 'call' ? expression.name : expression.kind);
  if (expression.kind === 'object') {
    for (const member of expression.members) {
      labels.set(member.node, member.kind);
      if (member.kind === 'property') labels.set(member.keyNode, 'key');
    }
  }
  if (expression.kind === 'array') {
    for (const item of expression.items) if (item.kind === 'spread') labels.set(item.node, 'spread');
  }
}
