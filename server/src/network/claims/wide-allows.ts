/** Allow rules that let more pass than flows between tiers need, with what surely passes by them. */

import { declaredBetween } from '../../config/contract.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { isEmptySet, overlapAddresses, subtractAddresses } from '../addresses/address-set.ts';
import { differenceOf, pairsOf } from '../addresses/interval-set.ts';
import { portEnd } from '../addresses/port-set.ts';
import { publicAddresses } from '../addresses/special-ranges.ts';
import { type Flow, flowsOfBox } from '../reachability/flows.ts';
import { hasPorts, isUnknown, protocols, type RuleSide, type SecurityRule } from '../reachability/model.ts';
import { addressesOfSubnet, spaceOf, standsAt } from '../reachability/network-index.ts';
import { type DeploymentReach, reachOf } from '../reading/reachability.ts';
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

/** An allow rule whose fields are so wide that it is worth to look what passes by it. */
interface Candidate {
  readonly rule: SecurityRule<NetworkSource>;
  readonly group: string;
}

/** The candidate that a rule of a template is; null if its fields show that it isn't too wide. */
function candidateOf(resource: ResourceView): Candidate | null {
  const { deployment, key } = resource;
  const candidates = deployment.remember('wide rules', () => {
    const reach = reachOf(deployment);
    return new Map(
      reach.network.securityGroups.flatMap((group) =>
        group.rules.flatMap((rule) =>
          isCandidate(rule, reach) ? [[rule.source.resource.key, { rule, group: group.id }] as const] : [],
        ),
      ),
    );
  });
  return candidates.get(key) ?? null;
}

/** True if the fields of a rule are so wide that `wideAllow` may find that it is too wide. */
export function mayBeTooWide(resource: ResourceView): boolean {
  return candidateOf(resource) !== null;
}

/**
 * What is too wide of an allow rule; null if nothing is. Ports are told by what surely passes, whatever stands at the other end; ends only where
 * evidence places the tiers. What undeclared-flow and exposed-management-port tell of a rule isn't told again.
 * @throws Undecided if filters aren't known that may stop any flow, or if the network is too large to be compared.
 */
export function wideAllow(resource: ResourceView): WideAllow | null {
  const candidate = candidateOf(resource);
  if (candidate === null) return null;
  const { deployment, key } = resource;
  return deployment.remember(`wide allow ${key}`, () => {
    const network = tierNetworkOf(deployment);
    requireFilters(network);
    demandFewPlaces(network.ends);
    if (exposuresDecidedBy(resource).length > 0) return null;
    const { rule, group } = candidate;
    const appliances = new Set(appliancesOf(deployment).map(({ subnet }) => subnet));
    const hosts = network.ends.filter(({ id }) => !managedTiers.includes(id)).flatMap(({ subnets }) => subnets);
    const own = hosts.filter(({ node }) => standsAt(node, group) && !appliances.has(node.subnet.id));
    const found =
      deployment.contract.flows === null
        ? (tooManyPorts(network, rule, own) ?? tooManyEnds(network, rule, own))
        : beyondContract(deployment, network, rule, own);
    return found === null ? null : { rule, group, ...found };
  });
}

type Found = Pick<WideAllow, 'kind' | 'pairs' | 'needed'>;

function isCandidate(rule: SecurityRule<NetworkSource>, reach: DeploymentReach): boolean {
  if (rule.access !== 'Allow' || rule.presence !== null) return false;
  return namesAllPorts(rule) || (rule.direction === 'Inbound' && isWideSide(rule.sources, reach));
}

/** True for a rule of TCP or UDP that leaves no port out, zero aside. */
function namesAllPorts({ protocols: named, destinationPorts }: SecurityRule<NetworkSource>): boolean {
  if (isUnknown(named) || isUnknown(destinationPorts)) return false;
  if (named !== null && !named.includes('tcp') && !named.includes('udp')) return false;
  return differenceOf<number>([1, portEnd], destinationPorts).length === 0;
}

/** True if a side holds all of a virtual network, whatever its subnets are. */
function isWideSide({ any, tags, addresses }: RuleSide, { reachability }: DeploymentReach): boolean {
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

/**
 * False if a rule surely names none of the addresses that its group sees of the other end. What a host sends to a load balancer may reach any subnet
 * behind it.
 */
function mayConcern(
  { direction, sources, destinations }: SecurityRule<NetworkSource>,
  peer: TierSubnet | null,
  { network }: TierNetwork,
): boolean {
  const { any, addresses, tags, groups, unknown } = direction === 'Inbound' ? sources : destinations;
  if (any || tags.length > 0 || groups.length > 0 || unknown !== null) return true;
  if (peer === null) return overlapAddresses(addresses, publicAddresses);
  if (direction === 'Outbound' && network.loadBalancers.length > 0) return true;
  const { subnet } = peer.node;
  return overlapAddresses(addresses, subnet.somewhere?.within ?? addressesOfSubnet(subnet));
}

const withPorts = protocols.filter(hasPorts);
const withoutPorts = protocols.filter((protocol) => !hasPorts(protocol));

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
      if (peer === subnet || !mayConcern(rule, peer, network)) return [];
      const [from, to] = inbound ? [peer, subnet] : [subnet, peer];
      const counts = (flow: Flow<NetworkSource>): boolean => isDecidedBy(flow, rule) && !isInspected(flow);
      // The others say how much it is, but not that it is too much.
      const segments = allowedBetween(network, from, to, counts, withPorts);
      if (!segments.some(({ ports }) => ports[1] - ports[0] >= manyPorts)) return [];
      return [{ from, to, segments: [...segments, ...allowedBetween(network, from, to, counts, withoutPorts)] }];
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
