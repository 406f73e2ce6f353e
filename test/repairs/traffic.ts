/**
 * What a repair changes of the traffic, by single packets: some are sampled, both networks are asked about each, and what fares otherwise is held
 * against the title. Without the code that compares networks for the title.
 */
import { type Decision, runAlternatives } from '../../server/src/deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../../server/src/deployment/build.ts';
import { type Address, holdsAddress, smallestAddress } from '../../server/src/network/addresses/address-set.ts';
import type { Answer } from '../../server/src/network/reachability/compose.ts';
import { type Protocol, protocols } from '../../server/src/network/reachability/model.ts';
import type { Host, Place } from '../../server/src/network/reachability/places.ts';
import type { NetworkSource } from '../../server/src/network/reading/source.ts';
import { type TierNetwork, tierNetworkOf } from '../../server/src/network/tiers/tier-network.ts';
import type { VerifiedRepair } from '../../server/src/service/model.ts';
import { Random } from '../laws/random.ts';
import type { Broken } from './conditions.ts';
import { stableKey } from './stable-key.ts';

/** Pairs of places that are asked about in one network besides those that the title names. */
const mostPairs = 150;

const usualPorts = [22, 53, 80, 443, 1433, 3389, 8080, 50_000];

const sourcePort = 50_001;

type Verb = 'closes' | 'opens';

/** What fares otherwise between two ends, by all that a title may call them. */
interface ChangedPair {
  readonly names: readonly string[];
  readonly verb: Verb;
  /** Such as `tcp 443`. */
  readonly packet: string;
}

type SaidTraffic = Pick<VerifiedRepair, 'title' | 'description'>;

export interface ChangedDeployment {
  readonly before: EvaluatedDeployment;
  readonly after: EvaluatedDeployment;
}

/** Fails for traffic that changes and isn't said, and for traffic that is said to change and doesn't. */
export function saysItsTraffic(repair: SaidTraffic, changes: readonly ChangedDeployment[]): readonly Broken[] {
  const said = { closes: saidOf(repair, 'closes'), opens: saidOf(repair, 'opens') };
  const complain = (detail: string): Broken => ({ condition: 'traffic is as the title says', detail });
  const found: ChangedPair[] = [];
  let asked = false;
  for (const { before, after } of changes) {
    const networks = networkPairs(before, after);
    if (networks === null) return [];
    asked ||= networks.length > 0;
    const ports = [...new Set([...usualPorts, ...portsIn(said.closes), ...portsIn(said.opens)])];
    for (const pair of networks) found.push(...changedPairs(pair, ports, `${said.closes}, ${said.opens}`));
  }
  const isNamed = ({ names, verb }: ChangedPair): boolean => names.some((name) => said[verb].includes(name));
  // What is closed between some addresses of two subnets and opened between others flows as before between the subnets.
  const isBoth = ({ names, verb, packet }: ChangedPair): boolean =>
    found.some(
      (other) => other.verb !== verb && other.packet === packet && other.names.some((name) => names.includes(name)),
    );
  const isSaidInPart = repair.title.includes('more may change');
  const unsaid = isSaidInPart ? [] : found.filter((one) => !isNamed(one) && !isBoth(one));
  const isSaidInVain = (verb: Verb): boolean =>
    asked && said[verb] !== '' && found.every((one) => one.verb !== verb || !isNamed(one));
  return [
    ...unsaid.map(({ names, verb, packet }) => complain(`unsaid: ${verb} ${names[0] ?? ''}${packet}`)),
    ...(['closes', 'opens'] as const).filter(isSaidInVain).map((verb) => complain(`in vain: ${verb} ${said[verb]}`)),
  ];
}

/** The flows that a repair says it closes or opens; empty if it says of none. */
function saidOf({ title, description }: SaidTraffic, verb: Verb): string {
  const inTitle = title.split('; ').find((part) => part.startsWith(`${verb} `) && part.includes(' -> ')) ?? '';
  const sentence = verb === 'closes' ? /Closes (.*? -> .*?)\.(?= Opens |$)/ : /Opens (.*? -> .*?)\.$/;
  return sentence.exec(description ?? '')?.[1] ?? inTitle.slice(verb.length + 1);
}

function portsIn(said: string): readonly number[] {
  return [...said.matchAll(/\b\d+\b/g)].map(([digits]) => Number(digits)).filter((port) => port < 65_536);
}

interface NetworkPair {
  readonly before: TierNetwork;
  readonly after: TierNetwork;
}

/** The networks before and after under each alternative that both have; null if one of them can't be decided. */
function networkPairs(before: EvaluatedDeployment, after: EvaluatedDeployment): readonly NetworkPair[] | null {
  const [first, second] = [networksOf(before), networksOf(after)];
  if (first === null || second === null) return null;
  return [...first].flatMap(([assumed, network]) => {
    const other = second.get(assumed);
    return other === undefined ? [] : [{ before: network, after: other }];
  });
}

function networksOf({ run, view }: EvaluatedDeployment): ReadonlyMap<string, TierNetwork> | null {
  const networks = new Map<string, TierNetwork>();
  for (const outcome of runAlternatives(run, () => tierNetworkOf(view))) {
    if (outcome.kind !== 'decided') return null;
    networks.set(assumedIn(outcome.decisions), outcome.value);
  }
  return networks;
}

