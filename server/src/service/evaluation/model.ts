/** What an evaluated template is shown as: plain data, the contract of `zero-trust evaluate --format json`. */
import type { Location } from '../../rules/finding.ts';
import type { TemplateScope } from '../../template/ir.ts';

/**
 * A value as plain data. What isn't concrete has one of three forms, told by its first key:
 *
 * - `{ $unknown: reason }`. With `$parts`, a text of which some parts are known: strings and forms in order. With `$oneOf`, a value that is one of
 *   those that the template allows.
 * - `{ $oneOf: [...] }`: one of several values, as conditions decide that aren't known. With `$optional`, a property or an element that may also
 *   be left out.
 * - `{ $ref: { type, name, path } }`: what Azure gives for a resource, at a path such as `id` or `properties.primaryEndpoints.blob`; an empty
 *   path is the whole resource. `scope` is the id of where the resource is, if it is another place than the deployment and something of it is
 *   known.
 *
 * An object that may have further properties has `$unknown` and `$more` beside those that it surely has; an array that may have further elements
 * ends with such an object.
 */
export type Form = string | number | bigint | boolean | null | readonly Form[] | { readonly [key: string]: Form };

export interface EvaluatedResource {
  readonly type: string;
  readonly apiVersion: string | null;
  /** The names of its parents and its own, separated by slashes. */
  readonly name: Form;
  /** The kind of scope if it goes where the template does; else the id of the scope, or of the resource that it extends. */
  readonly scope: Form;
  readonly symbolicName: string | null;
  readonly existing: boolean;
  readonly presence: Presence;
  /** What Azure is asked for, without name, type and API version. Empty for a resource that is absent or exists already. */
  readonly body: Form;
  readonly source: Location;
}

export type Presence = 'present' | 'absent' | 'conditional';

export interface UnknownReason {
  readonly reason: string;
  readonly count: number;
}

/** A template in one scenario. */
export interface EvaluatedTemplate {
  readonly scope: TemplateScope;
  /** Those of the template and of the modules that were read, in order of declaration; modules themselves aside. */
  readonly resources: readonly EvaluatedResource[];
  readonly outputs: { readonly [name: string]: Form };
  /** Why values aren't known, the most frequent reason first. */
  readonly unknowns: readonly UnknownReason[];
}
