/** The way from a host to a destination by its routes: whether it leads there, through which firewall, and by which route (azure-network 2.6). */
import { overlapAddresses, printAddresses } from '../addresses/address-set.ts';
import type { Atom } from './atoms.ts';
import { outcome } from './filter-function.ts';
import { type Dependency, isUnknown, type Maybe, type VirtualNetwork } from './model.ts';
import type { Firewall } from './model-firewall.ts';
import {
  gatewaysIn,
  gatewaysOf,
  linksOf,
  type NetworkIndex,
  prefixesBehind,
  type SubnetNode,
  unseenBehind,
} from './network-index.ts';
import type { Host, Place } from './places.ts';
import { type EffectiveRoute, effectiveRoutes, type RoutesOf, routesTo } from './routes.ts';
import { holdsAtom } from './rule-side.ts';

/** What a route does with a packet. */
export interface Way<S> {
  /** Bits of `outcome`: allow, deny or both. */
  readonly outcomes: number;
  readonly dependsOn: readonly Dependency[];
  /** Short: what happens there. */
  readonly reason: WayReason;
  /** The route that decides; null for entries from outside. */
  readonly route: EffectiveRoute<S> | null;
  /** A firewall that must let the packet pass. */
  readonly firewall: Firewall<S> | null;
}

export type WayReason =
  | 'direct'
  | 'peering'
  | 'hub'
  | 'privateEndpoint'
  | 'platform'
  | 'gateway'
  | 'firewall'
  | 'publicAddress'
  | 'natGateway'
  | 'loadBalancer'
  | 'applicationGateway'
  | 'defaultOutboundAccess'
  | 'managedEgress'
  | 'noEgress'
  | 'noRoute'
  | 'wrongNetwork'
  | 'appliance'
  /** An appliance to which the routes of its own subnet lead back. */
  | 'applianceCircle'
  | 'notForwarded'
  | 'noPublicEntry'
  | 'closedPublicAddress'
  | 'asymmetricReply'
  | 'initiatesNothing'
  | 'circularRoutes'
  | 'unknown';

/** Routes of subnets, computed once for each. */
export class Routing<S> {
  readonly index: NetworkIndex<S>;
  private readonly bySubnet = new Map<string, RoutesOf<S>>();

  constructor(index: NetworkIndex<S>) {
    this.index = index;
  }

  routesOf(node: SubnetNode<S>): RoutesOf<S> {
    const known = this.bySubnet.get(node.subnet.id);
    if (known !== undefined) return known;
    const routes = effectiveRoutes(this.index, node);
    this.bySubnet.set(node.subnet.id, routes);
    return routes;
  }
}

const allowed = (reason: WayReason): Verdict => ({ outcomes: outcome.allow, dependsOn: [], reason, firewall: null });
const denied = (reason: WayReason): Verdict => ({ outcomes: outcome.deny, dependsOn: [], reason, firewall: null });
const depends = (reason: WayReason, dependsOn: Dependency): Verdict => ({
  outcomes: outcome.allow | outcome.deny,
  dependsOn: [dependsOn],
  reason,
  firewall: null,
});

type Verdict = Omit<Way<never>, 'route' | 'firewall'> & { readonly firewall: Firewall<unknown> | null };

/** The way of a packet from a host to an atom of a place. */
export function wayTo<S>(routing: Routing<S>, from: Host<S>, to: Place<S>, atom: Atom): Way<S> {
  if (from.kind === 'privateEndpoint') return { ...denied('initiatesNothing'), route: null, firewall: null };
  if (to.kind === 'platform') return { ...allowed('platform'), route: null, firewall: null };
  return follow(routing, from.node, from, to, atom, 0);
}

const mostAppliances = 4;

function follow<S>(
  routing: Routing<S>,
  at: SubnetNode<S>,
  host: Host<S> | null,
  to: Place<S>,
  atom: Atom,
  depth: number,
): Way<S> {
  const candidates = routesTo(routing.routesOf(at), atom, visibleEndpoint(routing.index, at, to));
  const ways = candidates.map((route) => ({ ...arrive(routing, at, host, to, atom, route, depth), route }) as Way<S>);
  const certain = ways.at(-1);
  if (certain === undefined) return { ...denied('noRoute'), route: null, firewall: null };
  const others = ways.slice(0, -1);
  if (others.length === 0) return certain;
  const outcomes = ways.reduce((bits, way) => bits | way.outcomes, 0);
  if (outcomes === outcome.deny) return certain;
  const dependsOn = [...others.flatMap(({ route }) => route?.dependsOn ?? []), ...ways.flatMap((way) => way.dependsOn)];
  // The firewall on one of several ways may stop the packet, and what passes it by isn't asked.
  const isPassedBy = others.some((way) => way.firewall !== certain.firewall && (way.outcomes & outcome.allow) !== 0);
  if (certain.firewall !== null && isPassedBy)
    return { ...certain, firewall: null, outcomes: outcome.allow | outcome.deny, dependsOn };
  const filtered = ways.some(({ firewall }) => firewall !== null && firewall !== certain.firewall) ? outcome.deny : 0;
  return {
    ...certain,
    outcomes: outcomes | filtered,
    dependsOn: ((outcomes | filtered) & ((outcomes | filtered) - 1)) === 0 ? [] : dependsOn,
  };
}

