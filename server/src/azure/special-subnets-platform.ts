/** Special subnets of network services: gateways, firewalls, Bastion, route servers, resolvers. */
import { allowIn, allowOut } from './mandatory-rules.ts';
import type { SpecialSubnet } from './special-subnets.ts';

const noGroup = 'Azure does not support a network security group on this subnet.';

export const platformSubnets: readonly SpecialSubnet[] = [
  {
    title: 'A virtual network gateway',
    names: ['gatewaysubnet'],
    occupants: [
      {
        type: 'Microsoft.Network/virtualNetworkGateways',
        arrayPath: 'properties.ipConfigurations',
        idPath: 'properties.subnet.id',
      },
    ],
    noNetworkSecurityGroup: true,
    inbound: noGroup,
    outbound: noGroup,
    mandatory: [],
  },
  {
    title: 'Azure Firewall',
    names: ['azurefirewallsubnet', 'azurefirewallmanagementsubnet'],
    occupants: [
      {
        type: 'Microsoft.Network/azureFirewalls',
        arrayPath: 'properties.ipConfigurations',
        idPath: 'properties.subnet.id',
      },
      { type: 'Microsoft.Network/azureFirewalls', idPath: 'properties.managementIpConfiguration.properties.subnet.id' },
    ],
    noNetworkSecurityGroup: true,
    inbound: 'Azure disables network security groups here, so that the firewall keeps working.',
    outbound: 'Azure disables network security groups here, so that the firewall keeps working.',
    mandatory: [],
  },
  {
    title: 'Azure Route Server',
    names: ['routeserversubnet'],
    noNetworkSecurityGroup: true,
    inbound: noGroup,
    outbound: noGroup,
    mandatory: [],
  },
  {
    title: 'Azure Bastion',
    // Learn demands all of them; that default rules don't count: MicrosoftDocs/azure-docs#80806. Groups that leave some of them to default rules are
    // deployed by the tests of bicep-registry-modules@9f9ea1a (ptn/sa).
    withoutThem: 'refused',
    mustBeStated: true,
    // ALZ-Bicep has both denies behind the eight rules (hubNetworking.bicep).
    denies: ['Inbound', 'Outbound'],
    names: ['azurebastionsubnet'],
    occupants: [
      {
        type: 'Microsoft.Network/bastionHosts',
        arrayPath: 'properties.ipConfigurations',
        idPath: 'properties.subnet.id',
      },
    ],
    inbound: 'Azure refuses a group that lacks one of the rules that Bastion needs.',
    outbound: 'Azure refuses a group that lacks one of the rules that Bastion needs.',
    mandatory: [
      allowIn('Tcp', '443', 'Internet', '*'),
      allowIn('Tcp', '443', 'GatewayManager', '*'),
      { ...allowIn('Tcp', '443', 'AzureLoadBalancer', '*'), mayBeDefault: true },
      { ...allowIn('*', '8080, 5701', 'VirtualNetwork', 'VirtualNetwork'), mayBeDefault: true },
      allowOut('*', '22, 3389', '*', 'VirtualNetwork'),
      allowOut('Tcp', '443', '*', 'AzureCloud'),
      { ...allowOut('*', '8080, 5701', 'VirtualNetwork', 'VirtualNetwork'), mayBeDefault: true },
      { ...allowOut('*', '80', '*', 'Internet'), mayBeDefault: true },
    ],
  },
  {
    title: 'An application gateway',
    withoutThem: 'breaks',
    denies: ['Inbound'],
    delegations: ['microsoft.network/applicationgateways'],
    occupants: [
      {
        type: 'Microsoft.Network/applicationGateways',
        arrayPath: 'properties.gatewayIPConfigurations',
        idPath: 'properties.subnet.id',
      },
    ],
    inbound: 'The gateway fails without its management and probe traffic.',
    outbound: 'A gateway without network isolation must reach the Internet, so Azure refuses a rule that denies it.',
    mandatory: [
      allowIn('Tcp', 'the listener ports', 'clients', 'subnet'),
      allowIn('Tcp', '65200-65535', 'GatewayManager', '*'),
      allowIn('*', '*', 'AzureLoadBalancer', '*'),
      allowOut('*', '*', '*', 'Internet'),
    ],
  },
  {
    title: 'A DNS private resolver',
    delegations: ['microsoft.network/dnsresolvers'],
    inbound: 'Its documentation names no security rules; clients must reach an inbound endpoint.',
    outbound: 'Its documentation names no security rules; an outbound endpoint must reach the servers it forwards to.',
    mandatory: [
      allowIn('Tcp and Udp', '53', 'clients', 'subnet'),
      allowOut('Tcp and Udp', '53', 'subnet', 'the DNS servers'),
    ],
  },
];
