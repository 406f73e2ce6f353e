import type { TemplateScope } from '../template/ir.ts';
import type { Cell } from './cell.ts';
import type { TextPart } from './values.ts';

type Parts = readonly TextPart[];

/** A scope of which each part is a text. Parts that its kind doesn't have are those of the deployment's scope. */
export interface DeploymentScope {
  readonly kind: TemplateScope;
  readonly managementGroup: Parts;
  readonly subscription: Parts;
  readonly resourceGroup: Parts;
  /** The tenant is the same for all scopes of a deployment. */
  readonly tenant: Parts;
  readonly subscriptionName: Parts;
  /** Of the resource group; a cell if the group is declared in this deployment. */
  readonly location: Cell | Parts;
}

/** The scope of a frame: known at once, or what a cell of the caller gives. */
export type FrameScope = DeploymentScope | ScopeLink;

export interface ScopeLink {
  readonly kind: 'link';
  /** Gives a resource, a text or what `resourceGroup(...)` and its like give. */
  readonly written: Cell;
  /** The same as an object that stands for a scope, once it was asked for; a decision if the scope is one. */
  object: Cell | null;
}
