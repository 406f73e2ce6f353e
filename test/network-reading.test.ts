/** Statements of azure-network.md 2.1 to 2.6 about what a template says, each as a template and a question. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { reachAnswer } from '../server/src/service/network/reach.ts';
import { deploymentOf } from './deployment.ts';
import { allowIn, asg, card, denyIn, group, memberOf, network, subnet } from './flow-fixture.ts';

interface Question {
  readonly from?: string;
  readonly to?: string;
  readonly protocol?: 'tcp' | 'udp' | 'icmp' | 'esp' | 'ah';
  readonly port?: number | null;
}

/** The answer with the rules and routes that decided, and what it depends on: `denied: DenyAllInbound`. */
function ask(text: string, { from = 'web', to = 'data', protocol = 'tcp', port = 443 }: Question = {}): string {
  const answer = reachAnswer(deploymentOf(text), { from, to, protocol, port: protocol === 'tcp' ? port : null });
  if (answer.kind !== 'reach') return answer.kind;
  const shown = answer.segments.find((segment) => segment.answer === answer.answer);
  const rules = shown?.hops.flatMap(({ rule }) => rule ?? []) ?? [];
  const words = rules.length === 0 ? answer.answer : `${answer.answer}: ${rules.join(', ')}`;
  return answer.dependsOn.length === 0 ? words : `${words} if ${answer.dependsOn.join(', ')}`;
}

const tiers = (groupName: string | null = 'nsg', more = ''): string =>
  network(subnet('web', '10.1.1.0/24'), subnet('data', '10.1.2.0/24', groupName, more));
const fields = (name: string, text: string, priority = 100): string =>
  `{ name: '${name}', properties: { priority: ${priority}, ${text}, sourcePortRange: '*' } }`;
const anyEnds = `sourceAddressPrefix: '*', destinationAddressPrefix: '*', destinationPortRange: '*'`;

suite('2.1 rules', () => {
  test('words in any case', () => {
    const rule = fields('Mixed', `direction: 'inbound', access: 'ALLOW', protocol: 'TCP', ${anyEnds}`);
    assert.equal(ask(group('nsg', rule, denyIn) + tiers()), 'allowed: Mixed');
    assert.equal(ask(group('nsg', rule, denyIn) + tiers(), { protocol: 'udp' }), 'denied: DenyAllInbound');
    const tag = fields(
      'Tag',
      `direction: 'Inbound', access: 'Allow', protocol: '*', sourceAddressPrefix: 'virtualnetwork', destinationAddressPrefix: 'VIRTUALNETWORK', destinationPortRange: '*'`,
    );
    assert.equal(ask(group('nsg', tag, denyIn) + tiers()), 'allowed: Tag');
  });

  test('each protocol by itself', () => {
    for (const own of ['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']) {
      const text = group('nsg', allowIn('Own', { protocol: own }), denyIn) + tiers();
      for (const protocol of ['tcp', 'udp', 'icmp', 'esp', 'ah'] as const)
        assert.equal(
          ask(text, { protocol }),
          protocol === own.toLowerCase() ? 'allowed: Own' : 'denied: DenyAllInbound',
          `${own} ${protocol}`,
        );
    }
  });

  test('default rules are read-only: those that a template writes are not there', () => {
    const text = `
resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: { defaultSecurityRules: [ ${denyIn} ], securityRules: [] }
}
${tiers()}`;
    assert.equal(ask(text), 'allowed: AllowVnetInBound');
  });

  test('singular and plural fields are alternatives', () => {
    const side = (source: string, ports: string): string =>
      group(
        'nsg',
        fields(
          'Own',
          `direction: 'Inbound', access: 'Allow', protocol: 'Tcp', ${source}, destinationAddressPrefix: '*', ${ports}`,
        ),
        denyIn,
      ) + tiers();
    for (const source of [
      "sourceAddressPrefix: '10.1.1.0/24'",
      "sourceAddressPrefixes: ['10.1.9.0/24', '10.1.1.0/24']",
    ])
      for (const ports of [
        "destinationPortRange: '443'",
        "destinationPortRanges: ['80', '440-450']",
        "destinationPortRange: '', destinationPortRanges: ['443']",
      ]) {
        assert.equal(ask(side(source, ports)), 'allowed: Own', `${source} ${ports}`);
        assert.equal(ask(side(source, ports), { port: 1433 }), 'denied: DenyAllInbound');
      }
  });

  // 2022-01-01: existing flows are looked at again; what may begin is the same.
  test('flushing connections changes no answer', () => {
    const text = `${group('nsg', denyIn).replace('properties: {', 'properties: { flushConnection: true')}${tiers()}`;
    assert.equal(ask(text), 'denied: DenyAllInbound');
  });

  test('rules in every form are one list', () => {
    const child = `
resource first 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: nsg
  name: 'First'
  properties: { priority: 101, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', ${anyEnds}, sourcePortRange: '*' }
}`;
    assert.equal(ask(group('nsg', denyIn) + child + tiers()), 'allowed: First');
  });
});

