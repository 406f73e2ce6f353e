/** Where traffic comes from and goes to: what a question names, as places with addresses. */
import {
  type AddressSet,
  intersectAddresses,
  isEmptySet,
  noAddress,
  subtractAddresses,
  unionOfAddresses,
} from '../addresses/address-set.ts';
import { hostAddress, platformAddresses, privateRanges, publicAddresses } from '../addresses/special-ranges.ts';
import type { Membership } from './atoms.ts';
import { type Dependency, isUnknown, type NetworkInterface, type PrivateEndpoint } from './model.ts';
import { addressesOfSubnet, type NetworkIndex, type SubnetNode } from './network-index.ts';
import { backendsOf, type Frontend, frontendsAt, privateFrontends } from './private-frontends.ts';
import { standingAt } from './somewhere.ts';

/** What a question can name. */
export type Endpoint =
  | { readonly kind: 'subnet' | 'interface' | 'privateEndpoint' | 'applicationSecurityGroup'; readonly id: string }
  /** All public addresses, those of service tags included. Networks may use some of them as their own; their routes know. */
  | { readonly kind: 'internet' }
  | { readonly kind: 'serviceTag'; readonly name: string }
  /** The source of health probes. */
  | { readonly kind: 'probes' }
  | { readonly kind: 'addresses'; readonly addresses: AddressSet };

export type Place<S> = Host<S> | Outside;

interface Common {
  readonly addresses: AddressSet;
  readonly membership: Membership;
  /** Set if the packet has one of the addresses and nobody knows which; what that depends on. */
  readonly oneOf: Dependency | null;
}

/** Something in a subnet: an interface, a private endpoint, or any other host of the subnet. */
export interface Host<S> extends Common {
  readonly kind: 'interface' | 'privateEndpoint' | 'subnet';
  readonly node: SubnetNode<S>;
  readonly nic: NetworkInterface<S> | null;
  readonly endpoint: PrivateEndpoint<S> | null;
  /** The frontend by which the question names it; null if it names the host itself. */
  readonly frontend: Frontend<S> | null;
}

/** Something outside: public addresses, private ones that no network here holds, or the platform itself. */
export interface Outside extends Common {
  readonly kind: 'internet' | 'onPremises' | 'platform';
  /** Which assumptions about service tags to make: all that matter, or one tag and what is in it. */
  readonly tag: string | null;
}

const member: Membership = { groups: [], joins: 'none', somewhere: null };

/** The places of an endpoint; none if it names something that isn't in the network. */
export function placesOf<S>(index: NetworkIndex<S>, endpoint: Endpoint): readonly Place<S>[] {
  switch (endpoint.kind) {
    case 'subnet': {
      const node = index.subnets.get(endpoint.id);
      return node === undefined ? [] : hostsOf(node);
    }
    case 'interface': {
      const nic = index.interfaces.get(endpoint.id);
      const node = nic && index.subnets.get(nic.subnet);
      return nic === undefined || node === undefined ? [] : [interfacePlace(node, nic)];
    }
    case 'privateEndpoint': {
      const item = index.endpoints.get(endpoint.id);
      const node = item && index.subnets.get(item.subnet);
      return item === undefined || node === undefined ? [] : [endpointPlace(node, item)];
    }
    case 'applicationSecurityGroup':
      return [...index.subnets.values()]
        .flatMap(hostsOf)
        .filter(({ membership }) => membership.groups.includes(endpoint.id) || isDependencyOf(membership));
    case 'internet':
      return [{ kind: 'internet', addresses: publicAddresses, membership: member, oneOf: null, tag: null }];
    case 'serviceTag':
      return [
        {
          kind: 'internet',
          addresses: publicAddresses,
          membership: member,
          oneOf: null,
          tag: endpoint.name.toLowerCase(),
        },
      ];
    case 'probes':
      return [probes];
    case 'addresses':
      return placesAt(index, endpoint.addresses);
  }
}

function isDependencyOf({ joins }: Membership): boolean {
  return typeof joins === 'object';
}

