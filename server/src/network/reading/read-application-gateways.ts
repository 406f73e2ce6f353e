/** Application gateways: their subnet, the ports that they listen at, and what stands behind them. */
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { type AddressSet, parseAddressSet, unionOfAddresses } from '../addresses/address-set.ts';
import { everyPort, type PortSet } from '../addresses/port-set.ts';
import type { ApplicationGateway } from '../reachability/model-entries.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, placed } from './listing.ts';
import type { Interfaces } from './read-interfaces.ts';
import { idOf, indexesAt, maybe, type NetworkSource, portsOf, sourceOf, textsAt, wordAt } from './source.ts';

export function readApplicationGateways(
  deployment: DeploymentView,
  interfaces: Interfaces,
  left: LeftOut[],
): readonly ApplicationGateway<NetworkSource>[] {
  return placed(all(deployment, 'Microsoft.Network/applicationGateways'), left, (gateway) => {
    const subnet = gateway.target('properties.gatewayIPConfigurations.0.properties.subnet.id');
    if (subnet === null) return [];
    const isolated = attempt(() => isIsolated(gateway, subnet)) ?? false;
    return [
      {
        id: idOf(gateway),
        source: sourceOf(gateway),
        subnet: idOf(subnet),
        publicPorts: maybe(() => publicPorts(gateway)),
        isolated,
        backends: backendsOf(gateway, interfaces),
      },
    ];
  });
}

function isIsolated(gateway: ResourceView, subnet: Parameters<typeof idOf>[0]): boolean {
  if (subnet.kind === 'resource' && !subnet.existing) {
    const delegation = wordAt(subnet, 'properties.delegations.0.properties.serviceName');
    if (delegation === 'microsoft.network/applicationgateways') return true;
  }
  return !hasPublicFrontend(gateway);
}

function hasPublicFrontend(gateway: ResourceView): boolean {
  const frontends = 'properties.frontendIPConfigurations';
  return indexesAt(gateway, frontends).some(
    (index) => !gateway.omits(`${frontends}.${index}.properties.publicIPAddress`),
  );
}

/** Ports of the gateway, if any frontend is public: which listener stands at which is read from names that may not be known. */
function publicPorts(gateway: ResourceView): PortSet {
  if (!hasPublicFrontend(gateway)) return [];
  const ports = 'properties.frontendPorts';
  const texts = indexesAt(gateway, ports).flatMap((index) => textsAt(gateway, `${ports}.${index}.properties.port`));
  return texts.length === 0 ? everyPort : portsOf(texts);
}

function backendsOf(gateway: ResourceView, interfaces: Interfaces): ApplicationGateway<NetworkSource>['backends'] {
  const settings = 'properties.backendHttpSettingsCollection';
  const ports = maybe(() =>
    portsOf(indexesAt(gateway, settings).flatMap((index) => textsAt(gateway, `${settings}.${index}.properties.port`))),
  );
  return declaredOf(gateway.children('backendAddressPools')).known.map((pool) => ({
    source: sourceOf(pool),
    interfaces: interfaces.members.get(idOf(pool)) ?? [],
    addresses: unionOfAddresses(...addressesOf(pool)),
    ports,
  }));
}

/** The backends that are given by address; names of hosts lead elsewhere. */
function addressesOf(pool: ResourceView): readonly AddressSet[] {
  const addresses = 'properties.backendAddresses';
  const indexes = attempt(() => indexesAt(pool, addresses)) ?? [];
  return indexes.flatMap((index) => {
    const texts = attempt(() => textsAt(pool, `${addresses}.${index}.ipAddress`)) ?? [];
    return parseAddressSet(texts) ?? [];
  });
}
