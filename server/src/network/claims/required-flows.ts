/** What a special subnet's service needs and its network security group surely lacks (azure-network 2.7). */
import type { MandatoryRule, SpecialSubnet } from '../../azure/special-subnets.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { pairsOf } from '../addresses/interval-set.ts';
import { type PortSet, parsePortSet } from '../addresses/port-set.ts';
import { type Blocking, blockingOf } from '../reachability/blocked.ts';
import type { Box } from '../reachability/boxes.ts';
import { isDefaultRule } from '../reachability/default-rules.ts';
import { hopsOf } from '../reachability/flows.ts';
import { addressesOfSubnet, gatewaysIn, type SubnetNode, spaceOf } from '../reachability/network-index.ts';
import type { Endpoint, Host } from '../reachability/places.ts';
import { Reachability } from '../reachability/reach.ts';
import { isWithin } from '../reachability/rule-side.ts';
import { reachOf } from '../reading/reachability.ts';
import { idOf, type NetworkSource, wordAt } from '../reading/source.ts';
import { delegationsOf, specialSubnetOf } from '../subnets/special-subnet.ts';
import { declaredOf } from '../undecided.ts';
import { type Deny, denyRule, withRules } from './needed-allows.ts';

/** A required rule of which the group has none: it denies the flow, or lets it pass by default rules alone, and then nothing blocks it. */
export interface UnmetRequirement {
  readonly requirement: MandatoryRule;
  readonly blocking: readonly Blocking<NetworkSource>[];
}

export interface UnmetService {
  readonly special: SpecialSubnet;
  readonly subnet: ResourceView;
  readonly unmet: readonly UnmetRequirement[];
  /** True if the group denies one of them. */
  readonly isDenied: boolean;
}

/** What the service of a subnet requires and the group lacks; null if that is nothing, or nobody knows. */
export function unmetService(group: ResourceView, subnet: ResourceView): UnmetService | null {
  return subnet.deployment.remember(`unmet ${group.key} ${subnet.key}`, () => findUnmetService(group, subnet));
}

function findUnmetService(group: ResourceView, subnet: ResourceView): UnmetService | null {
  const special = specialSubnetOf(subnet);
  if (special?.withoutThem === undefined) return null;
  const { reachability } = reachOf(subnet.deployment);
  const node = reachability.index.subnets.get(idOf(subnet));
  const host = node && hostOf(reachability, node);
  if (node === undefined || host === undefined) return null;
  const own = idOf(group);
  const unmet = (requirementsOf(special, subnet, reachability, node) ?? []).flatMap(
    (requirement): UnmetRequirement[] => {
      const asked = boxesFor(reachability, host, requirement);
      if (asked === null) return [];
      const blocking = blockingOf(asked.boxes, asked.ports);
      if (blocking?.some((one) => one.group === own)) return [{ requirement, blocking }];
      const mustBeStated = special.mustBeStated === true && requirement.mayBeDefault !== true;
      return mustBeStated && isByDefault(asked) ? [{ requirement, blocking: [] }] : [];
    },
  );
  const isDenied = unmet.some(({ blocking }) => blocking.length > 0);
  return unmet.length === 0 ? null : { special, subnet, unmet, isDenied };
}

/** The first priority at which one of the requirements is denied; infinite if none is. */
export function firstPriority(unmet: readonly UnmetRequirement[]): number {
  return Math.min(...unmet.flatMap(({ blocking }) => blocking.flatMap(({ rule }) => rule.priority ?? [])));
}

/** What the service in a special subnet requires in the form that stands there; null if that isn't known. */
export function requiredRulesAt(subnet: ResourceView): readonly MandatoryRule[] | null {
  const special = specialSubnetOf(subnet);
  const { reachability } = reachOf(subnet.deployment);
  const node = reachability.index.subnets.get(idOf(subnet));
  return special === null || node === undefined ? null : requirementsOf(special, subnet, reachability, node);
}

/** What the service in a subnet needs in front of a deny of everything. */
export interface DeniedService {
  readonly special: SpecialSubnet;
  readonly subnet: ResourceView;
  /** The required rules whose flows don't pass behind the deny: it stops them, or the group does so already. */
  readonly stopped: readonly MandatoryRule[];
  /** The first priority at which a rule of the group stops one of them already; infinite if none does. */
  readonly before: number;
}

/** What a deny of everything in a group takes from the service of a special subnet. Null where it isn't right for the service, or that isn't known. */
export function serviceBehindDeny(group: ResourceView, subnet: ResourceView, deny: Deny): DeniedService | null {
  const { deployment } = subnet;
  return deployment.remember(`denied ${deny.direction} ${group.key} ${subnet.key}`, () => {
    const special = specialSubnetOf(subnet);
    if (special?.denies?.includes(deny.direction) !== true) return null;
    const reachability = new Reachability(withRules(reachOf(deployment).network, idOf(group), [denyRule(group, deny)]));
    const node = reachability.index.subnets.get(idOf(subnet));
    const host = node && hostOf(reachability, node);
    const required = node && requirementsOf(special, subnet, reachability, node);
    if (host === undefined || required === undefined || required === null) return null;
    const stopped = required.filter((requirement) => {
      const asked = requirement.direction === deny.direction ? boxesFor(reachability, host, requirement) : null;
      return asked !== null && isStopped(asked);
    });
    const already = (unmetService(group, subnet)?.unmet ?? []).filter(({ requirement }) =>
      stopped.includes(requirement),
    );
    return { special, subnet, stopped, before: firstPriority(already) };
  });
}

