/** What the runs of a rule over all alternatives of a resource come to. */
import type { Decision, Outcome } from '../deployment/alternatives.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import type { TracedLeaf } from '../deployment/levers.ts';
import type { Finding, NodeLocation } from './finding.ts';

/** One alternative in which the rule found a breach, with all that its text was made of. */
export interface Breached {
  readonly certainty: 'certain' | 'possible';
  readonly place: NodeLocation;
  /** The parameter of the called module that steers the value, if the finding stands at a call. */
  readonly lever: string | null;
  readonly decided: TracedLeaf | null;
  readonly message: string;
  readonly label: string;
  /** Other places that the message speaks of. */
  readonly others: Finding<NodeLocation>['related'];
  readonly repairs: readonly RepairProposal[];
  /** Why none is proposed, if the rule says so. */
  readonly noRepair: string | null;
}

/** The verdict over all alternatives in which the resource is present: null if no breach was found in any. */
export interface Verdict extends Breached {
  readonly dependsOn: readonly string[];
}

/** What one run says: a breach, none, or that the resource isn't there. */
export type Judged = Breached | 'absent' | null;

export function verdictOf(all: readonly Outcome<Judged>[]): Verdict | null {
  const outcomes = all.filter((outcome) => outcome.kind === 'undecided' || outcome.value !== 'absent');
  const breached = outcomes.filter(isBreach);
  // Where it is a breach for certain, more is known of it.
  const first = breached.find(({ value }) => value.certainty === 'certain') ?? breached[0];
  if (first === undefined) return null;
  const every = breached.length === outcomes.length;
  const certain = every && breached.every((outcome) => outcome.value.certainty === 'certain');
  const others = outcomes.filter((outcome) => !isBreach(outcome));
  const dependsOn = every ? [] : [...new Set(decisive(first.decisions, others).map(({ atom }) => atom.term.label))];
  return { ...first.value, certainty: certain ? 'certain' : 'possible', dependsOn };
}

/**
 * The conditions that alone would make the difference between a breach and one of the other outcomes; all of them if none does alone, or where it
 * isn't known what another outcome rests on.
 */
function decisive(decisions: readonly Decision[], others: readonly Outcome<unknown>[]): readonly Decision[] {
  const paths = others.map((other) => (other.kind === 'decided' ? other.decisions : null));
  const alone = decisions.filter((step) =>
    paths.some((path) => {
      const opposed = path?.filter(({ atom, side }) =>
        decisions.some((own) => own.side !== side && own.atom.term.key === atom.term.key),
      );
      return opposed?.length === 1 && opposed[0]?.atom.term.key === step.atom.term.key;
    }),
  );
  return alone.length > 0 && !paths.includes(null) ? alone : decisions;
}

function isBreach(outcome: Outcome<Judged>): outcome is Outcome<Breached> & { readonly kind: 'decided' } {
  return outcome.kind === 'decided' && outcome.value !== null && outcome.value !== 'absent';
}

/** True if a finding can't be certain any more: the resource is there in this alternative, and is no certain breach. */
export function isNoCertainBreach(outcome: Outcome<Judged>): boolean {
  if (isBreach(outcome)) return outcome.value.certainty !== 'certain';
  return outcome.kind === 'undecided' || outcome.value !== 'absent';
}
