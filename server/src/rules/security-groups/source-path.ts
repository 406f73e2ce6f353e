import type { ResourceView } from '../../deployment/view.ts';
import { pluralOf, singularOf } from '../../network/reading/rule-values.ts';
import { knownTexts } from '../../network/reading/written-texts.ts';

/** The path in a security rule of the first of its sources that is meant; null if none is. */
export function sourcePath(resource: ResourceView, isMeant: (source: string) => boolean): string | null {
  const paths = [singularOf('sourceAddressPrefix'), pluralOf('sourceAddressPrefix')];
  return knownTexts(resource, ...paths).find(({ text }) => isMeant(text))?.path ?? null;
}
