/**
 * What is meant to flow between tiers: what the workspace declares, or, where it declares nothing, the order of the articles (requirements, rows 60
 * to 82).
 */
import { servicePort } from '../../azure/service-ports.ts';
import { type FlowService, flowProtocols } from '../../config/contract.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView } from '../../deployment/view.ts';
import type { Protocol } from '../reachability/model.ts';
import type { MatrixEnd } from '../tiers/tier-matrix.ts';
import { type TierEnd, tierNetworkOf } from '../tiers/tier-network.ts';

export interface MeantFlow {
  readonly from: TierEnd;
  readonly to: TierEnd;
  readonly protocol: Protocol;
  /** First and last destination port. */
  readonly ports: readonly [number, number];
}

/** @throws Undecided if the network rests on more conditions than one run may. */
export function meantFlows(deployment: DeploymentView): readonly MeantFlow[] {
  return deployment.remember('meant flows', () => {
    const { ends } = tierNetworkOf(deployment);
    const flows = deployment.contract.flows ?? articleFlows(ends);
    return flows.flatMap(({ from, to, services }) => {
      const [source, destination] = [ends.find(({ id }) => id === from), ends.find(({ id }) => id === to)];
      if (source === undefined || destination === undefined) return [];
      return services.flatMap((service) =>
        protocolsOf(service).map((protocol) => ({
          from: source,
          to: destination,
          protocol,
          ports: [service.from, service.to] as const,
        })),
      );
    });
  });
}

/** A service of any protocol says what may flow, not what has to. */
function protocolsOf({ protocol }: FlowService): readonly Protocol[] {
  return protocol === '*' ? [] : flowProtocols.filter((known) => known === protocol);
}

interface TierFlow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  readonly services: readonly FlowService[];
}

const https: FlowService = { protocol: 'tcp', from: 443, to: 443 };
const sql: FlowService = { protocol: 'tcp', from: 1433, to: 1433 };

/** The tiers that traffic meets one after the other, and how it comes into each of them. */
const order: readonly { readonly tier: MatrixEnd; readonly service: FlowService }[] = [
  { tier: 'gateway', service: https },
  { tier: 'web', service: https },
  { tier: 'app', service: https },
  { tier: 'data', service: sql },
];

/** The tiers that use services through private endpoints (rows 80 to 82). */
const users: readonly MatrixEnd[] = ['gateway', 'web', 'app', 'egress'];

/** From each tier that is there to the next one, from those that use services to the endpoints, and between the machines that keep data. */
function articleFlows(ends: readonly TierEnd[]): readonly TierFlow[] {
  const endOf = (tier: MatrixEnd): TierEnd | undefined => ends.find(({ id }) => id === tier);
  const chain = order.filter(({ tier }) => endOf(tier) !== undefined);
  const flows = chain.flatMap(({ tier, service }, index): TierFlow[] => {
    const before = chain[index - 1];
    return before === undefined ? [] : [{ from: before.tier, to: tier, services: [service] }];
  });
  const machines = endOf('data')?.places.filter(({ kind }) => kind === 'interface') ?? [];
  if (machines.length > 1) flows.push({ from: 'data', to: 'data', services: [sql] });
  const services = servicesOf(endOf('endpoints'));
  for (const from of users)
    if (services.length > 0 && endOf(from) !== undefined) flows.push({ from, to: 'endpoints', services });
  return flows;
}

/** What private endpoints are used on, as far as it is known; HTTPS where there are none yet. */
function servicesOf(end: TierEnd | undefined): readonly FlowService[] {
  const endpoints =
    end?.places.flatMap((place) => ('node' in place ? (place.endpoint?.source.resource ?? []) : [])) ?? [];
  if (endpoints.length === 0) return [https];
  const ports = endpoints.flatMap((endpoint) => {
    const id = attempt(() => endpoint.read('properties.privateLinkServiceConnections.0.properties.groupIds.0'));
    return typeof id === 'string' ? (servicePort(id) ?? []) : [];
  });
  const distinct = [...new Set(ports)].sort((a, b) => a - b);
  return distinct.map((port) => ({ protocol: 'tcp', from: port, to: port }));
}
