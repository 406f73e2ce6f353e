/** A private DNS zone counts in the virtual networks that it is linked to, and in no other. */
import type { ResourceView } from '../../deployment/view.ts';
import { endpointsOfZone } from '../../network/subnets/private-endpoints.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { dnsExample, vaultZone } from './dns-example.ts';
import { isLinked, networkAskingAzure, newLink } from './zone-link.ts';

interface MissingLink {
  readonly network: ResourceView;
  readonly endpoint: ResourceView;
}

export const zoneNotLinked: Rule<MissingLink> = {
  id: 'zone-not-linked',
  title: 'Private DNS zone is not linked to the virtual network of its endpoints',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [108],
  articles: [{ seed: 'S0', step: 'DNS' }],
  why: `Azure DNS looks into a private zone only for virtual networks that the zone is linked to. In every other network the name of the service
keeps its public address, so clients there go past the private endpoint, or fail once public access is closed.`,
  what: `Link the zone to each virtual network whose machines or apps use the service.`,
  equivalents: {},
  exceptions: [
    'Virtual networks with DNS servers of their own: these have to know the zone, wherever they stand.',
    'Zones that an output hands to another template, where the finding is only possible.',
    'Virtual networks that the template does not know.',
  ],
  repairs: ['Link the zone to the virtual network'],
  on: ['Microsoft.Network/privateDnsZones'],
  examples: {
    bad: dnsExample(vaultZone, { isInZone: true, isLinked: false }),
    good: dnsExample(vaultZone, { isInZone: true, isLinked: true }),
  },

  find: (zone) => {
    for (const endpoint of endpointsOfZone(zone)) {
      const network = networkAskingAzure(endpoint);
      if (network === null || isLinked(zone, network)) continue;
      return { certainty: zone.handedOut ? 'possible' : 'certain', facts: { network, endpoint } };
    }
    return null;
  },

  at: (zone) => ({
    kind: 'header',
    resource: zone,
    lacks: { kind: 'resource', type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks' },
  }),

  say: (zone, { network, endpoint }) =>
    `${shownName(zone)} is not linked to ${shownName(network)}, the network of ${shownName(endpoint)}: there the name of the service keeps resolving to its public address. Add a virtual network link.`,

  related: (_, { network, endpoint }) => [
    { resource: network, message: 'This is the network that the zone is not linked to.' },
    { resource: endpoint, message: 'This endpoint has its address in the zone.' },
  ],

  repair: (zone, { network }) => {
    return [
      {
        title: `Link ${shownName(zone)} to ${shownName(network)}: names in the zone begin to resolve to private addresses there`,
        kind: 'review',
        intents: [{ kind: 'declare', resource: newLink(zone, network) }],
      },
    ];
  },
};
