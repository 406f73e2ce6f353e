/** How many hosts are compared with each other: enough of each kind, so that a thousand equal interfaces cost no more than two. */
import { Undecided } from '../../deployment/alternatives.ts';
import { keyOfAddresses } from '../addresses/address-set.ts';
import type { Place } from './places.ts';

/** Pairs of hosts that one question compares. */
const mostPairs = 20_000;

/** Two hosts of each kind speak for all of them: what filters and routes see of them is the same, and hosts of one kind may talk to each other. */
export function representatives<S>(places: readonly Place<S>[]): readonly Place<S>[] {
  const counts = new Map<string, number>();
  return places.filter((place) => {
    const key = kindOf(place);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count < 2;
  });
}

function kindOf<S>(place: Place<S>): string {
  const { membership, addresses } = place;
  if (!('node' in place)) return `${place.kind} ${keyOfAddresses(addresses)} ${place.tag}`;
  const group = JSON.stringify(place.nic?.securityGroup ?? null);
  return `${place.kind} ${place.node.subnet.id} ${group} ${JSON.stringify(membership)} ${keyOfAddresses(addresses)}`;
}

/** @throws Undecided if so many pairs of hosts would have to be compared that the answer would take too long */
export function boundPairs(sources: readonly Place<unknown>[], destinations: readonly Place<unknown>[]): void {
  if (sources.length * destinations.length > mostPairs)
    throw new Undecided('the network has more hosts than are compared', 'hosts beyond those that are compared');
}
