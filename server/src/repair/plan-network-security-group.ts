import { endpointPoliciesPath, filteringPolicies } from '../azure/endpoint-policies.ts';
import { attempt } from '../deployment/alternatives.ts';
import type { ResourceKey, SecurityRuleDraft } from '../deployment/intent.ts';
import { besideSubnet, type NewResource, type NewValue } from '../deployment/new-resource.ts';
import { securityRuleElement } from '../deployment/security-rule-element.ts';
import type { ResourceView } from '../deployment/view.ts';
import { enumeration } from '../text/enumeration.ts';
import { planSet, type Step } from './plan-set.ts';
import { placeOfWrite, planWrite } from './plan-write.ts';
import type { Sites } from './site.ts';

const groupPath = 'properties.networkSecurityGroup.id';

/** Subnets of a network that are compared. */
const mostSiblings = 64;

/**
 * Declares a network security group behind the virtual network (or the subnet, if it is a resource of its own) and associates the subnet with
 * it, in the order of the subnets. Name, location, tags and conditions are the virtual network's.
 */
export function planNetworkSecurityGroup(
  sites: Sites,
  subnet: ResourceKey,
  rules: readonly SecurityRuleDraft[],
): readonly Step[] {
  const { deployment } = sites;
  const view = deployment.viewOf(subnet);
  if (view === null) return [];
  const others = attempt(() => subnetsOfText(sites, view)) ?? [];
  // Rules that let something in or out are one subnet's own; denies are right for all that one text makes.
  if (others.length > 0 && rules.some(({ properties }) => properties.access === 'Allow')) return [];
  const own = attempt(() => (others.length > 0 ? besideNetwork(view) : besideSubnet(view, 'nsg', groupPath)));
  if (own === undefined) return [];
  const group: NewResource = {
    type: 'Microsoft.Network/networkSecurityGroups',
    ...own,
    properties: { securityRules: rules.map((rule) => securityRuleElement(rule).value) },
  };
  const attachTo = (of: NewResource): readonly Step[] => planWrite(sites, subnet, groupPath, { take: 'id', of });
  const named = attachTo(group);
  // Who only calls a module may not be able to say what that calls its network.
  const ways = named.length > 0 ? named : attachTo({ ...group, name: { take: 'text', parts: [`${view.label}-nsg`] } });
  const attach = others.length === 0 ? ways : ways.map((way) => withNote(way, sharedNote(others)));
  const filters = planSet(sites, subnet, endpointPoliciesPath, filteringPolicies(view.apiVersion));
  return [
    ...attach,
    ...attach.flatMap((way) =>
      filters.map((filter): Step => {
        const both: Step = (changes) => {
          way(changes);
          filter(changes);
        };
        return withNote(both, 'it filters the private endpoints of the subnet too');
      }),
    ),
  ];
}

/** The other subnets of the network that the text makes into which the subnet's group is written: those of the other turns of a loop. */
function subnetsOfText(sites: Sites, subnet: ResourceView): readonly ResourceView[] {
  const place = placeOfWrite(sites, subnet.key, groupPath);
  const siblings = subnet.parent()?.children('subnets').known ?? [];
  const itself = [subnet, ...subnet.otherDeclarations()];
  return siblings
    .slice(0, mostSiblings)
    .filter((other) => !itself.some((one) => one.is(other)) && placeOfWrite(sites, other.key, groupPath) === place);
}

/** One group for all of them is called after their network. */
function besideNetwork(subnet: ResourceView): Pick<NewResource, 'name' | 'words' | 'beside'> {
  const network = subnet.parent() ?? subnet;
  const name: NewValue = { take: 'text', parts: [{ take: 'name', of: network.key }, '-nsg'] };
  return { name, words: [network.label, 'nsg'], beside: subnet.key };
}

/** Subnets that a title names. */
const mostNamed = 3;

function sharedNote(others: readonly ResourceView[]): string {
  const named = others.slice(0, mostNamed).map(({ label }) => label);
  const rest = others.length - named.length;
  return `${enumeration([...named, ...(rest > 0 ? [`${rest} more`] : [])])} ${others.length > 1 ? 'get' : 'gets'} it too`;
}

function withNote(way: Step, note: string): Step {
  return (changes) => {
    way(changes);
    changes.note(note);
  };
}