suite('2.3 service tags', () => {
  test('what a tag holds is not known, and said', () => {
    const text = group('nsg', allowIn('Own', { from: 'SomethingNew' }), denyIn) + tiers();
    assert.equal(ask(text, { from: '10.1.1.4' }), 'denied: DenyAllInbound');
    const out = group(
      'nsg',
      allowIn('Own')
        .replace("'Inbound'", "'Outbound'")
        .replace("destinationAddressPrefix: '*'", "destinationAddressPrefix: 'SomethingNew'"),
      denyIn.replace("'Inbound'", "'Outbound'"),
    );
    const open = tiers().replace('defaultOutboundAccess: false, networkSecurityGroup', 'networkSecurityGroup');
    assert.match(
      ask(out + open, { from: 'data', to: '20.1.1.1' }),
      /^depends: .* if the addresses of the service tag somethingnew$/i,
    );
  });
});

suite('2.4 application security groups and private endpoints', () => {
  test('a rule with a group is for its members', () => {
    const text =
      asg('asg-web') +
      group('nsg', allowIn('Members', { from: 'asg:asg-web' }), denyIn) +
      tiers() +
      card('nic-a', 'web', [memberOf('asg-web')]) +
      card('nic-b', 'web');
    assert.equal(ask(text, { from: 'nic-a' }), 'allowed: Members');
    assert.equal(ask(text, { from: 'nic-b' }), 'denied: DenyAllInbound');
  });

  const endpoint = (policies: string, version = '2024-05-01'): string =>
    `${group('nsg', denyIn)}${tiers('nsg', policies).replace('virtualNetworks@2024-05-01', `virtualNetworks@${version}`)}
resource pe 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe'
  properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'data') } }
}`;

  // Omitted: Enabled up to 2021-08-01, Disabled from 2022-09-01 on (azure-rest-api-specs; requirements 0.1).
  test('policies that are left out', () => {
    assert.equal(ask(endpoint(''), { to: 'pe' }), 'allowed');
    assert.equal(ask(endpoint('', '2021-08-01'), { to: 'pe' }), 'denied: DenyAllInbound');
    assert.equal(ask(endpoint("privateEndpointNetworkPolicies: 'Enabled'"), { to: 'pe' }), 'denied: DenyAllInbound');
    assert.equal(ask(endpoint("privateEndpointNetworkPolicies: 'RouteTableEnabled'"), { to: 'pe' }), 'allowed');
  });
});

