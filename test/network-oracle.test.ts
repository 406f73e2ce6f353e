/** The network's answers and the oracle's are the same for every packet. */
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { Reachability } from '../server/src/network/reach.ts';
import { isProof, Random, seed } from './laws/random.ts';
import { answerFor } from './network-comparison.ts';
import { interestingAddresses, interestingPorts, randomNetwork } from './network-generator.ts';
import { modelOf } from './network-model.ts';
import { judge, type Packet } from './network-oracle.ts';

const wanted = isProof ? 1_000_000 : 50_000;
const perNetwork = 1000;
let compared = 0;
let passed = 0;
const deciders = new Set<string>();

after(() =>
  console.log(`network oracle: seed ${seed}, ${compared} packets, ${passed} pass, ${deciders.size} ways to be decided`),
);

suite('network oracle', () => {
  test('generated networks', () => {
    const random = new Random('network oracle');
    for (let count = 0; compared < wanted; count++) {
      const network = randomNetwork(random);
      const reachability = new Reachability(modelOf(network));
      const addresses = interestingAddresses(random, network);
      const inside = [...network.nics, ...network.endpoints].map(({ address }) => address);
      const subnets = addresses.filter((address) =>
        /^(10\.[012]\.[012]\.|fd00:0:[012]:[01]:|51\.[012]\.0\.)/.test(address),
      );
      const any = (): string => random.pick(random.chance(0.5) ? inside : random.chance(0.6) ? subnets : addresses);
      for (let packets = 0; packets < perNetwork; packets++) {
        const packet: Packet = {
          from: any(),
          to: any(),
          protocol: random.pick(['tcp', 'tcp', 'tcp', 'udp', 'udp', 'icmp', 'esp', 'ah']),
          fromPort: random.chance(0.5) ? random.pick(interestingPorts) : random.between(0, 65535),
          toPort: random.chance(0.7) ? random.pick(interestingPorts) : random.between(0, 65535),
        };
        if (packet.from.includes(':') !== packet.to.includes(':')) continue;
        const judged = judge(network, packet);
        const expected = judged.depends ? 'depends' : judged.passes ? 'allowed' : 'denied';
        const found = answerFor(reachability, network, packet);
        const what = (): string =>
          `network ${count} of seed ${seed}: ${JSON.stringify(packet)}\n${JSON.stringify(network, null, 1)}`;
        if (found.answer !== expected || (found.box !== null && found.trail.join() !== judged.trail.join()))
          assert.deepEqual(
            { answer: found.answer, trail: found.trail },
            { answer: expected, trail: judged.trail },
            what(),
          );
        compared++;
        if (judged.passes) passed++;
        deciders.add(found.trail.map((text) => text.replace(/\d+$/, '')).join());
      }
    }
    // Else the comparison would hold of itself.
    assert.ok(passed > compared / 20, `${passed} of ${compared} pass`);
  });
});
