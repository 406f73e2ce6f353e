import { mappedModule, mappedPath } from '../config/module-mapping.ts';
import { IncludeGraph, type Includes, referencesOf } from './entries.ts';
import type { FileRecord } from './file-store.ts';
import { askingOf } from './files/asking.ts';
import { type ModuleSettings, moduleSettings } from './files/module-settings.ts';
import { isModuleScheme } from './files/references.ts';
import type { Scene } from './scene.ts';

interface Known {
  readonly meaning: object;
  readonly includes: Includes;
}

/** Makes the graph of who includes whom, and keeps it until a file includes something else. */
export class IncludeGraphs {
  private readonly byPath = new Map<string, Known>();
  private settings: object | null = null;
  private last: { readonly includes: ReadonlyMap<string, Includes>; readonly graph: IncludeGraph } | null = null;

  of(scene: Scene): IncludeGraph {
    // A mapping in a configuration file decides what a reference means.
    if (scene.workspace.settings !== this.settings) this.byPath.clear();
    this.settings = scene.workspace.settings;
    const settings = moduleSettings(scene.host, askingOf(scene.host), scene.workspace.configuration);
    const includes = new Map<string, Includes>();
    for (const path of scene.paths) {
      const found = this.includesOf(scene, path, settings);
      if (found !== null) includes.set(path, found);
    }
    if (this.last !== null && areTheSame(this.last.includes, includes)) return this.last.graph;
    const graph = new IncludeGraph(includes);
    this.last = { includes, graph };
    return graph;
  }

  private includesOf(scene: Scene, path: string, settings: ModuleSettings): Includes | null {
    const record = scene.record(path);
    if (!record?.read) return null;
    const known = this.byPath.get(path);
    if (known?.meaning === record.meaning) return known.includes;
    const includes = resolved(scene, record, settings);
    this.byPath.set(path, { meaning: record.meaning, includes });
    return includes;
  }
}

/** Restored modules include nothing of the workspace, so their references are of no interest. */
function resolved(scene: Scene, { path, read }: FileRecord, settings: ModuleSettings): Includes {
  const { host } = scene.workspace;
  const folder = host.parent(path);
  const target = (reference: string): string[] => {
    if (folder === null) return [];
    if (!isModuleScheme(reference)) return listOf(host.resolve(folder, reference));
    const inForce = settings.mappingsIn(folder);
    const mapped = inForce === null ? null : mappedModule(reference, inForce.mappings);
    return inForce === null || mapped === null ? [] : listOf(host.resolve(inForce.folder, mappedPath(mapped)));
  };
  if (!read) return { kind: 'template', included: [], using: null };
  const { lowered } = read;
  const isParameters = lowered.language === 'bicep-params' || lowered.language === 'arm-params';
  return {
    kind: isParameters ? 'parameters' : 'template',
    included: referencesOf(lowered).flatMap(target),
    using: lowered.using === null ? null : (target(lowered.using)[0] ?? null),
  };
}

function areTheSame(a: ReadonlyMap<string, Includes>, b: ReadonlyMap<string, Includes>): boolean {
  if (a.size !== b.size) return false;
  for (const [path, includes] of a) if (b.get(path) !== includes) return false;
  return true;
}

function listOf(path: string | null): string[] {
  return path === null ? [] : [path];
}
