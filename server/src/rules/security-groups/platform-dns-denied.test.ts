import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { platformDnsDenied } from './platform-dns-denied.ts';

const rule = platformDnsDenied;

const toResolver: RuleFields = { direction: 'Outbound', priority: 200, destinationAddressPrefix: 'AzurePlatformDNS' };
const deny = (fields: RuleFields = {}): string => securityRule('DenyDns', { ...toResolver, ...fields });
const allow = (fields: RuleFields = {}): string =>
  securityRule('AllowDns', { ...toResolver, access: 'Allow', priority: 150, ...fields });

const delegation = (service: string): string =>
  `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`;
const apps = 'Microsoft.App/environments';

/** The rules in a group, with a finding at the name of the rule that denies. */
function grouped(rules: readonly string[], finding?: string): string {
  const marker = finding === undefined ? '' : `//            ^^^^^^^^^ ${finding}\n`;
  return securityGroup(...rules).replace(/( *\{ name: 'DenyDns'[^\n]*\n)/, `$1${marker}`);
}

/** Such a group at the subnet of a service. */
function served(service: string, rules: readonly string[], finding?: string): string {
  return `${grouped(rules, finding)}${subnetOf('group.id', 'app', delegation(service))}`;
}

test('the tag denied to a service that needs it', () => {
  const services = {
    [apps]: 'a Container Apps environment',
    'Microsoft.Sql/managedInstances': 'SQL Managed Instance',
    'Microsoft.DBforMySQL/flexibleServers': 'a MySQL flexible server',
  };
  for (const [service, title] of Object.entries(services))
    checkRule(
      rule,
      served(
        service,
        [deny()],
        `warning: DenyDns (200) denies ${title} in app Azure's name resolution. The service breaks`,
      ),
    );
  checkRule(
    rule,
    served(apps, [deny({ protocol: 'Udp', destinationPortRange: '53' })], 'warning: DenyDns (200) denies'),
  );
});

test('an environment that is known by its resource', () => {
  checkRule(
    rule,
    `${grouped([deny()], 'warning: DenyDns (200) denies')}${subnetOf('group.id')}
resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'env'
  properties: { vnetConfiguration: { infrastructureSubnetId: network.properties.subnets[0].id } }
}`,
  );
});

test('subnets that need no name resolution of the platform', () => {
  checkRule(rule, `${securityGroup(deny())}${subnetOf('group.id')}`);
  checkRule(rule, securityGroup(deny()));
  checkRule(rule, served('Microsoft.DBforPostgreSQL/flexibleServers', [deny()]));
  checkRule(rule, served('Microsoft.Web/serverFarms', [deny()]));
});

test('a deny of everything does not stop it, nor does one of its address', () => {
  checkRule(rule, served(apps, [deny({ destinationAddressPrefix: '*' })]));
  checkRule(rule, served(apps, [deny({ destinationAddressPrefix: '168.63.129.16' })]));
  checkRule(rule, served(apps, [deny({ destinationAddressPrefix: 'AzurePlatformIMDS' })]));
});

test('rules that leave it open', () => {
  checkRule(rule, served(apps, [allow(), deny()]));
  checkRule(rule, served(apps, [allow({ sourceAddressPrefix: '10.0.1.0/24', destinationPortRange: '53' }), deny()]));
  checkRule(rule, served(apps, [deny({ sourceAddressPrefix: '10.0.9.0/24' })]));
  checkRule(rule, served(apps, [deny({ sourceAddressPrefix: '10.0.1.0/25' })]));
  checkRule(rule, served(apps, [deny({ protocol: 'Tcp' })]));
  checkRule(rule, served(apps, [deny({ destinationPortRange: '80' })]));
  checkRule(rule, served(apps, [deny({ direction: 'Inbound' })]));
  checkRule(rule, served(apps, [allow({ access: 'Allow' })]));
});

test('the repair allows it before the deny, for the subnet alone, unless the name is taken', () => {
  assert.deepEqual(repairTitles(rule, served(apps, [deny()])), ['Allow AzurePlatformDNS from app in nsg']);
  const taken = securityRule('allowazureplatformdnsoutbound', { priority: 300 });
  assert.deepEqual(repairTitles(rule, served(apps, [deny(), taken])), []);
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param port string\n${served(apps, [allow().replace("Range: '*' }", 'Range: port }'), deny()])}`);
  checkRule(rule, `param to string\n${served(apps, [deny().replace("'AzurePlatformDNS'", 'to')])}`);
  checkRule(rule, `param more array\n${served(apps, ['...more', deny()])}`);
  checkRule(rule, `param service string\n${served(apps, [deny()]).replace(`'${apps}'`, 'service')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
