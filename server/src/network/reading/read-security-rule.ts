/** Reads security rules of a template, inline or child, each field only when it is asked for. */
import { resourceViews } from '../../deployment/resource-views.ts';
import type { ResourceView, ResourceViews } from '../../deployment/view.ts';
import { isAnyWord } from '../addresses/address.ts';
import { decidedOr, declaredOf } from '../undecided.ts';
import { pluralOf, type RuleField, singularOf } from './rule-values.ts';
import type { SecurityRule, SecurityRules } from './security-rule.ts';
import { textsAt, wordAt } from './source.ts';

/** Priority of a rule that states none: after all rules of a template, before the default rules. */
export const afterAllRules = 4097;

/** The rules of a network security group; asking them is undecided where more may exist than the template shows. */
export function securityRulesOf(networkSecurityGroup: ResourceView): SecurityRules {
  const rules = networkSecurityGroup.children('securityRules');
  return { some: (predicate) => rules.some((rule) => predicate(readSecurityRule(rule))) };
}

/** The declared rules of a network security group that deny something inbound, and those of which that can't be told. */
export function inboundDenies(networkSecurityGroup: ResourceView): ResourceViews {
  return networkSecurityGroup.deployment.remember(`inbound denies of ${networkSecurityGroup.key}`, () => {
    const mayDeny = (resource: ResourceView): boolean => {
      const rule = readSecurityRule(resource);
      return rule.direction === 'Inbound' && rule.access === 'Deny';
    };
    const declared = declaredOf(networkSecurityGroup.children('securityRules')).known;
    return resourceViews(
      declared.filter((resource) => decidedOr(true, () => mayDeny(resource))),
      false,
    );
  });
}

/**
 * A security rule whose fields are read on use, so that an unknown field matters only to a question about it. Words that Azure doesn't know, and a
 * rule without access, count as those that deny nothing.
 */
export function readSecurityRule(rule: ResourceView): SecurityRule {
  return {
    get name() {
      return rule.label;
    },
    get direction() {
      return wordAt(rule, 'properties.direction') === 'outbound' ? 'Outbound' : 'Inbound';
    },
    get access() {
      return wordAt(rule, 'properties.access') === 'deny' ? 'Deny' : 'Allow';
    },
    get priority() {
      const priority = Number(rule.read('properties.priority') ?? afterAllRules);
      return Number.isFinite(priority) ? priority : afterAllRules;
    },
    get protocol() {
      return wordAt(rule, 'properties.protocol');
    },
    get sources() {
      return textsOf(rule, 'sourceAddressPrefix');
    },
    get destinations() {
      return textsOf(rule, 'destinationAddressPrefix');
    },
    get sourcePorts() {
      return textsOf(rule, 'sourcePortRange');
    },
    get destinationPorts() {
      return textsOf(rule, 'destinationPortRange');
    },
  };
}

/** The texts of a field in both forms. One that means everything by itself needs no others. */
function textsOf(rule: ResourceView, field: RuleField): readonly string[] {
  const singular = textsAt(rule, singularOf(field));
  return singular.some(isAnyWord) ? singular : [...singular, ...textsAt(rule, pluralOf(field))];
}
