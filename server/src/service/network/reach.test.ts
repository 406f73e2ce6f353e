import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../../test/deployment.ts';
import { reachAnswer } from './reach.ts';

const spoke = (rules: string, more = ''): string => `${more}
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-data'
  properties: { securityRules: [ ${rules} ] }
}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: [ '10.0.0.0/16' ] }
    subnets: [
      { name: 'app', properties: { addressPrefix: '10.0.1.0/24' } }
      { name: 'data', properties: { addressPrefix: '10.0.2.0/24', networkSecurityGroup: { id: group.id } } }
    ]
  }
}
`;

const deny = `{ name: 'DenyAll', properties: { priority: 4096, access: 'Deny', direction: 'Inbound', protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*' } }`;
const sql = deny
  .replace('DenyAll', 'AllowSql')
  .replace('4096', '105')
  .replace("'Deny'", "'Allow'")
  .replace("protocol: '*'", "protocol: 'Tcp'")
  .replace("destinationPortRange: '*'", "destinationPortRange: '1433'");

/** The segments of TCP in lines: ports, answer, what it depends on, and the hops. */
function tcp(text: string, from: string, to: string): readonly string[] {
  const answer = reachAnswer(deploymentOf(text), { from, to, protocol: 'tcp', port: null });
  if (answer.kind !== 'reach') return [JSON.stringify(answer)];
  const lines = answer.segments.map(
    ({ ports, answer: own, dependsOn, hops }) =>
      `${ports.join('-')} ${own}${dependsOn.map((each) => ` (${each})`).join('')}: ${hops.map((hop) => hop.text).join('; ')}`,
  );
  return [answer.answer, ...lines];
}

test('ports are told apart by the rule that decides', () => {
  const delivered = 'The virtual network delivers it; nsg-data';
  assert.deepEqual(tcp(spoke(`${sql}\n${deny}`), 'app', 'data'), [
    'allowed',
    `0-1432 denied: ${delivered} denies it inbound: DenyAll (4096)`,
    `1433-1433 allowed: ${delivered} allows it inbound: AllowSql (105)`,
    `1434-65535 denied: ${delivered} denies it inbound: DenyAll (4096)`,
  ]);
});

test('an answer that a condition decides depends on it', () => {
  const optional = `...(isOpen ? [ ${sql} ] : [])`;
  const [answer, , open] = tcp(spoke(`${optional}\n${deny}`, 'param isOpen bool'), 'app', 'data');
  assert.equal(answer, 'depends');
  assert.match(open ?? '', /^1433-1433 depends \(parameter isOpen\): /);
});

test('where no way leads, the answer says so', () => {
  assert.deepEqual(tcp(spoke(deny), 'internet', 'data'), [
    'denied',
    '0-65535 denied: No public address, load balancer, gateway or firewall rule of the template leads there',
  ]);
  assert.deepEqual(tcp(spoke(deny), '8.8.8.8', 'data'), ['denied', '0-65535 denied: No way leads there']);
});

test('a name that means nothing here is told, with those that do', () => {
  const answer = reachAnswer(deploymentOf(spoke(deny)), { from: 'web', to: 'data', protocol: null, port: null });
  assert.deepEqual(answer, { kind: 'unknown-end', end: 'from', names: ['app', 'data'] });
});
