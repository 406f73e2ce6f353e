/**
 * What other files hold, for one evaluation: resolves references, reads files through the host, and has them parsed and lowered. Pure over its
 * host: an answer depends on nothing but the files in `asked`, and is the same each time.
 */
import { type Contract, noContract } from '../../config/contract.ts';
import { type MappedModule, mappedModule, mappedPath } from '../../config/module-mapping.ts';
import type { DirectoryFile, LoadedTemplate, Missing, TemplateFiles } from '../../evaluate/files.ts';
import type { LinkedAddress } from '../../template/linked-address.ts';
import type { Problem } from '../../text/problem.ts';
import { type Asking, askingOf, hasText } from './asking.ts';
import { formatOfName } from './formats.ts';
import type { HostFiles } from './host.ts';
import { linkedFile } from './linked-file.ts';
import { filesOfFolder } from './listing.ts';
import {
  brokenRestore,
  missing,
  noContent,
  noTemplate,
  notLinked,
  notMapped,
  notRead,
  notRestored,
  remote,
} from './missing.ts';
import { type ModuleSettings, moduleSettings } from './module-settings.ts';
import type { ReadCache } from './read-cache.ts';
import {
  isModuleScheme,
  pathFault,
  type RegistryReference,
  readReference,
  type TemplateSpecReference,
} from './references.ts';
import { isManifest, manifestName, restoredFolder, restoredTemplateName } from './registry-cache.ts';
import { mainTemplateOf } from './template-spec.ts';

export interface FileOptions {
  /** Shared between evaluations, so that each text is parsed once. */
  readonly cache: ReadCache;
  /** The folder of restored modules, such as `~/.bicep`; null if there is none. */
  readonly registryCache: string | null;
  /** The configuration file that holds instead of the nearest ones; null if none was named. */
  readonly configuration: string | null;
}

/** Files for one evaluation, and what it took to answer. */
export interface AskedFiles extends TemplateFiles {
  /** The file that a reference of a file means, there or not; what it is isn't read. Missing if it means nothing, or nothing yet. */
  resolve(from: string, reference: string): ResolvedFile | Missing;
  /** Names of all files and folders that were asked for so far, there or not: if none of them changed, the evaluation gives the same. */
  readonly asked: ReadonlySet<string>;
  /** Those of them that the host has yet to read. What depends on them is unknown until the evaluation is made again. */
  readonly pending: ReadonlySet<string>;
  /** What is wrong with the bicepconfig.json files that were read, by the name of the file. */
  readonly configurationProblems: ReadonlyMap<string, Problem>;
  /**
   * True if the author may change a file that was loaded: it is the workspace's own or was reached by a mapping to sources; false for restored
   * modules. Whether a tool wrote the file is not looked at.
   */
  isOwned(file: string): boolean;
  /** The tiers and flows that the configuration declares which holds for a file. */
  contractFor(file: string): Contract;
}

export interface ResolvedFile {
  readonly file: string;
  readonly origin: Origin;
}

/** How a file was reached: by a path from a file of the author, by a mapping, or in the cache of restored modules. */
export type Origin = 'local' | 'mapped' | 'restored';

interface Context {
  readonly host: HostFiles;
  readonly options: FileOptions;
  readonly asking: Asking;
  readonly settings: ModuleSettings;
  readonly origins: Map<string, Origin>;
}

export function templateFiles(host: HostFiles, options: FileOptions): AskedFiles {
  const asking = askingOf(host);
  const settings = moduleSettings(host, asking, options.configuration);
  const context: Context = { host, options, asking, settings, origins: new Map() };
  const loaded = new Map<string, LoadedTemplate | Missing>();
  const linked = new Map<string, LoadedTemplate | Missing>();
  return {
    asked: asking.asked,
    pending: asking.pending,
    configurationProblems: settings.problems,
    isOwned: (file) => {
      const origin = context.origins.get(file);
      return origin === 'mapped' || (origin !== 'restored' && host.isOwned(file));
    },
    contractFor: (file) => {
      const folder = host.parent(file);
      return (folder === null ? null : settings.mappingsIn(folder))?.contract ?? noContract;
    },
    load(from, reference) {
      const key = `${from}\n${reference}`;
      const known = loaded.get(key);
      if (known !== undefined) return known;
      const answer = load(context, from, reference);
      loaded.set(key, answer);
      return answer;
    },
    linked(from, address) {
      const key = `${from}\n${address.isWhole ? 'whole' : 'end'}\n${address.path}`;
      const known = linked.get(key);
      if (known !== undefined) return known;
      const answer = loadLinked(context, from, address);
      linked.set(key, answer);
      return answer;
    },
    resolve: (from, reference) => resolve(context, from, reference),
    content: (from, path) => {
      const file = localFile(context, from, path);
      if (typeof file !== 'string') return file;
      const found = asking.bytes(file);
      return typeof found === 'string' ? noContent(found, path) : found;
    },
    directory: (from, path, pattern) => directory(context, from, path, pattern),
  };
}

function load(context: Context, from: string, text: string): LoadedTemplate | Missing {
  const target = resolve(context, from, text);
  if ('kind' in target) return target;
  if (target.restored !== null) return loadRestored(context, target, target.restored, text);
  const answer = loadFile(context, target, text);
  if (answer !== null) return answer;
  return target.mappedPath === null ? noContent('absent', text) : notMapped(text, target.mappedPath);
}

