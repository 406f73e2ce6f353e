/** Where subnets of a network are kept apart by an appliance, it must see both directions. */
import type { ResourceView } from '../../deployment/view.ts';
import { answeredDirectly, type OneWay } from '../../network/claims/one-way-inspection.ts';
import { subnetPrefixesOf } from '../../network/reading/network-prefixes.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { routesToFirewall } from './firewall-route-repairs.ts';
import { oneWayInspectionExamples } from './one-way-inspection.examples.ts';
import { placeOfRouteTable, routeTableOf } from './routing-words.ts';

interface Facts extends OneWay {
  readonly table: ResourceView | null;
}

export const oneWayInspection: Rule<Facts> = {
  id: 'one-way-inspection',
  title: 'Traffic between two subnets passes the firewall in one direction only',
  principle: 'verify-explicitly',
  severity: 'information',
  rows: [125],
  articles: [{ seed: 'S3', step: '1' }],
  profiles: ['iaas', 'hub'],
  why: `Routes between subnets can lead through a firewall, as an alternative to filtering at the subnets. Answers take the routes of the other subnet: without one back
they go directly. A firewall that sees half of a connection drops the rest of it, unless it puts its own address into the packets.`,
  what: `Add a route for the prefix of the first subnet to the route table of the second, with the same next hop.`,
  equivalents: {},
  exceptions: ['Subnets of services and of appliances, and those in which the template puts no machines.'],
  repairs: ['Route the answers to the firewall'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: oneWayInspectionExamples,

  find: (subnet) => {
    if (subnet.isElement && subnet.otherDeclarations().some((other) => !other.isElement)) return null;
    const found = answeredDirectly(subnet);
    if (found === null) return null;
    const certainty = subnet.mayBeDeployedAgain ? 'possible' : 'certain';
    return { certainty, facts: { ...found, table: routeTableOf(subnet) } };
  },

  at: (subnet, { table }) => placeOfRouteTable(subnet, table),

  say: (subnet, { from, route }) =>
    `${shownName(from)} reaches ${shownName(subnet)} through an appliance by route ${route.name}, but ${shownName(subnet)} answers directly. The appliance sees half of each connection. Route ${prefixesOf(from).join(', ')} back to it.`,

  related: (_, { from, route }) => [
    { resource: route.source.resource, message: `Route ${route.name} leads to the appliance.` },
    { resource: from, message: `${shownName(from)} is answered directly.` },
  ],

  repair: (subnet, { from, table }) =>
    routesToFirewall({
      subnet,
      table,
      inspector: null,
      routes: prefixesOf(from).map((prefix, index) => ({
        name: `to-${shownName(from)}${index === 0 ? '' : `-${index + 1}`}`,
        prefix,
      })),
      consequence: `what the firewall does not allow no longer reaches ${shownName(from)}`,
    }),
};

function prefixesOf(subnet: ResourceView): readonly string[] {
  return subnetPrefixesOf(subnet).map(({ written }) => written.text);
}
