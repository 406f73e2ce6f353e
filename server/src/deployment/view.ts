/**
 * What rules see of a deployment: plain values under one assignment of the conditions (spec: evaluation, section 9).
 *
 * Reading something unknown ends the run of the rule as undecided, by an exception that only the engine catches; so rules are plain code,
 * never mention unknown values and contain no `try`. Reading a value that depends on a condition makes the engine run the rule again for the
 * other side.
 */

import type { Contract } from '../config/contract.ts';
import type { ResourceKey } from './intent.ts';

/** A value as a rule sees it. `null` means null, absent or omitted alike: the service's default applies. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A resource, or an element of a parent's array that is a child resource in disguise (a subnet, a security rule). */
export interface ResourceView {
  readonly kind: 'resource';
  /** Names this resource in intents. */
  readonly key: ResourceKey;
  /** Full type as declared; compare without regard to case (`isType`). */
  readonly type: string;
  /** The api version; of a disguised child its resource's. Empty if it isn't known. */
  readonly apiVersion: string;
  /** Last segment of the name. Ends the run as undecided if it isn't known. */
  readonly name: string;
  /** The last segment of the name as far as it is known, for messages: `unknown` parts as `…`. Never undecided. */
  readonly label: string;
  readonly symbolicName: string | null;
  /** True for an element of its parent's array, false for a resource that is declared by itself. */
  readonly isElement: boolean;
  /** True for a resource that is only referred to (`existing`): it is never accused. */
  readonly existing: boolean;
  /**
   * True if an output of the template gives its id or name to whoever calls the template: what it lacks here, another template may add.
   */
  readonly handedOut: boolean;
  /** True if a module that isn't read gets its name and may deploy it again: what isn't set here may be set there. */
  readonly mayBeDeployedAgain: boolean;
  /** True if `type` is this type, ignoring case. */
  isType(type: string): boolean;
  /** The plain value at a dotted path such as `properties.subnets`; null if any step is omitted. */
  read(path: string): Json;
  /** True if nothing is given at the path (missing or null). Decidable also if the value is unknown but surely present. */
  omits(path: string): boolean;
  /** True if the text gives the path something, be it null: a parameter that decides it may give it more. */
  isWritten(path: string): boolean;
  /** The resource that the id at the path means: in this deployment, or outside of it. Null if the path is omitted. */
  target(path: string): ResourceView | ExternalResource | null;
  /** Like `target`, for each element of the array at `arrayPath`, the id being at `idPath` in the element (`''` for the element itself). */
  targets(arrayPath: string, idPath: string): readonly (ResourceView | ExternalResource)[];
  /** The number of elements of the array at the path; 0 if it is omitted. Element `n` is read at `path.n`. */
  size(path: string): number;
  /** Where it is deployed, or what it extends. */
  scope(): ResourceScope;
  /** True if the value at a path is the same as that at a path of another resource, whether it is known what it is. */
  agrees(path: string, other: ResourceView, otherPath: string): boolean;
  /** True if this is the same resource. */
  is(other: ResourceView | ExternalResource | null): boolean;
  /** Other declarations of the same resource that are present in this run: inline and by itself. `existing` ones aren't among them. */
  otherDeclarations(): readonly ResourceView[];
  /** Child resources in every form: inline elements, nested, `parent:` and by name. `type` is the last segment, such as `subnets`. */
  children(type: string): ResourceViews;
  /** The resource that contains this one, if it is declared in this deployment. */
  parent(): ResourceView | null;
  readonly deployment: DeploymentView;
}

/** A resource that isn't declared in this deployment; its properties are unknown. */
export interface ExternalResource {
  readonly kind: 'external';
  /** Empty if not even the type is known. */
  readonly type: string;
  /** Last segment of the name, or empty. */
  readonly name: string;
  /** Where its id says that it is. */
  scope(): ResourceScope;
}

/** Where a resource is deployed. Each question ends the run as undecided if the answer isn't known. */
export interface ResourceScope {
  /** `resource` if it extends another one, as a role assignment of a storage account does. */
  readonly kind: 'tenant' | 'managementGroup' | 'subscription' | 'resourceGroup' | 'resource';
  /** The resource that it extends; null where it is deployed to a group, a subscription and so on. */
  readonly extended: ResourceView | ExternalResource | null;
  /** The name of the resource group, if it is one and its name is known; null for all others. */
  readonly groupName: string | null;
  /** True if what is deployed to the other scope is in this one: the same, or one within it. */
  contains(other: ResourceScope): boolean;
}

/**
 * A list of resources that may be open: something unread may hold more. `some` is true as soon as one element decides, and on an open list
 * never false but undecided; `every` the other way round.
 */
export interface ResourceViews {
  /** Elements that are present in this run. */
  readonly known: readonly ResourceView[];
  /** True if more elements may exist than are known: a loop that isn't expanded, a module that isn't read. */
  readonly open: boolean;
  some(predicate: (resource: ResourceView) => boolean): boolean;
  every(predicate: (resource: ResourceView) => boolean): boolean;
}

/** Where a resource names another by its id: at a dotted path, or at `id` in each element of the array at `array`. */
export type IdPlace = string | { readonly array: string; readonly id: string };

export interface DeploymentView {
  /** What the workspace declares about its tiers and flows. */
  readonly contract: Contract;
  /** Every resource that the templates declare or refer to, inline children included, whether it is present in this run or not. */
  readonly everything: readonly ResourceView[];
  /**
   * All resources of a full type, inline children included. Open if a loop may declare more, or a module may: any module, or with `about` one
   * into which that resource flows (its id, or what its name is made of).
   */
  resources(type: string, about?: ResourceView): ResourceViews;
  /**
   * Those of `resources(type, named)` that name a resource at a place in some alternative, or of which it can't be told. Whether they do in this
   * run is left to `target` and `targets`: this list only spares asking all the others.
   */
  naming(named: ResourceView, type: string, place: IdPlace): ResourceViews;
  /** The answer of a question about the whole deployment, found once if it rests on no condition. Equal questions must have equal answers. */
  remember<T>(question: string, find: () => T): T;
  /**
   * Reads what may as well be undecided: where there are too many alternatives, they aren't told apart by conditions for which only such reads
   * ask. @throws Undecided
   */
  dispensable<T>(read: () => T): T;
  /** True if the template declares no resource of the type, `existing` ones and loops included. Modules aren't looked at. */
  lacks(type: string): boolean;
  /** True if the template calls modules, whose resources aren't seen. */
  readonly hasUnreadModules: boolean;
}
