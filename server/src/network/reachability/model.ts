/**
 * A network under one assignment of the template's conditions: plain data, without knowledge of templates. Items refer to each other by id;
 * an id that isn't in the network belongs to something outside of it, which is unknown, never absent. `S` is what the caller wants to get
 * back about an item, such as its place in a file; nothing here looks at it.
 */
import type { AddressSet } from '../addresses/address-set.ts';
import type { PortSet } from '../addresses/port-set.ts';
import type { ApplicationGateway, Gateway, LoadBalancer, PublicAddress, VirtualHub } from './model-entries.ts';
import type { Firewall } from './model-firewall.ts';
import type { Somewhere } from './somewhere.ts';

/** What an answer may depend on, beyond the network that is known. */
export interface Dependency {
  readonly kind:
    | 'parameter'
    | 'tag'
    | 'onPremises'
    | 'outside'
    | 'appliance'
    | 'address'
    | 'frontend'
    | 'name'
    | 'duplicatePriority'
    | 'loop'
    | 'bound';
  /** The parameter, the tag, the id that isn't in the network ...; for display and comparison. */
  readonly name: string;
}

/** Without repetitions, in order. */
export function distinctDependencies(list: readonly Dependency[]): readonly Dependency[] {
  if (list.length < 2) return list;
  return [...new Map(list.map((item) => [`${item.kind} ${item.name}`, item])).values()];
}

/** Stands where a value isn't known. */
export interface Unknown {
  readonly unknown: Dependency;
}
export type Maybe<T> = T | Unknown;

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** The id of another item; null if there is none. */
export type Reference = Maybe<string | null>;

export type Direction = 'Inbound' | 'Outbound';
export type Protocol = 'tcp' | 'udp' | 'icmp' | 'esp' | 'ah';
export const protocols: readonly Protocol[] = ['tcp', 'udp', 'icmp', 'esp', 'ah'];

/** True for protocols with ports. */
export function hasPorts(protocol: Protocol): protocol is 'tcp' | 'udp' {
  return protocol === 'tcp' || protocol === 'udp';
}

/** One side of a rule; its parts are OR-ed. */
export interface RuleSide {
  /** `*`: every address of both families. */
  readonly any: boolean;
  readonly addresses: AddressSet;
  /** Service tags in lower case, `virtualnetwork`, `internet` and `azureloadbalancer` among them. */
  readonly tags: readonly string[];
  /** Ids of application security groups. */
  readonly groups: readonly string[];
  /** Set if the side holds something more that isn't known. */
  readonly unknown: Dependency | null;
}

/** A rule of a network security group, an admin configuration or a firewall: first match by ascending priority. */
export interface TrafficRule<S, Access extends string> {
  readonly source: S;
  readonly name: string;
  readonly access: Maybe<Access>;
  readonly priority: Maybe<number>;
  /** One of `protocols`, in lower case; null is any. A firewall's rule may name several. */
  readonly protocols: Maybe<readonly Protocol[] | null>;
  readonly sources: RuleSide;
  readonly destinations: RuleSide;
  readonly sourcePorts: Maybe<PortSet>;
  readonly destinationPorts: Maybe<PortSet>;
  /** Null if the rule is there; else what its presence depends on. */
  readonly presence: Dependency | null;
}

export interface SecurityRule<S> extends TrafficRule<S, 'Allow' | 'Deny'> {
  readonly direction: Direction;
}

export interface SecurityGroup<S> {
  readonly id: string;
  readonly source: S;
  readonly rules: readonly SecurityRule<S>[];
  /** Set if there may be more rules than these. */
  readonly more: Dependency | null;
}

/** A rule of Azure Virtual Network Manager: Deny and AlwaysAllow are final, Allow leaves the rest to the security groups. */
export interface AdminRule<S> extends TrafficRule<S, 'Allow' | 'Deny' | 'AlwaysAllow'> {
  readonly direction: Direction;
}

export interface AdminConfiguration<S> {
  readonly source: S;
  readonly rules: readonly AdminRule<S>[];
  /** Ids of the virtual networks that it is applied to. */
  readonly virtualNetworks: Maybe<readonly string[]>;
  /** `applyOnNetworkIntentPolicyBasedServices: ['AllowRulesOnly']`: networks with SQL MI or Databricks get its Allow rules. */
  readonly allowRulesOnIntentPolicies: boolean;
}

/** One prefix as a route or an address space names it. */
export interface Prefix {
  readonly addresses: AddressSet;
  readonly length: number;
}

export interface Route<S> {
  readonly source: S;
  readonly name: string;
  /** A prefix, or a service tag in lower case. */
  readonly destination: Maybe<Prefix | string>;
  readonly nextHop: Maybe<NextHop>;
  readonly presence: Dependency | null;
}

