import type { Engine, TierRow, TopologyNode } from '../service/model.ts';
import { flowsText } from '../service/network/matrix.ts';
import type { DocumentAnalysis } from './analyses.ts';
import type { TierFlowDto, TopologyNodeDto, TopologyResult } from './protocol.ts';

/** The tiers of a document with ranges instead of spans; null if it is no template. */
export function topologyResult(engine: Engine, analysis: DocumentAnalysis): TopologyResult | null {
  const { uri, file, configuration, lines, linesOf, workspace, result } = analysis;
  const topology = engine.topology(file, configuration, workspace, result.findings);
  if (topology === null) return null;

  const nodeDto = (node: TopologyNode): TopologyNodeDto => ({
    id: node.id,
    type: node.type,
    name: node.name,
    symbolicName: node.symbolicName,
    uri: node.declaration.file === file.path ? uri : node.declaration.file,
    range: (linesOf(node.declaration.file) ?? lines).rangeOf(node.declaration.span),
    nameRange: (linesOf(node.nameToken.file) ?? lines).rangeOf(node.nameToken.span),
    evidence: node.evidence,
    worst: node.worst,
    children: node.children.map(nodeDto),
  });
  return {
    uri,
    tiers: topology.tiers.map(({ id, title, nodes }) => ({ id, title, nodes: nodes.map(nodeDto) })),
    flows: topology.matrix.rows.flatMap(flowDto),
  };
}

function flowDto({ from, to, flows }: TierRow): TierFlowDto[] {
  if (flows.length === 0) return [];
  const answer = flows.some((flow) => flow.answer === 'allowed') ? 'allowed' : 'depends';
  const dependsOn = [...new Set(flows.flatMap((flow) => flow.dependsOn))];
  return [{ from, to, traffic: flowsText(flows), answer, dependsOn }];
}
