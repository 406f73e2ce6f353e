import type { Problem } from '../text/problem.ts';
import type { Span } from '../text/span.ts';
import type { Expression, NodeId, Template } from './ir.ts';

export type Language = 'bicep' | 'bicep-params' | 'arm' | 'arm-params';

/** Where each node of one file stands. Kept apart from the nodes, so that an edit of blanks replaces this table and nothing else. */
export interface SpanTable {
  readonly count: number;
  spanOf(node: NodeId): Span;
}

export interface SpanTableBuilder {
  /** Records a node and gives its number: 0, 1, 2 ... in order of calls. */
  add(start: number, end: number): NodeId;
  finish(): SpanTable;
}

export function spanTableBuilder(): SpanTableBuilder {
  let starts = new Int32Array(256);
  let ends = new Int32Array(256);
  let count = 0;
  return {
    add(start, end) {
      if (count === starts.length) {
        starts = grown(starts);
        ends = grown(ends);
      }
      starts[count] = start;
      ends[count] = end;
      return count++;
    },
    finish() {
      const finalStarts = starts.slice(0, count);
      const finalEnds = ends.slice(0, count);
      return {
        count,
        spanOf: (node) => ({ start: finalStarts[node] ?? 0, end: finalEnds[node] ?? 0 }),
      };
    },
  };
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** The name of the import by which a parameter file reaches the values of the file that it `extends`. */
export const EXTENDED_FILE_NAME = 'base';

/** The value that a parameter file gives to one parameter. */
export interface ParameterAssignment {
  readonly node: NodeId;
  readonly name: string;
  readonly nameNode: NodeId;
  readonly value: Expression;
}

/**
 * One file, lowered. A parameter file has assignments and, in Bicep, the path it is `using`; a template file has a template. Both parts are
 * always there (empty where they don't apply), so readers need no case distinction to walk a file.
 */
export interface LoweredFile {
  readonly language: Language;
  readonly template: Template;
  readonly assignments: readonly ParameterAssignment[];
  readonly using: string | null;
  /** That path as written, quotes included; null if there is none. */
  readonly usingNode: NodeId | null;
  readonly spans: SpanTable;
  readonly problems: readonly Problem[];
}
