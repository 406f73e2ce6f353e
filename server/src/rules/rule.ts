import type { AzurePolicy } from '../azure/policies.ts';
import type { Profiled } from '../config/profiles.ts';
import type { Severity } from '../config/severity.ts';
import type { Lacking } from '../deployment/givers.ts';
import type { RepairProposal } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';
import type { ArticleSeed } from './articles.ts';

export type Principle = 'verify-explicitly' | 'least-privilege' | 'assume-breach';

/** A step of one of the five articles. `seed` is the article's short name in the requirements (S0 to S4). */
export interface ArticleStep {
  readonly seed: ArticleSeed;
  readonly step: string;
}

/**
 * Where a finding stands: the value at a path, the property that lacks it, or the resource's name. `lacks` is what the resource is without as a
 * whole: where a module declares it that is given such things by who calls it, the finding stands at the call.
 */
export type Place =
  | { readonly kind: 'value'; readonly resource: ResourceView; readonly path: string }
  | { readonly kind: 'header'; readonly resource: ResourceView; readonly lacks?: Lacking };

/**
 * The answer of `find`: null if the rule has nothing to say, else the facts that `at`, `say` and `repair` need. `certainty: 'possible'`
 * is for a breach that something unread may heal; the engine adds what follows from the conditions.
 */
export interface Breach<Facts> {
  readonly certainty: 'certain' | 'possible';
  readonly facts: Facts;
}

/** Another resource that a finding speaks of, or a value of it. */
export interface RelatedResource {
  readonly resource: ResourceView;
  /** The path of the value; without it the resource as a whole is meant. */
  readonly path?: string;
  /** A plain sentence. */
  readonly message: string;
}

export interface Example {
  readonly bicep: string;
  readonly json: string;
}

/**
 * One rule: find, at, say, repair. Called once for each resource of the types in `on` and each alternative of its conditions; plain code
 * without state and without `try`.
 */
export interface Rule<Facts = unknown> extends Profiled {
  readonly id: string;
  /** What it was called before: settings and suppressions still take these names. */
  readonly formerIds?: readonly string[];
  /** One sentence that names the breach. */
  readonly title: string;
  readonly principle: Principle;
  readonly severity: Severity;
  /** Rows of the requirements that it answers. */
  readonly rows: readonly number[];
  readonly articles: readonly ArticleStep[];
  /** Built-in definitions of Azure Policy that ask for the same of the same resources. */
  readonly policies?: readonly AzurePolicy[];
  /** Where it is silent on purpose, in a sentence each, for the rule's page. */
  readonly exceptions?: readonly string[];
  /** Why it matters and what to do, in Markdown, for the rule's page and the hover. */
  readonly why: string;
  readonly what: string;
  /** Equivalent checks of other tools, by tool. */
  readonly equivalents: Readonly<Partial<Record<Peer, readonly string[]>>>;
  /** Titles of the repairs it can offer, for lists; empty if only a person can mend it. */
  readonly repairs: readonly string[];
  readonly examples: {
    readonly bad: Example;
    readonly good: Example;
    /** The flows that the workspace declares, if the rule is about these. */
    readonly flows?: readonly string[];
  };
  /** Full resource types, any case. */
  readonly on: readonly string[];
  find(resource: ResourceView): Breach<Facts> | null;
  /** Why the rule stays silent where a reader might expect a finding; shown in hover. Null if there is nothing to explain. */
  quiet?(resource: ResourceView): string | null;
  at(resource: ResourceView, facts: Facts): Place;
  /** What is wrong, why, and what to do, with names and values of the template: one to three plain sentences. */
  say(resource: ResourceView, facts: Facts): string;
  /** The other resources that the message names, such as the rule that decides, so that a person can go there. */
  related?(resource: ResourceView, facts: Facts): readonly RelatedResource[];
  repair(resource: ResourceView, facts: Facts): readonly RepairProposal[];
  /** Why no edit is proposed where others of its findings have one, and what to do; completes "No repair: ...". Null if it isn't known. */
  noRepair?(resource: ResourceView, facts: Facts): string | null;
}

/** The controls of the Microsoft cloud security benchmark for which the policies of a rule stand. */
export function controlsOf({ policies = [] }: Rule): readonly string[] {
  return [...new Set(policies.flatMap(({ controls }) => controls))].sort();
}

export type Peer = 'checkov' | 'kics' | 'psrule' | 'trivy' | 'templateAnalyzer';
