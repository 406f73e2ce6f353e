/** Ways into and around a network that lead through balancers, gateways, firewalls and hubs (azure-network.md 2.1, 2.3, 2.6). */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { noAddress, parseAddressSet, printAddress } from '../server/src/network/addresses/address-set.ts';
import {
  type Flow,
  flowsBetween,
  type Hop,
  type Question,
  summaryOf,
} from '../server/src/network/reachability/flows.ts';
import type { Maybe, Network } from '../server/src/network/reachability/model.ts';
import type {
  ApplicationGateway,
  LoadBalancer,
  LoadBalancingRule,
  VirtualHub,
} from '../server/src/network/reachability/model-entries.ts';
import type { Firewall, FirewallRule, TranslationRule } from '../server/src/network/reachability/model-firewall.ts';
import type { Endpoint } from '../server/src/network/reachability/places.ts';
import { Reachability } from '../server/src/network/reachability/reach.ts';
import { modelOf, securityRuleOf } from './network-model.ts';
import type { OracleNetwork } from './network-oracle.ts';
import { nic, noNetwork, nsg, rule, subnet, table, vnet } from './network-texts.ts';

const internet: Endpoint = { kind: 'internet' };
const vm: Endpoint = { kind: 'interface', id: 'vm' };

function addresses(...texts: readonly string[]): NonNullable<ReturnType<typeof parseAddressSet>> {
  return parseAddressSet(texts) ?? noAddress;
}

function flows(network: Network<string>, from: Endpoint, to: Endpoint, question: Question): readonly Flow<string>[] {
  return flowsBetween(new Reachability(network), from, to, question);
}

/** The hops of a flow with what each says: `subnet In100`, `route peering`. */
function path({ hops }: Flow<string>): string {
  const text = (hop: Hop<string>): string => {
    if (hop.at === 'entry') return `entry ${hop.id}`;
    return hop.at === 'route' ? `route ${hop.reason}` : `${hop.at} ${hop.rule?.name ?? '-'}`;
  };
  return hops.map(text).join(', ');
}

/** The answers at one port, with their paths; nothing leads there if there is none. */
function ask(
  network: Network<string>,
  from: Endpoint,
  to: Endpoint,
  port: number,
  protocol: Question['protocol'] = 'tcp',
): string {
  const found = flows(network, from, to, { protocol, port }).map((flow) => `${flow.answer}: ${path(flow)}`);
  return [...new Set(found)].sort().join('; ');
}

/** One host with a group, in a network that has a subnet for gateways. */
function oneHost(rules: readonly string[], more: Partial<OracleNetwork> = {}): Network<string> {
  return modelOf({
    ...noNetwork,
    nsgs: [nsg('app', ...rules)],
    vnets: [
      vnet('spoke', '10.0.0.0/16', [
        subnet('app', '10.0.1.0/24', { nsg: 'app' }),
        subnet('gateways', '10.0.2.0/24'),
        subnet('AzureFirewallSubnet', '10.0.3.0/24'),
      ]),
    ],
    nics: [nic('vm', 'spoke/app', '10.0.1.4')],
    ...more,
  });
}

