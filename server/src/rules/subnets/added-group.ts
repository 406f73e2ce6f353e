/** A new network security group for a subnet that has none. */
import type { SpecialSubnet } from '../../azure/special-subnets.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { RepairProposal, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { serversBehindDeny } from '../../network/claims/custom-dns.ts';
import { allowsOfNewGroup, networkWithGroup } from '../../network/claims/needed-allows.ts';
import { requiredRulesAt } from '../../network/claims/required-flows.ts';
import { specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import { hostsLoadBalancedInterface } from '../../network/subnets/subnets.ts';
import { enumeration } from '../../text/enumeration.ts';
import {
  allowLoadBalancerDraft,
  consequenceOfDeny,
  denyAllDraft,
  keptDns,
  keptDnsDrafts,
} from '../security-groups/deny-rule-drafts.ts';
import { inArticlesOrder, prefixOf, requiredDrafts, serviceInWords } from '../security-groups/required-rules.ts';
import { keptFlows, tierAllowDrafts } from '../security-groups/tier-allow-drafts.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';

/** With what the service in the subnet requires; nothing where Azure supports no group. */
export function addedGroups(subnet: ResourceView): readonly RepairProposal[] {
  const special = specialSubnetOf(subnet);
  if (special === null) return addGroups(subnet);
  return special.noNetworkSecurityGroup ? [] : addGroupsFor(special, subnet);
}

/** With the rules for what is meant to flow and flows now, if there is such; and without them. */
function addGroups(subnet: ResourceView): readonly RepairProposal[] {
  const denies = [denyAllDraft('Inbound'), denyAllDraft('Outbound')];
  const rules = [...(hostsLoadBalancedInterface([subnet]) ? [allowLoadBalancerDraft()] : []), ...denies];
  const dns = dnsBehind(subnet, denies);
  const allows =
    attempt(() =>
      allowsOfNewGroup(
        subnet,
        denies.map(({ properties }) => properties),
      ),
    ) ?? [];
  const drafts = tierAllowDrafts(allows, []) ?? [];
  const adding = (allowed: readonly SecurityRuleDraft[], flows: readonly string[]): RepairProposal => {
    const keeps = flows.length === 0 ? '' : `keeps ${inWords(flows, 'more')}, `;
    return {
      title: `Add a network security group that denies all ${keeps === '' ? '' : 'other '}traffic to ${shownName(subnet)}: ${keeps}${consequenceOfDeny('Inbound', false)}, and ${consequenceOfDeny('Outbound', false)}`,
      kind: 'review',
      intents: [
        {
          kind: 'attachNetworkSecurityGroup',
          subnet: subnet.key,
          rules: [...inArticlesOrder([...allowed, ...dns.drafts]), ...rules],
        },
      ],
    };
  };
  const plain = adding([], dns.kept);
  return drafts.length === 0 ? [plain] : [adding(drafts, [...keptFlows(allows), ...dns.kept]), plain];
}

/** The rules that keep DNS where denies in a new group would end it: Azure's own name resolution passes them, servers of the network don't. */
function dnsBehind(
  subnet: ResourceView,
  denies: readonly SecurityRuleDraft[],
): { readonly drafts: readonly SecurityRuleDraft[]; readonly kept: readonly string[] } {
  // One direction after the other: what is denied on its way out doesn't come in.
  const ended = denies.map(({ properties }) => ({
    direction: properties.direction,
    servers: attempt(() => serversBehindDeny(subnet, () => networkWithGroup(subnet, [properties]))) ?? [],
  }));
  return {
    drafts: ended.flatMap(({ direction, servers }) => keptDnsDrafts(direction, servers)),
    kept: ended.flatMap(({ direction, servers }) => keptDns(direction, servers)),
  };
}

/**
 * A group that leaves the service in the subnet what it requires, and denies everything else in the directions in which that is right for it; and one
 * without denies.
 */
function addGroupsFor(special: SpecialSubnet, subnet: ResourceView): readonly RepairProposal[] {
  const denied = special.denies ?? [];
  const required = attempt(() => requiredRulesAt(subnet)) ?? null;
  const plain = addGroupWithout(special, subnet);
  if (required === null || denied.length === 0) return [plain];
  const denies = denied.map((direction) => denyAllDraft(direction));
  const drafts = requiredDrafts(special, prefixOf(subnet), required, denied);
  const properties = denies.map((deny) => deny.properties);
  const allows = attempt(() => allowsOfNewGroup(subnet, properties)) ?? [];
  const kept = tierAllowDrafts(
    allows,
    drafts.map(({ name }) => name),
  );
  const dns = dnsBehind(subnet, denies);
  const flows = kept === null || kept.length === 0 ? [] : keptFlows(allows);
  const keeps = inWords([`what ${serviceInWords(special)} requires`, ...flows, ...dns.kept], 'more');
  const blocks = denied.map((direction) => consequenceOfDeny(direction, false)).join(', and ');
  return [
    {
      title: `Add a network security group with ${enumeration(denies.map(({ name }) => name))} to ${shownName(subnet)}: keeps ${keeps}, ${blocks}`,
      kind: 'review',
      intents: [
        {
          kind: 'attachNetworkSecurityGroup',
          subnet: subnet.key,
          rules: [...inArticlesOrder([...(kept ?? []), ...drafts, ...dns.drafts]), ...denies],
        },
      ],
    },
    plain,
  ];
}

function addGroupWithout(special: SpecialSubnet, subnet: ResourceView): RepairProposal {
  const rules = inArticlesOrder(requiredDrafts(special, prefixOf(subnet), special.mandatory, []));
  const names = enumeration(rules.map(({ name }) => name));
  const lets = rules.length === 0 ? 'nothing' : `${names}, which ${serviceInWords(special)} requires,`;
  const verb = rules.length > 1 ? 'let' : 'lets';
  return {
    title: `Add a network security group to ${shownName(subnet)}: ${lets} ${verb} traffic in from outside of the virtual network`,
    kind: 'review',
    intents: [{ kind: 'attachNetworkSecurityGroup', subnet: subnet.key, rules }],
  };
}
