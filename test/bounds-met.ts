/** For tests: what a template says of the bounds that its evaluation meets. */
import { buildDeployment } from '../server/src/deployment/build.ts';
import { isUnknown } from '../server/src/evaluate/values.ts';
import { deepDigest } from './deep-values.ts';
import { lower } from './deployment.ts';

export interface BoundsMet {
  /** Code, and the text that the problem stands at, cut after a few characters. */
  readonly said: readonly string[];
  /** Of each output: the reason why it is unknown, or that it is known. */
  readonly outputs: readonly string[];
  readonly steps: number;
}

/** Evaluates all outputs and resources of a template. */
export function boundsOf(text: string): BoundsMet {
  const lowered = lower(text);
  const deployment = buildDeployment({ file: 'main', lowered });
  const { program } = deployment.index;
  const { evaluator } = program;
  const outputs = lowered.template.declarations.flatMap((declaration) => {
    if (declaration.kind !== 'output') return [];
    const value = evaluator.force(evaluator.part(declaration.value, program.frame));
    return [isUnknown(value) ? value.reason : 'known'];
  });
  for (const instance of program.instances) deepDigest(evaluator, instance.body);
  const said = program.problems.map(({ code, node }) => {
    const { start, end } = lowered.spans.spanOf(node);
    return `${code} at ${text.slice(start, Math.min(end, start + 30)).replaceAll(/\s+/g, ' ')}`;
  });
  return { said, outputs, steps: evaluator.stepCount };
}
