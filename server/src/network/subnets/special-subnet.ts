/** Which service lives in a subnet of a template: by name, by delegation, or by a resource that refers to it. */
import {
  type Occupant,
  type SpecialSubnet,
  specialSubnetDelegatedTo,
  specialSubnetNamed,
  specialSubnets,
} from '../../azure/special-subnets.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../undecided.ts';

/**
 * What is special about a subnet, or null. A delegation that the facts don't know is special as well: nobody looked up what it needs.
 */
export function specialSubnetOf(subnet: ResourceView): SpecialSubnet | null {
  return subnet.deployment.remember(
    `special subnet ${subnet.key}`,
    () => specialSubnetNamed(subnet.name) ?? delegatedSubnetOf(subnet) ?? occupiedSubnetOf(subnet),
  );
}

/** True if something that isn't read may live in the subnet: a module that it flows into, a loop over such services. */
export function mayHaveUnreadOccupants(subnet: ResourceView): boolean {
  return occupantTypes.some((type) => subnet.deployment.resources(type, subnet).open);
}

/** `serviceName` of each delegation, as written. */
export function delegationsOf(subnet: ResourceView): readonly string[] {
  const delegations = subnet.read('properties.delegations');
  if (!Array.isArray(delegations)) return [];
  return delegations.flatMap((delegation) => {
    const serviceName = delegation?.properties?.serviceName;
    return typeof serviceName === 'string' ? [serviceName] : [];
  });
}

function delegatedSubnetOf(subnet: ResourceView): SpecialSubnet | null {
  const first = delegationsOf(subnet)[0];
  if (first === undefined) return null;
  return specialSubnetDelegatedTo(first) ?? unknownDelegation(first);
}

function unknownDelegation(serviceName: string): SpecialSubnet {
  const reason = 'What this service needs is not documented here, so no deny is proposed.';
  return {
    title: `A service that the subnet is delegated to (${serviceName})`,
    inbound: reason,
    outbound: reason,
    mandatory: [],
  };
}

function occupiedSubnetOf(subnet: ResourceView): SpecialSubnet | null {
  return (
    specialSubnets.find((special) => special.occupants?.some((occupant) => isOccupiedBy(subnet, occupant))) ?? null
  );
}

function isOccupiedBy(subnet: ResourceView, occupant: Occupant): boolean {
  if (subnet.deployment.lacks(occupant.type)) return false;
  const place = 'arrayPath' in occupant ? { array: occupant.arrayPath, id: occupant.idPath } : occupant.idPath;
  return declaredOf(subnet.deployment.naming(subnet, occupant.type, place)).some((resource) => {
    if (typeof place === 'string') return subnet.is(resource.target(place));
    return resource.targets(place.array, place.id).some((target) => subnet.is(target));
  });
}

const occupantTypes: readonly string[] = [
  ...new Set(specialSubnets.flatMap((special) => special.occupants ?? []).map((occupant) => occupant.type)),
];
