import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import type { Finding, QuietNote } from '../rules/finding.ts';
import type { RuleDescription, SecurityRuleNote } from '../service/model.ts';
import { cover, type Span } from '../text/span.ts';
import type { DocumentAnalysis } from './analyses.ts';
import { rulePageUri } from './diagnostics.ts';
import { fileNameOf } from './uris.ts';

/** What is known besides the analysis. */
export interface HoverFacts {
  readonly rules: readonly RuleDescription[];
  readonly securityRulesAt: (offset: number) => readonly SecurityRuleNote[];
  /** Why a finding has no repair, and what to do; null if it has one. */
  readonly whyNoRepair: (finding: Finding) => string | null;
}

/**
 * What there is to say about a place: each finding with its rule, what is wrong, why, and what to do; why it has no repair, if it has none; and why a rule stays silent where a
 * reader might expect a finding; of a security rule also what it decides. Null if there is nothing.
 */
export function hoverAt(
  { result, lines }: DocumentAnalysis,
  position: Position,
  { rules, securityRulesAt, whyNoRepair }: HoverFacts,
  asMarkdown: boolean,
): Hover | null {
  const offset = lines.offsetAt(position);
  const securityRules = securityRulesAt(offset);
  const isHere = ({ at }: Finding | QuietNote): boolean => at.span.start <= offset && offset <= at.span.end;
  const findings = result.findings.filter(isHere);
  const notes = result.quiet.filter(isHere);
  // A finding is about less than the rule that it stands in.
  const spans: Span[] = [...findings, ...notes].map(({ at }) => at.span);
  const [first, ...others] = spans.length > 0 ? spans : securityRules.map(({ span }) => span);
  if (!first) return null;

  const titleOf = (ruleId: string): string => rules.find((rule) => rule.id === ruleId)?.title ?? ruleId;
  const parts = [
    ...findings.map((finding) => {
      const message = [finding.message, ...heldWith(finding, result.complete), whyNoRepair(finding) ?? '']
        .join(' ')
        .trim();
      return findingText(finding, titleOf(finding.ruleId), message, asMarkdown);
    }),
    ...notes.map((note) => noteText(note, asMarkdown)),
    ...securityRules.map((rule) => securityRuleText(rule, asMarkdown)),
  ];
  return {
    range: lines.rangeOf(others.reduce(cover, first)),
    contents: {
      kind: asMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: parts.join(asMarkdown ? '\n\n---\n\n' : '\n\n'),
    },
  };
}

function findingText(finding: Finding, title: string, message: string, asMarkdown: boolean): string {
  const severity = finding.certainty === 'possible' ? 'possible' : finding.severity;
  if (!asMarkdown) return `${title} (${severity})\n${message}\n${finding.ruleId}`;
  return `**${escapeMarkdown(title)}** (${severity})\n\n${escapeMarkdown(message)}\n\n${ruleLink(finding.ruleId)}`;
}

/** Parameter files that are named; the others are counted. */
const mostNamed = 3;

/** With which parameter files a finding holds, as far as they are evaluated; nothing if the defaults count. */
function heldWith({ scenarios }: Finding, isComplete: boolean): readonly string[] {
  if (scenarios.length === 0) return [];
  const names = scenarios.slice(0, mostNamed).map(fileNameOf);
  const more = scenarios.length - names.length;
  const held = `It holds with ${names.join(', ')}${more > 0 ? ` and ${more} more parameter files` : ''}.`;
  return isComplete ? [held] : [held, 'Others are still being evaluated.'];
}

function noteText(note: QuietNote, asMarkdown: boolean): string {
  if (!asMarkdown) return `${note.ruleId} stays silent here. ${note.reason}`;
  return `${ruleLink(note.ruleId)} stays silent here. ${escapeMarkdown(note.reason)}`;
}

function securityRuleText({ name, group, sentences }: SecurityRuleNote, asMarkdown: boolean): string {
  if (!asMarkdown) return `${name} of ${group}\n${sentences.join('\n')}`;
  return `**${escapeMarkdown(name)}** of ${escapeMarkdown(group)}\n\n${sentences.map(escapeMarkdown).join('\n\n')}`;
}

function ruleLink(ruleId: string): string {
  return `[${ruleId}](${rulePageUri(ruleId)})`;
}

/** Names in messages come from templates, which must not be able to draw links or pictures. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!<>|~&]/g, '\\$&');
}
