/** What the tags `VirtualNetwork` and `Internet` mean at one subnet (azure-network 2.3): two subnets with different route tables see different tags. */
import { type AddressSet, everyAddress, keyOfAddresses, unionOfAddresses } from '../addresses/address-set.ts';
import { hostAddress, metadataAddress, privateRanges, publicAddresses } from '../addresses/special-ranges.ts';
import { type Cuts, cutsOf } from './atoms.ts';
import { type Dependency, isUnknown } from './model.ts';
import {
  gatewaysOf,
  isDependency,
  linksOf,
  type NetworkIndex,
  prefixesBehind,
  resolve,
  type SubnetNode,
  spaceOf,
  unseenBehind,
} from './network-index.ts';
import type { TagMeaning } from './rule-side.ts';

export interface SubnetMeaning extends TagMeaning {
  readonly cuts: Cuts;
  /** Equal for subnets at which all tags mean the same. */
  readonly key: string;
}

/**
 * The space of the network and of its peers that allow access, what is behind gateways and hubs, the prefixes of the subnet's routes, and the
 * host's address. What gateways learn by BGP isn't known: private addresses outside of the network may be in the tag, public ones are
 * assumed not to be.
 */
export function tagMeaningOf<S>(index: NetworkIndex<S>, node: SubnetNode<S>): SubnetMeaning {
  const certain: AddressSet[] = [spaceOf(node.network), hostAddress];
  const possibly: { addresses: AddressSet; dependsOn: Dependency }[] = [];
  const spaces: AddressSet[] = [spaceOf(node.network)];
  const routedTags: string[] = [];
  const add = (addresses: AddressSet, dependsOn: Dependency | null): void => {
    if (dependsOn === null) certain.push(addresses);
    else possibly.push({ addresses, dependsOn });
  };

  for (const link of linksOf(index, node)) {
    const prefixes = prefixesBehind(link)?.map(({ addresses }) => addresses);
    if (prefixes !== undefined && link.dependsOn?.kind !== 'parameter') spaces.push(...prefixes);
    const access = link.peering.allowVirtualNetworkAccess;
    if (access === false) continue;
    const doubt = isUnknown(access) ? access.unknown : null;
    if (prefixes !== undefined) add(unionOfAddresses(...prefixes), (link.remote && link.dependsOn) ?? doubt);
    const unseen = unseenBehind(link);
    if (unseen !== null) add(privateRanges, unseen);
  }
  if (node.network.morePeerings !== null) add(privateRanges, node.network.morePeerings);

  for (const gateway of gatewaysOf(index, node)) {
    if (isUnknown(gateway.prefixes)) add(privateRanges, gateway.prefixes.unknown);
    else add(unionOfAddresses(...gateway.prefixes.map(({ addresses }) => addresses)), null);
  }
  for (const hub of index.hubs.get(node.network.id) ?? []) {
    for (const { network: id } of hub.connections) {
      const other = index.virtualNetworks.get(id);
      if (other !== undefined) add(spaceOf(other), null);
      else add(privateRanges, { kind: 'outside', name: id });
    }
  }

  const table = resolve(node.subnet.routeTable, index.routeTables);
  if (isDependency(table)) add(everyAddress, table);
  else if (table !== undefined) {
    if (table.more !== null) add(everyAddress, table.more);
    for (const { destination, presence } of table.routes) {
      if (isUnknown(destination)) add(everyAddress, destination.unknown);
      else if (typeof destination !== 'string') add(destination.addresses, presence);
      else if (presence === null) routedTags.push(destination);
    }
  }

  const virtualNetwork = unionOfAddresses(...certain);
  const own = unionOfAddresses(...spaces);
  const special = [hostAddress, metadataAddress, privateRanges, publicAddresses];
  return {
    virtualNetwork,
    possibly,
    spaces: own,
    routedTags,
    groups: index.groups,
    cuts: cutsOf([virtualNetwork, own, ...possibly.map(({ addresses }) => addresses), ...special]),
    key: [
      keyOfAddresses(virtualNetwork),
      keyOfAddresses(own),
      routedTags.join(),
      [...index.groups].map(([id, others]) => (others === null ? id : `${id} ${others.kind} ${others.name}`)).join(),
      ...possibly.map(({ addresses, dependsOn }) => `${keyOfAddresses(addresses)} ${dependsOn.kind} ${dependsOn.name}`),
    ].join('|'),
  };
}
