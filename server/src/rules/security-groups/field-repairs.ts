/** Intents about fields of security rules that have several forms. */
import type { Intent, PlainValue, ResourceKey, RuleEnd } from '../../deployment/intent.ts';
import type { NewValue } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { pluralOf, type RuleField, singularOf } from '../../network/reading/rule-values.ts';

/** Gives a field one value, in its singular form; the plural form goes. */
export function setField(rule: ResourceView, field: RuleField, value: PlainValue): readonly Intent[] {
  const set: Intent = { kind: 'set', resource: rule.key, path: singularOf(field), value };
  if (rule.omits(pluralOf(field))) return [set];
  return [set, { kind: 'remove', resource: rule.key, path: pluralOf(field) }];
}

/** Gives a side other addresses or application security groups, in the form that they have; the other forms go. */
export function setSide(rule: ResourceView, side: 'source' | 'destination', end: RuleEnd): readonly Intent[] {
  const field: RuleField = `${side}AddressPrefix`;
  const groups = `properties.${side}ApplicationSecurityGroups`;
  const forms = [singularOf(field), pluralOf(field), groups];
  const path = typeof end === 'string' ? singularOf(field) : isGroups(end) ? groups : pluralOf(field);
  const others = forms.filter((other) => other !== path && !rule.omits(other));
  return [
    isGroups(end)
      ? { kind: 'write', resource: rule.key, path, value: end.applicationSecurityGroups.map(idOf) }
      : { kind: 'set', resource: rule.key, path, value: end },
    ...others.map((other): Intent => ({ kind: 'remove', resource: rule.key, path: other })),
  ];
}

function isGroups(end: RuleEnd): end is Extract<RuleEnd, { readonly applicationSecurityGroups: unknown }> {
  return typeof end === 'object' && 'applicationSecurityGroups' in end;
}

function idOf(of: ResourceKey): NewValue {
  return { id: { take: 'id', of } };
}