suite('load balancers', () => {
  const balancingRule: LoadBalancingRule<string> = {
    source: 'rule',
    name: 'web',
    frontend: 'public',
    frontendAddresses: null,
    floating: false,
    protocol: 'tcp',
    frontendPorts: [443, 444],
    backendPort: 8443,
    backends: ['vm'],
    outboundSnat: false,
  };
  const balanced = (rules: readonly string[], more: Partial<LoadBalancingRule<string>> = {}): Network<string> => {
    const balancer: LoadBalancer<string> = {
      id: 'lb',
      source: 'lb',
      sku: 'Standard',
      outboundRules: [],
      rules: [{ ...balancingRule, ...more }],
    };
    return { ...oneHost(rules), loadBalancers: [balancer] };
  };

  // Pass-through: the group sees the client's address and the port of the backend.
  test('rules name the port of the backend and the address of the client', () => {
    const open = balanced(['In 100 Allow Tcp Internet > * : 8443']);
    assert.equal(ask(open, internet, vm, 8443), 'allowed: entry lb, route loadBalancer, subnet In100');
    assert.equal(ask(open, internet, vm, 443), '');
    assert.equal(
      ask(balanced(['In 100 Allow Tcp Internet > * : 443']), internet, vm, 8443),
      'denied: entry lb, route loadBalancer, subnet DenyAllInBound',
    );
    const byAddress = balanced(['In 100 Allow Tcp 10.0.9.9 > * : 8443']);
    assert.equal(ask(byAddress, internet, vm, 8443), 'denied: entry lb, route loadBalancer, subnet DenyAllInBound');
  });

  test('a balancer inside, other backends and other protocols let nothing in', () => {
    const rules = ['In 100 Allow * * > *'];
    assert.equal(ask(balanced(rules, { frontend: 'private' }), internet, vm, 8443), '');
    assert.equal(ask(balanced(rules, { backends: ['other'] }), internet, vm, 8443), '');
    assert.equal(ask(balanced(rules), internet, vm, 8443, 'udp'), '');
    assert.equal(
      ask(balanced(rules, { protocol: null, frontendPorts: [0, 65_536], backendPort: null }), internet, vm, 9, 'udp'),
      'allowed: entry lb, route loadBalancer, subnet In100',
    );
  });

  test('with a floating address the machine sees the frontend, of which the address is not known', () => {
    const floating = { floating: true, backendPort: null };
    assert.match(ask(balanced(['In 100 Allow * * > *'], floating), internet, vm, 443), /^allowed/);
    assert.match(ask(balanced(['In 100 Allow * * > 10.0.1.4'], floating), internet, vm, 443), /^denied/);
    assert.match(ask(balanced(['In 100 Allow * * > 20.1.2.3'], floating), internet, vm, 443), /^depends/);
    const unsure = { ...floating, floating: { unknown: { kind: 'parameter', name: 'p' } } } as const;
    assert.match(ask(balanced(['In 100 Allow * * > 10.0.1.4'], unsure), internet, vm, 443), /^depends/);
  });

  test('backends that are not known', () => {
    const network = balanced(['In 100 Allow * * > *'], { backends: { unknown: { kind: 'parameter', name: 'p' } } });
    assert.equal(ask(network, internet, vm, 8443), 'depends: entry lb, route loadBalancer, subnet In100');
  });

  test('backends leave through the balancer of a private subnet only if it says so', () => {
    const closed = (outboundSnat: boolean): Network<string> => {
      const network = balanced([], { outboundSnat });
      const virtualNetworks = network.virtualNetworks.map((item) => ({
        ...item,
        subnets: item.subnets.map((part) => ({ ...part, defaultOutboundAccess: false })),
      }));
      return { ...network, virtualNetworks };
    };
    assert.equal(ask(closed(true), vm, internet, 443), 'allowed: subnet AllowInternetOutBound, route loadBalancer');
    assert.equal(ask(closed(false), vm, internet, 443), 'denied: subnet AllowInternetOutBound, route noEgress');
  });
});

