import { addressSetOf, everyAddress } from '../../server/src/network/addresses/address-set.ts';
import { everyPort, type PortSet } from '../../server/src/network/addresses/port-set.ts';
import {
  emptyNetwork,
  type Network,
  type SecurityGroup,
  type SecurityRule,
} from '../../server/src/network/reachability/model.ts';
import { Reachability } from '../../server/src/network/reachability/reach.ts';
import { ReachCache } from '../../server/src/network/reachability/reach-cache.ts';
import { anySide, parseRuleSide } from '../../server/src/network/reachability/rule-side.ts';
import { Random } from '../../test/laws/random.ts';
import { bestOf } from './figures.ts';

/** How long the reachability of a network takes. */
export interface ReachabilityFigures {
  readonly subnets: number;
  readonly rules: number;
  readonly pairs: number;
  /** All pairs for TCP, from nothing. */
  readonly milliseconds: number;
  readonly microsecondsPerPair: number;
  /** All pairs again after one rule of one group has changed. */
  readonly editMilliseconds: number;
}

/** Subnets of one network, each with a group of its own (or of as many as given), whose rules name prefixes of the network at random. */
export function networkOf(subnets: number, rules: number, groups = subnets): Network<null> {
  const random = new Random('reachability bench', 1);
  const prefix = (index: number): string => `10.${Math.floor(index / 256)}.${index % 256}.0/24`;
  const side = (): SecurityRule<null>['sources'] => {
    const kind = random.next();
    if (kind < 0.2) return anySide;
    if (kind < 0.3) return parseRuleSide(['VirtualNetwork']);
    return parseRuleSide(Array.from({ length: random.between(1, 3) }, () => prefix(random.between(0, subnets - 1))));
  };
  const ports = (): PortSet => {
    if (random.chance(0.3)) return everyPort;
    const first = random.between(0, 65_000);
    return [first, first + random.between(1, 500)];
  };
  const ruleOf = (index: number): SecurityRule<null> => ({
    source: null,
    name: `rule${index}`,
    direction: index % 2 === 0 ? 'Inbound' : 'Outbound',
    access: random.chance(0.6) ? 'Allow' : 'Deny',
    priority: 100 + index,
    protocols: random.chance(0.6) ? ['tcp'] : null,
    sources: side(),
    destinations: side(),
    sourcePorts: everyPort,
    destinationPorts: ports(),
    presence: null,
  });
  return {
    ...emptyNetwork,
    securityGroups: Array.from({ length: groups }, (_, group) => ({
      id: `nsg${group}`,
      source: null,
      more: null,
      rules: Array.from({ length: rules }, (_, index) => ruleOf(index)),
    })),
    virtualNetworks: [
      {
        id: 'network',
        source: null,
        addressSpace: [{ addresses: parseRuleSide(['10.0.0.0/8']).addresses, length: 8 }],
        peerings: [],
        morePeerings: null,
        moreAddresses: null,
        subnets: Array.from({ length: subnets }, (_, index) => ({
          id: `subnet${index}`,
          source: null,
          name: `subnet${index}`,
          prefixes: [{ addresses: parseRuleSide([prefix(index)]).addresses, length: 24 }],
          somewhere: null,
          securityGroup: `nsg${index % groups}`,
          routeTable: null,
          delegation: null,
          endpointPolicies: 'Disabled' as const,
          defaultOutboundAccess: false,
          natGateway: null,
        })),
      },
    ],
  };
}

/** Asks about every pair of subnets; gives the number of pieces, so that nothing is optimised away. */
function askAll(network: Network<null>, cache: ReachCache): number {
  const reachability = new Reachability(network, cache);
  const places = network.virtualNetworks.flatMap(({ subnets }) =>
    subnets.flatMap(({ id }) => reachability.placesOf({ kind: 'subnet', id })),
  );
  let pieces = 0;
  for (const from of places)
    for (const to of places) for (const box of reachability.between(from, to, 'tcp')) pieces += box.pieces.length;
  return pieces;
}

function edited(network: Network<null>, port: number): Network<null> {
  const [first, ...others] = network.securityGroups;
  if (first === undefined) return network;
  const [rule, ...rules] = first.rules;
  const changed: SecurityGroup<null> =
    rule === undefined ? first : { ...first, rules: [{ ...rule, destinationPorts: [port, port + 1] }, ...rules] };
  return { ...network, securityGroups: [changed, ...others] };
}

export function measureReachability(subnets: number, rules: number, rounds = 5): ReachabilityFigures {
  const network = networkOf(subnets, rules);
  const pairs = subnets * subnets;
  const milliseconds = bestOf(rounds, () => {
    if (askAll(network, new ReachCache()) < pairs) throw new Error('Pairs are missing.');
  });
  const cache = new ReachCache();
  askAll(network, cache);
  let port = 1;
  const editMilliseconds = bestOf(rounds * 2, () => {
    port++;
    askAll(edited(network, port), cache);
  });
  return { subnets, rules, pairs, milliseconds, microsecondsPerPair: (milliseconds * 1000) / pairs, editMilliseconds };
}

export interface LargestFigures {
  readonly subnets: number;
  readonly rules: number;
  /** One pair of which nothing is known yet. */
  readonly millisecondsForOne: number;
  readonly perPairAfterwards: number;
  readonly megabytes: number;
}

/** The platform's maximum: nothing is computed but what is asked. */
export function measureLargest(): LargestFigures {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const [subnets, rules, groups] = [3000, 1000, 30];
  const network = networkOf(subnets, rules, groups);
  const cache = new ReachCache();
  const start = performance.now();
  const reachability = new Reachability(network, cache);
  const place = (index: number) => reachability.placesOf({ kind: 'subnet', id: `subnet${index % subnets}` })[0];
  const ask = (from: number, to: number): void => {
    const [source, destination] = [place(from), place(to)];
    if (source !== undefined && destination !== undefined) reachability.between(source, destination, 'tcp');
  };
  ask(0, 1);
  const one = performance.now() - start;
  const count = 3000;
  const many = performance.now();
  for (let index = 0; index < count; index++) ask(index * 7, index * 13 + 5);
  const perPair = (performance.now() - many) / count;
  globalThis.gc?.();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  if (addressSetOf([]).v4.length > 0 || everyAddress.v4.length === 0 || reachability.index.subnets.size !== subnets)
    throw new Error('lost');
  return { subnets, rules, millisecondsForOne: one, perPairAfterwards: perPair, megabytes };
}
