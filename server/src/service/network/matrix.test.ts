import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../../test/deployment.ts';
import { securityRule } from '../../../../test/network-fixture.ts';
import { flowsText, type TierFlow, tierMatrix } from './matrix.ts';

/** A subnet of each tier; the data tier's group has the given rules before its deny of everything. */
function network(rules: string, head = ''): string {
  const deny = securityRule('DenyAllInbound');
  return `${head}
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-data'
  properties: { securityRules: concat([ ${deny} ], ${rules}) }
}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: [ '10.0.0.0/16' ] }
    subnets: [
      { name: 'snet-app', properties: { addressPrefix: '10.0.1.0/24', defaultOutboundAccess: false } }
      {
        name: 'snet-data'
        properties: { addressPrefix: '10.0.2.0/24', defaultOutboundAccess: false, networkSecurityGroup: { id: group.id } }
      }
    ]
  }
}
`;
}

const sql = securityRule('Allow-App-Inbound', {
  priority: 105,
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '10.0.1.0/24',
  destinationPortRange: '1433',
});

/** The rows that aren't empty, each in a line. */
function rows(text: string): readonly string[] {
  return tierMatrix(deploymentOf(text)).rows.flatMap(({ from, to, flows }) => {
    const depends = [...new Set(flows.flatMap(({ dependsOn }) => dependsOn))].join(' and ');
    return flows.length === 0 ? [] : [`${from} -> ${to}: ${flowsText(flows)}${depends === '' ? '' : ` if ${depends}`}`];
  });
}

test('rows are all pairs of tiers with subnets, in the order in which traffic meets them', () => {
  const { rows: all, undecided, left } = tierMatrix(deploymentOf(network('[]')));
  assert.deepEqual(
    all.map(({ from, to }) => `${from} ${to}`),
    ['internet app', 'internet data', 'app internet', 'app app', 'app data', 'data internet', 'data app', 'data data'],
  );
  assert.deepEqual([undecided, left], [null, []]);
});

test('a flow that a rule lets through', () => {
  assert.deepEqual(rows(network(`[ ${sql} ]`)), ['app -> app: any', 'app -> data: TCP 1433', 'data -> app: any']);
});

test('a flow that a condition decides depends on it, on either side', () => {
  const expected = ['app -> app: any', 'app -> data: maybe TCP 1433 if parameter withApp', 'data -> app: any'];
  assert.deepEqual(rows(network(`withApp ? [ ${sql} ] : []`, 'param withApp bool')), expected);
  assert.deepEqual(rows(network(`withApp ? [] : [ ${sql} ]`, 'param withApp bool')), expected);
});

test('a template without subnets has no rows', () => {
  assert.deepEqual(tierMatrix(deploymentOf('')), { rows: [], undecided: null, left: [] });
});

test('flows in words: protocols once, what depends apart', () => {
  const flow = (
    protocol: TierFlow['protocol'],
    first: number,
    last: number,
    answer: TierFlow['answer'] = 'allowed',
  ) => ({
    protocol,
    ports: [first, last] as const,
    answer,
    dependsOn: [],
  });
  assert.equal(flowsText([]), '');
  assert.equal(flowsText([flow('*', 0, 65_535)]), 'any');
  assert.equal(flowsText([flow('*', 0, 65_535, 'depends')]), 'maybe any');
  assert.equal(
    flowsText([flow('tcp', 443, 443), flow('tcp', 8000, 8080), flow('udp', 0, 65_535), flow('icmp', 0, 65_535)]),
    'TCP 443 and 8000-8080, UDP any port, ICMP',
  );
  assert.equal(
    flowsText([flow('tcp', 80, 80), flow('tcp', 443, 443), flow('tcp', 4433, 4433), flow('udp', 53, 53)]),
    'TCP 80, 443 and 4433, UDP 53',
  );
  assert.equal(
    flowsText([flow('tcp', 22, 22, 'depends'), flow('tcp', 443, 443), flow('tcp', 3389, 3389, 'depends')]),
    'maybe TCP 22 and 3389, TCP 443',
  );
  const others = [flow('icmp', 0, 65_535), flow('esp', 0, 65_535), flow('ah', 0, 65_535)];
  const but = (protocol: TierFlow['protocol']) => [
    flow(protocol, 0, 21),
    flow(protocol, 23, 3388),
    flow(protocol, 3390, 65_535),
  ];
  assert.equal(flowsText([...but('tcp'), ...but('udp'), ...others]), 'any but TCP and UDP 22 and 3389');
  assert.equal(
    flowsText([...but('tcp'), ...but('udp')]),
    'TCP 0-21, 23-3388 and 3390-65535, UDP 0-21, 23-3388 and 3390-65535',
  );
  assert.equal(flowsText([...but('tcp'), flow('udp', 0, 65_535), ...others]), 'any but TCP 22 and 3389');
  assert.equal(flowsText([flow('tcp', 443, 443), flow('udp', 443, 443), ...others]), 'TCP 443, UDP 443, ICMP, ESP, AH');
});

test('where the conditions have too many alternatives, what they decide depends on them and the rest is known', () => {
  const names = Array.from({ length: 7 }, (_, index) => `p${index}`);
  const head = names.map((name) => `param ${name} bool`).join('\n');
  const optional = names.map((name, index) =>
    securityRule(`Rule${index}`, {
      priority: 100 + index,
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: '10.0.1.0/24',
      destinationPortRange: String(1000 + index),
    }).replace(`'${1000 + index}'`, `${name} ? '${1000 + index}' : '${2000 + index}'`),
  );
  const [row] = rows(network(`[ ${[...optional, sql].join(', ')} ]`, head)).filter((text) =>
    text.startsWith('app -> data'),
  );
  assert.equal(
    row,
    `app -> data: maybe TCP 0-1432 and 1434-65535, TCP 1433 if ${names.map((name) => `parameter ${name}`).join(' and ')}`,
  );
});
