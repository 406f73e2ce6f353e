/** How subnets, network security groups, route tables and network interfaces of a template hang together. */
import type { SpecialSubnet } from '../../azure/special-subnets.ts';
import type { ResourceView, ResourceViews } from '../../deployment/view.ts';
import { both, decidedOr, declaredOf, firstAnswer } from '../undecided.ts';
import { specialSubnetOf } from './special-subnet.ts';

export const subnetType = 'Microsoft.Network/virtualNetworks/subnets';

/** All subnets that the template itself declares, inline and as resources. */
export function declaredSubnets(resource: ResourceView): ResourceViews {
  return declaredOf(resource.deployment.resources(subnetType));
}

const groupPath = 'properties.networkSecurityGroup.id';

export function isAttached(networkSecurityGroup: ResourceView, subnet: ResourceView): boolean {
  return networkSecurityGroup.is(subnet.target(groupPath));
}

/** The subnets of the template that name a network security group; one whose group isn't known is taken to have another. */
export function attachedSubnets(networkSecurityGroup: ResourceView): readonly ResourceView[] {
  return subnetsNaming(networkSecurityGroup).known.filter((subnet) =>
    decidedOr(false, () => isAttached(networkSecurityGroup, subnet)),
  );
}

/** True if surely no subnet names a network security group. */
export function isLoose(networkSecurityGroup: ResourceView): boolean {
  const naming = networkSecurityGroup.deployment.naming(networkSecurityGroup, subnetType, groupPath);
  return decidedOr(false, () => !naming.some((subnet) => isAttached(networkSecurityGroup, subnet)));
}

/** The subnets that may name a network security group. */
function subnetsNaming(networkSecurityGroup: ResourceView): ResourceViews {
  return declaredOf(networkSecurityGroup.deployment.naming(networkSecurityGroup, subnetType, groupPath));
}

/** True if an attached subnet has an IPv6 prefix. */
export function hasIpv6Subnet(networkSecurityGroup: ResourceView): boolean {
  return attachedSubnets(networkSecurityGroup).some((subnet) => {
    const prefixes = subnet.read('properties.addressPrefixes');
    return Array.isArray(prefixes) && prefixes.some((prefix) => String(prefix).includes(':'));
  });
}

/** A subnet with what is special about it. */
export interface OccupiedSubnet {
  readonly subnet: ResourceView;
  readonly special: SpecialSubnet;
}

/** The first special subnet that a network security group is attached to, or null. */
export function specialSubnetBehind(networkSecurityGroup: ResourceView): OccupiedSubnet | null {
  return firstAnswer(subnetsNaming(networkSecurityGroup), (subnet) => {
    const found = both(
      () => isAttached(networkSecurityGroup, subnet),
      () => specialSubnetOf(subnet) !== null,
    );
    const special = found ? specialSubnetOf(subnet) : null;
    return special && { subnet, special };
  });
}

/** What the route table of a subnet does with traffic to the Internet. */
export type DefaultRoute = 'appliance' | 'other' | 'unread';

/** Whether a route of the subnet sends 0.0.0.0/0 to a virtual appliance; `unread` if its table isn't part of the template. */
export function defaultRouteOf(subnet: ResourceView): DefaultRoute {
  const table = subnet.target('properties.routeTable.id');
  if (table === null) return 'other';
  if (table.kind === 'external' || table.existing) return 'unread';
  const routes = table.children('routes');
  if (declaredOf(routes).some(isDefaultRouteToAppliance)) return 'appliance';
  return routes.open ? 'unread' : 'other';
}

function isDefaultRouteToAppliance(route: ResourceView): boolean {
  if (route.read('properties.addressPrefix') !== '0.0.0.0/0') return false;
  const nextHop = route.read('properties.nextHopType');
  // VirtualApplianceEcmp exists from 2025-07-01 on (bicep-types-az).
  return typeof nextHop === 'string' && ['virtualappliance', 'virtualapplianceecmp'].includes(nextHop.toLowerCase());
}

/**
 * True if a network interface in one of the subnets stands behind a load balancer, whose probes a deny-all would stop. Where that can't be
 * decided the answer is true: an allow rule for probes repeats what the default rules allow.
 */
export function hostsLoadBalancedInterface(subnets: readonly ResourceView[]): boolean {
  return subnets.some((subnet) => decidedOr(true, () => hasBalancedInterface(subnet) || hasBalancedScaleSet(subnet)));
}

function hasBalancedInterface(subnet: ResourceView): boolean {
  const array = 'properties.ipConfigurations';
  const place = { array, id: 'properties.subnet.id' };
  const interfaces = declaredOf(subnet.deployment.naming(subnet, 'Microsoft.Network/networkInterfaces', place));
  return interfaces.some((networkInterface) => isBalanced(networkInterface, array, subnet));
}

function hasBalancedScaleSet(subnet: ResourceView): boolean {
  const scaleSets = declaredOf(subnet.deployment.resources('Microsoft.Compute/virtualMachineScaleSets'));
  const configurations = 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations';
  return scaleSets.some(
    (scaleSet) =>
      !scaleSet.omits(configurations) &&
      isBalanced(scaleSet, `${configurations}.0.properties.ipConfigurations`, subnet),
  );
}

function isBalanced(resource: ResourceView, arrayPath: string, subnet: ResourceView): boolean {
  return resource
    .targets(arrayPath, 'properties.subnet.id')
    .some(
      (target, index) =>
        subnet.is(target) && !resource.omits(`${arrayPath}.${index}.properties.loadBalancerBackendAddressPools`),
    );
}
