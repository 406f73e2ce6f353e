/** Repairs that send the traffic of a subnet to the firewall: by a route table of the template that does so, a new one, or new routes. */
import { attempt } from '../../deployment/alternatives.ts';
import type { Intent, RepairProposal } from '../../deployment/intent.ts';
import { besideSubnet, type NewElement, type NewResource, type NewValue } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { askedFirewallAddress, firewallAddress, firewallTableNear } from '../../network/claims/firewall-hop.ts';
import { nodeOf } from '../../network/claims/inspection.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { declaredOf } from '../../network/undecided.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';

const tablePath = 'properties.routeTable.id';

/** A route that is wanted. */
export interface WantedRoute {
  readonly name: string;
  readonly prefix: string;
}

export interface FirewallRoutes {
  readonly subnet: ResourceView;
  /** The route table of the subnet, if the template declares it or refers to it. */
  readonly table: ResourceView | null;
  /** The firewall, its subnet or the interface of an appliance; null if the template doesn't show it. */
  readonly inspector: ResourceView | null;
  readonly routes: readonly WantedRoute[];
  /** What a person must know; completes "...: ". */
  readonly consequence: string;
}

/** None if the route table isn't the template's, or isn't known. */
export function routesToFirewall(wanted: FirewallRoutes): readonly RepairProposal[] {
  const { subnet, table, routes } = wanted;
  if (routes.length === 0 || table?.existing === true) return [];
  if (table !== null) return [routesInTable(wanted, table)];
  if (!subnet.omits(tablePath)) return [];
  return [newTable(wanted)];
}

/** Gives the subnet the table that others have whose default route leads to the firewall; none if it has one, or there is no other. */
export function sharedTable({ subnet, table, consequence }: FirewallRoutes): readonly RepairProposal[] {
  const { deployment } = subnet;
  const reach = reachOf(deployment);
  const node = nodeOf(reach, subnet);
  const near = node === null || table !== null ? null : firewallTableNear(reach, deployment, node);
  if (near === null || !subnet.omits(tablePath)) return [];
  return [
    {
      title: `Give ${shownName(subnet)} the route table ${shownName(near)}, whose default route leads to the firewall: ${consequence}`,
      kind: 'review',
      intents: [{ kind: 'write', resource: subnet.key, path: tablePath, value: { take: 'id', of: near.key } }],
    },
  ];
}

function newTable({ subnet, inspector, routes, consequence }: FirewallRoutes): RepairProposal {
  const address = addressFor(subnet, inspector);
  const table: NewResource = {
    type: 'Microsoft.Network/routeTables',
    ...besideSubnet(subnet, 'rt', tablePath),
    properties: { routes: routes.map((route) => routeElement(route.name, route, address).value) },
  };
  return {
    title: `Add a route table to ${shownName(subnet)} that sends ${prefixesInWords(routes)} to the firewall: ${consequence}`,
    kind: 'review',
    intents: [{ kind: 'write', resource: subnet.key, path: tablePath, value: { take: 'id', of: table } }],
  };
}

/** Routes that are there for the same prefix are changed, the others added. */
function routesInTable(
  { subnet, inspector, routes, consequence }: FirewallRoutes,
  table: ResourceView,
): RepairProposal {
  const address = addressFor(subnet, inspector);
  const present = declaredOf(table.children('routes')).known;
  const names = new Set(present.map(({ label }) => label.toLowerCase()));
  const changed: Intent[] = [];
  const added: NewElement[] = [];
  for (const route of routes) {
    const same = present.find((other) => other.read('properties.addressPrefix') === route.prefix);
    if (same === undefined) added.push(routeElement(freeName(route.name, names), route, address));
    else changed.push(...turned(same, address));
  }
  const include: Intent = { kind: 'include', resource: table.key, path: 'properties.routes', elements: added };
  return {
    title: `Send ${prefixesInWords(routes)} to the firewall by ${shownName(table)}: ${consequence}`,
    kind: 'review',
    intents: [...changed, ...(added.length === 0 ? [] : [include])],
  };
}

/** Turns a route to the firewall that leads elsewhere. @param subnet one that has the route; null if none is known */
export function turnedRoute(
  route: ResourceView,
  subnet: ResourceView | null,
  inspector: ResourceView | null,
  consequence: string,
): RepairProposal {
  return {
    title: `Send what route ${shownName(route)} is for to the firewall: ${consequence}`,
    kind: 'review',
    intents: turned(route, addressFor(subnet, inspector)),
  };
}

function turned(route: ResourceView, address: NewValue): readonly Intent[] {
  return [
    { kind: 'set', resource: route.key, path: 'properties.nextHopType', value: 'VirtualAppliance' },
    { kind: 'write', resource: route.key, path: 'properties.nextHopIpAddress', value: address },
  ];
}

function addressFor(subnet: ResourceView | null, inspector: ResourceView | null): NewValue {
  if (subnet === null) return askedFirewallAddress;
  const reach = reachOf(subnet.deployment);
  const node = nodeOf(reach, subnet);
  return node === null ? askedFirewallAddress : firewallAddress(reach, subnet.deployment, node, inspector);
}

/** A route for each prefix of the address space of a network; none if that isn't known. */
export function routesFor(network: ResourceView): readonly WantedRoute[] {
  const prefixes = attempt(() => network.read('properties.addressSpace.addressPrefixes'));
  const texts = Array.isArray(prefixes) ? prefixes.filter((prefix) => typeof prefix === 'string') : [];
  return texts.map((prefix) => ({ name: `to-${network.label}`, prefix }));
}

function routeElement(name: string, { prefix }: WantedRoute, address: NewValue): NewElement {
  const properties = { addressPrefix: prefix, nextHopType: 'VirtualAppliance', nextHopIpAddress: address };
  return { name, value: { name, properties } };
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted}-${number}`;
  taken.add(name.toLowerCase());
  return name;
}

function prefixesInWords(routes: readonly WantedRoute[]): string {
  return inWords(
    routes.map(({ prefix }) => prefix),
    'more',
  );
}
