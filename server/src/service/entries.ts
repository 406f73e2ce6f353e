/**
 * Who includes whom (spec: evaluation, section 8): the entries of a workspace are the templates that nobody includes and those that a parameter
 * file is for; every other file is seen through the entries that reach it.
 */
import type { ImportDeclaration, ModuleDeclaration, Template } from '../template/ir.ts';
import { type LinkedAddress, writtenAddresses } from '../template/linked-address.ts';
import type { LoweredFile } from '../template/lowered.ts';

/** One deployment that somebody makes: a template with a parameter file, or by its defaults. */
export interface Entry {
  readonly template: string;
  readonly parameters: string | null;
  /**
   * True while files of the workspace are to be read that may include the template: nobody knows what its parameters are given, so it is
   * evaluated without their defaults, and only what is so whatever they are is told.
   */
  readonly isProvisional?: boolean;
}

export function entryKey({ template, parameters, isProvisional = false }: Entry): string {
  if (isProvisional) return `${template}\n?`;
  return parameters === null ? template : `${template}\n${parameters}`;
}

/** What a file refers to, each resolved to a path; files that the host doesn't have are left out. */
export interface Includes {
  readonly kind: 'template' | 'parameters';
  /** Modules, imports, the file that is extended. */
  readonly included: readonly string[];
  /** The template that a parameter file is for. */
  readonly using: string | null;
  /** Addresses of linked templates and of their parameter files; which files they mean depends on what there is. */
  readonly linked: readonly LinkedAddress[];
}

/** A parameter file that names no template. */
export interface CommonParameters {
  readonly path: string;
  /** Whether it is for templates that stand where this one does. */
  isFor(template: string): boolean;
}

/** Files that one question walks through; more callers than this don't happen outside of attacks. */
const mostFiles = 20_000;

/** Files of a circle that are evaluated for each of them. */
const mostOfCircle = 8;

/** The entries that are evaluated, and how many scenarios of each template aren't. */
export interface BoundedEntries {
  readonly entries: readonly Entry[];
  readonly leftOut: ReadonlyMap<string, number>;
}

