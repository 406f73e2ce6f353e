/** The values of a security rule's fields with their places, so that a finding can stand at the one that is meant. */
import type { ResourceView } from '../../deployment/view.ts';

export interface RuleValue {
  /** As written. */
  readonly text: string;
  /** Dotted, in the body of the rule. */
  readonly path: string;
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
  const singular = textOf(rule.read(singularOf(field)));
  const list = rule.read(pluralOf(field));
  const items = Array.isArray(list) ? list : [];
  return [
    ...(singular === null ? [] : [{ text: singular, path: singularOf(field), index: null }]),
    ...items.flatMap((item, index) => {
      const text = textOf(item);
      return text === null ? [] : [{ text, path: `${pluralOf(field)}.${index}`, index }];
    }),
  ];
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
