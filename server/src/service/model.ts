/** The data that the service gives to its faces, the language server and the command line. Plain data: no functions, no classes. */
import type { Configuration } from '../config/configuration.ts';
import type { Severity } from '../config/severity.ts';
import type { TierId } from '../config/tiers.ts';
import type { Evidence } from '../network/tiers/placement.ts';
import type { RepairAnswer } from '../repair/repairs.ts';
import type { Finding, Location, QuietNote } from '../rules/finding.ts';
import type { Language } from '../template/lowered.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Problem } from '../text/problem.ts';
import type { Span } from '../text/span.ts';
import type { FileEvaluation, NoEvaluation } from './file-evaluation.ts';
import type { NetworkDifference } from './network/difference.ts';
import type { TierFlow, TierMatrix, TierRow } from './network/matrix.ts';
import type { ReachAnswer, ReachQuestion } from './network/reach.ts';
import type { SecurityRuleNote } from './network/rule-note.ts';
import type { Workspace } from './workspace.ts';

export type {
  Evidence,
  FileEvaluation,
  NoEvaluation,
  SecurityRuleNote,
  TierFlow,
  TierId,
  TierMatrix,
  TierRow,
  Workspace,
};

/** A file as the host has it now. `path` is the host's own name for it (a URI or a path) and its identity. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The host's word for what it is; JSON is looked into, since only its `$schema` tells whether it is a template. */
  readonly format: 'bicep' | 'bicep-params' | 'json';
}

export interface FileAnalysis {
  readonly path: string;
  /** Null if the file is neither a template nor a parameter file; it then has no problems and no findings. */
  readonly language: Language | null;
  readonly problems: readonly Problem[];
  /** What is wrong with the bicepconfig.json files that decide which modules the file means. */
  readonly settingsProblems: readonly { readonly file: string; readonly problem: Problem }[];
  readonly findings: readonly Finding[];
  /** What has a syntax error in it, declaration by declaration: what is found there is of half a text. */
  readonly damaged: readonly Span[];
  readonly quiet: readonly QuietNote[];
  /** Literals of the file that are secret, or may be: whoever shows its lines elsewhere leaves them out. In any order. */
  readonly secrets: readonly Span[];
  /** The Bicep file beside it that a compiled template was made of, to be changed in its place; null for others. */
  readonly source: string | null;
  /** Resources that are deployed if this file is, with all its modules; `existing` ones aside. 0 for a file that others include. */
  readonly resourceCount: number;
  /**
   * False if some of the findings are older than the files: they have moved with the text and are to be renewed (`renew`), or a file is waited for.
   */
  readonly complete: boolean;
  /** True while files of the workspace are to be read that may include this one: only what is so whoever does is found. */
  readonly searching: boolean;
  /** Files that the host has not read yet. */
  readonly pending: readonly string[];
}

/** A template with the parameter file that it is deployed with; null for its defaults. */
export interface ShownScenario {
  readonly template: string;
  readonly parameters: string | null;
}

export interface FileScenarios {
  readonly scenarios: readonly ShownScenario[];
  /** Scenarios of the file itself that aren't among them: there are too many. */
  readonly leftOut: number;
  /** True while files are to be read that may be among them. */
  readonly searching: boolean;
  /** Parameter files of the workspace, those that are for the file first. */
  readonly parameterFiles: readonly string[];
}

export interface FileEdit {
  readonly path: string;
  /** True if there is no such file yet; its edits are those of an empty text. */
  readonly creates?: true;
  readonly edits: readonly TextEdit[];
}

/** A repair that has been carried out on a copy and found good. */
export interface VerifiedRepair {
  /** Key of the finding that it mends. */
  readonly findingKey: string;
  /** Position among the repairs of the finding; with `findingKey` its identity. */
  readonly index: number;
  readonly title: string;
  readonly kind: 'safe' | 'review';
  /** All of the traffic that it changes, where the title only counts it. */
  readonly description: string | null;
  readonly edits: readonly FileEdit[];
}

/** The repairs of a finding as far as they were judged. */
export interface Offers {
  readonly repairs: readonly VerifiedRepair[];
  /** False if only the deployment in view was asked, and others read the files that a repair changes. */
  readonly isWhole: boolean;
  /** Why there are none, and what to do, in one sentence. */
  readonly whyNone: string | null;
}

export interface RuleDescription {
  readonly id: string;
  readonly formerIds: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly principle: string;
  readonly articles: readonly { readonly seed: string; readonly step: string; readonly url: string }[];
  readonly rows: readonly number[];
  readonly profiles: readonly string[];
  readonly equivalents: {
    readonly checkov: readonly string[];
    readonly kics: readonly string[];
    readonly psrule: readonly string[];
    readonly trivy: readonly string[];
    readonly templateAnalyzer: readonly string[];
  };
  readonly policies: readonly { readonly name: string; readonly id: string }[];
  readonly controls: readonly string[];
  readonly languages: readonly string[];
  readonly fixes: readonly string[];
  /** Of which kinds they are. */
  readonly fixKinds: readonly VerifiedRepair['kind'][];
}

