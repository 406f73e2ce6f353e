/** Statements of azure-network.md 2.1 to 2.5, each as a network and packets. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ask } from './network-ask.ts';
import { nic, noNetwork, nsg, peering, rule, subnet, table, twoTiers, vnet } from './network-texts.ts';

const across = '10.0.1.4 > 10.0.2.4 tcp 443';
const vnetOut = 'subnet AllowVnetOutBound';

suite('2.1 rules', () => {
  test('protocol is one of the key fields', () => {
    const network = twoTiers({ nsgs: [nsg('data', 'In 100 Deny Tcp * > *')] });
    assert.equal(ask(network, across), 'denied: subnet In100');
    assert.equal(ask(network, '10.0.1.4 > 10.0.2.4 udp 443'), 'allowed: subnet AllowVnetInBound');
    assert.equal(ask(network, '10.0.1.4 > 10.0.2.4 icmp'), 'allowed: subnet AllowVnetInBound');
  });

  test('the first match by ascending priority decides, wherever it stands in the list', () => {
    const network = twoTiers({
      nsgs: [nsg('data', 'In 300 Allow * * > *', 'In 200 Deny * * > *', 'In 100 Allow Tcp * > * : 443')],
    });
    assert.equal(ask(network, across), 'allowed: subnet In100');
    assert.equal(ask(network, '10.0.1.4 > 10.0.2.4 tcp 444'), 'denied: subnet In200');
  });

  test('inbound and outbound are lists of their own', () => {
    const network = twoTiers({ nsgs: [nsg('web', 'In 100 Deny * * > *'), nsg('data', 'Out 100 Deny * * > *')] });
    assert.equal(ask(network, across), `allowed: ${vnetOut}, subnet AllowVnetInBound`);
  });

  test('default rules of each direction', () => {
    const open = nic('vm', 'spoke/data', '10.0.2.4', { publicSku: 'Standard' });
    const network = twoTiers({ nsgs: [nsg('web'), nsg('data')], nics: [open] });
    assert.equal(ask(network, across), `allowed: ${vnetOut}, subnet AllowVnetInBound`);
    assert.equal(ask(network, '168.63.129.16 > 10.0.2.4 tcp 80'), 'allowed: subnet AllowVnetInBound');
    assert.equal(ask(network, '8.8.8.8 > 10.0.2.4 tcp 443'), 'denied: subnet DenyAllInBound');
    assert.equal(ask(network, '10.0.1.4 > 8.8.8.8 udp 53'), 'allowed: subnet AllowInternetOutBound');
    assert.equal(ask(network, '10.0.1.4 > 192.168.0.1 tcp 443'), 'denied: subnet DenyAllOutBound');
  });

  // The host's address is in VirtualNetwork too (2.3), so the rule for probes decides only where that one is taken away.
  test('probes have a default rule of their own', () => {
    const network = twoTiers({
      nsgs: [nsg('data', 'In 4000 Deny * VirtualNetwork > *', 'In 3000 Allow * AzureLoadBalancer > *')],
    });
    assert.equal(ask(network, '168.63.129.16 > 10.0.2.4 tcp 80'), 'allowed: subnet In3000');
    assert.equal(ask(network, across), 'denied: subnet In4000');
  });

  test('values of one field are alternatives, fields are conditions', () => {
    const network = twoTiers({
      nsgs: [
        nsg(
          'data',
          'In 100 Allow Tcp 10.0.1.4,10.0.1.9-10.0.1.11,10.9.0.0/16 > 10.0.2.0/25 : 443,8000-8002',
          'In 200 Deny * * > *',
        ),
      ],
    });
    for (const from of ['10.0.1.4', '10.0.1.9', '10.0.1.11'])
      for (const port of [443, 8000, 8002])
        assert.equal(ask(network, `${from} > 10.0.2.4 tcp ${port}`), 'allowed: subnet In100');
    for (const text of [
      '10.0.1.5 > 10.0.2.4 tcp 443',
      '10.0.1.12 > 10.0.2.4 tcp 443',
      '10.0.1.4 > 10.0.2.200 tcp 443',
      '10.0.1.4 > 10.0.2.4 tcp 8003',
      '10.0.1.4 > 10.0.2.4 udp 443',
    ])
      assert.equal(ask(network, text), 'denied: subnet In200', text);
  });

  // No Microsoft page says what happens (Azure refuses it by field reports); the specification asks for the union.
  test('prefix and application security group on one side are a union', () => {
    const nics = [nic('a', 'spoke/web', '10.0.1.4', { groups: ['web'] }), nic('b', 'spoke/web', '10.0.1.5')];
    const network = twoTiers({ nics, nsgs: [nsg('data', 'In 100 Allow * @web,10.0.1.6 > *', 'In 200 Deny * * > *')] });
    assert.equal(ask(network, '10.0.1.4 > 10.0.2.4'), 'allowed: subnet In100');
    assert.equal(ask(network, '10.0.1.6 > 10.0.2.4'), 'allowed: subnet In100');
    assert.equal(ask(network, '10.0.1.5 > 10.0.2.4'), 'denied: subnet In200');
  });

  test('IPv4 and IPv6 live in one list, and only * covers both', () => {
    const network = twoTiers({
      nsgs: [nsg('data', 'In 100 Allow * fd00:0:0:1::/64 > fd00:0:0:2::/64', 'In 200 Deny * 0.0.0.0/0 > *')],
    });
    assert.equal(ask(network, 'fd00:0:0:1::4 > fd00:0:0:2::4 tcp 443'), 'allowed: subnet In100');
    assert.equal(ask(network, across), 'denied: subnet In200');
    assert.equal(
      ask(network, 'fd00:0:0:2::9 > fd00:0:0:2::4 tcp 443'),
      'allowed: subnet AllowVnetOutBound, subnet AllowVnetInBound',
    );
    const denied = twoTiers({ nsgs: [nsg('data', 'In 200 Deny * * > *')] });
    for (const text of [across, 'fd00:0:0:1::4 > fd00:0:0:2::4 tcp 443'])
      assert.equal(ask(denied, text), 'denied: subnet In200');
  });

  test('inbound rules see the private address of a public one', () => {
    const vm = nic('vm', 'spoke/data', '10.0.2.4', { publicSku: 'Standard' });
    const network = twoTiers({ nics: [vm], nsgs: [nsg('data', 'In 100 Allow Tcp Internet > 10.0.2.4 : 443')] });
    assert.equal(ask(network, '8.8.8.8 > 10.0.2.4 tcp 443'), 'allowed: subnet In100');
    assert.equal(ask(network, '8.8.8.8 > 10.0.2.4 tcp 22'), 'denied: subnet DenyAllInBound');
  });

  test('outbound rules see the private address too', () => {
    const vm = nic('vm', 'spoke/web', '10.0.1.4', { publicSku: 'Standard' });
    const network = twoTiers({ nics: [vm], nsgs: [nsg('web', 'Out 100 Deny * 10.0.1.4 > Internet')] });
    assert.equal(ask(network, '10.0.1.4 > 8.8.8.8 tcp 443'), 'denied: subnet Out100');
    assert.equal(ask(network, '10.0.1.5 > 8.8.8.8 tcp 443'), 'allowed: subnet AllowInternetOutBound');
  });

  // Esp and Ah have no ports, and `*` is any of them.
  test('every protocol that a rule can name', () => {
    for (const own of ['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']) {
      const network = twoTiers({ nsgs: [nsg('data', `In 100 Allow ${own} * > *`, 'In 200 Deny * * > *')] });
      for (const protocol of ['tcp', 'udp', 'icmp', 'esp', 'ah'])
        assert.equal(
          ask(network, `10.0.1.4 > 10.0.2.4 ${protocol}`),
          protocol === own.toLowerCase() ? 'allowed: subnet In100' : 'denied: subnet In200',
        );
    }
  });

  test('a fixed source port lets only that port in', () => {
    const network = twoTiers({ nsgs: [nsg('data', 'In 100 Allow Tcp * > * : 443 > 443', 'In 200 Deny * * > *')] });
    assert.equal(ask(network, '10.0.1.4:443 > 10.0.2.4 tcp 443'), 'allowed: subnet In100');
    assert.equal(ask(network, '10.0.1.4:50000 > 10.0.2.4 tcp 443'), 'denied: subnet In200');
  });
});

suite('2.2 where rules are evaluated', () => {
  const nics = [
    nic('a', 'spoke/web', '10.0.1.4', { nsg: 'nicA' }),
    nic('b', 'spoke/data', '10.0.2.4', { nsg: 'nicB' }),
  ];

  test('out: interface then subnet; in: subnet then interface', () => {
    const network = twoTiers({ nics, nsgs: [nsg('web'), nsg('data'), nsg('nicA'), nsg('nicB')] });
    assert.equal(
      ask(network, across),
      'allowed: interface AllowVnetOutBound, subnet AllowVnetOutBound, subnet AllowVnetInBound, interface AllowVnetInBound',
    );
  });

  test('both must allow', () => {
    const deny = (name: string, direction: string): ReturnType<typeof nsg> =>
      nsg(name, `${direction} 100 Deny * * > *`);
    const all = [nsg('web'), nsg('data'), nsg('nicA'), nsg('nicB')];
    for (const name of ['web', 'data', 'nicA', 'nicB']) {
      const direction = name === 'web' || name === 'nicA' ? 'Out' : 'In';
      const network = twoTiers({
        nics,
        nsgs: all.map((group) => (group.name === name ? deny(name, direction) : group)),
      });
      assert.match(ask(network, across), new RegExp(`^denied: .*${direction}100$`));
    }
  });

  test('no group at a point allows', () => {
    assert.equal(ask(twoTiers(), across), 'allowed');
  });

  test('a subnet group also stands between two hosts of the subnet', () => {
    const network = twoTiers({ nsgs: [nsg('web', 'In 4096 Deny * * > *')] });
    assert.equal(ask(network, '10.0.1.4 > 10.0.1.5 tcp 443'), 'denied: subnet AllowVnetOutBound, subnet In4096');
    const out = twoTiers({ nsgs: [nsg('web', 'Out 4096 Deny * * > *')] });
    assert.equal(ask(out, '10.0.1.4 > 10.0.1.5 tcp 443'), 'denied: subnet Out4096');
  });

  test('a delegated subnet without interfaces has the subnet group only', () => {
    const network = twoTiers(
      { nsgs: [nsg('data', 'In 100 Allow Tcp * > * : 5432', 'In 200 Deny * * > *')] },
      {},
      { delegation: 'Microsoft.DBforPostgreSQL/flexibleServers' },
    );
    assert.equal(ask(network, '10.0.1.4 > 10.0.2.4 tcp 5432'), 'allowed: subnet In100');
    assert.equal(ask(network, across), 'denied: subnet In200');
  });
});

suite('2.3 service tags', () => {
  const hub = vnet('hub', '10.1.0.0/16', [subnet('shared', '10.1.0.0/24')], [peering('spoke')]);
  const peered = (more: Parameters<typeof peering>[1] = {}): ReturnType<typeof twoTiers> => {
    const base = twoTiers({ nsgs: [nsg('web')] });
    return {
      ...base,
      vnets: [...base.vnets.map((network) => ({ ...network, peerings: [peering('hub', more)] })), hub],
    };
  };

  test('VirtualNetwork holds the own space and peered ones', () => {
    assert.equal(ask(peered(), '10.0.1.4 > 10.1.0.4 tcp 443'), 'allowed: subnet AllowVnetOutBound');
    assert.equal(ask(peered(), '10.1.0.4 > 10.0.1.4 tcp 443'), 'allowed: subnet AllowVnetInBound');
  });

  test('without access the peer is not in the tag', () => {
    assert.equal(ask(peered({ access: false }), '10.0.1.4 > 10.1.0.4 tcp 443'), 'denied: subnet DenyAllOutBound');
  });

  test('of a partial peering the named subnets are in it', () => {
    assert.equal(
      ask(peered({ remoteSubnets: ['shared'] }), '10.0.1.4 > 10.1.0.4 tcp 443'),
      'allowed: subnet AllowVnetOutBound',
    );
    assert.equal(ask(peered({ remoteSubnets: [] }), '10.0.1.4 > 10.1.0.4 tcp 443'), 'denied: subnet DenyAllOutBound');
    assert.equal(ask(peered({ local: ['data'] }), '10.0.1.4 > 10.1.0.4 tcp 443'), 'denied: subnet DenyAllOutBound');
  });

  test('what is behind a gateway is in it', () => {
    const network = {
      ...twoTiers({ nsgs: [nsg('web')] }),
      gateways: [{ vnet: 'spoke', prefixes: ['192.168.0.0/16'] }],
    };
    assert.equal(ask(network, '10.0.1.4 > 192.168.1.1 tcp 443'), 'allowed: subnet AllowVnetOutBound');
    assert.equal(ask(network, '192.168.1.1 > 10.0.1.4 tcp 443'), 'allowed: subnet AllowVnetInBound');
    assert.equal(ask(network, '10.0.1.4 > 172.16.0.1 tcp 443'), 'denied: subnet DenyAllOutBound');
  });

  test('the host that probes come from is in it', () => {
    const network = twoTiers({ nsgs: [nsg('data', 'In 100 Deny * VirtualNetwork > *')] });
    assert.equal(ask(network, '168.63.129.16 > 10.0.2.4 tcp 80'), 'denied: subnet In100');
  });

  test('prefixes of the subnet own routes are in it, so two subnets see two tags', () => {
    const rules = 'Out 100 Deny * * > VirtualNetwork';
    const network = twoTiers(
      { nsgs: [nsg('web', rules), nsg('data', rules)], tables: [table('t', '20.0.0.0/8 Internet')] },
      { table: 't' },
    );
    assert.equal(ask(network, '10.0.1.4 > 20.1.1.1 tcp 443'), 'denied: subnet Out100');
    assert.equal(ask(network, '10.0.2.4 > 20.1.1.1 tcp 443'), 'allowed: subnet AllowInternetOutBound');
  });

  test('a default route puts everything into VirtualNetwork, and Internet keeps what it has', () => {
    const tables = [table('t', '0.0.0.0/0 Internet')];
    const plain = twoTiers({ nsgs: [nsg('web')], tables }, { table: 't' });
    assert.equal(ask(plain, '10.0.1.4 > 8.8.8.8 tcp 443'), 'allowed: subnet AllowVnetOutBound');
    const denied = twoTiers({ nsgs: [nsg('web', 'Out 200 Deny * * > VirtualNetwork')], tables }, { table: 't' });
    assert.equal(ask(denied, '10.0.1.4 > 8.8.8.8 tcp 443'), 'denied: subnet Out200');
    const internet = twoTiers(
      { nsgs: [nsg('web', 'Out 100 Allow * * > Internet', 'Out 200 Deny * * > VirtualNetwork')], tables },
      { table: 't' },
    );
    assert.equal(ask(internet, '10.0.1.4 > 8.8.8.8 tcp 443'), 'allowed: subnet Out100');
  });

  test('Internet holds public addresses of Azure, and no private ones', () => {
    const tags = { Storage: ['20.60.0.0/16'] };
    const network = twoTiers({ tags, nsgs: [nsg('web', 'Out 100 Allow * * > Internet', 'Out 200 Deny * * > *')] });
    assert.equal(ask(network, '10.0.1.4 > 20.60.0.1 tcp 443'), 'allowed: subnet Out100');
    assert.equal(ask(network, '10.0.1.4 > 192.168.0.1 tcp 443'), 'denied: subnet Out200');
    assert.equal(ask(network, '10.0.1.4 > 100.64.0.1 tcp 443'), 'denied: subnet Out200');
  });

  test('AzureLoadBalancer is the source of probes, not of data', () => {
    const vm = nic('vm', 'spoke/data', '10.0.2.4', { publicSku: 'Standard' });
    const network = twoTiers({
      nics: [vm],
      nsgs: [nsg('data', 'In 100 Allow * AzureLoadBalancer > *', 'In 200 Deny * * > *')],
    });
    assert.equal(ask(network, '168.63.129.16 > 10.0.2.4 tcp 80'), 'allowed: subnet In100');
    assert.equal(ask(network, '8.8.8.8 > 10.0.2.4 tcp 80'), 'denied: subnet In200');
  });

  test('a region is a part of its tag, and tags hold no private addresses', () => {
    const tags = { Storage: ['20.60.0.0/16', '20.150.0.0/16'], 'Storage.WestEurope': ['20.150.8.0/24'] };
    const wide = twoTiers({ tags, nsgs: [nsg('web', 'Out 100 Allow * * > Storage', 'Out 200 Deny * * > *')] });
    for (const to of ['20.60.0.1', '20.150.8.1'])
      assert.equal(ask(wide, `10.0.1.4 > ${to} tcp 443`), 'allowed: subnet Out100');
    assert.equal(ask(wide, '10.0.1.4 > 10.0.2.4 tcp 443'), 'denied: subnet Out200');
    const narrow = twoTiers({
      tags,
      nsgs: [nsg('web', 'Out 100 Allow * * > Storage.WestEurope', 'Out 200 Deny * * > *')],
    });
    assert.equal(ask(narrow, '10.0.1.4 > 20.150.8.1 tcp 443'), 'allowed: subnet Out100');
    assert.equal(ask(narrow, '10.0.1.4 > 20.60.0.1 tcp 443'), 'denied: subnet Out200');
  });

  test('deny all stops neither name resolution nor metadata, only their own tags do', () => {
    const network = twoTiers({
      nsgs: [nsg('web', 'Out 100 Deny * * > *'), nsg('data', 'Out 100 Deny * * > AzurePlatformDNS')],
    });
    assert.equal(ask(network, '10.0.1.4 > 168.63.129.16 udp 53'), 'allowed: subnet -');
    assert.equal(ask(network, '10.0.1.4 > 169.254.169.254 tcp 80'), 'allowed: subnet -');
    assert.equal(ask(network, '10.0.2.4 > 168.63.129.16 udp 53'), 'denied: subnet Out100');
    assert.equal(ask(network, '10.0.2.4 > 169.254.169.254 tcp 80'), 'allowed: subnet -');
    const named = twoTiers({ nsgs: [nsg('web', 'Out 100 Deny * * > AzurePlatformIMDS')] });
    assert.equal(ask(named, '10.0.1.4 > 169.254.169.254 tcp 80'), 'denied: subnet Out100');
    assert.equal(ask(named, '10.0.1.4 > 168.63.129.16 udp 53'), 'allowed: subnet -');
  });

  test('nor do admin rules, which have no such tags', () => {
    const admin = [{ vnets: ['spoke'], allowRulesOnly: false, rules: [rule('Out 1 Deny * * > *')] }];
    assert.equal(ask(twoTiers({ admin }), '10.0.1.4 > 168.63.129.16 udp 53'), 'allowed');
    assert.equal(ask(twoTiers({ admin }), across), 'denied: adminRules Out1');
  });
});

suite('2.4 application security groups and private endpoints', () => {
  test('a rule with a group is for its members only', () => {
    const nics = [nic('a', 'spoke/web', '10.0.1.4', { groups: ['web'] }), nic('b', 'spoke/web', '10.0.1.5')];
    const network = twoTiers({ nics, nsgs: [nsg('data', 'In 100 Deny * @web > *')] });
    assert.equal(ask(network, '10.0.1.4 > 10.0.2.4'), 'denied: subnet In100');
    assert.equal(ask(network, '10.0.1.5 > 10.0.2.4'), 'allowed: subnet AllowVnetInBound');
    assert.equal(ask(network, '10.0.1.9 > 10.0.2.4'), 'allowed: subnet AllowVnetInBound');
  });

  const endpoints = [{ name: 'pe', subnet: 'spoke/data', address: '10.0.2.4', groups: ['vault'] }];
  const denyAll = nsg('data', 'In 100 Deny * * > *');

  test('the group counts for private endpoints only where the policy says so', () => {
    const answers = {
      Disabled: 'allowed',
      RouteTableEnabled: 'allowed',
      Enabled: 'denied: subnet In100',
      NetworkSecurityGroupEnabled: 'denied: subnet In100',
    } as const;
    for (const [policies, answer] of Object.entries(answers)) {
      const network = twoTiers({ endpoints, nsgs: [denyAll] }, {}, { policies: policies as keyof typeof answers });
      assert.equal(ask(network, across), answer, policies);
      // Other hosts of the subnet are filtered as ever.
      assert.equal(ask(network, '10.0.1.4 > 10.0.2.5'), 'denied: subnet In100');
    }
  });

  test('a private endpoint may be in a group', () => {
    const network = twoTiers(
      { endpoints, nsgs: [nsg('data', 'In 100 Allow Tcp * > @vault : 443', 'In 200 Deny * * > *')] },
      {},
      { policies: 'Enabled' },
    );
    assert.equal(ask(network, across), 'allowed: subnet In100');
    assert.equal(ask(network, '10.0.1.4 > 10.0.2.5'), 'denied: subnet In200');
  });

  test('source ports are ignored at private endpoints, and they initiate nothing', () => {
    const network = twoTiers(
      { endpoints, nsgs: [nsg('data', 'In 100 Allow Tcp * > * : 443 > 443', 'In 200 Deny * * > *')] },
      {},
      { policies: 'Enabled' },
    );
    assert.equal(ask(network, across), 'allowed: subnet In100');
    assert.equal(ask(network, '10.0.2.4 > 10.0.1.4').startsWith('denied'), true);
  });

  test('the rules of the client count whatever the policy', () => {
    const network = twoTiers({ endpoints, nsgs: [nsg('web', 'Out 100 Deny * * > *')] });
    assert.equal(ask(network, across), 'denied: subnet Out100');
  });

  const appliance = (prefix: string): ReturnType<typeof table> => table('t', `${prefix} None`);

  test('a default route does not take traffic to a private endpoint', () => {
    const network = twoTiers({ endpoints, tables: [appliance('0.0.0.0/0')] }, { table: 't' }, { policies: 'Enabled' });
    assert.equal(ask(network, across), 'allowed');
  });

  test('a route as long as the address space does, with the policy', () => {
    const answers = {
      Disabled: 'allowed',
      NetworkSecurityGroupEnabled: 'allowed',
      Enabled: 'denied',
      RouteTableEnabled: 'denied',
    } as const;
    for (const [policies, answer] of Object.entries(answers))
      for (const prefix of ['10.0.0.0/16', '10.0.2.0/24', '10.0.2.4/32']) {
        const network = twoTiers(
          { endpoints, tables: [appliance(prefix)] },
          { table: 't' },
          { policies: policies as keyof typeof answers },
        );
        assert.equal(ask(network, across), answer, `${policies} ${prefix}`);
      }
    const shorter = twoTiers(
      { endpoints, tables: [appliance('10.0.0.0/15')] },
      { table: 't' },
      { policies: 'Enabled' },
    );
    assert.equal(ask(shorter, across), 'allowed');
  });

  test('the route is also in directly peered networks', () => {
    const base = twoTiers({ endpoints, tables: [table('t', '10.0.0.0/8 None')] }, {}, { policies: 'Enabled' });
    const hub = vnet('hub', '10.1.0.0/16', [subnet('shared', '10.1.0.0/24', { table: 't' })], [peering('spoke')]);
    const network = { ...base, vnets: [...base.vnets.map((item) => ({ ...item, peerings: [peering('hub')] })), hub] };
    assert.equal(ask(network, '10.1.0.4 > 10.0.2.4'), 'allowed');
  });
});

suite('2.5 admin rules', () => {
  const admin = (access: string, more = '', vnets = ['spoke']) => [
    {
      vnets,
      allowRulesOnly: false,
      rules: [rule(`In 1 ${access} Tcp * > * : 443`), ...(more === '' ? [] : [rule(more)])],
    },
  ];
  const denyAll = [nsg('data', 'In 100 Deny * * > *')];

  test('deny is final', () => {
    assert.equal(ask(twoTiers({ admin: admin('Deny') }), across), 'denied: adminRules In1');
  });

  test('always allow goes past the groups', () => {
    assert.equal(ask(twoTiers({ admin: admin('AlwaysAllow'), nsgs: denyAll }), across), 'allowed: adminRules In1');
  });

  test('allow leaves the rest to the groups, and so does no match', () => {
    assert.equal(
      ask(twoTiers({ admin: admin('Allow'), nsgs: denyAll }), across),
      'denied: adminRules In1, subnet In100',
    );
    assert.equal(
      ask(twoTiers({ admin: admin('AlwaysAllow'), nsgs: denyAll }), '10.0.1.4 > 10.0.2.4 tcp 22'),
      'denied: adminRules -, subnet In100',
    );
  });

  test('allow comes before a deny of lower rank', () => {
    assert.equal(ask(twoTiers({ admin: admin('Allow', 'In 2 Deny * * > *') }), across), 'allowed: adminRules In1');
  });

  test('each direction by itself', () => {
    const rules = [rule('Out 1 Deny Tcp * > * : 443'), rule('Out 2 AlwaysAllow Udp * > *')];
    const outward = [{ vnets: ['spoke'], allowRulesOnly: false, rules }];
    assert.equal(ask(twoTiers({ admin: outward }), across), 'denied: adminRules Out1');
    const closed = twoTiers({ admin: outward, nsgs: [nsg('web', 'Out 100 Deny * * > *')] });
    assert.equal(ask(closed, '10.0.1.4 > 10.0.2.4 udp 443'), 'allowed: adminRules Out2');
    assert.equal(ask(closed, '10.0.1.4 > 10.0.2.4 tcp 80'), 'denied: adminRules -, subnet Out100');
  });

  test('other networks are not concerned', () => {
    assert.equal(ask(twoTiers({ admin: admin('Deny', '', ['hub']) }), across), 'allowed');
  });

  test('networks with services of an intent policy get no rules, or the allow rules', () => {
    const delegation = 'Microsoft.Sql/managedInstances';
    const more = { admin: admin('Deny'), nsgs: denyAll };
    for (const service of [delegation, 'Microsoft.Databricks/workspaces'])
      assert.equal(ask(twoTiers(more, { delegation: service }), across), 'denied: subnet In100');
    assert.equal(ask(twoTiers(more, { delegation: 'Microsoft.Web/serverFarms' }), across), 'denied: adminRules In1');
    const allowOnly = twoTiers(
      {
        admin: [
          { vnets: ['spoke'], allowRulesOnly: true, rules: [rule('In 1 Deny * * > *'), rule('In 2 Allow Tcp * > *')] },
        ],
      },
      { delegation },
    );
    assert.equal(ask(allowOnly, across), 'allowed: adminRules In2');
  });

  test('subnets of gateways, Bastion, firewalls and route servers are left out', () => {
    const left = ['GatewaySubnet', 'AzureBastionSubnet', 'AzureFirewallSubnet', 'RouteServerSubnet'];
    for (const name of [...left, 'AzureFirewallManagementSubnet']) {
      const network = {
        ...noNetwork,
        admin: admin('Deny'),
        vnets: [vnet('spoke', '10.0.0.0/16', [subnet('web', '10.0.1.0/24'), subnet(name, '10.0.2.0/24')])],
      };
      assert.equal(ask(network, across), 'allowed', name);
    }
  });

  test('so are those of application gateways', () => {
    const network = twoTiers({
      admin: admin('Deny'),
      applicationGateways: [{ subnet: 'spoke/data', ports: [443] }],
    });
    assert.equal(ask(network, across), 'allowed');
    assert.equal(ask(network, '10.0.2.4 > 10.0.1.4 tcp 443'), 'denied: adminRules In1');
  });
});

suite('2.7 special subnets', () => {
  test('a group at the subnet of a firewall has no effect', () => {
    const firewall = subnet('AzureFirewallSubnet', '10.0.2.0/24', { nsg: 'data' });
    const network = {
      ...noNetwork,
      nsgs: [nsg('data', 'In 100 Deny * * > *')],
      vnets: [vnet('hub', '10.0.0.0/16', [subnet('web', '10.0.1.0/24'), firewall])],
    };
    assert.equal(ask(network, across), 'allowed');
  });

  test('the rules of Bastion before a complete deny let Bastion work, and nothing else', () => {
    const rules = [
      'In 120 Allow Tcp Internet > * : 443',
      'In 130 Allow Tcp GatewayManager > * : 443',
      'In 140 Allow Tcp AzureLoadBalancer > * : 443',
      'In 150 Allow * VirtualNetwork > VirtualNetwork : 8080,5701',
      'In 4096 Deny * * > *',
      'Out 100 Allow * * > VirtualNetwork : 22,3389',
      'Out 110 Allow Tcp * > AzureCloud : 443',
      'Out 120 Allow * VirtualNetwork > VirtualNetwork : 8080,5701',
      'Out 130 Allow * * > Internet : 80',
      'Out 4096 Deny * * > *',
    ];
    const bastion = subnet('AzureBastionSubnet', '10.0.1.0/24', { nsg: 'bastion' });
    const entry = nic('bastion', 'hub/AzureBastionSubnet', '10.0.1.4', { publicSku: 'Standard' });
    const network = {
      ...noNetwork,
      nics: [entry],
      nsgs: [nsg('bastion', ...rules)],
      vnets: [vnet('hub', '10.0.0.0/16', [bastion, subnet('vms', '10.0.2.0/24')])],
    };
    assert.equal(ask(network, '8.8.8.8 > 10.0.1.4 tcp 443'), 'allowed: subnet In120');
    assert.equal(ask(network, '168.63.129.16 > 10.0.1.4 tcp 443'), 'allowed: subnet In140');
    assert.equal(ask(network, '10.0.1.5 > 10.0.1.4 tcp 8080'), 'allowed: subnet Out120, subnet In150');
    assert.equal(ask(network, '8.8.8.8 > 10.0.1.4 tcp 22'), 'denied: subnet In4096');
    for (const port of [22, 3389])
      assert.equal(ask(network, `10.0.1.4 > 10.0.2.4 tcp ${port}`), 'allowed: subnet Out100');
    assert.equal(ask(network, '10.0.1.4 > 10.0.2.4 tcp 1433'), 'denied: subnet Out4096');
  });
});
