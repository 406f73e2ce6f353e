/** Network virtual appliances: machines that pass on what others send, so that their interfaces stand where traffic comes in. */

import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { type AddressSet, overlapAddresses, parseAddressSet, unionOfAddresses } from '../addresses/address-set.ts';
import { isUnknown, type Network, type NetworkInterface } from '../reachability/model.ts';
import type { LoadBalancer } from '../reachability/model-entries.ts';
import { all } from '../reading/listing.ts';
import { reachOf } from '../reading/reachability.ts';
import { idOf, isTrueAt, type NetworkSource, textsAt } from '../reading/source.ts';
import { targetsAt } from '../subnets/subnet-use.ts';
import { declaredOf } from '../undecided.ts';

/**
 * The interfaces that something says are those of appliances: they forward, a route has their address as next hop, or that of a load balancer
 * before them, or their machine has such an interface besides.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function appliancesOf(deployment: DeploymentView): readonly NetworkInterface<NetworkSource>[] {
  return deployment.remember('appliances', () => {
    const { network } = reachOf(deployment);
    const routed = new Set(routedInterfaces(network));
    const direct = network.interfaces.filter((nic) => forwards(nic) || routed.has(nic));
    if (direct.length === 0) return [];
    const cards = new Set(direct.map(cardOf));
    for (const own of cardsOfMachines(deployment))
      if (own.some((card) => cards.has(card))) for (const card of own) cards.add(card);
    return network.interfaces.filter((nic) => cards.has(cardOf(nic)));
  });
}

/** The interfaces whose address, or that of a load balancer before them, a route has as next hop. */
function routedInterfaces(network: Network<NetworkSource>): readonly NetworkInterface<NetworkSource>[] {
  const nextHops = nextHopsOf(network);
  const isNextHop = (addresses: AddressSet): boolean => overlapAddresses(addresses, nextHops);
  const balanced = new Set(
    network.loadBalancers.filter((balancer) => frontendsOf(balancer).some(isNextHop)).flatMap(backendsOf),
  );
  return network.interfaces.filter(
    (nic) => (nic.addresses !== null && isNextHop(nic.addresses)) || balanced.has(nic.id),
  );
}

/**
 * True if a route of the deployment leads to a network interface.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function isRoutedTo(card: ResourceView): boolean {
  const { deployment, key } = card;
  const routed = deployment.remember('interfaces with routes', () => routedInterfaces(reachOf(deployment).network));
  return routed.some(({ source }) => source.resource.key === key);
}

/** The addresses that routes give as those of appliances. */
export function nextHopsOf({ routeTables }: Network<unknown>): AddressSet {
  return unionOfAddresses(
    ...routeTables
      .flatMap(({ routes }) => routes)
      .flatMap(({ nextHop }) =>
        isUnknown(nextHop) || nextHop.kind !== 'VirtualAppliance' || isUnknown(nextHop.addresses)
          ? []
          : [nextHop.addresses],
      ),
  );
}

/** The interface without its configurations; those of a scale set are told apart by their place. */
function cardOf({ source: { resource, path } }: NetworkInterface<NetworkSource>): string {
  return `${resource.key}#${baseOf(path)}`;
}

function baseOf(path: string): string {
  return path.slice(0, path.indexOf('.ipConfigurations.'));
}

/** The interfaces of each machine that has several. */
function cardsOfMachines(deployment: DeploymentView): readonly (readonly string[])[] {
  const machines = all(deployment, 'Microsoft.Compute/virtualMachines');
  return machines.flatMap((machine) => {
    const cards = targetsAt(machine, 'properties.networkProfile.networkInterfaces', 'id');
    return cards.length < 2 ? [] : [cards.map((card) => `${idOf(card)}#properties`)];
  });
}

/** True if an interface that a resource describes is one of an appliance. @param base the path of the interface in the resource's body */
export function isOfAppliance(resource: ResourceView, base: string): boolean {
  const appliances = attempt(() => appliancesOf(resource.deployment)) ?? [];
  return appliances.some(
    ({ source }) => source.resource.key === resource.key && source.path.startsWith(`${base}.ipConfigurations.`),
  );
}

function forwards({ source: { resource, path } }: NetworkInterface<NetworkSource>): boolean {
  return attempt(() => isTrueAt(resource, `${baseOf(path)}.enableIPForwarding`)) ?? false;
}

/** The private addresses of a load balancer that are stated. */
function frontendsOf({ source }: LoadBalancer<NetworkSource>): readonly AddressSet[] {
  return declaredOf(source.resource.children('frontendIPConfigurations')).known.flatMap((frontend) => {
    const texts = attempt(() => textsAt(frontend, 'properties.privateIPAddress')) ?? [];
    return parseAddressSet(texts) ?? [];
  });
}

function backendsOf({ rules }: LoadBalancer<NetworkSource>): readonly string[] {
  return rules.flatMap(({ backends }) => (isUnknown(backends) ? [] : backends));
}
