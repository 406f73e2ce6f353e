/**
 * An independent judge of one concrete packet, for comparison with `server/src/network/`, of which it shares no code: it walks the text of
 * azure-network.md with the simplest loops, over a network in texts, and knows what every service tag holds.
 */

export interface OracleRule {
  readonly name: string;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny' | 'AlwaysAllow';
  readonly priority: number;
  readonly protocol: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly fromGroups: readonly string[];
  readonly toGroups: readonly string[];
  readonly fromPorts: readonly string[];
  readonly toPorts: readonly string[];
  /** What its presence depends on, for networks of which not everything is known. */
  readonly presence?: string;
}

export interface OracleSubnet {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly nsg: string | null;
  readonly table: string | null;
  readonly policies: 'Disabled' | 'Enabled' | 'NetworkSecurityGroupEnabled' | 'RouteTableEnabled';
  readonly defaultOutbound: boolean;
  readonly nat: boolean;
  readonly delegation: string | null;
}

export interface OraclePeering {
  readonly remote: string;
  readonly access: boolean;
  readonly forwarded: boolean;
  readonly transit: boolean;
  readonly useGateways: boolean;
  readonly local: readonly string[] | null;
  readonly remoteSubnets: readonly string[] | null;
  /** The address space of a remote that isn't among the networks: it is deployed elsewhere. */
  readonly remoteSpaces?: readonly string[];
}

export interface OracleNetworkOf {
  readonly name: string;
  readonly spaces: readonly string[];
  readonly subnets: readonly OracleSubnet[];
  readonly peerings: readonly OraclePeering[];
}

export interface OracleNic {
  readonly name: string;
  /** `network/subnet`. */
  readonly subnet: string;
  readonly address: string;
  readonly nsg: string | null;
  readonly groups: readonly string[];
  readonly publicSku: 'Basic' | 'Standard' | null;
}

export interface OracleRoute {
  readonly name: string;
  readonly prefix: string;
  readonly hop: 'VirtualAppliance' | 'VirtualNetworkGateway' | 'VnetLocal' | 'Internet' | 'None';
  readonly address: string | null;
  /** What its presence depends on. */
  readonly presence?: string;
}

export interface OracleNetwork {
  readonly vnets: readonly OracleNetworkOf[];
  readonly nsgs: readonly { readonly name: string; readonly rules: readonly OracleRule[] }[];
  readonly tables: readonly {
    readonly name: string;
    readonly propagates: boolean;
    readonly routes: readonly OracleRoute[];
  }[];
  readonly nics: readonly OracleNic[];
  readonly endpoints: readonly {
    readonly name: string;
    readonly subnet: string;
    readonly address: string;
    readonly groups: readonly string[];
  }[];
  readonly admin: readonly {
    readonly vnets: readonly string[];
    readonly allowRulesOnly: boolean;
    readonly rules: readonly OracleRule[];
  }[];
  readonly firewalls: readonly {
    readonly subnet: string;
    readonly address: string;
    readonly rules: readonly OracleRule[];
  }[];
  /** With public frontends and without network isolation; their instances are the hosts of the subnet that nobody else is. */
  readonly applicationGateways: readonly { readonly subnet: string; readonly ports: readonly number[] }[];
  readonly gateways: readonly { readonly vnet: string; readonly prefixes: readonly string[] }[];
  /** What each service tag holds, in the world in which the packet travels. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

export interface Packet {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'esp' | 'ah';
  readonly fromPort: number;
  readonly toPort: number;
}

export interface Judgement {
  readonly passes: boolean;
  /** True if what on-premises networks or networks that are deployed elsewhere do with the packet decides. */
  readonly depends: boolean;
  /** Which rule decided at each filter that was asked, in order. */
  readonly trail: readonly string[];
}

const numbers = new Map<string, [6 | 4, bigint]>();

/** `10.0.0.1` or `fd00::1` as a family and a number; remembered, since it is asked a million times. */
export function addressNumber(text: string): [6 | 4, bigint] {
  const known = numbers.get(text) ?? readAddress(text);
  numbers.set(text, known);
  return known;
}

