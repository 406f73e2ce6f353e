/** Every subnet must have a network security group, except where Azure supports none. */
import { azurePolicies } from '../../azure/policies.ts';
import { subnetsWithoutGroup } from '../../azure/special-subnets.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { addedGroups } from './added-group.ts';
import { subnetWithoutNsgExamples } from './subnet-without-nsg.examples.ts';

export const subnetWithoutNsg: Rule<null> = {
  id: 'subnet-without-nsg',
  title: 'Subnet has no network security group',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [16, 24],
  articles: [
    { seed: 'S0', step: '3' },
    { seed: 'S2', step: '3' },
  ],
  policies: [azurePolicies.subnetWithGroup],
  why: `Without a network security group nothing filters what reaches the machines of a subnet or leaves them: every address of the virtual
network and of its peers is let in, and everything is let out.`,
  what: `Give each subnet a network security group of its own, and name it in the subnet itself: policies that deny subnets without one
refuse a subnet that gets it later. GatewaySubnet, AzureFirewallSubnet, AzureFirewallManagementSubnet and RouteServerSubnet are exempt.`,
  equivalents: { psrule: ['Azure.VNET.UseNSGs'] },
  repairs: [
    'Add a network security group with DenyAllInbound and DenyAllOutbound',
    'Add a network security group with the rules that the service in the subnet requires',
  ],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: subnetWithoutNsgExamples,

  find: (subnet) => {
    if (!subnet.omits('properties.networkSecurityGroup.id')) return null;
    if (isExempt(subnet) || hasGroupElsewhere(subnet)) return null;
    return { certainty: 'certain', facts: null };
  },

  quiet: (subnet) => {
    if (!isExempt(subnet) || !subnet.omits('properties.networkSecurityGroup.id')) return null;
    return `${specialSubnetOf(subnet)?.title ?? 'A service'} lives in ${shownName(subnet)}, so no network security group is asked for. ${specialSubnetOf(subnet)?.inbound ?? ''}`;
  },

  at: (subnet) => ({
    kind: 'header',
    resource: subnet,
    lacks: { kind: 'value', path: 'properties.networkSecurityGroup.id' },
  }),

  say: (subnet) =>
    `Subnet ${shownName(subnet)} has no network security group, so nothing at the subnet filters its traffic. Associate one that allows the flows it needs and denies the rest.`,

  repair: addedGroups,
};

function isExempt(subnet: ResourceView): boolean {
  return subnetsWithoutGroup.has(subnet.name.toLowerCase());
}

/**
 * True if the same subnet is also declared elsewhere with a network security group. A subnet resource is deployed after the virtual network and
 * replaces what that says of the subnet, so a group there doesn't help it.
 */
function hasGroupElsewhere(subnet: ResourceView): boolean {
  return subnet
    .otherDeclarations()
    .some((other) => (subnet.isElement || !other.isElement) && !other.omits('properties.networkSecurityGroup.id'));
}