function loadLinked(context: Context, from: string, address: LinkedAddress): LoadedTemplate | Missing {
  const { host, asking, origins } = context;
  const { parent, resolve } = host;
  const has = (path: string): boolean | undefined => {
    const found = asking.text(path);
    return found === 'pending' ? undefined : found !== 'absent' && found !== 'restricted' && found !== 'unreadable';
  };
  const file = linkedFile({ parent, resolve, has }, from, address);
  if (file === undefined) return notRead;
  const origin = origins.get(from) ?? 'local';
  return (file === null ? null : loadFile(context, { file, origin }, address.path)) ?? notLinked(address.path);
}

/** A file that a reference means, and what it takes to read it. */
interface Target extends ResolvedFile {
  /** For a restored module, its folder and whether it is a template spec. */
  readonly restored: { readonly folder: string; readonly isSpec: boolean } | null;
  /** For a mapped one, the path that the mapping gives. */
  readonly mappedPath: string | null;
}

function resolve(context: Context, from: string, text: string): Target | Missing {
  const { host, settings } = context;
  const folder = host.parent(from);
  if (isModuleScheme(text)) {
    const inForce = folder === null ? null : settings.mappingsIn(folder);
    if (inForce === null) return notRead;
    const mapped = mappedModule(text, inForce.mappings);
    if (mapped !== null) return mappedTarget(host, inForce.folder, mapped, text);
  }
  let isPending = false;
  let brokenFile: string | null = null;
  const reference = readReference(text, () => {
    const inForce = folder === null ? null : settings.aliasesIn(folder);
    isPending = inForce === null;
    brokenFile = inForce?.brokenFile ?? null;
    return inForce?.aliases ?? { registries: new Map(), templateSpecs: new Map() };
  });
  if (isPending) return notRead;
  switch (reference.kind) {
    case 'invalid': {
      const why = brokenFile === null ? '' : ' bicepconfig.json is broken, so its settings do not count.';
      return missing('what it refers to is not known', 'module-reference', 'warning', `${reference.message}${why}`);
    }
    case 'remote':
      return remote;
    case 'local': {
      const file = localFile(context, from, reference.path);
      if (typeof file !== 'string') return file;
      // What an author's file or a restored one refers to by a path is of the same kind.
      return { file, origin: context.origins.get(from) ?? 'local', restored: null, mappedPath: null };
    }
    default:
      return restoredTarget(context, reference, text);
  }
}

function mappedTarget(host: HostFiles, base: string, mapped: MappedModule, text: string): Target | Missing {
  const path = mappedPath(mapped);
  const file = host.resolve(base, path);
  return file === null ? notMapped(text, path) : { file, origin: 'mapped', restored: null, mappedPath: path };
}

function restoredTarget(
  { host, options }: Context,
  reference: RegistryReference | TemplateSpecReference,
  text: string,
): Target | Missing {
  const { registryCache } = options;
  const folder = registryCache === null ? null : host.resolve(registryCache, restoredFolder(reference));
  const file = folder === null ? null : host.resolve(folder, restoredTemplateName);
  if (folder === null || file === null) return notRestored(text);
  const isSpec = reference.kind === 'template-spec';
  return { file, origin: 'restored', restored: { folder, isSpec }, mappedPath: null };
}

/** The name of the file or folder that a relative path of a file means. */
function localFile({ host }: Context, from: string, path: string): string | Missing {
  const fault = pathFault(path);
  if (fault !== null) return missing('its path can not be read', 'module-reference', 'warning', fault);
  const folder = host.parent(from);
  const file = folder === null ? null : host.resolve(folder, path);
  return file ?? noContent('absent', path);
}

/** A file read as a template or parameter file; null if there is none. `text` is the reference, for messages. */
function loadFile(context: Context, { file, origin }: ResolvedFile, text: string): LoadedTemplate | Missing | null {
  const { asking, options, origins } = context;
  const found = asking.text(file);
  if (found === 'absent') return null;
  if (!hasText(found)) return noContent(found, text);
  const format = /\.[^./\\]*$/.test(file) ? formatOfName(file) : 'bicep';
  const read = format === null ? null : options.cache.read({ path: file, text: found.text, format });
  if (read === null) return noTemplate(text);
  // A file that is reached in two ways is the author's if one of them says so.
  if (origins.get(file) === undefined || origins.get(file) === 'restored') origins.set(file, origin);
  return { file, lowered: read.lowered };
}

function loadRestored(
  { host, options, asking, origins }: Context,
  { file }: ResolvedFile,
  { folder, isSpec }: { readonly folder: string; readonly isSpec: boolean },
  text: string,
): LoadedTemplate | Missing {
  const manifest = isSpec ? null : host.resolve(folder, manifestName);
  const known = manifest === null ? 'absent' : asking.text(manifest);
  const found = asking.text(file);
  if (found === 'pending' || known === 'pending') return notRead;
  if (found === 'absent' && known === 'absent') return notRestored(text);
  if (!hasText(found)) return found === 'absent' ? brokenRestore(text) : noContent(found, text);
  // A template without a manifest is taken as it is; one that can't be read tells of a restore that was broken off.
  if (known !== 'absent' && (!hasText(known) || !isManifest(known.text))) return brokenRestore(text);
  const template = isSpec ? mainTemplateOf(found.text) : found.text;
  const read = template === null ? null : options.cache.read({ path: file, text: template, format: 'json' });
  if (read === null || read.lowered.language !== 'arm') return brokenRestore(text);
  if (!origins.has(file)) origins.set(file, 'restored');
  return { file, lowered: read.lowered };
}

function directory(
  context: Context,
  from: string,
  path: string,
  pattern: string | null,
): readonly DirectoryFile[] | Missing {
  const folder = localFile(context, from, path);
  if (typeof folder !== 'string') return folder;
  const found = context.asking.entries(folder);
  return typeof found === 'string' ? noContent(found, path) : filesOfFolder(path, found, pattern);
}
