/** Virtual networks with their subnets and peerings. */
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ExternalResource, ResourceView } from '../../deployment/view.ts';
import type { EndpointPolicies, Maybe, Peering, VirtualNetwork } from '../reachability/model.ts';
import { type UnplacedNetwork, type UnplacedSubnet, withStandIns } from '../reachability/somewhere.ts';
import { decidedOr, declaredOf } from '../undecided.ts';
import { type LeftOut, once, openness, placed } from './listing.ts';
import { overlapOfPeering, remoteNetworkPath } from './network-prefixes.ts';
import {
  idOf,
  isTrueAt,
  maybe,
  type NetworkSource,
  part,
  prefixesOf,
  referenceAt,
  sourceOf,
  textsAt,
  wordAt,
} from './source.ts';

export const virtualNetworkType = 'Microsoft.Network/virtualNetworks';

/**
 * All virtual networks that the deployment declares, and those that it only refers to: their own subnets and addresses are known as far as the
 * deployment declares them.
 */
export function readVirtualNetworks(
  deployment: DeploymentView,
  left: LeftOut[],
): readonly VirtualNetwork<NetworkSource>[] {
  const networks = new Map<string, UnplacedNetwork<NetworkSource>>();
  const read = placed(deployment.resources(virtualNetworkType).known, left, (network) => {
    const id = idOf(network);
    // What is declared in this deployment is read from there.
    return network.existing && id !== network.key ? [] : [readVirtualNetwork(network, id)];
  });
  for (const network of read) {
    const earlier = networks.get(network.id);
    networks.set(network.id, earlier === undefined ? network : merged(earlier, network));
  }
  return withStandIns([...networks.values()]);
}

function merged(a: UnplacedNetwork<NetworkSource>, b: UnplacedNetwork<NetworkSource>): UnplacedNetwork<NetworkSource> {
  const subnets = [...a.subnets, ...b.subnets.filter(({ id }) => !a.subnets.some((known) => known.id === id))];
  return {
    ...(a.addressSpace.length >= b.addressSpace.length ? a : b),
    subnets,
    peerings: [...a.peerings, ...b.peerings],
    moreAddresses: a.moreAddresses === null ? null : b.moreAddresses,
    morePeerings: a.morePeerings ?? b.morePeerings,
  };
}

function readVirtualNetwork(network: ResourceView, id: string): UnplacedNetwork<NetworkSource> {
  const subnets = declaredOf(network.children('subnets')).known.map((subnet) => once(subnet, 'subnet', readSubnet));
  const elsewhere = network.existing ? ({ kind: 'outside', name: network.label } as const) : null;
  const space = elsewhere
    ? { unknown: elsewhere }
    : maybe(() => prefixesOf(textsAt(network, 'properties.addressSpace.addressPrefixes')));
  // A pool of addresses may give the space, and a template that is being written may not have it yet; then it holds the subnets at least.
  const known = 'unknown' in space || space.length === 0 ? subnets.flatMap(({ prefixes }) => prefixes) : space;
  const peerings = network.children('virtualNetworkPeerings');
  return {
    id,
    source: sourceOf(network),
    addressSpace: known,
    moreAddresses: 'unknown' in space ? space.unknown : null,
    subnets,
    peerings: declaredOf(peerings).known.flatMap((peering) => once(peering, 'peering', readPeering)),
    morePeerings: elsewhere ?? openness(peerings, `peerings of ${network.label}`),
  };
}

function subnetPrefixes(subnet: ResourceView): readonly string[] {
  return [...textsAt(subnet, 'properties.addressPrefix'), ...textsAt(subnet, 'properties.addressPrefixes')];
}

