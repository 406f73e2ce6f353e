/**
 * Where Bicep keeps the modules that it has restored. The layout is that of the Bicep compiler (Azure/bicep, `OciArtifactCacheAccessor`,
 * `TemplateSpecModuleCacheAccessor` and `TagEncoder`):
 *
 * - `br/<registry>/<path>/<tag>$<mask>/main.json`: the registry in lower case with `$` for `:`, the path with `$` for `/`. The mask has a bit
 *   for each capital of the tag, in hexadecimal, and is empty without any: so tags that differ in case alone have folders of their own.
 * - `br/<registry>/<path>/sha256#<digest>/main.json` for a module that is meant by its digest.
 * - `ts/<subscription>/<resource group>/<name>/<version>/main.json`, all of it in lower case.
 */
import { isJsoncFault, propertyOf, readJsonc } from '../../config/jsonc.ts';
import type { RegistryReference, TemplateSpecReference } from './references.ts';

/** The compiled template of a restored module, in the module's folder. */
export const restoredTemplateName = 'main.json';

/** What a registry said of a module, beside its template. */
export const manifestName = 'manifest';

/** The folder of a restored module, relative to the cache. */
export function restoredFolder(reference: RegistryReference | TemplateSpecReference): string {
  if (reference.kind === 'template-spec') {
    const { subscription, resourceGroup, name, version } = reference;
    return ['ts', subscription, resourceGroup, name, version].join('/').toLowerCase();
  }
  const registry = reference.registry.replaceAll(':', '$').toLowerCase();
  const repository = reference.repository.replaceAll('/', '$');
  const { kind, text } = reference.version;
  return `br/${registry}/${repository}/${kind === 'tag' ? taggedFolder(text) : text.replace(':', '#')}`;
}

/** A tag as the name of a folder, of which the case doesn't matter. */
export function taggedFolder(tag: string): string {
  let mask = 0n;
  for (let at = 0; at < tag.length; at++) {
    if (/[A-Z]/.test(tag.charAt(at))) mask |= 1n << BigInt(at);
  }
  return `${tag}$${mask === 0n ? '' : mask.toString(16)}`;
}

/** Levels of a manifest; one that is nested deeper is none. */
const deepestManifest = 50;

/** True for a manifest as registries give it: an object with a list of layers (OCI image specification, "Image Manifest"). */
export function isManifest(text: string): boolean {
  const answer = readJsonc(text, deepestManifest);
  if (isJsoncFault(answer) || answer.root?.type !== 'object') return false;
  return propertyOf(answer.root, 'layers')?.type === 'array';
}