function readAddress(text: string): [6 | 4, bigint] {
  if (!text.includes(':')) {
    let value = 0n;
    for (const part of text.split('.')) value = value * 256n + BigInt(part);
    return [4, value];
  }
  let full = text;
  if (text.includes('::')) {
    const [left = '', right = ''] = text.split('::');
    const have = (left === '' ? 0 : left.split(':').length) + (right === '' ? 0 : right.split(':').length);
    const middle = Array(8 - have)
      .fill('0')
      .join(':');
    full = [left, middle, right].filter((part) => part !== '').join(':');
  }
  let value = 0n;
  for (const part of full.split(':')) value = value * 65536n + BigInt(`0x${part}`);
  return [6, value];
}

const answers = new Map<string, Map<string, boolean>>();

/** True if an address is in `10.0.0.0/8`, `10.0.0.1-10.0.0.9` or is `10.0.0.1`. */
export function isIn(address: string, prefix: string): boolean {
  const known = answers.get(prefix) ?? new Map<string, boolean>();
  answers.set(prefix, known);
  const answer = known.get(address) ?? holds(address, prefix);
  known.set(address, answer);
  return answer;
}

function holds(address: string, prefix: string): boolean {
  const [family, value] = addressNumber(address);
  if (prefix.includes('-')) {
    const [first = '', last = ''] = prefix.split('-');
    return addressNumber(first)[0] === family && addressNumber(first)[1] <= value && value <= addressNumber(last)[1];
  }
  const [base = '', length] = prefix.split('/');
  const [otherFamily, other] = addressNumber(base);
  if (family !== otherFamily) return false;
  const free = BigInt((family === 4 ? 32 : 128) - Number(length ?? (family === 4 ? 32 : 128)));
  return value >> free === other >> free;
}

function isInAny(address: string, prefixes: readonly string[]): boolean {
  for (const prefix of prefixes) if (isIn(address, prefix)) return true;
  return false;
}

/** §2.3, §2.6: never reachable publicly. */
const never = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '168.63.129.16',
];

function isPublic(address: string): boolean {
  return address.includes(':') ? isIn(address, '2000::/3') : !isInAny(address, never);
}

/** Addresses that hosts of networks, near or far, may have: others are nobody's, such as 0.0.0.0, loopback and multicast. */
function isSomebodys(address: string): boolean {
  const own = [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    'fc00::/7',
    '168.63.129.16',
    '169.254.169.254',
  ];
  return isPublic(address) || isInAny(address, own);
}

/** Where a packet begins or ends. */
interface Spot {
  readonly vnet: OracleNetworkOf;
  readonly subnet: OracleSubnet;
  readonly nic: OracleNic | null;
  readonly endpoint: OracleNetwork['endpoints'][number] | null;
}

export function spotOf(network: OracleNetwork, address: string): Spot | null {
  for (const vnet of network.vnets)
    for (const subnet of vnet.subnets) {
      if (!isInAny(address, subnet.prefixes)) continue;
      const path = `${vnet.name}/${subnet.name}`;
      const isSame = (other: string): boolean => addressNumber(other).join() === addressNumber(address).join();
      const nic = network.nics.find((item) => item.subnet === path && isSame(item.address)) ?? null;
      const endpoint = network.endpoints.find((item) => item.subnet === path && isSame(item.address)) ?? null;
      return { vnet, subnet, nic, endpoint };
    }
  return null;
}

/** Prefixes of the networks that a subnet is connected with by peerings that both sides have. */
function peersOf(
  network: OracleNetwork,
  { vnet, subnet }: Spot,
): { peering: OraclePeering; remote: OracleNetworkOf; prefixes: readonly string[] }[] {
  const result = [];
  for (const peering of vnet.peerings) {
    const remote = network.vnets.find(({ name }) => name === peering.remote);
    if (remote === undefined || !remote.peerings.some((back) => back.remote === vnet.name)) continue;
    if (peering.local !== null && !peering.local.includes(subnet.name)) continue;
    const prefixes: string[] = [];
    if (peering.remoteSubnets === null) prefixes.push(...remote.spaces);
    else
      for (const other of remote.subnets)
        if (peering.remoteSubnets.includes(other.name)) prefixes.push(...other.prefixes);
    result.push({ peering, remote, prefixes });
  }
  return result;
}