function assumedIn(decisions: readonly Decision[]): string {
  return JSON.stringify(decisions.map(({ atom, side }) => `${atom.term.label} ${side}`).sort());
}

/** An end that both networks have. */
interface End {
  readonly before: Place<NetworkSource>;
  readonly after: Place<NetworkSource>;
  readonly address: Address;
  /** What a title may call it. */
  readonly names: readonly string[];
}

/** Asks about the pairs that are said to change, and about a sample of the others. */
function changedPairs(networks: NetworkPair, ports: readonly number[], said: string): readonly ChangedPair[] {
  const ends = endsOf(networks);
  const pairs = ends.flatMap((from) => ends.map((to) => ({ from, to, names: pairNames(from, to) })));
  const isInside = ({ from, to }: { readonly from: End; readonly to: End }): boolean =>
    from === to ? hasMany(from.before) : from.before.kind !== 'internet' || to.before.kind !== 'internet';
  const isSaid = ({ names }: { readonly names: readonly string[] }): boolean =>
    names.some((name) => said.includes(name));
  const inside = pairs.filter(isInside);
  const others = inside.filter((pair) => !isSaid(pair));
  const chosen = [...inside.filter(isSaid), ...new Random('traffic of repairs').sample(others, mostPairs)];
  return chosen.flatMap(({ from, to, names }) => {
    return protocols.flatMap((protocol) =>
      (protocol === 'tcp' || protocol === 'udp' ? ports : [0]).flatMap((port): ChangedPair[] => {
        const old = answerOf(networks.before, from.before, to.before, { from, to, protocol, port });
        const now = answerOf(networks.after, from.after, to.after, { from, to, protocol, port });
        if (old === now) return [];
        const verb = rank[now] < rank[old] ? 'closes' : 'opens';
        return [{ names, verb, packet: `${protocol} ${port}` }];
      }),
    );
  });
}

function pairNames(from: End, to: End): readonly string[] {
  return from.names.flatMap((source) => to.names.map((destination) => `${source} -> ${destination} `));
}

/** True for a place whose addresses are those of several hosts, or of one that nobody knows: it has traffic with itself. */
function hasMany({ kind, oneOf }: Place<NetworkSource>): boolean {
  return kind === 'subnet' || (kind !== 'internet' && oneOf !== null);
}

const rank: Readonly<Record<Answer, number>> = { denied: 0, depends: 1, allowed: 2 };

interface Packet {
  readonly from: End;
  readonly to: End;
  readonly protocol: Protocol;
  readonly port: number;
}

function answerOf(
  { reachability }: TierNetwork,
  from: Place<NetworkSource>,
  to: Place<NetworkSource>,
  packet: Packet,
): Answer {
  const box = reachability
    .between(from, to, packet.protocol)
    .find(
      ({ sources, destinations, sourcePorts, sourceTags, destinationTags }) =>
        holdsAddress(sources, packet.from.address) &&
        holdsAddress(destinations, packet.to.address) &&
        sourcePorts[0] <= sourcePort &&
        sourcePort < sourcePorts[1] &&
        (from.kind !== 'internet' || sourceTags.includes(null)) &&
        (to.kind !== 'internet' || destinationTags.includes(null)),
    );
  const piece = box?.pieces.find(({ start, end }) => start <= packet.port && packet.port < end);
  return piece?.answer ?? 'denied';
}

/** The Internet, and the hosts and spare addresses of subnets, as far as both networks have them with the same address. */
function endsOf({ before, after }: NetworkPair): readonly End[] {
  const later = new Map(endPlaces(after).map((place) => [identityOf(place), place]));
  return endPlaces(before).flatMap((place): End[] => {
    const twin = later.get(identityOf(place));
    const address = smallestAddress(place.addresses);
    if (twin === undefined || address === null || !holdsAddress(twin.addresses, address)) return [];
    const names = new Set([...namesOf(before, place), ...namesOf(after, twin)]);
    return [{ before: place, after: twin, address, names: [...names] }];
  });
}

function endPlaces({ reachability }: TierNetwork): readonly Place<NetworkSource>[] {
  const subnets = [...reachability.index.subnets.keys()];
  return [
    ...reachability.placesOf({ kind: 'internet' }),
    ...subnets.flatMap((id) => reachability.placesOf({ kind: 'subnet', id })),
  ];
}

function isHost(place: Place<NetworkSource>): place is Host<NetworkSource> {
  return 'node' in place;
}

function identityOf(place: Place<NetworkSource>): string {
  if (!isHost(place)) return place.kind;
  const { node, nic, endpoint } = place;
  const sources = [node.subnet.source, nic?.source, endpoint?.source].filter((source) => source !== undefined);
  return [
    place.kind,
    ...sources.map(({ resource, path }) => `${stableKey(resource.key)} ${resource.label} ${path}`),
  ].join('|');
}

function namesOf({ ends }: TierNetwork, place: Place<NetworkSource>): readonly string[] {
  if (!isHost(place)) return [place.kind];
  const tiers = ends.filter(({ subnets }) => subnets.some(({ node }) => node === place.node));
  return [place.node.subnet.source.resource.label, ...tiers.map(({ id }) => id)];
}