export interface TopologyNode {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly symbolicName: string | null;
  /** The text that declares it. */
  readonly declaration: Location;
  /** The name token, for selection. */
  readonly nameToken: Location;
  readonly evidence: readonly Evidence[];
  /** The worst finding of the node and its children, or null. */
  readonly worst: Severity | null;
  readonly children: readonly TopologyNode[];
}

export interface TopologyTier {
  readonly id: TierId;
  /** For display, such as "Front end". */
  readonly title: string;
  readonly nodes: readonly TopologyNode[];
}

/** The tiers of one template, in the order in which traffic meets them; tiers without nodes are left out. */
export interface Topology {
  readonly path: string;
  readonly tiers: readonly TopologyTier[];
  /** Which of them may reach which. */
  readonly matrix: TierMatrix;
}

/**
 * The engine: remembers what it read by content, and nothing else. Every answer depends only on its arguments: the file that is asked about,
 * with its text; the configuration that holds for it; and the workspace around it, in which the text counts in place of the host's. Without a
 * workspace the file stands alone.
 */
export interface Engine {
  /** All findings of the file: what every entry that reaches it makes of it. */
  analyze(file: SourceFile, configuration: Configuration, workspace?: Workspace): FileAnalysis;
  /**
   * Like `analyze` with what is known already: no more than a part of the workspace is read, and at most the first entry is evaluated. The rest is
   * done by `renew`.
   */
  glance(file: SourceFile, configuration: Configuration, workspace: Workspace): FileAnalysis;
  /**
   * Reads files and evaluates entries that the file's analysis waits for, until a pause is due; false if none is left. What was begun is gone on with the next
   * time, unless the files have changed: then it is dropped.
   */
  renew(file: SourceFile, workspace: Workspace, isDue: () => boolean): boolean;
  /** The scenarios in which the file is evaluated, as far as it is known; none for what is none of ours. */
  scenarios(file: SourceFile, workspace: Workspace): FileScenarios;
  /** How many of the workspace's files have been read to know who includes whom. */
  readonly reading: { readonly read: number; readonly all: number };
  /** Verified repairs of one finding, in the order in which a person should see them. Empty if the finding is gone. */
  repairs(
    file: SourceFile,
    configuration: Configuration,
    findingKey: string,
    workspace?: Workspace,
  ): readonly VerifiedRepair[];
  /** What can be offered of one finding at once: where not all templates were asked yet that a repair changes, it may turn out to be none. */
  offers(file: SourceFile, configuration: Configuration, findingKey: string, workspace?: Workspace): Offers;
  /** Why proposals of a finding's rule are no repairs. */
  refusals(
    file: SourceFile,
    configuration: Configuration,
    findingKey: string,
    workspace?: Workspace,
  ): RepairAnswer['refused'];
  /** Why a finding has no repair, and what to do, in one sentence; null if it has one, or is gone. */
  whyNoRepair(file: SourceFile, configuration: Configuration, findingKey: string, workspace?: Workspace): string | null;
  /**
   * Judges the repairs of the file's findings so that `offers` and then `repairs` know them, until a pause is due; false if all are known. What was
   * begun is gone on with the next time, unless something has changed: then it is dropped.
   * @param findingKey the only finding whose repairs are wanted
   */
  verify(
    file: SourceFile,
    configuration: Configuration,
    workspace: Workspace,
    isDue: () => boolean,
    findingKey?: string | null,
  ): boolean;
  /** Null if the file isn't a template. Without `findings` those of `analyze` count. */
  topology(
    file: SourceFile,
    configuration: Configuration,
    workspace?: Workspace,
    findings?: readonly Finding[],
  ): Topology | null;
  /**
   * The file as Azure would be asked to deploy it, or why there is nothing to deploy: a template with the first parameter file of the
   * workspace's `parameters`, else by its defaults; a parameter file with the template that it is using.
   */
  evaluate(file: SourceFile, workspace?: Workspace): FileEvaluation | NoEvaluation;
  /** Whether one part of the network that a template builds reaches another. Null if the file isn't a template. */
  reach(file: SourceFile, question: ReachQuestion, workspace?: Workspace): ReachAnswer | null;

  /**
   * What another text of a template closes and opens in the network that it builds. Null if one of both isn't a template.
   * @param after what surrounds the other text, if that is something else.
   */
  networkDifference(
    file: SourceFile,
    edited: string,
    workspace?: Workspace,
    after?: Workspace,
  ): NetworkDifference | null;
  /** What the security rules are good for that the text at an offset declares; none elsewhere. Only what is known of the workspace is read. */
  securityRules(file: SourceFile, offset: number, workspace?: Workspace): readonly SecurityRuleNote[];
  rules(): readonly RuleDescription[];
  /** The page of a rule in Markdown; null if there is no such rule. */
  explain(ruleId: string): string | null;
}