export type NextHop =
  | { readonly kind: 'VirtualNetworkLocal' | 'Internet' | 'VirtualNetworkGateway' | 'None' }
  /** Several addresses are VirtualApplianceEcmp. */
  | { readonly kind: 'VirtualAppliance'; readonly addresses: Maybe<AddressSet> };

export interface RouteTable<S> {
  readonly id: string;
  readonly source: S;
  readonly routes: readonly Route<S>[];
  /** False with `disableBgpRoutePropagation`. */
  readonly propagates: boolean;
  readonly more: Dependency | null;
}

export interface VirtualNetwork<S> {
  readonly id: string;
  readonly source: S;
  readonly addressSpace: readonly Prefix[];
  /** Set if it may have more addresses than these: it is deployed elsewhere. */
  readonly moreAddresses: Dependency | null;
  readonly subnets: readonly Subnet<S>[];
  readonly peerings: readonly Peering<S>[];
  /** Set if there may be more peerings than these. */
  readonly morePeerings: Dependency | null;
}

export interface Peering<S> {
  readonly source: S;
  readonly remote: Maybe<string>;
  readonly allowVirtualNetworkAccess: Maybe<boolean>;
  readonly allowForwardedTraffic: Maybe<boolean>;
  readonly allowGatewayTransit: Maybe<boolean>;
  readonly useRemoteGateways: Maybe<boolean>;
  /** Null if the whole networks are peered (`peerCompleteVnets`); else the names of the subnets that are. */
  readonly localSubnets: readonly string[] | null;
  readonly remoteSubnets: readonly string[] | null;
  /** The address space of a remote that isn't in the network, if it is stated; else it is unknown. */
  readonly remoteAddresses: readonly Prefix[] | null;
}

export type EndpointPolicies = 'Disabled' | 'Enabled' | 'NetworkSecurityGroupEnabled' | 'RouteTableEnabled';

export interface Subnet<S> {
  readonly id: string;
  readonly source: S;
  readonly name: string;
  readonly prefixes: readonly Prefix[];
  /** Set if its prefixes aren't known; then `prefixes` only stand in for them (`somewhere.ts`). */
  readonly somewhere: Somewhere | null;
  readonly securityGroup: Reference;
  readonly routeTable: Reference;
  /** The service that the subnet is delegated to, in lower case. */
  readonly delegation: string | null;
  readonly endpointPolicies: Maybe<EndpointPolicies>;
  /** Whether hosts without explicit egress reach the Internet; the caller knows what an omission means by apiVersion. */
  readonly defaultOutboundAccess: Maybe<boolean>;
  readonly natGateway: Reference;
}

/** One IP configuration of a network interface; an interface with several is several of these. */
export interface NetworkInterface<S> {
  readonly id: string;
  readonly source: S;
  readonly subnet: string;
  /** Null if it is somewhere in the subnet. */
  readonly addresses: AddressSet | null;
  readonly securityGroup: Reference;
  readonly groups: Maybe<readonly string[]>;
  readonly publicAddress: Maybe<PublicAddress<S> | null>;
}

export interface PrivateEndpoint<S> {
  readonly id: string;
  readonly source: S;
  readonly subnet: string;
  readonly addresses: AddressSet | null;
  readonly groups: Maybe<readonly string[]>;
}

/** An application security group; its members are on the interfaces and endpoints. */
export interface ApplicationSecurityGroup<S> {
  readonly id: string;
  readonly source: S;
  /** Set if it may have members that aren't in the network. */
  readonly otherMembers: Dependency | null;
}

export interface Network<S> {
  readonly virtualNetworks: readonly VirtualNetwork<S>[];
  readonly securityGroups: readonly SecurityGroup<S>[];
  readonly routeTables: readonly RouteTable<S>[];
  readonly applicationSecurityGroups: readonly ApplicationSecurityGroup<S>[];
  readonly interfaces: readonly NetworkInterface<S>[];
  readonly privateEndpoints: readonly PrivateEndpoint<S>[];
  readonly adminConfigurations: readonly AdminConfiguration<S>[];
  readonly loadBalancers: readonly LoadBalancer<S>[];
  readonly applicationGateways: readonly ApplicationGateway<S>[];
  readonly firewalls: readonly Firewall<S>[];
  readonly gateways: readonly Gateway<S>[];
  readonly hubs: readonly VirtualHub<S>[];
}

/** A network of nothing, to spread into. */
export const emptyNetwork: Network<never> = {
  virtualNetworks: [],
  securityGroups: [],
  routeTables: [],
  applicationSecurityGroups: [],
  interfaces: [],
  privateEndpoints: [],
  adminConfigurations: [],
  loadBalancers: [],
  applicationGateways: [],
  firewalls: [],
  gateways: [],
  hubs: [],
};
