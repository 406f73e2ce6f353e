import { profilesOf } from '../config/profiles.ts';
import { articles } from '../rules/articles.ts';
import { repairKinds } from '../rules/repair-kinds.generated.ts';
import { controlsOf, type Rule } from '../rules/rule.ts';
import type { RuleDescription } from './model.ts';

/** A rule as data, in the form of the command line's contract. */
export function describeRule(rule: Rule): RuleDescription {
  const { checkov = [], kics = [], psrule = [], trivy = [], templateAnalyzer = [] } = rule.equivalents;
  return {
    id: rule.id,
    formerIds: rule.formerIds ?? [],
    title: rule.title,
    severity: rule.severity,
    principle: rule.principle,
    articles: rule.articles.map(({ seed, step }) => ({ seed, step, url: articles[seed].url })),
    rows: rule.rows,
    profiles: profilesOf(rule),
    equivalents: { checkov, kics, psrule, trivy, templateAnalyzer },
    policies: (rule.policies ?? []).map(({ name, id }) => ({ name, id })),
    controls: controlsOf(rule),
    languages: ['bicep', 'arm'],
    fixes: rule.repairs,
    fixKinds: repairKinds[rule.id] ?? [],
  };
}
