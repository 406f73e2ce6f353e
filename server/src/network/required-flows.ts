/** What a special subnet's service needs and its network security group surely denies (azure-network 2.7). */
import type { MandatoryRule, SpecialSubnet } from '../azure/special-subnets.ts';
import type { ResourceView } from '../deployment/view.ts';
import { type Blocking, blockingOf } from './blocked.ts';
import { addressesOfSubnet, gatewaysIn, type SubnetNode, spaceOf } from './network-index.ts';
import type { Endpoint, Host } from './places.ts';
import { parsePortSet } from './port-set.ts';
import type { Reachability } from './reach.ts';
import { reachOf } from './reading/reachability.ts';
import { idOf, type NetworkSource, wordAt } from './reading/source.ts';
import { delegationsOf, specialSubnetOf } from './special-subnet.ts';
import { declaredOf } from './undecided.ts';

/** A required rule that nothing of the group lets through. */
export interface DeniedRequirement {
  readonly requirement: MandatoryRule;
  readonly blocking: readonly Blocking<NetworkSource>[];
}

export interface BrokenService {
  readonly special: SpecialSubnet;
  readonly subnet: ResourceView;
  readonly denied: readonly DeniedRequirement[];
}

/** What the group denies of that which the service of a subnet requires; null if that is nothing, or nobody knows. */
export function brokenService(group: ResourceView, subnet: ResourceView): BrokenService | null {
  const special = specialSubnetOf(subnet);
  if (special?.breaksWithout === undefined) return null;
  const { reachability } = reachOf(subnet.deployment);
  const node = reachability.index.subnets.get(idOf(subnet));
  const host =
    node && reachability.placesOf({ kind: 'subnet', id: node.subnet.id }).find(({ kind }) => kind === 'subnet');
  if (node === undefined || host === undefined || !('node' in host)) return null;
  const own = idOf(group);
  const denied = requirementsOf(special, subnet, reachability, node).flatMap((requirement) => {
    const blocking = deniedBy(reachability, host, requirement);
    return blocking?.some((one) => one.group === own) ? [{ requirement, blocking }] : [];
  });
  return denied.length === 0 ? null : { special, subnet, denied };
}

/** Those of the required rules that hold for this form of the service. */
function requirementsOf(
  special: SpecialSubnet,
  subnet: ResourceView,
  reachability: Reachability<NetworkSource>,
  node: SubnetNode<NetworkSource>,
): readonly MandatoryRule[] {
  const { mandatory, title } = special;
  const probesOnly = mandatory.filter(({ source }) => source === 'AzureLoadBalancer');
  switch (title) {
    case 'Azure Bastion':
      return isPrivateBastion(subnet) ? [] : mandatory;
    case 'An application gateway': {
      const gateways = gatewaysIn(reachability.index, node);
      const sku = ({ source }: (typeof gateways)[number]): string => wordAt(source.resource, 'properties.sku.tier');
      if (gateways.length === 0 || gateways.some((gateway) => !sku(gateway).endsWith('_v2'))) return [];
      return gateways.some(({ isolated }) => isolated) ? probesOnly : mandatory;
    }
    case 'API Management':
      return isInjectedApiManagement(subnet) ? mandatory : [];
    case 'An App Service Environment':
      // Version 3 is the one with a delegation; the others had other needs.
      return delegationsOf(subnet).length > 0 ? probesOnly : [];
    case 'A Container Apps environment':
      return delegationsOf(subnet).length > 0 ? mandatory : [];
    default:
      return mandatory;
  }
}

/** Without a public address Bastion needs other rules. */
function isPrivateBastion(subnet: ResourceView): boolean {
  const array = 'properties.ipConfigurations';
  const hosts = declaredOf(
    subnet.deployment.naming(subnet, 'Microsoft.Network/bastionHosts', { array, id: 'properties.subnet.id' }),
  );
  return hosts.known.some(
    (host) =>
      wordAt(host, 'properties.enablePrivateOnlyBastion') === 'true' ||
      host
        .targets(array, 'properties.subnet.id')
        .some((target, at) => subnet.is(target) && host.omits(`${array}.${at}.properties.publicIPAddress`)),
  );
}

/** The classic tiers that stand in the virtual network; others are only integrated with it, or have a private endpoint. */
function isInjectedApiManagement(subnet: ResourceView): boolean {
  const path = 'properties.virtualNetworkConfiguration.subnetResourceId';
  return declaredOf(subnet.deployment.naming(subnet, 'Microsoft.ApiManagement/service', path)).known.some(
    (service) =>
      subnet.is(service.target(path)) &&
      ['developer', 'premium'].includes(wordAt(service, 'sku.name')) &&
      ['external', 'internal'].includes(wordAt(service, 'properties.virtualNetworkType')),
  );
}

/** The rules that deny all that a requirement asks for; null if some of it passes or may pass, or it can't be asked. */
function deniedBy(
  reachability: Reachability<NetworkSource>,
  host: Host<NetworkSource>,
  { direction, protocol, ports, source, destination }: MandatoryRule,
): readonly Blocking<NetworkSource>[] | null {
  const wanted = parsePortSet(ports.split(', '));
  const other = otherEnd(
    host,
    direction === 'Inbound' ? source : destination,
    direction === 'Inbound' ? destination : source,
  );
  if (wanted === null || other === null || protocol.includes(' ')) return null;
  const asked = protocol === 'Udp' ? 'udp' : 'tcp';
  const boxes = reachability.placesOf(other).flatMap((place) => reachability.admitted(host, place, direction, asked));
  return blockingOf(boxes, wanted);
}

/** The other end of a required flow as a question names it; null for words such as `clients`, which mean what nobody knows. */
function otherEnd({ node }: Host<NetworkSource>, word: string, own: string): Endpoint | null {
  switch (word) {
    case 'Internet':
      return { kind: 'internet' };
    case 'AzureLoadBalancer':
      return { kind: 'probes' };
    case 'subnet':
      return { kind: 'addresses', addresses: addressesOfSubnet(node.subnet) };
    case 'VirtualNetwork':
      // Within the service's own subnet if both ends are so called; else any address of the network will do.
      if (own === 'VirtualNetwork') return { kind: 'addresses', addresses: addressesOfSubnet(node.subnet) };
      return own === '*' ? { kind: 'addresses', addresses: spaceOf(node.network) } : null;
    default:
      return /^[A-Z][A-Za-z.]*$/.test(word) ? { kind: 'serviceTag', name: word } : null;
  }
}
