/** The judge of what repairs say of traffic tells a title that is right from one that isn't. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from './deployment.ts';
import { saysItsTraffic } from './repairs/traffic.ts';

/** Two subnets, of which the second has a group with one rule. */
const network = (access: 'Allow' | 'Deny', port: string): string => `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'group'
  properties: {
    securityRules: [
      {
        name: 'rule'
        properties: {
          direction: 'Inbound'
          access: '${access}'
          protocol: 'Tcp'
          priority: 200
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '${port}'
        }
      }
    ]
  }
}

resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      { name: 'one', properties: { addressPrefix: '10.0.0.0/24' } }
      { name: 'two', properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: group.id } } }
    ]
  }
}
`;

function judged(before: string, after: string, title: string, description: string | null = null): readonly string[] {
  const changes = [{ before: deploymentOf(before), after: deploymentOf(after) }];
  return saysItsTraffic({ title, description }, changes)
    .map(({ detail }) => detail)
    .sort();
}

const open = network('Allow', '443');
const shut = network('Deny', '443');

test('what is closed and said is right', () => {
  assert.deepEqual(judged(open, shut, 'Deny it; closes one -> two TCP 443, two -> two TCP 443'), []);
  const all = 'Closes one -> two TCP 443; two -> two TCP 443; a -> b any.';
  assert.deepEqual(judged(open, shut, 'Deny it; closes a -> b any and 2 more', all), []);
});

test('a title without traffic changes none', () => {
  assert.deepEqual(judged(open, open, 'Do nothing'), []);
  const ends = ['one -> two tcp 443', 'two -> two tcp 443'];
  assert.deepEqual(
    judged(open, shut, 'Do nothing'),
    ends.map((text) => `unsaid: closes ${text}`),
  );
  assert.deepEqual(
    judged(shut, open, 'Do nothing'),
    ends.map((text) => `unsaid: opens ${text}`),
  );
});

test('a title that closes opens nothing, and the other way round', () => {
  assert.deepEqual(judged(shut, open, 'Deny it; closes one -> two TCP 443'), [
    'in vain: closes one -> two TCP 443',
    'unsaid: opens one -> two tcp 443',
    'unsaid: opens two -> two tcp 443',
  ]);
  assert.deepEqual(judged(open, shut, 'Allow it; opens one -> two TCP 443'), [
    'in vain: opens one -> two TCP 443',
    'unsaid: closes one -> two tcp 443',
    'unsaid: closes two -> two tcp 443',
  ]);
});

test('other ends than those that are said are not said', () => {
  assert.deepEqual(judged(open, shut, 'Deny it; closes one -> two TCP 443'), ['unsaid: closes two -> two tcp 443']);
});

test('a port that is said is asked about, whichever it is', () => {
  const title = 'Deny it; closes one -> two TCP 8443, two -> two TCP 8443';
  assert.deepEqual(judged(network('Allow', '8443'), network('Deny', '8443'), title), []);
  assert.deepEqual(judged(open, open, title), [`in vain: ${title.slice('Deny it; '.length)}`]);
});
