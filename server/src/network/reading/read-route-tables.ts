/** Route tables with their routes in every form. */
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { noAddress, parseAddressSet } from '../address-set.ts';
import type { Maybe, NextHop, Prefix, Route, RouteTable } from '../model.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, once, openness, placed } from './listing.ts';
import { idOf, isTrueAt, maybe, type NetworkSource, prefixesOf, sourceOf, textsAt, wordAt } from './source.ts';

export function readRouteTables(deployment: DeploymentView, left: LeftOut[]): readonly RouteTable<NetworkSource>[] {
  return placed(all(deployment, 'Microsoft.Network/routeTables'), left, (table) => {
    if (idOf(table) !== table.key) return [];
    const routes = table.children('routes');
    const propagates = maybe(() => !isTrueAt(table, 'properties.disableBgpRoutePropagation'));
    return [
      {
        id: table.key,
        source: sourceOf(table),
        routes: declaredOf(routes).known.map((route) => once(route, 'route', readRoute)),
        // Whether it takes routes of gateways matters only where there are some; that it may is the careful answer.
        propagates: typeof propagates === 'boolean' ? propagates : true,
        more: openness(routes, `routes of ${table.label}`),
      },
    ];
  });
}

function readRoute(route: ResourceView): Route<NetworkSource> {
  return {
    source: sourceOf(route),
    name: route.label,
    destination: maybe(() => destinationOf(route)),
    nextHop: maybe(() => nextHopOf(route)),
    presence: null,
  };
}

/** A prefix, or the service tag that Azure allows in its place. */
function destinationOf(route: ResourceView): Prefix | string {
  const [text] = textsAt(route, 'properties.addressPrefix');
  const [prefix] = prefixesOf(text === undefined ? [] : [text]);
  return prefix ?? (text ?? '').toLowerCase();
}

function nextHopOf(route: ResourceView): NextHop {
  switch (wordAt(route, 'properties.nextHopType')) {
    case 'virtualappliance':
      return { kind: 'VirtualAppliance', addresses: appliancesOf(route, 'properties.nextHopIpAddress') };
    case 'virtualapplianceecmp':
      return { kind: 'VirtualAppliance', addresses: appliancesOf(route, 'properties.nextHop.nextHopIpAddresses') };
    case 'virtualnetworkgateway':
      return { kind: 'VirtualNetworkGateway' };
    case 'internet':
      return { kind: 'Internet' };
    case 'vnetlocal':
      return { kind: 'VirtualNetworkLocal' };
    default:
      return { kind: 'None' };
  }
}

function appliancesOf(route: ResourceView, path: string): Extract<NextHop, { kind: 'VirtualAppliance' }>['addresses'] {
  const addresses: Maybe<readonly string[]> = maybe(() => textsAt(route, path));
  return 'unknown' in addresses ? addresses : (parseAddressSet(addresses) ?? noAddress);
}