/** Prefixes of the networks elsewhere that a subnet is peered with, as its own peerings state them. */
function elsewhereOf(network: OracleNetwork, { vnet, subnet }: Spot, isAccess = false): string[] {
  const prefixes: string[] = [];
  for (const { remote, remoteSpaces, local, access } of vnet.peerings) {
    if (network.vnets.some(({ name }) => name === remote) || (isAccess && !access)) continue;
    if (local === null || local.includes(subnet.name)) prefixes.push(...(remoteSpaces ?? []));
  }
  return prefixes;
}

/** The application gateway whose instance a spot is, if it is one. */
function gatewayAt(
  network: OracleNetwork,
  { vnet, subnet, nic, endpoint }: Spot,
): OracleNetwork['applicationGateways'][number] | undefined {
  if (nic !== null || endpoint !== null) return undefined;
  return network.applicationGateways.find((gateway) => gateway.subnet === `${vnet.name}/${subnet.name}`);
}

function onPremisesOf(network: OracleNetwork, spot: Spot): string[] {
  const prefixes: string[] = [];
  for (const gateway of network.gateways) {
    if (gateway.vnet === spot.vnet.name) prefixes.push(...gateway.prefixes);
    for (const { peering, remote } of peersOf(network, spot)) {
      const lends = remote.peerings.some((back) => back.remote === spot.vnet.name && back.transit);
      if (gateway.vnet === remote.name && peering.useGateways && lends) prefixes.push(...gateway.prefixes);
    }
  }
  return prefixes;
}

/** §2.3: VirtualNetwork as a subnet sees it. */
function isVirtualNetwork(network: OracleNetwork, spot: Spot, address: string): boolean {
  if (address === '168.63.129.16') return true;
  if (isInAny(address, spot.vnet.spaces)) return true;
  for (const { peering, prefixes } of peersOf(network, spot))
    if (peering.access && isInAny(address, prefixes)) return true;
  if (isInAny(address, elsewhereOf(network, spot, true))) return true;
  if (isInAny(address, onPremisesOf(network, spot))) return true;
  const table = network.tables.find(({ name }) => name === spot.subnet.table);
  return (
    table !== undefined &&
    isInAny(
      address,
      table.routes.map(({ prefix }) => prefix),
    )
  );
}

function isOnSide(
  network: OracleNetwork,
  spot: Spot,
  address: string,
  values: readonly string[],
  groups: readonly string[],
): boolean {
  for (const value of values) {
    if (value === '*') return true;
    if (value === 'VirtualNetwork') {
      if (isVirtualNetwork(network, spot, address)) return true;
    } else if (value === 'Internet') {
      const inside =
        isInAny(address, spot.vnet.spaces) || peersOf(network, spot).some(({ prefixes }) => isInAny(address, prefixes));
      if (isPublic(address) && !inside) return true;
    } else if (value === 'AzureLoadBalancer' || value === 'AzurePlatformDNS') {
      if (address === '168.63.129.16') return true;
    } else if (value === 'AzurePlatformIMDS') {
      if (address === '169.254.169.254') return true;
    } else if (/^[A-Za-z]/.test(value) && !value.includes(':')) {
      if (isInAny(address, network.tags[value] ?? [])) return true;
    } else if (isIn(address, value)) return true;
  }
  const at = spotOf(network, address);
  const own = at?.nic?.groups ?? at?.endpoint?.groups ?? [];
  return groups.some((group) => own.includes(group));
}

function isOneOf(port: number, ports: readonly string[]): boolean {
  for (const text of ports) {
    if (text === '*') return true;
    const [first = '', last = first] = text.split('-');
    if (Number(first) <= port && port <= Number(last)) return true;
  }
  return false;
}

function matches(
  network: OracleNetwork,
  spot: Spot,
  rule: OracleRule,
  packet: Packet,
  ignoresFromPort: boolean,
): boolean {
  if (rule.protocol !== '*' && rule.protocol.toLowerCase() !== packet.protocol) return false;
  if (packet.protocol === 'tcp' || packet.protocol === 'udp') {
    if (!isOneOf(packet.toPort, rule.toPorts)) return false;
    if (!ignoresFromPort && !isOneOf(packet.fromPort, rule.fromPorts)) return false;
  } else {
    // Without ports: a rule for some ports means other packets.
    if (!isAllPorts(rule.toPorts) || !isAllPorts(rule.fromPorts)) return false;
  }
  return (
    isOnSide(network, spot, packet.from, rule.from, rule.fromGroups) &&
    isOnSide(network, spot, packet.to, rule.to, rule.toGroups)
  );
}

