import type { Topology, TopologyNode } from '../service/model.ts';
import type { LineIndex } from '../text/lines.ts';
import { jsonVersion } from './json-report.ts';

/** The contract's shape. `undecided` and `left` are there only if the matrix doesn't say all. */
export function topologyJson({ tiers, matrix }: Topology, linesOf: (file: string) => LineIndex): string {
  const nodeJson = (node: TopologyNode): object => ({
    id: node.id,
    type: node.type,
    name: node.name,
    symbolicName: node.symbolicName,
    file: node.declaration.file,
    range: linesOf(node.declaration.file).rangeOf(node.declaration.span),
    evidence: node.evidence.map(({ kind, detail }) => ({ kind, detail })),
    worst: node.worst,
    children: node.children.map(nodeJson),
  });
  const json = {
    version: jsonVersion,
    tiers: tiers.map(({ id, title, nodes }) => ({ id, title, nodes: nodes.map(nodeJson) })),
    matrix: matrix.rows.map(({ from, to, flows }) => ({
      from,
      to,
      flows: flows.map(({ protocol, ports, answer, dependsOn }) => ({
        protocol,
        ports: ports.join('-'),
        answer,
        dependsOn,
      })),
    })),
    ...(matrix.undecided === null ? {} : { undecided: matrix.undecided }),
    ...(matrix.left.length === 0 ? {} : { left: matrix.left }),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
