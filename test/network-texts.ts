/** For tests: networks in short texts. */
import type {
  OracleNetwork,
  OracleNetworkOf,
  OracleNic,
  OraclePeering,
  OracleRoute,
  OracleRule,
  OracleSubnet,
} from './network-oracle.ts';

/**
 * A rule such as `In 100 Allow Tcp 10.0.1.0/24,@web > * : 443` or `... : 1000-2000 > 443` with source ports before the second arrow.
 * `@name` is an application security group. Its name is its direction and priority.
 */
export function rule(text: string): OracleRule {
  const [head = '', ports = '*'] = text.split(' : ');
  const [direction = '', priority = '', access = '', protocol = '', from = '', , to = ''] = head.trim().split(/\s+/);
  const [first = '*', second] = ports.split('>').map((part) => part.trim());
  const plain = (side: string): string[] => side.split(',').filter((item) => !item.startsWith('@'));
  const groups = (side: string): string[] =>
    side
      .split(',')
      .filter((item) => item.startsWith('@'))
      .map((item) => item.slice(1));
  return {
    name: `${direction}${priority}`,
    direction: direction === 'In' ? 'Inbound' : 'Outbound',
    access: access as OracleRule['access'],
    priority: Number(priority),
    protocol,
    from: plain(from),
    to: plain(to),
    fromGroups: groups(from),
    toGroups: groups(to),
    fromPorts: second === undefined ? ['*'] : first.split(','),
    toPorts: (second ?? first).split(','),
  };
}

export function nsg(name: string, ...rules: readonly string[]): OracleNetwork['nsgs'][number] {
  return { name, rules: rules.map(rule) };
}

export function subnet(name: string, prefixes: string, more: Partial<OracleSubnet> = {}): OracleSubnet {
  const usual = {
    nsg: null,
    table: null,
    policies: 'Disabled',
    defaultOutbound: true,
    nat: false,
    delegation: null,
  } as const;
  return { name, prefixes: prefixes.split(','), ...usual, ...more };
}

export function vnet(
  name: string,
  spaces: string,
  subnets: readonly OracleSubnet[],
  peerings: readonly OraclePeering[] = [],
): OracleNetworkOf {
  return { name, spaces: spaces.split(','), subnets, peerings };
}

export function peering(remote: string, more: Partial<OraclePeering> = {}): OraclePeering {
  return {
    remote,
    access: true,
    forwarded: false,
    transit: false,
    useGateways: false,
    local: null,
    remoteSubnets: null,
    ...more,
  };
}

export function nic(name: string, at: string, address: string, more: Partial<OracleNic> = {}): OracleNic {
  return { name, subnet: at, address, nsg: null, groups: [], publicSku: null, ...more };
}

/** `10.0.0.0/8 VirtualAppliance 10.0.2.4`. */
export function table(name: string, ...routes: readonly string[]): OracleNetwork['tables'][number] {
  return {
    name,
    propagates: true,
    routes: routes.map((text, index) => {
      const [prefix = '', hop = '', address = null] = text.split(' ');
      return { name: `route${index}`, prefix, hop: hop as OracleRoute['hop'], address };
    }),
  };
}

export const noNetwork: OracleNetwork = {
  vnets: [],
  nsgs: [],
  tables: [],
  nics: [],
  endpoints: [],
  admin: [],
  firewalls: [],
  applicationGateways: [],
  gateways: [],
  tags: {},
};

/** One network 10.0.0.0/16 with the subnets web (10.0.1.0/24), data (10.0.2.0/24), and groups `web` and `data` at them if they are given. */
export function twoTiers(
  more: Partial<OracleNetwork> = {},
  web: Partial<OracleSubnet> = {},
  data: Partial<OracleSubnet> = {},
): OracleNetwork {
  const names = more.nsgs?.map(({ name }) => name) ?? [];
  const own = (name: string): Partial<OracleSubnet> => (names.includes(name) ? { nsg: name } : {});
  return {
    ...noNetwork,
    vnets: [
      vnet('spoke', '10.0.0.0/16,fd00::/48', [
        subnet('web', '10.0.1.0/24,fd00:0:0:1::/64', { ...own('web'), ...web }),
        subnet('data', '10.0.2.0/24,fd00:0:0:2::/64', { ...own('data'), ...data }),
      ]),
    ],
    ...more,
  };
}
