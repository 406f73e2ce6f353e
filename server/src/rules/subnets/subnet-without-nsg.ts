/** Every subnet must have a network security group, except where Azure supports none. */
import { type SpecialSubnet, subnetsWithoutGroup } from '../../azure/special-subnets.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { RepairProposal, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { allowsOfNewGroup } from '../../network/claims/needed-allows.ts';
import { specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import { hostsLoadBalancedInterface } from '../../network/subnets/subnets.ts';
import { enumeration } from '../../text/enumeration.ts';
import type { Rule } from '../rule.ts';
import { allowLoadBalancerDraft, consequenceOfDeny, denyAllDraft } from '../security-groups/deny-rule-drafts.ts';
import { requiredDrafts } from '../security-groups/required-rules.ts';
import { keptFlows, tierAllowDrafts } from '../security-groups/tier-allow-drafts.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
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

  repair: (subnet) => {
    const special = specialSubnetOf(subnet);
    if (special === null) return addGroups(subnet);
    return special.noNetworkSecurityGroup ? [] : [addGroupFor(special, subnet)];
  },
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

/** With the rules for what is meant to flow and flows now, if there is such; and without them. */
function addGroups(subnet: ResourceView): readonly RepairProposal[] {
  const denies = [denyAllDraft('Inbound'), denyAllDraft('Outbound')];
  const rules = [...(hostsLoadBalancedInterface([subnet]) ? [allowLoadBalancerDraft()] : []), ...denies];
  const plain = addGroup(subnet, rules, 'that denies all traffic', '');
  const allows =
    attempt(() =>
      allowsOfNewGroup(
        subnet,
        denies.map(({ properties }) => properties),
      ),
    ) ?? [];
  const drafts = tierAllowDrafts(allows, []) ?? [];
  if (drafts.length === 0) return [plain];
  const keeps = `keeps ${inWords(keptFlows(allows), 'more')}, `;
  return [addGroup(subnet, [...drafts, ...rules], 'that denies all other traffic', keeps), plain];
}

function addGroup(
  subnet: ResourceView,
  rules: readonly SecurityRuleDraft[],
  what: string,
  keeps: string,
): RepairProposal {
  return {
    title: `Add a network security group ${what} to ${shownName(subnet)}: ${keeps}${consequenceOfDeny('Inbound', false)}, and ${consequenceOfDeny('Outbound', false)}`,
    kind: 'review',
    intents: [{ kind: 'attachNetworkSecurityGroup', subnet: subnet.key, rules }],
  };
}

/** A group that leaves the service in the subnet what it needs: a rule that denies everything is left to a person. */
function addGroupFor(special: SpecialSubnet, subnet: ResourceView): RepairProposal {
  const rules = requiredDrafts(special, subnet);
  const service = special.title.replace(/^An? /, (article) => article.toLowerCase());
  const names = enumeration(rules.map(({ name }) => name));
  const lets = rules.length === 0 ? 'nothing' : `${names}, which ${service} requires,`;
  const verb = rules.length > 1 ? 'let' : 'lets';
  return {
    title: `Add a network security group to ${shownName(subnet)}: ${lets} ${verb} traffic in from outside of the virtual network`,
    kind: 'review',
    intents: [{ kind: 'attachNetworkSecurityGroup', subnet: subnet.key, rules }],
  };
}
