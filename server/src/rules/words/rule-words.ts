/** How messages name security rules. */

import type { ResourceView } from '../../deployment/view.ts';
import { statedPriority } from '../../network/reading/rule-siblings.ts';
import { enumeration } from '../../text/enumeration.ts';
import { shownName } from './shown-name.ts';

const mostNamed = 3;

/** `DenyAllInbound (4096)`. */
export function ruleInWords(rule: ResourceView): string {
  const priority = statedPriority(rule);
  return priority === null ? shownName(rule) : `${shownName(rule)} (${priority})`;
}

/** The names of several rules, of which the first few are enough. */
export function rulesInWords(rules: readonly ResourceView[]): string {
  const names = rules.slice(0, mostNamed).map(ruleInWords);
  if (rules.length > mostNamed) names.push(`${rules.length - mostNamed} more`);
  return enumeration(names);
}
