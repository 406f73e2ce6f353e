import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { endpointOf, markedAt } from '../../../../test/endpoint-fixture.ts';
import { securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { endpointWithoutApplicationGroup as rule } from './endpoint-without-application-group.ts';

const network = securityGroup(securityRule('DenyAllInbound')) + subnetOf('group.id', 'endpoints');
const vault = endpointOf();
const database = endpointOf("resourceId('Microsoft.Sql/servers', 'sql')", 'sqlServer')
  .replace('resource endpoint ', 'resource database ')
  .replace("'pe-orders'", "'pe-sql'");
const grouped = (text: string) =>
  text.replace(
    'properties: {\n',
    "properties: {\n    applicationSecurityGroups: [{ id: resourceId('Microsoft.Network/applicationSecurityGroups', 'asg') }]\n",
  );
const fixed = (text: string) =>
  text.replace(
    'properties: {\n',
    "properties: {\n    ipConfigurations: [{ name: 'ip', properties: { groupId: 'g', memberName: 'm', privateIPAddress: '10.0.1.9' } }]\n",
  );
const finding =
  'information: pe-orders shares subnet endpoints with pe-sql, and has neither an application security group nor a fixed address';

test('an endpoint among others', () => {
  checkRule(rule, markedAt('endpoint', network + vault + grouped(database), finding));
  checkRule(rule, markedAt('endpoint', network + vault + fixed(database), finding));
});

test('endpoints in groups or with fixed addresses', () => {
  checkRule(rule, network + grouped(vault) + fixed(database));
});

test('endpoints that need none', () => {
  checkRule(rule, network + vault);
  checkRule(rule, network + vault + database.replace('Microsoft.Sql/servers', 'Microsoft.KeyVault/vaults'));
  checkRule(rule, network.replace('networkSecurityGroup: { id: group.id }', '') + vault + database);
});

test('what is unknown or existing accuses nobody', () => {
  checkRule(
    rule,
    `param id string\n${network}${vault.replace('network.properties.subnets[0].id', 'id')}${grouped(database)}`,
  );
  checkRule(
    rule,
    `param target string\n${network}${grouped(vault)}${database.replace(/resourceId\([^)]*\)/, 'target')}`,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
