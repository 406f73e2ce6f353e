/** For tests: random networks in texts, small enough that everything in them touches everything else. */

import type { Random } from './laws/random.ts';
import {
  addressNumber,
  type OracleNetwork,
  type OracleNetworkOf,
  type OraclePeering,
  type OracleRoute,
  type OracleRule,
  type OracleSubnet,
} from './network-oracle.ts';

/** Contents of service tags; the product knows none of them. Disjoint, except that a region is a part of its tag. */
export const worldTags: Readonly<Record<string, readonly string[]>> = {
  Storage: ['20.60.0.0/16', '20.150.0.0/16', '2603:1000::/32'],
  'Storage.WestEurope': ['20.150.8.0/24', '2603:1000:5::/48'],
  Sql: ['40.68.0.0/16', '20.61.0.0/16'],
  GatewayManager: ['51.5.0.0/16'],
};

const groupNames = ['asgWeb', 'asgApp', 'asgData'];
const portTexts = ['*', '443', '22', '80', '1024-65535', '0-65535', '0', '65535', '1433-1434', '79-81', '3000-4000'];

/** Prefixes that rules and routes may name. */
function prefixPool(vnets: readonly OracleNetworkOf[]): string[] {
  const own = vnets.flatMap(({ spaces, subnets }) => [...spaces, ...subnets.flatMap(({ prefixes }) => prefixes)]);
  return [
    ...own,
    ...own,
    '10.0.0.0/8',
    '10.0.0.0/15',
    '10.200.0.0/16',
    '10.0.1.4',
    '10.0.1.4-10.0.1.9',
    '10.1.0.128/25',
    '192.168.0.0/16',
    '192.168.7.0/24',
    '0.0.0.0/0',
    '0.0.0.0/1',
    '20.0.0.0/8',
    '20.150.8.0/25',
    '51.5.5.5',
    '8.8.8.8',
    '::/0',
    'fd00::/8',
    'fd00:0:1::4',
    '2603:1000:5::/48',
    '168.63.129.16',
  ];
}

function ruleOf(
  random: Random,
  pool: readonly string[],
  priority: number,
  direction: OracleRule['direction'],
): OracleRule {
  const side = (): [string[], string[]] => {
    const kind = random.next();
    if (kind < 0.2) return [['*'], []];
    if (kind < 0.45)
      return [
        [random.pick(['VirtualNetwork', 'VirtualNetwork', 'Internet', 'AzureLoadBalancer', ...Object.keys(worldTags)])],
        [],
      ];
    if (kind < 0.6) return [[], [...random.sample(groupNames, random.between(1, 2))]];
    if (kind < 0.63) return [[random.pick(['AzurePlatformDNS', 'AzurePlatformIMDS'])], []];
    return [[...random.sample(pool, random.between(1, 3))], []];
  };
  const ports = (): string[] => (random.chance(0.35) ? ['*'] : [...random.sample(portTexts, random.between(1, 3))]);
  const [from, fromGroups] = side();
  const [to, toGroups] = side();
  return {
    name: `${direction === 'Inbound' ? 'In' : 'Out'}${priority}`,
    direction,
    access: random.chance(0.55) ? 'Allow' : 'Deny',
    priority,
    protocol: random.pick(['Tcp', 'Tcp', 'Udp', '*', '*', 'Icmp', 'Esp', 'Ah']),
    from,
    to,
    fromGroups,
    toGroups,
    fromPorts: random.chance(0.85) ? ['*'] : ports(),
    toPorts: ports(),
  };
}

function rulesOf(random: Random, pool: readonly string[], most: number): OracleRule[] {
  const rules: OracleRule[] = [];
  for (const direction of ['Inbound', 'Outbound'] as const) {
    const priorities = random.sample(
      Array.from({ length: 30 }, (_, index) => 100 + index * 10),
      random.between(0, most),
    );
    for (const priority of priorities) rules.push(ruleOf(random, pool, priority, direction));
  }
  return random.shuffled(rules);
}

function subnetOf(
  random: Random,
  name: string,
  prefixes: readonly string[],
  nsgs: readonly string[],
  tables: readonly string[],
): OracleSubnet {
  return {
    name,
    prefixes,
    nsg: random.chance(0.8) ? random.pick(nsgs) : null,
    table: random.chance(0.5) ? random.pick(tables) : null,
    policies: random.pick(['Disabled', 'Enabled', 'NetworkSecurityGroupEnabled', 'RouteTableEnabled']),
    defaultOutbound: random.chance(0.6),
    nat: random.chance(0.2),
    delegation: random.chance(0.1)
      ? random.pick(['Microsoft.Web/serverFarms', 'Microsoft.Sql/managedInstances'])
      : null,
  };
}

