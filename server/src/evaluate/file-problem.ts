import type { NodeId } from '../template/ir.ts';
import type { MissingProblem } from './files.ts';

/** Something wrong that shows only when files are evaluated together, at the place where an author would mend it. */
export interface FileProblem extends MissingProblem {
  readonly file: string;
  readonly node: NodeId;
  /** Set if the text at the place may be a secret. */
  readonly ofSecret?: true;
}

/** Adds a problem unless the same is known of the place. */
export function report(problems: Map<string, FileProblem>, problem: FileProblem): void {
  const key = `${problem.file}|${problem.node}|${problem.code}`;
  if (!problems.has(key)) problems.set(key, problem);
}
