import { contextKeys, type ScenarioContext } from '../evaluate/scenario.ts';
import { UsageError } from './arguments.ts';

/** What `--scenario KEY=VALUE` says of the place of deployment; of equal keys the last one counts. @throws UsageError for anything else. */
export function scenarioContext(pairs: readonly string[]): ScenarioContext {
  const context: { -readonly [Key in keyof ScenarioContext]: string } = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const word = equals < 0 ? pair : pair.slice(0, equals);
    const key = contextKeys.find((known) => known === word);
    if (key === undefined) throw new UsageError(`unknown key ${word} for --scenario; one of ${contextKeys.join(', ')}`);
    if (equals < 0 || equals === pair.length - 1)
      throw new UsageError(`--scenario ${pair} lacks a value; it is written KEY=VALUE`);
    context[key] = pair.slice(equals + 1);
  }
  return context;
}