/** Any host of a subnet. */
function hostOf(
  reachability: Reachability<NetworkSource>,
  { subnet: { id } }: SubnetNode<NetworkSource>,
): Host<NetworkSource> | undefined {
  const host = reachability.placesOf({ kind: 'subnet', id }).find(({ kind }) => kind === 'subnet');
  return host !== undefined && 'node' in host ? host : undefined;
}

interface AskedBoxes {
  readonly boxes: readonly Box<NetworkSource>[];
  readonly ports: PortSet;
}

/** True if no packet to the ports passes, nor may pass. */
function isStopped({ boxes, ports }: AskedBoxes): boolean {
  return boxes.every((box) =>
    box.pieces.every(
      ({ start, end, answer }) =>
        answer === 'denied' || ![...pairsOf(ports)].some(([first, after]) => first < end && start < after),
    ),
  );
}

/** True if default rules decide about every packet to the ports. */
function isByDefault({ boxes, ports }: AskedBoxes): boolean {
  const pieces = boxes.flatMap((box) => box.pieces.map((piece) => ({ box, piece })));
  const asked = pieces.filter(({ piece }) =>
    [...pairsOf(ports)].some(([start, end]) => piece.start < end && start < piece.end),
  );
  if (asked.length === 0) return false;
  return asked.every(
    ({ box, piece }) =>
      piece.answer !== 'depends' &&
      hopsOf(box, piece).every((hop) => !('direction' in hop) || (hop.rule !== null && isDefaultRule(hop.rule))),
  );
}

/** Those of the required rules that hold for this form of the service; null for a form whose needs are others. */
function requirementsOf(
  special: SpecialSubnet,
  subnet: ResourceView,
  reachability: Reachability<NetworkSource>,
  node: SubnetNode<NetworkSource>,
): readonly MandatoryRule[] | null {
  const { mandatory, title } = special;
  const probesOnly = mandatory.filter(({ source }) => source === 'AzureLoadBalancer');
  switch (title) {
    case 'Azure Bastion':
      return isPrivateBastion(subnet) ? null : mandatory;
    case 'An application gateway': {
      const gateways = gatewaysIn(reachability.index, node);
      const sku = ({ source }: (typeof gateways)[number]): string => wordAt(source.resource, 'properties.sku.tier');
      if (gateways.length === 0 || gateways.some((gateway) => !sku(gateway).endsWith('_v2'))) return null;
      return gateways.some(({ isolated }) => isolated) ? probesOnly : mandatory;
    }
    case 'API Management':
      return isInjectedApiManagement(subnet) ? mandatory : null;
    case 'An App Service Environment':
      // Version 3 is the one with a delegation; the others had other needs.
      return delegationsOf(subnet).length > 0 ? probesOnly : null;
    case 'A Container Apps environment':
      return delegationsOf(subnet).length > 0 ? mandatory : null;
    case 'Azure Databricks':
      return hasAllDatabricksRules(subnet) ? mandatory : null;
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

/** True if a workspace of the template stands in the subnet's network and leaves none of its rules out, as it may with private link. */
function hasAllDatabricksRules(subnet: ResourceView): boolean {
  const network = subnet.parent();
  const path = 'properties.parameters.customVirtualNetworkId.value';
  if (network === null) return false;
  const workspaces = declaredOf(subnet.deployment.naming(network, 'Microsoft.Databricks/workspaces', path));
  return workspaces.known.some(
    (workspace) =>
      network.is(workspace.target(path)) && ['', 'allrules'].includes(wordAt(workspace, 'properties.requiredNsgRules')),
  );
}

/** What the filters at a host say about that which a requirement asks for; null if it can't be asked. */
function boxesFor(
  reachability: Reachability<NetworkSource>,
  host: Host<NetworkSource>,
  { direction, protocol, ports, source, destination }: MandatoryRule,
): AskedBoxes | null {
  const wanted = parsePortSet(ports.split(', '));
  const other = otherEnd(
    host,
    direction === 'Inbound' ? source : destination,
    direction === 'Inbound' ? destination : source,
  );
  if (wanted === null || other === null || protocol.includes(' ')) return null;
  const asked = protocol === 'Udp' ? 'udp' : 'tcp';
  const ends = other.kind === 'serviceTag' ? [other, ...regionsOf(reachability, other.name)] : [other];
  const places = ends.flatMap((end) => reachability.placesOf(end));
  return { boxes: places.flatMap((place) => reachability.admitted(host, place, direction, asked)), ports: wanted };
}

/** The regions of a service tag that rules of the network name: one of them is enough where the service stands. */
function regionsOf({ index }: Reachability<NetworkSource>, name: string): readonly Endpoint[] {
  const whole = name.toLowerCase();
  const rules = index.network.securityGroups.flatMap((group) => group.rules);
  const tags = rules.flatMap(({ sources, destinations }) => [...sources.tags, ...destinations.tags]);
  const regions = tags.filter((tag) => tag !== whole && isWithin(tag, whole));
  return [...new Set(regions)].map((tag) => ({ kind: 'serviceTag', name: tag }));
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
