/** What leads out of virtual networks without the Internet: VPN and ExpressRoute gateways, hubs of Virtual WAN. */
import type { DeploymentView, ExternalResource, ResourceView } from '../../deployment/view.ts';
import type { Maybe, Prefix } from '../reachability/model.ts';
import type { Gateway, HubConnection, VirtualHub } from '../reachability/model-entries.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, placed } from './listing.ts';
import { idOf, isTrueAt, maybe, type NetworkSource, prefixesOf, sourceOf, textsAt, wordAt } from './source.ts';

export function readGateways(deployment: DeploymentView, left: LeftOut[]): readonly Gateway<NetworkSource>[] {
  return placed(all(deployment, 'Microsoft.Network/virtualNetworkGateways'), left, (gateway) => {
    const subnet = gateway.target('properties.ipConfigurations.0.properties.subnet.id');
    if (subnet === null || subnet.kind === 'external') return [];
    const network = subnet.parent();
    if (network === null) return [];
    return [
      {
        id: idOf(gateway),
        source: sourceOf(gateway),
        virtualNetwork: idOf(network),
        prefixes: prefixesBehind(deployment, gateway),
      },
    ];
  });
}

/** The prefixes of the local network gateways that are connected; ExpressRoute and BGP bring what no template tells. */
function prefixesBehind(deployment: DeploymentView, gateway: ResourceView): Maybe<readonly Prefix[]> {
  const onPremises = { unknown: { kind: 'onPremises', name: gateway.label } } as const;
  const prefixes = maybe((): readonly Prefix[] | null => {
    if (wordAt(gateway, 'properties.gatewayType') === 'expressroute' || isTrueAt(gateway, 'properties.enableBgp'))
      return null;
    const connections = deployment.resources('Microsoft.Network/connections');
    if (connections.open) return null;
    const found: Prefix[] = [];
    for (const connection of declaredOf(connections).known) {
      if (!gateway.is(connection.target('properties.virtualNetworkGateway1.id'))) continue;
      const local = connection.target('properties.localNetworkGateway2.id');
      if (local === null || local.kind === 'external' || local.existing || isTrueAt(connection, 'properties.enableBgp'))
        return null;
      found.push(...prefixesOf(textsAt(local, 'properties.localNetworkAddressSpace.addressPrefixes')));
    }
    return found;
  });
  return prefixes === null || 'unknown' in prefixes ? onPremises : prefixes;
}

const connectionType = 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections';

/** Hubs. Connections to hubs that are deployed elsewhere are to one hub of which nobody knows what it does: hubs of one WAN reach each other. */
export function readHubs(deployment: DeploymentView, left: LeftOut[]): readonly VirtualHub<NetworkSource>[] {
  const declared = placed(all(deployment, 'Microsoft.Network/virtualHubs'), left, (hub) => [
    {
      id: idOf(hub),
      source: sourceOf(hub),
      connections: declaredOf(hub.children('hubVirtualNetworkConnections')).known.flatMap(readConnection),
      privateTraffic: nextHopFor(hub, 'privatetraffic'),
      internetTraffic: nextHopFor(hub, 'internet'),
    },
  ]);
  const others = all(deployment, connectionType).filter((connection) => connection.parent()?.existing ?? true);
  const [first] = others;
  if (first === undefined) return declared;
  const outside = { unknown: { kind: 'outside', name: first.parent()?.label ?? first.label } } as const;
  const elsewhere: VirtualHub<NetworkSource> = {
    id: 'hub elsewhere',
    source: sourceOf(first),
    connections: others.flatMap(readConnection),
    privateTraffic: outside,
    internetTraffic: outside,
  };
  return [...declared, elsewhere];
}

/** Whether an omitted `enableInternetSecurity` lets the default route in isn't documented. */
function readConnection(connection: ResourceView): readonly HubConnection[] {
  const remote = maybe((): ResourceView | ExternalResource | null =>
    connection.target('properties.remoteVirtualNetwork.id'),
  );
  if (remote === null || 'unknown' in remote) return [];
  const path = 'properties.enableInternetSecurity';
  const word = maybe(() => wordAt(connection, path));
  const unsure = { unknown: { kind: 'parameter', name: `${path} of ${connection.label}` } } as const;
  const takesDefaultRoute = word === '' ? unsure : typeof word === 'string' ? word === 'true' : word;
  return [{ network: idOf(remote), takesDefaultRoute }];
}

/**
 * The firewall or appliance that routing intent sends a kind of traffic to. Static routes of the hub's own tables may do the same, for the
 * connections that are associated with them.
 */
function nextHopFor(hub: ResourceView, destination: string): Maybe<string | null> {
  return maybe((): Maybe<string | null> => {
    for (const intent of declaredOf(hub.children('routingIntent')).known) {
      const policies = 'properties.routingPolicies';
      for (let index = 0; index < intent.size(policies); index++) {
        const words = textsAt(intent, `${policies}.${index}.destinations`).map((word) => word.toLowerCase());
        if (!words.includes(destination)) continue;
        const target = intent.target(`${policies}.${index}.nextHop`);
        return target === null ? null : idOf(target);
      }
    }
    const tables = hub.children('hubRouteTables');
    const hasRoutes = tables.open || declaredOf(tables).known.some((table) => !table.omits('properties.routes'));
    return hasRoutes ? { unknown: { kind: 'outside', name: `route tables of ${hub.label}` } } : null;
  });
}
