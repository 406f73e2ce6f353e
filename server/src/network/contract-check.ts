/** Compares what may flow between tiers with what the workspace declares, or, where it declares nothing, with the order of the articles. */
import { declaredBetween, type FlowService, type FlowStatement } from '../config/contract.ts';
import type { DeploymentView, ResourceView } from '../deployment/view.ts';
import { differenceOf, type Intervals, intersectionOf, pairsOf } from './interval-set.ts';
import type { Protocol } from './model.ts';
import { idOf, type NetworkSource } from './reading/source.ts';
import { type Segment, segmentsBetween } from './segments.ts';
import type { MatrixEnd } from './tier-matrix.ts';
import { isCertain, isDirect, type TierEnd, type TierNetwork, tierNetworkOf } from './tier-network.ts';

/** A flow into a subnet that nobody declared. */
export interface UndeclaredFlow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  readonly segment: Segment<NetworkSource>;
  /** The statement that forbids it; null if none names it. */
  readonly forbiddenBy: FlowStatement | null;
  /** True if the configuration declares flows; false if the order of the articles is assumed. */
  readonly isDeclared: boolean;
}

/** A declared flow that nothing lets through. */
export interface BlockedFlow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  readonly statement: FlowStatement;
  /** The segment that is denied, with the hop at which it ends. */
  readonly segment: Segment<NetworkSource>;
}

/**
 * Pairs that skip a tier in the articles' order: web to app to data, behind the gateway (S2 rules 1 to 7; S3 step 1). What comes from
 * the Internet through an application gateway stands at the gateway.
 */
const skips: readonly (readonly [MatrixEnd, MatrixEnd])[] = [
  ['internet', 'app'],
  ['internet', 'data'],
  ['gateway', 'data'],
  ['web', 'data'],
  ['data', 'web'],
];

/** What may flow into a subnet although no statement declares it. Only what surely passes is told. */
export function undeclaredInto(subnet: ResourceView): readonly UndeclaredFlow[] {
  const network = tierNetworkOf(subnet.deployment);
  const placement = network.placementOf(subnet);
  const { flows } = subnet.deployment.contract;
  if (placement === null || placement.tier === 'unassigned') return [];
  const to = placement.tier;
  if (flows === null && !isCertain(placement)) return [];
  const places = network.reachability.placesOf({ kind: 'subnet', id: idOf(subnet) });
  return network.ends.flatMap((from) => {
    if (from.id === 'unassigned') return [];
    if (flows === null) {
      const isSkip = from.isCertain && skips.some(([first, second]) => first === from.id && second === to);
      if (!isSkip) return [];
    }
    const declared = flows === null ? null : declaredBetween(flows, from.id, to);
    return segmentsBetween(network.reachability, from.places, places, { protocol: null, port: null }, isDirect).flatMap(
      (segment) => {
        if (segment.answer !== 'allowed') return [];
        const left = differenceOf<number>(segment.ports, portsOf(declared?.services ?? [], segment.protocol));
        const forbiddenBy = declared?.statements.find(({ services }) => services.length === 0) ?? null;
        return [...pairsOf(left)].map((ports) => ({
          from: from.id,
          to,
          segment: { ...segment, ports },
          forbiddenBy,
          isDeclared: flows !== null,
        }));
      },
    );
  });
}

/** The declared flows between tiers that no pair of their subnets lets through. */
export function blockedFlows(deployment: DeploymentView): readonly BlockedFlow[] {
  const { flows } = deployment.contract;
  if (flows === null) return [];
  const network = tierNetworkOf(deployment);
  return flows.flatMap((statement) =>
    pairsFor(network, statement).flatMap(([from, to]) => {
      // A more exact statement may say otherwise.
      if (!declaredBetween(flows, from.id, to.id).statements.includes(statement)) return [];
      return segmentsBetween(network.reachability, from.places, to.places, { protocol: null, port: null }).flatMap(
        (segment) => {
          if (segment.answer !== 'denied') return [];
          const blocked = intersectionOf<number>(segment.ports, portsOf(statement.services, segment.protocol));
          return [...pairsOf(blocked)].map((ports) => ({
            from: from.id,
            to: to.id,
            statement,
            segment: { ...segment, ports },
          }));
        },
      );
    }),
  );
}

/** Pairs that a statement names; a `*` names none that must be there. */
function pairsFor(network: TierNetwork, { from, to }: FlowStatement): readonly (readonly [TierEnd, TierEnd])[] {
  if (from === '*' || to === '*') return [];
  const source = network.ends.find(({ id }) => id === from);
  const destination = network.ends.find(({ id }) => id === to);
  return source === undefined || destination === undefined ? [] : [[source, destination]];
}

/** Ports of a protocol that services hold. A service of any protocol holds those of each. */
function portsOf(services: readonly FlowService[], protocol: Protocol): Intervals<number> {
  const own = services.filter((service) => service.protocol === '*' || service.protocol === protocol);
  const sorted = own.map(({ from, to }) => [from, to + 1] as const).sort((a, b) => a[0] - b[0]);
  const ports: number[] = [];
  for (const [start, end] of sorted) {
    const last = ports.at(-1);
    if (last !== undefined && start <= last) ports[ports.length - 1] = Math.max(last, end);
    else ports.push(start, end);
  }
  return ports;
}
