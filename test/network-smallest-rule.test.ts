/** Rules that are proposed for a missing flow let it through, by the oracle's word, and open nothing but its kind. */
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { printAddresses } from '../server/src/network/addresses/address-set.ts';
import { printPorts } from '../server/src/network/addresses/port-set.ts';
import { differenceBetween } from '../server/src/network/reachability/difference.ts';
import type { Network, RuleSide } from '../server/src/network/reachability/model.ts';
import type { Endpoint } from '../server/src/network/reachability/places.ts';
import { Reachability } from '../server/src/network/reachability/reach.ts';
import {
  type MissingFlow,
  type ProposedRule,
  smallestRules,
} from '../server/src/network/reachability/smallest-rule.ts';
import { isProof, Random, seed } from './laws/random.ts';
import { randomNetwork } from './network-generator.ts';
import { modelOf } from './network-model.ts';
import { judge, type OracleNetwork, type OracleRule } from './network-oracle.ts';
import { nic, noNetwork, nsg, subnet, twoTiers, vnet } from './network-texts.ts';

let [asked, admitted] = [0, 0];
after(() => console.log(`network smallest rules: seed ${seed}, ${asked} denied flows, ${admitted} admitted by rules`));

function sideText({ any, addresses, tags }: RuleSide): string[] {
  return any ? ['*'] : [...printAddresses(addresses), ...tags];
}

/** A proposed rule as one of the oracle's. */
function oracleRule({ rule }: ProposedRule<string>): OracleRule {
  return {
    name: `${rule.name}${String(rule.priority)}`,
    direction: rule.direction,
    access: 'Allow',
    priority: Number(rule.priority),
    protocol: { tcp: 'Tcp', udp: 'Udp', icmp: 'Icmp', esp: 'Esp', ah: 'Ah' }[(rule.protocols as readonly ['tcp'])[0]],
    from: sideText(rule.sources),
    to: sideText(rule.destinations),
    fromGroups: rule.sources.groups,
    toGroups: rule.destinations.groups,
    fromPorts: ['*'],
    toPorts: printPorts(rule.destinationPorts as readonly number[]).split(','),
  };
}

function withRules(network: OracleNetwork, proposed: readonly ProposedRule<string>[]): OracleNetwork {
  return {
    ...network,
    nsgs: network.nsgs.map((group) => ({
      ...group,
      rules: [...group.rules, ...proposed.filter((each) => each.group.id === group.name).map(oracleRule)],
    })),
  };
}

