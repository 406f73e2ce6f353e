/** The setting `modules`: which references to modules of registries mean folders of sources, as authors of modules have them at hand. */
import type { Node } from 'jsonc-parser';
import type { ModuleMapping } from './configuration.ts';
import { type JsoncFault, propertiesOf, spanOfNode } from './jsonc.ts';

/** Reads the value of the setting: an object of prefixes and folders, or its first fault. */
export function readModuleMappings(node: Node): readonly ModuleMapping[] | JsoncFault {
  if (node.type !== 'object') {
    return { fault: 'modules must be an object of prefixes of modules and their folders.', span: spanOfNode(node) };
  }
  const mappings: ModuleMapping[] = [];
  for (const { key, value } of propertiesOf(node)) {
    const prefix = key.value;
    if (!/^(?:br|ts)[:/]/.test(prefix)) {
      return { fault: 'A prefix of modules starts with "br:", "br/", "ts:" or "ts/".', span: spanOfNode(key) };
    }
    const folder: unknown = value.value;
    if (typeof folder !== 'string' || folder === '') {
      return { fault: 'Modules are mapped to a folder, such as "../modules/".', span: spanOfNode(value) };
    }
    if (folder.includes('\\')) {
      return { fault: 'Write "/" between folders: it is understood everywhere.', span: spanOfNode(value) };
    }
    mappings.push({ prefix, folder });
  }
  return mappings;
}

/** A folder of sources that a reference means: `folder` as the mapping writes it, and the rest of the path below it (empty for itself). */
export interface MappedModule {
  readonly folder: string;
  readonly below: string;
}

/**
 * The folder that a reference means by the longest prefix that fits; null if none does. A prefix fits whole steps of a path only:
 * `br/public:avm/res` isn't the start of `br/public:avm/resources:1.0`. The version is left out: the folder has the one that is at hand.
 */
export function mappedModule(reference: string, mappings: readonly ModuleMapping[]): MappedModule | null {
  let best: ModuleMapping | null = null;
  for (const mapping of mappings) {
    if (best !== null && mapping.prefix.length <= best.prefix.length) continue;
    if (fits(reference, mapping.prefix)) best = mapping;
  }
  if (best === null) return null;
  const rest = reference.slice(best.prefix.length).replace(/^\//, '');
  const slash = rest.lastIndexOf('/');
  const version = rest.slice(slash + 1).search(/[:@]/);
  const below = version < 0 ? rest : rest.slice(0, slash + 1 + version);
  const steps = below === '' ? [] : below.split('/');
  // A name of a module is never a way up: `..` in one would lead out of the folder.
  return steps.every((step) => /^[\w(][\w.()-]*$/.test(step)) ? { folder: best.folder, below } : null;
}

/** The template that a mapped module means, relative to the folder of the configuration file. */
export function mappedPath({ folder, below }: MappedModule): string {
  return [folder.replace(/\/$/, ''), below, 'main.bicep'].filter((part) => part !== '').join('/');
}

function fits(reference: string, prefix: string): boolean {
  if (!reference.startsWith(prefix)) return false;
  if (/[:/]$/.test(prefix)) return true;
  const next = reference[prefix.length];
  return next === undefined || next === '/' || next === ':' || next === '@';
}
