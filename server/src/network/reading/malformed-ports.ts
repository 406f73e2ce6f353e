/** Ports of security rules that Azure doesn't take. */
import type { ResourceView } from '../../deployment/view.ts';
import { parsePortRange } from '../addresses/ports.ts';
import { pluralOf, type RuleField, singularOf } from './rule-values.ts';
import { knownTexts, type WrittenText } from './written-texts.ts';

export interface MalformedPort {
  readonly field: RuleField;
  readonly written: WrittenText;
}

export const portFields = ['sourcePortRange', 'destinationPortRange'] as const;

/** Where a security rule has ports. */
export const portPaths: readonly string[] = portFields.flatMap((field) => [singularOf(field), pluralOf(field)]);

/** The ports of a security rule that Azure refuses (SecurityRuleInvalidPortRange), as far as they are known. What is empty isn't among them. */
export function malformedPortsOf(rule: ResourceView): readonly MalformedPort[] {
  return portFields.flatMap((field) =>
    knownTexts(rule, singularOf(field), pluralOf(field)).flatMap((written) =>
      parsePortRange(written.text) === null ? [{ field, written }] : [],
    ),
  );
}
