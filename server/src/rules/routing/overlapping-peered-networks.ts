/** Two virtual networks with the same addresses that are to be peered: the deployment fails. */
import type { ResourceView } from '../../deployment/view.ts';
import { overlapOfPeering, type PeeringOverlap, remoteNetworkPath } from '../../network/reading/network-prefixes.ts';
import { declaredOf } from '../../network/undecided.ts';
import { networksExample } from '../examples/network-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const hub = { name: 'hub', prefixes: ['10.0.0.0/16'] };
const spoke = { name: 'spoke', peer: 'hub' };

export const overlappingPeeredNetworks: Rule<PeeringOverlap> = {
  id: 'overlapping-peered-networks',
  title: 'Peered virtual networks have the same addresses',
  principle: 'verify-explicitly',
  severity: 'error',
  rows: [123],
  articles: [{ seed: 'S3', step: '2' }],
  why: `A peering adds the addresses of each network to the routes of the other, so both need addresses of their own. Azure refuses to peer networks
whose address spaces overlap (VnetAddressSpacesOverlap), and to peer one network with two that overlap
(VnetAddressSpaceOverlapsWithAlreadyPeeredVnet), so the deployment fails. Only a peering of some subnets may do that.`,
  what: `Give one of the networks another address space, with its subnets.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/virtualNetworks/virtualNetworkPeerings'],
  examples: {
    bad: networksExample(hub, { ...spoke, prefixes: ['10.0.128.0/17'] }),
    good: networksExample(hub, { ...spoke, prefixes: ['10.1.0.0/17'] }),
  },

  find: (peering) => {
    const facts = overlapOfPeering(peering);
    if (facts === null) return null;
    if (!facts.isPeer && isSaidThere(facts.network, facts.remote.resource)) return null;
    return { certainty: 'certain', facts };
  },

  at: (resource) => ({ kind: 'value', resource, path: remoteNetworkPath }),

  say: (peering, { network, other, isPeer, remote }) => {
    const texts = [other.written.text, remote.written.text] as const;
    const what = texts[0] === texts[1] ? `both have ${texts[0]}` : `${texts[0]} and ${texts[1]} overlap`;
    const ends = `${shownName(network)} with ${shownName(remote.resource)}`;
    const clash = isPeer ? `${shownName(other.resource)} is peered with it as well, and ${what}` : what;
    return `${shownName(peering)} peers ${ends}, but ${clash}. Azure refuses this: give the networks addresses of their own.`;
  },

  related: (_, { other, remote }) =>
    [other, remote].map(({ resource, written }) => ({
      resource,
      path: written.path,
      message: `${shownName(resource)} has ${written.text}.`,
    })),

  repair: () => [],
};

/** True if the remote network's own peering back says the same: of both, the network with the smaller key speaks. */
function isSaidThere(network: ResourceView, remote: ResourceView): boolean {
  if (network.key < remote.key) return false;
  const back = declaredOf(remote.children('virtualNetworkPeerings'));
  return back.some((other) => network.is(other.target(remoteNetworkPath)) && overlapOfPeering(other)?.isPeer === false);
}
