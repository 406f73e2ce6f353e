/** The network of a deployment by tiers: which subnets make a tier, and what flows between tiers. */
import type { TierId } from '../config/tiers.ts';
import type { DeploymentView, ResourceView } from '../deployment/view.ts';
import type { Place } from './places.ts';
import { type DeploymentReach, reachOf } from './reading/reachability.ts';
import { idOf, type NetworkSource } from './reading/source.ts';
import type { MatrixEnd } from './tier-matrix.ts';
import { type Placement, placeInTiers } from './tiers.ts';

export interface TierEnd {
  readonly id: MatrixEnd;
  readonly places: readonly Place<NetworkSource>[];
  /** True if more than a name speaks for the tier of each of its subnets. The Internet is certain. */
  readonly isCertain: boolean;
}

export interface TierNetwork extends DeploymentReach {
  readonly ends: readonly TierEnd[];
  /** The tier of a subnet; null if it isn't in the network. */
  readonly placementOf: (subnet: ResourceView) => Placement | null;
}

/** @throws Undecided if the network rests on more conditions than one run may. */
export function tierNetworkOf(deployment: DeploymentView): TierNetwork {
  return deployment.remember('network by tiers', () => {
    const reach = reachOf(deployment);
    const placements = deployment.remember('tiers', () => placeInTiers(deployment.everything));
    const { index } = reach.reachability;
    const byId = new Map(deployment.everything.map((resource) => [idOf(resource), resource]));
    const ends = new Map<TierId, { places: Place<NetworkSource>[]; isCertain: boolean }>();
    for (const id of index.subnets.keys()) {
      const subnet = byId.get(id);
      const placement = subnet && placements.get(subnet.key);
      if (placement === undefined) continue;
      const end = ends.get(placement.tier) ?? { places: [], isCertain: true };
      end.places.push(...reach.reachability.placesOf({ kind: 'subnet', id }));
      end.isCertain &&= isCertain(placement);
      ends.set(placement.tier, end);
    }
    const internet: TierEnd = {
      id: 'internet',
      places: reach.reachability.placesOf({ kind: 'internet' }),
      isCertain: true,
    };
    return {
      ...reach,
      ends: [internet, ...[...ends].map(([id, end]) => ({ id, ...end }))],
      placementOf: (subnet) => placements.get(subnet.key) ?? null,
    };
  });
}

const onlyWords = ['name', 'symbolic name', 'none', 'existing'];

/** True if something other than words speaks for a placement. */
export function isCertain({ tier, evidence }: Placement): boolean {
  return tier !== 'unassigned' && evidence.some(({ kind }) => !onlyWords.includes(kind));
}
