import type { Engine, FileEvaluation, NoEvaluation } from '../service/model.ts';
import { readSource } from '../service/read.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import { type Invocation, UsageError } from './arguments.ts';
import { evaluationText } from './evaluation-text.ts';
import { jsonVersion } from './json-report.ts';
import { jsonText, type Writable } from './json-text.ts';
import { onlyFile } from './only-file.ts';
import { runWorkspace } from './run-workspace.ts';
import { scenarioContext } from './scenario-context.ts';
import { readNamedConfiguration, runOptionsOf } from './templates.ts';
import { type ExitCode, exitCodes, palette, type Terminal } from './terminal.ts';

/** Places in a file, by its name. */
export type LinesOf = (file: string) => LineIndex;

/** `zero-trust evaluate`: what Azure would be asked for. An error in a file that was read counts as in `check`. @throws UsageError */
export function evaluate({ operands, options, lists }: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const { workingDirectory } = terminal;
  const context = scenarioContext(lists.get('--scenario') ?? []);
  const file = onlyFile('evaluate', operands[0] ?? '', workingDirectory);
  const { path: name } = file.source;
  const run = runOptionsOf(options, terminal);
  readNamedConfiguration(options, engine, terminal);
  const language = run.parameters === null ? undefined : readSource(file.source)?.lowered.language;
  if (language === 'bicep-params' || language === 'arm-params')
    throw new UsageError(`${name} is a parameter file itself, so it takes no --parameters`);
  const workspace = runWorkspace([file], { ...run, context });
  const evaluation = engine.evaluate(file.source, workspace);
  if (evaluation.kind !== 'evaluation') throw new UsageError(`cannot evaluate ${name}: ${reasons[evaluation.kind]}`);

  const none = lineIndex('');
  const lineIndexes = new Map<string, LineIndex>();
  const linesOf: LinesOf = (of) => {
    const lines = lineIndexes.get(of) ?? workspace.linesOf(of) ?? none;
    lineIndexes.set(of, lines);
    return lines;
  };
  const asJson = options.get('--format') === 'json';
  terminal.write(
    asJson ? evaluationJson(evaluation, linesOf) : evaluationText(evaluation, linesOf, palette(terminal.color)),
  );
  return evaluation.problems.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
}

const reasons: Readonly<Record<NoEvaluation['kind'], string>> = {
  'no-template': 'no Azure template or parameter file (its $schema tells)',
  'no-using': 'it is a parameter file that names no template; name the template, and this file with --parameters',
  'no-named-template':
    'it is a parameter file, and no template beside it has its name; name the template, and this file with --parameters',
  'no-used-template': 'the template that it is using cannot be read',
  'other-template': 'the file of --parameters is for another template',
};

/** The contract's shape. */
function evaluationJson({ template, problems }: FileEvaluation, linesOf: LinesOf): string {
  const json = {
    version: jsonVersion,
    scope: template.scope,
    resources: template.resources.map(({ source: { file, span }, ...resource }) => ({
      ...resource,
      source: { file, range: rangeJson(linesOf(file), span) },
    })),
    outputs: template.outputs,
    problems: problems.map(({ file, span, code, severity, message }) => ({
      file,
      range: rangeJson(linesOf(file), span),
      code,
      severity,
      message,
    })),
    unknowns: template.unknowns.map(({ reason, count }) => ({ reason, count })),
  };
  return `${jsonText(json)}\n`;
}

function rangeJson(lines: LineIndex, span: Span): { readonly start: Writable; readonly end: Writable } {
  const { start, end } = lines.rangeOf(span);
  return { start: { ...start }, end: { ...end } };
}
