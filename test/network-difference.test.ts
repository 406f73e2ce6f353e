/** The difference of two networks is what the oracle finds in both, packet by packet. */
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import {
  type Address,
  holdsAddress,
  parseAddressSet,
  printAddress,
  smallestAddress,
} from '../server/src/network/addresses/address-set.ts';
import { publicAddresses } from '../server/src/network/addresses/special-ranges.ts';
import { type Change, differenceBetween } from '../server/src/network/reachability/difference.ts';
import { Reachability } from '../server/src/network/reachability/reach.ts';
import { isProof, Random, seed } from './laws/random.ts';
import { interestingAddresses, interestingPorts, randomNetwork, worldTags } from './network-generator.ts';
import { modelOf } from './network-model.ts';
import { isIn, judge, type OracleNetwork, type OracleRule, type Packet } from './network-oracle.ts';
import { nic, noNetwork, nsg, subnet, vnet } from './network-texts.ts';

const wanted = isProof ? 200_000 : 6000;
let compared = 0;
let changed = 0;

after(() => console.log(`network difference: seed ${seed}, ${compared} packets, ${changed} fare otherwise`));

function addressOf(text: string): Address {
  const address = smallestAddress(parseAddressSet([text]) ?? { v4: [], v6: [] });
  if (address === null) throw new Error(text);
  return address;
}

/** The subnet of an address, or the Internet; null for what is neither, or in a service tag. */
function endOf(network: OracleNetwork, address: string): string | null {
  for (const { name, subnets } of network.vnets)
    for (const { name: own, prefixes } of subnets)
      if (prefixes.some((prefix) => isIn(address, prefix))) return `${name}/${own}`;
  const hasTag = Object.values(worldTags).some((prefixes) => prefixes.some((prefix) => isIn(address, prefix)));
  return !hasTag && holdsAddress(publicAddresses, addressOf(address)) ? 'internet' : null;
}

/** The packets at the corners of a change. */
function packetsOf({ sources, destinations, sourcePorts, ports, protocol }: Change): Packet[] {
  const [from, to] = [smallestAddress(sources), smallestAddress(destinations)];
  if (from === null || to === null) return [];
  return [0, 1].map((corner) => ({
    from: printAddress(from),
    to: printAddress(to),
    protocol,
    fromPort: sourcePorts[corner] === undefined ? 0 : sourcePorts[corner] - corner,
    toPort: ports[corner] === undefined ? 0 : ports[corner] - corner,
  }));
}

function isOf(change: Change, packet: Packet): boolean {
  return (
    change.protocol === packet.protocol &&
    change.sourceTag === null &&
    change.destinationTag === null &&
    holdsAddress(change.sources, addressOf(packet.from)) &&
    holdsAddress(change.destinations, addressOf(packet.to)) &&
    change.sourcePorts[0] <= packet.fromPort &&
    packet.fromPort < change.sourcePorts[1] &&
    change.ports[0] <= packet.toPort &&
    packet.toPort < change.ports[1]
  );
}

/** In some groups one rule more, less, or otherwise; often the first one, which many packets meet. */
function edited(random: Random, network: OracleNetwork): OracleNetwork {
  const edit = (rules: readonly OracleRule[]): readonly OracleRule[] => {
    const first = [...rules].sort((a, b) => a.priority - b.priority)[0];
    const chosen = random.chance(0.6) ? first : random.pick(rules);
    if (chosen === undefined || random.chance(0.2)) return rules;
    const kind = random.pick(['drop', 'turn', 'turn', 'ports', 'add'] as const);
    const others = rules.filter((rule) => rule !== chosen);
    if (kind === 'drop') return others;
    if (kind === 'turn') return [...others, { ...chosen, access: chosen.access === 'Allow' ? 'Deny' : 'Allow' }];
    if (kind === 'ports') return [...others, { ...chosen, toPorts: ['*'] }];
    return [
      ...rules,
      {
        ...chosen,
        name: 'new',
        priority: 99,
        protocol: '*',
        from: ['*'],
        fromGroups: [],
        access: random.pick(['Allow', 'Deny']),
      },
    ];
  };
  return {
    ...network,
    nsgs: network.nsgs.map((group) => ({ ...group, rules: group.rules.length === 0 ? [] : edit(group.rules) })),
  };
}

