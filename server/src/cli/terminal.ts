/** What a command may do to the outside: write. Where it reads from is its operands' business. */
export interface Terminal {
  /** Standard output. */
  write(text: string): void;
  /** Standard error, one line for each call; the line break is added. */
  writeErrorLine(line: string): void;
  /** True if standard output shows colours. */
  readonly color: boolean;
  /** The folder that relative paths start from, absolute. */
  readonly workingDirectory: string;
  /** The person's home folder, absolute; null if there is none. */
  readonly homeDirectory: string | null;
}

/** Exit codes of every command. */
export const exitCodes = { clean: 0, findings: 1, inputError: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The worse of two outcomes: an input error wins over findings, and these over nothing. */
export function worseExitCode(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}

/** Text painted for a terminal, or left as it is. */
export interface Palette {
  bold(text: string): string;
  dim(text: string): string;
  error(text: string): string;
  warning(text: string): string;
  information(text: string): string;
  hint(text: string): string;
}

const controlSequence = '\u001b[';

export function palette(color: boolean): Palette {
  const paint = (code: number) => (text: string) =>
    color ? `${controlSequence}${code}m${text}${controlSequence}0m` : text;
  return {
    bold: paint(1),
    dim: paint(2),
    error: paint(31),
    warning: paint(33),
    information: paint(34),
    hint: paint(36),
  };
}

/**
 * Text from a template as it may be shown on a terminal: each control character, and each that turns the direction of text, is replaced by
 * one visible character, so that a template can't steer the terminal or disguise itself. Tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\t' ? '\t' : '\ufffd',
  );
}
