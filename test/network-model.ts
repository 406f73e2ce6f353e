/** For tests: a network in texts as the model of `server/src/network/`. The reference of each item is its name. */
import { parseAddressSet } from '../server/src/network/addresses/address-set.ts';
import { parsePortSet } from '../server/src/network/addresses/port-set.ts';
import {
  emptyNetwork,
  type Network,
  type NextHop,
  type Prefix,
  type Protocol,
  type SecurityRule,
  type TrafficRule,
} from '../server/src/network/reachability/model.ts';
import { parseRuleSide } from '../server/src/network/reachability/rule-side.ts';
import type { OracleNetwork, OracleRoute, OracleRule } from './network-oracle.ts';

function known<T>(value: T | null): T {
  if (value === null) throw new Error('not what it should be');
  return value;
}

export function prefixOf(text: string): Prefix {
  const length = Number(text.split('/')[1] ?? (text.includes(':') ? 128 : 32));
  return { addresses: known(parseAddressSet([text])), length };
}

function trafficRule<Access extends string>(rule: OracleRule): TrafficRule<string, Access> {
  return {
    source: rule.name,
    name: rule.name,
    access: rule.access as unknown as Access,
    priority: rule.priority,
    protocols: rule.protocol === '*' ? null : [rule.protocol.toLowerCase() as Protocol],
    sources: parseRuleSide(rule.from, rule.fromGroups),
    destinations: parseRuleSide(rule.to, rule.toGroups),
    sourcePorts: known(parsePortSet(rule.fromPorts)),
    destinationPorts: known(parsePortSet(rule.toPorts)),
    presence: rule.presence === undefined ? null : { kind: 'parameter', name: rule.presence },
  };
}

export function securityRuleOf(rule: OracleRule): SecurityRule<string> {
  return { ...trafficRule<'Allow' | 'Deny'>(rule), direction: rule.direction };
}

function hopOf({ hop, address }: OracleRoute): NextHop {
  if (hop === 'VirtualAppliance') return { kind: hop, addresses: known(parseAddressSet([address ?? ''])) };
  return { kind: hop === 'VnetLocal' ? 'VirtualNetworkLocal' : hop };
}

export function modelOf(network: OracleNetwork): Network<string> {
  const rules = network.nsgs.flatMap((group) => group.rules);
  const groups = new Set([
    ...[...network.nics, ...network.endpoints].flatMap((item) => item.groups),
    ...rules.flatMap(({ fromGroups, toGroups }) => [...fromGroups, ...toGroups]),
  ]);
  return {
    ...emptyNetwork,
    applicationSecurityGroups: [...groups].map((id) => ({ id, source: id, otherMembers: null })),
    virtualNetworks: network.vnets.map((vnet) => ({
      id: vnet.name,
      source: vnet.name,
      addressSpace: vnet.spaces.map(prefixOf),
      morePeerings: null,
      moreAddresses: null,
      peerings: vnet.peerings.map((peering) => ({
        source: peering.remote,
        remote: peering.remote,
        allowVirtualNetworkAccess: peering.access,
        allowForwardedTraffic: peering.forwarded,
        allowGatewayTransit: peering.transit,
        useRemoteGateways: peering.useGateways,
        localSubnets: peering.local,
        remoteSubnets: peering.remoteSubnets,
        remoteAddresses: peering.remoteSpaces?.map(prefixOf) ?? null,
      })),
      subnets: vnet.subnets.map((subnet) => ({
        id: `${vnet.name}/${subnet.name}`,
        source: subnet.name,
        name: subnet.name,
        prefixes: subnet.prefixes.map(prefixOf),
        somewhere: null,
        securityGroup: subnet.nsg,
        routeTable: subnet.table,
        delegation: subnet.delegation?.toLowerCase() ?? null,
        endpointPolicies: subnet.policies,
        defaultOutboundAccess: subnet.defaultOutbound,
        natGateway: subnet.nat ? 'nat' : null,
      })),
    })),
    securityGroups: network.nsgs.map(({ name, rules }) => ({
      id: name,
      source: name,
      more: null,
      rules: rules.map(securityRuleOf),
    })),
    routeTables: network.tables.map(({ name, propagates, routes }) => ({
      id: name,
      source: name,
      propagates,
      more: null,
      routes: routes.map((route) => ({
        source: route.name,
        name: route.name,
        destination: prefixOf(route.prefix),
        nextHop: hopOf(route),
        presence: route.presence === undefined ? null : { kind: 'parameter', name: route.presence },
      })),
    })),
    interfaces: network.nics.map((nic) => ({
      id: nic.name,
      source: nic.name,
      subnet: nic.subnet,
      addresses: known(parseAddressSet([nic.address])),
      securityGroup: nic.nsg,
      groups: nic.groups,
      publicAddress: nic.publicSku === null ? null : { source: nic.name, sku: nic.publicSku },
    })),
    privateEndpoints: network.endpoints.map((endpoint) => ({
      id: endpoint.name,
      source: endpoint.name,
      subnet: endpoint.subnet,
      addresses: known(parseAddressSet([endpoint.address])),
      groups: endpoint.groups,
    })),
    adminConfigurations: network.admin.map(({ vnets, allowRulesOnly, rules }) => ({
      source: 'admin',
      virtualNetworks: vnets,
      allowRulesOnIntentPolicies: allowRulesOnly,
      rules: rules.map((rule) => ({
        ...trafficRule<'Allow' | 'Deny' | 'AlwaysAllow'>(rule),
        direction: rule.direction,
      })),
    })),
    firewalls: network.firewalls.map(({ subnet, address, rules }) => ({
      id: `firewall ${address}`,
      source: address,
      subnet,
      privateAddress: known(parseAddressSet([address])),
      publicAddress: true,
      networkRules: rules.map((rule) => ({ ...trafficRule<'Allow' | 'Deny'>(rule), names: null })),
      applicationRules: [],
      translations: [],
      more: null,
    })),
    applicationGateways: network.applicationGateways.map(({ subnet, ports }) => ({
      id: `application gateway ${subnet}`,
      source: subnet,
      subnet,
      publicPorts: known(parsePortSet(ports.map(String))),
      isolated: false,
      backends: [],
    })),
    gateways: network.gateways.map(({ vnet, prefixes }, index) => ({
      id: `gateway ${index}`,
      source: vnet,
      virtualNetwork: vnet,
      prefixes: prefixes.map(prefixOf),
    })),
  };
}
