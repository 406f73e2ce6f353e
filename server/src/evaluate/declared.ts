import type { ModuleDeclaration, ResourceDeclaration, Template } from '../template/ir.ts';
import type { Cell, Frame } from './cell.ts';
import type { FrameScope } from './deployment-scope.ts';
import type { ResourceInstance } from './instance.ts';
import type { Value } from './values.ts';

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

/** A resource or deployment as a reference may mean it. */
export interface NamedResource {
  readonly type: string;
  /** The names of its parents and its own; the values of cells that are evaluated once. */
  readonly names: readonly Cell[];
  readonly scope: FrameScope;
  /** A reference to the resource, or what the caller of a deployment sees of it. */
  readonly value: () => Value;
}

/** What a declaration makes, and the types of it in lower case: its own and those of the resources nested in it. */
export interface Typed {
  readonly types: ReadonlySet<string>;
  readonly declared: Declared;
}

/** What a template declares, and what those declare that call it: all that a reference in it may mean. */
export class NamedResources {
  readonly around: NamedResources | null;
  /** True for an embedded template whose expressions mean what is around it. */
  readonly isOuter: boolean;
  private readonly listed: (() => readonly NamedResource[])[] = [];
  private readonly calls: (() => readonly NamedResources[])[] = [];
  readonly typed: Typed[] = [];

  constructor(around: NamedResources | null, isOuter: boolean) {
    this.around = around;
    this.isOuter = isOuter;
  }

  add(listed: () => readonly NamedResource[]): void {
    this.listed.push(listed);
  }

  /** What the template itself declares. */
  own(): readonly NamedResource[] {
    return this.listed.flatMap((listed) => listed());
  }

  /** Adds what a module declares that the template calls once. */
  addCall(called: () => readonly NamedResources[]): void {
    this.calls.push(called);
  }

  /** What the modules declare that this template calls once, each of them by itself. */
  called(): readonly NamedResources[] {
    return this.calls.flatMap((called) => called());
  }

  /** This and what those declare that call the template, innermost first. */
  outwards(): readonly NamedResources[] {
    return this.around === null ? [this] : [this, ...this.around.outwards()];
  }
}
