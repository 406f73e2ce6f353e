/** What one deployment's network lets through and another's does not: data and words, by subnets and tiers. */
import { attempt, type Decision, runAlternatives } from '../../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../../deployment/build.ts';
import { keyWithoutPositions } from '../../deployment/moved-key.ts';
import type { Answer } from '../../network/reachability/compose.ts';
import { type Change, differenceBetween } from '../../network/reachability/difference.ts';
import type { Protocol } from '../../network/reachability/model.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import type { MatrixEnd } from '../../network/tiers/tier-matrix.ts';
import { demandFewPlaces, type TierNetwork, tierNetworkOf } from '../../network/tiers/tier-network.ts';
import { flowsText, mergedFlows } from './matrix.ts';

export interface ChangedFlow {
  /** The subnet's label, or `internet`. */
  readonly from: string;
  readonly to: string;
  /** `unassigned` if the subnet is in no tier. */
  readonly fromTier: MatrixEnd;
  readonly toTier: MatrixEnd;
  readonly protocol: Protocol;
  /** First and last destination port. */
  readonly ports: readonly [number, number];
  readonly before: Answer;
  readonly after: Answer;
  /** True if an end is a host that only one of both has. */
  readonly isOfOneHost: boolean;
  /** True if an end are addresses that none of the hosts of their subnet has, and there are such hosts. */
  readonly isOfNoHost: boolean;
}

export interface NetworkDifference {
  /** What passed and no longer does, or no longer for certain. */
  readonly closes: readonly ChangedFlow[];
  /** What passes now, or may. */
  readonly opens: readonly ChangedFlow[];
  /** False if there may be more: conditions that only one of both has, what can't be decided, networks that are too large. */
  readonly isWhole: boolean;
  /** Such as `closes web -> data TCP 1433, opens nothing`. */
  readonly text: string;
}

/** Compares two deployments under each alternative of their conditions. */
export function networkDifference(before: EvaluatedDeployment, after: EvaluatedDeployment): NetworkDifference {
  const [first, second] = [alternativesOf(before), alternativesOf(after)];
  let isWhole = first.isWhole && second.isWhole;
  const flows = new Map<string, ChangedFlow>();
  for (const trail of new Set([...first.networks.keys(), ...second.networks.keys()])) {
    const [old, now] = [first.networks.get(trail), second.networks.get(trail)];
    if (old === undefined || now === undefined) {
      isWhole = false;
      continue;
    }
    const difference = differenceBetween(old.reachability, now.reachability, identityOf);
    isWhole &&= difference.isWhole;
    const endOf = endsOf(old, now);
    for (const change of difference.changes) {
      const flow = flowOf(change, endOf);
      flows.set(JSON.stringify(flow), flow);
    }
  }
  const all = [...flows.values()];
  const closes = all.filter((flow) => rank[flow.after] < rank[flow.before]);
  const opens = all.filter((flow) => rank[flow.after] > rank[flow.before]);
  const list = (flows: readonly ChangedFlow[], sure: Answer): string => flowTexts(flows, sure).join('; ') || 'nothing';
  const text = `closes ${list(closes, 'denied')}, opens ${list(opens, 'allowed')}`;
  return { closes, opens, isWhole, text: isWhole ? text : `${text}, and more may change` };
}

const rank: Readonly<Record<Answer, number>> = { denied: 0, depends: 1, allowed: 2 };

/** The network under each alternative, by what the alternative assumes. */
function alternativesOf(deployment: EvaluatedDeployment): {
  readonly networks: ReadonlyMap<string, TierNetwork>;
  readonly isWhole: boolean;
} {
  const outcomes = runAlternatives(deployment.run, () => {
    const network = tierNetworkOf(deployment.view);
    demandFewPlaces(network.ends);
    return network;
  });
  const networks = new Map<string, TierNetwork>();
  for (const outcome of outcomes)
    if (outcome.kind === 'decided') networks.set(trailOf(outcome.decisions), outcome.value);
  const isWhole = networks.size === outcomes.length && [...networks.values()].every(({ left }) => left.length === 0);
  return { networks, isWhole };
}

function trailOf(decisions: readonly Decision[]): string {
  return JSON.stringify(decisions.map(({ atom, side }) => [atom.term.label, side]).sort());
}

/** What is equal for one item in two versions of a template. Keys hold positions in the text, which an edit before them moves. */
function identityOf({ source: { resource, path } }: { readonly source: NetworkSource }): string {
  const parent = attempt(() => resource.parent()?.label) ?? '';
  return [keyWithoutPositions(resource.key), parent, resource.label, path].join(' ');
}

interface ChangedEnd {
  readonly label: string;
  readonly tier: MatrixEnd;
}

/** What the ends of changes are called, by their identity; a subnet that both have as the second does. */
function endsOf(...networks: readonly TierNetwork[]): (identity: string) => ChangedEnd {
  const ends = new Map<string, ChangedEnd>();
  for (const network of networks)
    for (const { id, subnets } of network.ends)
      for (const { resource, node } of subnets) ends.set(identityOf(node.subnet), { label: resource.label, tier: id });
  for (const { reachability } of networks)
    for (const { subnet } of reachability.index.subnets.values()) {
      const identity = identityOf(subnet);
      if (!ends.has(identity)) ends.set(identity, { label: subnet.source.resource.label, tier: 'unassigned' });
    }
  return (identity) =>
    ends.get(identity) ?? { label: identity, tier: identity === 'internet' ? identity : 'unassigned' };
}

function flowOf(
  { from, to, protocol, ports, before, after, isOfOneHost, isOfNoHost }: Change,
  endOf: (id: string) => ChangedEnd,
): ChangedFlow {
  const [source, destination] = [endOf(from), endOf(to)];
  return {
    from: source.label,
    to: destination.label,
    fromTier: source.tier,
    toTier: destination.tier,
    protocol,
    ports: [ports[0], ports[1] - 1],
    before,
    after,
    isOfOneHost,
    isOfNoHost,
  };
}

/** Flows by tiers, or by subnets that are in none. @param sure what a flow is afterwards if the change is complete */
export function flowTexts(flows: readonly ChangedFlow[], sure: Answer): readonly string[] {
  const pairs = new Map<string, ChangedFlow[]>();
  const nameOf = (tier: MatrixEnd, label: string): string => (tier === 'unassigned' ? label : tier);
  for (const flow of flows) {
    const pair = `${nameOf(flow.fromTier, flow.from)} -> ${nameOf(flow.toTier, flow.to)}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), flow]);
  }
  return [...pairs].map(([pair, own]) => {
    const parts = own.map(({ protocol, ports, after }) => ({
      protocol,
      ports: [ports[0], ports[1] + 1] as const,
      isSure: after === sure,
    }));
    return `${pair} ${flowsText(mergedFlows(parts))}`;
  });
}
