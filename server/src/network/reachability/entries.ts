/** How traffic from outside gets to a host: public addresses, load balancers, application gateways, firewalls, gateways (azure-network 2.1, 2.6). */

import { type AddressSet, intersectAddresses, isEmptySet, noAddress } from '../addresses/address-set.ts';
import { everyPort, type PortSet } from '../addresses/port-set.ts';
import type { Atom } from './atoms.ts';
import { outcome } from './filter-function.ts';
import { type Dependency, isUnknown, type Maybe, type Protocol } from './model.ts';
import type { LoadBalancer, LoadBalancingRule } from './model-entries.ts';
import { isFor } from './model-entries.ts';
import type { Firewall, TranslationRule } from './model-firewall.ts';
import {
  gatewaysIn,
  gatewaysOf,
  linksOf,
  type NetworkIndex,
  prefixesBehind,
  type SubnetNode,
  unseenBehind,
} from './network-index.ts';
import type { Host } from './places.ts';
import { holdsAtom } from './rule-side.ts';
import { holdsSomewhere } from './somewhere.ts';
import { maybeIn, type Way, type WayReason } from './ways.ts';

/** One way in. */
export interface Entry<S> {
  readonly way: Way<S>;
  /** What leads in: the public address, balancer, gateway or firewall; its id and the caller's reference. */
  readonly via: { readonly id: string; readonly source: S; readonly rule: string | null } | null;
  /** Ports at the host that it leads to. */
  readonly ports: PortSet;
  /** Addresses of the host that it leads to; null for all. */
  readonly destinations: AddressSet | null;
  /** The subnet whose address the host sees as the source; null if it sees the client's. */
  readonly proxy: { readonly node: SubnetNode<S>; readonly listeners: PortSet } | null;
  /** Set if the host sees an address of the frontend in place of its own: which is not known. */
  readonly floating: Dependency | null;
  /** The translation whose sources the client must be among. */
  readonly translation: TranslationRule<S> | null;
}

function wayOf<S>(reason: WayReason, outcomes: number, dependsOn: readonly Dependency[]): Way<S> {
  return { outcomes, dependsOn, reason, route: null, firewall: null };
}

const both = outcome.allow | outcome.deny;

/** Notes what isn't known and goes on with the widest that it could be. */
class Doubts {
  readonly dependsOn: Dependency[] = [];

  known<T>(value: Maybe<T>, widest: T): T {
    if (!isUnknown(value)) return value;
    this.dependsOn.push(value.unknown);
    return widest;
  }

  /** Those of a host's addresses that something names. */
  shared(named: AddressSet, { addresses, membership: { somewhere } }: Host<unknown>): AddressSet {
    if (somewhere === null || named === addresses) return intersectAddresses(named, addresses);
    const match = holdsSomewhere(named, somewhere);
    if (match === false) return noAddress;
    if (match !== true) this.dependsOn.push(match);
    return addresses;
  }

  way<S>(reason: WayReason): Way<S> {
    return wayOf(reason, this.dependsOn.length === 0 ? outcome.allow : both, this.dependsOn);
  }
}

/** All ways from the Internet to a host for one protocol. */
export function publicEntries<S>(index: NetworkIndex<S>, host: Host<S>, protocol: Protocol): readonly Entry<S>[] {
  const { network } = index;
  return [
    ...ownAddress(host),
    ...network.loadBalancers.flatMap((balancer) =>
      balancer.rules.flatMap((rule) => balanced(host, protocol, balancer, rule)),
    ),
    ...listening(index, host, protocol),
    ...proxied(index, host, protocol),
    ...network.firewalls.flatMap((firewall) => translated(index, host, protocol, firewall)),
  ];
}

const direct = { destinations: null, proxy: null, floating: null, translation: null, ports: everyPort } as const;

/** A Standard address lets nothing in unless a security group says so; null if it does or the address is Basic. */
function closedOf(
  { node, nic, kind }: Host<unknown>,
  sku: Maybe<'Basic' | 'Standard'>,
): { outcomes: number; dependsOn: readonly Dependency[] } | null {
  if (kind !== 'interface' || node.subnet.securityGroup !== null || nic?.securityGroup !== null || sku === 'Basic')
    return null;
  return isUnknown(sku) ? { outcomes: both, dependsOn: [sku.unknown] } : { outcomes: outcome.deny, dependsOn: [] };
}

function ownAddress<S>(host: Host<S>): readonly Entry<S>[] {
  const address = host.nic?.publicAddress ?? null;
  if (address === null || host.nic === null) return [];
  if (isUnknown(address)) return [{ ...direct, via: null, way: wayOf('publicAddress', both, [address.unknown]) }];
  const closed = closedOf(host, address.sku);
  const way: Way<S> =
    closed === null
      ? wayOf('publicAddress', outcome.allow, [])
      : wayOf('closedPublicAddress', closed.outcomes, closed.dependsOn);
  return [{ ...direct, way, via: { id: host.nic.id, source: address.source, rule: null } }];
}

