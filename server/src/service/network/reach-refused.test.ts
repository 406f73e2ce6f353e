/** What `reach` says of networks that Azure refuses in part, and of routes that lead in a circle. Exact answers are compared in test/. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../../test/deployment.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { reachAnswer } from './reach.ts';

/** The answer with what it depends on, the route's hop and what is left out, each with the text at its place. */
function ask(text: string, from: string, to: string) {
  const answer = reachAnswer(deploymentOf(text), { from, to, protocol: 'tcp', port: 443 });
  assert.ok(answer.kind === 'reach', answer.kind);
  const hop = answer.segments[0]?.hops.find(({ at }) => at === 'route');
  return {
    answer: answer.answer,
    dependsOn: answer.dependsOn,
    route: hop?.text,
    refused: answer.refused.map(
      ({ text: what, location }) => `${location && text.slice(location.span.start, location.span.end)}: ${what}`,
    ),
  };
}

interface Subnet {
  readonly prefix: string;
  readonly routes?: readonly string[];
}

function network(name: string, space: string, subnets: Readonly<Record<string, Subnet>>, more = ''): string {
  const tables = Object.entries(subnets).flatMap(([subnet, { routes }]) =>
    routes === undefined
      ? []
      : `
resource table${subnet} 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-${subnet}'
  properties: { routes: [
${routes.map((route) => `    ${route}`).join('\n')}
  ] }
}`,
  );
  const listed = Object.entries(subnets).map(([subnet, { prefix, routes }]) => {
    const table = routes === undefined ? '' : `, routeTable: { id: table${subnet}.id }`;
    return `{ name: '${subnet}', properties: { addressPrefix: '${prefix}'${table} } }`;
  });
  return `${tables.join('\n')}
resource ${name} 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  properties: {
    addressSpace: { addressPrefixes: ['${space}'] }
    subnets: [
${listed.map((text) => `      ${text}`).join('\n')}
    ]
    ${more}
  }
}
`;
}

const route = (name: string, prefix: string, address: string): string =>
  `{ name: '${name}', properties: { addressPrefix: '${prefix}', nextHopType: 'VirtualAppliance', nextHopIpAddress: '${address}' } }`;
const circle =
  'The route sends it to an appliance, and the routes there lead back to it: it goes round in a circle, unless the appliance has another interface';

test('malformed routes count for nothing and are listed', () => {
  const noAddress = "{ name: 'b', properties: { addressPrefix: '10.9.0.0/16', nextHopType: 'VirtualAppliance' } }";
  const text = network('spoke', '10.0.0.0/16', {
    app: {
      prefix: '10.0.1.0/24',
      routes: [route('a', '0.0.0.0/0', '10.0.1.300'), noAddress, route('c', '10.0.0.0/40', '10.0.9.4')],
    },
  });
  assert.deepEqual(ask(text, 'app', 'internet'), {
    answer: 'allowed',
    dependsOn: [],
    route: 'Default outbound access sends it out',
    refused: [
      "'a': the route a has a malformed address of its appliance",
      "'b': the route b has no address of its appliance",
      '\'10.0.0.0/40\': "10.0.0.0/40" of c is not an address prefix',
    ],
  });
  const { answer, dependsOn } = ask(text, 'app', '10.9.0.4');
  assert.deepEqual(
    [answer, dependsOn],
    ['depends', ['the address of the appliance of the route b, which is not given']],
  );
});

test('a route without a prefix may be for anything', () => {
  const anything = route('a', '0.0.0.0/0', '10.0.9.4').replace("addressPrefix: '0.0.0.0/0', ", '');
  const text = network('spoke', '10.0.0.0/16', { app: { prefix: '10.0.1.0/24', routes: [anything] } });
  assert.deepEqual(ask(text, 'app', 'internet').dependsOn, [
    'the prefix of the route a, which is not given',
    'the appliance 10.0.9.4',
  ]);
});

test('the second of two routes for one prefix is left out', () => {
  const text = network('spoke', '10.0.0.0/16', {
    app: { prefix: '10.0.1.0/24', routes: [route('a', '0.0.0.0/0', '10.0.9.4'), route('b', '0.0.0.0/0', '10.0.9.5')] },
  });
  const { dependsOn, refused } = ask(text, 'app', 'internet');
  assert.deepEqual(dependsOn, ['the appliance 10.0.9.4']);
  assert.deepEqual(refused, ["'b': the route b is for the same prefix as a"]);
});

