/** Subnets that Azure reserves for its gateways, firewalls, route servers and Bastion don't take every group and route table. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { reservedSubnetWithNsgOrRouteExamples } from './reserved-subnet-with-nsg-or-route.examples.ts';

interface Unsupported {
  /** The property of the subnet that has no place there. */
  readonly path: 'properties.networkSecurityGroup' | 'properties.routeTable';
  /** Set if only one route of the table is wrong. */
  readonly route: string | null;
}

export const reservedSubnetWithNsgOrRoute: Rule<Unsupported> = {
  id: 'reserved-subnet-with-nsg-or-route',
  title: 'Reserved subnet has a network security group or route table that it does not support',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [16, 134],
  articles: [
    { seed: 'S2', step: '3' },
    { seed: 'S3', step: '3' },
  ],
  policies: [azurePolicies.gatewaySubnetWithoutGroup],
  why: `Gateways, Azure Firewall and Azure Route Server don't support a network security group on their subnet, and Bastion and Azure Route
Server no route table. A GatewaySubnet takes a route table, but no route for 0.0.0.0/0. Azure refuses such a subnet, or the service in it
fails.`,
  what: `Leave the group or the route table away from this subnet, and filter at the subnets behind it.`,
  equivalents: {},
  repairs: ['Remove the network security group or the route table from the subnet'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: reservedSubnetWithNsgOrRouteExamples,

  find: (subnet) => {
    const name = subnet.name.toLowerCase();
    if (!withoutGroup.includes(name) && !withoutTable.includes(name) && name !== gatewaySubnet) return null;
    if (subnet.isElement && subnet.otherDeclarations().some((other) => !other.isElement)) return null;
    const facts = unsupportedIn(subnet, name);
    return facts && { certainty: 'certain', facts };
  },

  at: (subnet, { path }) => ({ kind: 'value', resource: subnet, path: `${path}.id` }),

  say: (subnet, { path, route }) => {
    const name = shownName(subnet);
    if (route !== null)
      return `The route table of ${name} has a route for 0.0.0.0/0 (${route}), which a gateway does not support. Use more specific routes.`;
    return path === 'properties.routeTable'
      ? `${name} has a route table, which ${servicesOf.get(name.toLowerCase())} does not support. Remove it from the subnet.`
      : `${name} has a network security group, which ${servicesOf.get(name.toLowerCase())} does not support. Remove it from the subnet.`;
  },

  repair: (subnet, { path, route }) => {
    if (route !== null) return [];
    const what = path === 'properties.routeTable' ? 'route table' : 'network security group';
    return [
      {
        title: `Remove the ${what} from ${shownName(subnet)}: it no longer applies there`,
        kind: 'review',
        opens: true,
        intents: [{ kind: 'remove', resource: subnet.key, path }],
      },
    ];
  },
};

const gatewaySubnet = 'gatewaysubnet';

/** Azure-network 2.7; the management subnet is on the exclusion list of the landing zones' policy. */
const withoutGroup: readonly string[] = [
  gatewaySubnet,
  'azurefirewallsubnet',
  'azurefirewallmanagementsubnet',
  'routeserversubnet',
];
const withoutTable: readonly string[] = ['azurebastionsubnet', 'routeserversubnet'];

const servicesOf: ReadonlyMap<string, string> = new Map([
  [gatewaySubnet, 'a virtual network gateway'],
  ['azurefirewallsubnet', 'Azure Firewall'],
  ['azurefirewallmanagementsubnet', 'Azure Firewall'],
  ['routeserversubnet', 'Azure Route Server'],
  ['azurebastionsubnet', 'Azure Bastion'],
]);

function unsupportedIn(subnet: ResourceView, name: string): Unsupported | null {
  if (withoutGroup.includes(name) && !subnet.omits('properties.networkSecurityGroup.id'))
    return { path: 'properties.networkSecurityGroup', route: null };
  if (withoutTable.includes(name) && !subnet.omits('properties.routeTable.id'))
    return { path: 'properties.routeTable', route: null };
  const route = name === gatewaySubnet ? defaultRouteIn(subnet) : null;
  return route === null ? null : { path: 'properties.routeTable', route };
}

/** The name of the route for 0.0.0.0/0 in the subnet's table; null if the table has none, or isn't declared here. */
function defaultRouteIn(subnet: ResourceView): string | null {
  const table = subnet.target('properties.routeTable.id');
  if (table === null || table.kind === 'external' || table.existing) return null;
  const found = declaredOf(table.children('routes')).known.find(
    (route) => route.read('properties.addressPrefix') === '0.0.0.0/0',
  );
  return found === undefined ? null : shownName(found);
}