suite('load balancers inside', () => {
  const frontend = '10.0.2.10';
  /** A client and a machine behind a private frontend in the subnet of the machine; the groups are those of their subnets. */
  const inside = (
    client: readonly string[],
    server: readonly string[],
    more: Partial<LoadBalancingRule<string>> = {},
  ): Network<string> => {
    const network = modelOf({
      ...noNetwork,
      nsgs: [nsg('app', ...client), nsg('data', ...server)],
      vnets: [
        vnet('spoke', '10.0.0.0/16', [
          subnet('app', '10.0.1.0/24', { nsg: 'app' }),
          subnet('data', '10.0.2.0/24', { nsg: 'data' }),
        ]),
      ],
      nics: [nic('client', 'spoke/app', '10.0.1.4'), nic('vm', 'spoke/data', '10.0.2.4')],
    });
    const balancing: LoadBalancingRule<string> = {
      source: 'rule',
      name: 'sql',
      frontend: 'private',
      frontendAddresses: addresses(frontend),
      floating: false,
      protocol: 'tcp',
      frontendPorts: [1433, 1434],
      backendPort: 14_330,
      backends: ['vm'],
      outboundSnat: false,
      ...more,
    };
    const balancer: LoadBalancer<string> = {
      id: 'lb',
      source: 'lb',
      sku: 'Standard',
      outboundRules: [],
      rules: [balancing],
    };
    return { ...network, loadBalancers: [balancer] };
  };
  const client: Endpoint = { kind: 'interface', id: 'client' };
  const named: Endpoint = { kind: 'addresses', addresses: addresses(frontend) };
  const denyOut = 'Out 4096 Deny * * > *';
  const admit = ['In 100 Allow Tcp 10.0.1.0/24 > 10.0.2.4 : 14330', 'In 4096 Deny * * > *'];

  test('the frontend leads to the machine, whose group sees its own address and port', () => {
    assert.match(
      ask(inside([], admit), client, named, 1433),
      /^allowed: entry lb, .*route loadBalancer, subnet In100$/,
    );
    assert.equal(ask(inside([], admit), client, named, 14_330), '');
    const byFrontend = ['In 100 Allow Tcp * > 10.0.2.10 : 1433', 'In 4096 Deny * * > *'];
    assert.match(ask(inside([], byFrontend), client, named, 1433), /^denied: .*subnet In4096$/);
    assert.equal(ask(inside([], admit), client, named, 1433, 'udp'), '');
  });

  // Requirements 1.1-c: no source tells which of both addresses the group of the client sees.
  test('what the group of the client sees is not documented', () => {
    const toFrontend = inside([`Out 100 Allow Tcp * > ${frontend} : 1433`, denyOut], admit);
    const toMachine = inside(['Out 100 Allow Tcp * > 10.0.2.4 : 14330', denyOut], admit);
    const toBoth = inside(
      [`Out 100 Allow Tcp * > ${frontend} : 1433`, 'Out 110 Allow Tcp * > 10.0.2.4 : 14330', denyOut],
      admit,
    );
    assert.match(ask(toFrontend, client, named, 1433), /^depends/);
    assert.match(ask(toMachine, client, named, 1433), /^depends/);
    assert.match(ask(toBoth, client, named, 1433), /^allowed/);
    assert.match(ask(inside([denyOut], admit), client, named, 1433), /^denied/);
    const [flow] = flows(toFrontend, client, named, { protocol: 'tcp', port: 1433 });
    assert.deepEqual(flow?.dependsOn, [{ kind: 'frontend', name: 'lb' }]);
  });

  test('a machine may be reached through its balancer although it is not directly', () => {
    const toFrontend = inside([`Out 100 Allow Tcp * > ${frontend} : 1433`, denyOut], admit);
    assert.match(ask(toFrontend, client, vm, 14_330), /denied: subnet Out4096; depends: entry lb/);
    assert.doesNotMatch(ask(inside([denyOut], admit), client, vm, 14_330), /entry lb/);
    assert.doesNotMatch(ask(inside([], admit), client, vm, 14_330), /entry lb/);
  });

  test('with a floating address the group sees the frontend', () => {
    const byFrontend = [`In 100 Allow Tcp * > ${frontend} : 1433`, 'In 4096 Deny * * > *'];
    const floating = { floating: true, backendPort: 1433 };
    assert.match(ask(inside([], byFrontend, floating), client, named, 1433), /^allowed/);
    assert.match(ask(inside([], admit, floating), client, named, 1433), /^denied/);
    const unsure = { ...floating, floating: { unknown: { kind: 'parameter', name: 'p' } } } as const;
    assert.match(ask(inside([], byFrontend, unsure), client, named, 1433), /depends/);
  });

  test('no machine has the address of the frontend', () => {
    const network = inside([`Out 100 Allow Tcp * > ${frontend} : 22`, denyOut], []);
    const moved = network.interfaces.map((item) => (item.id === 'vm' ? { ...item, addresses: null } : item));
    assert.match(ask({ ...network, interfaces: moved }, client, vm, 22), /^denied/);
    assert.match(ask({ ...network, interfaces: moved, loadBalancers: [] }, client, vm, 22), /^depends/);
  });
});

