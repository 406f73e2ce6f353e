/**
 * What is shown while a file doesn't parse: what was found in its last text that did, moved to where it stands now. Half a declaration would make
 * findings come and go with every keystroke (spec: evaluation, section 8).
 */
import type { Finding } from '../rules/finding.ts';
import type { FileAnalysis } from '../service/model.ts';
import { type Shift, shiftBetween } from '../text/shift.ts';
import { type Span, touches } from '../text/span.ts';

/** The analysis of a text that had no syntax error. */
export interface GoodAnalysis {
  readonly text: string;
  readonly result: FileAnalysis;
}

/**
 * The analysis with the findings of the last good one: all of those that stand outside of the text that changed since, and in it those of
 * declarations that don't parse. What else changed counts as it is now.
 * @param text the text of `now`
 */
export function withLastGood(now: FileAnalysis, text: string, good: GoodAnalysis | null): FileAnalysis {
  if (now.damaged.length === 0 || good === null || now.language !== good.result.language) return now;
  const shift = shiftBetween(good.text, text);
  const isDamaged = (span: Span): boolean => now.damaged.some((damaged) => touches(damaged, span));
  const isChanged = (span: Span): boolean => touches(shift.changed, span);
  const kept = good.result.findings
    .map((finding) => movedBy(shift, finding))
    .filter(({ at }) => at.span.start < at.span.end)
    .filter(({ at }) => !isChanged(at.span) || isDamaged(at.span));
  const found = now.findings.filter(({ at }) => isChanged(at.span) && !isDamaged(at.span));
  const findings = [...kept, ...found].sort((a, b) => a.at.span.start - b.at.span.start);
  return { ...now, findings };
}

function movedBy(shift: Shift, finding: Finding): Finding {
  const { file } = finding.at;
  return {
    ...finding,
    at: { file, span: shift.of(finding.at.span) },
    related: finding.related.map((item) => (item.file === file ? { ...item, span: shift.of(item.span) } : item)),
  };
}
