/**
 * The requests of our own between client and server. The client takes only types from here, so this file imports nothing but types.
 */
import type { Range } from '../text/lines.ts';

/** Request `zeroTrust/topology`: the tiers of a document, or null if it isn't a template. */
export interface TopologyParams {
  readonly uri: string;
}

export interface TopologyResult {
  readonly uri: string;
  readonly tiers: readonly TopologyTierDto[];
  /** Who may reach whom, both by the ids of tiers or `internet`; pairs between which nothing flows are left out. */
  readonly flows: readonly TierFlowDto[];
}

export interface TierFlowDto {
  readonly from: string;
  readonly to: string;
  /** Such as `TCP 443, maybe UDP 53`. */
  readonly traffic: string;
  /** `depends` if nothing surely flows. */
  readonly answer: 'allowed' | 'depends';
  readonly dependsOn: readonly string[];
}

export interface TopologyTierDto {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly TopologyNodeDto[];
}

export interface TopologyNodeDto {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly symbolicName: string | null;
  readonly uri: string;
  /** The whole declaration: the tree's selection follows a cursor inside of it. */
  readonly range: Range;
  /** The name token, revealed on click. */
  readonly nameRange: Range;
  readonly evidence: readonly { readonly kind: string; readonly detail: string }[];
  readonly worst: 'error' | 'warning' | 'information' | 'hint' | null;
  readonly children: readonly TopologyNodeDto[];
}

/** Notification `zeroTrust/analyzed`, server to client: a document was analysed anew; views of it are stale. */
export interface AnalyzedParams {
  readonly uri: string;
  readonly version: number;
}

/** Request `zeroTrust/ruleDocument`: the page behind `zerotrust:/rules/<id>.md`, or null. */
export interface RuleDocumentParams {
  readonly ruleId: string;
}

export interface RuleDocumentResult {
  readonly markdown: string;
}

/** Request `zeroTrust/scenarios`: with which parameter files a document is evaluated, or null if it is none of ours. */
export interface ScenariosParams {
  readonly uri: string;
}

export interface ScenariosResult {
  /** Parameter files null stands for the defaults of the template. */
  readonly scenarios: readonly { readonly template: string; readonly parameters: string | null }[];
  /** Scenarios of the document that aren't evaluated: there are too many. */
  readonly leftOut: number;
  /** The document's own name among the templates. */
  readonly document: string;
  /** True while files are being read that may be among them. */
  readonly searching: boolean;
  /** All parameter files of the workspace, those that are for the document first. */
  readonly parameterFiles: readonly string[];
}

export const methods = {
  scenarios: 'zeroTrust/scenarios',
  topology: 'zeroTrust/topology',
  analyzed: 'zeroTrust/analyzed',
  ruleDocument: 'zeroTrust/ruleDocument',
} as const;