/** If a port is missing, the first one that is comes right after a range, or is 0. */
function isAllPorts(ports: readonly string[]): boolean {
  if (!isOneOf(0, ports)) return false;
  for (const text of ports) {
    const next = Number(text.split('-').at(-1)) + 1;
    if (text !== '*' && next < 65536 && !isOneOf(next, ports)) return false;
  }
  return true;
}

const defaults: readonly OracleRule[] = [
  ['AllowVnetInBound', 'Inbound', 65000, 'VirtualNetwork', 'VirtualNetwork', 'Allow'],
  ['AllowAzureLoadBalancerInBound', 'Inbound', 65001, 'AzureLoadBalancer', '*', 'Allow'],
  ['DenyAllInBound', 'Inbound', 65500, '*', '*', 'Deny'],
  ['AllowVnetOutBound', 'Outbound', 65000, 'VirtualNetwork', 'VirtualNetwork', 'Allow'],
  ['AllowInternetOutBound', 'Outbound', 65001, '*', 'Internet', 'Allow'],
  ['DenyAllOutBound', 'Outbound', 65500, '*', '*', 'Deny'],
].map(([name, direction, priority, from, to, access]) => ({
  name,
  direction,
  priority,
  access,
  protocol: '*',
  from: [from],
  to: [to],
  fromGroups: [],
  toGroups: [],
  fromPorts: ['*'],
  toPorts: ['*'],
})) as unknown as readonly OracleRule[];

/** The first rule that matches, by ascending priority. */
function firstMatch(
  network: OracleNetwork,
  spot: Spot,
  rules: readonly OracleRule[],
  direction: OracleRule['direction'],
  packet: Packet,
  ignoresFromPort = false,
): OracleRule | null {
  let best: OracleRule | null = null;
  for (const rule of rules) {
    if (rule.direction !== direction || !matches(network, spot, rule, packet, ignoresFromPort)) continue;
    if (best === null || rule.priority < best.priority) best = rule;
  }
  return best;
}

/** The rule of a group that decides a packet which passes at a place, default rules included. */
export function decider(
  network: OracleNetwork,
  at: string,
  group: string,
  direction: OracleRule['direction'],
  packet: Packet,
): OracleRule | null {
  const spot = spotOf(network, at);
  const rules = network.nsgs.find(({ name }) => name === group)?.rules ?? [];
  return spot === null ? null : firstMatch(network, spot, [...rules, ...defaults], direction, packet);
}

/** §2.5: subnets and networks that admin rules aren't applied to. */
const unmanaged = [
  'GatewaySubnet',
  'AzureBastionSubnet',
  'AzureFirewallSubnet',
  'AzureFirewallManagementSubnet',
  'RouteServerSubnet',
];

function adminRulesFor(network: OracleNetwork, spot: Spot): OracleRule[] {
  if (unmanaged.includes(spot.subnet.name)) return [];
  if (network.applicationGateways.some(({ subnet }) => subnet === `${spot.vnet.name}/${spot.subnet.name}`)) return [];
  const services = ['Microsoft.Sql/managedInstances', 'Microsoft.Databricks/workspaces'];
  const hasIntent = spot.vnet.subnets.some(({ delegation }) => delegation !== null && services.includes(delegation));
  const rules: OracleRule[] = [];
  for (const { vnets, allowRulesOnly, rules: own } of network.admin) {
    if (!vnets.includes(spot.vnet.name) || (hasIntent && !allowRulesOnly)) continue;
    for (const rule of own) if (!hasIntent || rule.access === 'Allow') rules.push(rule);
  }
  return rules;
}

