/** What one evaluation read, so that a change elsewhere leaves it alone. */
import { contextKeys } from '../evaluate/scenario.ts';
import type { FileRecord } from './file-store.ts';
import type { HostContent, HostEntry, HostFiles, Refusal } from './files/host.ts';
import type { ReadCache } from './files/read-cache.ts';
import { type AskedFiles, templateFiles } from './files/template-files.ts';
import type { Scene } from './scene.ts';
import type { Workspace } from './workspace.ts';

type Content = HostContent | Refusal | null | undefined;
type Listing = readonly HostEntry[] | Refusal | null | undefined;

export class Dependencies {
  /** Names of files that the host has not read yet; the evaluation is to be made again when it has. */
  readonly pending = new Set<string>();
  private readonly scene: Scene;
  private readonly records = new Map<string, FileRecord | null>();
  private readonly contents = new Map<string, Content>();
  private readonly listings = new Map<string, Listing>();
  /** A state of the workspace in which everything that was read is known to mean the same, as far as the host has it. */
  private sameIn: object | null = null;

  /** What other files hold. */
  readonly files: AskedFiles;

  constructor(scene: Scene) {
    this.scene = scene;
    this.files = this.filesOf(scene);
  }

  /** A template or parameter file, noted as read. */
  record(path: string): FileRecord | null {
    const known = this.records.get(path);
    if (known !== undefined) return known;
    if (this.scene.read(path) === undefined) this.pending.add(path);
    const record = this.scene.record(path);
    this.records.set(path, record);
    return record;
  }

  /** The text of a file when the evaluation read it; null if it did not. */
  textOf(path: string): FileRecord | null {
    return this.records.get(path) ?? null;
  }

  /** True if every file that was read means what it meant, and everything else that was read is the same. */
  meanTheSame(scene: Scene): boolean {
    // Asked for each file that an entry reaches: as long as nothing has changed, and the text that is asked about is what the host has or
    // wasn't read, the answer is the same.
    const isOfHost = scene.isOfHostFor((path) => this.records.has(path) || this.contents.has(path));
    const { state } = scene.workspace;
    if (isOfHost && this.sameIn === state && isSetTheSame(this.scene.workspace, scene.workspace)) return true;
    const isSame = isOfHost && this.isSameBut(scene) ? this.areEditsTheSame(scene) : this.meanTheSameNow(scene);
    if (isSame && isOfHost && this.pending.size === 0) this.sameIn = state;
    return isSame;
  }

  /** True if nothing but the texts of edited files may have changed since all was known to mean the same. */
  private isSameBut({ workspace }: Scene): boolean {
    return (
      this.sameIn !== null && workspace.edit?.since === this.sameIn && isSetTheSame(this.scene.workspace, workspace)
    );
  }

  private areEditsTheSame(scene: Scene): boolean {
    for (const path of scene.workspace.edit?.paths ?? []) {
      const record = this.records.get(path);
      if (record !== undefined && (scene.record(path)?.meaning ?? null) !== (record?.meaning ?? null)) return false;
      if (record === undefined && this.contents.has(path) && scene.read(path) !== this.contents.get(path)) return false;
    }
    return true;
  }

  private meanTheSameNow(scene: Scene): boolean {
    for (const [path, record] of this.records) {
      if ((scene.record(path)?.meaning ?? null) !== (record?.meaning ?? null)) return false;
    }
    return this.readTheSame(scene);
  }

  /** True if the texts of all files are the same, so that all places are, too. */
  areTheSame(scene: Scene): boolean {
    for (const [path, record] of this.records) if (scene.record(path) !== record) return false;
    return this.readTheSame(scene);
  }

  private readTheSame(scene: Scene): boolean {
    if (!isSetTheSame(this.scene.workspace, scene.workspace)) return false;
    for (const [path, content] of this.contents) {
      if (!this.records.has(path) && scene.read(path) !== content) return false;
    }
    for (const [folder, listing] of this.listings) {
      if (scene.workspace.host.list(folder) !== listing) return false;
    }
    return true;
  }

  /** What other files hold, for the evaluation. */
  private filesOf({ workspace, store }: Scene): AskedFiles {
    const cache: ReadCache = {
      read: (file) => {
        const record = store.record(file);
        // Of a restored template specification only a part is the template: its file is compared by content.
        if (this.scene.record(file.path) === record) this.records.set(file.path, record);
        return record.read;
      },
    };
    const { registryCache, configuration } = workspace;
    return templateFiles(this.host(), { cache, registryCache, configuration });
  }

  /** True for files in which findings may stand: the author's own, not restored and not generated from others. */
  isOwned(file: string): boolean {
    if (!this.files.isOwned(file)) return false;
    return file === this.scene.focus.path || !(this.textOf(file)?.read?.isGenerated ?? false);
  }

  /** The files of the workspace, whose every use is noted. */
  private host(): HostFiles {
    const { host } = this.scene;
    return {
      ...host,
      read: (path) => {
        const content = host.read(path);
        if (content === undefined) this.pending.add(path);
        this.contents.set(path, content);
        return content;
      },
      list: (folder) => {
        const listing = host.list(folder);
        if (listing === undefined) this.pending.add(folder);
        this.listings.set(folder, listing);
        return listing;
      },
    };
  }
}

/** True if two workspaces say the same of how templates are evaluated: what the place of deployment is, and where files are looked for. */
function isSetTheSame(a: Workspace, b: Workspace): boolean {
  if (a === b) return true;
  const isPlaceTheSame = a.context === b.context || contextKeys.every((key) => a.context[key] === b.context[key]);
  const isCheckTheSame = a.argumentsIn === b.argumentsIn;
  // Which parameter files were chosen makes other entries.
  const placesOf = ({ choices }: Workspace): string =>
    JSON.stringify(choices.map(({ folder, context }) => [folder, context]));
  if (a.choices !== b.choices && placesOf(a) !== placesOf(b)) return false;
  return isPlaceTheSame && isCheckTheSame && a.registryCache === b.registryCache && a.configuration === b.configuration;
}
