import type { ModuleDeclaration, ResourceDeclaration, Template } from '../template/ir.ts';
import type { Frame } from './cell.ts';
import type { ResourceInstance } from './instance.ts';

/** A call of a module that was read: the declaration in the caller's frame, and the frame of what it calls. */
export interface ModuleCall {
  readonly declaration: ModuleDeclaration;
  readonly caller: Frame;
  readonly callerTemplate: Template;
  /** What the expressions of the call itself see: the caller's frame, or that of a turn of the call's loop. */
  readonly turn: Frame;
  readonly callee: Frame;
  readonly calleeTemplate: Template;
  /** True if it is surely not deployed: what it declares is nowhere then. */
  readonly leftOut: boolean;
}

/** A module whose template isn't there, and the frame that calls it. */
export interface UnreadModule {
  readonly declaration: ModuleDeclaration;
  readonly caller: Frame;
  readonly callerTemplate: Template;
}

/** All that the declarations of a program make. */
export interface Collected {
  readonly instances: ResourceInstance[];
  readonly openLoops: ResourceDeclaration[];
  readonly calls: ModuleCall[];
  readonly unread: UnreadModule[];
}

/** Adds what a declaration makes, once all names are bound. */
export type Declared = (into: Collected) => void;
