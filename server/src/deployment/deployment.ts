import type { NodeId, ResourceDeclaration } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import type { ResourceKey } from './intent.ts';
import type { DeploymentView, Json, ResourceView } from './view.ts';

/** A node of one of the files of the deployment. */
export interface FileNode {
  readonly file: string;
  readonly node: NodeId;
}

/** What an element of a provenance chain does, from the use towards the text that decides. */
export type ChainRole =
  | 'variable'
  | 'parameter'
  | 'argument'
  | 'default'
  | 'parameterFile'
  | 'item'
  | 'branch'
  | 'fallback'
  | 'spread'
  | 'member'
  | 'output'
  | 'readBack'
  | 'computed'
  | 'literal'
  | 'missing';

export interface ChainElement extends FileNode {
  readonly role: ChainRole;
}

/** One alternative of a value, with the text that decides it. */
export interface Leaf {
  /** The plain value, `null` for null and for an omitted property; undefined if it isn't known. */
  readonly value: Json | undefined;
  /** The way from the use to the deciding text; the last element is the place of an edit. Never empty. */
  readonly chain: readonly ChainElement[];
  /**
   * What the last chain element is: the expression that gives the value (`expression`, replace it), or the object that lacks the property
   * (`object`, add to it). `missing` is the path below that place: empty if the expression is the value itself, else the remaining steps,
   * several if whole objects are missing. `isRead` is set if the use itself reads that path (`settings.?access`), so that the value may as
   * well stand in place of the use.
   */
  readonly end: {
    readonly kind: 'expression' | 'object';
    readonly missing: readonly string[];
    readonly isRead: boolean;
  };
  /** True if a parameter's default gives the value, or decides which branch does. */
  readonly byDefault: boolean;
}

/** Where and how a resource is declared. */
export type DeclaredAs =
  | { readonly kind: 'declaration'; readonly file: string; readonly declaration: ResourceDeclaration }
  /** An element of an array of the parent's body; `element` is the node of the object that decides it. */
  | {
      readonly kind: 'element';
      readonly file: string;
      readonly parent: ResourceKey;
      /** Path of the array in the parent, such as `properties.subnets`. */
      readonly arrayPath: string;
      readonly element: NodeId;
    };

/**
 * An evaluated template: the resources that it deploys, and for each value the text that decides it.
 */
export interface Deployment {
  /** The file that was evaluated; the names by which `FileNode.file` refers to files. */
  readonly file: string;
  readonly files: ReadonlyMap<string, LoweredFile>;
  readonly view: DeploymentView;
  /** All resources, disguised children included, in order of declaration. */
  readonly keys: readonly ResourceKey[];
  declaredAs(key: ResourceKey): DeclaredAs | null;
  /** The view of a resource under the assignment that takes the first side of each condition; undecided reads throw as in a rule. */
  viewOf(key: ResourceKey): ResourceView | null;
  /** Whether a resource is deployed, or referred to, under that assignment; undefined if it can't be told. */
  isPresent(key: ResourceKey): boolean | undefined;
  /** Other declarations of surely the same resource under that assignment, `existing` ones and absent ones included. */
  sameAs(key: ResourceKey): readonly ResourceKey[];
  /** All alternatives of the value at a dotted path of a resource. Empty if the resource doesn't exist. */
  locate(key: ResourceKey, path: string): readonly Leaf[];
  /** The name token of a resource: the symbolic name, the value of `name` for array elements. */
  header(key: ResourceKey): FileNode | null;
  /** The names of the module calls that the resource is made by, the innermost first; none if the template itself declares it. */
  callsOf(key: ResourceKey): readonly FileNode[];
  /** The whole text that declares the resource. */
  extent(key: ResourceKey): FileNode | null;
}
