import { mappedModule, mappedPath } from '../config/module-mapping.ts';
import { type CommonParameters, IncludeGraph, type Includes, linkedAddressesOf, referencesOf } from './entries.ts';
import type { FileRecord } from './file-store.ts';
import { askingOf } from './files/asking.ts';
import type { HostFiles } from './files/host.ts';
import { linkedFile } from './files/linked-file.ts';
import { type ModuleSettings, moduleSettings } from './files/module-settings.ts';
import { parameterFilesOf } from './files/parameter-files.ts';
import { isModuleScheme } from './files/references.ts';
import type { Scene } from './scene.ts';
import { chosenParameters, holdsFor, type Workspace } from './workspace.ts';

/** What a file includes, as long as the host gives the same content. */
interface Known {
  readonly content: Content;
  readonly includes: Includes | null;
}

type Content = ReturnType<HostFiles['read']>;

/** The workspace as it is, without the text that is asked about. */
interface Base {
  readonly state: object;
  readonly paths: readonly string[];
  /** Of the files that have been read. */
  readonly includes: Map<string, Includes>;
  /** Files that have yet to be read, those nearest to the file that was asked about last at the end. */
  readonly unread: string[];
  nearest: string | null;
  graph: IncludeGraph | null;
}

/** Who includes whom, as far as it is known. */
export interface KnownGraph {
  readonly graph: IncludeGraph;
  /** False while there are files to be read that may include others. */
  readonly isWhole: boolean;
}

/** Characters of other files that one question reads before it is answered; a workspace smaller than this is known at once. */
const charactersAtOnce = 200_000;

/** Makes the graph of who includes whom, and keeps it until a file includes something else. */
export class IncludeGraphs {
  private readonly byPath = new Map<string, Known>();
  /** What a file last included, so that an edit that changes none of it leaves the graph alone. */
  private readonly latest = new Map<string, Includes>();
  private byMeaning = new WeakMap<object, Includes>();
  private settings: object | null = null;
  private base: Base | null = null;
  private last: {
    readonly base: IncludeGraph;
    readonly own: Includes;
    readonly path: string;
    readonly graph: IncludeGraph;
  } | null = null;

  /** The graph of all files, those not yet read included. */
  of(scene: Scene): IncludeGraph {
    const { base, settings } = this.begin(scene);
    this.readMore(scene, base, settings, () => false);
    return this.around(scene, base, settings);
  }

  /** The graph as far as it is known, after reading no more than a part of the files: those nearest to the scene's first. */
  known(scene: Scene): KnownGraph {
    const { base, settings } = this.begin(scene);
    let characters = 0;
    this.readMore(scene, base, settings, (length) => {
      characters += length;
      return characters >= charactersAtOnce;
    });
    return { graph: this.around(scene, base, settings), isWhole: base.unread.length === 0 };
  }

  /** Reads files until a pause is due; true if there are more. */
  advance(scene: Scene, isDue: () => boolean): boolean {
    const { base, settings } = this.begin(scene);
    this.readMore(scene, base, settings, isDue);
    return base.unread.length > 0;
  }

  /** How many files have been read, and how many there are. */
  get progress(): { readonly read: number; readonly all: number } {
    const unread = this.base?.unread.length ?? 0;
    return { read: this.byPath.size, all: this.byPath.size + unread };
  }

  private begin(scene: Scene): { readonly base: Base; readonly settings: ModuleSettings } {
    const { workspace } = scene;
    // A mapping in a configuration file decides what a reference means.
    if (workspace.settings !== this.settings) {
      this.byPath.clear();
      this.byMeaning = new WeakMap();
      this.base = null;
    }
    this.settings = workspace.settings;
    const settings = moduleSettings(scene.host, askingOf(scene.host), workspace.configuration);
    return { base: this.baseOf(scene, settings), settings };
  }

  private baseOf(scene: Scene, settings: ModuleSettings): Base {
    const { workspace } = scene;
    if (this.base?.state === workspace.state) return this.base;
    const edited = this.base === null ? null : this.editedBase(this.base, scene, settings);
    if (edited !== null) {
      this.base = edited;
      return edited;
    }
    const includes = new Map<string, Includes>();
    const unread: string[] = [];
    for (const path of workspace.paths) {
      const known = this.byPath.get(path);
      if (known === undefined || workspace.host.read(path) !== known.content) unread.push(path);
      else if (known.includes !== null && counts(workspace, path, known.includes)) includes.set(path, known.includes);
    }
    const before = this.base;
    const isTheSameGraph = unread.length === 0 && before !== null && areTheSame(before.includes, includes);
    const graph = isTheSameGraph ? before.graph : null;
    this.base = { state: workspace.state, paths: workspace.paths, includes, unread, nearest: null, graph };
    return this.base;
  }

