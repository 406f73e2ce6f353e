import type { Severity } from '../config/severity.ts';
import type { NodeId } from '../template/ir.ts';
import type { Span } from '../text/span.ts';

/** A place in one of the files that were analysed. `file` is the path under which the host gave the file. */
export interface Location {
  readonly file: string;
  readonly span: Span;
}

/** A place by the node that stands there: it can be asked again for its span when only blanks and comments of the file have changed. */
export interface NodeLocation extends Location {
  readonly node: NodeId;
}

/** One breach at one place, as plain data. */
export interface Finding<At extends Location = Location> {
  /** Stable for the same content: rule, resource and place. Repairs are asked for by it. */
  readonly key: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly certainty: 'certain' | 'possible';
  readonly message: string;
  readonly at: At;
  readonly resource: { readonly type: string; readonly name: string; readonly symbolicName: string | null };
  /** How many resources the same place decides. */
  readonly instances: number;
  /** Parameter files in which it holds; empty if the defaults are the scenario. */
  readonly scenarios: readonly string[];
  readonly related: readonly (At & { readonly message: string })[];
}

/** Why a rule stays silent at a place where a reader might expect a finding; for hover. */
export interface QuietNote<At extends Location = Location> {
  readonly ruleId: string;
  readonly reason: string;
  readonly at: At;
}
