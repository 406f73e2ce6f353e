import type { Engine, Topology, TopologyNode } from '../service/model.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { Invocation } from './arguments.ts';
import { jsonVersion } from './json-report.ts';
import { checkFiles, configurationsOf, inputReport } from './templates.ts';
import {
  type ExitCode,
  exitCodes,
  type Palette,
  palette,
  printable,
  type Terminal,
  worseExitCode,
} from './terminal.ts';

/** `zero-trust topology`: the tiers that one template builds. Findings don't matter to its exit code. */
export function topology(invocation: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const report = inputReport(terminal);
  const configurations = configurationsOf(undefined, engine, terminal, report);
  const { operands, options } = invocation;
  const files = checkFiles(operands, { engine, configurations, terminal, report, options });
  const asJson = invocation.options.get('--format') === 'json';

  for (const { file, configuration, workspace } of files) {
    const tiers = engine.topology(file.source, configuration, workspace);
    if (tiers === null) {
      report.error(`cannot draw ${file.source.path}: it is no template`);
      continue;
    }
    const none = lineIndex('');
    const linesOf = (name: string): LineIndex => workspace.linesOf(name) ?? none;
    terminal.write(asJson ? topologyJson(tiers, linesOf) : topologyText(tiers, linesOf, palette(terminal.color)));
  }
  return worseExitCode(exitCodes.clean, report.exitCode);
}

/** Places in a file, by its name. */
type LinesOf = (file: string) => LineIndex;

/** The contract's shape. Which tier may reach which isn't computed yet, so the matrix has no rows. */
function topologyJson({ tiers }: Topology, linesOf: LinesOf): string {
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
    matrix: [],
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function topologyText({ path, tiers }: Topology, linesOf: LinesOf, paint: Palette): string {
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
  return tiers
    .map(({ title, nodes }) => `${paint.bold(title)}\n${nodes.map((node) => nodeText(node, 1)).join('')}`)
    .join('');
}