suite('application gateways', () => {
  const gateway: ApplicationGateway<string> = {
    id: 'appgw',
    source: 'appgw',
    subnet: 'spoke/gateways',
    publicPorts: [443, 444],
    isolated: false,
    backends: [{ source: 'pool', interfaces: ['vm'], addresses: noAddress, ports: [8080, 8081] }],
  };
  const fronted = (rules: readonly string[], more: Partial<ApplicationGateway<string>> = {}): Network<string> => ({
    ...oneHost(rules),
    applicationGateways: [{ ...gateway, ...more }],
  });

  test('the backend sees the subnet of the gateway, not the client', () => {
    const rules = ['In 100 Allow Tcp 10.0.2.0/24 > * : 8080', 'In 200 Deny * * > *'];
    assert.equal(
      ask(fronted(rules), internet, vm, 8080),
      'allowed: entry appgw, route direct, route direct, subnet In100',
    );
    assert.equal(ask(fronted(rules), internet, vm, 443), '');
    const byClient = ['In 100 Allow Tcp Internet > * : 8080', 'In 200 Deny * * > *'];
    assert.equal(
      ask(fronted(byClient), internet, vm, 8080),
      'denied: entry appgw, route direct, route direct, subnet In200',
    );
  });

  test('backends may be named by address', () => {
    const pool = { source: 'pool', interfaces: [], addresses: addresses('10.0.1.4'), ports: [8080, 8081] as const };
    assert.match(
      ask(fronted(['In 100 Allow * * > *'], { backends: [pool] }), internet, vm, 8080),
      /^allowed: entry appgw/,
    );
    assert.equal(
      ask(
        fronted(['In 100 Allow * * > *'], { backends: [{ ...pool, addresses: addresses('10.0.1.5') }] }),
        internet,
        vm,
        8080,
      ),
      '',
    );
  });

  test('a gateway without public listeners lets nothing in', () => {
    assert.equal(ask(fronted(['In 100 Allow * * > *'], { publicPorts: [] }), internet, vm, 8080), '');
  });
});

const firewallRule = (text: string, names: string | null = null): FirewallRule<string> => ({
  ...securityRuleOf(rule(text)),
  names: names === null ? null : { kind: 'name', name: names },
});

const firewall: Firewall<string> = {
  id: 'fw',
  source: 'fw',
  subnet: 'spoke/AzureFirewallSubnet',
  privateAddress: addresses('10.0.3.4'),
  publicAddress: true,
  networkRules: [],
  applicationRules: [],
  translations: [],
  more: null,
};

suite('firewalls', () => {
  const translation: TranslationRule<string> = {
    ...securityRuleOf(rule('In 100 Allow Tcp 8.8.8.0/24 > * : 443')),
    access: 'Allow',
    translatedAddress: addresses('10.0.1.4'),
    translatedPort: [8443, 8444],
  };

  test('a translated flow comes from the subnet of the firewall, for the sources of the rule', () => {
    const rules = ['In 100 Allow Tcp 10.0.3.0/24 > * : 8443', 'In 200 Deny * * > *'];
    const network = { ...oneHost(rules), firewalls: [{ ...firewall, translations: [translation] }] };
    assert.deepEqual(
      ask(network, { kind: 'addresses', addresses: addresses('8.8.8.8') }, vm, 8443),
      'allowed: entry fw, route firewall, firewall In100, route direct, subnet In100',
    );
    assert.match(ask(network, { kind: 'addresses', addresses: addresses('9.9.9.9') }, vm, 8443), /^denied/);
    assert.equal(ask(network, { kind: 'addresses', addresses: addresses('8.8.8.8') }, vm, 443), '');
  });

  const through = (more: Partial<Firewall<string>>): Network<string> => {
    const vnets = [
      vnet('spoke', '10.0.0.0/16', [
        subnet('app', '10.0.1.0/24', { table: 't' }),
        subnet('AzureFirewallSubnet', '10.0.3.0/24'),
      ]),
    ];
    const network = oneHost([], { vnets, tables: [table('t', '0.0.0.0/0 VirtualAppliance 10.0.3.4')], nsgs: [] });
    return { ...network, firewalls: [{ ...firewall, ...more }] };
  };

  test('network rules come before application rules, which depend on the name that is asked for', () => {
    const applicationRules = [firewallRule('Out 100 Allow Tcp 10.0.1.0/24 > * : 443', '*.example.com')];
    assert.match(ask(through({ applicationRules }), vm, internet, 443), /^depends/);
    assert.match(ask(through({ applicationRules }), vm, internet, 80), /^denied/);
    assert.match(
      ask(through({ applicationRules, networkRules: [firewallRule('Out 500 Deny * * > *')] }), vm, internet, 443),
      /^denied/,
    );
    assert.match(
      ask(through({ applicationRules, networkRules: [firewallRule('Out 500 Allow * * > *')] }), vm, internet, 443),
      /^allowed/,
    );
    const flow = flows(through({ applicationRules }), vm, internet, { protocol: 'tcp', port: 443 })[0];
    assert.deepEqual(flow?.dependsOn, [{ kind: 'name', name: '*.example.com' }]);
  });

  test('a policy that is not in reach', () => {
    assert.match(ask(through({ more: { kind: 'outside', name: 'policy' } }), vm, internet, 443), /^depends/);
  });
});

