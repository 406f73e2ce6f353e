/** Allow rules that let more pass than flows between tiers need, with what surely passes by them. */

import { declaredBetween } from '../../config/contract.ts';
import type { DeploymentView } from '../../deployment/view.ts';
import { isEmptySet, subtractAddresses } from '../addresses/address-set.ts';
import { differenceOf, pairsOf } from '../addresses/interval-set.ts';
import { portEnd } from '../addresses/port-set.ts';
import { type Flow, flowsOfBox } from '../reachability/flows.ts';
import { hasPorts, isUnknown, protocols, type RuleSide, type SecurityRule } from '../reachability/model.ts';
import { spaceOf, standsAt } from '../reachability/network-index.ts';
import { requireFilters } from '../reading/require-filters.ts';
import type { NetworkSource } from '../reading/source.ts';
import { allowedBetween, bounded, type ShownSegment } from '../tiers/tier-flows.ts';
import type { MatrixEnd } from '../tiers/tier-matrix.ts';
import {
  certainEnds,
  demandFewPlaces,
  type TierNetwork,
  type TierSubnet,
  tierNetworkOf,
} from '../tiers/tier-network.ts';
import { appliancesOf } from './appliances.ts';
import { managedTiers, pairsOfSubnets, portsOfServices, undeclaredFlows } from './contract-check.ts';
import { exposuresDecidedBy } from './internet-exposure.ts';
import { skips } from './lateral-flows.ts';

/** What passes from one subnet to another by a rule; null is the Internet. */
export interface WidePair {
  readonly from: TierSubnet | null;
  readonly to: TierSubnet | null;
  readonly segments: readonly ShownSegment[];
}

export interface WideAllow {
  readonly rule: SecurityRule<NetworkSource>;
  /** The id of its group. */
  readonly group: string;
  /**
   * What is too much: `ports`, all of them where a flow needs few; `ends`, subnets that the order of the articles doesn't have there; `undeclared`,
   * what the rule would let pass although the workspace doesn't declare it, if the other end didn't stop it.
   */
  readonly kind: 'ports' | 'ends' | 'undeclared';
  readonly pairs: readonly [WidePair, ...WidePair[]];
  /** Subnets of the tier before, which the rule is needed for; none unless it is about `ends`. */
  readonly needed: readonly TierSubnet[];
}

/**
 * The allow rules of the deployment that are too wide. Ports are told by what surely passes, whatever stands at the other end; ends only where
 * evidence places the tiers. What undeclared-flow and exposed-management-port tell of a rule isn't told again.
 * @throws Undecided if filters aren't known that may stop any flow, or if the network is too large to be compared.
 */
export function wideAllows(deployment: DeploymentView): readonly WideAllow[] {
  return deployment.remember('wide allows', () => {
    const network = tierNetworkOf(deployment);
    const candidates = network.network.securityGroups.flatMap((group) =>
      group.rules.flatMap((rule) => (isCandidate(rule, network) ? [{ rule, group: group.id }] : [])),
    );
    if (candidates.length === 0) return [];
    requireFilters(network);
    demandFewPlaces(network.ends);
    const appliances = new Set(appliancesOf(deployment).map(({ subnet }) => subnet));
    return candidates.flatMap(({ rule, group }) => {
      if (exposuresDecidedBy(rule.source.resource).length > 0) return [];
      const hosts = network.ends.filter(({ id }) => !managedTiers.includes(id)).flatMap(({ subnets }) => subnets);
      const own = hosts.filter(({ node }) => standsAt(node, group) && !appliances.has(node.subnet.id));
      const found =
        deployment.contract.flows === null
          ? (tooManyPorts(network, rule, own) ?? tooManyEnds(network, rule, own))
          : beyondContract(deployment, network, rule, own);
      return found === null ? [] : [{ rule, group, ...found }];
    });
  });
}

type Found = Pick<WideAllow, 'kind' | 'pairs' | 'needed'>;

function isCandidate(rule: SecurityRule<NetworkSource>, network: TierNetwork): boolean {
  if (rule.access !== 'Allow' || rule.presence !== null) return false;
  return namesAllPorts(rule) || (rule.direction === 'Inbound' && isWideSide(rule.sources, network));
}

/** True for a rule of TCP or UDP that leaves no port out, zero aside. */
function namesAllPorts({ protocols: named, destinationPorts }: SecurityRule<NetworkSource>): boolean {
  if (isUnknown(named) || isUnknown(destinationPorts)) return false;
  if (named !== null && !named.includes('tcp') && !named.includes('udp')) return false;
  return differenceOf<number>([1, portEnd], destinationPorts).length === 0;
}

/** True if a side holds all of a virtual network, whatever its subnets are. */
function isWideSide({ any, tags, addresses }: RuleSide, { reachability }: TierNetwork): boolean {
  if (any || tags.includes('virtualnetwork')) return true;
  return reachability.index.network.virtualNetworks.some((virtualNetwork) => {
    const space = spaceOf(virtualNetwork);
    return !isEmptySet(space) && isEmptySet(subtractAddresses(space, addresses));
  });
}

/** Machines are managed from these on many ports, and a firewall looks into what passes it. */
const otherEndsOfManyPorts: readonly MatrixEnd[] = ['management', 'hub'];

/** The other end may let little of it through; so many ports of one protocol are no single service any more. */
const manyPorts = 100;

