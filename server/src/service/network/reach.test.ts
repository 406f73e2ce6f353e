import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../../test/deployment.ts';
import { securityRule } from '../../../../test/network-fixture.ts';
import { flowsText, tierMatrix } from './matrix.ts';
import { reachAnswer } from './reach.ts';

const allow = { access: 'Allow', protocol: 'Tcp' };

/** Two tiers; the data's group admits the network to SQL, one prefix to HTTPS, and nothing else. */
function spoke(space: string, web: string, data: string): string {
  return `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-data'
  properties: {
    securityRules: [
      ${securityRule('Sql', { ...allow, priority: 100, sourceAddressPrefix: 'VirtualNetwork', destinationPortRange: '1433' })}
      ${securityRule('Https', { ...allow, priority: 110, sourceAddressPrefix: '10.0.1.0/24', destinationPortRange: '443' })}
      ${securityRule('Metrics', { ...allow, priority: 120, sourceAddressPrefix: '10.0.0.0/16', destinationPortRange: '9100' })}
      ${securityRule('DenyAllInbound')}
    ]
  }
}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: [ ${space} ] }
    subnets: [
      { name: 'snet-web', properties: { addressPrefix: ${web}, defaultOutboundAccess: false } }
      { name: 'snet-data', properties: { addressPrefix: ${data}, defaultOutboundAccess: false, networkSecurityGroup: { id: group.id } } }
    ]
  }
}
`;
}

const parameters = 'param space string\nparam web string\nparam data string\n';

/** Each segment that isn't denied, with what it depends on. */
function passing(text: string, from: string, to: string): readonly string[] {
  const answer = reachAnswer(deploymentOf(text), { from, to, protocol: 'tcp', port: null });
  assert.ok(answer.kind === 'reach', `${from} ${to}`);
  return answer.segments
    .filter((segment) => segment.answer !== 'denied')
    .map(({ answer: own, ports, dependsOn }) => [own, ports.join('-'), ...dependsOn].join(' '));
}

test('of subnets whose prefixes are not known, what looks at no address is answered', () => {
  const text = parameters + spoke('space', 'web', 'data');
  assert.deepEqual(passing(text, 'snet-web', 'snet-data'), [
    'depends 443-443 parameter web',
    'allowed 1433-1433',
    'depends 9100-9100 parameter web',
  ]);
  assert.deepEqual(passing(text, 'snet-data', 'snet-web'), ['allowed 0-65535']);
  assert.deepEqual(passing(text, 'internet', 'snet-data'), []);
  assert.deepEqual(passing(text, 'snet-web', 'internet'), []);
});

test('the address space says where they can be', () => {
  const text = parameters + spoke("'10.0.0.0/16'", 'web', 'data');
  assert.deepEqual(passing(text, 'snet-web', 'snet-data'), [
    'depends 443-443 parameter web',
    'allowed 1433-1433',
    'allowed 9100-9100',
  ]);
  // No two subnets have the same addresses.
  assert.deepEqual(passing(parameters + spoke("'10.0.0.0/16'", 'web', "'10.0.1.0/24'"), 'snet-web', 'snet-data'), [
    'allowed 1433-1433',
    'allowed 9100-9100',
  ]);
  assert.deepEqual(passing(parameters + spoke("'10.9.0.0/16'", 'web', 'data'), 'snet-web', 'snet-data'), [
    'allowed 1433-1433',
  ]);
});

test('an address may be that of one of their hosts', () => {
  const text = parameters + spoke('space', "'10.0.1.0/24'", 'data');
  assert.deepEqual(passing(text, 'snet-web', '10.0.7.4'), ['depends 0-65535 parameter data']);
  assert.deepEqual(passing(text, '10.0.7.4', 'snet-web'), ['depends 0-65535 parameter data']);
  assert.deepEqual(passing(spoke("'10.0.0.0/16'", "'10.0.1.0/24'", "'10.0.2.0/24'"), 'snet-web', '10.0.7.4'), []);
});

test('no packet shows what has no known address, and the matrix has their rows', () => {
  const text = parameters + spoke('space', 'web', 'data');
  const answer = reachAnswer(deploymentOf(text), { from: 'snet-web', to: 'snet-data', protocol: 'tcp', port: 1433 });
  assert.deepEqual(answer.kind === 'reach' ? answer.segments.map(({ witness }) => witness) : [], [null]);
  const { rows, left } = tierMatrix(deploymentOf(text));
  assert.deepEqual(left, []);
  assert.deepEqual(
    rows.flatMap(({ from, to, flows }) => (flows.length === 0 ? [] : [`${from} -> ${to}: ${flowsText(flows)}`])),
    [
      'web -> web: any',
      'web -> data: maybe TCP 443 and 9100, TCP 1433',
      'data -> web: any',
      'data -> data: maybe TCP 443 and 9100, TCP 1433',
    ],
  );
});

test('a parameter file that gives the values answers the rest', () => {
  const given =
    "param space string = '10.0.0.0/16'\nparam web string = '10.0.1.0/24'\nparam data string = '10.0.2.0/24'\n";
  assert.deepEqual(passing(given + spoke('space', 'web', 'data'), 'snet-web', 'snet-data'), [
    'allowed 443-443',
    'allowed 1433-1433',
    'allowed 9100-9100',
  ]);
});
