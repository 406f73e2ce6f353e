/** A route for 0.0.0.0/0 does not take what goes to a peered network: the route of the peering is longer. */

import type { ResourceView } from '../../deployment/view.ts';
import { machinesIn } from '../../network/claims/egress.ts';
import { holdsAppliance, nodeOf } from '../../network/claims/inspection.ts';
import { directBoxes, inspectorIn } from '../../network/claims/peered.ts';
import type { SubnetNode } from '../../network/reachability/network-index.ts';
import { linksOf } from '../../network/reachability/network-index.ts';
import type { Host } from '../../network/reachability/places.ts';
import { type DeploymentReach, reachOf } from '../../network/reading/reachability.ts';
import { requireFilters } from '../../network/reading/require-filters.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import { specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import type { RelatedResource, Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { routesFor, routesToFirewall } from './firewall-route-repairs.ts';
import { peeringNotInspectedExamples } from './peering-not-inspected.examples.ts';
import { addressSpaceInWords, placeOfRouteTable, routeTableOf, subnetsSharing } from './routing-words.ts';

type Node = SubnetNode<NetworkSource>;

interface Bypass {
  /** The firewall or appliance that could see the traffic. */
  readonly inspector: ResourceView;
  /** The first subnet of a peered network whose machines are reached directly. */
  readonly reached: Node;
  /** The route table of the subnet, if the template declares it. */
  readonly table: ResourceView | null;
}

interface Facts extends Bypass {
  /** All subnets with that table that reach the same network so, the subnet itself among them. */
  readonly sharing: readonly ResourceView[];
}

export const peeringNotInspected: Rule<Facts> = {
  id: 'peering-not-inspected',
  title: 'Traffic between peered networks passes no firewall although one is there',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [124, 137, 150],
  articles: [{ seed: 'S3', step: '2' }],
  why: `A peering brings a route for the address space of the other network. It is longer than 0.0.0.0/0, so it wins over a default route to the
firewall: what goes from one network to the other is not inspected, although all routes seem to lead there.`,
  what: `Add a route for the address space of the peered network, whose next hop is the firewall, to the route tables of the subnets at both ends.`,
  equivalents: {},
  repairs: ['Route the address space of the peered network to the firewall'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: peeringNotInspectedExamples,

  find: (subnet) => {
    const found = bypassOf(subnet);
    if (found === null) return null;
    const certainty = certaintyOf(subnet);
    const sharing = subnetsSharing(subnet, found.table, (other) => {
      const its = bypassOf(other);
      return its?.reached.network === found.reached.network && certaintyOf(other) === certainty;
    });
    return { certainty, facts: { ...found, sharing } };
  },

  at: (subnet, { table, sharing }) => placeOfRouteTable(subnet, table, sharing),

  say: (_, { inspector, reached, table, sharing }) => {
    const network = reached.network.source.resource;
    const why = table === null ? '' : `, which is longer than the routes of ${shownName(table)}`;
    const does = sharing.length === 1 ? 'reaches' : 'reach';
    return `${inWords(sharing.map(shownName), 'more')} ${does} ${reached.subnet.name} in ${shownName(network)} by the route of the peering${why}, past ${shownName(inspector)}. Route ${addressSpaceInWords(network)} to the firewall.`;
  },

  related: (_, { inspector, reached }): readonly RelatedResource[] => [
    { resource: reached.subnet.source.resource, message: 'This subnet is reached directly.' },
    { resource: inspector, message: `${shownName(inspector)} does not see it.` },
  ],

  repair: (subnet, { inspector, reached, table }) =>
    routesToFirewall({
      subnet,
      table,
      inspector,
      routes: routesFor(reached.network.source.resource),
      consequence: `what the firewall does not allow no longer reaches ${shownName(reached.network.source.resource)}`,
    }),
};

function certaintyOf(subnet: ResourceView): 'certain' | 'possible' {
  return subnet.mayBeDeployedAgain ? 'possible' : 'certain';
}

/** The first peered network that machines of a subnet reach past a firewall; null if there is none. */
function bypassOf(subnet: ResourceView): Bypass | null {
  return subnet.deployment.remember(`uninspected peering of ${subnet.key}`, () => {
    if (subnet.isElement && subnet.otherDeclarations().some((other) => !other.isElement)) return null;
    const reach = reachOf(subnet.deployment);
    const node = nodeOf(reach, subnet);
    if (node === null || node.network.peerings.length === 0 || node.interfaces.length === 0) return null;
    if (!isWorkload(reach, node)) return null;
    for (const { remote, dependsOn } of linksOf(reach.reachability.index, node)) {
      if (remote === null || dependsOn !== null) continue;
      const inspector =
        inspectorIn(reach, subnet.deployment, remote) ?? inspectorIn(reach, subnet.deployment, node.network);
      if (inspector === null) continue;
      const reached = remote.subnets
        .flatMap(({ id }) => reach.reachability.index.subnets.get(id) ?? [])
        .filter((other) => other.interfaces.length > 0 && isWorkload(reach, other))
        .slice(0, mostSubnets)
        .find((other) => reaches(reach, node, other));
      if (reached === undefined) continue;
      requireFilters(reach);
      return { inspector, reached, table: routeTableOf(subnet) };
    }
    return null;
  });
}

/** False for services whose subnets have routes of their own, and for the appliances themselves. */
function isWorkload(reach: DeploymentReach, node: Node): boolean {
  const { resource } = node.subnet.source;
  return specialSubnetOf(resource) === null && !holdsAppliance(reach, resource.deployment, node);
}

/** True if some machine of one subnet surely reaches one of another by the peering's own route. */
function reaches({ reachability }: DeploymentReach, from: Node, to: Node): boolean {
  const some = (node: Node): readonly Host<NetworkSource>[] => machinesIn(reachability, node).slice(0, mostMachines);
  return some(from).some((source) =>
    some(to).some((destination) =>
      directBoxes(reachability, source, destination).some(({ pieces }) =>
        pieces.some(({ answer }) => answer === 'allowed'),
      ),
    ),
  );
}

/** Subnets of a peered network that each subnet is compared with, for which one is enough. */
const mostSubnets = 16;

/** Machines of a subnet that are compared with each of another; they share its routes and mostly its filters. */
const mostMachines = 4;
