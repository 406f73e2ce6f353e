/** The value of `zeroTrust.parameters`: parameter files by template, both as paths from the workspace folder. */
export type ParameterSettings = Readonly<Record<string, string | readonly string[]>>;

/** What a person can choose for a template: the files that belong to it (null), its defaults (none), or one file. */
export interface ParameterChoice {
  readonly label: string;
  readonly description: string;
  readonly value: readonly string[] | null;
  /** True for what is set now. */
  readonly isCurrent: boolean;
}

/**
 * What there is to choose for a template.
 * @param template its path from the folder.
 * @param files parameter files, as paths from the folder, or absolute ones outside of it.
 */
export function parameterChoices(
  template: string,
  files: readonly string[],
  settings: ParameterSettings,
): readonly ParameterChoice[] {
  const set = settings[template];
  const current = set === undefined ? null : typeof set === 'string' ? [set] : set;
  const isCurrent = (value: readonly string[] | null): boolean => JSON.stringify(value) === JSON.stringify(current);
  const choice = (label: string, description: string, value: readonly string[] | null): ParameterChoice => ({
    label,
    description,
    value,
    isCurrent: isCurrent(value),
  });
  return [
    choice('Automatic', 'the parameter files that name the template, and its callers', null),
    choice('Defaults', 'no parameter file', []),
    ...files.map((file) => {
      const slash = file.lastIndexOf('/');
      return choice(file.slice(slash + 1), slash < 0 ? '' : file.slice(0, slash), [file]);
    }),
  ];
}

/** The settings with another choice for a template; undefined if nothing is set any more. */
export function withChoice(
  settings: ParameterSettings,
  template: string,
  value: readonly string[] | null,
): ParameterSettings | undefined {
  const others = Object.entries(settings).filter(([name]) => name !== template);
  const [file] = value ?? [];
  const chosen = value === null ? [] : [[template, value.length === 1 && file !== undefined ? file : value] as const];
  const next = Object.fromEntries([...others, ...chosen]);
  return Object.keys(next).length === 0 ? undefined : next;
}
