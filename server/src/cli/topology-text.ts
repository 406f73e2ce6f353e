import type { TierMatrix, TierRow, Topology, TopologyNode } from '../service/model.ts';
import { flowsText } from '../service/network/matrix.ts';
import { enumeration } from '../text/enumeration.ts';
import type { LineIndex } from '../text/lines.ts';
import { type Palette, printable } from './terminal.ts';

/** The tier tree, then who reaches whom. */
export function topologyText(
  { path, tiers, matrix }: Topology,
  linesOf: (file: string) => LineIndex,
  paint: Palette,
): string {
  if (tiers.length === 0) return `${printable(path)} has no resources to draw.\n`;
  const nodeText = (node: TopologyNode, depth: number): string => {
    const { line, character } = linesOf(node.nameToken.file).positionAt(node.nameToken.span.start);
    const worst = node.worst === null ? '' : ` ${paint[node.worst](node.worst)}`;
    const place = paint.dim(`${printable(node.nameToken.file)}:${line + 1}:${character + 1}`);
    const indent = '  '.repeat(depth);
    const evidence = node.evidence.map(({ detail }) => `${indent}    ${paint.dim(printable(detail))}\n`);
    const children = node.children.map((child) => nodeText(child, depth + 1));
    return `${indent}${printable(node.name)}  ${printable(node.type)}  ${place}${worst}\n${evidence.join('')}${children.join('')}`;
  };
  const tree = tiers.map(
    ({ title, nodes }) => `${paint.bold(title)}\n${nodes.map((node) => nodeText(node, 1)).join('')}`,
  );
  return tree.join('') + matrixText(matrix, paint);
}

/** A table of what flows, one line for each pair of tiers; what isn't in it doesn't flow. Empty if no tier has a subnet. */
function matrixText({ rows, undecided, left }: TierMatrix, paint: Palette): string {
  const headline = `\n${paint.bold('Who reaches whom')}\n`;
  if (undecided !== null) return `${headline}  This is not known: ${printable(undecided)}.\n`;
  if (rows.length === 0) return '';
  const open = rows.filter(({ flows }) => flows.length > 0);
  const [fromWidth, toWidth] = [widthOf(open, 'from'), widthOf(open, 'to')];
  const lines = open.map(({ from, to, flows }) => {
    const depends = enumeration([...new Set(flows.flatMap(({ dependsOn }) => dependsOn))].map(printable));
    const pair = `  ${from.padEnd(fromWidth)}  ${to.padEnd(toWidth)}  ${flowsText(flows)}\n`;
    return depends === '' ? pair : `${pair}      ${paint.dim(`maybe: it depends on ${depends}`)}\n`;
  });
  const rest = open.length === 0 ? 'Nothing.' : open.length < rows.length ? 'Nothing else.' : null;
  const without = left.map(
    ({ name, dependsOn }) =>
      `  ${paint.dim(`Without ${printable(name)}, whose place depends on ${printable(dependsOn)}.`)}\n`,
  );
  return `${headline}${lines.join('')}${rest === null ? '' : `  ${rest}\n`}${without.join('')}`;
}

function widthOf(rows: readonly TierRow[], side: 'from' | 'to'): number {
  return Math.max(0, ...rows.map((row) => row[side].length));
}
