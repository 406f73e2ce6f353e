/** Managed services that a security rule gives away, where the template doesn't show them. */
import { databricksRuleName, managementTags } from '../../azure/special-subnets.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { readSecurityRule } from '../reading/read-security-rule.ts';
import { declaredOf, firstAnswer } from '../undecided.ts';

export interface ManagedServiceClue {
  readonly rule: ResourceView;
  /** What the rule admits, which only the service needs; null if its name gives the service away. */
  readonly tag: string | null;
  /** Such as `Azure Databricks`, within a sentence. */
  readonly service: string;
}

/** The first rule of a group that is named as a service names its own, or admits the tag of a service's management; null if none does. */
export function managedServiceOf(group: ResourceView): ManagedServiceClue | null {
  return firstAnswer(declaredOf(group.children('securityRules')), (resource) => {
    const rule = readSecurityRule(resource);
    if (rule.name.toLowerCase().startsWith(databricksRuleName))
      return { rule: resource, tag: null, service: 'Azure Databricks' };
    if (rule.direction !== 'Inbound' || rule.access !== 'Allow') return null;
    const tag = rule.sources.find((source) => managementTags.has(source.toLowerCase()));
    const service = tag && managementTags.get(tag.toLowerCase());
    return tag && service ? { rule: resource, tag, service } : null;
  });
}
