/**
 * Resources that a template can't declare itself because it is deployed to a subscription: a module declares them in the resource group, in a file of
 * its own beside the template. The module takes what it declares as parameters, so that one file does for all resources of a type.
 */
import type { NewResource } from '../deployment/new-resource.ts';
import { type Draft, literal, type ModuleDraft, type PropertyDraft, type ResourceDraft } from './draft.ts';
import { isInRegion } from './module-bicep.ts';
import { wordsOf } from './names.ts';
import type { Site, Sites } from './site.ts';
import { writerOf } from './writers.ts';

/** A file that a repair makes. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** A module that declares one resource, and its call. */
export interface NewModule {
  readonly call: ModuleDraft;
  /** The file with the module; null if it is there already. */
  readonly file: NewFile | null;
}

/**
 * @param resource as the calling template would declare it
 * @param scope the resource group that the template gives to the call which needs the resource
 * @returns null if files beside the template have the names that it might have, or the language has no modules
 */
export function newModule(
  sites: Sites,
  site: Site,
  { type, words }: NewResource,
  resource: ResourceDraft,
  scope: Draft,
): NewModule | null {
  const { symbolicName } = resource.handle;
  const text = sites.text(site.file);
  const kind = wordsOf(singular(type.slice(type.lastIndexOf('/') + 1)));
  const made = text === null ? null : (writerOf(text, site.lowered.language)?.moduleOf(resource, kind) ?? null);
  if (made === null || symbolicName === null) return null;
  for (const parts of [kind, words.flatMap(wordsOf)]) {
    const module = `${parts.join('-')}.bicep`;
    const place = sites.fileBeside(site.file, module);
    if (place === null || (place.text !== null && place.text !== made)) continue;
    return {
      call: callOf(resource, scope, symbolicName, module),
      file: place.text === null ? { path: place.path, text: made } : null,
    };
  }
  return null;
}

function callOf(resource: ResourceDraft, scope: Draft, symbolicName: string, module: string): ModuleDraft {
  const { name, location, tags, settings, properties, conditions } = resource;
  const parameters: PropertyDraft[] = [{ key: 'name', value: name }];
  // A template of a subscription has no resource group whose location it could pass; the module takes that of its own.
  if (location !== null && location.kind !== 'resourceGroupLocation' && isInRegion(resource))
    parameters.push({ key: 'location', value: location });
  if (tags !== null) parameters.push({ key: 'tags', value: tags });
  parameters.push(...(settings ?? []), ...(properties?.properties ?? []));
  return { symbolicName, module, name: literal(symbolicName), scope, parameters, conditions };
}

function singular(plural: string): string {
  return plural.replace(/ies$/, 'y').replace(/s$/, '');
}
