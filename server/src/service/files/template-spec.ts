/** Template specs as Bicep restores them: the answer of Azure, with the template inside. */
import { isJsoncFault, propertyOf, readJsonc } from '../../config/jsonc.ts';

/** Levels of a template spec that are read. */
const deepest = 1000;

/**
 * The text of `properties.mainTemplate` at the place where it stands, with blanks before it, so that its spans are those of the file; null if
 * there is none. (Azure/bicep, `SourceFileFactory.CreateTemplateSpecFile`, reads the same.)
 */
export function mainTemplateOf(text: string): string | null {
  const answer = readJsonc(text, deepest);
  if (isJsoncFault(answer) || answer.root?.type !== 'object') return null;
  const properties = propertyOf(answer.root, 'properties');
  const template = properties?.type === 'object' ? propertyOf(properties, 'mainTemplate') : undefined;
  if (template?.type !== 'object') return null;
  const before = text.slice(0, template.offset).replace(/[^\r\n]/g, ' ');
  return before + text.slice(template.offset, template.offset + template.length);
}