test('values of security rules that Azure refuses match nothing and are said', () => {
  const rules = [
    securityRule('Web', { priority: 100, access: 'Allow', sourceAddressPrefix: '10.0.0.300' }),
    securityRule('Ports', { priority: 110, access: 'Allow', protocol: 'Tcp', destinationPortRange: '80,443' }),
    securityRule('Deny'),
  ];
  const text =
    securityGroup(...rules) +
    network('spoke', '10.0.0.0/16', { web: { prefix: '10.0.1.0/24' }, app: { prefix: '10.0.2.0/24' } }).replace(
      "'10.0.2.0/24'",
      "'10.0.2.0/24', networkSecurityGroup: { id: group.id }",
    );
  const { answer, refused } = ask(text, 'web', 'app');
  assert.equal(answer, 'denied');
  assert.deepEqual(refused, [
    '\'10.0.0.300\': "10.0.0.300" of Web is not an address prefix',
    '\'80,443\': "80,443" of Ports is not a port or a range of ports',
  ]);
});

test('a rule whose priority Azure refuses may come anywhere', () => {
  const text = (priority: number): string =>
    securityGroup(
      securityRule('Web', { priority, access: 'Allow', protocol: 'Tcp', destinationPortRange: '443' }),
      securityRule('Deny'),
    ) +
    network('spoke', '10.0.0.0/16', { app: { prefix: '10.0.1.0/24' } }).replace(
      "'10.0.1.0/24'",
      "'10.0.1.0/24', networkSecurityGroup: { id: group.id }",
    );
  const { answer, dependsOn, refused } = ask(text(99), 'app', 'app');
  assert.deepEqual([answer, dependsOn], ['depends', ['the priority of Web, which Azure refuses']]);
  assert.deepEqual(refused, ['99: "99" of Web is not a priority from 100 to 4096']);
  assert.deepEqual([ask(text(100), 'app', 'app').answer, ask(text(100), 'app', 'app').refused], ['allowed', []]);
});

test('words that are nearly a service tag are said, others may be newer tags', () => {
  const text = (word: string): string =>
    securityGroup(
      securityRule('Web', { priority: 100, access: 'Allow', sourceAddressPrefix: word }),
      securityRule('Deny'),
    ) +
    network('spoke', '10.0.0.0/16', { app: { prefix: '10.0.1.0/24' } }).replace(
      "'10.0.1.0/24'",
      "'10.0.1.0/24', networkSecurityGroup: { id: group.id }",
    );
  const { answer, refused } = ask(text('VirtualNetwrok'), 'app', 'app');
  assert.equal(answer, 'denied');
  assert.deepEqual(refused, ['\'VirtualNetwrok\': "VirtualNetwrok" of Web is not a service tag']);
  for (const word of ['VirtualNetwork', 'SomethingNew', '10.0.1.0/24', '*'])
    assert.deepEqual(ask(text(word), 'app', 'app').refused, []);
});

test('an interface with an address that its subnet does not have is somewhere in the subnet', () => {
  const card = (address: string): string => `
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: {
    ipConfigurations: [
      {
        name: 'ip'
        properties: { privateIPAllocationMethod: 'Static', privateIPAddress: '${address}', subnet: { id: spoke.properties.subnets[0].id } }
      }
    ]
  }
}
`;
  const text = (address: string): string =>
    network('spoke', '10.0.0.0/16', { app: { prefix: '10.0.1.0/24' }, web: { prefix: '10.0.2.0/24' } }) + card(address);
  const outside = ask(text('192.168.1.4'), 'nic', 'web');
  assert.deepEqual([outside.answer, outside.refused], ['allowed', ["'192.168.1.4': 192.168.1.4 of nic is not in app"]]);
  assert.equal(ask(text('192.168.1.4'), 'web', '192.168.1.4').answer, 'denied');
  assert.deepEqual(ask(text('10.0.1.9'), 'nic', 'web').refused, []);
  // Of a subnet that is declared elsewhere nobody knows its addresses.
  const elsewhere = text('192.168.1.4').replace(
    'spoke.properties.subnets[0].id',
    "resourceId('Microsoft.Network/virtualNetworks/subnets', 'other', 'app')",
  );
  assert.ok(
    !JSON.stringify(
      reachAnswer(deploymentOf(elsewhere), { from: 'app', to: 'web', protocol: 'tcp', port: 443 }),
    ).includes('is not in'),
  );
});

