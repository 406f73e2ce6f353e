import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { contractOf } from '../../../../test/deployment.ts';
import {
  allowIn,
  allowOut,
  card,
  denyIn,
  denyOut,
  found,
  group,
  network,
  publicAddress,
  subnet,
  withAddress,
} from '../../../../test/flow-fixture.ts';
import { tooWideAllow as rule } from './too-wide-allow.ts';

const subnets = network(
  subnet('snet-web', '10.1.1.0/24', 'nsg-web'),
  subnet('snet-app', '10.1.2.0/24', 'nsg-app'),
  subnet('snet-data', '10.1.3.0/24', 'nsg-data'),
);
const cardIn = (tier: string, more: readonly string[] = []): string =>
  card(`nic-${tier}`, `snet-${tier}`, more).replace('properties: {', `tags: { tier: '${tier}' }\n  properties: {`);
const cards = cardIn('web') + cardIn('app') + cardIn('data');
const closed = group('nsg-web', denyIn) + group('nsg-app', denyIn);
const workload = (data: string, more = cards): string => closed + data + subnets + more;
const sql = (fields: Parameters<typeof allowIn>[1]): string =>
  group('nsg-data', allowIn('Sql', { port: '1433', protocol: 'Tcp', ...fields }), denyIn);

const everyPort = '0-65535';
const allPorts = (fields: Parameters<typeof allowIn>[1] = {}): string =>
  sql({ from: '10.1.2.0/24', port: everyPort, protocol: '*', ...fields });
const atPorts = (text: string, message: string): string => found(text, `'${everyPort}'`, `warning: ${message}`);

test('an allow of all ports between two subnets is proven by what passes', () => {
  checkRule(
    rule,
    atPorts(
      workload(allPorts()),
      'Sql (105) of nsg-data lets snet-app reach snet-data on every protocol and port. A flow needs few of them: name the ports, and who uses them.',
    ),
  );
  checkRule(
    rule,
    atPorts(
      workload(allPorts({ from: 'VirtualNetwork', protocol: 'Tcp' })),
      'Sql (105) of nsg-data lets snet-web and snet-app reach snet-data on TCP 0-65535.',
    ),
  );
  // Names of tiers don't matter to it, nor whether there are any.
  const plain = network(subnet('one', '10.1.1.0/24'), subnet('two', '10.1.3.0/24', 'nsg-data'));
  checkRule(
    rule,
    atPorts(
      allPorts({ from: '10.1.0.0/16' }) + plain,
      'Sql (105) of nsg-data lets one reach two on every protocol and port.',
    ),
  );
});

test('subnets of one name are told apart by their networks, and pairs of the same names are one', () => {
  const wide = allPorts({ from: '10.0.0.0/8' });
  const other = (symbol: string, name: string, prefix: string): string => `
resource ${symbol} 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  properties: {
    addressSpace: { addressPrefixes: ['${prefix}.0.0/16'] }
    subnets: [{ name: 'two', properties: { addressPrefix: '${prefix}.1.0/24', networkSecurityGroup: { id: resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-data') } } }, { name: 'one', properties: { addressPrefix: '${prefix}.2.0/24' } }]
  }
}
`;
  const twice = other('a', 'vnet-a', '10.2') + other('b', 'vnet-b', '10.3');
  checkRule(
    rule,
    atPorts(
      wide + twice,
      'Sql (105) of nsg-data lets one of vnet-a reach two of vnet-a (and 1 more pair of subnets each other) on every protocol and port.',
    ),
  );
  checkRule(
    rule,
    atPorts(
      wide + twice.replace("'vnet-b'", "'vnet-a'"),
      'Sql (105) of nsg-data lets one reach two on every protocol and port.',
    ),
  );
});