suite('2.5 admin rules', () => {
  const manager = (members: string, collection = 'group.id', access = 'Deny', more = ''): string => `
resource manager 'Microsoft.Network/networkManagers@2024-05-01' = {
  name: 'avnm'
  properties: { networkManagerScopes: { subscriptions: [subscription().id] }, networkManagerScopeAccesses: ['SecurityAdmin'] }
}
resource group 'Microsoft.Network/networkManagers/networkGroups@2024-05-01' = {
  parent: manager
  name: 'all'
  properties: {}
}
${members}
resource configuration 'Microsoft.Network/networkManagers/securityAdminConfigurations@2024-05-01' = {
  parent: manager
  name: 'guard'
  properties: { ${more} }
}
resource rules 'Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections@2024-05-01' = {
  parent: configuration
  name: 'rules'
  properties: { appliesToGroups: [{ networkGroupId: ${collection} }] }
}
resource rule 'Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules@2024-05-01' = {
  parent: rules
  name: 'NoSql'
  kind: 'Custom'
  properties: {
    priority: 1
    direction: 'Inbound'
    access: '${access}'
    protocol: 'Tcp'
    sources: [{ addressPrefixType: 'IPPrefix', addressPrefix: '*' }]
    destinations: [{ addressPrefixType: 'IPPrefix', addressPrefix: '*' }]
    sourcePortRanges: ['0-65535']
    destinationPortRanges: ['1433']
  }
}`;
  const member = `
resource member 'Microsoft.Network/networkManagers/networkGroups/staticMembers@2024-05-01' = {
  parent: group
  name: 'vnet'
  properties: { resourceId: network.id }
}`;
  const sql = { port: 1433 };

  test('rules of a manager come before those of the groups', () => {
    const text = group('nsg') + tiers();
    assert.equal(ask(text + manager(member), sql), 'denied: NoSql');
    assert.equal(ask(text + manager(member)), 'allowed: AllowVnetInBound');
    const closed = group('nsg', denyIn) + tiers();
    assert.equal(ask(closed + manager(member, 'group.id', 'AlwaysAllow'), sql), 'allowed: NoSql');
    assert.equal(ask(closed + manager(member, 'group.id', 'Allow'), sql), 'denied: NoSql, DenyAllInbound');
  });

  test('without the membership nobody knows whether they apply', () => {
    const text = group('nsg') + tiers();
    const outside = "resourceId('Microsoft.Network/networkManagers/networkGroups', 'other', 'all')";
    assert.match(ask(text + manager(member, outside), sql), /^depends: .* if /);
    assert.match(ask(text + manager(''), sql), /^depends: .* if /);
    // Where the rules say nothing, nothing depends on it.
    assert.equal(ask(text + manager('')), 'allowed: AllowVnetInBound');
  });

  test('networks of intent policies get no rules, or the allow rules', () => {
    const delegated = tiers(
      'nsg',
      "delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Sql/managedInstances' } }]",
    );
    const text = group('nsg') + delegated;
    assert.equal(ask(text + manager(member), sql), 'allowed: AllowVnetInBound');
    const allowOnly = "applyOnNetworkIntentPolicyBasedServices: ['AllowRulesOnly']";
    assert.equal(ask(text + manager(member, 'group.id', 'Deny', allowOnly), sql), 'allowed: AllowVnetInBound');
    assert.equal(ask(text + manager(member, 'group.id', 'Allow', allowOnly), sql), 'allowed: NoSql, AllowVnetInBound');
  });
});

// Learn demands TCP 443 from the Internet (2.7), which arrives at its public address.
suite('2.7 Bastion', () => {
  const bastion = (
    properties: string,
  ): string => `${network(subnet('AzureBastionSubnet', '10.1.1.0/26'), subnet('data', '10.1.2.0/24'))}
resource pip 'Microsoft.Network/publicIPAddresses@2024-05-01' = { name: 'pip', sku: { name: 'Standard' } }
resource bastion 'Microsoft.Network/bastionHosts@2024-05-01' = {
  name: 'bastion'
  properties: {
    ipConfigurations: [
      { name: 'ip', properties: { subnet: { id: network.properties.subnets[0].id }, ${properties} } }
    ]
  }
}`;
  const inward: Question = { from: 'internet', to: 'AzureBastionSubnet' };
  const open = 'publicIPAddress: { id: pip.id }';

  test('its public address leads in at 443, and out', () => {
    assert.equal(ask(bastion(open), inward), 'allowed');
    assert.equal(ask(bastion(open), { ...inward, port: 3389 }), 'denied');
    assert.equal(ask(bastion(open), { from: 'AzureBastionSubnet', to: 'internet' }), 'allowed');
    assert.equal(ask(bastion(open), { from: 'internet', to: 'data' }), 'denied');
  });

  test('without one it is reached from the network alone', () => {
    assert.equal(ask(bastion(''), inward), 'denied');
    assert.equal(ask(bastion(''), { from: 'AzureBastionSubnet', to: 'internet' }), 'denied');
    assert.equal(ask(bastion(''), { from: 'data', to: 'AzureBastionSubnet' }), 'allowed');
  });
});

