import { profiles } from '../config/profiles.ts';
import { severities } from '../config/severity.ts';

/** A mistake of the person who typed the command, as one line without the program's name. */
export class UsageError extends Error {}

/** What an option takes: nothing, one of some words, any text (`value` names it in the usage), or several texts, one each time it is given. */
type OptionKind =
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'texts'; readonly value: string };

interface CommandShape {
  /** The operand's name in the usage, or null if the command takes none. */
  readonly operand: { readonly name: string; readonly many: boolean } | null;
  readonly options: Readonly<Record<string, OptionKind>>;
}

const profile: OptionKind = { kind: 'choice', choices: profiles };
const format: OptionKind = { kind: 'choice', choices: ['text', 'json'] };

/** What a command that looks at deployments may be told about them. */
const aboutDeployments = {
  '--config': { kind: 'text', value: 'FILE' },
  '--parameters': { kind: 'text', value: 'FILE' },
  '--registry-cache': { kind: 'text', value: 'DIR' },
} as const satisfies CommandShape['options'];

const commands = {
  check: {
    operand: { name: 'PATH', many: true },
    options: {
      '--format': format,
      '--profile': profile,
      '--severity': { kind: 'choice', choices: severities },
      '--fixes': { kind: 'flag' },
      ...aboutDeployments,
    },
  },
  fix: {
    operand: { name: 'PATH', many: true },
    options: {
      '--safe': { kind: 'flag' },
      '--all': { kind: 'flag' },
      '--dry-run': { kind: 'flag' },
      '--profile': profile,
    },
  },
  evaluate: {
    operand: { name: 'FILE', many: false },
    options: {
      '--scenario': { kind: 'texts', value: 'KEY=VALUE' },
      ...aboutDeployments,
      '--format': format,
    },
  },
  reach: {
    operand: { name: 'FILE', many: false },
    options: {
      '--from': { kind: 'text', value: 'NAME' },
      '--to': { kind: 'text', value: 'NAME' },
      '--port': { kind: 'text', value: 'N' },
      '--protocol': { kind: 'text', value: 'P' },
      ...aboutDeployments,
      '--format': format,
    },
  },
  topology: {
    operand: { name: 'FILE', many: false },
    options: { ...aboutDeployments, '--format': { kind: 'choice', choices: ['text', 'json', 'mermaid'] } },
  },
  rules: { operand: null, options: { '--format': format } },
  explain: { operand: { name: 'RULE', many: false }, options: {} },
} as const satisfies Record<string, CommandShape>;

export type CommandName = keyof typeof commands;

/** A command line that has been understood. */
export interface Invocation {
  readonly command: CommandName;
  readonly operands: readonly string[];
  /** The options given, each under its name; a flag has the value `''`. An option given twice counts as last given. */
  readonly options: ReadonlyMap<string, string>;
  /** The options that may be given several times, each with its values in order. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/**
 * Understands the words after the program's name. `--name=value` and `--name value` mean the same; after `--` everything is an operand.
 * @returns null if help is asked for.
 * @throws UsageError for anything that doesn't exist, lacks its value, or is missing.
 */
export function parseArguments(words: readonly string[]): Invocation | null {
  const [command, ...rest] = words;
  if (command === undefined)
    throw new UsageError(`a command is missing: ${Object.keys(commands).join(', ')}; try --help`);
  if (command === '--help' || command === '-h') return null;
  if (!isCommand(command)) throw new UsageError(`unknown command ${command}; try --help`);
  const shape: CommandShape = commands[command];

  const operands: string[] = [];
  const options = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (word === '--') {
      operands.push(...rest.slice(at + 1));
      break;
    }
    if (word === '--help' || word === '-h') return null;
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const option = Object.hasOwn(shape.options, name) ? shape.options[name] : undefined;
    if (!option) throw new UsageError(`unknown option ${name} for ${command}`);
    if (option.kind === 'flag') {
      if (equals >= 0) throw new UsageError(`${name} takes no value`);
      options.set(name, '');
      continue;
    }
    const value = checkedValue(name, option, equals < 0 ? rest[++at] : word.slice(equals + 1));
    if (option.kind === 'texts') lists.set(name, [...(lists.get(name) ?? []), value]);
    else options.set(name, value);
  }

  checkOperands(command, shape, operands);
  return { command, operands, options, lists };
}

/** The usage of all commands, for `--help`. */
export function usage(): string {
  const lines = Object.entries<CommandShape>(commands).map(([name, { operand, options }]) => {
    const operandText = operand ? ` ${operand.name}${operand.many ? '...' : ''}` : '';
    const optionTexts = Object.entries(options).map(
      ([option, kind]) => ` [${option}${valueText(kind)}]${kind.kind === 'texts' ? '...' : ''}`,
    );
    return `  zero-trust ${name}${operandText}${optionTexts.join('')}\n`;
  });
  return `Finds and repairs breaches of Zero Trust network guidance in Azure templates (Bicep and ARM JSON).

Usage:
${lines.join('')}
Exit codes: 0 clean; 1 findings at or above --severity (default warning) or a syntax error in a template; 2 wrong usage or unreadable input.
`;
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commands, word);
}

function checkedValue(name: string, option: Exclude<OptionKind, { kind: 'flag' }>, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`${name} needs a value`);
  if (option.kind === 'choice' && !option.choices.includes(value)) {
    throw new UsageError(`unknown value ${value} for ${name}; one of ${option.choices.join(', ')}`);
  }
  return value;
}

function checkOperands(command: string, shape: CommandShape, operands: readonly string[]): void {
  const { operand } = shape;
  if (operand === null) {
    if (operands.length > 0) throw new UsageError(`${command} takes no operand, but was given ${operands[0]}`);
    return;
  }
  if (operands.length === 0) throw new UsageError(`${command} needs a ${operand.name}`);
  if (!operand.many && operands.length > 1)
    throw new UsageError(`${command} takes one ${operand.name}, but was given ${operands.length}`);
  if (operands.includes('')) throw new UsageError(`an empty ${operand.name} was given`);
}

function valueText(option: OptionKind): string {
  if (option.kind === 'flag') return '';
  return option.kind === 'choice' ? ` ${option.choices.join('|')}` : ` ${option.value}`;
}
