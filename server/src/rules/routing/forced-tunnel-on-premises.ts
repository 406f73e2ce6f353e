/** Traffic to the Internet is better inspected in Azure than sent back to where the company's own network begins. */
import type { ResourceView } from '../../deployment/view.ts';
import {
  type AddressSet,
  isEmptySet,
  subtractAddresses,
  unionOfAddresses,
} from '../../network/addresses/address-set.ts';
import { publicAddresses } from '../../network/addresses/special-ranges.ts';
import { isUnknown, type RouteTable } from '../../network/reachability/model.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { idOf, type NetworkSource } from '../../network/reading/source.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { turnedRoute } from './firewall-route-repairs.ts';
import { forcedTunnelOnPremisesExamples } from './forced-tunnel-on-premises.examples.ts';

interface ForcedTunnel {
  /** The subnets whose traffic goes that way; empty if the table has none here. */
  readonly subnets: readonly ResourceView[];
}

export const forcedTunnelOnPremises: Rule<ForcedTunnel> = {
  id: 'forced-tunnel-on-premises',
  title: 'Traffic to the Internet is sent back on-premises',
  principle: 'assume-breach',
  severity: 'information',
  rows: [135],
  articles: [{ seed: 'S3', step: '3' }],
  why: `A default route to the gateway sends everything for the Internet through the tunnel to the company's own network. The article calls it the
least desired way out: it is slow, and the controls of Azure don't see it. Some sectors are obliged to it; then turn this rule off.`,
  what: `Route 0.0.0.0/0 to Azure Firewall or an appliance in the hub, and only the company's own prefixes to the gateway.`,
  equivalents: {},
  repairs: ['Send the default route to the firewall'],
  on: ['Microsoft.Network/routeTables/routes'],
  examples: forcedTunnelOnPremisesExamples,

  find: (resource) => {
    const parent = resource.parent();
    const { index } = reachOf(resource.deployment).reachability;
    const table = parent === null ? undefined : index.routeTables.get(idOf(parent));
    if (table === undefined || !isDeciding(table, resource)) return null;
    const subnets = subnetsWith(table, resource);
    // A firewall that is tunnelled itself has inspected what it sends there.
    if (subnets.length > 0 && subnets.every((subnet) => /^azurefirewall/i.test(subnet.label))) return null;
    return { certainty: 'certain', facts: { subnets } };
  },

  at: (resource) => ({ kind: 'value', resource, path: 'properties.nextHopType' }),

  say: (resource, { subnets }) => {
    const who =
      subnets.length === 0
        ? 'what is'
        : `what ${inWords(subnets.map(shownName), 'more')} ${subnets.length === 1 ? 'has' : 'have'}`;
    return `Route ${shownName(resource)} sends ${who} for the Internet to the gateway and on-premises, past the controls of Azure. Route 0.0.0.0/0 to a firewall in Azure.`;
  },

  repair: (route, { subnets }) =>
    // Of two routes for a half each, one alone mends nothing.
    route.read('properties.addressPrefix') === '0.0.0.0/0'
      ? [
          {
            ...turnedRoute(route, subnets[0] ?? null, null, 'it no longer passes the controls on-premises'),
            opens: true,
          },
        ]
      : [],
};

/** True if the routes to the gateway take the whole Internet, and this one is the first of them that takes a wide part. */
function isDeciding({ routes: all }: RouteTable<NetworkSource>, resource: ResourceView): boolean {
  const tunnelled = all.filter(({ nextHop }) => !isUnknown(nextHop) && nextHop.kind === 'VirtualNetworkGateway');
  const wide = tunnelled.filter(({ destination }) => isPrefix(destination) && destination.length <= 1);
  if (wide[0]?.source.resource.key !== resource.key) return false;
  const taken = wide.flatMap(({ destination }) => (isPrefix(destination) ? [destination.addresses] : []));
  return isEmptySet(subtractAddresses({ ...publicAddresses, v6: [] }, unionOfAddresses(...taken)));
}

function isPrefix(destination: unknown): destination is { readonly addresses: AddressSet; readonly length: number } {
  return typeof destination === 'object' && destination !== null && 'addresses' in destination;
}

function subnetsWith(table: RouteTable<NetworkSource>, { deployment }: ResourceView): readonly ResourceView[] {
  return reachOf(deployment).network.virtualNetworks.flatMap(({ subnets }) =>
    subnets.filter(({ routeTable }) => routeTable === table.id).map(({ source }) => source.resource),
  );
}
