/** Scheme of the rules' pages: `zerotrust:/rules/<id>.md`. */
export const RULE_SCHEME = 'zerotrust';

/** The rule that a path such as `/rules/no-public-network-access.md` names, or null. */
export function ruleIdOf(path: string): string | null {
  return /^\/rules\/([a-z0-9-]+)\.md$/.exec(path)?.[1] ?? null;
}