suite('2.6 routes', () => {
  const table = (...routes: readonly string[]): string => `
resource table 'Microsoft.Network/routeTables@2025-07-01' = {
  name: 'rt'
  properties: { routes: [ ${routes.join(', ')} ] }
}`;
  const route = (prefix: string, hop: string, more = ''): string =>
    `{ name: 'own', properties: { addressPrefix: '${prefix}', nextHopType: '${hop}' ${more} } }`;
  const routed = network(
    subnet('web', '10.1.1.0/24', null, 'routeTable: { id: table.id }'),
    subnet('data', '10.1.2.0/24'),
  );

  test('next hops', () => {
    assert.equal(ask(table(route('10.1.2.0/24', 'None')) + routed), 'denied: own');
    assert.equal(ask(table(route('10.1.2.0/24', 'VnetLocal')) + routed), 'allowed: own');
    assert.equal(ask(table(route('10.0.0.0/8', 'None')) + routed), 'allowed');
    const appliance = route('10.1.2.0/24', 'VirtualAppliance', ", nextHopIpAddress: '10.1.9.4'");
    assert.match(ask(table(appliance) + routed), /^depends: own if the appliance 10\.1\.9\.4$/);
    const several = route(
      '10.1.2.0/24',
      'VirtualApplianceEcmp',
      ", nextHop: { nextHopIpAddresses: ['10.1.9.4', '10.1.9.5'] }",
    );
    assert.match(ask(table(several) + routed), /^depends: own if the appliance /);
  });

  // Omitted: true, and false in versions released after 2026-03-31.
  test('default outbound access that is left out', () => {
    const text = network(subnet('web', '10.1.1.0/24').replace('defaultOutboundAccess: false, ', ''));
    assert.equal(ask(text, { to: 'internet' }), 'allowed');
    assert.equal(
      ask(text.replace('virtualNetworks@2024-05-01', 'virtualNetworks@2026-05-01'), { to: 'internet' }),
      'denied',
    );
    assert.equal(ask(network(subnet('web', '10.1.1.0/24')), { to: 'internet' }), 'denied');
  });

  const peer = (name: string, from: string, to: string, more = ''): string => `
resource ${name} 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: ${from}
  name: '${name}'
  properties: { remoteVirtualNetwork: { id: ${to}.id } ${more} }
}`;
  const hub = `
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [ ${subnet('shared', '10.0.1.0/24')}, ${subnet('other', '10.0.2.0/24')} ]
  }
}`;

  test('flags of a peering', () => {
    const pair = (more: string, back = more, declared = ''): string =>
      declared +
      hub +
      group('nsg') +
      tiers() +
      peer('there', 'network', 'hub', more) +
      peer('back', 'hub', 'network', back);
    const inward: Question = { from: 'shared', to: 'data' };
    assert.equal(ask(pair(''), inward), 'allowed: AllowVnetInBound');
    assert.equal(ask(pair('allowVirtualNetworkAccess: false'), inward), 'denied: DenyAllInBound');
    const some = "peerCompleteVnets: false, localSubnetNames: ['data'], remoteSubnetNames: ['shared']";
    const back = "peerCompleteVnets: false, localSubnetNames: ['shared'], remoteSubnetNames: ['data']";
    assert.equal(ask(pair(some, back), inward), 'allowed: AllowVnetInBound');
    assert.equal(ask(pair(some, back), { from: 'other', to: 'data' }), 'denied');
    const unknown = pair('allowVirtualNetworkAccess: access', '', 'param access bool\n');
    assert.match(ask(unknown, inward), /^depends.* if parameter access$/);
  });
});
