import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Configuration, defaultConfiguration } from '../config/configuration.ts';
import { configurationFileName, readConfigurationFile } from '../config/configuration-file.ts';
import type { Profile } from '../config/profiles.ts';
import type { RuleNames } from '../config/rule-names.ts';
import { lineIndex } from '../text/lines.ts';
import { UsageError } from './arguments.ts';
import { attempt, displayName, isError } from './source-files.ts';

/** The configuration of each file that is checked. */
export interface Configurations {
  of(absolutePath: string): Configuration;
}

/** What a problem in a configuration file means for the run: an error counts as an input error, a warning is only told. */
export type ReportConfigurationProblem = (severity: 'error' | 'warning', line: string) => void;

/**
 * The configuration that was named with `--config`, for every file.
 * @throws UsageError if it can't be read or is broken: what was asked for by name must not be replaced by defaults.
 */
export function namedConfiguration(
  name: string,
  workingDirectory: string,
  names: RuleNames,
  report: ReportConfigurationProblem,
): Configurations {
  const errors: string[] = [];
  const file = path.resolve(workingDirectory, name);
  const configuration = readConfiguration(file, workingDirectory, names, (severity, line) => {
    if (severity === 'error') errors.push(line);
    else report(severity, line);
  });
  const last = errors.pop();
  for (const line of errors) report('error', line);
  if (last !== undefined) throw new UsageError(last);
  return { of: () => configuration };
}

/** The configuration file in a file's folder or the nearest above it; each is read once. A broken one is reported, and the defaults apply. */
export function nearestConfigurations(
  workingDirectory: string,
  names: RuleNames,
  report: ReportConfigurationProblem,
): Configurations {
  const byFolder = new Map<string, Configuration>();

  const ofFolder = (folder: string): Configuration => {
    const known = byFolder.get(folder);
    if (known) return known;
    const file = path.join(folder, configurationFileName);
    const parent = path.dirname(folder);
    const configuration = existsSync(file)
      ? readConfiguration(file, workingDirectory, names, report)
      : parent === folder
        ? defaultConfiguration
        : ofFolder(parent);
    byFolder.set(folder, configuration);
    return configuration;
  };

  return { of: (absolutePath) => ofFolder(path.dirname(absolutePath)) };
}

/** The same configurations with another profile: one that was asked for counts more than what files say. */
export function withProfile(configurations: Configurations, profile: Profile): Configurations {
  const changed = new Map<Configuration, Configuration>();
  return {
    of: (absolutePath) => {
      const configuration = configurations.of(absolutePath);
      const known = changed.get(configuration) ?? { ...configuration, profile };
      changed.set(configuration, known);
      return known;
    },
  };
}

function readConfiguration(
  absolutePath: string,
  workingDirectory: string,
  names: RuleNames,
  report: ReportConfigurationProblem,
): Configuration {
  const name = displayName(absolutePath, workingDirectory);
  const read = attempt(() => readFileSync(absolutePath, 'utf8'));
  if (isError(read)) {
    report('error', `cannot read ${name}: ${read.error}`);
    return defaultConfiguration;
  }
  const text = read.value.replace(/^\ufeff/, '');
  const { configuration, problems } = readConfigurationFile(text, names);
  const lines = lineIndex(text);
  for (const problem of problems) {
    const { line, character } = lines.positionAt(problem.span.start);
    report(
      problem.severity === 'error' ? 'error' : 'warning',
      `${name}:${line + 1}:${character + 1}: ${problem.message}`,
    );
  }
  return configuration;
}
