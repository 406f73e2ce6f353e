/** Which rules are for which types of resources. */
import type { Rule } from './rule.ts';

/** Of each list of rules the positions of those that are for a type, by types in lower case. */
const positionsByType = new WeakMap<readonly Rule[], ReadonlyMap<string, readonly number[]>>();

function positionsIn(rules: readonly Rule[]): ReadonlyMap<string, readonly number[]> {
  const known = positionsByType.get(rules);
  if (known !== undefined) return known;
  const positions = new Map<string, number[]>();
  for (const [position, rule] of rules.entries()) {
    for (const type of typesOf(rule)) {
      const others = positions.get(type);
      if (others === undefined) positions.set(type, [position]);
      else others.push(position);
    }
  }
  positionsByType.set(rules, positions);
  return positions;
}

/** Those of the rules that are for one of the types, which are in lower case, in their order. Most deployments have few types. */
export function rulesFor(rules: readonly Rule[], types: Iterable<string>): readonly Rule[] {
  const positions = positionsIn(rules);
  const concerned = new Set<number>();
  for (const type of types) for (const position of positions.get(type) ?? []) concerned.add(position);
  return rules.filter((_, position) => concerned.has(position));
}

const foldedTypes = new WeakMap<Rule, ReadonlySet<string>>();

/** The types that a rule is for, in lower case; made once for each rule. */
export function typesOf(rule: Rule): ReadonlySet<string> {
  const known = foldedTypes.get(rule);
  if (known !== undefined) return known;
  const types = new Set(rule.on.map((type) => type.toLowerCase()));
  foldedTypes.set(rule, types);
  return types;
}