/** The private endpoint that a place is, if its route reaches the subnet: in its own network and in directly peered ones. */
function visibleEndpoint<S>(
  index: NetworkIndex<S>,
  at: SubnetNode<S>,
  to: Place<S>,
): Parameters<typeof routesTo<S>>[2] {
  if (to.kind !== 'privateEndpoint' || to.endpoint === null) return null;
  const isPeer = linksOf(index, at).some(
    ({ remote, dependsOn }) => remote?.id === to.node.network.id && dependsOn === null,
  );
  return to.node.network.id === at.network.id || isPeer ? { item: to.endpoint, node: to.node } : null;
}

function arrive<S>(
  routing: Routing<S>,
  at: SubnetNode<S>,
  host: Host<S> | null,
  to: Place<S>,
  atom: Atom,
  { hop }: EffectiveRoute<S>,
  depth: number,
): Verdict {
  const isHost = to.kind === 'interface' || to.kind === 'subnet' || to.kind === 'privateEndpoint';
  switch (hop.kind) {
    case 'VirtualNetworkLocal':
      if (!isHost) return nobodyIn(at.network, atom, 'wrongNetwork');
      return to.node.network.id === at.network.id ? allowed('direct') : denied('wrongNetwork');
    case 'Peering':
      // Of a network that isn't known nobody knows what is there; addresses in no subnet are nobody's.
      if (!isHost || !routing.index.virtualNetworks.has(hop.network))
        return intoUnseen(routing.index, hop.network, atom);
      return to.node.network.id === hop.network ? allowed('peering') : denied('wrongNetwork');
    case 'PrivateEndpoint':
      return allowed('privateEndpoint');
    case 'None':
      return nobodyIn(at.network, atom, 'noRoute');
    case 'Unknown':
      return { outcomes: outcome.allow | outcome.deny, dependsOn: [], reason: 'unknown', firewall: null };
    case 'Internet':
      if (to.kind !== 'internet') return denied('noRoute');
      return host === null ? allowed('firewall') : egressOf(routing.index, host);
    case 'VirtualNetworkGateway':
      return throughGateway(routing.index, at, to, atom);
    case 'VirtualAppliance':
      return throughAppliance(routing, at, to, atom, hop.addresses, depth);
    case 'VirtualHub':
      return throughHub(routing.index, at, to, hop.hub);
  }
}

/** What it depends on whether a subnet of the network has an address; null if surely none of those does whose prefixes aren't known. */
export function maybeIn(network: VirtualNetwork<unknown>, atom: Atom): Dependency | null {
  const found = network.subnets.find(({ somewhere }) => somewhere !== null && holdsAtom(somewhere.within, atom));
  return found?.somewhere?.dependsOn ?? null;
}

/** An address that no host is known to have may be in a subnet whose prefix isn't known. */
function nobodyIn(network: VirtualNetwork<unknown>, atom: Atom, reason: WayReason): Verdict {
  const doubt = maybeIn(network, atom);
  return doubt === null ? denied(reason) : depends('unknown', doubt);
}

/** What happens to a packet that a peering leads to addresses at which no known subnet is. */
function intoUnseen<S>(index: NetworkIndex<S>, id: string, atom: Atom): Verdict {
  const network = index.virtualNetworks.get(id);
  if (network !== undefined && network.moreAddresses === null) return nobodyIn(network, atom, 'wrongNetwork');
  return depends('peering', network?.moreAddresses ?? { kind: 'outside', name: id });
}

function throughGateway<S>(index: NetworkIndex<S>, at: SubnetNode<S>, to: Place<S>, atom: Atom): Verdict {
  const gateways = gatewaysOf(index, at);
  if (gateways.length === 0) {
    const lent = linksOf(index, at).find(
      (link) => link.peering.useRemoteGateways !== false && unseenBehind(link) !== null,
    );
    const elsewhere = at.network.morePeerings ?? (lent && unseenBehind(lent)) ?? null;
    return elsewhere === null ? denied('noRoute') : depends('gateway', elsewhere);
  }
  const known = gateways.some(
    ({ prefixes }) => !isUnknown(prefixes) && prefixes.some(({ addresses }) => holdsAtom(addresses, atom)),
  );
  if (to.kind === 'onPremises' && known) return allowed('gateway');
  return depends('gateway', { kind: 'onPremises', name: at.network.id });
}

