import { endpointPoliciesPath, filteringPolicies } from '../azure/endpoint-policies.ts';
import { attempt } from '../deployment/alternatives.ts';
import type { ResourceKey, SecurityRuleDraft } from '../deployment/intent.ts';
import { besideSubnet, type NewResource } from '../deployment/new-resource.ts';
import { securityRuleElement } from '../deployment/security-rule-element.ts';
import { planSet, type Step } from './plan-set.ts';
import { planWrite } from './plan-write.ts';
import type { Sites } from './site.ts';

const groupPath = 'properties.networkSecurityGroup.id';

/**
 * Declares a network security group behind the virtual network (or the subnet, if it is a resource of its own) and associates the subnet with
 * it, in the order of the subnets. Name, location, tags and conditions are the virtual network's.
 */
export function planNetworkSecurityGroup(
  sites: Sites,
  subnet: ResourceKey,
  rules: readonly SecurityRuleDraft[],
): readonly Step[] {
  const view = sites.deployment.viewOf(subnet);
  const own = view === null ? undefined : attempt(() => besideSubnet(view, 'nsg', groupPath));
  if (view === null || own === undefined) return [];
  const group: NewResource = {
    type: 'Microsoft.Network/networkSecurityGroups',
    ...own,
    properties: { securityRules: rules.map((rule) => securityRuleElement(rule).value) },
  };
  const attachTo = (of: NewResource): readonly Step[] => planWrite(sites, subnet, groupPath, { take: 'id', of });
  const named = attachTo(group);
  // Who only calls a module may not be able to say what that calls its network.
  const attach =
    named.length > 0 ? named : attachTo({ ...group, name: { take: 'text', parts: [`${view.label}-nsg`] } });
  const filters = planSet(sites, subnet, endpointPoliciesPath, filteringPolicies(view.apiVersion));
  return [
    ...attach,
    ...attach.flatMap((way) =>
      filters.map(
        (filter): Step =>
          (changes) => {
            way(changes);
            filter(changes);
            changes.note('it filters the private endpoints of the subnet too');
          },
      ),
    ),
  ];
}
