/** Intents about fields of security rules that have a singular and a plural form. */
import type { Intent, PlainValue } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { pluralOf, type RuleField, singularOf } from '../../network/reading/rule-values.ts';

/** Gives a field one value, in its singular form; the plural form goes. */
export function setField(rule: ResourceView, field: RuleField, value: PlainValue): readonly Intent[] {
  const set: Intent = { kind: 'set', resource: rule.key, path: singularOf(field), value };
  if (rule.omits(pluralOf(field))) return [set];
  return [set, { kind: 'remove', resource: rule.key, path: pluralOf(field) }];
}