/** A network with two or three virtual networks, peered this way and that. */
export function randomNetwork(random: Random): OracleNetwork {
  const nsgNames = ['nsg0', 'nsg1', 'nsg2', 'nsg3'];
  const tableNames = ['table0', 'table1'];
  const count = random.between(1, 3);
  const names = Array.from({ length: count }, (_, index) => `vnet${index}`);
  const peered = (a: string, b: string): boolean => peerings.has(`${a} ${b}`);
  const peerings = new Set<string>();
  for (const a of names)
    for (const b of names) if (a < b && random.chance(0.7)) peerings.add(`${a} ${b}`).add(`${b} ${a}`);
  // A peering that only one side has.
  if (random.chance(0.15)) peerings.delete([...peerings][0] ?? '');

  const vnets: OracleNetworkOf[] = names.map((name, index) => {
    const spaces = [
      `10.${index}.0.0/16`,
      ...(random.chance(0.5) ? [`fd00:0:${index}::/48`] : []),
      ...(random.chance(0.15) ? [`51.${index}.0.0/24`] : []),
    ];
    const subnetNames = [
      random.chance(0.2) ? 'AzureBastionSubnet' : 'sub0',
      'sub1',
      ...(index === 0 ? ['AzureFirewallSubnet'] : []),
    ];
    const subnets = subnetNames.map((subnet, at) => {
      const prefixes = [`10.${index}.${at}.0/24`];
      if (spaces[1]?.startsWith('fd00')) prefixes.push(`fd00:0:${index}:${at}::/64`);
      if (at === 1 && spaces.at(-1)?.startsWith('51.')) prefixes.push(`51.${index}.0.0/25`);
      return subnetOf(random, subnet, prefixes, nsgNames, tableNames);
    });
    const links: OraclePeering[] = names
      .filter((other) => other !== name && peered(name, other))
      .map((remote) => ({
        remote,
        access: random.chance(0.85),
        forwarded: random.chance(0.6),
        transit: random.chance(0.5),
        useGateways: random.chance(0.3),
        local: random.chance(0.2) ? [random.pick(subnetNames)] : null,
        remoteSubnets: random.chance(0.2) ? ['sub1'] : null,
      }));
    // Useless for gateways of its own, since what those would lead to nobody knows.
    const elsewhere: OraclePeering = {
      remote: 'elsewhere',
      access: random.chance(0.7),
      forwarded: false,
      transit: false,
      useGateways: false,
      local: random.chance(0.2) ? ['sub1'] : null,
      remoteSubnets: null,
      remoteSpaces: ['10.200.0.0/16'],
    };
    return { name, spaces, subnets, peerings: random.chance(0.25) ? [...links, elsewhere] : links };
  });

  const pool = prefixPool(vnets);
  const subnetPaths = vnets
    .flatMap(({ name, subnets }) => subnets.map((subnet) => `${name}/${subnet.name}`))
    .filter((path) => !path.includes('Firewall'));
  const base = (path: string): string =>
    vnets.flatMap((vnet) => vnet.subnets.filter((subnet) => `${vnet.name}/${subnet.name}` === path))[0]?.prefixes[0] ??
    '';
  const hosts = subnetPaths.flatMap((path) =>
    [4, 5, 6].map((last) => ({ path, address: base(path).replace(/\.0\/24$/, `.${last}`) })),
  );
  const chosen = random.sample(hosts, random.between(2, 6));
  const nics = chosen.slice(1).map(({ path, address }, index) => ({
    name: `nic${index}`,
    subnet: path,
    address,
    nsg: random.chance(0.5) ? random.pick(nsgNames) : null,
    groups: random.sample(groupNames, random.between(0, 2)),
    publicSku: random.chance(0.5) ? random.pick(['Basic', 'Standard'] as const) : null,
  }));
  const endpoints = chosen.slice(0, 1).map(({ path, address }) => ({
    name: 'pe',
    subnet: path,
    address,
    groups: random.sample(groupNames, random.between(0, 1)),
  }));

  const routePool = pool.filter((prefix) => !prefix.includes('-') && prefix !== '168.63.129.16');
  const routeOf = (index: number): OracleRoute => {
    const hop = random.pick([
      'VirtualAppliance',
      'VirtualAppliance',
      'Internet',
      'None',
      'VnetLocal',
      'VirtualNetworkGateway',
    ] as const);
    const address = hop === 'VirtualAppliance' ? '10.0.2.4' : null;
    return { name: `route${index}`, prefix: random.pick(routePool), hop, address };
  };
  return {
    vnets,
    nsgs: nsgNames.map((name) => ({ name, rules: rulesOf(random, pool, 6) })),
    tables: tableNames.map((name) => ({
      name,
      propagates: random.chance(0.7),
      routes: distinct(Array.from({ length: random.between(0, 3) }, (_, index) => routeOf(index))),
    })),
    nics,
    endpoints,
    admin: random.chance(0.4)
      ? [
          {
            vnets: random.sample(names, random.between(1, count)),
            allowRulesOnly: random.chance(0.5),
            rules: adminRules(random, pool),
          },
        ]
      : [],
    firewalls: [{ subnet: 'vnet0/AzureFirewallSubnet', address: '10.0.2.4', rules: firewallRules(random, pool) }],
    applicationGateways: random.chance(0.3) ? [{ subnet: `${random.pick(names)}/sub1`, ports: [80, 443] }] : [],
    gateways: random.chance(0.4) ? [{ vnet: random.pick(names), prefixes: ['192.168.0.0/20'] }] : [],
    tags: worldTags,
  };
}