/** Through a firewall of the network, else through something of which nobody knows what it does. */
function throughAppliance<S>(
  routing: Routing<S>,
  at: SubnetNode<S>,
  to: Place<S>,
  atom: Atom,
  addresses: Extract<EffectiveRoute<S>['hop'], { kind: 'VirtualAppliance' }>['addresses'],
  depth: number,
): Verdict {
  if (isUnknown(addresses)) return depends('appliance', addresses.unknown);
  const { index } = routing;
  const firewall = index.network.firewalls.find(
    ({ privateAddress }) => !isUnknown(privateAddress) && overlapAddresses(privateAddress, addresses),
  );
  const node = firewall?.subnet === null || firewall === undefined ? undefined : index.subnets.get(firewall.subnet);
  if (firewall === undefined || node === undefined)
    return depends('appliance', { kind: 'appliance', name: printAddresses(addresses).join(', ') });
  if (depth >= mostAppliances) return denied('circularRoutes');
  if (node.subnet.id === at.subnet.id) return denied('circularRoutes');
  if (!isAdjacent(index, at, node)) return denied('wrongNetwork');
  const accepts = 'node' in to ? acceptsForwarded(index, at, node, to.node) : true;
  if (accepts === false) return denied('notForwarded');
  const onward = follow(routing, node, null, to, atom, depth + 1);
  if (onward.firewall !== null) return depends('firewall', { kind: 'appliance', name: firewall.id });
  const reason = onward.outcomes === outcome.deny ? onward.reason : 'firewall';
  if (!isUnknown(accepts) || reason !== 'firewall') return { ...onward, reason, firewall };
  return {
    outcomes: onward.outcomes | outcome.deny,
    dependsOn: [...onward.dependsOn, accepts.unknown],
    reason,
    firewall,
  };
}

/** True if the next hop lies in the host's own network or in a peered one. */
function isAdjacent<S>(index: NetworkIndex<S>, at: SubnetNode<S>, appliance: SubnetNode<S>): boolean {
  if (at.network.id === appliance.network.id) return true;
  return linksOf(index, at).some(
    (link) => link.remote?.id === appliance.network.id && (prefixesBehind(link) ?? []).length > 0,
  );
}

/** A peering drops what its other end only forwards, unless it allows that. */
function acceptsForwarded<S>(
  index: NetworkIndex<S>,
  from: SubnetNode<S>,
  appliance: SubnetNode<S>,
  to: SubnetNode<S>,
): Maybe<boolean> {
  if (from.network.id === appliance.network.id || to.network.id === appliance.network.id) return true;
  const link = linksOf(index, to).find(({ remote }) => remote?.id === appliance.network.id);
  return link?.peering.allowForwardedTraffic ?? false;
}

function throughHub<S>(index: NetworkIndex<S>, at: SubnetNode<S>, to: Place<S>, id: string): Verdict {
  const hub = (index.hubs.get(at.network.id) ?? []).find((candidate) => candidate.id === id);
  if (hub === undefined) return depends('hub', { kind: 'outside', name: id });
  const intent: Maybe<string | null> = to.kind === 'internet' ? hub.internetTraffic : hub.privateTraffic;
  if ('node' in to && !hub.connections.some(({ network }) => network === to.node.network.id))
    return denied('wrongNetwork');
  if (to.kind === 'onPremises') return depends('hub', { kind: 'onPremises', name: id });
  if (isUnknown(intent)) return depends('hub', intent.unknown);
  if (intent === null) return to.kind === 'internet' ? denied('noRoute') : allowed('hub');
  const firewall = index.firewalls.get(intent);
  return firewall === undefined
    ? depends('hub', { kind: 'outside', name: intent })
    : { ...allowed('firewall'), firewall };
}

/** How a host leaves for the Internet when its route says so (azure-network 2.6, default outbound access). */
function egressOf<S>(index: NetworkIndex<S>, { kind, node, nic }: Host<S>): Verdict {
  const { subnet } = node;
  // A gateway that isn't isolated has a public address, and leaves by it.
  const gateways = kind === 'subnet' ? gatewaysIn(index, node) : [];
  if (gateways.some(({ isolated, publicPorts }) => !isolated || (!isUnknown(publicPorts) && publicPorts.length > 0)))
    return allowed('applicationGateway');
  if (nic !== null && nic.publicAddress !== null)
    return isUnknown(nic.publicAddress)
      ? depends('publicAddress', nic.publicAddress.unknown)
      : allowed('publicAddress');
  if (subnet.natGateway !== null)
    return isUnknown(subnet.natGateway) ? depends('natGateway', subnet.natGateway.unknown) : allowed('natGateway');
  const backends = index.network.loadBalancers.flatMap(({ rules, outboundRules }) => [
    ...outboundRules.map((rule) => rule.backends),
    ...rules.filter(({ frontend, outboundSnat }) => frontend === 'public' && outboundSnat).map((rule) => rule.backends),
  ]);
  if (nic !== null && backends.some((list) => !isUnknown(list) && list.includes(nic.id)))
    return allowed('loadBalancer');
  // The services in delegated subnets have an egress of their own.
  if (subnet.delegation !== null) return allowed('managedEgress');
  const unknown = backends.find(isUnknown);
  if (isUnknown(subnet.defaultOutboundAccess))
    return depends('defaultOutboundAccess', subnet.defaultOutboundAccess.unknown);
  if (subnet.defaultOutboundAccess) return allowed('defaultOutboundAccess');
  return unknown !== undefined && nic !== null ? depends('loadBalancer', unknown.unknown) : denied('noEgress');
}
