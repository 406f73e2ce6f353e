import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { contractOf, deploymentOf } from '../../../../test/deployment.ts';
import { denyIn, group, network, subnet } from '../../../../test/flow-fixture.ts';
import { tierNetworkOf } from '../tiers/tier-network.ts';
import { blockedFlows, undeclaredFlows } from './contract-check.ts';

const reference = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../../../test-fixtures/reference', `${name}.bicep`), 'utf8');

const spoke = reference('iaas-spoke');

/** The flows of S2, table of rules 1 to 7, as the corrections of the requirements have them. */
const meant = [
  'internet -> gateway: tcp/443',
  'gateway -> web: tcp/443',
  'web -> app: tcp/443',
  'app -> data: tcp/1433',
  'data -> data: tcp/1433',
];

/** `from -> to protocol first-last by the last rule`. */
function undeclared(text: string, ...flows: readonly string[]): readonly string[] {
  return undeclaredFlows(deploymentOf(text, contractOf(...flows)).view).map(({ from, to, segment }) => {
    const [first, end] = segment.ports;
    const hop = segment.flow.hops.at(-1);
    const rule = hop !== undefined && hop.at !== 'entry' ? (hop.rule?.name ?? '') : '';
    return `${from} -> ${to} ${segment.protocol} ${first}-${end - 1} ${rule}`;
  });
}

function blocked(text: string, ...flows: readonly string[]): readonly string[] {
  return blockedFlows(deploymentOf(text, contractOf(...flows)).view).map(({ statement, segment }) => {
    const [first, end] = segment.ports;
    return `${statement.text} | ${segment.protocol} ${first}-${end - 1} ${segment.flow.hops.at(-1)?.at}`;
  });
}

test('the spoke of the article allows what its table declares, and nothing more', () => {
  assert.deepEqual(undeclared(spoke, ...meant), []);
  assert.deepEqual(blocked(spoke, ...meant), []);
});

test('each flow of the table that is left out of the contract is found, once and at its own rule', () => {
  const rules = [
    'internet -> gateway tcp 443-443 Allow-Internet-Inbound',
    'gateway -> web tcp 443-443 Allow-Gateway-to-Web-Inbound',
    'web -> app tcp 443-443 Allow-Web-to-App-Inbound',
    'app -> data tcp 1433-1433 Allow-App-to-Data-Inbound',
    'data -> data tcp 1433-1433 Allow-SQL-VM-to-SQL-VM-Inbound',
  ];
  for (const [index, flow] of meant.entries())
    assert.deepEqual(undeclared(spoke, ...meant.filter((other) => other !== flow)), [rules[index]]);
});

test('what the table does not allow is blocked at the first end that denies it', () => {
  assert.deepEqual(blocked(spoke, 'web -> data: tcp/1433'), ['web -> data: tcp/1433 | tcp 1433-1433 subnet']);
  assert.deepEqual(blocked(spoke, 'web -> app: tcp/443, tcp/8443'), [
    'web -> app: tcp/443, tcp/8443 | tcp 8443-8443 subnet',
  ]);
  assert.deepEqual(blocked(spoke, 'web -> internet: tcp/443'), ['web -> internet: tcp/443 | tcp 443-443 subnet']);
});

test('a more exact statement counts before one with a star, and none forbids', () => {
  assert.deepEqual(undeclared(spoke, ...meant, '* -> data: none'), []);
  assert.deepEqual(undeclared(spoke, ...meant.slice(0, 3), '* -> data: none'), [
    'app -> data tcp 1433-1433 Allow-App-to-Data-Inbound',
    'data -> data tcp 1433-1433 Allow-SQL-VM-to-SQL-VM-Inbound',
  ]);
  assert.deepEqual(undeclared(spoke, '* -> *: any'), []);
});

test('the spoke of PaaS services and the segmented networks can be asked too', () => {
  assert.deepEqual(
    blocked(reference('paas-spoke'), 'gateway -> endpoints: tcp/443', 'egress -> endpoints: tcp/1433'),
    [],
  );
  assert.deepEqual(undeclared(reference('segmentation')), []);
});

test('many equal interfaces cost no more than a few', () => {
  const text = `${group('nsg', denyIn)}${network(subnet('snet-web', '10.1.0.0/22', 'nsg'), subnet('snet-app', '10.1.8.0/22', 'nsg'))}
resource cards 'Microsoft.Network/networkInterfaces@2024-05-01' = [for i in range(0, 300): {
  name: 'nic-\${i}'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, i % 2 == 0 ? 'snet-web' : 'snet-app') } } }] }
}]
`;
  const view = deploymentOf(text, contractOf('web -> app: tcp/443')).view;
  assert.equal(tierNetworkOf(view).network.interfaces.length, 300);
  const before = process.cpuUsage().user;
  assert.deepEqual(
    blockedFlows(view).map(({ statement }) => statement.text),
    ['web -> app: tcp/443'],
  );
  assert.ok(process.cpuUsage().user - before < 5_000_000);
});

test('a subnet that is declared and referred to has the tier for which the most speaks', () => {
  const text = `${network(subnet('snet-web', '10.1.1.0/24'))}
resource same 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  parent: network
  name: 'snet-web'
}
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: same.id }, applicationSecurityGroups: [{ id: web.id }] } }] }
}
resource web 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = { name: 'asg-web' }
`;
  const { ends } = tierNetworkOf(deploymentOf(text).view);
  assert.deepEqual(
    ends.map(({ id, isCertain, subnets }) => [id, isCertain, subnets.length]),
    [
      ['internet', true, 0],
      ['web', true, 1],
    ],
  );
});
