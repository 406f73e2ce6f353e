import { type Severity, severities } from '../config/severity.ts';
import type { FileProblem } from '../evaluate/file-problem.ts';
import type { RuleFinding } from '../rules/rule-finding.ts';
import type { TemplateScope } from '../template/ir.ts';
import type { Problem } from '../text/problem.ts';

/** What the evaluation of one entry says, as far as a repair may change it. */
export interface Checked {
  readonly problems: readonly FileProblem[];
  readonly findings: readonly RuleFinding[];
}

/** One entry before and after a change, and what it said of the finding that is to be mended; nothing if the finding isn't its own. */
export interface Comparison {
  readonly before: Checked;
  readonly after: Checked;
  readonly stood: readonly RuleFinding[];
  /** True if the title says that a value has to be given to a new parameter: that a parameter file lacks it isn't held against the change. */
  readonly asks: boolean;
  /** True if what a finding of the changed entry is about is declared in a module that isn't the author's. */
  readonly isInModule: (finding: RuleFinding) => boolean;
}

/** Why a change is no repair. */
export type Refusal =
  /** A file can't be read any more as it could before. */
  | { readonly kind: 'unreadable'; readonly message: string }
  /** The template is wrong now in a way in which it wasn't; `said` is what its author is told of it. */
  | { readonly kind: 'problem'; readonly message: string; readonly said: string }
  /** The finding is still there for a resource for which it stood. */
  | { readonly kind: 'stays' }
  /** A finding is new that is as heavy or heavier; `inModule` if it is about what a module declares that isn't the author's. */
  | { readonly kind: 'breaks'; readonly ruleId: string; readonly message: string; readonly inModule: boolean }
  /** It lets traffic through that was denied, and isn't meant to. */
  | { readonly kind: 'opens'; readonly message: string }
  /** A text that is to be changed has a syntax error in it. */
  | { readonly kind: 'damaged' }
  /** A resource would stand in a template that is deployed to what can't hold it. */
  | { readonly kind: 'scope'; readonly message: string }
  /** No stable apiVersion can write what is to be written and keeps what is there. */
  | { readonly kind: 'version'; readonly message: string }
  /** The template would be larger than Azure takes it. */
  | { readonly kind: 'limit'; readonly message: string };

const scopesInWords: Readonly<Record<TemplateScope, string>> = {
  resourceGroup: 'a resource group',
  subscription: 'a subscription',
  managementGroup: 'a management group',
  tenant: 'a tenant',
};

/** Null if a template that is deployed to a scope can hold a resource that stands in another, or the same. */
export function refusalOfScope(type: string, level: TemplateScope, scope: TemplateScope): Refusal | null {
  if (scope === level) return null;
  const message = `${type} stands in ${scopesInWords[level]}, and the template that would declare it is deployed to ${scopesInWords[scope]}`;
  return { kind: 'scope', message };
}

/** Null if a file reads as well as before. */
export function refusalOfText(before: readonly Problem[], after: readonly Problem[]): Refusal | null {
  const message = firstNew(before.map(textOf), after.map(textOf));
  return message === null ? null : { kind: 'unreadable', message };
}

/**
 * Null if a change mended a finding in an entry and harmed nothing: no new problem, the finding gone for each resource for which it stood, and
 * no new finding that is as heavy or heavier. Findings are compared by rule and resource, since places move. One that was possible and has
 * become certain is not new: where a first private endpoint stands, the lack of others is no longer a guess.
 */
export function refusalOf(severity: Severity, { before, after, stood, asks, isInModule }: Comparison): Refusal | null {
  const inFile = (problem: FileProblem): string => `${problem.file} ${textOf(problem)}`;
  const found = after.problems.filter(({ code }) => !asks || code !== 'parameter-missing');
  const message = firstNew(before.problems.map(inFile), found.map(inFile));
  if (message !== null) {
    const said = found.find((problem) => inFile(problem) === message)?.message ?? message;
    return { kind: 'problem', message, said };
  }
  const earlier = countsOf(before.findings);
  const later = countsOf(after.findings);
  for (const [identity, { count }] of countsOf(stood)) {
    const left = later.get(identity)?.count ?? 0;
    if (left > (earlier.get(identity)?.count ?? 0) - count) return { kind: 'stays' };
  }
  for (const [identity, { count, weight, finding }] of later) {
    const isNew = count > (earlier.get(identity)?.count ?? 0);
    if (isNew && weight <= severities.indexOf(severity)) {
      const { ruleId, message: said } = finding;
      return { kind: 'breaks', ruleId, message: said, inModule: isInModule(finding) };
    }
  }
  return null;
}

/** Of the other rules that were broken at the resources for which a finding stood: those that aren't any more, and those that still are. */
export function mendedBesides({ before, after, stood }: Comparison): {
  readonly mended: ReadonlySet<string>;
  readonly left: ReadonlySet<string>;
} {
  const subjects = new Set(stood.flatMap((finding) => finding.subjects));
  const own = new Set(stood.map(({ ruleId }) => ruleId));
  const rulesIn = ({ findings }: Checked): readonly string[] =>
    findings
      .filter((one) => !own.has(one.ruleId) && one.subjects.some((subject) => subjects.has(subject)))
      .map(({ ruleId }) => ruleId);
  const left = new Set(rulesIn(after));
  return { mended: new Set(rulesIn(before).filter((rule) => !left.has(rule))), left };
}

function textOf({ code, message }: { readonly code: string; readonly message: string }): string {
  return `${code} ${message}`;
}

/** The first text that stands more often in the second list than in the first. */
function firstNew(before: readonly string[], after: readonly string[]): string | null {
  const left = new Map<string, number>();
  for (const text of before) left.set(text, (left.get(text) ?? 0) + 1);
  for (const text of after) {
    const count = left.get(text) ?? 0;
    if (count === 0) return text;
    left.set(text, count - 1);
  }
  return null;
}

interface Breaches {
  /** The first of them. */
  readonly finding: RuleFinding;
  readonly count: number;
  /** Position in `severities`: 0 is the heaviest. */
  readonly weight: number;
}

/** How often each rule is broken at each resource. A finding at one place may stand for several resources. */
function countsOf(findings: readonly RuleFinding[]): ReadonlyMap<string, Breaches> {
  const counts = new Map<string, Breaches>();
  for (const finding of findings) {
    for (const subject of finding.subjects) {
      const identity = `${finding.ruleId}|${subject}`;
      const weight = severities.indexOf(finding.severity);
      const known = counts.get(identity);
      counts.set(identity, {
        finding: known?.finding ?? finding,
        count: (known?.count ?? 0) + 1,
        weight: Math.min(weight, known?.weight ?? weight),
      });
    }
  }
  return counts;
}