/** A table has one route for a prefix. */
function distinct(routes: readonly OracleRoute[]): OracleRoute[] {
  const key = (text: string): string => `${addressNumber(text.split('/')[0] ?? '').join()}/${text.split('/')[1]}`;
  return routes.filter(
    (route, index) => routes.findIndex((other) => key(other.prefix) === key(route.prefix)) === index,
  );
}

function adminRules(random: Random, pool: readonly string[]): OracleRule[] {
  return rulesOf(random, pool, 3)
    .filter(({ fromGroups, toGroups }) => fromGroups.length === 0 && toGroups.length === 0)
    .map((rule) => ({ ...rule, access: random.pick(['Allow', 'Deny', 'AlwaysAllow'] as const) }));
}

function firewallRules(random: Random, pool: readonly string[]): OracleRule[] {
  const rules = rulesOf(random, pool, 4).filter(
    ({ direction, fromGroups, toGroups }) =>
      direction === 'Outbound' && fromGroups.length === 0 && toGroups.length === 0,
  );
  return random.chance(0.5)
    ? [
        ...rules,
        {
          ...ruleOf(random, pool, 900, 'Outbound'),
          name: 'Out900',
          access: 'Allow',
          from: ['*'],
          to: ['*'],
          fromGroups: [],
          toGroups: [],
          protocol: '*',
          fromPorts: ['*'],
          toPorts: ['*'],
        },
      ]
    : rules;
}

/** Addresses at which something may change: the ends of every prefix, their neighbours, the hosts, and some points within. */
export function interestingAddresses(random: Random, network: OracleNetwork): string[] {
  const prefixes = new Set([
    ...prefixPool(network.vnets),
    ...Object.values(network.tags).flat(),
    ...network.nics.map(({ address }) => address),
    ...network.endpoints.map(({ address }) => address),
    '192.168.0.0/20',
    '100.64.0.0/10',
    '172.16.0.0/12',
    '169.254.169.254',
    '10.0.2.4',
    '2000::/3',
  ]);
  const addresses = new Set<string>();
  for (const prefix of prefixes) {
    if (prefix.includes('-')) {
      for (const end of prefix.split('-')) addresses.add(end);
      continue;
    }
    const [base = '', length] = prefix.split('/');
    const [family, value] = addressNumber(base);
    const width = family === 4 ? 32 : 128;
    const size = 1n << BigInt(width - Number(length ?? width));
    const first = (value / size) * size;
    const inside = first + (size * BigInt(random.between(0, 1000))) / 1001n;
    for (const point of [first, first - 1n, first + size - 1n, first + size, inside])
      if (point >= 0n && point < 1n << BigInt(width)) addresses.add(textOf(family, point));
  }
  return [...addresses];
}

export function textOf(family: 4 | 6, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  return Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(
    ':',
  );
}

/** Ports at which something may change. */
export const interestingPorts: readonly number[] = [
  0, 1, 21, 22, 23, 79, 80, 81, 82, 442, 443, 444, 1023, 1024, 1432, 1433, 1434, 1435, 2999, 3000, 4000, 4001, 65534,
  65535,
];
