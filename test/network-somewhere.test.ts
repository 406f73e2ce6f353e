/**
 * Subnets whose prefixes aren't known: what the network says for certain holds wherever they are. The oracle judges in one of the worlds that are
 * possible, the one from which the prefixes were taken away.
 */
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { holdsAddress, parseAddressSet, smallestAddress } from '../server/src/network/addresses/address-set.ts';
import type { Network } from '../server/src/network/reachability/model.ts';
import type { Place } from '../server/src/network/reachability/places.ts';
import { Reachability } from '../server/src/network/reachability/reach.ts';
import { withStandIns } from '../server/src/network/reachability/somewhere.ts';
import { isProof, Random, seed } from './laws/random.ts';
import { interestingPorts, randomNetwork } from './network-generator.ts';
import { modelOf } from './network-model.ts';
import { isIn, judge, type OracleNetwork, type Packet } from './network-oracle.ts';

const unknown = { kind: 'parameter', name: 'prefix' } as const;

/** The model of a network without the prefixes of some subnets, and without the address space of some networks. */
function without(network: OracleNetwork, hidden: ReadonlySet<string>, spaces: ReadonlySet<string>): Network<string> {
  const model = modelOf(network);
  return {
    ...model,
    virtualNetworks: withStandIns(
      model.virtualNetworks.map((virtualNetwork) => {
        const subnets = virtualNetwork.subnets.map(({ somewhere: _, ...subnet }) =>
          hidden.has(subnet.id)
            ? { ...subnet, prefixes: [], unknownPrefixes: unknown }
            : { ...subnet, unknownPrefixes: null },
        );
        if (!spaces.has(virtualNetwork.id)) return { ...virtualNetwork, subnets };
        const addressSpace = subnets.flatMap(({ prefixes }) => prefixes);
        return { ...virtualNetwork, subnets, addressSpace, moreAddresses: unknown };
      }),
    ),
  };
}

/** The host that has an address, by what it is; null if none has. */
function hostAt(network: OracleNetwork, reachability: Reachability<string>, address: string): Place<string> | null {
  const nic = network.nics.find((each) => each.address === address);
  if (nic !== undefined) return reachability.placesOf({ kind: 'interface', id: nic.name })[0] ?? null;
  const endpoint = network.endpoints.find((each) => each.address === address);
  if (endpoint !== undefined) return reachability.placesOf({ kind: 'privateEndpoint', id: endpoint.name })[0] ?? null;
  for (const { name, subnets } of network.vnets)
    for (const subnet of subnets)
      if (subnet.prefixes.some((prefix) => isIn(address, prefix)))
        return (
          reachability
            .placesOf({ kind: 'subnet', id: `${name}/${subnet.name}` })
            .find(({ kind }) => kind === 'subnet') ?? null
        );
  return null;
}

function answerOf(reachability: Reachability<string>, from: Place<string>, to: Place<string>, packet: Packet): string {
  const isAt = (place: Place<string>, text: string, set: Parameters<typeof holdsAddress>[0]): boolean => {
    const address = smallestAddress(parseAddressSet([text]) ?? set);
    return place.membership.somewhere !== null || (address !== null && holdsAddress(set, address));
  };
  const boxes = reachability
    .between(from, to, packet.protocol)
    .filter(
      (box) =>
        isAt(from, packet.from, box.sources) &&
        isAt(to, packet.to, box.destinations) &&
        box.sourcePorts[0] <= packet.fromPort &&
        packet.fromPort < box.sourcePorts[1],
    );
  assert.ok(boxes.length <= 1, `${boxes.length} boxes hold one packet`);
  const piece = boxes[0]?.pieces.find(({ start, end }) => start <= packet.toPort && packet.toPort < end);
  return piece?.answer ?? 'denied';
}

let [compared, certain, allowed] = [0, 0, 0];

after(() =>
  console.log(`network somewhere: seed ${seed}, ${compared} packets, ${certain} certain, ${allowed} allowed`),
);

suite('subnets whose prefixes are not known', () => {
  test('what is certain holds in the world that they come from', () => {
    const random = new Random('network somewhere');
    for (let count = 0; count < (isProof ? 600 : 40); count++) {
      const network = randomNetwork(random);
      const ids = network.vnets.flatMap(({ name, subnets }) => subnets.map((subnet) => `${name}/${subnet.name}`));
      const hidden = new Set(random.sample(ids, random.between(1, 3)));
      const spaces = new Set(network.vnets.map(({ name }) => name).filter(() => random.chance(0.4)));
      const reachability = new Reachability(without(network, hidden, spaces));
      const addresses = [
        ...[...network.nics, ...network.endpoints].map(({ address }) => address),
        ...network.vnets.flatMap(({ subnets }) =>
          subnets.flatMap(({ prefixes }) => prefixes.map((prefix) => prefix.replace(/\.0\/\d+$/, '.77'))),
        ),
      ].filter((address) => /^[\d.]+$/.test(address));
      for (let number = 0; number < 200; number++) {
        const packet: Packet = {
          from: random.pick(addresses),
          to: random.pick(addresses),
          protocol: random.pick(['tcp', 'tcp', 'udp', 'icmp']),
          fromPort: random.pick(interestingPorts),
          toPort: random.pick(interestingPorts),
        };
        const from = hostAt(network, reachability, packet.from);
        const to = hostAt(network, reachability, packet.to);
        if (from === null || to === null) continue;
        const answer = answerOf(reachability, from, to, packet);
        compared++;
        if (answer === 'depends') continue;
        certain++;
        if (answer === 'allowed') allowed++;
        const judged = judge(network, packet);
        const expected = judged.depends ? 'depends' : judged.passes ? 'allowed' : 'denied';
        assert.equal(
          answer,
          expected,
          `network ${count} of seed ${seed}: ${JSON.stringify(packet)}, hidden ${[...hidden]}, without space ${[...spaces]}\n${JSON.stringify(network, null, 1)}`,
        );
      }
    }
    // Else saying that everything depends would pass.
    assert.ok(
      certain > compared / 4 && allowed > compared / 50,
      `${certain} of ${compared} are certain, ${allowed} allowed`,
    );
  });
});
