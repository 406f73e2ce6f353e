/** The least allow rules that let declared flows through which are blocked, in whichever groups and directions deny them. */
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { smallestRules } from '../reachability/smallest-rule.ts';
import { reachOf } from '../reading/reachability.ts';
import { tierNetworkOf } from '../tiers/tier-network.ts';
import type { BlockedFlow } from './contract-check.ts';
import { endpointsOf, mostPairs, type NeededAllow, withRules } from './needed-allows.ts';

/** The rules of one group. */
export interface GroupAllows {
  readonly group: ResourceView;
  readonly allows: readonly NeededAllow[];
}

/**
 * By group, in the order in which the flows need them; what no rule of a group admits gets none.
 * @throws Undecided if the network rests on more conditions than one run may.
 */
export function admittingAllows(deployment: DeploymentView, blocked: readonly BlockedFlow[]): readonly GroupAllows[] {
  const { ends } = tierNetworkOf(deployment);
  let { network } = reachOf(deployment);
  const byGroup = new Map<string, { readonly group: ResourceView; readonly allows: NeededAllow[] }>();
  let pairs = 0;
  for (const { from, to, segment } of blocked) {
    const [source, destination] = [ends.find(({ id }) => id === from), ends.find(({ id }) => id === to)];
    if (source === undefined || destination === undefined) continue;
    const [first, end] = segment.ports;
    const flow = { from: source, to: destination, protocol: segment.protocol, ports: [first, end - 1] as const };
    for (const one of endpointsOf(source))
      for (const other of endpointsOf(destination)) {
        if (++pairs > mostPairs) return [...byGroup.values()];
        const missing = { from: one, to: other, protocol: flow.protocol, port: first };
        for (const { group, rule } of smallestRules(network, missing) ?? []) {
          if (typeof rule.priority !== 'number') continue;
          const { direction, priority, sources, destinations } = rule;
          network = withRules(network, group.id, [{ ...rule, destinationPorts: segment.ports }]);
          const known = byGroup.get(group.id) ?? { group: group.source.resource, allows: [] };
          known.allows.push({ from, to, flow, direction, priority, sources, destinations });
          byGroup.set(group.id, known);
        }
      }
  }
  return [...byGroup.values()];
}
