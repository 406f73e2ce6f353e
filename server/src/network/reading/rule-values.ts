/** The values of a security rule's fields with their places, so that a finding can stand at the one that is meant. */
import type { ResourceView } from '../../deployment/view.ts';
import { type WrittenText, written } from './written-texts.ts';

export interface RuleValue extends WrittenText {
  /** The index in the plural form of the field; null for the singular form. */
  readonly index: number | null;
}

export type RuleField = 'sourceAddressPrefix' | 'destinationAddressPrefix' | 'sourcePortRange' | 'destinationPortRange';

/** The path of the singular form of a field. */
export function singularOf(field: RuleField): string {
  return `properties.${field}`;
}

/** The path of the plural form of a field. */
export function pluralOf(field: RuleField): string {
  return `properties.${field}${field.endsWith('Prefix') ? 'es' : 's'}`;
}

/** The values of a field in both forms. Undecided if one of them isn't known. */
export function valuesOf(rule: ResourceView, field: RuleField): readonly RuleValue[] {
  const list = rule.read(pluralOf(field));
  const items = Array.isArray(list) ? list : [];
  return [
    ...written(rule.read(singularOf(field)), singularOf(field)).map((value) => ({ ...value, index: null })),
    ...items.flatMap((item, index) =>
      written(item, `${pluralOf(field)}.${index}`).map((value) => ({ ...value, index })),
    ),
  ];
}
