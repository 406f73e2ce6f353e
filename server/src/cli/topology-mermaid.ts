import type { TierRow, Topology, TopologyNode } from '../service/model.ts';
import { flowsText } from '../service/network/matrix.ts';

const subnetType = 'microsoft.network/virtualnetworks/subnets';

/**
 * A flowchart of Mermaid: a box for each tier with its subnets, and an arrow for each pair of tiers that has traffic, dotted where all of it
 * depends on something. Traffic inside a tier is in its title: Mermaid draws no arrow from a box to itself.
 */
export function topologyMermaid({ tiers, matrix }: Topology): string {
  const inside = (id: string): string =>
    flowsText(matrix.rows.find(({ from, to }) => from === id && to === id)?.flows ?? []);
  const hasInternet = matrix.rows.some(
    ({ from, to, flows }) => (from === 'internet' || to === 'internet') && flows.length > 0,
  );
  const lines = ['flowchart LR', ...(hasInternet ? ['  internet(("Internet"))'] : [])];
  for (const [index, { id, title, nodes }] of tiers.entries()) {
    const own = inside(id);
    lines.push(`  subgraph tier_${id}["${escaped(own === '' ? title : `${title} (inside: ${own})`)}"]`);
    for (const [at, node] of nodes.entries()) lines.push(`    ${nodeText(node, `node_${index}_${at}`)}`);
    lines.push('  end');
  }
  if (matrix.undecided !== null) lines.push(`  %% What reaches what is not known: ${oneLine(matrix.undecided)}`);
  lines.push(...matrix.rows.flatMap(arrow));
  return `${lines.join('\n')}\n`;
}

/** Subnets are rectangles, what stands in none is rounded. */
function nodeText({ type, name }: TopologyNode, id: string): string {
  const [open, close] = type.toLowerCase() === subnetType ? ['[', ']'] : ['([', '])'];
  return `${id}${open}"${escaped(name)}"${close}`;
}

function arrow({ from, to, flows }: TierRow): string[] {
  if (from === to || flows.length === 0) return [];
  const line = flows.some(({ answer }) => answer === 'allowed') ? '-->' : '-.->';
  return [`  ${idOf(from)} ${line}|"${escaped(flowsText(flows))}"| ${idOf(to)}`];
}

function idOf(end: TierRow['from']): string {
  return end === 'internet' ? end : `tier_${end}`;
}

/** Names come from templates and must not be able to draw or to link: all but letters, digits and plain marks becomes an entity. */
function escaped(text: string): string {
  return oneLine(text).replace(/[^\p{L}\p{N} _.,:()/-]/gu, (mark) => `#${mark.codePointAt(0)};`);
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ');
}
