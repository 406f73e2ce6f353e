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
  return new ReadRule(rule);
}

/** A class, as an object of so many getters takes longer to make than most rules are looked at. */
class ReadRule implements SecurityRule {
  private readonly rule: ResourceView;

  constructor(rule: ResourceView) {
    this.rule = rule;
  }

  get name(): string {
    return this.rule.label;
  }

  get direction(): SecurityRule['direction'] {
    return wordAt(this.rule, 'properties.direction') === 'outbound' ? 'Outbound' : 'Inbound';
  }

  get access(): SecurityRule['access'] {
    return wordAt(this.rule, 'properties.access') === 'deny' ? 'Deny' : 'Allow';
  }

  get priority(): number {
    const priority = Number(this.rule.read('properties.priority') ?? afterAllRules);
    return Number.isFinite(priority) ? priority : afterAllRules;
  }

  get protocol(): string {
    return wordAt(this.rule, 'properties.protocol');
  }

  get sources(): readonly string[] {
    return textsOf(this.rule, 'sourceAddressPrefix');
  }

  get destinations(): readonly string[] {
    return textsOf(this.rule, 'destinationAddressPrefix');
  }

  get sourcePorts(): readonly string[] {
    return textsOf(this.rule, 'sourcePortRange');
  }

  get destinationPorts(): readonly string[] {
    return textsOf(this.rule, 'destinationPortRange');
  }
}

/** The texts of a field in both forms. One that means everything by itself needs no others. */
function textsOf(rule: ResourceView, field: RuleField): readonly string[] {
  const singular = textsAt(rule, singularOf(field));
  return singular.some(isAnyWord) ? singular : [...singular, ...textsAt(rule, pluralOf(field))];
}