/** The hosts of a subnet: each interface and private endpoint, and the addresses that none of them has. */
export function hostsOf<S>(node: SubnetNode<S>): readonly Host<S>[] {
  const rest = restOf(node);
  return [
    ...node.interfaces.map((nic) => interfacePlace(node, nic)),
    ...node.endpoints.map((item) => endpointPlace(node, item)),
    ...(isEmptySet(rest) ? [] : [subnetPlace(node, rest)]),
  ];
}

/** Addresses of a subnet that no known interface or endpoint has. */
function restOf({ subnet, interfaces, endpoints, frontends }: SubnetNode<unknown>): AddressSet {
  const taken = [...interfaces, ...endpoints].map(({ addresses }) => addresses ?? noAddress);
  const all = addressesOfSubnet(subnet);
  return taken.length === 0 && isEmptySet(frontends)
    ? all
    : subtractAddresses(all, unionOfAddresses(frontends, ...taken));
}

/** Hosts of a subnet that aren't known: they may be in groups which have members outside of the network. */
function subnetPlace<S>(node: SubnetNode<S>, addresses: AddressSet): Host<S> {
  const membership: Membership = { groups: [], joins: 'open', somewhere: node.subnet.somewhere };
  return { kind: 'subnet', node, nic: null, endpoint: null, frontend: null, addresses, membership, oneOf: null };
}

function interfacePlace<S>(node: SubnetNode<S>, nic: NetworkInterface<S>): Host<S> {
  return { kind: 'interface', node, nic, endpoint: null, frontend: null, ...whereabouts(node, nic) };
}

function endpointPlace<S>(node: SubnetNode<S>, endpoint: PrivateEndpoint<S>): Host<S> {
  return { kind: 'privateEndpoint', node, nic: null, endpoint, frontend: null, ...whereabouts(node, endpoint) };
}

function whereabouts<S>(
  node: SubnetNode<S>,
  { id, addresses, groups }: NetworkInterface<S> | PrivateEndpoint<S>,
): Common {
  const { somewhere } = node.subnet;
  const membership: Membership = isUnknown(groups)
    ? { groups: [], joins: groups.unknown, somewhere }
    : { groups, joins: 'none', somewhere };
  if (addresses !== null && (somewhere === null || addresses.v6.length === 0))
    return { ...standingAt(node.subnet, addresses, membership), oneOf: null };
  return { addresses: restOf(node), membership, oneOf: { kind: 'address', name: id } };
}

/** Addresses as places: who has them in the network, and the rest outside. */
function placesAt<S>(index: NetworkIndex<S>, addresses: AddressSet): readonly Place<S>[] {
  const places: Place<S>[] = [];
  const taken: AddressSet[] = [];
  // Networks that aren't connected may have the same addresses; then the question is about all of them.
  for (const node of index.subnets.values()) {
    const inside = intersectAddresses(addresses, addressesOfSubnet(node.subnet));
    if (isEmptySet(inside)) continue;
    taken.push(inside);
    for (const host of hostsOf(node)) {
      if (host.oneOf !== null) continue;
      const own = intersectAddresses(host.addresses, inside);
      if (!isEmptySet(own)) places.push({ ...host, addresses: own });
    }
  }
  for (const frontend of frontendsAt(privateFrontends(index.network), addresses))
    for (const id of backendsOf(frontend)) {
      const nic = index.interfaces.get(id);
      const node = nic && index.subnets.get(nic.subnet);
      if (nic !== undefined && node !== undefined) places.push({ ...interfacePlace(node, nic), frontend });
    }
  const rest = subtractAddresses(addresses, unionOfAddresses(...taken));
  const add = (kind: Outside['kind'], within: AddressSet, oneOf: Dependency | null): void => {
    const own = intersectAddresses(rest, within);
    if (!isEmptySet(own)) places.push({ kind, addresses: own, membership: member, oneOf, tag: null });
  };
  add('platform', platformAddresses, null);
  add('internet', publicAddresses, { kind: 'tag', name: '' });
  add('onPremises', privateRanges, null);
  return places;
}

const probes: Outside = { kind: 'platform', addresses: hostAddress, membership: member, oneOf: null, tag: null };
