import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, relatedTexts } from '../../../../test/check-rule.ts';
import {
  allowIn,
  allowOut,
  asg,
  card,
  found,
  group,
  memberOf,
  network,
  subnet,
} from '../../../../test/flow-fixture.ts';
import { wrongEndpointPort as rule } from './wrong-endpoint-port.ts';

const endpoint = (groupId = 'sites', address = "privateIPAddress: '10.1.2.4'", more = ''): string => `
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-app'
  properties: {
    subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-app') }
    ipConfigurations: [{ name: 'address', properties: { ${address} } }]
    ${more}
    privateLinkServiceConnections: [
      { name: 'c', properties: { privateLinkServiceId: resourceId('Microsoft.Web/sites', 'app'), groupIds: ['${groupId}'] } }
    ]
  }
}
`;
const subnets = network(subnet('snet-app', '10.1.2.0/24', 'nsg-app'));
const workload = (securityRule: string, more = endpoint()): string => group('nsg-app', securityRule) + subnets + more;
const to = (port: string, end = '10.1.2.4'): string => allowIn('Allow', { to: end, port, protocol: 'Tcp' });
const finding = 'warning: Allow allows port 1433 to pe-app, which answers at 443 alone. Set the port to 443.';

test('the port of another service, in both directions', () => {
  checkRule(rule, found(workload(to('1433')), "'1433'", finding));
  checkRule(rule, found(workload(allowOut('Allow', { to: '10.1.2.4', port: '1433' })), "'1433'", finding));
  checkRule(
    rule,
    found(
      workload(to('443'), endpoint('sqlServer')),
      "'443'",
      'warning: Allow allows port 443 to pe-app, which answers at 1433 alone.',
    ),
  );
  assert.deepEqual(relatedTexts(rule, workload(to('1433'))), ['endpoint: pe-app answers at 443.']);
});

test('an application security group of endpoints', () => {
  const members = asg('asg-app') + endpoint('sites', "privateIPAddress: '10.1.2.4'", memberOf('asg-app'));
  checkRule(rule, found(workload(to('1433', 'asg:asg-app'), members), "'1433'", finding));
  checkRule(rule, workload(to('1433', 'asg:asg-app'), members + card('nic', 'snet-app', [memberOf('asg-app')])));
});

test('silent: its own port, ports of nobody, ranges, denies, services with several ports', () => {
  checkRule(rule, workload(to('443')));
  checkRule(rule, workload(to('8080')));
  checkRule(rule, workload(to('1433-65535')));
  checkRule(rule, workload(to('*')));
  checkRule(rule, workload(to('1433').replace("'Allow', protocol", "'Deny', protocol")));
  checkRule(rule, workload(to('1433'), endpoint('namespace')));
});

test('silent: what else may answer, or is not known', () => {
  checkRule(rule, workload(to('1433', '10.1.2.0/24')));
  checkRule(rule, workload(to('1433', '*')));
  checkRule(rule, workload(to('1433', '10.1.2.5')));
  checkRule(rule, workload(to('1433'), endpoint('sites', '')));
  checkRule(rule, `param address string\n${workload(to('1433'), endpoint('sites', 'privateIPAddress: address'))}`);
  checkRule(rule, `param port string\n${workload(to('1433').replace("'1433'", 'port'))}`);
});

test('the repair', () => {
  checkRepair(rule, workload(to('1433')), 'Set the port of Allow to 443, at which pe-app answers', workload(to('443')));
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
