/** The network's answers and the oracle's are the same for every packet. */
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { printAddresses } from '../server/src/network/addresses/address-set.ts';
import { Reachability } from '../server/src/network/reachability/reach.ts';
import { ReachCache } from '../server/src/network/reachability/reach-cache.ts';
import { ruleFates } from '../server/src/network/reachability/rule-fates.ts';
import { isProof, Random, seed } from './laws/random.ts';
import { answerFor } from './network-comparison.ts';
import { interestingAddresses, interestingPorts, randomNetwork } from './network-generator.ts';
import { modelOf } from './network-model.ts';
import { decider, judge, type OracleNetwork, type Packet } from './network-oracle.ts';

const wanted = isProof ? 1_000_000 : 50_000;
const perNetwork = 1000;
let compared = 0;
let passed = 0;
const deciders = new Set<string>();

after(() =>
  console.log(`network oracle: seed ${seed}, ${compared} packets, ${passed} pass, ${deciders.size} ways to be decided`),
);

/** Packets between addresses at which something may change; so many of them have a host of the network at an end. */
function packets(random: Random, network: OracleNetwork, count: number, hosts = 0.5): Packet[] {
  const addresses = interestingAddresses(random, network);
  const inside = [...network.nics, ...network.endpoints].map(({ address }) => address);
  const subnets = addresses.filter((address) =>
    /^(10\.[012]\.[012]\.|fd00:0:[012]:[01]:|51\.[012]\.0\.)/.test(address),
  );
  const any = (): string => random.pick(random.chance(hosts) ? inside : random.chance(0.6) ? subnets : addresses);
  const made: Packet[] = [];
  while (made.length < count) {
    const packet: Packet = {
      from: any(),
      to: any(),
      protocol: random.pick(['tcp', 'tcp', 'tcp', 'udp', 'udp', 'icmp', 'esp', 'ah']),
      fromPort: random.chance(0.5) ? random.pick(interestingPorts) : random.between(0, 65535),
      toPort: random.chance(0.7) ? random.pick(interestingPorts) : random.between(0, 65535),
    };
    if (packet.from.includes(':') === packet.to.includes(':')) made.push(packet);
  }
  return made;
}