function balanced<S>(
  host: Host<S>,
  protocol: Protocol,
  { id, sku }: LoadBalancer<S>,
  rule: LoadBalancingRule<S>,
): readonly Entry<S>[] {
  if (host.nic === null || rule.frontend !== 'public') return [];
  if (!isFor(rule, protocol)) return [];
  const doubts = new Doubts();
  if (!doubts.known(rule.backends, [host.nic.id]).includes(host.nic.id)) return [];
  const frontend = doubts.known(rule.frontendPorts, everyPort);
  const backend = isUnknown(rule.backendPort)
    ? doubts.known<PortSet | null>(rule.backendPort, everyPort)
    : portsAt(rule.backendPort);
  const floats = doubts.known(rule.floating, false);
  const closed = closedOf(host, sku);
  const open = doubts.way<S>('loadBalancer');
  const way: Way<S> =
    closed === null ? open : wayOf('closedPublicAddress', closed.outcomes, [...closed.dependsOn, ...doubts.dependsOn]);
  const floating: Dependency | null = floats ? { kind: 'address', name: id } : null;
  return [{ ...direct, floating, ports: backend ?? frontend, way, via: { id, source: rule.source, rule: rule.name } }];
}

function portsAt(port: number | null): PortSet | null {
  return port === null ? null : [port, port + 1];
}

/** The hosts of an application gateway's subnet that aren't known are its instances: they listen at its public ports. */
function listening<S>(index: NetworkIndex<S>, { kind, node }: Host<S>, protocol: Protocol): readonly Entry<S>[] {
  if (protocol !== 'tcp' || kind !== 'subnet') return [];
  return gatewaysIn(index, node).flatMap(({ id, source, publicPorts }) => {
    const doubts = new Doubts();
    const ports = doubts.known(publicPorts, everyPort);
    if (ports.length === 0) return [];
    return [{ ...direct, ports, way: doubts.way<S>('applicationGateway'), via: { id, source, rule: null } }];
  });
}

/** Application gateways end the connection and open another one, so the host sees the gateway's subnet. */
function proxied<S>(index: NetworkIndex<S>, host: Host<S>, protocol: Protocol): readonly Entry<S>[] {
  if (protocol !== 'tcp') return [];
  return index.network.applicationGateways.flatMap((gateway) => {
    const node = index.subnets.get(gateway.subnet);
    if (node === undefined) return [];
    return gateway.backends.flatMap(({ source, interfaces, addresses, ports }) => {
      const isMember = host.nic !== null && interfaces.includes(host.nic.id);
      const doubts = new Doubts();
      const named = isMember ? host.addresses : doubts.shared(addresses, host);
      if (isEmptySet(named)) return [];
      const listeners = doubts.known(gateway.publicPorts, everyPort);
      if (listeners.length === 0) return [];
      return [
        {
          ports: doubts.known(ports, everyPort),
          way: doubts.way<S>('direct'),
          via: { id: gateway.id, source, rule: null },
          destinations: isMember ? null : named,
          proxy: { node, listeners },
          floating: null,
          translation: null,
        },
      ];
    });
  });
}

/** A firewall that translates the destination also puts its own address in place of the client's. */
function translated<S>(
  index: NetworkIndex<S>,
  host: Host<S>,
  protocol: Protocol,
  firewall: Firewall<S>,
): readonly Entry<S>[] {
  const node = firewall.subnet === null ? undefined : index.subnets.get(firewall.subnet);
  if (node === undefined || !firewall.publicAddress) return [];
  return firewall.translations.flatMap((rule) => {
    const doubts = new Doubts();
    const admitted = doubts.known(rule.protocols, null);
    if (admitted !== null && !admitted.includes(protocol)) return [];
    const destinations = doubts.shared(doubts.known(rule.translatedAddress, host.addresses), host);
    if (isEmptySet(destinations)) return [];
    if (rule.presence !== null) doubts.dependsOn.push(rule.presence);
    return [
      {
        ports: doubts.known(rule.translatedPort, everyPort),
        way: doubts.way<S>('firewall'),
        via: { id: firewall.id, source: rule.source, rule: rule.name },
        destinations,
        proxy: { node, listeners: [] },
        floating: null,
        translation: rule,
      },
    ];
  });
}

/** The way of a host outside of all networks that is connected by a gateway, a hub or a peering, or isn't. */
export function outsideEntry<S>(index: NetworkIndex<S>, host: Host<S>, source: Atom): Way<S> {
  const { node } = host;
  const gateways = gatewaysOf(index, node);
  const known = gateways.some(
    ({ prefixes }) => !isUnknown(prefixes) && prefixes.some(({ addresses }) => holdsAtom(addresses, source)),
  );
  if (known) return wayOf('gateway', outcome.allow, []);
  const near = maybeIn(node.network, source);
  if (near !== null) return wayOf('unknown', both, [near]);
  const unknown = gateways.map(({ prefixes }) => prefixes).find(isUnknown)?.unknown;
  const hub = (index.hubs.get(node.network.id) ?? []).length > 0;
  const learned = unknown ?? (hub ? ({ kind: 'onPremises', name: node.network.id } as const) : null);
  if (learned !== null) return wayOf('gateway', both, [learned]);
  const peer = peerWith(index, node, source) ?? node.network.morePeerings;
  return peer === null ? wayOf('noRoute', outcome.deny, []) : wayOf('peering', both, [peer]);
}

/** What it depends on whether a peering leads in from an address: its other end isn't seen, or not all that lies there. */
function peerWith<S>(index: NetworkIndex<S>, node: SubnetNode<S>, source: Atom): Dependency | null {
  for (const link of linksOf(index, node)) {
    const elsewhere = link.remote === null ? link.dependsOn : link.remote.moreAddresses;
    const isStated = (prefixesBehind(link) ?? []).some(({ addresses }) => holdsAtom(addresses, source));
    const unseen = isStated ? elsewhere : unseenBehind(link);
    if (unseen !== null) return unseen;
  }
  return null;
}