test('an allow of all ports outbound, to other subnets and to the Internet', () => {
  const out = group('nsg-web', denyIn, allowOut('Out', { from: '10.1.1.0/24', to: '*', port: everyPort }), denyOut);
  const data = sql({ from: '10.1.1.0/24' });
  const two = network(subnet('snet-web', '10.1.1.0/24', 'nsg-web'), subnet('snet-data', '10.1.3.0/24', 'nsg-data'));
  checkRule(rule, out + data + two);
  const address = publicAddress('pip') + card('nic-web', 'snet-web', [withAddress('pip')]);
  checkRule(
    rule,
    atPorts(
      out + data + two + address,
      'Out (105) of nsg-web lets snet-web reach the Internet on every protocol and port.',
    ),
  );
  const open = group('nsg-data', allowOut('Some', { port: '1' }));
  checkRule(
    rule,
    atPorts(out + open + two, 'Out (105) of nsg-web lets snet-web reach snet-data on every protocol and port.'),
  );
});

test('what a firewall looks into may leave on all ports', () => {
  const out = group('nsg-web', denyIn, allowOut('Out', { port: everyPort }), denyOut);
  const routed = network(
    subnet('snet-web', '10.1.1.0/24', 'nsg-web', 'routeTable: { id: table.id }'),
    subnet('AzureFirewallSubnet', '10.1.9.0/24'),
  );
  checkRule(
    rule,
    `${out}${routed}
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'table'
  properties: {
    routes: [{ name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.1.9.4' } }]
  }
}
resource pip 'Microsoft.Network/publicIPAddresses@2024-05-01' = { name: 'pip', sku: { name: 'Standard' } }
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'firewall'
  properties: {
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: network.properties.subnets[1].id }, publicIPAddress: { id: pip.id } } }]
    networkRuleCollections: [
      {
        name: 'all'
        properties: {
          priority: 100
          action: { type: 'Allow' }
          rules: [{ name: 'all', protocols: ['Any'], sourceAddresses: ['*'], destinationAddresses: ['*'], destinationPorts: ['*'] }]
        }
      }
    ]
  }
}
`,
  );
});

const fromAnyone =
  'hint: Sql (105) of nsg-data lets snet-web reach snet-data on TCP 1433, which web to app to data in this order does not need. Name who needs snet-data instead of';

test('a named port from all of the network, past a tier', () => {
  for (const from of ['VirtualNetwork', '10.1.0.0/16', '10.0.0.0/8'])
    checkRule(rule, found(workload(sql({ from })), `'${from}'`, `${fromAnyone} ${from}.`, "name: 'Sql'"));
  assert.deepEqual(repairTitles(rule, workload(sql({ from: 'VirtualNetwork' }))), [
    'Admit only 10.1.2.0/24 (snet-app) by Sql: blocks snet-web and all others of VirtualNetwork; closes web -> data TCP 1433, data -> data TCP 1433',
  ]);
});

test('silent: the tier before, one tier, tiers by their names alone, a web server for everyone', () => {
  checkRule(rule, workload(sql({ from: '10.1.2.0/24' })));
  checkRule(rule, workload(sql({ from: 'VirtualNetwork' }), ''));
  const two = network(subnet('snet-web', '10.1.1.0/24', 'nsg-web'), subnet('snet-data', '10.1.3.0/24', 'nsg-data'));
  checkRule(rule, group('nsg-web', denyIn) + sql({ from: 'VirtualNetwork' }) + two + cardIn('web') + cardIn('data'));
  const web = group('nsg-web', allowIn('Https', { port: '443', protocol: 'Tcp' }), denyIn);
  checkRule(rule, web + group('nsg-app', denyIn) + group('nsg-data', denyIn) + subnets + cards);
  checkRule(rule, sql({ from: '*' }) + network(subnet('snet-data', '10.1.3.0/24', 'nsg-data')));
});

test('silent: probes, the machines of one subnet, what the other end stops, management, a group that nobody uses', () => {
  checkRule(rule, workload(allPorts({ from: 'AzureLoadBalancer' })));
  checkRule(rule, workload(allPorts({ from: '10.1.3.0/24' })));
  const narrowOut = allowOut('SqlOut', { to: '10.1.3.0/24', port: '1433', protocol: 'Tcp' });
  checkRule(
    rule,
    group('nsg-web', denyIn, denyOut) + group('nsg-app', denyIn, narrowOut, denyOut) + allPorts() + subnets + cards,
  );
  const jump = network(subnet('AzureBastionSubnet', '10.1.2.0/24'), subnet('snet-data', '10.1.3.0/24', 'nsg-data'));
  checkRule(rule, allPorts() + jump);
  checkRule(rule, allPorts());
});

