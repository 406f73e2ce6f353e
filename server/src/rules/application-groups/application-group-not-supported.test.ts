import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { applicationGroupNotSupported } from './application-group-not-supported.ts';

const rule = applicationGroupNotSupported;
const postgres = 'Microsoft.DBforPostgreSQL/flexibleServers';

/** A rule of a group at a subnet that is delegated to a service, with these fields on its own line. */
function fixture(fields: string, finding = '', service = postgres): string {
  const plain = securityGroup(securityRule('Allow', { access: 'Allow', priority: 100, sourceAddressPrefix: 'X' }));
  const start = fields.indexOf('[');
  const marker = finding === '' ? '' : `//${' '.repeat(start - 2)}${'^'.repeat(fields.length - start)} ${finding}\n`;
  const group = plain.replace("sourceAddressPrefix: 'X', ", `\n${fields}\n${marker}`);
  const delegation = `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`;
  return `
resource clients 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = { name: 'clients' }
${group}${subnetOf('group.id', 'db', service === '' ? '' : delegation)}`;
}

const sources = 'sourceApplicationSecurityGroups: [{ id: clients.id }]';

test('groups of a rule at the subnet of a PostgreSQL flexible server', () => {
  const ending = 'which the subnet of a PostgreSQL flexible server (db) does not support. Name addresses instead.';
  checkRule(rule, fixture(sources, `warning: Allow has sourceApplicationSecurityGroups, ${ending}`));
  checkRule(
    rule,
    fixture(
      'destinationApplicationSecurityGroups: [{ id: clients.id }]',
      'warning: Allow has destinationApplicationSecurityGroups,',
    ),
  );
});

test('addresses, and groups elsewhere', () => {
  checkRule(rule, fixture("sourceAddressPrefix: '10.0.2.0/24'"));
  checkRule(rule, fixture('sourceApplicationSecurityGroups: []'));
  checkRule(rule, fixture(sources, '', ''));
  checkRule(rule, fixture(sources, '', 'Microsoft.DBforMySQL/flexibleServers'));
  checkRule(rule, fixture(sources).replace('networkSecurityGroup: { id: group.id }', ''));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param groups array\n${fixture('sourceApplicationSecurityGroups: groups')}`);
  checkRule(rule, `param service string\n${fixture(sources).replace(`'${postgres}'`, 'service')}`);
  checkRule(rule, `param id string\n${fixture(sources).replace('group.id', 'id')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
