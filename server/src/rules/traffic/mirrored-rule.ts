/** The rule that a one-sided rule needs at the other end (requirements, row 74). */
import type { SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { everyAddress, intersectAddresses } from '../../network/addresses/address-set.ts';
import { printPorts } from '../../network/addresses/port-set.ts';
import type { OneSided } from '../../network/claims/one-sided.ts';
import { type Direction, isUnknown, type RuleSide } from '../../network/reachability/model.ts';
import { addressesOfSubnet } from '../../network/reachability/network-index.ts';
import type { Place } from '../../network/reachability/places.ts';
import { freePriority } from '../../network/reachability/smallest-rule.ts';
import type { DeploymentReach } from '../../network/reading/reachability.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import { endOf, namesOfRules, protocolName } from '../security-groups/tier-allow-drafts.ts';

/** A rule for a group that is declared here. */
export interface MirroredRule {
  readonly group: ResourceView;
  readonly rule: SecurityRuleDraft;
}

/**
 * The same protocol and ports, from the subnet of the flow's source to that of its destination, in front of the rule that denies. Null if there is
 * no place for it, or if one rule can't say it.
 */
export function mirroredRule({ reachability }: DeploymentReach, { rule, flow, denial }: OneSided): MirroredRule | null {
  const group = reachability.index.securityGroups.get(denial.group);
  const { protocols, destinationPorts } = rule;
  if (group === undefined || isUnknown(protocols) || isUnknown(destinationPorts)) return null;
  const [protocol, ...otherProtocols] = protocols ?? ['*' as const];
  const [source, destination] = [sideOf(rule.sources, flow.from), sideOf(rule.destinations, flow.to)];
  const direction: Direction = rule.direction === 'Inbound' ? 'Outbound' : 'Inbound';
  const priority = freePriority(group.rules, direction, denial.rule.priority ?? 0);
  const name = nameFor(rule.name, direction, namesOfRules(group.source.resource));
  if (source === null || destination === null || priority === null || name === null) return null;
  if (protocol === undefined || otherProtocols.length > 0) return null;
  const ports = printPorts(destinationPorts).split(', ');
  return {
    group: group.source.resource,
    rule: {
      name,
      properties: {
        priority,
        direction,
        access: 'Allow',
        protocol: protocolName(protocol),
        sourceAddressPrefix: source,
        sourcePortRange: '*',
        destinationAddressPrefix: destination,
        destinationPortRange: ports.length === 1 ? ports.join('') : ports,
      },
    },
  };
}

/** Its application security groups; else those of its addresses that the subnet of the flow's end has. */
function sideOf(side: RuleSide, place: Place<NetworkSource>): ReturnType<typeof endOf> {
  if (side.groups.length > 0) return endOf({ ...side, addresses: { v4: [], v6: [] }, tags: [] });
  if (!('node' in place)) return null;
  const named = side.any || side.tags.length > 0 ? everyAddress : side.addresses;
  const addresses = intersectAddresses(named, addressesOfSubnet(place.node.subnet));
  // A rule holds addresses of one family.
  return addresses.v4.length > 0 && addresses.v6.length > 0 ? null : endOf({ ...side, tags: [], addresses });
}

/** The rule's own name, turned round where it says its direction; with the direction behind it where that is taken. */
function nameFor(name: string, direction: Direction, taken: readonly string[]): string | null {
  const turned = name.replace(/(?:In|Out)bound$/, direction);
  const names = new Set(taken.map((one) => one.toLowerCase()));
  return [turned, `${name}${direction}`].find((one) => !names.has(one.toLowerCase())) ?? null;
}
