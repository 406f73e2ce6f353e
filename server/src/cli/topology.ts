import path from 'node:path';
import type { Engine, Topology } from '../service/model.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { Invocation } from './arguments.ts';
import { checkFiles, configurationsOf, inputReport } from './templates.ts';
import { type ExitCode, exitCodes, palette, type Terminal, worseExitCode } from './terminal.ts';
import { topologyJson } from './topology-json.ts';
import { topologyMermaid } from './topology-mermaid.ts';
import { topologyText } from './topology-text.ts';

/** `zero-trust topology`: the tiers that one template builds, and which may reach which. Findings don't matter to its exit code. */
export function topology(invocation: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const report = inputReport(terminal);
  const { operands, options } = invocation;
  const configurations = configurationsOf(options, engine, terminal, report);
  const files = checkFiles(operands, { engine, configurations, terminal, report, options });

  const parameters = options.get('--parameters');
  for (const { file, configuration, workspace } of files) {
    // The file of --parameters is checked as well.
    if (parameters !== undefined && file.absolutePath === path.resolve(terminal.workingDirectory, parameters)) continue;
    const drawn = engine.topology(file.source, configuration, workspace);
    if (drawn === null) {
      report.error(`cannot draw ${file.source.path}: it is no template`);
      continue;
    }
    const none = lineIndex('');
    const linesOf = (name: string): LineIndex => workspace.linesOf(name) ?? none;
    terminal.write(textOf(drawn, options.get('--format'), linesOf, terminal));
  }
  return worseExitCode(exitCodes.clean, report.exitCode);
}

function textOf(
  drawn: Topology,
  format: string | undefined,
  linesOf: (file: string) => LineIndex,
  terminal: Terminal,
): string {
  if (format === 'json') return topologyJson(drawn, linesOf);
  if (format === 'mermaid') return topologyMermaid(drawn);
  return topologyText(drawn, linesOf, palette(terminal.color));
}
