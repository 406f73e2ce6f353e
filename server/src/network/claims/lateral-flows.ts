/** What flows inside of tiers and past them because nothing but default rules stands between. */

import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { isDefaultRule } from '../reachability/default-rules.ts';
import type { Flow } from '../reachability/flows.ts';
import { protocols } from '../reachability/model.ts';
import type { Place } from '../reachability/places.ts';
import type { DeploymentReach } from '../reading/reachability.ts';
import { requireFilters } from '../reading/require-filters.ts';
import { idOf, type NetworkSource } from '../reading/source.ts';
import { allowedSegments, bounded, type ShownSegment } from '../tiers/tier-flows.ts';
import type { MatrixEnd } from '../tiers/tier-matrix.ts';
import { certainEnds, type TierNetwork, type TierSubnet, tierNetworkOf } from '../tiers/tier-network.ts';

/** A flow that skips a tier without any rule that says so. */
export interface SkippingFlow {
  readonly from: TierSubnet;
  readonly to: TierSubnet;
  readonly segments: readonly ShownSegment[];
}

/**
 * Pairs that skip a tier in the articles' order: web to app to data, behind the gateway (S2 rules 1 to 7; S3 step 1). A pair counts only where
 * a tier is there that it skips: two tiers talk to each other.
 */
export const skips: readonly {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  readonly past: readonly MatrixEnd[];
}[] = [
  { from: 'gateway', to: 'data', past: ['web', 'app'] },
  { from: 'web', to: 'data', past: ['app'] },
  { from: 'data', to: 'web', past: ['app'] },
];

/**
 * What surely flows into a subnet past a tier by default rules alone, where the configuration declares no flows and evidence places all of the
 * tiers. A rule that the author wrote for it says that it is meant.
 * @throws Undecided if filters aren't known that may stop any flow, or if the network is too large to be compared.
 */
export function skippingInto(deployment: DeploymentView, into: TierSubnet, tier: MatrixEnd): readonly SkippingFlow[] {
  if (deployment.contract.flows !== null || !into.isCertain) return [];
  const network = tierNetworkOf(deployment);
  const certain = certainEnds(network);
  return certain.flatMap((end) => {
    const skip = skips.find(({ from, to }) => from === end.id && to === tier);
    if (!skip?.past.some((id) => certain.some((other) => other.id === id))) return [];
    return end.subnets.flatMap((from) => {
      const segments = from.isCertain ? byDefaultRules(network, from, into) : [];
      return segments.length === 0 ? [] : [{ from, to: into, segments }];
    });
  });
}

/**
 * True if the shape of the network leaves room for such a flow into a subnet: a group stands at it that may let something in by default, and
 * there are two interfaces in it, or a subnet to come from and one to pass besides. It spares asking for the tiers, which looks at all that uses subnets.
 */
export function mayLetInByDefault({ reachability }: DeploymentReach, subnet: ResourceView): boolean {
  const { index } = reachability;
  const node = index.subnets.get(idOf(subnet));
  if (node === undefined) return false;
  const interfaces = index.network.interfaces.filter((each) => each.subnet === node.subnet.id);
  const isFiltered = [node.subnet, ...interfaces].some(({ securityGroup }) => securityGroup !== null);
  return isFiltered && (interfaces.length > 1 || index.subnets.size > 2);
}

/** What surely flows between the interfaces of a subnet by default rules alone; nothing if fewer than two are known. */
export function amongHostsOf(network: TierNetwork, subnet: TierSubnet): SkippingFlow['segments'] {
  const interfaces = subnet.places.filter(({ kind }) => kind === 'interface');
  return interfaces.length < 2 ? [] : byDefaultRules(network, { ...subnet, places: interfaces }, subnet, interfaces);
}

function byDefaultRules(
  network: TierNetwork,
  from: TierSubnet,
  to: TierSubnet,
  destinations: readonly Place<NetworkSource>[] = to.places,
): SkippingFlow['segments'] {
  requireFilters(network);
  const ends = bounded(from.places, destinations);
  return protocols.flatMap((protocol) => allowedSegments(network, ends, protocol, isByDefault));
}

/** True if a group stands at the destination and lets the flow in by a default rule. */
function isByDefault({ hops }: Flow<NetworkSource>): boolean {
  const inbound = hops.flatMap((hop) =>
    (hop.at === 'subnet' || hop.at === 'interface') && hop.direction === 'Inbound' ? [hop] : [],
  );
  return inbound.length > 0 && inbound.every(({ rule }) => rule !== null && isDefaultRule(rule));
}
