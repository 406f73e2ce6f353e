/** Two virtual networks with the same addresses that are to be peered: the deployment fails. */
import type { ResourceView } from '../../deployment/view.ts';
import { overlapOfPeering, type PeeringOverlap, remoteNetworkPath } from '../../network/reading/network-prefixes.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../shown-name.ts';
import { networksExample } from './network-example.ts';

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
whose address spaces overlap (VnetAddressSpacesOverlap), so the deployment fails. Only a peering of some subnets may do that.`,
  what: `Give one of both networks another address space, with its subnets.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/virtualNetworks/virtualNetworkPeerings'],
  examples: {
    bad: networksExample(hub, { ...spoke, prefixes: ['10.0.128.0/17'] }),
    good: networksExample(hub, { ...spoke, prefixes: ['10.1.0.0/17'] }),
  },

  find: (peering) => {
    const facts = overlapOfPeering(peering);
    if (facts === null || isSaidThere(facts.own.resource, facts.remote.resource)) return null;
    return { certainty: 'certain', facts };
  },

  at: (resource) => ({ kind: 'value', resource, path: remoteNetworkPath }),

  say: (peering, { own, remote }) => {
    const texts = [own.written.text, remote.written.text] as const;
    const what = texts[0] === texts[1] ? `both have ${texts[0]}` : `${texts[0]} and ${texts[1]} overlap`;
    return `${shownName(peering)} peers ${shownName(own.resource)} with ${shownName(remote.resource)}, but ${what}. Azure refuses this: give the networks addresses of their own.`;
  },

  related: (_, { own, remote }) =>
    [own, remote].map(({ resource, written }) => ({
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
  return back.known.some((other) =>
    decidedOr(false, () => network.is(other.target(remoteNetworkPath)) && overlapOfPeering(other) !== null),
  );
}
