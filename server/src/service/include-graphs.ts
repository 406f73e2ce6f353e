import { mappedModule, mappedPath } from '../config/module-mapping.ts';
import { IncludeGraph, type Includes, linkedAddressesOf, referencesOf } from './entries.ts';
import type { FileRecord } from './file-store.ts';
import { askingOf } from './files/asking.ts';
import type { HostFiles } from './files/host.ts';
import { linkedFile } from './files/linked-file.ts';
import { type ModuleSettings, moduleSettings } from './files/module-settings.ts';
import { parameterFilesOf } from './files/parameter-files.ts';
import { isModuleScheme } from './files/references.ts';
import type { Scene } from './scene.ts';
import type { Workspace } from './workspace.ts';

interface Known {
  readonly meaning: object;
  readonly includes: Includes;
}

interface Base {
  readonly state: object;
  readonly includes: ReadonlyMap<string, Includes>;
  readonly graph: IncludeGraph;
}

/** Makes the graph of who includes whom, and keeps it until a file includes something else. */
export class IncludeGraphs {
  private readonly byPath = new Map<string, Known>();
  private settings: object | null = null;
  /** Of the workspace as it is, without the text that is asked about. */
  private base: Base | null = null;
  private last: {
    readonly base: Base;
    readonly own: Includes;
    readonly path: string;
    readonly graph: IncludeGraph;
  } | null = null;

  of(scene: Scene): IncludeGraph {
    const { workspace, focus } = scene;
    // A mapping in a configuration file decides what a reference means.
    if (workspace.settings !== this.settings) {
      this.byPath.clear();
      this.base = null;
    }
    this.settings = workspace.settings;
    const settings = moduleSettings(scene.host, askingOf(scene.host), workspace.configuration);
    const base = this.baseOf(scene, settings);
    const own = this.includesOf(scene, focus.path, settings);
    if (own === null || own === base.includes.get(focus.path)) return base.graph;
    if (this.last?.base === base && this.last.own === own && this.last.path === focus.path) return this.last.graph;
    const graph = graphOf(workspace, new Map([...base.includes, [focus.path, own]]));
    this.last = { base, own, path: focus.path, graph };
    return graph;
  }

  private baseOf(scene: Scene, settings: ModuleSettings): Base {
    const { workspace } = scene;
    if (this.base?.state === workspace.state) return this.base;
    const includes = new Map<string, Includes>();
    for (const path of workspace.paths) {
      const record = scene.recordOnHost(path);
      const found = record === null ? null : this.includesIn(scene, record, settings);
      if (found !== null && counts(workspace, path, found)) includes.set(path, found);
    }
    const known = this.base;
    const graph = known !== null && areTheSame(known.includes, includes) ? known.graph : graphOf(workspace, includes);
    this.base = { state: workspace.state, includes, graph };
    return this.base;
  }

  private includesOf(scene: Scene, path: string, settings: ModuleSettings): Includes | null {
    const record = scene.record(path);
    return record === null ? null : this.includesIn(scene, record, settings);
  }

  private includesIn(scene: Scene, record: FileRecord, settings: ModuleSettings): Includes | null {
    if (!record.read) return null;
    const known = this.byPath.get(record.path);
    if (known?.meaning === record.meaning) return known.includes;
    const found = resolved(scene, record, settings);
    const includes = known !== undefined && isTheSame(known.includes, found) ? known.includes : found;
    this.byPath.set(record.path, { meaning: record.meaning, includes });
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
  if (!read) return { kind: 'template', included: [], using: null, linked: [] };
  const { lowered } = read;
  const isParameters = lowered.language === 'bicep-params' || lowered.language === 'arm-params';
  return {
    kind: isParameters ? 'parameters' : 'template',
    included: referencesOf(lowered).flatMap(target),
    using: lowered.using === null ? null : (target(lowered.using)[0] ?? null),
    linked: linkedAddressesOf(lowered),
  };
}

function areTheSame(a: ReadonlyMap<string, Includes>, b: ReadonlyMap<string, Includes>): boolean {
  if (a.size !== b.size) return false;
  for (const [path, includes] of a) if (b.get(path) !== includes) return false;
  return true;
}

function isTheSame(a: Includes, b: Includes): boolean {
  if (a.kind !== b.kind || a.using !== b.using || a.included.length !== b.included.length) return false;
  const isLinkedTheSame =
    a.linked.length === b.linked.length &&
    a.linked.every(
      ({ path, isWhole }, index) => path === b.linked[index]?.path && isWhole === b.linked[index]?.isWhole,
    );
  return isLinkedTheSame && a.included.every((path, index) => path === b.included[index]);
}

function listOf(path: string | null): string[] {
  return path === null ? [] : [path];
}

/** Of parameter files only those count that a person chose, if somebody did. */
function counts({ parameters }: Workspace, path: string, { kind }: Includes): boolean {
  return kind === 'template' || parameters === null || parameters.includes(path);
}

function graphOf({ parameters, host }: Workspace, written: ReadonlyMap<string, Includes>): IncludeGraph {
  const includes = withLinkedFiles(host, withNamedTemplates(written));
  const common = (parameters ?? []).filter((path) => {
    const file = includes.get(path);
    return file?.kind === 'parameters' && file.using === null;
  });
  return new IncludeGraph(includes, common);
}

/** What an address means depends on which files there are, so it is looked for among those that are known. */
function withLinkedFiles(host: HostFiles, written: ReadonlyMap<string, Includes>): ReadonlyMap<string, Includes> {
  if ([...written.values()].every(({ linked }) => linked.length === 0)) return written;
  const { parent, resolve } = host;
  const lookup = { parent, resolve, has: (path: string) => written.has(path) };
  const includes = new Map(written);
  for (const [path, file] of written) {
    const found = file.linked.flatMap((address) => linkedFile(lookup, path, address) ?? []);
    if (found.length > 0) includes.set(path, { ...file, included: [...file.included, ...found] });
  }
  return includes;
}

/** An ARM parameter file doesn't say what it is for; its name does, if a template of that name lies beside it. */
function withNamedTemplates(written: ReadonlyMap<string, Includes>): ReadonlyMap<string, Includes> {
  const unnamed = [...written].filter(([, { kind, using }]) => kind === 'parameters' && using === null);
  if (unnamed.length === 0) return written;
  const namesByFolder = new Map<string, string[]>();
  for (const path of written.keys()) {
    const { folder, name } = splitPath(path);
    const names = namesByFolder.get(folder);
    if (names === undefined) namesByFolder.set(folder, [name]);
    else names.push(name);
  }
  const includes = new Map(written);
  for (const [path, file] of unnamed) {
    const { folder, name } = splitPath(path);
    const names = namesByFolder.get(folder) ?? [];
    const template = names.find(
      (other) => written.get(folder + other)?.kind === 'template' && parameterFilesOf(other, names).includes(name),
    );
    if (template !== undefined) includes.set(path, { ...file, using: folder + template });
  }
  return includes;
}

/** All hosts separate the name of a file by a slash. */
function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const end = path.lastIndexOf('/') + 1;
  return { folder: path.slice(0, end), name: path.slice(end) };
}
