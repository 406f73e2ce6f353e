/** What isn't known makes an answer depend on it, and only where it matters. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAddressSet } from '../server/src/network/addresses/address-set.ts';
import { type Flow, flowsBetween } from '../server/src/network/reachability/flows.ts';
import type {
  Dependency,
  Network,
  SecurityGroup,
  SecurityRule,
  Subnet,
} from '../server/src/network/reachability/model.ts';
import type { Endpoint } from '../server/src/network/reachability/places.ts';
import { Reachability } from '../server/src/network/reachability/reach.ts';
import { modelOf, prefixOf, securityRuleOf } from './network-model.ts';
import { nic, noNetwork, nsg, peering, rule, subnet, table, twoTiers, vnet } from './network-texts.ts';

const web: Endpoint = { kind: 'subnet', id: 'spoke/web' };
const data: Endpoint = { kind: 'subnet', id: 'spoke/data' };
const parameter: Dependency = { kind: 'parameter', name: 'p' };

function said<S>(flows: readonly Flow<S>[]): string {
  const texts = flows.map(({ answer, dependsOn }) =>
    [answer, ...dependsOn.map(({ kind, name }) => `${kind} ${name}`)].join(' '),
  );
  return [...new Set(texts)].sort().join('; ');
}

function ask(network: Network<string>, from: Endpoint = web, to: Endpoint = data, port = 443): string {
  const flows = flowsBetween(new Reachability(network), from, to, { protocol: 'tcp', port });
  return said(flows.filter(({ witness }) => witness.destination.family === 4));
}

/** The group `data` with these rules. */
function grouped(rules: readonly SecurityRule<string>[], more: Dependency | null = null): Network<string> {
  const network = modelOf(twoTiers({ nsgs: [nsg('data')] }));
  const group: SecurityGroup<string> = { id: 'data', source: 'data', rules, more };
  return { ...network, securityGroups: [group] };
}

const ruleWith = (text: string, more: Partial<SecurityRule<string>> = {}): SecurityRule<string> => ({
  ...securityRuleOf(rule(text)),
  ...more,
});

/** Both subnets changed alike. */
function withSubnets(network: Network<string>, name: string, more: Partial<Subnet<string>>): Network<string> {
  const virtualNetworks = network.virtualNetworks.map((item) => ({
    ...item,
    subnets: item.subnets.map((subnet) => (subnet.name === name ? { ...subnet, ...more } : subnet)),
  }));
  return { ...network, virtualNetworks };
}

suite('unknown rules', () => {
  test('an optional deny may be absent, an optional allow present', () => {
    assert.equal(ask(grouped([ruleWith('In 100 Deny * * > *', { presence: parameter })])), 'depends parameter p');
    assert.equal(
      ask(grouped([ruleWith('In 100 Allow * * > *', { presence: parameter }), ruleWith('In 200 Deny * * > *')])),
      'depends parameter p',
    );
  });

  test('it does not matter where the rest says the same, or where a rule before it decides', () => {
    assert.equal(ask(grouped([ruleWith('In 100 Allow * * > *', { presence: parameter })])), 'allowed');
    assert.equal(
      ask(grouped([ruleWith('In 100 Deny * * > *', { presence: parameter }), ruleWith('In 200 Deny * * > *')])),
      'denied',
    );
    assert.equal(
      ask(grouped([ruleWith('In 50 Deny * * > *'), ruleWith('In 100 Allow * * > *', { presence: parameter })])),
      'denied',
    );
    assert.equal(ask(grouped([ruleWith('In 100 Deny Tcp * > * : 22', { presence: parameter })])), 'allowed');
  });

  test('unknown access, priority, protocol, ports and addresses', () => {
    const unknown = { unknown: parameter };
    const deny = ruleWith('In 200 Deny * * > *');
    const allow = ruleWith('In 100 Allow * * > *');
    assert.equal(ask(grouped([ruleWith('In 100 Allow * * > *', { access: unknown }), deny])), 'depends parameter p');
    assert.equal(ask(grouped([ruleWith('In 300 Allow * * > *', { priority: unknown }), deny])), 'depends parameter p');
    assert.equal(
      ask(grouped([ruleWith('In 100 Allow Udp * > *', { protocols: unknown }), deny])),
      'depends parameter p',
    );
    assert.equal(
      ask(grouped([ruleWith('In 100 Allow * * > *', { destinationPorts: unknown }), deny])),
      'depends parameter p',
    );
    const side = { ...allow.sources, any: false, unknown: parameter };
    assert.equal(ask(grouped([{ ...allow, sources: side }, deny])), 'depends parameter p');
    assert.equal(
      ask(
        grouped([
          { ...allow, sources: { ...side, addresses: parseAddressSet(['10.0.1.0/24']) ?? side.addresses } },
          deny,
        ]),
      ),
      'allowed',
    );
  });

  test('more rules than are known', () => {
    assert.equal(ask(grouped([], parameter)), 'depends parameter p');
  });

  test('two rules of one priority that disagree', () => {
    const rules = [ruleWith('In 100 Allow Tcp * > * : 400-500'), ruleWith('In 100 Deny * * > *')];
    assert.equal(ask(grouped(rules)), 'depends duplicatePriority 100');
    assert.equal(ask(grouped(rules), web, data, 22), 'denied');
    assert.equal(
      ask(grouped([ruleWith('In 100 Deny Tcp * > * : 400-500'), ruleWith('In 100 Deny * * > *')])),
      'denied',
    );
  });

  test('a group outside of the network is unknown, never absent', () => {
    const network = { ...modelOf(twoTiers({ nsgs: [nsg('data')] })), securityGroups: [] };
    assert.equal(ask(network), 'depends outside data');
    assert.equal(
      ask(withSubnets(modelOf(twoTiers()), 'data', { securityGroup: { unknown: parameter } })),
      'depends parameter p',
    );
  });
});

