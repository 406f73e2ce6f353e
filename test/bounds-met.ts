/** For tests: what a template says of the bounds that its evaluation meets. */
import { buildDeployment } from '../server/src/deployment/build.ts';
import { noFiles, type TemplateFiles } from '../server/src/evaluate/files.ts';
import { isUnknown } from '../server/src/evaluate/values.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';
import { deepDigest } from './deep-values.ts';
import { lower } from './deployment.ts';

export interface BoundsMet {
  /** Code, and the text that the problem stands at, cut after a few characters. */
  readonly said: readonly string[];
  /** Of each output: the reason why it is unknown, or that it is known. */
  readonly outputs: readonly string[];
  readonly steps: number;
}

/** Evaluates all outputs and resources of a template; `others` are the files that it and its modules call. */
export function boundsOf(text: string, others: Readonly<Record<string, string>> = {}): BoundsMet {
  const texts: Readonly<Record<string, string>> = { main: text, ...others };
  const lowered = lower(text);
  const known = new Map<string, LoweredFile>([['main', lowered]]);
  const load: TemplateFiles['load'] = (_, file) => {
    const written = texts[file];
    if (written === undefined) return { kind: 'missing', reason: 'it is not there', problem: null };
    const found = known.get(file) ?? lower(written);
    known.set(file, found);
    return { file, lowered: found };
  };
  const deployment = buildDeployment({ file: 'main', lowered, files: { ...noFiles, load } });
  const { program } = deployment.index;
  const { evaluator } = program;
  const outputs = lowered.template.declarations.flatMap((declaration) => {
    if (declaration.kind !== 'output') return [];
    const value = evaluator.force(evaluator.part(declaration.value, program.frame));
    return [isUnknown(value) ? value.reason : 'known'];
  });
  for (const instance of program.instances) deepDigest(evaluator, instance.body);
  const said = program.problems.map(({ file, code, node }) => {
    const { start, end } = (program.files.get(file) ?? lowered).spans.spanOf(node);
    return `${code} at ${(texts[file] ?? '').slice(start, Math.min(end, start + 30)).replaceAll(/\s+/g, ' ')}`;
  });
  return { said, outputs, steps: evaluator.stepCount };
}
