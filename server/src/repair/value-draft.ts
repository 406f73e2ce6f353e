/** Values of intents as drafts. */
import { isReference, type NewValue, type Reference } from '../deployment/new-resource.ts';
import { type Draft, literal, type PropertyDraft } from './draft.ts';

/** What a value says; null if `say` can't say one of its references. */
export function draftOf(value: NewValue, say: (reference: Reference) => Draft | null): Draft | null {
  if (value === null || typeof value !== 'object') return literal(value);
  if (isList(value)) {
    const items = value.map((item) => draftOf(item, say));
    return items.some((item) => item === null) ? null : { kind: 'array', items: items.flatMap((item) => item ?? []) };
  }
  if (isReference(value)) return say(value);
  const properties: PropertyDraft[] = [];
  for (const [key, member] of Object.entries(value)) {
    const draft = draftOf(member, say);
    if (draft === null) return null;
    properties.push({ key, value: draft });
  }
  return { kind: 'object', properties };
}

/** `Array.isArray` doesn't narrow lists that are read only. */
function isList(value: object): value is readonly NewValue[] {
  return Array.isArray(value);
}