function readSubnet(subnet: ResourceView): UnplacedSubnet<NetworkSource> {
  const prefixes: Maybe<readonly string[]> = part(subnet, () => subnetPrefixes(subnet));
  const isKnown = !('unknown' in prefixes);
  const delegation = attempt(() => wordAt(subnet, 'properties.delegations.0.properties.serviceName')) ?? '';
  return {
    id: idOf(subnet),
    source: sourceOf(subnet),
    name: subnet.label,
    prefixes: isKnown ? prefixesOf(prefixes) : [],
    unknownPrefixes: isKnown ? null : prefixes.unknown,
    securityGroup: referenceAt(subnet, 'properties.networkSecurityGroup.id'),
    routeTable: referenceAt(subnet, 'properties.routeTable.id'),
    delegation: delegation === '' ? null : delegation,
    endpointPolicies: part(subnet, () => endpointPolicies(subnet)),
    defaultOutboundAccess: part(subnet, () => defaultOutboundAccess(subnet)),
    natGateway: referenceAt(subnet, 'properties.natGateway.id'),
  };
}

const policyWords: readonly EndpointPolicies[] = [
  'Disabled',
  'Enabled',
  'NetworkSecurityGroupEnabled',
  'RouteTableEnabled',
];

/**
 * An omitted property means `Enabled` up to 2021-08-01 and `Disabled` from 2022-09-01 on (azure-rest-api-specs; requirements 0.1). Between them
 * no source says which.
 */
function endpointPolicies(subnet: ResourceView): EndpointPolicies {
  const word = wordAt(subnet, 'properties.privateEndpointNetworkPolicies');
  const known = policyWords.find((policy) => policy.toLowerCase() === word);
  if (known !== undefined) return known;
  return subnet.apiVersion.slice(0, 10) <= '2021-08-01' ? 'Enabled' : 'Disabled';
}

/** Omitted it is true, except in API versions released after 2026-03-31 (azure-network 2.6). */
function defaultOutboundAccess(subnet: ResourceView): boolean {
  const word = wordAt(subnet, 'properties.defaultOutboundAccess');
  if (word !== '') return word === 'true';
  return subnet.apiVersion.slice(0, 10) <= '2026-03-31';
}

/** True if Azure surely refuses a peering, since both networks have the same addresses. */
function isRefused(peering: ResourceView): boolean {
  return decidedOr(false, () => overlapOfPeering(peering) !== null);
}

/** None if Azure surely refuses the peering. */
function readPeering(peering: ResourceView): readonly Peering<NetworkSource>[] {
  if (isRefused(peering)) return [];
  const remote = maybe((): ResourceView | ExternalResource | null => peering.target(remoteNetworkPath));
  return [
    {
      source: sourceOf(peering),
      remote: remoteOf(remote, peering),
      allowVirtualNetworkAccess: part(
        peering,
        () => wordAt(peering, 'properties.allowVirtualNetworkAccess') !== 'false',
      ),
      allowForwardedTraffic: part(peering, () => isTrueAt(peering, 'properties.allowForwardedTraffic')),
      allowGatewayTransit: part(peering, () => isTrueAt(peering, 'properties.allowGatewayTransit')),
      useRemoteGateways: part(peering, () => isTrueAt(peering, 'properties.useRemoteGateways')),
      ...peeredSubnets(peering),
      remoteAddresses: remoteAddresses(peering),
    },
  ];
}

function remoteOf(remote: Maybe<ResourceView | ExternalResource | null>, peering: ResourceView): Maybe<string> {
  if (remote === null) return { unknown: { kind: 'parameter', name: peering.label } };
  if ('unknown' in remote) return remote;
  return idOf(remote);
}

/** `peerCompleteVnets: false` with names of subnets, from 2023-11-01 on. */
function peeredSubnets(peering: ResourceView): Pick<Peering<NetworkSource>, 'localSubnets' | 'remoteSubnets'> {
  const complete = attempt(() => wordAt(peering, 'properties.peerCompleteVnets')) !== 'false';
  if (complete) return { localSubnets: null, remoteSubnets: null };
  const names = (path: string): readonly string[] => attempt(() => textsAt(peering, path)) ?? [];
  return { localSubnets: names('properties.localSubnetNames'), remoteSubnets: names('properties.remoteSubnetNames') };
}

function remoteAddresses(peering: ResourceView): Peering<NetworkSource>['remoteAddresses'] {
  for (const path of ['properties.remoteVirtualNetworkAddressSpace', 'properties.remoteAddressSpace']) {
    const texts = attempt(() => textsAt(peering, `${path}.addressPrefixes`)) ?? [];
    if (texts.length > 0) return prefixesOf(texts);
  }
  return null;
}
