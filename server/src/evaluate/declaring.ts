/** What declarations are made with: what all of a program share, and where each stands. */
import type { Template } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import type { Cell, Frame } from './cell.ts';
import type { DeploymentScope } from './deployment-scope.ts';
import type { Evaluator } from './evaluator.ts';
import type { FileProblem } from './file-problem.ts';
import type { TemplateFiles } from './files.ts';
import type { ResourceInstance } from './instance.ts';
import type { Overrides } from './scenario.ts';
import type { SecureTypes } from './secure-types.ts';

/** Whether the calls of a file are wanted that stand in the last of these files, which those before it call. */
export type WantedCalls = (file: string, callers: readonly string[]) => boolean;

export const everyCall: WantedCalls = () => true;

/** What all declarations of a program share. */
export interface Sharing {
  readonly files: TemplateFiles;
  readonly overrides: Overrides;
  /** The only resource that is wanted: modules that don't lead to it aren't collected. Null if all are. */
  readonly wanted: string | null;
  readonly wantedCalls: WantedCalls;
  readonly lowered: Map<string, LoweredFile>;
  readonly defaults: Set<Cell>;
  readonly problems: Map<string, FileProblem>;
  /** Frames of files that others import from, by file. */
  readonly libraries: Map<string, Frame>;
  readonly secureTypes: SecureTypes;
  readonly entryScope: DeploymentScope;
  /** Calls that were made; beyond `mostCalls` modules aren't read. */
  calls: number;
}

/** The template a frame belongs to, and the files that called it, innermost last. */
export interface Place {
  readonly template: Template;
  readonly frame: Frame;
  readonly callers: readonly string[];
  /** True for an embedded template whose expressions mean the names around it: its own parameters and variables are ignored. */
  readonly isOuter: boolean;
}

/** What a declaration stands in. */
export interface Around {
  readonly evaluator: Evaluator;
  /** The resource that it is nested in, or null. */
  readonly surrounding: ResourceInstance | null;
  /** Conditions of all that surrounds it. */
  readonly conditions: readonly Cell[];
}

/** The conditions of what is always deployed, shared by all such resources. */
export const unconditional: readonly Cell[] = [];