/** The filters of one end; true if the packet passes. */
function passesEnd(
  network: OracleNetwork,
  spot: Spot,
  direction: OracleRule['direction'],
  packet: Packet,
  trail: string[],
): boolean {
  const isPlatform = direction === 'Outbound' && (packet.to === '168.63.129.16' || packet.to === '169.254.169.254');
  const admin = isPlatform ? [] : adminRulesFor(network, spot);
  const own = admin.some((rule) => rule.direction === direction);
  if (own) {
    const rule = firstMatch(network, spot, admin, direction, packet);
    trail.push(`adminRules ${rule?.name ?? '-'}`);
    if (rule?.access === 'Deny') return false;
    if (rule?.access === 'AlwaysAllow') return true;
  }
  const subnetCounts =
    spot.subnet.name !== 'AzureFirewallSubnet' &&
    (spot.endpoint === null ||
      spot.subnet.policies === 'Enabled' ||
      spot.subnet.policies === 'NetworkSecurityGroupEnabled');
  const points: [string, string | null][] = [
    ['subnet', subnetCounts ? spot.subnet.nsg : null],
    ['interface', spot.nic?.nsg ?? null],
  ];
  if (direction === 'Outbound') points.reverse();
  for (const [kind, name] of points) {
    const group = network.nsgs.find((candidate) => candidate.name === name);
    if (group === undefined) continue;
    if (isPlatform) {
      const named = group.rules.filter(({ to }) => to.some((value) => value.startsWith('AzurePlatform')));
      const rule = firstMatch(network, spot, named, direction, packet);
      trail.push(`${kind} ${rule?.name ?? '-'}`);
      if (rule?.access === 'Deny') return false;
      continue;
    }
    const rule = firstMatch(network, spot, [...group.rules, ...defaults], direction, packet, spot.endpoint !== null);
    trail.push(`${kind} ${rule?.name ?? '-'}`);
    if (rule?.access !== 'Allow') return false;
  }
  return true;
}

interface Candidate {
  readonly prefix: string;
  /** User-defined 3, network and peering 2, gateway 1, other system routes 0. */
  readonly order: number;
  readonly hop: OracleRoute['hop'] | 'Peering' | 'Endpoint';
  readonly target: string;
}

function lengthOf(prefix: string): number {
  return Number(prefix.split('/')[1] ?? (prefix.includes(':') ? 128 : 32));
}

