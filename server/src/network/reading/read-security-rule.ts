/** Reads security rules of a template, inline or child, each field only when it is asked for. */
import { resourceViews } from '../../deployment/resource-views.ts';
import type { Json, ResourceView, ResourceViews } from '../../deployment/view.ts';
import { isAnyWord } from '../addresses/address.ts';
import { decidedOr, declaredOf } from '../undecided.ts';
import type { Direction, SecurityRule, SecurityRules } from './security-rule.ts';

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

/** A security rule whose fields are read on use, so that an unknown field matters only to a question about it. */
export function readSecurityRule(rule: ResourceView): SecurityRule {
  return {
    get name() {
      return rule.label;
    },
    get direction() {
      return wordOf<Direction>(rule, 'properties.direction', 'Inbound', 'Outbound');
    },
    get access() {
      return wordOf(rule, 'properties.access', 'Allow', 'Deny');
    },
    get priority() {
      const priority = Number(rule.read('properties.priority') ?? afterAllRules);
      return Number.isNaN(priority) ? afterAllRules : priority;
    },
    get protocol() {
      const protocol = rule.read('properties.protocol');
      return typeof protocol === 'string' ? protocol.toLowerCase() : '';
    },
    get sources() {
      return givenValues(rule, 'properties.sourceAddressPrefix', 'properties.sourceAddressPrefixes');
    },
    get destinations() {
      return givenValues(rule, 'properties.destinationAddressPrefix', 'properties.destinationAddressPrefixes');
    },
    get sourcePorts() {
      return givenValues(rule, 'properties.sourcePortRange', 'properties.sourcePortRanges');
    },
    get destinationPorts() {
      return givenValues(rule, 'properties.destinationPortRange', 'properties.destinationPortRanges');
    },
  };
}

/** One of two words, in any case. A rule that states neither, which Azure refuses, counts as the first, so that it denies nothing. */
function wordOf<Word extends string>(rule: ResourceView, path: string, usual: Word, other: Word): Word {
  const value = rule.read(path);
  return typeof value === 'string' && value.toLowerCase() === other.toLowerCase() ? other : usual;
}

/** The values of a field that has a singular and a plural form; empty text and empty lists mean that the form isn't given. */
function givenValues(rule: ResourceView, singularPath: string, pluralPath: string): readonly string[] {
  const singular = textsOf(rule.read(singularPath));
  if (singular.some(isAnyWord)) return singular;
  return [...singular, ...textsOf(rule.read(pluralPath))];
}

function textsOf(value: Json): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((item) => {
    if (typeof item === 'number') return [String(item)];
    return typeof item === 'string' && item !== '' ? [item] : [];
  });
}
