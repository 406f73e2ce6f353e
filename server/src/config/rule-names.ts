/** The names by which people may speak of rules. */
export interface RuleNames {
  readonly ids: readonly string[];
  /** Former ids, which settings and suppressions still take, each with the id of today. */
  readonly former: ReadonlyMap<string, string>;
}

/** For who doesn't ask for rules. */
export const noRuleNames: RuleNames = { ids: [], former: new Map() };

export function ruleNames(
  rules: readonly { readonly id: string; readonly formerIds?: readonly string[] }[],
): RuleNames {
  const former = rules.flatMap(({ id, formerIds = [] }) => formerIds.map((name) => [name, id] as const));
  return { ids: rules.map(({ id }) => id), former: new Map(former) };
}

/** The id of today; null if no rule is or was called so. */
export function currentId({ ids, former }: RuleNames, name: string): string | null {
  return ids.includes(name) ? name : (former.get(name) ?? null);
}
