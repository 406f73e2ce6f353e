/** What comes in through a VPN or ExpressRoute gateway passes the firewall of the hub before it reaches a spoke. */
import type { ResourceView } from '../../deployment/view.ts';
import { nodeOf } from '../../network/claims/inspection.ts';
import { goesDirectly, inspectorIn, peeringTo } from '../../network/claims/peered.ts';
import type { VirtualNetwork } from '../../network/reachability/model.ts';
import { linksOf, type SubnetNode } from '../../network/reachability/network-index.ts';
import { type DeploymentReach, reachOf } from '../../network/reading/reachability.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import { specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { routesFor, routesToFirewall } from './firewall-route-repairs.ts';
import { gatewayNotInspectedExamples } from './gateway-not-inspected.examples.ts';
import { addressSpaceInWords, placeOfRouteTable, routeTableOf } from './routing-words.ts';

interface PastFirewall {
  readonly gateway: ResourceView;
  readonly inspector: ResourceView;
  readonly spokes: readonly [ResourceView, ...ResourceView[]];
  readonly table: ResourceView | null;
}

export const gatewayNotInspected: Rule<PastFirewall> = {
  id: 'gateway-not-inspected',
  title: 'Traffic from on-premises reaches spokes past the firewall',
  principle: 'assume-breach',
  severity: 'information',
  rows: [133, 161],
  articles: [{ seed: 'S3', step: '3' }],
  why: `The gateway knows the spokes by their peerings and hands over to them directly, although a firewall stands beside it. A network on-premises
that is broken into is one network with every spoke then.`,
  what: `Give GatewaySubnet a route table with a route to the firewall for the prefixes of each spoke. A route for 0.0.0.0/0 is not supported there,
and the propagation of gateway routes must stay on.`,
  equivalents: {},
  repairs: ['Route the address spaces of the spokes to the firewall in GatewaySubnet'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: gatewayNotInspectedExamples,

  find: (subnet) => {
    if (subnet.name.toLowerCase() !== 'gatewaysubnet') return null;
    if (subnet.isElement && subnet.otherDeclarations().some((other) => !other.isElement)) return null;
    const reach = reachOf(subnet.deployment);
    const node = nodeOf(reach, subnet);
    const gateway = node === null ? undefined : reach.reachability.index.gateways.get(node.network.id)?.[0];
    if (node === null || gateway === undefined) return null;
    const inspector = inspectorIn(reach, subnet.deployment, node.network);
    const [first, ...others] = inspector === null ? [] : spokesReachedFrom(reach, node);
    if (inspector === null || first === undefined) return null;
    return {
      certainty: subnet.mayBeDeployedAgain ? 'possible' : 'certain',
      facts: { gateway: gateway.source.resource, inspector, spokes: [first, ...others], table: routeTableOf(subnet) },
    };
  },

  at: (subnet, { table }) => placeOfRouteTable(subnet, table),

  say: (subnet, { gateway, inspector, spokes }) => {
    const names = inWords(spokes.map(shownName), 'more');
    return `What comes through gateway ${shownName(gateway)} reaches ${names} by the routes of the peerings, past ${shownName(inspector)}. Give ${shownName(subnet)} a route for ${addressSpaceInWords(spokes[0])} to the firewall${spokes.length === 1 ? '' : ', and so for the others'}.`;
  },

  related: (_, { inspector }) => [{ resource: inspector, message: `${shownName(inspector)} does not see it.` }],

  repair: (subnet, { inspector, spokes, table }) => {
    const routes = spokes.map(routesFor);
    if (routes.some((ofSpoke) => ofSpoke.length === 0)) return [];
    const names = inWords(spokes.map(shownName), 'more');
    const consequence = `what the firewall does not allow no longer comes from on-premises to ${names}`;
    return routesToFirewall({ subnet, table, inspector, routes: routes.flat(), consequence });
  },
};

/** The peered networks that use the gateway, of which it surely reaches some subnet directly. */
function spokesReachedFrom(reach: DeploymentReach, from: SubnetNode<NetworkSource>): readonly ResourceView[] {
  const { index } = reach.reachability;
  const isReached = (spoke: VirtualNetwork<NetworkSource>): boolean =>
    spoke.subnets.some(({ id }) => {
      const to = index.subnets.get(id);
      return to !== undefined && specialSubnetOf(to.subnet.source.resource) === null && goesDirectly(reach, from, to);
    });
  return linksOf(index, from).flatMap(({ remote }) =>
    remote !== null && peeringTo(remote, from.network.id)?.useRemoteGateways === true && isReached(remote)
      ? [remote.source.resource]
      : [],
  );
}