function routesOf(network: OracleNetwork, spot: Spot): Candidate[] {
  const routes: Candidate[] = [];
  const add = (prefixes: readonly string[], order: number, hop: Candidate['hop'], target = ''): void => {
    for (const prefix of prefixes) routes.push({ prefix, order, hop, target });
  };
  const table = network.tables.find(({ name }) => name === spot.subnet.table);
  for (const { prefix, hop, address } of table?.routes ?? []) add([prefix], 3, hop, address ?? '');
  add(spot.vnet.spaces, 2, 'VnetLocal');
  for (const { remote, prefixes } of peersOf(network, spot)) add(prefixes, 2, 'Peering', remote.name);
  add(elsewhereOf(network, spot), 2, 'Peering', 'elsewhere');
  if (table === undefined || table.propagates) add(onPremisesOf(network, spot), 1, 'VirtualNetworkGateway');
  add(['0.0.0.0/0', '::/0'], 0, 'Internet');
  add(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'], 0, 'None');
  return routes;
}

function nextHop(network: OracleNetwork, spot: Spot, to: string): Candidate | null {
  const end = spotOf(network, to);
  const routes = routesOf(network, spot).filter(({ prefix }) => isIn(to, prefix));
  const isNear =
    end !== null && (end.vnet === spot.vnet || peersOf(network, spot).some(({ remote }) => remote === end.vnet));
  let best: Candidate | null = null;
  for (const route of routes) {
    if (end?.endpoint && isNear) {
      // §2.4: only with the policy, and only a route at least as long as the address space.
      const space = end.vnet.spaces.find((prefix) => isIn(to, prefix)) ?? '0.0.0.0/0';
      const counts = end.subnet.policies === 'Enabled' || end.subnet.policies === 'RouteTableEnabled';
      if (!counts || route.order !== 3 || lengthOf(route.prefix) < lengthOf(space)) continue;
    }
    const isLonger = best === null || lengthOf(route.prefix) > lengthOf(best.prefix);
    const isEqual = best !== null && lengthOf(route.prefix) === lengthOf(best.prefix) && route.order > best.order;
    if (isLonger || isEqual) best = route;
  }
  return best ?? (end?.endpoint && isNear ? { prefix: `${to}/32`, order: 2, hop: 'Endpoint', target: '' } : null);
}

/** Follows the routes; true if they lead to the destination, null if on-premises networks decide. */
function arrives(
  network: OracleNetwork,
  at: Spot,
  packet: Packet,
  trail: string[],
  isForwarded: boolean,
): boolean | null {
  const end = spotOf(network, packet.to);
  const route = nextHop(network, at, packet.to);
  switch (route?.hop) {
    case 'Endpoint':
      return true;
    case 'VnetLocal':
      return end !== null && end.vnet === at.vnet;
    case 'Peering':
      if (route.target === 'elsewhere') return null;
      return end !== null && end.vnet.name === route.target;
    case 'VirtualNetworkGateway':
      if (onPremisesOf(network, at).length === 0) return false;
      return (end === null && isInAny(packet.to, onPremisesOf(network, at))) || null;
    case 'Internet':
      if (end !== null || !isPublic(packet.to)) return false;
      if (isForwarded || at.nic?.publicSku || gatewayAt(network, at) !== undefined) return true;
      return at.subnet.nat || at.subnet.delegation !== null || at.subnet.defaultOutbound;
    case 'VirtualAppliance': {
      const firewall = network.firewalls.find(({ address }) => address === route.target);
      if (firewall === undefined || isForwarded) return false;
      const spot = spotOf(network, firewall.address);
      if (spot === null || spot.subnet === at.subnet) return false;
      const isReachable =
        spot.vnet === at.vnet ||
        peersOf(network, at).some(({ remote, prefixes }) => remote === spot.vnet && prefixes.length > 0);
      if (!isReachable) return false;
      if (end !== null && at.vnet !== spot.vnet && end.vnet !== spot.vnet) {
        const back = peersOf(network, end).find(({ remote }) => remote === spot.vnet);
        if (!back?.peering.forwarded) return false;
      }
      const onward = arrives(network, { ...spot, nic: null, endpoint: null }, packet, [], true);
      if (onward === false) return false;
      const rule = firstMatch(network, at, firewall.rules, 'Outbound', packet);
      trail.push(`firewall ${rule?.name ?? '-'}`);
      return rule?.access === 'Allow' && onward;
    }
    default:
      return false;
  }
}

/** Whether a packet gets from its source to its destination (§2.2), and by which rules. */
export function judge(network: OracleNetwork, packet: Packet): Judgement {
  const start = spotOf(network, packet.from);
  const end = spotOf(network, packet.to);
  const trail: string[] = [];
  const done = (passes: boolean, depends = false): Judgement => ({ passes, depends, trail });
  if (!isSomebodys(packet.from) || !isSomebodys(packet.to)) return done(false);
  const isPlatform = packet.to === '168.63.129.16' || packet.to === '169.254.169.254';
  if (start !== null) {
    if (!passesEnd(network, start, 'Outbound', packet, trail)) return done(false);
    if (start.endpoint !== null) return done(false);
    if (isPlatform) return done(true);
    const arrival = arrives(network, start, packet, trail, false);
    if (arrival === false) return done(false);
    const passes = end === null || passesEnd(network, end, 'Inbound', packet, trail);
    return done(passes && arrival === true, passes && arrival === null);
  }
  if (end === null) return done(false);
  if (packet.from === '168.63.129.16') return done(passesEnd(network, end, 'Inbound', packet, trail));
  if (isPublic(packet.from)) {
    const sku = end.nic?.publicSku ?? null;
    const listens = packet.protocol === 'tcp' && gatewayAt(network, end)?.ports.includes(packet.toPort);
    if (sku === null && !listens) return done(false);
    if (sku === 'Standard' && end.subnet.nsg === null && end.nic?.nsg === null) return done(false);
    if (nextHop(network, end, packet.from)?.hop !== 'Internet') return done(false);
    return done(passesEnd(network, end, 'Inbound', packet, trail));
  }
  if (isInAny(packet.from, elsewhereOf(network, end)) && !isInAny(packet.from, onPremisesOf(network, end)))
    return done(false, passesEnd(network, end, 'Inbound', packet, trail));
  if (!isInAny(packet.from, onPremisesOf(network, end))) return done(false);
  return done(passesEnd(network, end, 'Inbound', packet, trail));
}
