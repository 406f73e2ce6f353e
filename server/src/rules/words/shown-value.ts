import type { Json } from '../../deployment/view.ts';

/** A value of a property as messages give it: text and numbers as they are, lists and objects as JSON. */
export function shownValue(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