suite('unknown members and addresses', () => {
  const base = (): Network<string> =>
    modelOf(
      twoTiers({
        nics: [nic('vm', 'spoke/web', '10.0.1.4')],
        nsgs: [nsg('data', 'In 100 Allow * @web > *', 'In 200 Deny * * > *')],
      }),
    );

  test('an interface of which the groups are not known may be a member', () => {
    const network = base();
    const interfaces = network.interfaces.map((item) => ({ ...item, groups: { unknown: parameter } }));
    const vm: Endpoint = { kind: 'interface', id: 'vm' };
    assert.equal(ask(network, vm), 'denied');
    assert.equal(ask({ ...network, interfaces }, vm), 'depends parameter p');
  });

  test('hosts that are not known may be members of a group with members elsewhere', () => {
    const network = base();
    const open = network.applicationSecurityGroups.map((group) => ({ ...group, otherMembers: parameter }));
    assert.equal(ask(network), 'denied');
    assert.equal(ask({ ...network, applicationSecurityGroups: open }), 'denied; depends parameter p');
    assert.equal(ask({ ...network, applicationSecurityGroups: [] }), 'denied; depends outside web');
  });

  test('an interface is somewhere in its subnet', () => {
    const network = modelOf(
      twoTiers({
        nics: [nic('vm', 'spoke/web', '10.0.1.4')],
        nsgs: [nsg('data', 'In 100 Deny * 10.0.1.0/25 > * : 443')],
      }),
    );
    const interfaces = network.interfaces.map((item) => ({ ...item, addresses: null }));
    const vm: Endpoint = { kind: 'interface', id: 'vm' };
    assert.equal(ask({ ...network, interfaces }, vm), 'depends address vm');
    assert.equal(ask({ ...network, interfaces }, vm, data, 80), 'allowed');
  });

  test('policies of an endpoint that are not known', () => {
    const endpoints = [{ name: 'pe', subnet: 'spoke/data', address: '10.0.2.4', groups: [] }];
    const network = withSubnets(modelOf(twoTiers({ endpoints, nsgs: [nsg('data', 'In 100 Deny * * > *')] })), 'data', {
      endpointPolicies: { unknown: parameter },
    });
    assert.equal(ask(network, web, { kind: 'privateEndpoint', id: 'pe' }), 'depends parameter p');
  });
});

