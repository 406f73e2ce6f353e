/** Routes that a gateway brings are longer than the default route to the firewall, and win over it. */
import type { ResourceView } from '../../deployment/view.ts';
import type { RouteTable } from '../../network/reachability/model.ts';
import { linksOf, type NetworkIndex, type SubnetNode } from '../../network/reachability/network-index.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { idOf, isTrueAt, type NetworkSource } from '../../network/reading/source.ts';
import { specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { gatewayRoutesPastFirewallExamples } from './gateway-routes-past-firewall.examples.ts';

interface Propagated {
  /** The subnets that get the routes. */
  readonly subnets: readonly [ResourceView, ...ResourceView[]];
  readonly isWritten: boolean;
}

const path = 'properties.disableBgpRoutePropagation';

export const gatewayRoutesPastFirewall: Rule<Propagated> = {
  id: 'gateway-routes-past-firewall',
  title: 'Routes of a gateway lead past the firewall that the default route leads to',
  principle: 'assume-breach',
  severity: 'information',
  rows: [139, 140],
  articles: [{ seed: 'S3', step: '3' }],
  why: `A gateway propagates the prefixes on-premises to every subnet of its spokes. They are longer than 0.0.0.0/0, so what goes on-premises takes
them and not the default route: the firewall sees the traffic to the Internet only.`,
  what: `Turn the propagation off in route tables of workloads, so that all traffic takes the default route to the firewall, or don't use the
remote gateway. In GatewaySubnet it must stay on.`,
  equivalents: {},
  repairs: ['Set disableBgpRoutePropagation to true'],
  on: ['Microsoft.Network/routeTables'],
  examples: gatewayRoutesPastFirewallExamples,

  find: (resource) => {
    const { index } = reachOf(resource.deployment).reachability;
    const table = index.routeTables.get(idOf(resource));
    if (table === undefined || !leadsToAppliance(table) || isTrueAt(resource, path)) return null;
    const [first, ...others] = [...index.subnets.values()].filter(
      (node) => node.subnet.routeTable === table.id && getsGatewayRoutes(index, node) && isWorkload(node),
    );
    if (first === undefined) return null;
    const resources = others.map(({ subnet }) => subnet.source.resource);
    return {
      certainty: 'certain',
      facts: { subnets: [first.subnet.source.resource, ...resources], isWritten: !resource.omits(path) },
    };
  },

  at: (resource, { isWritten }) =>
    isWritten ? { kind: 'value', resource, path } : { kind: 'header', resource, lacks: { kind: 'value', path } },

  say: (resource, { subnets }) =>
    `${shownName(resource)} sends the traffic of ${inWords(subnets.map(shownName), 'more')} to a firewall, but takes the routes of the gateway, which are longer: what goes on-premises passes no firewall. Set disableBgpRoutePropagation to true.`,

  repair: (resource, { subnets }) => [
    {
      title: `Set disableBgpRoutePropagation of ${shownName(resource)} to true: ${inWords(subnets.map(shownName), 'more')} ${subnets.length === 1 ? 'reaches' : 'reach'} on-premises through the firewall only, which must let it pass`,
      kind: 'review',
      intents: [{ kind: 'set', resource: resource.key, path, value: true }],
    },
  ],
};

function leadsToAppliance({ routes }: RouteTable<NetworkSource>): boolean {
  return routes.some(
    ({ destination, nextHop }) =>
      typeof destination === 'object' &&
      'length' in destination &&
      destination.length === 0 &&
      'kind' in nextHop &&
      nextHop.kind === 'VirtualAppliance',
  );
}

function getsGatewayRoutes(index: NetworkIndex<NetworkSource>, node: SubnetNode<NetworkSource>): boolean {
  return (
    index.gateways.has(node.network.id) ||
    linksOf(index, node).some(({ peering }) => peering.useRemoteGateways === true)
  );
}

function isWorkload({ subnet }: SubnetNode<NetworkSource>): boolean {
  return specialSubnetOf(subnet.source.resource) === null;
}
