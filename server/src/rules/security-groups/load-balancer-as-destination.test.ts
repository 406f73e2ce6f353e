import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balanced } from '../../../../test/balancer-fixture.ts';
import { checkBalance, checkRepair, checkRule, relatedTexts, repairTitles } from '../../../../test/check-rule.ts';
import { allowIn, allowOut, card, found, group, network, subnet } from '../../../../test/flow-fixture.ts';
import { loadBalancerAsDestination as rule } from './load-balancer-as-destination.ts';

const balancer = (more = '', frontend = "privateIPAddress: '10.1.3.4'"): string => `
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-data'
  properties: {
    frontendIPConfigurations: [{ name: 'sql', properties: { ${frontend} } }]
    ${more}
  }
}
`;
const sql = (to: string): string => group('nsg-data', allowIn('Sql', { from: '10.1.2.0/24', to, port: '1433' }));
const rules = (floating: string): string =>
  `loadBalancingRules: [{ name: 'sql', properties: { protocol: 'Tcp', frontendPort: 1433, enableFloatingIP: ${floating} } }]`;

const finding =
  'warning: 10.1.3.4 is the frontend of load balancer lb-data. Behind it packets have the address of the machine that they reach, so Sql never matches. Name the machines as destination.';

test('the frontend of a load balancer as destination of an inbound rule', () => {
  checkRule(rule, found(sql('10.1.3.4') + balancer(), "'10.1.3.4'", finding, "name: 'Sql'"));
  checkRule(rule, found(sql('10.1.3.4') + balancer(rules('false')), "'10.1.3.4'", finding, "name: 'Sql'"));
  assert.deepEqual(relatedTexts(rule, sql('10.1.3.4') + balancer()), [
    "'10.1.3.4': lb-data has 10.1.3.4 as its frontend.",
  ]);
});

test('one of several destinations', () => {
  const text = sql('').replace(
    "destinationAddressPrefix: ''",
    "destinationAddressPrefixes: ['10.1.3.0/25', '10.1.3.4']",
  );
  checkRule(
    rule,
    found(
      text + balancer(),
      "'10.1.3.4'",
      'warning: 10.1.3.4 is the frontend of load balancer lb-data. Behind it packets have the address of the machine that they reach, so this destination never matches.',
      "name: 'Sql'",
    ),
  );
});

test('silent: outbound, other destinations, a floating address', () => {
  checkRule(rule, group('nsg-app', allowOut('Sql', { to: '10.1.3.4', port: '1433' })) + balancer());
  checkRule(rule, sql('10.1.3.0/24') + balancer());
  checkRule(rule, sql('10.1.3.5') + balancer());
  checkRule(rule, sql('10.1.3.4') + balancer(rules('true')));
  checkRule(
    rule,
    sql('10.1.3.4') +
      balancer("inboundNatRules: [{ name: 'one', properties: { frontendPort: 22, enableFloatingIP: true } }]"),
  );
});

test('a rule in the group of another subnet is told by the rule about those', () => {
  const other = (name: string): string =>
    network(subnet('snet-app', '10.1.2.0/24', name), subnet('snet-data', '10.1.3.0/24')) + card('nic', 'snet-app');
  checkRule(rule, sql('10.1.3.4') + balancer() + other('nsg-data'));
});

test('silent: what is not known', () => {
  checkRule(rule, `param isFloating bool\n${sql('10.1.3.4')}${balancer(rules('isFloating'))}`);
  checkRule(rule, `param address string\n${sql('10.1.3.4')}${balancer('', 'privateIPAddress: address')}`);
  checkRule(rule, `param address string\n${sql('x').replace("'x'", 'address')}${balancer()}`);
  checkRule(rule, sql('10.1.3.4'));
});

const app = (to: string, port: string): string =>
  group(
    'nsg-app',
    `{ name: 'Web', properties: { priority: 105, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '10.1.1.0/24', sourcePortRange: '*', ${to}, destinationPortRange: '${port}' } }`,
  );
const toFrontend = app("destinationAddressPrefix: '10.1.2.4'", '443');

test('the repair names the machines behind, at their port', () => {
  const title = 'Name the machines behind lb-app as destination of Web';
  const grouped = balanced({ app: 'nsg-app' });
  const toGroup = `sourcePortRange: '*', destinationPortRange: '8443', destinationApplicationSecurityGroups: [{ id: asgapp.id }]`;
  const groupName = app('', '8443').replace("sourcePortRange: '*', , destinationPortRange: '8443'", toGroup);
  checkRepair(rule, toFrontend + grouped, `${title}: asg-app on port 8443`, groupName + grouped);
  const alone = balanced({ app: 'nsg-app', grouped: false });
  const toSubnet = app("destinationAddressPrefix: '10.1.2.0/24'", '8443');
  checkRepair(rule, toFrontend + alone, `${title}: 10.1.2.0/24 on port 8443`, toSubnet + alone);
});

test('no repair where nobody is known to be behind, or for one of several destinations', () => {
  assert.deepEqual(repairTitles(rule, sql('10.1.3.4') + balancer(rules('false'))), []);
  assert.deepEqual(repairTitles(rule, toFrontend.replace("'443'", "'80'") + balanced({ app: 'nsg-app' })), []);
  const several = app("destinationAddressPrefixes: ['10.1.2.4', '10.1.2.5']", '443');
  assert.deepEqual(repairTitles(rule, several + balanced({ app: 'nsg-app' })), []);
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});
