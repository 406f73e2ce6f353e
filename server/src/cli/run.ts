import type { Engine } from '../service/model.ts';
import { type Invocation, parseArguments, UsageError, usage } from './arguments.ts';
import { check } from './check.ts';
import { errorLine } from './error-line.ts';
import { evaluate } from './evaluate.ts';
import { fix } from './fix.ts';
import { reach } from './reach.ts';
import { explain, listRules } from './rules.ts';
import { type ExitCode, exitCodes, type Terminal } from './terminal.ts';
import { topology } from './topology.ts';

/**
 * Runs one command. Whatever goes wrong, the person sees one line on standard error and never a stack trace.
 * @param words the words after the program's name.
 */
export function runCommandLine(words: readonly string[], engine: Engine, terminal: Terminal): ExitCode {
  try {
    const invocation = parseArguments(words);
    if (invocation) return runCommand(invocation, engine, terminal);
    terminal.write(usage());
    return exitCodes.clean;
  } catch (error) {
    const what = error instanceof UsageError ? error.message : `internal error: ${errorLine(error)}`;
    terminal.writeErrorLine(`zero-trust: ${what}`);
    return exitCodes.inputError;
  }
}

function runCommand(invocation: Invocation, engine: Engine, terminal: Terminal): ExitCode {
  switch (invocation.command) {
    case 'check':
      return check(invocation, engine, terminal);
    case 'fix':
      return fix(invocation, engine, terminal);
    case 'evaluate':
      return evaluate(invocation, engine, terminal);
    case 'reach':
      return reach(invocation, engine, terminal);
    case 'topology':
      return topology(invocation, engine, terminal);
    case 'rules':
      return listRules(invocation, engine, terminal);
    case 'explain':
      return explain(invocation, engine, terminal);
  }
}