test('silent: subnets of services and appliances, which demand wide rules', () => {
  const delegated = "delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Databricks/workspaces' } }]";
  const managed = network(subnet('one', '10.1.2.0/24'), subnet('two', '10.1.3.0/24', 'nsg-data', delegated));
  checkRule(rule, allPorts({ from: 'VirtualNetwork' }) + managed);
  const tagged = group(
    'nsg-data',
    allowIn('Sql', { from: '10.1.2.0/24' }),
    allowIn('Manager', { from: 'GatewayManager', port: '65200-65535', priority: 110 }),
  );
  checkRule(rule, workload(tagged));
  const edge = network(subnet('one', '10.1.2.0/24'), subnet('two', '10.1.3.0/24', 'nsg-data'));
  checkRule(rule, allPorts() + edge + card('nva', 'two', [], ['enableIPForwarding: true']));
  const routed = `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'table'
  properties: {
    routes: [{ name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.1.3.4' } }]
  }
}
`;
  checkRule(rule, allPorts() + edge + routed + card('nva', 'two', ["privateIPAddress: '10.1.3.4'"]));
});

test('silent: what is not known', () => {
  checkRule(rule, `param ports string\n${workload(allPorts()).replace(`'${everyPort}'`, 'ports')}`);
  checkRule(
    rule,
    `param source string\n${workload(sql({ from: 'VirtualNetwork' })).replace("'VirtualNetwork'", 'source')}`,
  );
  const existing =
    "resource nsgapp 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg-app' }\n";
  checkRule(rule, group('nsg-web', denyIn) + existing + allPorts() + subnets + cards);
  checkRule(
    rule,
    `param prefix string\n${workload(allPorts()).replace("addressPrefix: '10.1.2.0/24'", 'addressPrefix: prefix')}`,
  );
});

test('what the Internet reaches is told by the rule about exposed ports', () => {
  const jump = network(subnet('one', '10.1.1.0/24'), subnet('two', '10.1.3.0/24', 'nsg-data'));
  const open = group('nsg-data', allowIn('All'));
  checkRule(rule, open + jump + publicAddress('pip') + card('nic-a', 'two', [withAddress('pip')]));
});

test('with a contract, what the other end alone keeps from passing', () => {
  const narrowOut = allowOut('SqlOut', { to: '10.1.3.0/24', port: '1433', protocol: 'Tcp' });
  const ends = group('nsg-web', denyIn, denyOut) + group('nsg-app', denyIn, narrowOut, denyOut);
  const text = ends + sql({ from: 'VirtualNetwork' }) + subnets + cards;
  const contract = contractOf('app -> data: tcp/1433', 'data -> data: tcp/1433');
  checkRule(
    rule,
    found(
      text,
      "'VirtualNetwork'",
      'hint: Sql (105) of nsg-data would let snet-web reach snet-data on TCP 1433, which zerotrust.config.json does not declare: only rules at the other end stop it. Name the ends of the declared flows instead of VirtualNetwork.',
      "name: 'Sql'",
    ),
    contract,
  );
  checkRule(rule, ends + sql({ from: '10.1.2.0/24' }) + subnets + cards, contract);
  checkRule(rule, text, contractOf('app -> data: tcp/1433', 'web -> data: tcp/1433', 'data -> data: tcp/1433'));
  // What passes is told by undeclared-flow.
  checkRule(rule, workload(sql({ from: 'VirtualNetwork' })), contract);
});

test('what the service of a subnet requires is not too wide', () => {
  const databricks = "delegations: [ { name: 'd', properties: { serviceName: 'Microsoft.Databricks/workspaces' } } ]";
  const delegated = network(
    subnet('snet-app', '10.1.2.0/24', 'nsg-app'),
    subnet('snet-data', '10.1.3.0/24', 'nsg-data', databricks),
  );
  checkRule(rule, closed + allPorts({ from: 'VirtualNetwork' }) + delegated);
  const named = allPorts({ from: 'VirtualNetwork' }).replace("'Sql'", "'Microsoft.Databricks-workspaces_UseOnly_in'");
  checkRule(rule, closed + named + subnets);
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
