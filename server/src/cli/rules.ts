import type { Engine } from '../service/model.ts';
import { type Invocation, UsageError } from './arguments.ts';
import { jsonVersion } from './json-report.ts';
import { type ExitCode, exitCodes, palette, type Terminal } from './terminal.ts';

/** `zero-trust rules`: every rule with its severity and title, or as JSON with all that is known of it. */
export function listRules(invocation: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const rules = engine.rules();
  if (invocation.options.get('--format') === 'json') {
    terminal.write(`${JSON.stringify({ version: jsonVersion, rules }, null, 2)}\n`);
    return exitCodes.clean;
  }
  const paint = palette(terminal.color);
  const idWidth = Math.max(...rules.map((rule) => rule.id.length));
  const lines = rules.map(
    (rule) =>
      `${paint.bold(rule.id.padEnd(idWidth))}  ${paint[rule.severity](rule.severity.padEnd(11))}  ${rule.title}\n`,
  );
  terminal.write(lines.join(''));
  return exitCodes.clean;
}

/** `zero-trust explain`: the page of one rule. */
export function explain(invocation: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  const [ruleId = ''] = invocation.operands;
  const page = engine.explain(ruleId);
  if (page === null) throw new UsageError(`no rule is called ${ruleId}; zero-trust rules lists them`);
  terminal.write(page.endsWith('\n') ? page : `${page}\n`);
  return exitCodes.clean;
}
