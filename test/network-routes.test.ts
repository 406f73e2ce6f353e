/** Statements of azure-network.md 2.6, each as a network and packets. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { noAddress, parseAddressSet, printAddress } from '../server/src/network/addresses/address-set.ts';
import { flowsBetween } from '../server/src/network/reachability/flows.ts';
import { Reachability } from '../server/src/network/reachability/reach.ts';
import { ask } from './network-ask.ts';
import { modelOf } from './network-model.ts';
import type { OracleNetwork } from './network-oracle.ts';
import { nic, noNetwork, nsg, peering, rule, subnet, table, twoTiers, vnet } from './network-texts.ts';

const across = '10.0.1.4 > 10.0.2.4 tcp 443';
const outside = '10.0.1.4 > 8.8.8.8 tcp 443';

suite('2.6 routes', () => {
  const routed = (...routes: readonly string[]): OracleNetwork =>
    twoTiers({ tables: [table('t', ...routes)] }, { table: 't' });

  test('a route for the prefix of the network or a longer one wins over its own route, a shorter one does not', () => {
    assert.equal(ask(routed('10.0.0.0/8 None', '0.0.0.0/0 None'), across), 'allowed');
    assert.equal(ask(routed('10.0.0.0/16 None'), across), 'denied');
    assert.equal(ask(routed('10.0.2.0/24 None'), across), 'denied');
    assert.equal(ask(routed('10.0.2.0/24 None', '10.0.2.4/32 VnetLocal'), across), 'allowed');
    assert.equal(ask(routed('10.0.2.0/24 None', '10.0.2.4/32 VnetLocal'), '10.0.1.4 > 10.0.2.5'), 'denied');
  });

  test('only the subnet with the table has its routes', () => {
    assert.equal(ask(routed('10.0.0.0/16 None'), '10.0.2.4 > 10.0.1.4'), 'allowed');
  });

  test('private addresses that no network has lead nowhere, public ones to the Internet', () => {
    const network = twoTiers();
    for (const to of ['10.9.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1'])
      assert.equal(ask(network, `10.0.1.4 > ${to}`), 'denied');
    assert.equal(ask(network, outside), 'allowed');
  });

  test('user-defined routes win over what gateways advertise, and those over other system routes', () => {
    const gateways = [{ vnet: 'spoke', prefixes: ['192.168.0.0/16'] }];
    assert.equal(ask({ ...twoTiers(), gateways }, '10.0.1.4 > 192.168.1.1'), 'allowed');
    assert.equal(ask({ ...routed('192.168.0.0/16 None'), gateways }, '10.0.1.4 > 192.168.1.1'), 'denied');
    assert.equal(ask({ ...routed('192.168.0.0/15 None'), gateways }, '10.0.1.4 > 192.168.1.1'), 'allowed');
  });

  test('the routes of the network and of peers win over what gateways advertise', () => {
    assert.equal(ask({ ...twoTiers(), gateways: [{ vnet: 'spoke', prefixes: ['10.0.0.0/16'] }] }, across), 'allowed');
    const peered: OracleNetwork = {
      ...noNetwork,
      vnets: [
        vnet('a', '10.1.0.0/16', [subnet('one', '10.1.1.0/24')], [peering('b')]),
        vnet('b', '10.2.0.0/16', [subnet('one', '10.2.1.0/24')], [peering('a')]),
      ],
      gateways: [{ vnet: 'a', prefixes: ['10.2.0.0/16'] }],
    };
    assert.equal(ask(peered, '10.1.1.4 > 10.2.1.4'), 'allowed');
    // A longer prefix wins whoever it comes from.
    const longer = { ...peered, gateways: [{ vnet: 'a', prefixes: ['10.2.1.0/24'] }] };
    assert.notEqual(ask(longer, '10.1.1.4 > 10.2.1.4'), 'allowed');
  });

  test('without propagation there are no routes to gateways', () => {
    const tables = [{ ...table('t'), propagates: false }];
    const network = {
      ...twoTiers({ tables }, { table: 't' }),
      gateways: [{ vnet: 'spoke', prefixes: ['192.168.0.0/16'] }],
    };
    assert.equal(ask(network, '10.0.1.4 > 192.168.1.1'), 'denied');
    assert.equal(ask(network, '10.0.2.4 > 192.168.1.1'), 'allowed');
  });

  test('a route to the gateway depends on what is behind it', () => {
    const network = {
      ...routed('0.0.0.0/0 VirtualNetworkGateway'),
      gateways: [{ vnet: 'spoke', prefixes: ['192.168.0.0/16'] }],
    };
    assert.equal(ask(network, outside), 'depends');
    assert.equal(ask(routed('0.0.0.0/0 VirtualNetworkGateway'), outside), 'denied');
  });
});

suite('addresses on premises', () => {
  test('those that a gateway leads to come in, their neighbours do not', () => {
    const network = modelOf({ ...twoTiers(), gateways: [{ vnet: 'spoke', prefixes: ['192.168.0.0/20'] }] });
    const addresses = parseAddressSet(['192.168.0.0/16']) ?? noAddress;
    const flows = flowsBetween(
      new Reachability(network),
      { kind: 'addresses', addresses },
      { kind: 'subnet', id: 'spoke/web' },
      { protocol: 'tcp', port: 443 },
    );
    assert.deepEqual(
      flows.map(({ answer, witness }) => `${printAddress(witness.source)} ${answer}`),
      ['192.168.0.0 allowed', '192.168.16.0 denied'],
    );
  });
});

suite('2.6 forced tunnelling and firewalls', () => {
  const hub = (rules: readonly string[], spokes: readonly string[]): Pick<OracleNetwork, 'vnets' | 'firewalls'> => ({
    vnets: [
      vnet(
        'hub',
        '10.10.0.0/16',
        [subnet('AzureFirewallSubnet', '10.10.1.0/26')],
        spokes.map((name) => peering(name)),
      ),
    ],
    firewalls: [{ subnet: 'hub/AzureFirewallSubnet', address: '10.10.1.4', rules: rules.map(rule) }],
  });
  const spoke = (
    name: string,
    index: number,
    more: Parameters<typeof peering>[1] = {},
  ): OracleNetwork['vnets'][number] =>
    vnet(
      name,
      `10.${index}.0.0/16`,
      [subnet('work', `10.${index}.1.0/24`, { table: 'toFirewall' })],
      [peering('hub', { forwarded: true, ...more })],
    );
  const spokes = (rules: readonly string[], ...vnets: readonly OracleNetwork['vnets'][number][]): OracleNetwork => {
    const { vnets: hubs, firewalls } = hub(
      rules,
      vnets.map(({ name }) => name),
    );
    return {
      ...noNetwork,
      firewalls,
      vnets: [...hubs, ...vnets],
      tables: [table('toFirewall', '0.0.0.0/0 VirtualAppliance 10.10.1.4', '10.0.0.0/8 VirtualAppliance 10.10.1.4')],
    };
  };

  test('spokes reach each other as the firewall says', () => {
    const network = spokes(['Out 100 Allow Tcp 10.0.0.0/8 > 10.2.0.0/16 : 443'], spoke('a', 1), spoke('b', 2));
    assert.equal(ask(network, '10.1.1.4 > 10.2.1.4 tcp 443'), 'allowed: firewall Out100');
    assert.equal(ask(network, '10.1.1.4 > 10.2.1.4 tcp 22'), 'denied: firewall -');
    assert.equal(ask(network, '10.2.1.4 > 10.1.1.4 tcp 443'), 'denied: firewall -');
  });

  test('a peering that takes no forwarded traffic drops it', () => {
    const network = spokes(['Out 100 Allow * * > *'], spoke('a', 1), spoke('b', 2, { forwarded: false }));
    assert.equal(ask(network, '10.1.1.4 > 10.2.1.4 tcp 443'), 'denied');
    assert.equal(ask(network, '10.2.1.4 > 10.1.1.4 tcp 443'), 'allowed: firewall Out100');
  });

  test('peering is not transitive', () => {
    const plain = (name: string, index: number): OracleNetwork['vnets'][number] => ({
      ...spoke(name, index),
      subnets: [subnet('work', `10.${index}.1.0/24`)],
    });
    assert.equal(ask(spokes([], plain('a', 1), plain('b', 2)), '10.1.1.4 > 10.2.1.4 tcp 443'), 'denied');
  });

  test('the Internet is reached through the firewall, and not directly from there', () => {
    const vm = nic('vm', 'a/work', '10.1.1.4', { publicSku: 'Standard', nsg: 'open' });
    const base = spokes(['Out 100 Allow Tcp 10.1.0.0/16 > * : 443'], spoke('a', 1));
    const network = { ...base, nics: [vm], nsgs: [nsg('open', 'In 100 Allow * * > *')] };
    assert.equal(ask(network, '10.1.1.4 > 8.8.8.8 tcp 443'), 'allowed: interface AllowVnetOutBound, firewall Out100');
    assert.equal(ask(network, '10.1.1.4 > 8.8.8.8 tcp 80'), 'denied: interface AllowVnetOutBound, firewall -');
    // Asymmetric: the reply would leave by the firewall.
    assert.equal(ask(network, '8.8.8.8 > 10.1.1.4 tcp 443'), 'denied');
    const untouched = { ...network, tables: [table('toFirewall')] };
    assert.equal(ask(untouched, '8.8.8.8 > 10.1.1.4 tcp 443'), 'allowed: interface In100');
  });

  // The routes of the firewall's subnet tell addresses apart that those of the spoke don't.
  test('what lies behind the firewall is told apart', () => {
    const base = spokes(['Out 100 Allow * * > *'], spoke('a', 1));
    const [first, ...others] = base.vnets;
    if (first === undefined) throw new Error('no hub');
    const hubs = [{ ...first, subnets: first.subnets.map((item) => ({ ...item, table: 'some' })) }, ...others];
    const network = { ...base, vnets: hubs, tables: [...base.tables, table('some', '8.8.8.0/25 None')] };
    assert.equal(ask(network, '10.1.1.4 > 8.8.8.4 tcp 443'), 'denied');
    assert.equal(ask(network, '10.1.1.4 > 8.8.8.200 tcp 443'), 'allowed: firewall Out100');
    assert.equal(ask(network, '10.1.1.4 > 1.1.1.1 tcp 443'), 'allowed: firewall Out100');
  });

  test('routes in a circle end', () => {
    const base = spokes(['Out 100 Allow * * > *'], spoke('a', 1));
    const [first, ...others] = base.vnets;
    if (first === undefined) throw new Error('no hub');
    const hubs = [{ ...first, subnets: first.subnets.map((item) => ({ ...item, table: 'toFirewall' })) }, ...others];
    assert.equal(ask({ ...base, vnets: hubs }, '10.1.1.4 > 8.8.8.8 tcp 443'), 'denied');
  });
});

suite('2.6 egress', () => {
  test('hosts of a private subnet need an explicit way out', () => {
    assert.equal(ask(twoTiers({}, { defaultOutbound: false }), outside), 'denied');
    assert.equal(ask(twoTiers({}, { defaultOutbound: false, nat: true }), outside), 'allowed');
    const nics = [nic('vm', 'spoke/web', '10.0.1.4', { publicSku: 'Standard' })];
    assert.equal(ask(twoTiers({ nics }, { defaultOutbound: false }), outside), 'allowed');
    assert.equal(ask(twoTiers({}, { defaultOutbound: true }), outside), 'allowed');
  });

  test('a route to the Internet is no way out of a private subnet', () => {
    const network = twoTiers({ tables: [table('t', '0.0.0.0/0 Internet')] }, { table: 't', defaultOutbound: false });
    assert.equal(ask(network, outside), 'denied');
  });

  test('a route to a firewall is a way out of a private subnet', () => {
    const work = subnet('work', '10.1.1.0/24', { table: 'toFirewall', defaultOutbound: false });
    const firewall = subnet('AzureFirewallSubnet', '10.1.2.0/26');
    const network: OracleNetwork = {
      ...noNetwork,
      vnets: [vnet('vnet', '10.1.0.0/16', [work, firewall])],
      firewalls: [
        { subnet: 'vnet/AzureFirewallSubnet', address: '10.1.2.4', rules: [rule('Out 100 Allow Tcp * > * : 443')] },
      ],
      tables: [table('toFirewall', '0.0.0.0/0 VirtualAppliance 10.1.2.4')],
    };
    assert.equal(ask(network, '10.1.1.4 > 8.8.8.8 tcp 443'), 'allowed: firewall Out100');
    assert.equal(ask({ ...network, tables: [table('toFirewall')] }, '10.1.1.4 > 8.8.8.8 tcp 443'), 'denied');
  });

  test('default outbound access is not for delegated subnets', () => {
    assert.equal(
      ask(twoTiers({}, { defaultOutbound: false, delegation: 'Microsoft.Web/serverFarms' }), outside),
      'allowed',
    );
  });
});

suite('peering', () => {
  const pair = (a: Parameters<typeof peering>[1] | null, b: Parameters<typeof peering>[1] | null): OracleNetwork => ({
    ...noNetwork,
    vnets: [
      vnet(
        'a',
        '10.1.0.0/16',
        [subnet('one', '10.1.1.0/24'), subnet('two', '10.1.2.0/24')],
        a === null ? [] : [peering('b', a)],
      ),
      vnet(
        'b',
        '10.2.0.0/16',
        [subnet('one', '10.2.1.0/24'), subnet('two', '10.2.2.0/24')],
        b === null ? [] : [peering('a', b)],
      ),
    ],
  });

  test('both ends make a connection', () => {
    assert.equal(ask(pair({}, {}), '10.1.1.4 > 10.2.1.4'), 'allowed');
    assert.equal(ask(pair({}, null), '10.1.1.4 > 10.2.1.4'), 'denied');
    assert.equal(ask(pair(null, {}), '10.1.1.4 > 10.2.1.4'), 'denied');
    assert.equal(ask(pair(null, null), '10.1.1.4 > 10.2.1.4'), 'denied');
  });

  test('a partial peering connects the subnets that it names', () => {
    const network = pair({ local: ['one'], remoteSubnets: ['one'] }, { local: ['one'], remoteSubnets: ['one'] });
    assert.equal(ask(network, '10.1.1.4 > 10.2.1.4'), 'allowed');
    assert.equal(ask(network, '10.1.2.4 > 10.2.1.4'), 'denied');
    assert.equal(ask(network, '10.1.1.4 > 10.2.2.4'), 'denied');
  });

  test('a peer may lend its gateway', () => {
    const gateways = [{ vnet: 'b', prefixes: ['192.168.0.0/16'] }];
    assert.equal(
      ask({ ...pair({ useGateways: true }, { transit: true }), gateways }, '10.1.1.4 > 192.168.1.1'),
      'allowed',
    );
    assert.equal(ask({ ...pair({ useGateways: true }, {}), gateways }, '10.1.1.4 > 192.168.1.1'), 'denied');
    assert.equal(ask({ ...pair({}, { transit: true }), gateways }, '10.1.1.4 > 192.168.1.1'), 'denied');
  });
});

suite('public addresses', () => {
  const vm = (publicSku: 'Basic' | 'Standard' | null): OracleNetwork['nics'] => [
    nic('vm', 'spoke/web', '10.0.1.4', { publicSku }),
  ];
  const inward = '8.8.8.8 > 10.0.1.4 tcp 443';

  test('a Standard address is closed until a group opens it, a Basic one is open, and without one nothing comes in', () => {
    assert.equal(ask(twoTiers({ nics: vm('Standard') }), inward), 'denied');
    assert.equal(ask(twoTiers({ nics: vm('Basic') }), inward), 'allowed');
    assert.equal(ask(twoTiers({ nics: vm(null) }), inward), 'denied');
    assert.equal(
      ask(twoTiers({ nics: vm('Standard'), nsgs: [nsg('web', 'In 100 Allow Tcp Internet > * : 443')] }), inward),
      'allowed: subnet In100',
    );
    assert.equal(ask(twoTiers({ nics: vm('Basic'), nsgs: [nsg('web')] }), inward), 'denied: subnet DenyAllInBound');
  });
});

suite('application gateways in their subnet', () => {
  const fronted = (rules: readonly string[], more: Partial<OracleNetwork> = {}, web = {}): OracleNetwork =>
    twoTiers(
      { applicationGateways: [{ subnet: 'spoke/web', ports: [443] }], nsgs: [nsg('web', ...rules)], ...more },
      web,
    );

  // §2.7: clients to the listeners' ports, as far as the group of the subnet lets them.
  test('its hosts listen at the public ports', () => {
    const open = fronted(['In 100 Allow Tcp Internet > * : 443']);
    assert.equal(ask(open, '8.8.8.8 > 10.0.1.9 tcp 443'), 'allowed: subnet In100');
    assert.equal(ask(open, '8.8.8.8 > 10.0.1.9 tcp 80'), 'denied');
    assert.equal(ask(open, '8.8.8.8 > 10.0.1.9 udp 443'), 'denied');
    assert.equal(ask(open, '8.8.8.8 > 10.0.2.9 tcp 443'), 'denied');
    assert.equal(ask(fronted([]), '8.8.8.8 > 10.0.1.9 tcp 443'), 'denied: subnet DenyAllInBound');
  });

  test('a machine beside it has no part in that', () => {
    const beside = fronted([], { nics: [nic('vm', 'spoke/web', '10.0.1.4')], nsgs: [] }, { nsg: null });
    assert.equal(ask(beside, '8.8.8.8 > 10.0.1.4 tcp 443'), 'denied');
    assert.equal(ask(beside, '8.8.8.8 > 10.0.1.5 tcp 443'), 'allowed');
  });

  test('it leaves by its own address', () => {
    assert.equal(
      ask(fronted([], {}, { defaultOutbound: false }), '10.0.1.9 > 8.8.8.8 tcp 443'),
      'allowed: subnet AllowInternetOutBound',
    );
    assert.equal(ask(twoTiers({}, { defaultOutbound: false }), '10.0.1.9 > 8.8.8.8 tcp 443'), 'denied');
  });

  // §2.6: a default route to an appliance breaks a gateway that isn't isolated.
  test('replies that leave by an appliance break it', () => {
    const tables = [table('t', '0.0.0.0/0 VirtualAppliance 10.0.9.4')];
    const network = fronted(['In 100 Allow * * > *'], { tables }, { table: 't' });
    assert.equal(ask(network, '8.8.8.8 > 10.0.1.9 tcp 443'), 'denied');
  });
});

suite('peering with a network that is deployed elsewhere', () => {
  const elsewhere = (more: Parameters<typeof peering>[1] = {}): OracleNetwork => ({
    ...noNetwork,
    nsgs: [nsg('app')],
    vnets: [
      vnet('spoke', '10.1.0.0/16', [subnet('app', '10.1.1.0/24', { nsg: 'app' })], [peering('hub', more)]),
      vnet('lonely', '10.3.0.0/16', [subnet('app', '10.3.1.0/24')]),
    ],
  });
  const stated = { remoteSpaces: ['10.9.0.0/16'] };

  test('what its peering states lies there, and nobody knows what becomes of a packet', () => {
    const network = elsewhere(stated);
    assert.equal(ask(network, '10.1.1.4 > 10.9.1.4 tcp 443'), 'depends: subnet AllowVnetOutBound');
    assert.equal(ask(network, '10.9.1.4 > 10.1.1.4 tcp 443'), 'depends: subnet AllowVnetInBound');
    assert.equal(ask(network, '10.1.1.4 > 10.8.1.4 tcp 443'), 'denied: subnet DenyAllOutBound');
    assert.equal(ask(network, '10.8.1.4 > 10.1.1.4 tcp 443'), 'denied');
    assert.equal(ask(network, '10.9.1.4 > 10.3.1.4 tcp 443'), 'denied');
  });

  test('without access the tag leaves it out', () => {
    const network = elsewhere({ ...stated, access: false });
    assert.equal(ask(network, '10.9.1.4 > 10.1.1.4 tcp 443'), 'denied: subnet DenyAllInBound');
  });
});