suite('difference of two networks', () => {
  test('generated edits of a rule', () => {
    const random = new Random('network difference');
    for (let count = 0; compared < wanted; count++) {
      const first = randomNetwork(random);
      if (!first.nsgs.some(({ rules }) => rules.length > 0)) continue;
      const second = edited(random, first);
      const { changes, isWhole } = differenceBetween(
        new Reachability(modelOf(first)),
        new Reachability(modelOf(second)),
      );
      assert.ok(isWhole);
      const byEnds = new Map<string, Change[]>();
      for (const change of changes) {
        const key = `${change.from} ${change.to}`;
        byEnds.set(key, [...(byEnds.get(key) ?? []), change]);
      }
      const inside = [...first.nics, ...first.endpoints].map(({ address }) => address);
      const addresses = interestingAddresses(random, first);
      const any = (): string => random.pick(random.chance(0.7) && inside.length > 0 ? inside : addresses);
      const packets: Packet[] = Array.from({ length: 400 }, () => ({
        from: any(),
        to: any(),
        protocol: random.pick(['tcp', 'tcp', 'udp', 'icmp', 'esp', 'ah']),
        fromPort: random.chance(0.5) ? random.pick(interestingPorts) : random.between(0, 65_535),
        toPort: random.chance(0.7) ? random.pick(interestingPorts) : random.between(0, 65_535),
      }));
      // What is said to change must change, too.
      packets.push(...random.sample(changes, 60).flatMap((change) => packetsOf(change)));
      for (const packet of packets) {
        const [from, to] = [endOf(first, packet.from), endOf(first, packet.to)];
        const isPair = from !== null && to !== null && !(from === 'internet' && to === 'internet');
        if (!isPair || packet.from === packet.to || packet.from.includes(':') !== packet.to.includes(':')) continue;
        const [old, now] = [judge(first, packet), judge(second, packet)];
        const answer = ({ depends, passes }: typeof old): string =>
          depends ? 'depends' : passes ? 'allowed' : 'denied';
        const expected = answer(old) === answer(now) ? null : `${answer(old)} ${answer(now)}`;
        const found = (byEnds.get(`${from} ${to}`) ?? []).filter((change) => isOf(change, packet));
        const what = `network ${count} of seed ${seed}: ${JSON.stringify(packet)}\n${JSON.stringify([first.nsgs, second.nsgs], null, 1)}`;
        assert.ok(found.length < 2, what);
        assert.equal(found[0] === undefined ? null : `${found[0].before} ${found[0].after}`, expected, what);
        compared++;
        if (expected !== null) changed++;
      }
    }
    assert.ok(changed > compared / 20, `${changed} of ${compared}`);
  });

  test('a network and itself, and a subnet that comes or goes', () => {
    const network = (names: readonly string[]): Reachability<string> =>
      new Reachability(
        modelOf({
          ...noNetwork,
          nsgs: [nsg('closed', 'In 100 Allow Tcp * > * : 443', 'In 200 Deny * * > *')],
          vnets: [
            vnet(
              'spoke',
              '10.0.0.0/16',
              names.map((name, at) => subnet(name, `10.0.${at}.0/24`, { nsg: 'closed', defaultOutbound: false })),
            ),
          ],
          nics: [nic('vm', 'spoke/web', '10.0.0.4')],
        }),
      );
    assert.deepEqual(differenceBetween(network(['web', 'app']), network(['web', 'app'])), {
      changes: [],
      isWhole: true,
    });
    const { changes } = differenceBetween(network(['web']), network(['web', 'app']));
    assert.deepEqual(
      [
        ...new Set(
          changes.map(
            ({ from, to, protocol, ports, before, after: now }) =>
              `${from} ${to} ${protocol} ${ports} ${before} ${now}`,
          ),
        ),
      ],
      [
        'spoke/web spoke/app tcp 443,444 denied allowed',
        'spoke/app spoke/web tcp 443,444 denied allowed',
        'spoke/app spoke/app tcp 443,444 denied allowed',
      ],
    );
  });
});