suite('virtual hubs', () => {
  const spokes = (hub: Partial<VirtualHub<string>>, rules: readonly FirewallRule<string>[] = []): Network<string> => {
    const network = modelOf({
      ...noNetwork,
      nsgs: [nsg('open')],
      vnets: [
        vnet('a', '10.1.0.0/16', [subnet('work', '10.1.1.0/24', { nsg: 'open' })]),
        vnet('b', '10.2.0.0/16', [subnet('work', '10.2.1.0/24', { nsg: 'open' })]),
        vnet('c', '10.3.0.0/16', [subnet('work', '10.3.1.0/24')]),
      ],
    });
    const made: VirtualHub<string> = {
      id: 'hub',
      source: 'hub',
      connections: ['a', 'b'].map((network) => ({ network, takesDefaultRoute: true })),
      privateTraffic: null,
      internetTraffic: null,
      ...hub,
    };
    const secured: Firewall<string> = {
      ...firewall,
      subnet: null,
      privateAddress: addresses('10.100.0.4'),
      networkRules: rules,
    };
    return { ...network, hubs: [made], firewalls: [secured] };
  };
  const a: Endpoint = { kind: 'subnet', id: 'a/work' };
  const b: Endpoint = { kind: 'subnet', id: 'b/work' };

  test('connected networks reach each other, others do not', () => {
    assert.equal(ask(spokes({}), a, b, 443), 'allowed: subnet AllowVnetOutBound, route hub, subnet AllowVnetInBound');
    assert.match(ask(spokes({}), a, { kind: 'subnet', id: 'c/work' }, 443), /^denied/);
  });

  test('routing intent leads through the firewall', () => {
    const rules = [firewallRule('Out 100 Allow Tcp * > * : 443')];
    assert.equal(
      ask(spokes({ privateTraffic: 'fw' }, rules), a, b, 443),
      'allowed: subnet AllowVnetOutBound, route firewall, firewall Out100, subnet AllowVnetInBound',
    );
    assert.match(
      ask(spokes({ privateTraffic: 'fw' }, rules), a, b, 22),
      /^denied: subnet AllowVnetOutBound, route firewall, firewall -/,
    );
    assert.match(
      ask(spokes({ internetTraffic: 'fw' }, rules), a, internet, 443),
      /^allowed: .*route firewall, firewall Out100/,
    );
    assert.match(ask(spokes({ internetTraffic: 'fw' }, rules), a, internet, 22), /^denied/);
    assert.match(ask(spokes({ privateTraffic: 'elsewhere' }), a, b, 443), /^depends/);
  });

  test('a connection without Internet security does not take the default route', () => {
    const intent = (takesDefaultRoute: Maybe<boolean>): Network<string> =>
      spokes({ internetTraffic: 'fw', connections: [{ network: 'a', takesDefaultRoute }] });
    assert.match(ask(intent(true), a, internet, 443), /^denied: .*firewall -/);
    assert.match(ask(intent(false), a, internet, 443), /^allowed: .*route defaultOutboundAccess/);
    assert.match(ask(intent({ unknown: { kind: 'parameter', name: 'secure' } }), a, internet, 443), /^depends/);
  });
});

