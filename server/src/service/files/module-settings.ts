/** The settings that decide which module a reference means, as they hold in a folder: aliases of Bicep, and our own mapping to sources. */
import {
  bicepConfigName,
  builtInAliases,
  type ModuleAliases,
  mergedAliases,
  readBicepConfig,
} from '../../config/bicep-config.ts';
import type { ModuleMapping } from '../../config/configuration.ts';
import { configurationFileName, readConfigurationFile } from '../../config/configuration-file.ts';
import { type Contract, noContract } from '../../config/contract.ts';
import { noRuleNames } from '../../config/rule-names.ts';
import type { Problem } from '../../text/problem.ts';
import { type Asking, hasText } from './asking.ts';
import type { HostFiles } from './host.ts';
import { keptByText } from './kept-by-text.ts';

/** Aliases that hold in a folder. `file` is the bicepconfig.json that is broken and decides nothing, if one is. */
export interface AliasesInForce {
  readonly aliases: ModuleAliases;
  readonly brokenFile: string | null;
}

/** What the configuration that holds in a folder says of modules and of the network, and the folder in which it lies. */
export interface MappingsInForce {
  readonly mappings: readonly ModuleMapping[];
  readonly contract: Contract;
  readonly folder: string;
}

export interface ModuleSettings {
  /** What is wrong with the bicepconfig.json files that were read, by the name of the file. */
  readonly problems: ReadonlyMap<string, Problem>;
  /** Null while a file that may decide isn't read yet. */
  aliasesIn(folder: string): AliasesInForce | null;
  mappingsIn(folder: string): MappingsInForce | null;
}

/** Files that a bicepconfig.json extends, one the other; Bicep reads no more. */
const longestChain = 64;

const bicepConfigIn = keptByText(readBicepConfig);
const configurationIn = keptByText((text) => readConfigurationFile(text, noRuleNames).configuration);

/** @param configuration the configuration file that holds instead of the nearest one, if one was named. */
export function moduleSettings(host: HostFiles, asking: Asking, configuration: string | null): ModuleSettings {
  const problems = new Map<string, Problem>();
  const aliases = new Map<string, AliasesInForce | null>();
  const mappings = new Map<string, MappingsInForce | null>();
  const nearestAliases = nearestFiles(host, asking, bicepConfigName);
  const nearestMappings = nearestFiles(host, asking, configurationFileName);

  const mappingsOf = (file: string | null): MappingsInForce | null => {
    const found = file === null ? 'absent' : asking.text(file);
    if (found === 'pending') return null;
    const folder = file === null ? null : host.parent(file);
    if (!hasText(found) || folder === null) return { mappings: [], contract: noContract, folder: folder ?? '' };
    const { modules = [], contract = noContract } = configurationIn(found.text);
    return { mappings: modules, contract, folder };
  };

  return {
    problems,
    aliasesIn: (folder) =>
      remembered(aliases, folder, () => {
        const nearest = nearestAliases(folder);
        return nearest === 'pending' ? null : aliasesOf(host, asking, nearest, problems);
      }),
    mappingsIn: (folder) =>
      remembered(mappings, configuration === null ? folder : '', () => {
        if (configuration !== null) return mappingsOf(configuration);
        const nearest = nearestMappings(folder);
        return nearest === 'pending' ? null : mappingsOf(nearest);
      }),
  };
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

type Nearest = string | null | 'pending';

/**
 * Finds the nearest file of a name in a folder or above it. All that aren't read yet are asked for at once, so that the host reads them
 * together. What holds above a folder is looked for once, however many folders lie in it.
 */
function nearestFiles(host: HostFiles, asking: Asking, name: string): (folder: string) => Nearest {
  const known = new Map<string, Nearest>();
  return (from) => {
    const below: { readonly folder: string; readonly isPending: boolean }[] = [];
    let nearest: Nearest = null;
    for (let folder: string | null = from; folder !== null; folder = host.parent(folder)) {
      const found = known.get(folder);
      if (found !== undefined) {
        nearest = found;
        break;
      }
      const file = host.resolve(folder, name);
      const text = file === null ? 'absent' : asking.text(file);
      if (text !== 'pending' && text !== 'absent' && text !== 'restricted') {
        nearest = file;
        known.set(folder, file);
        break;
      }
      below.push({ folder, isPending: text === 'pending' });
    }
    for (const { folder, isPending } of below.reverse()) {
      if (isPending) nearest = 'pending';
      known.set(folder, nearest);
    }
    return nearest;
  };
}

/** The aliases of a file and of those that it extends, over the built-in ones. A fault anywhere leaves the built-in ones alone, as in Bicep. */
function aliasesOf(
  host: HostFiles,
  asking: Asking,
  first: string | null,
  problems: Map<string, Problem>,
): AliasesInForce | null {
  const layers: ModuleAliases[] = [];
  const seen = new Set<string>();
  const broken = (file: string, problem: Problem): AliasesInForce => {
    problems.set(file, problem);
    return { aliases: builtInAliases, brokenFile: file };
  };
  for (let file = first; file !== null; ) {
    seen.add(file);
    const found = asking.text(file);
    if (found === 'pending') return null;
    if (!hasText(found)) return broken(file, fault(`${bicepConfigName} can't be read. Bicep's defaults apply.`));
    const config = bicepConfigIn(found.text);
    if (config.problem !== null) return broken(file, config.problem);
    layers.push(config.aliases);
    if (config.extends === null) break;
    // Bicep refuses an absolute path here too.
    const isRelative = !/^(?:[/\\]|[a-z]:)/i.test(config.extends);
    const folder = host.parent(file);
    const next: string | null = folder === null || !isRelative ? null : host.resolve(folder, config.extends);
    const answer = next === null ? 'absent' : asking.text(next);
    if (answer === 'pending') return null;
    if (next === null || !hasText(answer)) {
      return broken(file, fault(`The file that ${bicepConfigName} extends isn't there. Bicep's defaults apply.`));
    }
    if (seen.has(next) || seen.size >= longestChain) {
      return broken(file, fault(`The files that ${bicepConfigName} extends lead back to it. Bicep's defaults apply.`));
    }
    file = next;
  }
  const aliases = layers.reduceRight((below, over) => mergedAliases(over, below), builtInAliases);
  return { aliases, brokenFile: null };
}

function fault(message: string): Problem {
  return { code: 'bicep-config', message, span: { start: 0, end: 0 }, severity: 'warning' };
}
