import type { ScenarioContext } from '../evaluate/scenario.ts';
import type { HostFiles } from './files/host.ts';
import type { SourceFile } from './model.ts';

/**
 * What surrounds a file: the other files, and how a person wants templates to be evaluated. Hosts answer from memory: a question may read
 * thousands of files.
 */
export interface Workspace {
  readonly host: HostFiles;
  /** Names of the files that may include others or be entries: templates and parameter files, restored modules aside. */
  readonly paths: readonly string[];
  /** The parameter files that count, for templates that have one among them; null if all that are found do. */
  readonly parameters: readonly string[] | null;
  readonly context: ScenarioContext;
  /** The configuration file that holds instead of the nearest ones; null if none was named. */
  readonly configuration: string | null;
  /** Another object after anything of the workspace changed: the list of files, or what one of them holds. */
  readonly state: object;
  /** Another object after a configuration file (ours or bicepconfig.json) was made, changed or deleted. */
  readonly settings: object;
  /** The folder of restored modules (`~/.bicep`) as the host names it; null if there is none. */
  readonly registryCache: string | null;
}

const noHost: HostFiles = {
  read: () => null,
  list: () => null,
  parent: () => null,
  resolve: () => null,
  isOwned: () => true,
};

const nothing: Workspace = {
  host: noHost,
  paths: [],
  parameters: null,
  context: {},
  configuration: null,
  state: {},
  settings: {},
  registryCache: null,
};

/** A file with nothing around it. */
export function aloneIn(file: SourceFile): Workspace {
  return { ...nothing, paths: [file.path] };
}
