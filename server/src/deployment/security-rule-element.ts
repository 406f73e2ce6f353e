import type { RuleEnd, SecurityRuleDraft } from './intent.ts';
import type { NewElement, NewValue } from './new-resource.ts';

/** A rule as an element of its group, the properties in the order of Azure's documentation. */
export function securityRuleElement({ name, properties }: SecurityRuleDraft): NewElement & { readonly name: string } {
  return {
    name,
    value: {
      name,
      properties: {
        ...(properties.description === undefined ? {} : { description: properties.description }),
        priority: properties.priority,
        direction: properties.direction,
        access: properties.access,
        protocol: properties.protocol,
        ...endOfRule('source', properties.sourceAddressPrefix),
        sourcePortRange: properties.sourcePortRange,
        ...endOfRule('destination', properties.destinationAddressPrefix),
        ...portsOfRule(properties.destinationPortRange),
      },
    },
  };
}

function portsOfRule(range: string | readonly string[]): { readonly [key: string]: NewValue } {
  return typeof range === 'string' ? { destinationPortRange: range } : { destinationPortRanges: range };
}

/** Each form of an end has a property of its own. */
function endOfRule(side: 'source' | 'destination', end: RuleEnd): { readonly [key: string]: NewValue } {
  if (typeof end === 'string') return { [`${side}AddressPrefix`]: end };
  if (!('applicationSecurityGroups' in end)) return { [`${side}AddressPrefixes`]: end };
  const groups = end.applicationSecurityGroups.map((of) => ({ id: { take: 'id', of } as const }));
  return { [`${side}ApplicationSecurityGroups`]: groups };
}