  /** The base after edits of some files; null if all have to be looked at: more than texts changed, or a file became a template or ceased to be one. */
  private editedBase(base: Base, scene: Scene, settings: ModuleSettings): Base | null {
    const { workspace } = scene;
    const { edit, state, paths } = workspace;
    if (edit === undefined || edit.since !== base.state || paths !== base.paths) return null;
    let { includes } = base;
    for (const path of edit.paths) {
      if (this.byPath.get(path) === undefined || base.unread.includes(path)) continue;
      const content = workspace.host.read(path);
      const record = scene.recordOnHost(path);
      const found = record === null ? null : this.includesIn(scene, record, settings);
      this.byPath.set(path, { content, includes: found });
      const own = found !== null && counts(workspace, path, found) ? found : null;
      const before = base.includes.get(path) ?? null;
      if (own === before) continue;
      if (own === null || before === null) return null;
      // A file keeps its place among the others, whichever was edited last.
      includes = new Map(includes).set(path, own);
    }
    return { ...base, state, includes, graph: includes === base.includes ? base.graph : null };
  }

  /** @param isEnough is told how many characters the file that was just read has. */
  private readMore(scene: Scene, base: Base, settings: ModuleSettings, isEnough: (length: number) => boolean): void {
    const { workspace, focus } = scene;
    const { unread } = base;
    if (base.nearest !== focus.path) sortByNearness(unread, focus.path);
    base.nearest = focus.path;
    const before = unread.length;
    for (let path = unread.pop(); path !== undefined; path = unread.pop()) {
      const content = workspace.host.read(path);
      const record = scene.recordOnHost(path);
      const includes = record === null ? null : this.includesIn(scene, record, settings);
      this.byPath.set(path, { content, includes });
      if (includes !== null && counts(workspace, path, includes)) base.includes.set(path, includes);
      if (isEnough(record?.text.length ?? 0)) break;
    }
    if (unread.length < before) base.graph = null;
  }

  private around(scene: Scene, base: Base, settings: ModuleSettings): IncludeGraph {
    const { workspace, focus } = scene;
    base.graph ??= graphOf(workspace, base.includes);
    const record = scene.record(focus.path);
    const own = record === null ? null : this.includesIn(scene, record, settings);
    if (own === null || own === base.includes.get(focus.path)) return base.graph;
    const { last } = this;
    if (last?.base === base.graph && last.own === own && last.path === focus.path) return last.graph;
    const graph = graphOf(workspace, new Map([...base.includes, [focus.path, own]]));
    this.last = { base: base.graph, own, path: focus.path, graph };
    return graph;
  }

  private includesIn(scene: Scene, record: FileRecord, settings: ModuleSettings): Includes | null {
    if (!record.read) return null;
    const known = this.byMeaning.get(record.meaning);
    if (known !== undefined) return known;
    const found = resolved(scene, record, settings);
    const before = this.latest.get(record.path);
    const includes = before !== undefined && isTheSame(before, found) ? before : found;
    this.latest.set(record.path, includes);
    this.byMeaning.set(record.meaning, includes);
    return includes;
  }
}

/** Files in the same folder last, then those that share more folders with it than others: callers tend to be near. */
function sortByNearness(paths: string[], path: string): void {
  const nearness = new Map<string, number>();
  for (const other of paths) nearness.set(other, sharedLength(path, other));
  paths.sort((a, b) => (nearness.get(a) ?? 0) - (nearness.get(b) ?? 0) || (a < b ? 1 : -1));
}

/** Length of the folders that two names have in common. */
function sharedLength(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let folders = 0;
  for (let at = 0; at < shorter && a.charCodeAt(at) === b.charCodeAt(at); at++) if (a[at] === '/') folders = at + 1;
  return folders;
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

function graphOf(workspace: Workspace, written: ReadonlyMap<string, Includes>): IncludeGraph {
  const { parameters, host, choices } = workspace;
  const includes = withLinkedFiles(host, withNamedTemplates(written));
  const namesNone = (path: string): boolean => {
    const file = includes.get(path);
    return file?.kind === 'parameters' && file.using === null;
  };
  const everywhere = (parameters ?? []).map((path): CommonParameters => ({ path, isFor: () => true }));
  const chosen = choices.flatMap((choice) =>
    choice.common.map((path): CommonParameters => ({ path, isFor: (template) => holdsFor(choice, template) })),
  );
  const common = [...everywhere, ...chosen].filter(({ path }) => namesNone(path));
  return new IncludeGraph(includes, common, (template) => chosenParameters(workspace, template));
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
