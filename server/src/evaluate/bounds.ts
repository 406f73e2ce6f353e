/** What an author is told where a template meets a bound of the evaluation. */
import type { Cell } from './cell.ts';
import { type FileProblem, report } from './file-problem.ts';

/** A bound of the evaluation that a template met: the cell where it stands, and what isn't known for that reason. */
export interface BoundMet {
  readonly kind: 'work' | 'alternatives' | 'cycle' | 'recursion';
  readonly at: Cell;
  /** Completes "This value is unknown: ...". */
  readonly reason: string;
}

/** Adds the problem of a bound, at each place once. */
export function reportBound(problems: Map<string, FileProblem>, { kind, at, reason }: BoundMet): void {
  const place = { file: at.frame.file, node: at.expression.node };
  switch (kind) {
    case 'work':
      report(problems, {
        ...place,
        code: 'too-much-work',
        severity: 'warning',
        message: `This isn't evaluated, and what depends on it is unknown: ${reason}.`,
      });
      return;
    case 'alternatives':
      // Not an author's mistake, and met by parts that are never deployed as well: the reason of the value says it.
      return;
    case 'recursion':
      report(problems, {
        ...place,
        code: 'function-recursion',
        severity: 'error',
        message: 'This function calls itself, so the template can never be deployed.',
      });
      return;
    case 'cycle':
      report(problems, {
        ...place,
        code: 'value-cycle',
        severity: 'error',
        message: 'This value depends on itself, so the template can never be deployed.',
      });
  }
}
