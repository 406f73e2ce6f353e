/** The parts of a network that lead traffic into it, out of it or around in it; see `model.ts`. */

import type { AddressSet } from '../addresses/address-set.ts';
import type { PortSet } from '../addresses/port-set.ts';
import type { Maybe, Prefix, Protocol } from './model.ts';
import { hasPorts } from './model.ts';

export interface PublicAddress<S> {
  readonly source: S;
  /** A Standard address is closed until a security group opens it; a Basic one is open. */
  readonly sku: Maybe<'Basic' | 'Standard'>;
}

export interface LoadBalancer<S> {
  readonly id: string;
  readonly source: S;
  readonly sku: Maybe<'Basic' | 'Standard'>;
  readonly rules: readonly LoadBalancingRule<S>[];
  readonly outboundRules: readonly { readonly source: S; readonly backends: Maybe<readonly string[]> }[];
}

/** A load balancing rule or an inbound NAT rule. The balancer passes through: the packet keeps the client's address. */
export interface LoadBalancingRule<S> {
  readonly source: S;
  readonly name: string;
  readonly frontend: 'public' | 'private';
  /** The static addresses of a private frontend; null if they aren't known. */
  readonly frontendAddresses: AddressSet | null;
  /** With a floating IP the machines see the frontend's address as destination (`enableFloatingIP`). */
  readonly floating: Maybe<boolean>;
  /** Null is any of tcp and udp (high availability ports). */
  readonly protocol: Protocol | null;
  readonly frontendPorts: Maybe<PortSet>;
  /** The port at the backend; null if it is the same as at the frontend. */
  readonly backendPort: Maybe<number | null>;
  /** Ids of network interfaces. */
  readonly backends: Maybe<readonly string[]>;
  /** True if backends also leave through the frontend (`disableOutboundSnat` isn't set). */
  readonly outboundSnat: boolean;
}

/** An application gateway, or a Bastion host: both live in a subnet and have a public address there, if any. */
export interface ApplicationGateway<S> {
  readonly id: string;
  readonly source: S;
  readonly subnet: string;
  /** Ports of listeners at public frontends. */
  readonly publicPorts: Maybe<PortSet>;
  /** Network isolation: the gateway's subnet takes rules and routes like any other. */
  readonly isolated: boolean;
  readonly backends: readonly {
    readonly source: S;
    /** Ids of network interfaces, or addresses. */
    readonly interfaces: readonly string[];
    readonly addresses: AddressSet;
    readonly ports: Maybe<PortSet>;
  }[];
}

/** A VPN or ExpressRoute gateway in the GatewaySubnet. */
export interface Gateway<S> {
  readonly id: string;
  readonly source: S;
  readonly virtualNetwork: string;
  /** What it advertises: prefixes of the local network gateways; unknown with BGP. */
  readonly prefixes: Maybe<readonly Prefix[]>;
}

/** A virtual network that is connected to a hub. */
export interface HubConnection {
  readonly network: string;
  /** False with `enableInternetSecurity: false`: the hub's default route isn't propagated to it. */
  readonly takesDefaultRoute: Maybe<boolean>;
}

/** A hub of Virtual WAN. */
export interface VirtualHub<S> {
  readonly id: string;
  readonly source: S;
  readonly connections: readonly HubConnection[];
  /** Routing intent: the id of the firewall that takes private traffic, that takes traffic to the Internet. */
  readonly privateTraffic: Maybe<string | null>;
  readonly internetTraffic: Maybe<string | null>;
}

/** True if a rule of a load balancer passes on packets of a protocol; one without is for those with ports. */
export function isFor({ protocol: own }: LoadBalancingRule<unknown>, protocol: Protocol): boolean {
  return own === null ? hasPorts(protocol) : own === protocol;
}