suite('unknown surroundings', () => {
  test('what gateways learn', () => {
    const network = modelOf({ ...twoTiers({ nsgs: [nsg('web')] }), gateways: [{ vnet: 'spoke', prefixes: [] }] });
    const learned: Dependency = { kind: 'onPremises', name: 'gateway' };
    const gateways = network.gateways.map((gateway) => ({ ...gateway, prefixes: { unknown: learned } }));
    const there: Endpoint = { kind: 'addresses', addresses: parseAddressSet(['192.168.1.1']) ?? { v4: [], v6: [] } };
    assert.equal(ask(network, web, there), 'denied');
    assert.match(ask({ ...network, gateways }, web, there), /^depends onPremises gateway/);
    // Public addresses are assumed not to be advertised, and the network's own are its own.
    assert.equal(ask({ ...network, gateways }, web, { kind: 'internet' }), 'allowed');
    assert.equal(ask({ ...network, gateways }), 'allowed');
  });

  test('a peered network that is deployed elsewhere', () => {
    const there: Endpoint = { kind: 'addresses', addresses: parseAddressSet(['10.9.1.4']) ?? { v4: [], v6: [] } };
    const peered = (more: Partial<Network<string>['virtualNetworks'][number]['peerings'][number]>): Network<string> => {
      const network = modelOf(twoTiers({ nsgs: [nsg('web')] }));
      const link = {
        source: 'hub',
        remote: 'hub',
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic: false,
        allowGatewayTransit: false,
        useRemoteGateways: false,
        localSubnets: null,
        remoteSubnets: null,
        remoteAddresses: null,
        ...more,
      };
      return {
        ...network,
        virtualNetworks: network.virtualNetworks.map((item) => ({ ...item, peerings: [link] })),
      };
    };
    const both = (network: Network<string>): string => `${ask(network, web, there)} / ${ask(network, there, web)}`;
    const elsewhere: Dependency = { kind: 'outside', name: 'hub' };
    assert.equal(both(modelOf(twoTiers({ nsgs: [nsg('web')] }))), 'denied / denied');
    assert.equal(both(peered({})), 'depends outside hub / depends outside hub');
    assert.equal(both(peered({ remote: { unknown: parameter } })), 'depends parameter p / depends parameter p');
    // What its gateway leads to isn't stated.
    const stated = { remoteAddresses: [prefixOf('10.8.0.0/16')] };
    assert.equal(both(peered(stated)), 'denied / denied');
    assert.equal(both(peered({ ...stated, useRemoteGateways: true })), 'depends outside hub / depends outside hub');
    // A reference to it may show some of its subnets.
    const base = peered({});
    const known = modelOf({ ...noNetwork, vnets: [vnet('hub', '10.8.0.0/24', [subnet('dns', '10.8.0.0/24')])] });
    const hub = known.virtualNetworks.map((item) => ({ ...item, moreAddresses: elsewhere, morePeerings: elsewhere }));
    const referred = { ...base, virtualNetworks: [...base.virtualNetworks, ...hub] };
    assert.equal(both(referred), 'depends outside hub / depends outside hub');
    assert.equal(ask(referred, web, { kind: 'subnet', id: 'hub/dns' }), 'depends outside hub');
    // Within the network nothing changes.
    assert.equal(ask(peered({})), 'allowed');
  });

  test('flags of a peering', () => {
    const spoke = (name: string, index: number): ReturnType<typeof vnet> =>
      vnet(
        name,
        `10.${index}.0.0/16`,
        [subnet('work', `10.${index}.1.0/24`, { table: 'toFirewall', nsg: 'work' })],
        [peering('hub', { forwarded: true, useGateways: true })],
      );
    const peers = ['a', 'b'].map((name) => peering(name, { transit: true }));
    const network = modelOf({
      ...noNetwork,
      nsgs: [nsg('work', 'In 100 Allow * * > *')],
      vnets: [
        vnet(
          'hub',
          '10.10.0.0/16',
          [subnet('AzureFirewallSubnet', '10.10.1.0/26'), subnet('dns', '10.10.2.0/24')],
          peers,
        ),
        spoke('a', 1),
        spoke('b', 2),
      ],
      firewalls: [
        { subnet: 'hub/AzureFirewallSubnet', address: '10.10.1.4', rules: [rule('Out 100 Allow Tcp * > * : 443')] },
      ],
      tables: [table('toFirewall', '10.2.0.0/16 VirtualAppliance 10.10.1.4')],
      gateways: [{ vnet: 'hub', prefixes: ['192.168.0.0/16'] }],
    });
    type Flags = Partial<Network<string>['virtualNetworks'][number]['peerings'][number]>;
    const withFlags = (of: string, flags: Flags): Network<string> => ({
      ...network,
      virtualNetworks: network.virtualNetworks.map((item) =>
        item.id === of ? { ...item, peerings: item.peerings.map((one) => ({ ...one, ...flags })) } : item,
      ),
    });
    const subnetOf = (id: string): Endpoint => ({ kind: 'subnet', id });
    const across = (asked: Network<string>, port = 443): string =>
      ask(asked, subnetOf('a/work'), subnetOf('b/work'), port);
    const unknown = { unknown: parameter };
    assert.equal(across(network), 'allowed');
    assert.equal(across(withFlags('b', { allowForwardedTraffic: unknown })), 'depends parameter p');
    assert.equal(across(withFlags('b', { allowForwardedTraffic: unknown }), 22), 'denied');
    assert.equal(across(withFlags('a', { allowForwardedTraffic: unknown })), 'allowed');
    const home: Endpoint = { kind: 'addresses', addresses: parseAddressSet(['192.168.1.1']) ?? { v4: [], v6: [] } };
    assert.equal(ask(network, subnetOf('a/work'), home), 'allowed');
    for (const lent of [
      withFlags('a', { useRemoteGateways: unknown }),
      withFlags('hub', { allowGatewayTransit: unknown }),
    ])
      assert.match(ask(lent, subnetOf('a/work'), home), /^depends parameter p/);
    const name = subnetOf('hub/dns');
    assert.equal(ask(network, subnetOf('a/work'), name), 'allowed');
    assert.equal(
      ask(withFlags('a', { allowVirtualNetworkAccess: unknown }), subnetOf('a/work'), name),
      'depends parameter p',
    );
  });

  test('a route table outside of the network', () => {
    const network = { ...modelOf(twoTiers({}, { table: 't' })), routeTables: [] };
    assert.equal(ask(network), 'depends outside t');
  });

  test('an appliance that nobody knows', () => {
    const tables = [
      {
        name: 't',
        propagates: true,
        routes: [{ name: 'r', prefix: '10.0.2.0/24', hop: 'VirtualAppliance' as const, address: '10.0.9.4' }],
      },
    ];
    assert.match(ask(modelOf(twoTiers({ tables }, { table: 't' }))), /^depends appliance 10.0.9.4$/);
  });

  test('the content of a tag, for an address of which it is asked', () => {
    const network = modelOf(twoTiers({ nsgs: [nsg('web', 'Out 100 Deny * * > Storage')] }));
    const address: Endpoint = { kind: 'addresses', addresses: parseAddressSet(['20.60.0.1']) ?? { v4: [], v6: [] } };
    assert.equal(ask(network, web, address), 'depends tag storage');
    assert.equal(ask(network, web, { kind: 'serviceTag', name: 'Storage' }), 'denied');
    assert.equal(ask(network, web, { kind: 'serviceTag', name: 'Storage.WestEurope' }), 'denied');
    assert.equal(ask(network, web, { kind: 'serviceTag', name: 'Sql' }), 'allowed');
    assert.equal(ask(network, web, { kind: 'internet' }), 'allowed; denied');
  });

  // §2.3 allows to assume that a tag is in AzureCloud or in Internet, not which.
  test('whether a tag is in AzureCloud', () => {
    const network = modelOf(twoTiers({ nsgs: [nsg('web', 'Out 100 Allow * * > AzureCloud', 'Out 200 Deny * * > *')] }));
    assert.equal(ask(network, web, { kind: 'serviceTag', name: 'Storage' }), 'depends tag azurecloud');
    assert.equal(ask(network, web, { kind: 'serviceTag', name: 'AzureCloud.WestEurope' }), 'allowed');
  });

  test('default outbound access that the version decides', () => {
    const network = withSubnets(modelOf(twoTiers()), 'web', { defaultOutboundAccess: { unknown: parameter } });
    assert.equal(ask(network, web, { kind: 'internet' }), 'depends parameter p');
    assert.equal(ask(withSubnets(network, 'web', { natGateway: 'nat' }), web, { kind: 'internet' }), 'allowed');
  });
});