test('a peering of networks with the same addresses is left out', () => {
  const peering = "virtualNetworkPeerings: [{ name: 'to-hub', properties: { remoteVirtualNetwork: { id: hub.id } } }]";
  const text =
    network('hub', '10.0.0.0/8', { hosts: { prefix: '10.200.0.0/24' } }) +
    network('spoke', '10.1.0.0/16', { app: { prefix: '10.1.1.0/24' } }, peering);
  const { answer, refused } = ask(text, 'app', 'hosts');
  assert.equal(answer, 'denied');
  assert.deepEqual(refused, [
    "'to-hub': the peering to-hub joins 10.1.0.0/16 of spoke with 10.0.0.0/8 of hub, which overlap",
  ]);
});

test('subnets that overlap, and one outside of the address space', () => {
  const text = network('spoke', '10.0.0.0/16', {
    app: { prefix: '10.0.1.0/24' },
    twin: { prefix: '10.0.1.0/25' },
    far: { prefix: '10.9.0.0/24' },
  });
  assert.deepEqual(ask(text, 'app', 'internet').refused, [
    "'10.0.1.0/25': 10.0.1.0/25 of twin overlaps 10.0.1.0/24 of app",
    "'10.9.0.0/24': 10.9.0.0/24 of far is outside of the address space of spoke",
  ]);
});

test('a subnet whose prefix is refused has no address', () => {
  const text = network('spoke', '10.0.0.0/16', { app: { prefix: 'hello' }, web: { prefix: '10.0.1.0/24' } });
  const asked = (from: string, to: string) => reachAnswer(deploymentOf(text), { from, to, protocol: null, port: null });
  assert.deepEqual(asked('app', 'web'), { kind: 'no-address', end: 'from' });
  assert.deepEqual(asked('web', 'app'), { kind: 'no-address', end: 'to' });
  assert.deepEqual(asked('shop', 'app'), { kind: 'unknown-end', end: 'from', names: ['app', 'web'] });
});

test('a network without faults has nothing to leave out', () => {
  const text = network('spoke', '10.0.0.0/16', {
    app: { prefix: '10.0.1.0/24', routes: [route('a', '10.9.0.0/16', '10.0.9.4')] },
  });
  assert.deepEqual(ask(text, 'app', 'internet').refused, []);
});

test('a peering to a network that is declared nowhere', () => {
  const peering =
    "virtualNetworkPeerings: [{ name: 'p', properties: { remoteVirtualNetwork: { id: resourceId('Microsoft.Network/virtualNetworks', 'nope') } } }]";
  const text = network('spoke', '10.1.0.0/16', { app: { prefix: '10.1.1.0/24' } }, peering);
  const { answer, dependsOn, route: hop } = ask(text, 'app', '172.16.0.4');
  assert.equal(answer, 'depends');
  assert.deepEqual(dependsOn, ['nope, which the template does not declare']);
  assert.equal(hop, 'No route that is known leads there');
});

test('routes that lead back to an appliance in the own subnet', () => {
  const text = network('spoke', '10.0.0.0/16', {
    app: { prefix: '10.0.1.0/24', routes: [route('out', '0.0.0.0/0', '10.0.1.9')] },
  });
  const { answer, dependsOn, route: hop } = ask(text, 'app', 'internet');
  assert.deepEqual([answer, dependsOn], ['depends', ['the appliance 10.0.1.9']]);
  assert.equal(hop, `${circle} (route out)`);
});

test('routes that lead round between appliances, also of peered networks', () => {
  const round = (there: Subnet): string =>
    network('hub', '10.1.0.0/16', { inspect: there }) +
    network(
      'spoke',
      '10.0.0.0/16',
      {
        app: { prefix: '10.0.1.0/24', routes: [route('out', '0.0.0.0/0', '10.0.2.9')] },
        inner: { prefix: '10.0.2.0/24', routes: [route('on', '0.0.0.0/0', '10.1.1.9')] },
      },
      "virtualNetworkPeerings: [{ name: 'p', properties: { remoteVirtualNetwork: { id: hub.id } } }]",
    ) +
    `
resource back 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: hub
  name: 'back'
  properties: { remoteVirtualNetwork: { id: spoke.id } }
}
`;
  const asked = (there: Subnet) => ask(round(there), 'app', 'internet').route;
  const there = { prefix: '10.1.1.0/24' };
  assert.equal(asked({ ...there, routes: [route('back', '0.0.0.0/0', '10.0.2.9')] }), `${circle} (route out)`);
  const onward = 'The route sends it to an appliance (route out)';
  assert.equal(asked(there), onward);
  assert.equal(asked({ ...there, routes: [route('away', '0.0.0.0/0', '10.1.7.7')] }), onward);
  assert.equal(asked({ ...there, routes: [route('other', '10.0.0.0/8', '10.0.2.9')] }), onward);
});
