/** What each security rule decides between the tiers of a deployment. */
import type { ResourceKey } from '../../deployment/intent.ts';
import type { DeploymentView } from '../../deployment/view.ts';
import { flowsOf } from '../reachability/flows.ts';
import { type Protocol, protocols } from '../reachability/model.ts';
import { isItself } from '../reachability/segments.ts';
import type { MatrixEnd } from '../tiers/tier-matrix.ts';
import { demandFewPlaces, isDirect, tierNetworkOf } from '../tiers/tier-network.ts';

/** Packets from one tier to another that a rule decides, at its place on the way; others may decide otherwise before and after. */
export interface RuleDecision {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  readonly protocol: Protocol;
  /** Destination ports from the first to before the second. */
  readonly ports: readonly [number, number];
  /** False if another rule before it may decide instead. */
  readonly isSure: boolean;
}

/**
 * The decisions of all rules of security groups, by the resource of the rule. Traffic that something before the rule denies isn't decided by it.
 * @throws Undecided if the network rests on more conditions than one run may, or is too large.
 */
export function ruleDecisions(deployment: DeploymentView): ReadonlyMap<ResourceKey, readonly RuleDecision[]> {
  return deployment.remember('rule decisions', () => {
    const { reachability, ends } = tierNetworkOf(deployment);
    demandFewPlaces(ends);
    const decisions = new Map<ResourceKey, RuleDecision[]>();
    for (const from of ends)
      for (const to of ends)
        for (const source of from.places)
          for (const destination of to.places)
            for (const protocol of isItself(source, destination) ? [] : protocols)
              for (const flow of flowsOf(reachability, source, destination, { protocol, port: null })) {
                if (!isDirect(flow)) continue;
                for (const hop of flow.hops) {
                  if (hop.at !== 'subnet' && hop.at !== 'interface') continue;
                  const rules = [...hop.candidates, ...(hop.rule === null ? [] : [hop.rule])];
                  for (const { source: at } of rules) {
                    if (at === null) continue;
                    const { key } = at.resource;
                    const isSure = hop.candidates.length === 0;
                    const known = decisions.get(key) ?? [];
                    known.push({ from: from.id, to: to.id, protocol, ports: flow.ports, isSure });
                    decisions.set(key, known);
                  }
                }
              }
    return decisions;
  });
}