suite('the smallest rules for a missing flow', () => {
  test('generated networks', () => {
    const random = new Random('network smallest rules');
    for (let count = 0; count < (isProof ? 300 : 25); count++) {
      const network = randomNetwork(random);
      const model = modelOf(network);
      for (let pair = 0; pair < 8 && network.nics.length > 1; pair++) {
        const [from, to] = random.sample(network.nics, 2);
        if (from === undefined || to === undefined || from.address.includes(':') !== to.address.includes(':')) continue;
        const [protocol, port] = [random.pick(['tcp', 'udp'] as const), random.pick([22, 443, 1433, 5000])];
        const packet = { from: from.address, to: to.address, protocol, fromPort: 50_000, toPort: port };
        const end = (name: string): Endpoint => ({ kind: 'interface', id: name });
        const proposed = smallestRules(model, { from: end(from.name), to: end(to.name), protocol, port });
        const what = `network ${count} of seed ${seed}: ${JSON.stringify([packet, proposed?.map(oracleRule)])}\n${JSON.stringify(network, null, 1)}`;
        if (!judge(network, packet).passes) asked++;
        if (proposed === null) continue;
        const judged = judge(withRules(network, proposed), packet);
        assert.ok(judged.passes && !judged.depends, what);
        if (proposed.length === 0) continue;
        admitted++;
        // None of them can be left out, and nothing else is opened.
        for (const left of proposed)
          assert.ok(
            smallestRules(
              modelOf(
                withRules(
                  network,
                  proposed.filter((each) => each !== left),
                ),
              ),
              { from: end(from.name), to: end(to.name), protocol, port },
            )?.length !== 0,
            what,
          );
        const { changes } = differenceBetween(
          new Reachability(model),
          new Reachability(modelOf(withRules(network, proposed))),
        );
        for (const change of changes)
          assert.deepEqual(
            [change.protocol, change.ports, change.after],
            [protocol, [port, port + 1], 'allowed'],
            what,
          );
      }
    }
    assert.ok(admitted > asked / 10, `${admitted} of ${asked}`);
  });

  const tiers = (rules: readonly string[], groups: readonly string[] = []): Network<string> =>
    modelOf({
      ...noNetwork,
      nsgs: [nsg('nsg-app', ...rules)],
      vnets: [
        vnet('spoke', '10.0.0.0/16', [subnet('web', '10.0.1.0/24'), subnet('app', '10.0.2.0/24', { nsg: 'nsg-app' })]),
      ],
      nics:
        groups.length === 0
          ? []
          : [
              nic('a', 'spoke/web', '10.0.1.4', { groups: groups.slice(0, 1) }),
              nic('b', 'spoke/app', '10.0.2.4', { groups: groups.slice(1) }),
            ],
    });
  const flow: MissingFlow = {
    from: { kind: 'subnet', id: 'spoke/web' },
    to: { kind: 'subnet', id: 'spoke/app' },
    protocol: 'tcp',
    port: 443,
  };
  const shown = (network: Network<string>, asks: MissingFlow = flow): string[] | null =>
    smallestRules(network, asks)?.map((each) => {
      const { priority, direction, from, to, fromGroups, toGroups, toPorts } = oracleRule(each);
      return `${each.group.id} ${direction} ${priority} ${[...from, ...fromGroups.map((group) => `@${group}`)]} > ${[...to, ...toGroups.map((group) => `@${group}`)]} : ${toPorts}`;
    }) ?? null;

  test('prefixes of the subnets, at the first priority that is free', () => {
    const expected = ['nsg-app Inbound 105 10.0.1.0/24 > 10.0.2.0/24 : 443'];
    assert.deepEqual(shown(tiers(['In 4096 Deny * * > *'])), expected);
    const more = tiers(['In 105 Allow Tcp * > * : 22', 'In 115 Allow Tcp * > * : 80', 'In 4096 Deny * * > *']);
    assert.deepEqual(shown(more), ['nsg-app Inbound 125 10.0.1.0/24 > 10.0.2.0/24 : 443']);
  });

  test('before the rule that denies, also where that comes early', () => {
    assert.deepEqual(shown(tiers(['In 102 Deny * * > *'])), ['nsg-app Inbound 100 10.0.1.0/24 > 10.0.2.0/24 : 443']);
    assert.equal(shown(tiers(['In 100 Deny * * > *'])), null);
  });

  test('application security groups where both ends have one', () => {
    assert.deepEqual(shown(tiers(['In 4096 Deny * * > *'], ['asg-web', 'asg-app'])), [
      'nsg-app Inbound 105 @asg-web > @asg-app : 443',
    ]);
    assert.deepEqual(shown(tiers(['In 4096 Deny * * > *'], ['asg-web'])), [
      'nsg-app Inbound 105 10.0.1.0/24 > 10.0.2.0/24 : 443',
    ]);
  });

  // §2.1: prefixes of both families in one rule are refused.
  test('a rule for each family where both ends have both', () => {
    const both = modelOf(twoTiers({ nsgs: [nsg('data', 'In 4096 Deny * * > *')] }));
    const asks: MissingFlow = {
      ...flow,
      from: { kind: 'subnet', id: 'spoke/web' },
      to: { kind: 'subnet', id: 'spoke/data' },
    };
    assert.deepEqual(shown(both, asks), [
      'data Inbound 105 10.0.1.0/24 > 10.0.2.0/24 : 443',
      'data Inbound 115 fd00:0:0:1::/64 > fd00:0:0:2::/64 : 443',
    ]);
    const rules = smallestRules(both, asks)?.map(({ rule }) => rule.name);
    assert.equal(new Set(rules).size, 2);
  });

  test('none where it passes, null where no rule helps', () => {
    assert.deepEqual(shown(tiers([])), []);
    assert.equal(shown(tiers([]), { ...flow, from: { kind: 'internet' } }), null);
    assert.equal(shown(tiers([]), { ...flow, to: { kind: 'subnet', id: 'spoke/data' } }), null);
  });
});
