/** The network of a deployment by tiers: which subnets make a tier, and what flows between tiers. */
import { type TierId, tierIds } from '../../config/tiers.ts';
import { Undecided } from '../../deployment/alternatives.ts';
import type { ResourceKey } from '../../deployment/intent.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import type { Flow } from '../reachability/flows.ts';
import type { SubnetNode } from '../reachability/network-index.ts';
import type { Place } from '../reachability/places.ts';
import { type DeploymentReach, reachOf } from '../reading/reachability.ts';
import { idOf, type NetworkSource } from '../reading/source.ts';
import { type Placement, placeSubnets } from './placement.ts';
import { type MatrixEnd, type MatrixRow, matrixRows } from './tier-matrix.ts';

/** A subnet with its hosts. */
export interface TierSubnet {
  readonly resource: ResourceView;
  readonly node: SubnetNode<NetworkSource>;
  readonly places: readonly Place<NetworkSource>[];
  /** True if more than a name speaks for its tier. */
  readonly isCertain: boolean;
}

export interface TierEnd {
  readonly id: MatrixEnd;
  readonly places: readonly Place<NetworkSource>[];
  /** None of the Internet. */
  readonly subnets: readonly TierSubnet[];
  /** True if more than a name speaks for the tier of each of its subnets. The Internet is certain. */
  readonly isCertain: boolean;
}

export interface TierNetwork extends DeploymentReach {
  readonly ends: readonly TierEnd[];
}

/** @throws Undecided if the network rests on more conditions than one run may. */
export function tierNetworkOf(deployment: DeploymentView): TierNetwork {
  return deployment.remember('network by tiers', () => {
    const reach = reachOf(deployment);
    const placements = subnetPlacements(deployment);
    const { index } = reach.reachability;
    const byId = placementsById(deployment, placements);
    const ends = new Map<TierId, TierSubnet[]>();
    for (const [id, node] of index.subnets) {
      const placement = byId.get(id);
      if (placement === undefined) continue;
      const places = reach.reachability.placesOf({ kind: 'subnet', id });
      const subnet = { resource: node.subnet.source.resource, node, places, isCertain: isCertain(placement) };
      ends.set(placement.tier, [...(ends.get(placement.tier) ?? []), subnet]);
    }
    const internet: TierEnd = {
      id: 'internet',
      places: reach.reachability.placesOf({ kind: 'internet' }),
      subnets: [],
      isCertain: true,
    };
    return {
      ...reach,
      ends: [internet, ...tierIds.flatMap((id) => endOf(id, ends.get(id)))],
    };
  });
}

/** The tier of each subnet, with what speaks for it. */
export function subnetPlacements(deployment: DeploymentView): ReadonlyMap<ResourceKey, Placement> {
  return deployment.remember('tiers', () => placeSubnets(deployment.everything));
}

function endOf(id: TierId, subnets: readonly TierSubnet[] | undefined): readonly TierEnd[] {
  if (subnets === undefined) return [];
  return [
    {
      id,
      places: subnets.flatMap(({ places }) => places),
      subnets,
      isCertain: subnets.every((subnet) => subnet.isCertain),
    },
  ];
}

/** A subnet that is declared twice, or referred to besides, has a placement for each: the one counts for which the most speaks. */
function placementsById(
  deployment: DeploymentView,
  placements: ReadonlyMap<ResourceKey, Placement>,
): ReadonlyMap<string, Placement> {
  const byId = new Map<string, Placement>();
  for (const resource of deployment.everything) {
    if (!resource.isType('Microsoft.Network/virtualNetworks/subnets')) continue;
    const placement = placements.get(resource.key);
    const id = idOf(resource);
    const known = byId.get(id);
    if (placement === undefined) continue;
    if (known === undefined || (!isCertain(known) && (isCertain(placement) || known.tier === 'unassigned')))
      byId.set(id, placement);
  }
  return byId;
}

/**
 * Which tier may reach which. What comes through an application gateway is two flows, each with its own ends, and counts as these only.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function tierMatrixOf(deployment: DeploymentView): readonly MatrixRow<NetworkSource>[] {
  return deployment.remember('tier matrix', () => {
    const { reachability, ends } = tierNetworkOf(deployment);
    demandFewPlaces(ends);
    return matrixRows(reachability, ends, isDirect);
  });
}

/** Hosts and subnets that are compared each with each; the work grows with their square. */
const mostPlaces = 500;

/** @throws Undecided if there are too many hosts and subnets to compare each with each. */
export function demandFewPlaces(ends: readonly TierEnd[]): void {
  const count = ends.reduce((sum, { places }) => sum + places.length, 0);
  if (count > mostPlaces)
    throw new Undecided(
      `the network has more than ${mostPlaces} subnets and hosts`,
      'more subnets and hosts than are compared',
    );
}

/** False if an application gateway stands between and speaks for itself. */
export function isDirect({ hops }: Flow<NetworkSource>): boolean {
  return !hops.some(
    (hop) =>
      hop.at === 'entry' && hop.source.resource.isType('Microsoft.Network/applicationGateways/backendAddressPools'),
  );
}

/** The ends of which a subnet's tier is certain. */
export function certainEnds({ ends }: TierNetwork): readonly TierEnd[] {
  return ends.filter(({ subnets }) => subnets.some((subnet) => subnet.isCertain));
}

const onlyWords = ['name', 'symbolic name', 'none', 'existing'];

/** True if something other than words speaks for a placement. */
export function isCertain({ tier, evidence }: Placement): boolean {
  return tier !== 'unassigned' && evidence.some(({ kind }) => !onlyWords.includes(kind));
}