suite('answers', () => {
  const network = oneHost(['In 100 Allow Tcp 10.0.2.0/24 > * : 443,8000-8080', 'In 200 Deny * * > *']);

  test('without a port there is one flow for each run of ports', () => {
    const found = flows(network, { kind: 'subnet', id: 'spoke/gateways' }, vm, { protocol: 'tcp', port: null });
    assert.deepEqual(
      found.map(({ ports: [start, end], answer }) => `${start}-${end - 1} ${answer}`),
      ['0-442 denied', '443-443 allowed', '444-7999 denied', '8000-8080 allowed', '8081-65535 denied'],
    );
  });

  test('the witness is a packet of the flow', () => {
    const [flow] = flows(network, { kind: 'subnet', id: 'spoke/gateways' }, vm, { protocol: 'tcp', port: 443 });
    assert.ok(flow !== undefined);
    const { source, destination, sourcePort, port } = flow.witness;
    assert.deepEqual(
      [printAddress(source), printAddress(destination), sourcePort, port],
      ['10.0.2.4', '10.0.1.4', 49_152, 443],
    );
  });

  test('a hop carries the reference of the rule that decides', () => {
    const [flow] = flows(network, { kind: 'subnet', id: 'spoke/gateways' }, vm, { protocol: 'tcp', port: 443 });
    assert.deepEqual(
      flow?.hops.map((hop) =>
        'rule' in hop && hop.rule !== null && typeof hop.rule !== 'string' ? hop.rule.source : null,
      ),
      [null, 'In100'],
    );
  });

  test('an application security group stands for its members', () => {
    const nics = [nic('vm', 'spoke/app', '10.0.1.4', { groups: ['web'] }), nic('other', 'spoke/app', '10.0.1.5')];
    const grouped = oneHost(['In 100 Allow * * > *'], { nics });
    const found = flows(
      grouped,
      { kind: 'subnet', id: 'spoke/gateways' },
      { kind: 'applicationSecurityGroup', id: 'web' },
      { protocol: 'tcp', port: 443 },
    );
    assert.deepEqual(
      found.map(({ witness }) => printAddress(witness.destination)),
      ['10.0.1.4'],
    );
  });

  test('probes come from the host', () => {
    assert.equal(ask(network, { kind: 'probes' }, vm, 443), 'denied: route platform, subnet In200');
    assert.equal(ask(oneHost([]), { kind: 'probes' }, vm, 443), 'allowed: route platform, subnet AllowVnetInBound');
  });

  test('two networks with one address space are two answers', () => {
    const closed = subnet('app', '10.0.1.0/24', { nsg: 'closed' });
    const model = modelOf({
      ...noNetwork,
      nsgs: [nsg('closed', 'In 100 Deny * * > *')],
      vnets: [
        vnet('a', '10.0.0.0/16', [closed, subnet('b', '10.0.2.0/24')]),
        vnet('b', '10.0.0.0/16', [subnet('app', '10.0.1.0/24')]),
      ],
    });
    const there: Endpoint = { kind: 'addresses', addresses: addresses('10.0.1.4') };
    assert.equal(
      ask(model, { kind: 'subnet', id: 'a/b' }, there, 443),
      'denied: route direct, subnet In100; denied: route wrongNetwork',
    );
  });

  test('a summary says what some packet may do, and what all may', () => {
    const reachability = new Reachability(
      oneHost(['In 100 Allow Tcp 10.0.2.0/25 > * : 443', 'In 200 Allow Tcp * > * : 80', 'In 300 Deny * * > *']),
    );
    const [from] = reachability.placesOf({ kind: 'subnet', id: 'spoke/gateways' });
    const [to] = reachability.placesOf(vm);
    assert.ok(from !== undefined && to !== undefined);
    const said = summaryOf(reachability.between(from, to, 'tcp')).map(
      ({ start, end, some, every }) => `${start}-${end - 1} ${some} ${every}`,
    );
    assert.deepEqual(said, [
      '0-79 denied denied',
      '80-80 allowed allowed',
      '81-442 denied denied',
      '443-443 allowed denied',
      '444-65535 denied denied',
    ]);
    assert.deepEqual(summaryOf([]), [{ start: 0, end: 65_536, some: 'denied', every: 'denied', dependsOn: [] }]);
  });

  test('what is not in the network has no flows', () => {
    assert.deepEqual(flows(network, { kind: 'subnet', id: 'nowhere' }, vm, { protocol: 'tcp', port: 443 }), []);
  });
});