/** Keeps of each template at most so many scenarios (null for all): those of the first parameter files by name, wherever a host found them. */
export function boundedEntries(entries: readonly Entry[], most: number | null): BoundedEntries {
  const leftOut = new Map<string, number>();
  if (most === null || entries.length <= most) return { entries, leftOut };
  const inOrder = [...entries].sort((a, b) => compareText(a.parameters ?? '', b.parameters ?? ''));
  const counts = new Map<string, number>();
  const kept = new Set<Entry>();
  for (const entry of inOrder) {
    const { template } = entry;
    const count = (counts.get(template) ?? 0) + 1;
    counts.set(template, count);
    if (count <= most) kept.add(entry);
    else leftOut.set(template, count - most);
  }
  return { entries: entries.filter((entry) => kept.has(entry)), leftOut };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The includes of all files of a workspace, and the way back. */
export class IncludeGraph {
  private readonly callers = new Map<string, string[]>();
  private readonly parameterFiles = new Map<string, string[]>();
  private readonly includes: ReadonlyMap<string, Includes>;

  private readonly common: readonly CommonParameters[];
  private readonly chosen: (template: string) => readonly string[] | null;

  /**
   * @param common parameter files that name no template: they are for every template that nobody includes and that has no other.
   * @param chosen the parameter files that were chosen for a template, none for its defaults; null if nobody chose any.
   */
  constructor(
    includes: ReadonlyMap<string, Includes>,
    common: readonly CommonParameters[] = [],
    chosen: (template: string) => readonly string[] | null = () => null,
  ) {
    this.includes = includes;
    this.common = common;
    this.chosen = chosen;
    for (const [path, { included, using }] of includes) {
      for (const target of included) push(this.callers, target, path);
      if (using !== null) push(this.parameterFiles, using, path);
    }
  }

  /** The files that include a file. */
  callersOf(path: string): readonly string[] {
    return this.callers.get(path) ?? [];
  }

  /** The parameter files of a template. */
  parameterFilesOf(template: string): readonly string[] {
    return this.parameterFiles.get(template) ?? [];
  }

  /** All parameter files, those of the template first. */
  allParameterFiles(template: string): readonly string[] {
    const all = [...this.includes].filter(([, { kind }]) => kind === 'parameters').map(([path]) => path);
    return [...new Set([...this.parameterFilesOf(template), ...all.sort()])];
  }

  private scenariosOfRoot(template: string): readonly Entry[] {
    const common = this.common.filter(({ isFor }) => isFor(template));
    if (common.length === 0) return [{ template, parameters: null }];
    return common.map(({ path }) => ({ template, parameters: path }));
  }

  /** The scenarios in which a template is deployed by itself. */
  private scenariosOf(template: string): readonly Entry[] {
    const chosen = this.chosen(template);
    if (chosen?.length === 0) return [{ template, parameters: null }];
    const parameterFiles = chosen ?? this.parameterFilesOf(template);
    if (parameterFiles.length > 0) return parameterFiles.map((parameters) => ({ template, parameters }));
    return this.callers.has(template) ? [] : this.scenariosOfRoot(template);
  }

  /** The templates that a parameter file is for. */
  private templatesOf(path: string, { using }: Includes): readonly string[] {
    if (using !== null) return [using];
    const common = this.common.find((candidate) => candidate.path === path);
    return [...this.includes.keys()].filter((template) => {
      if (this.includes.get(template)?.kind !== 'template') return false;
      const chosen = this.chosen(template);
      if (chosen !== null) return chosen.includes(path);
      const isRoot = !this.callers.has(template) && !this.parameterFiles.has(template);
      return isRoot && (common?.isFor(template) ?? false);
    });
  }

  /** All entries whose evaluation reads the file, those that begin with the file itself first; never none for a template. */
  entriesFor(path: string): readonly Entry[] {
    const entries = new Map<string, Entry>();
    const add = (entry: Entry): void => {
      entries.set(entryKey(entry), entry);
    };
    const seen = new Set([path]);
    const pending = [path];
    for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
      const file = this.includes.get(at);
      const callers = this.callers.get(at) ?? [];
      if (file?.kind === 'parameters') {
        for (const template of this.templatesOf(at, file)) add({ template, parameters: at });
      } else {
        this.scenariosOf(at).forEach(add);
      }
      for (const caller of callers) {
        if (seen.has(caller) || seen.size >= mostFiles) continue;
        seen.add(caller);
        pending.push(caller);
      }
    }
    const isTemplate = this.includes.get(path)?.kind !== 'parameters';
    // Files that include each other in a circle have no entry: each of them is one, its own first.
    if (entries.size === 0 && isTemplate) {
      const circle = [...seen].filter((template) => this.includes.get(template)?.kind !== 'parameters');
      for (const template of circle.slice(0, mostOfCircle)) add({ template, parameters: null });
    }
    return [...entries.values()];
  }
}

function push(lists: Map<string, string[]>, key: string, item: string): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [item]);
  else if (!known.includes(item)) known.push(item);
}

/** The references of a file as written: modules, imports and `extends`, embedded templates included. */
export function referencesOf({ template }: LoweredFile): readonly string[] {
  const references = new Set<string>();
  for (const { declaration } of includingDeclarations(template)) {
    if (declaration.path !== null) references.add(declaration.path);
  }
  return [...references];
}

/** The addresses of the templates and parameter files that a file links to, each once. */
export function linkedAddressesOf({ template }: LoweredFile): readonly LinkedAddress[] {
  const addresses = new Map<string, LinkedAddress>();
  if (!template.foldNames) return [];
  for (const { declaration, names } of includingDeclarations(template)) {
    if (declaration.kind !== 'module') continue;
    for (const address of writtenAddresses(declaration, names)) addresses.set(JSON.stringify(address), address);
  }
  return [...addresses.values()];
}

interface IncludingDeclaration {
  readonly declaration: ImportDeclaration | ModuleDeclaration;
  /** The template whose names its expressions mean. */
  readonly names: Template;
}

function* includingDeclarations(root: Template): Generator<IncludingDeclaration> {
  const pending = [{ template: root, names: root }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { names } = at;
    for (const declaration of at.template.declarations) {
      if (declaration.kind !== 'import' && declaration.kind !== 'module') continue;
      yield { declaration, names };
      if (declaration.kind !== 'module' || declaration.inline === null) continue;
      const { template, evaluation } = declaration.inline;
      pending.push({ template, names: evaluation === 'outer' ? names : template });
    }
  }
}
