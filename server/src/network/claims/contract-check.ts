/** Compares what may flow between tiers with what the workspace declares, or, where it declares nothing, with the order of the articles. */

import { declaredBetween, type FlowService, type FlowStatement } from '../../config/contract.ts';
import { Undecided } from '../../deployment/alternatives.ts';
import type { DeploymentView } from '../../deployment/view.ts';
import { differenceOf, type Intervals, intersectionOf, intervalsOf, pairsOf } from '../addresses/interval-set.ts';
import { portEnd } from '../addresses/port-set.ts';
import type { Protocol } from '../reachability/model.ts';
import { type Segment, segmentsBetween } from '../reachability/segments.ts';
import { requireFilters } from '../reading/require-filters.ts';
import type { NetworkSource } from '../reading/source.ts';
import { allowedBetween, bounded, type ShownSegment, withFlow } from '../tiers/tier-flows.ts';
import type { MatrixEnd } from '../tiers/tier-matrix.ts';
import { type TierEnd, type TierNetwork, type TierSubnet, tierNetworkOf } from '../tiers/tier-network.ts';

/** A flow between tiers that nobody declared. */
export interface UndeclaredFlow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  /** The subnets; null for the Internet. */
  readonly source: TierSubnet | null;
  readonly destination: TierSubnet | null;
  readonly segment: ShownSegment;
  /** The statement that forbids it; null if none names it. */
  readonly forbiddenBy: FlowStatement | null;
  /** True if more than names speak for the tiers of both ends. */
  readonly isCertain: boolean;
}

/** A declared flow that nothing lets through. */
export interface BlockedFlow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  readonly statement: FlowStatement;
  /** The segment that is denied, with the hop at which it ends. */
  readonly segment: ShownSegment;
}

/** Tiers whose subnets hold what Azure runs: its instances talk to each other as the service needs it. */
export const managedTiers: readonly MatrixEnd[] = ['gateway', 'egress', 'hub', 'endpoints'];

/**
 * What surely may flow between tiers although no statement declares it; nothing if the configuration declares no flows. Subnets without a tier
 * are in no statement, and left out.
 * @throws Undecided if filters aren't known that may stop any flow, or if the network is too large to be compared.
 */
export function undeclaredFlows(deployment: DeploymentView): readonly UndeclaredFlow[] {
  const { flows } = deployment.contract;
  if (flows === null) return [];
  return deployment.remember('undeclared flows', () => {
    const network = tierNetworkOf(deployment);
    requireFilters(network);
    return pairsOfSubnets(network).flatMap(({ from, to, source, destination }) => {
      const declared = declaredBetween(flows, from.id, to.id);
      const forbiddenBy = declared.statements.find(({ services }) => services.length === 0) ?? null;
      const isCertain = (source?.isCertain ?? true) && (destination?.isCertain ?? true);
      return allowedBetween(network, source, destination).flatMap((segment) => {
        const left = differenceOf<number>(segment.ports, portsOfServices(declared.services, segment.protocol));
        return [...pairsOf(left)].map((ports) => ({
          from: from.id,
          to: to.id,
          source,
          destination,
          segment: { ...segment, ports },
          forbiddenBy,
          isCertain,
        }));
      });
    });
  });
}

interface SubnetPair {
  readonly from: TierEnd;
  readonly to: TierEnd;
  readonly source: TierSubnet | null;
  readonly destination: TierSubnet | null;
}

/** All pairs of subnets that are in a tier, and of them with the Internet. */
export function pairsOfSubnets(network: TierNetwork): readonly SubnetPair[] {
  const ends = network.ends.filter(({ id }) => id !== 'unassigned');
  const inTiers = ends.flatMap((end) =>
    (end.id === 'internet' ? [null] : end.subnets).map((subnet) => ({ end, subnet })),
  );
  return inTiers.flatMap(({ end: from, subnet: source }) =>
    inTiers.flatMap(({ end: to, subnet: destination }) => {
      if (source === null && destination === null) return [];
      // What Azure's own services do among themselves, and towards their public endpoints, isn't the workload's traffic.
      if (managedTiers.includes(from.id) && (from.id === to.id || destination === null)) return [];
      return [{ from, to, source, destination }];
    }),
  );
}

/**
 * The declared flows between tiers that no pair of their subnets lets through.
 * @throws Undecided if something isn't known that may let a flow through, or if the network is too large to be compared.
 */
export function blockedFlows(deployment: DeploymentView): readonly BlockedFlow[] {
  const { flows } = deployment.contract;
  if (flows === null) return [];
  return deployment.remember('blocked flows', () => {
    const network = tierNetworkOf(deployment);
    return flows.flatMap((statement) =>
      pairsFor(network, statement).flatMap(([from, to]) => {
        // A more exact statement may say otherwise.
        if (!declaredBetween(flows, from.id, to.id).statements.includes(statement)) return [];
        return blockedBetween(network, from, to, statement);
      }),
    );
  });
}

/** Nothing is blocked where nothing stands that could be reached, so a pair without any way is left out. */
function blockedBetween(
  network: TierNetwork,
  from: TierEnd,
  to: TierEnd,
  statement: FlowStatement,
): readonly BlockedFlow[] {
  const segments = segmentsInto(network, from, to);
  const named = statement.services.filter(({ protocol }) => protocol !== '*');
  const blocked = segments.flatMap((segment) =>
    segment.answer !== 'denied'
      ? []
      : withFlow(segment).flatMap((denied) =>
          [...pairsOf(intersectionOf<number>(segment.ports, portsOfServices(named, segment.protocol)))].map(
            (ports) => ({
              from: from.id,
              to: to.id,
              statement,
              segment: { ...denied, ports },
            }),
          ),
        ),
  );
  if (named.length === statement.services.length) return blocked;
  // Any protocol means what may flow, not that all of it must: it is blocked where nothing flows at all.
  const [first] = segments.flatMap(withFlow);
  if (first === undefined || segments.some(({ answer }) => answer !== 'denied')) return blocked;
  return [{ from: from.id, to: to.id, statement, segment: { ...first, ports: [0, portEnd] } }];
}

function segmentsInto(network: TierNetwork, from: TierEnd, to: TierEnd): readonly Segment<NetworkSource>[] {
  const [left] = network.left;
  if (left !== undefined) throw new Undecided(`where ${left.resource.label} stands is not known`, left.dependsOn.name);
  const [sources, destinations] = bounded(from.places, to.places);
  return segmentsBetween(network.reachability, sources, destinations, {
    protocol: null,
    port: null,
  });
}

/** Pairs that a statement names; a `*` names none that must be there. */
function pairsFor(network: TierNetwork, { from, to }: FlowStatement): readonly (readonly [TierEnd, TierEnd])[] {
  if (from === '*' || to === '*') return [];
  const source = network.ends.find(({ id }) => id === from);
  const destination = network.ends.find(({ id }) => id === to);
  return source === undefined || destination === undefined ? [] : [[source, destination]];
}

/** Ports of a protocol that services hold. A service of any protocol holds those of each. */
export function portsOfServices(services: readonly FlowService[], protocol: Protocol): Intervals<number> {
  const own = services.filter((service) => service.protocol === '*' || service.protocol === protocol);
  return intervalsOf(own.map(({ from, to }) => [from, to + 1] as const));
}
