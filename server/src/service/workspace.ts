import type { ScenarioContext } from '../evaluate/scenario.ts';
import type { HostFiles } from './files/host.ts';
import type { SourceFile } from './model.ts';

/**
 * What surrounds a file: the other files, and how a person wants templates to be evaluated. Hosts answer from memory: a question may read
 * thousands of files.
 */
export interface Workspace {
  readonly host: HostFiles;
  /** Texts that count in place of those that the host has: repairs that aren't written yet. None of them includes other files than before. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Names of the files that may include others or be entries: templates and parameter files, restored modules aside. */
  readonly paths: readonly string[];
  /**
   * Names of files about which nothing is asked, but which may call those of `paths`; null if they are too many to be looked for. Asked only where a
   * repair would give a template a parameter that all its callers have to pass. Left out by hosts whose `paths` are all there is.
   */
  readonly bystanders?: () => readonly string[] | null;
  /** The parameter files that count, for templates that have one among them; null if all that are found do. */
  readonly parameters: readonly string[] | null;
  readonly context: ScenarioContext;
  /** What a person chose for single templates or folders, in place of the two above. */
  readonly choices: readonly ScenarioChoice[];
  /** In which languages the arguments of module calls are compared with the parameters: in JSON only where Bicep's own extension checks Bicep. */
  readonly argumentsIn: 'all' | 'json';
  /** Scenarios of one template that are evaluated, those of the first parameter files by name; null for all. */
  readonly mostScenarios: number | null;
  /** The configuration file that holds instead of the nearest ones; null if none was named. */
  readonly configuration: string | null;
  /** Another object after anything of the workspace changed: the list of files, or what one of them holds. */
  readonly state: object;
  /**
   * The state from which this one came by nothing else than that these files hold other texts; left out if more may have changed. So a keystroke
   * doesn't make anybody look at all files again.
   */
  readonly edit?: { readonly since: object; readonly paths: ReadonlySet<string> };
  /** Another object after a configuration file (ours or bicepconfig.json) was made, changed or deleted. */
  readonly settings: object;
  /** The folder of restored modules (`~/.bicep`) as the host names it; null if there is none. */
  readonly registryCache: string | null;
}

/** How the templates of one folder are to be evaluated. */
export interface ScenarioChoice {
  /** Null for all folders. */
  readonly folder: string | null;
  /** The parameter files that count for a template, by the template's name; none for its defaults. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  /** Parameter files for all other templates that nobody includes; those of Bicep belong to the template that they are using. */
  readonly common: readonly string[];
  readonly context: ScenarioContext;
}

/** True for a choice that holds for a file. */
export function holdsFor({ folder }: ScenarioChoice, path: string): boolean {
  return folder === null || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The parameter files that were chosen for a template; null if nobody chose any. */
export function chosenParameters({ choices }: Workspace, template: string): readonly string[] | null {
  for (const choice of choices) {
    const chosen = choice.parameters.get(template);
    if (chosen !== undefined) return chosen;
  }
  return null;
}

/** Where a template is deployed, as far as it was said. */
export function contextOf({ choices, context }: Workspace, template: string): ScenarioContext {
  const choice = choices.find((candidate) => holdsFor(candidate, template));
  return choice === undefined ? context : { ...context, ...choice.context };
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
  choices: [],
  argumentsIn: 'all',
  mostScenarios: null,
  configuration: null,
  state: {},
  settings: {},
  registryCache: null,
};

/** A file with nothing around it. */
export function aloneIn(file: SourceFile): Workspace {
  return { ...nothing, paths: [file.path] };
}
