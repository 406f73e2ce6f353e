import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { applicationGroupsOfTwoNetworks } from './application-groups-of-two-networks.ts';

const rule = applicationGroupsOfTwoNetworks;

const network = (name: string, second: number): string => `
resource ${name} 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  properties: {
    addressSpace: { addressPrefixes: ['10.${second}.0.0/16'] }
    subnets: [
      { name: 'a', properties: { addressPrefix: '10.${second}.1.0/24' } }
      { name: 'b', properties: { addressPrefix: '10.${second}.2.0/24' } }
    ]
  }
}
`;

const asg = (name: string): string => `
resource ${name} 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = { name: 'asg-${name}' }
`;

/** A network interface in a subnet of a network, in an application security group. */
const card = (name: string, subnet: string, group: string): string => `
resource ${name} 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-${name}'
  properties: {
    ipConfigurations: [
      {
        name: 'ip'
        properties: { subnet: { id: ${subnet} }, applicationSecurityGroups: [{ id: ${group} }] }
      }
    ]
  }
}
`;

/** A rule with these two sides, and a finding at the last id of its destination. */
function group(source: string, destination: string, finding = ''): string {
  const [, before = '', id = ''] = /^(.*id: )([\w.]+)/.exec(destination) ?? [];
  const marker = finding === '' ? '' : `//${' '.repeat(before.length - 2)}${'^'.repeat(id.length)} ${finding}\n`;
  return `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      {
        name: 'AllowSql'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourcePortRange: '*'
          destinationPortRange: '1433'
${source}
${destination}
${marker}        }
      }
    ]
  }
}
`;
}

const subnetIn = (name: string): string => `${name}.properties.subnets[0].id`;
const fromApp = 'sourceApplicationSecurityGroups: [{ id: app.id }]';
const toData = 'destinationApplicationSecurityGroups: [{ id: data.id }]';
const networks = network('spoke', 1) + network('hub', 2);
const groups = asg('app') + asg('data');
const cards = card('web', subnetIn('spoke'), 'app.id') + card('sql', subnetIn('hub'), 'data.id');
const apart = networks + groups + cards;

test('members in two networks', () => {
  const finding =
    'error: AllowSql names asg-app (with nic-web in spoke) and asg-data (with nic-sql in hub). Azure refuses application security groups of two virtual networks in one rule. Name one side by its addresses.';
  checkRule(rule, apart + group(fromApp, toData, finding));
  checkRule(
    rule,
    apart +
      group(
        "sourceAddressPrefix: '*'",
        `destinationApplicationSecurityGroups: [{ id: app.id }, { id: data.id }]`,
        finding,
      ),
  );
  checkRule(rule, apart + card('more', subnetIn('spoke'), 'data.id') + group(fromApp, toData, finding));
});

test('a private endpoint as a member', () => {
  const endpoint = `
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-sql'
  properties: { subnet: { id: ${subnetIn('hub')} }, applicationSecurityGroups: [{ id: data.id }] }
}
`;
  const text = networks + groups + card('web', subnetIn('spoke'), 'app.id') + endpoint;
  checkRule(
    rule,
    text +
      group(fromApp, toData, 'error: AllowSql names asg-app (with nic-web in spoke) and asg-data (with pe-sql in hub)'),
  );
});

test('members in one network, or none', () => {
  const web = card('web', subnetIn('spoke'), 'app.id');
  checkRule(
    rule,
    networks + groups + web + card('sql', 'spoke.properties.subnets[1].id', 'data.id') + group(fromApp, toData),
  );
  checkRule(rule, networks + groups + web + group(fromApp, toData));
  checkRule(rule, networks + groups + group(fromApp, toData));
});

test('rules that name one of the groups', () => {
  checkRule(rule, apart + group(fromApp, "destinationAddressPrefix: '10.2.1.0/24'"));
  checkRule(rule, apart + group("sourceAddressPrefix: '*'", toData));
  checkRule(rule, apart + group(fromApp, 'destinationApplicationSecurityGroups: [{ id: app.id }]'));
});

test('networks that may be one and the same', () => {
  const params = 'param one string\nparam other string\n';
  const named = apart.replace("name: 'spoke'", 'name: one').replace("name: 'hub'", 'name: other');
  checkRule(rule, params + named + group(fromApp, toData));
  const existing = (symbol: string): string => `
resource ${symbol} 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: '${symbol}'
  resource a 'subnets' existing = { name: 'a' }
}
`;
  const elsewhere = card('web', 'spoke::a.id', 'app.id') + card('sql', 'hub::a.id', 'data.id');
  checkRule(rule, existing('spoke') + existing('hub') + groups + elsewhere + group(fromApp, toData));
});

test('what is unknown accuses nobody', () => {
  checkRule(
    rule,
    `param id string\n${networks}${groups}${cards.replace('id: data.id', 'id: id')}${group(fromApp, toData)}`,
  );
  checkRule(
    rule,
    `param subnet string\n${networks}${groups}${cards.replace(subnetIn('hub'), 'subnet')}${group(fromApp, toData)}`,
  );
  checkRule(rule, `param all array\n${apart}${group(fromApp, 'destinationApplicationSecurityGroups: all')}`);
  checkRule(
    rule,
    apart.replace("= {\n  name: 'nic-sql'", "= if (false) {\n  name: 'nic-sql'") + group(fromApp, toData),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