function tooManyPorts(
  network: TierNetwork,
  rule: SecurityRule<NetworkSource>,
  own: readonly TierSubnet[],
): Found | null {
  if (!namesAllPorts(rule)) return null;
  const inbound = rule.direction === 'Inbound';
  const others = network.ends.filter(({ id }) => !otherEndsOfManyPorts.includes(id));
  const peers: readonly (TierSubnet | null)[] = others.flatMap(({ id, subnets }) =>
    id === 'internet' ? [null] : [...subnets],
  );
  const pairs = own.flatMap((subnet) =>
    peers.flatMap((peer) => {
      if (peer === subnet) return [];
      const [from, to] = inbound ? [peer, subnet] : [subnet, peer];
      const segments = allowedBetween(network, from, to, (flow) => isDecidedBy(flow, rule) && !isInspected(flow));
      const isMuch = segments.some(({ protocol, ports }) => hasPorts(protocol) && ports[1] - ports[0] >= manyPorts);
      return isMuch ? [{ from, to, segments }] : [];
    }),
  );
  return foundOf('ports', pairs, []);
}

/** Initiations against the order in which traffic meets the tiers. */
const backwards: typeof skips = [
  { from: 'app', to: 'web', past: [] },
  { from: 'data', to: 'app', past: [] },
];

/** The tier whose subnets a rule of a tier is for, in the order of the articles. */
const tierBefore: Readonly<Partial<Record<MatrixEnd, MatrixEnd>>> = { web: 'gateway', app: 'web', data: 'app' };

function tooManyEnds(
  network: TierNetwork,
  rule: SecurityRule<NetworkSource>,
  own: readonly TierSubnet[],
): Found | null {
  const certain = certainEnds(network);
  const pairs: WidePair[] = [];
  const needed: TierSubnet[] = [];
  for (const end of certain) {
    // A web server may be there for everyone.
    if (rule.sources.any && end.id === 'web') continue;
    for (const to of end.subnets.filter((subnet) => subnet.isCertain && own.includes(subnet)))
      for (const { id, subnets } of certain)
        for (const from of subnets.filter(({ isCertain }) => isCertain)) {
          const skip = [...skips, ...backwards].find((pair) => pair.from === id && pair.to === end.id);
          const isBeyond =
            skip !== undefined &&
            (skip.past.length === 0 || skip.past.some((tier) => certain.some((other) => other.id === tier)));
          if (!isBeyond && id !== tierBefore[end.id]) continue;
          const segments = allowedBetween(network, from, to, (flow) => isDecidedBy(flow, rule));
          if (segments.length === 0) continue;
          if (isBeyond) pairs.push({ from, to, segments });
          else needed.push(from);
        }
  }
  return foundOf('ends', pairs, needed);
}

/** What the rule alone lets in beyond the contract, where the other end keeps it from passing. */
function beyondContract(
  deployment: DeploymentView,
  network: TierNetwork,
  rule: SecurityRule<NetworkSource>,
  own: readonly TierSubnet[],
): Found | null {
  const { flows } = deployment.contract;
  if (flows === null || rule.direction !== 'Inbound') return null;
  if (undeclaredFlows(deployment).some(({ segment }) => isDecidedBy(segment.flow, rule))) return null;
  const pairs = pairsOfSubnets(network).flatMap(({ from, to, source, destination }) => {
    if (source === null || destination === null || !own.includes(destination) || source === destination) return [];
    const declared = declaredBetween(flows, from.id, to.id);
    const segments = admittedBy(network, rule, source, destination).flatMap((segment) => {
      const left = differenceOf<number>(segment.ports, portsOfServices(declared.services, segment.protocol));
      return [...pairsOf(left)].map((ports) => ({ ...segment, ports }));
    });
    return segments.length === 0 ? [] : [{ from: source, to: destination, segments }];
  });
  return foundOf('undeclared', pairs, []);
}

/** What the filters of a subnet let in by a rule, whatever leads there. */
function admittedBy(
  { reachability }: TierNetwork,
  rule: SecurityRule<NetworkSource>,
  source: TierSubnet,
  destination: TierSubnet,
): readonly ShownSegment[] {
  const [sources, hosts] = bounded(source.places, destination.places);
  const flows = protocols.flatMap((protocol) =>
    hosts.flatMap((host) =>
      'node' in host
        ? sources.flatMap((place) =>
            reachability
              .admitted(host, place, 'Inbound', protocol)
              .flatMap((box) => flowsOfBox(box, place, host, null)),
          )
        : [],
    ),
  );
  return flows.flatMap((flow) => {
    const { protocol, ports, answer, dependsOn } = flow;
    return answer === 'allowed' && isDecidedBy(flow, rule) ? [{ protocol, ports, answer, dependsOn, flow }] : [];
  });
}

function foundOf(kind: WideAllow['kind'], pairs: readonly WidePair[], needed: readonly TierSubnet[]): Found | null {
  const [first, ...others] = pairs;
  return first === undefined ? null : { kind, pairs: [first, ...others], needed };
}

/** True if the rule surely decides about a flow at its end. */
function isDecidedBy({ hops }: Flow<NetworkSource>, { source, direction }: SecurityRule<NetworkSource>): boolean {
  return hops.some(
    (hop) =>
      (hop.at === 'subnet' || hop.at === 'interface') &&
      hop.direction === direction &&
      hop.candidates.length === 0 &&
      hop.rule?.source?.resource.key === source.resource.key,
  );
}

function isInspected({ hops }: Flow<NetworkSource>): boolean {
  return hops.some(({ at }) => at === 'firewall');
}