suite('network oracle', () => {
  test('generated networks', () => {
    const random = new Random('network oracle');
    for (let count = 0; compared < wanted; count++) {
      const network = randomNetwork(random);
      const reachability = new Reachability(modelOf(network));
      for (const packet of packets(random, network, perNetwork)) {
        const judged = judge(network, packet);
        const expected = judged.depends ? 'depends' : judged.passes ? 'allowed' : 'denied';
        const found = answerFor(reachability, network, packet);
        // What nothing leads to has no box; the oracle may still have asked filters on the way.
        if (found.answer !== expected || (found.box !== null && found.trail.join() !== judged.trail.join())) {
          const what = `network ${count} of seed ${seed}: ${JSON.stringify(packet)}\n${JSON.stringify(network, null, 1)}`;
          assert.deepEqual(
            { answer: found.answer, trail: found.trail },
            { answer: expected, trail: judged.trail },
            what,
          );
        }
        compared++;
        if (judged.passes) passed++;
        deciders.add(found.trail.map((text) => text.replace(/\d+$/, '')).join());
      }
    }
    // Else the comparison would hold of itself.
    assert.ok(passed > compared / 20, `${passed} of ${compared} pass`);
  });

  test('rules that may be absent', () => {
    const random = new Random('network worlds');
    let [worlds, open, coarse] = [0, 0, 0];
    for (let count = 0; count < (isProof ? 400 : 15); count++) {
      const base = randomNetwork(random);
      const rules = base.nsgs.flatMap(({ name, rules: own }) => own.map((rule) => `${name} ${rule.name}`));
      const routes = base.tables.flatMap(({ name, routes: own }) => own.map((route) => `${name} ${route.name}`));
      const hasRoutes = count % 3 === 2;
      const optional = new Set([...random.sample(rules, 3), ...random.sample(routes, hasRoutes ? 2 : 0)]);
      const withItems = (change: <Item>(item: Item, key: string) => Item[]): OracleNetwork => ({
        ...base,
        nsgs: base.nsgs.map((group) => ({
          ...group,
          rules: group.rules.flatMap((rule) => change(rule, `${group.name} ${rule.name}`)),
        })),
        tables: base.tables.map((table) => ({
          ...table,
          routes: table.routes.flatMap((route) => change(route, `${table.name} ${route.name}`)),
        })),
      });
      const network = withItems((item, key) => [optional.has(key) ? { ...item, presence: key } : item]);
      const possible = [...optional].reduce<ReadonlySet<string>[]>(
        (sets, key) => sets.flatMap((set) => [set, new Set([...set, key])]),
        [new Set()],
      );
      const all = possible.map((absent) => withItems((item, key) => (absent.has(key) ? [] : [item])));
      const reachability = new Reachability(modelOf(network));
      for (const packet of packets(random, network, 200, 0.9)) {
        const judged = all.map((world) => judge(world, packet));
        worlds += judged.length;
        if (judged.some(({ depends }) => depends)) continue;
        const found = answerFor(reachability, network, packet);
        const differ = new Set(judged.map(({ passes }) => passes)).size > 1;
        const what = (): string =>
          `network ${count} of seed ${seed}: ${JSON.stringify(packet)} ${[...optional].join()}\n${JSON.stringify(base, null, 1)}`;
        if (differ) {
          open++;
          assert.equal(found.answer, 'depends', what());
          assert.ok(
            (found.piece?.dependsOn ?? []).every(({ name }) => optional.has(name)),
            what(),
          );
        } else if (found.answer === 'depends') {
          // Where one rule is asked twice, or two rules make up for each other, the answer may depend on more than it must.
          coarse++;
          const unsure = (found.piece?.decisions ?? []).reduce(
            (sum, decision) => sum + (decision?.candidates.length ?? 0),
            0,
          );
          assert.ok(unsure > 1 || hasRoutes, what());
        } else assert.equal(found.answer, judged[0]?.passes ? 'allowed' : 'denied', what());
      }
    }
    console.log(
      `network worlds: seed ${seed}, ${worlds} packets, ${open} depend, ${coarse} said to depend on more than they must`,
    );
    assert.ok(open > 0 && coarse < open);
  });

  test('an edited network answers as if it were new', () => {
    const random = new Random('network edits');
    const shown = (reachability: Reachability<string>): string[] => {
      const places = reachability.index.network.virtualNetworks.flatMap(({ subnets }) =>
        subnets.flatMap(({ id }) => reachability.placesOf({ kind: 'subnet', id })),
      );
      places.push(...reachability.placesOf({ kind: 'internet' }));
      const lines: string[] = [];
      for (const from of places)
        for (const to of places)
          for (const box of reachability.between(from, to, 'tcp')) {
            const { sources, destinations, sourceTags, destinationTags, sourcePorts, stages, way } =
              reachability.current(box, from, to);
            const rules = box.pieces.map(({ start, answer, decisions }) => [
              start,
              answer,
              decisions.map((decision, at) => stages[at]?.rules[decision?.rule ?? -1]?.source ?? null),
            ]);
            lines.push(
              JSON.stringify([
                printAddresses(sources),
                printAddresses(destinations),
                sourceTags,
                destinationTags,
                sourcePorts,
                way.reason,
                way.route?.route?.source,
                rules,
              ]),
            );
          }
      return lines;
    };
    for (let count = 0; count < (isProof ? 150 : 12); count++) {
      const cache = new ReachCache();
      let network = randomNetwork(random);
      for (let edit = 0; edit < 5; edit++) {
        const other = randomNetwork(random);
        const kind = random.pick(['group', 'group', 'group', 'interfaces', 'tables', 'sources'] as const);
        const name = random.pick(network.nsgs).name;
        if (kind === 'group')
          network = {
            ...network,
            nsgs: network.nsgs.map((group) =>
              group.name === name ? { ...group, rules: other.nsgs[0]?.rules ?? [] } : group,
            ),
          };
        else if (kind === 'tables') network = { ...network, tables: other.tables };
        else if (kind === 'interfaces') network = { ...network, nics: network.nics.slice(1) };
        const model = modelOf(network);
        // The same network at another place of a file: what is kept must show the new references.
        const moved =
          kind === 'sources'
            ? {
                ...model,
                securityGroups: model.securityGroups.map((group) => ({
                  ...group,
                  rules: group.rules.map((rule) => ({ ...rule, source: `${rule.source} ${edit}` })),
                })),
              }
            : model;
        assert.deepEqual(
          shown(new Reachability(moved, cache)),
          shown(new Reachability(moved)),
          `edit ${edit} of network ${count}, seed ${seed}`,
        );
      }
    }
  });

  test('fates of rules', () => {
    const random = new Random('network fates');
    const kinds = new Map<string, number>();
    for (let count = 0; count < (isProof ? 400 : 15); count++) {
      const network = randomNetwork(random);
      const model = modelOf(network);
      const sent = packets(random, network, 150);
      for (const group of model.securityGroups)
        for (const direction of ['Inbound', 'Outbound'] as const) {
          const fates = new Map(ruleFates(group, direction).map((fate) => [fate.rule.name, fate]));
          for (const { kind } of fates.values()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
          for (const packet of sent) {
            const at = direction === 'Inbound' ? packet.to : packet.from;
            const rule = decider(network, at, group.id, direction, packet);
            const fate = rule === null ? undefined : fates.get(rule.name);
            if (rule === null || fate === undefined) continue;
            const what = `${group.id} ${rule.name}: ${fate.kind}, network ${count} of seed ${seed}, ${JSON.stringify(packet)}\n${JSON.stringify(network.nsgs, null, 1)}`;
            assert.ok(fate.kind === 'decides' || fate.kind === 'redundant', what);
            if (fate.kind !== 'redundant') continue;
            const nsgs = network.nsgs.map((other) =>
              other.name === group.id
                ? { ...other, rules: other.rules.filter(({ name }) => name !== rule.name) }
                : other,
            );
            assert.equal(decider({ ...network, nsgs }, at, group.id, direction, packet)?.access, rule.access, what);
          }
        }
    }
    console.log(`network fates: seed ${seed}, ${[...kinds].map(([kind, times]) => `${times} ${kind}`).join(', ')}`);
    for (const kind of ['decides', 'redundant', 'shadowed', 'contradicted'])
      assert.ok((kinds.get(kind) ?? 0) > 0, kind);
  });
});
