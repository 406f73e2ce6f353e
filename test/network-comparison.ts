/** For tests: the answer of `server/src/network/` for one concrete packet, to lay beside that of the oracle. */
import {
  type AddressSet,
  everyAddress,
  holdsAddress,
  parseAddressSet,
  smallestAddress,
} from '../server/src/network/addresses/address-set.ts';
import type { Box } from '../server/src/network/reachability/boxes.ts';
import type { ReachPiece } from '../server/src/network/reachability/compose.ts';
import type { Reachability } from '../server/src/network/reachability/reach.ts';
import { isIn, type OracleNetwork, type Packet } from './network-oracle.ts';

export interface Found {
  readonly answer: 'allowed' | 'denied' | 'depends';
  readonly trail: readonly string[];
  readonly box: Box<string> | null;
  readonly piece: ReachPiece | null;
}

const sets = new Map<string, AddressSet>();
function setOf(address: string): AddressSet {
  const known = sets.get(address) ?? parseAddressSet([address]);
  if (known === null) throw new Error(address);
  sets.set(address, known);
  return known;
}

type PlaceOf = ReturnType<Reachability<string>['placesOf']>[number];
const places = new WeakMap<Reachability<string>, readonly PlaceOf[]>();

/** The place that has an address, whole: all hosts of a subnet that aren't known, all of the Internet. So sets are compared, not addresses. */
function placeOf(reachability: Reachability<string>, address: string): PlaceOf | null {
  let known = places.get(reachability);
  if (known === undefined) {
    const all = reachability.placesOf({ kind: 'addresses', addresses: everyAddress });
    known = [...all.filter(({ kind }) => kind !== 'internet'), ...reachability.placesOf({ kind: 'internet' })];
    places.set(reachability, known);
  }
  const one = smallestAddress(setOf(address));
  return known.find(({ addresses }) => one !== null && holdsAddress(addresses, one)) ?? null;
}

/** The service tag that an address is in, the narrowest one, in the world of the network. */
function tagOf(network: OracleNetwork, address: string): string | null {
  const tags = Object.entries(network.tags).filter(([, prefixes]) => prefixes.some((prefix) => isIn(address, prefix)));
  const narrowest = tags.map(([name]) => name).sort((a, b) => b.length - a.length)[0];
  return narrowest?.toLowerCase() ?? null;
}

/**
 * The answer about a packet. A public address is looked up among all public addresses, in the tag that it has in the world: whether it has it
 * isn't known to the product, so asked about the address alone it would say what that depends on.
 */
export function answerFor(reachability: Reachability<string>, network: OracleNetwork, packet: Packet): Found {
  const denied: Found = { answer: 'denied', trail: [], box: null, piece: null };
  const from = placeOf(reachability, packet.from);
  const to = placeOf(reachability, packet.to);
  if (from === null || to === null) return denied;
  const source = smallestAddress(setOf(packet.from));
  const destination = smallestAddress(setOf(packet.to));
  if (source === null || destination === null) return denied;
  const ofTag = (tags: readonly (string | null)[], address: string, isPublic: boolean): boolean => {
    if (!isPublic) return true;
    const tag = tagOf(network, address);
    if (tags.includes(tag)) return true;
    // A tag that no filter on the way names tells nothing; then the address stands for its next wider tag, or for none.
    const wider = tag?.split('.')[0] ?? null;
    return !anyNames(tag) && (tags.includes(wider) || (!anyNames(wider) && tags.includes(null)));
  };
  let named: Set<string | null> = new Set();
  const anyNames = (tag: string | null): boolean => named.has(tag);
  const boxes = reachability.between(from, to, packet.protocol);
  named = new Set(
    boxes.flatMap(({ sourceTags, destinationTags }) => [
      ...(from.kind === 'internet' ? sourceTags : []),
      ...(to.kind === 'internet' ? destinationTags : []),
    ]),
  );
  const found = boxes.filter(
    (box) =>
      holdsAddress(box.sources, source) &&
      holdsAddress(box.destinations, destination) &&
      box.sourcePorts[0] <= packet.fromPort &&
      packet.fromPort < box.sourcePorts[1] &&
      ofTag(box.sourceTags, packet.from, from.kind === 'internet') &&
      ofTag(box.destinationTags, packet.to, to.kind === 'internet'),
  );
  const [box] = found;
  if (found.length > 1) throw new Error(`${found.length} boxes hold one packet`);
  const piece = box?.pieces.find(({ start, end }) => start <= packet.toPort && packet.toPort < end);
  if (box === undefined || piece === undefined) return denied;
  return { answer: piece.answer, trail: trailOf(box, piece), box, piece };
}

export function trailOf(box: Box<string>, piece: ReachPiece): string[] {
  return piece.decisions.flatMap((decision, index) => {
    const stage = box.stages[index];
    if (decision === null || stage === undefined) return [];
    if (stage.kind === 'firewall' && stage.id !== box.way.firewall?.id) return [];
    return [`${stage.kind} ${stage.rules[decision.rule]?.name ?? '-'}`];
  });
}
