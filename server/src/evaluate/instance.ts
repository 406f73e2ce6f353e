import type { ResourceDeclaration } from '../template/ir.ts';
import type { Cell, Frame } from './cell.ts';
import type { ScopeLink } from './deployment-scope.ts';

/**
 * A resource as one evaluation of its declaration makes it. `key` is the frame's path and the declaration's node, so it is the same for the
 * same text, whatever was evaluated before.
 */
export interface ResourceInstance {
  readonly key: string;
  readonly declaration: ResourceDeclaration;
  readonly frame: Frame;
  readonly body: Cell;
  /** The name as declared: the last segment for a child with a parent link, else all segments. */
  readonly name: Cell;
  readonly parent: ParentOf | null;
  /** What it says itself of where it is deployed: a scope, or the resource that it extends. */
  readonly scope: ScopeLink | null;
  /** Conditions under which it is deployed: its own and those of the declarations around it. Empty for always. */
  readonly conditions: readonly Cell[];
}

export type ParentOf =
  | { readonly kind: 'instance'; readonly instance: ResourceInstance }
  | { readonly kind: 'value'; readonly cell: Cell };

/** What a symbolic reference stands for. */
export interface Reference {
  readonly kind: 'reference';
  readonly to: ResourceInstance;
  readonly what: 'resource' | 'id';
}
