/** Load balancing rules by which the Internet surely reaches web servers of machines. */
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { isBroad } from '../addresses/address-set.ts';
import { holdsPoint } from '../addresses/interval-set.ts';
import { isUnknown } from '../reachability/model.ts';
import type { LoadBalancer, LoadBalancingRule } from '../reachability/model-entries.ts';
import { type DeploymentReach, reachOf } from '../reading/reachability.ts';
import { requireFilters } from '../reading/require-filters.ts';
import type { NetworkSource } from '../reading/source.ts';
import { appliancesOf } from './appliances.ts';

/** A rule of a load balancer that leads in from the Internet. */
export interface WebEntry {
  readonly balancer: ResourceView;
  /** Where the rule stands. */
  readonly source: NetworkSource;
  readonly name: string;
  /** The port at the frontend. */
  readonly port: number;
  readonly machine: ResourceView;
}

/** Ports of HTTP and HTTPS, and their usual alternatives. */
const webPorts: readonly number[] = [80, 443, 8080, 8443];

/**
 * The rules through which clients anywhere reach a machine on a port for the web. Appliances are made to stand at the edge.
 * @throws Undecided if filters aren't known that may stop any flow
 */
export function webEntries(deployment: DeploymentView): readonly WebEntry[] {
  return deployment.remember('web entries', () => {
    const reach = reachOf(deployment);
    const { loadBalancers } = reach.network;
    const rules = loadBalancers.flatMap((balancer) => balancer.rules.map((rule) => ({ balancer, rule })));
    const open = rules.filter(
      ({ rule: { frontend, protocol } }) => frontend === 'public' && (protocol ?? 'tcp') === 'tcp',
    );
    if (open.length === 0) return [];
    requireFilters(reach);
    const appliances = new Set(appliancesOf(deployment).map(({ id }) => id));
    return open.flatMap(({ balancer, rule }) => entryBy(reach, balancer, rule, appliances));
  });
}

function entryBy(
  { reachability }: DeploymentReach,
  balancer: LoadBalancer<NetworkSource>,
  rule: LoadBalancingRule<NetworkSource>,
  appliances: ReadonlySet<string>,
): readonly WebEntry[] {
  const { frontendPorts, backends, source, name } = rule;
  if (isUnknown(frontendPorts) || isUnknown(backends) || backends.some((id) => appliances.has(id))) return [];
  const port = webPorts.find((candidate) => holdsPoint<number>(frontendPorts, candidate));
  if (port === undefined) return [];
  const [internet] = reachability.placesOf({ kind: 'internet' });
  if (internet === undefined) return [];
  for (const id of backends) {
    const [host] = reachability.placesOf({ kind: 'interface', id });
    const nic = reachability.index.interfaces.get(id);
    if (host === undefined || nic === undefined) continue;
    const isReached = reachability
      .between(internet, host, 'tcp')
      .some(
        ({ via, pieces, sources, sourceTags }) =>
          via?.id === balancer.id &&
          via.rule === name &&
          sourceTags.includes(null) &&
          isBroad(sources) &&
          pieces.some(({ answer }) => answer === 'allowed'),
      );
    if (isReached) return [{ balancer: balancer.source.resource, source, name, port, machine: nic.source.resource }];
  }
  return [];
}
