/** Route tables with their routes in every form. */
import { attempt, Undecided } from '../../deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { type AddressSet, noAddress, parseAddressSet } from '../addresses/address-set.ts';
import type { NextHop, Prefix, Route, RouteTable } from '../reachability/model.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, once, openness, placed } from './listing.ts';
import { malformedPrefixesOf } from './malformed-prefixes.ts';
import { idOf, isTrueAt, maybe, type NetworkSource, part, prefixesOf, sourceOf, textsAt, wordAt } from './source.ts';

export function readRouteTables(deployment: DeploymentView, left: LeftOut[]): readonly RouteTable<NetworkSource>[] {
  return placed(all(deployment, 'Microsoft.Network/routeTables'), left, (table) => {
    if (idOf(table) !== table.key) return [];
    const routes = table.children('routes');
    const propagates = maybe(() => !isTrueAt(table, 'properties.disableBgpRoutePropagation'));
    return [
      {
        id: table.key,
        source: sourceOf(table),
        routes: declaredOf(routes).known.flatMap((route) => once(route, 'route', readRoute)),
        // Whether it takes routes of gateways matters only where there are some; that it may is the careful answer.
        propagates: typeof propagates === 'boolean' ? propagates : true,
        more: openness(routes, `routes of ${table.label}`),
      },
    ];
  });
}

/** True for a route of which a value is surely refused: nobody can mean what it says. What isn't given at all may be given elsewhere. */
function isMalformed(route: ResourceView): boolean {
  return malformedPrefixesOf(route).length > 0 || applianceFault(route) === 'malformed';
}

/** What is wrong with the address of the appliance that a route leads to; null if nothing is, or it leads elsewhere. */
export function applianceFault(route: ResourceView): 'missing' | 'malformed' | null {
  const texts = attempt(() => {
    const path = appliancePaths.get(wordAt(route, 'properties.nextHopType'));
    return path === undefined ? null : textsAt(route, path);
  });
  if (texts === undefined || texts === null) return null;
  if (texts.length === 0) return 'missing';
  return parseAddressSet(texts) === null ? 'malformed' : null;
}

/** None if a value of the route is malformed. */
function readRoute(route: ResourceView): readonly Route<NetworkSource>[] {
  if (isMalformed(route)) return [];
  return [
    {
      source: sourceOf(route),
      name: route.label,
      destination: part(route, () => destinationOf(route)),
      nextHop: part(route, () => nextHopOf(route)),
      presence: null,
    },
  ];
}

/** A prefix, or the service tag that Azure allows in its place. */
function destinationOf(route: ResourceView): Prefix | string {
  const [text] = textsAt(route, 'properties.addressPrefix');
  if (text === undefined) throw notGiven(`the prefix of the route ${route.label}`);
  const [prefix] = prefixesOf([text]);
  return prefix ?? text.toLowerCase();
}

function nextHopOf(route: ResourceView): NextHop {
  const type = wordAt(route, 'properties.nextHopType');
  const appliancePath = appliancePaths.get(type);
  if (appliancePath !== undefined)
    return { kind: 'VirtualAppliance', addresses: part(route, () => appliancesOf(route, appliancePath)) };
  switch (type) {
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

/** Where a route to an appliance has its addresses, by the type of its next hop in lower case. */
const appliancePaths: ReadonlyMap<string, string> = new Map([
  ['virtualappliance', 'properties.nextHopIpAddress'],
  ['virtualapplianceecmp', 'properties.nextHop.nextHopIpAddresses'],
]);

function appliancesOf(route: ResourceView, path: string): AddressSet {
  const texts = textsAt(route, path);
  if (texts.length === 0) throw notGiven(`the address of the appliance of the route ${route.label}`);
  return parseAddressSet(texts) ?? noAddress;
}

/** A template may leave to its parameters what Azure demands: that is unknown, not absent. */
function notGiven(what: string): Undecided {
  return new Undecided(`${what} is not given`, `${what}, which is not given`);
}
