import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { armTemplate } from '../examples/example-template.ts';
import { noManagementPortsFromInternet } from './no-management-ports-from-internet.ts';

const allow = (fields: RuleFields, name = 'AllowAdmin') =>
  securityRule(name, { priority: 100, access: 'Allow', protocol: 'Tcp', destinationPortRange: '22', ...fields });

/** One rule, a field a line, with a finding of this beginning under the value of a field. */
function marked(finding: string, field: string, value: string, more: string): string {
  const line = `          ${field}: ${value}`;
  const carets = '^'.repeat(value.length);
  return `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      {
        name: 'AllowAdmin'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          ${more}
${line}
//${' '.repeat(line.length - value.length - 2)}${carets} ${finding}
        }
      }
    ]
  }
}
`;
}

const ssh = "protocol: 'Tcp', destinationPortRange: '22'".split(', ').join('\n          ');

test('SSH and RDP from any source are reported at the source', () => {
  for (const source of ['*', 'Any', '0.0.0.0/0', '::/0', 'Internet', 'internet', '0.0.0.0/1', '20.0.0.0/8']) {
    checkRule(
      noManagementPortsFromInternet,
      marked('warning: AllowAdmin opens SSH (22) to', 'sourceAddressPrefix', `'${source}'`, ssh),
    );
  }
});

test('blanks around a source are no part of it', () => {
  const finding = 'warning: AllowAdmin opens SSH (22) to the Internet.';
  checkRule(noManagementPortsFromInternet, marked(finding, 'sourceAddressPrefix', "' Internet '", ssh));
});

test('ports count in ranges, lists and with any protocol', () => {
  const ports = [
    ["protocol: '*'\n          destinationPortRange: '*'", 'SSH (22) and RDP (3389)'],
    ["protocol: 'TCP'\n          destinationPortRange: '20-4000'", 'SSH (22) and RDP (3389)'],
    ["protocol: 'Udp'\n          destinationPortRange: '3389'", 'RDP (3389)'],
    ["protocol: 'Tcp'\n          destinationPortRanges: ['80', '3389']", 'RDP (3389)'],
    ["protocol: 'Tcp'\n          destinationPortRange: ''\n          destinationPortRanges: ['22']", 'SSH (22)'],
  ] as const;
  for (const [fields, services] of ports) {
    checkRule(
      noManagementPortsFromInternet,
      marked(`warning: AllowAdmin opens ${services} to any address.`, 'sourceAddressPrefix', "'*'", fields),
    );
  }
});

test('one open source in a list is reported at its element', () => {
  checkRule(
    noManagementPortsFromInternet,
    `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      {
        name: 'AllowAdmin'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefixes: ['203.0.113.0/24', '0.0.0.0/0']
          //                                        ^^^^^^^^^^^ warning: AllowAdmin opens RDP (3389) to 0.0.0.0/0.
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '3389'
        }
      }
    ]
  }
}
`,
  );
});

test('a rule that is a resource of its own is reported, also on an existing group', () => {
  checkRule(
    noManagementPortsFromInternet,
    `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = {
  name: 'nsg'
}
resource rule 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: group
  name: 'AllowRdp'
  properties: {
    priority: 100
    direction: 'Inbound'
    access: 'Allow'
    protocol: 'Tcp'
    sourceAddressPrefix: 'Internet'
    //                   ^^^^^^^^^^ warning: AllowRdp opens RDP (3389) to the Internet. Anyone there can try to log in.
    sourcePortRange: '*'
    destinationAddressPrefix: '*'
    destinationPortRange: '3389'
  }
}
`,
  );
  checkRule(
    noManagementPortsFromInternet,
    armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups/securityRules",
  "apiVersion": "2024-05-01",
  "name": "nsg/AllowSsh",
  "properties": {
    "priority": 100,
    "direction": "inbound",
    "access": "allow",
    "protocol": "tcp",
    "sourceAddressPrefix": "*",
    //                     ^^^ warning: AllowSsh opens SSH (22) to any address.
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "22"
  }
}`),
  );
});

test('the default of a parameter is reported where it stands', () => {
  checkRule(
    noManagementPortsFromInternet,
    `
param source string = '*'
//                    ^^^ warning: AllowAdmin opens SSH (22) to any address.
${securityGroup(allow({ sourceAddressPrefix: 'SOURCE' }).replace("'SOURCE'", 'source'))}`,
  );
});

test('a source that depends on a condition makes it possible', () => {
  checkRule(
    noManagementPortsFromInternet,
    `
param open bool
var source = open ? '*' : '10.0.0.0/24'
//                  ^^^ hint: AllowAdmin opens SSH (22) to any address.
${securityGroup(allow({ sourceAddressPrefix: 'SOURCE' }).replace("'SOURCE'", 'source'))}`,
  );
});

test('other directions, accesses, ports, protocols and sources are silent', () => {
  const silent: readonly RuleFields[] = [
    { direction: 'Outbound' },
    { access: 'Deny' },
    { destinationPortRange: '443' },
    { destinationPortRange: '2222' },
    { protocol: 'Udp' },
    { protocol: 'Icmp' },
    { protocol: 'Udp', destinationPortRange: '22' },
    { sourceAddressPrefix: '10.0.0.0/8' },
    { sourceAddressPrefix: '203.0.113.7' },
    { sourceAddressPrefix: 'VirtualNetwork' },
    { sourceAddressPrefix: 'AzureLoadBalancer' },
    { sourceAddressPrefix: 'fd00::/8' },
    { sourceAddressPrefix: '192.168.0.0-192.168.255.255' },
    { destinationPortRange: '23-3388' },
    { sourceAddressPrefix: '', sourceAddressPrefixes: [] },
    { sourceAddressPrefix: '', sourceAddressPrefixes: ['203.0.113.0/24', '198.51.100.0/24'] },
    { destinationPortRange: '', destinationPortRanges: ['80', '443'] },
  ];
  for (const fields of silent) checkRule(noManagementPortsFromInternet, securityGroup(allow(fields)));
});

test('ARM JSON is silent where Bicep is', () => {
  const rule = (source: string, port: string) =>
    armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups/securityRules",
  "apiVersion": "2024-05-01",
  "name": "nsg/AllowSsh",
  "properties": {
    "priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "Tcp",
    "sourceAddressPrefix": "${source}", "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "${port}"
  }
}`);
  checkRule(noManagementPortsFromInternet, rule('10.0.0.0/24', '22'));
  checkRule(noManagementPortsFromInternet, rule('*', '443'));
  checkRule(noManagementPortsFromInternet, rule("[parameters('source')]", '22'));
});

test('the rules of Azure Bastion are silent', () => {
  checkRule(
    noManagementPortsFromInternet,
    securityGroup(
      allow({ sourceAddressPrefix: 'Internet', destinationPortRange: '443' }, 'AllowHttpsInbound'),
      allow(
        { direction: 'Outbound', destinationPortRange: '', destinationPortRanges: ['22', '3389'] },
        'AllowSshRdpOutbound',
      ),
    ),
  );
});

test('a rule that an earlier deny has taken everything from is silent', () => {
  checkRule(noManagementPortsFromInternet, securityGroup(securityRule('DenyAll', { priority: 90 }), allow({})));
  checkRule(
    noManagementPortsFromInternet,
    securityGroup(securityRule('DenySsh', { priority: 90, protocol: 'Tcp', destinationPortRange: '22' }), allow({})),
  );
});

test('a deny of the Internet takes the Internet away from a rule for any address', () => {
  const denyInternet = securityRule('DenyInternet', { priority: 90, sourceAddressPrefix: 'Internet' });
  const denyRange = securityRule('DenyIpv4', { priority: 90, sourceAddressPrefix: '0.0.0.0/0' });
  for (const deny of [denyInternet, denyRange]) {
    for (const source of ['*', 'Internet', '0.0.0.0/0', '52.0.0.0/8'])
      checkRule(noManagementPortsFromInternet, securityGroup(deny, allow({ sourceAddressPrefix: source })));
  }
  checkRule(
    noManagementPortsFromInternet,
    securityGroup(
      securityRule('DenyPorts', { priority: 90, sourceAddressPrefix: 'Internet', destinationPortRange: '20-25' }),
      allow({ sourceAddressPrefix: '', sourceAddressPrefixes: ['10.0.0.0/8', '0.0.0.0/0'] }),
    ),
  );
  checkRule(
    noManagementPortsFromInternet,
    securityGroup(
      securityRule('DenySpoke', { priority: 90, destinationAddressPrefix: '10.0.0.0/16' }),
      allow({ destinationAddressPrefix: '10.0.1.4' }),
    ),
  );
});

test('a deny behind the rule, or of a part before it, leaves it open', () => {
  const rule =
    "{ name: 'AllowAdmin', properties: { priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '22', sourceAddressPrefix: '*' } }";
  const at = `      //${' '.repeat(rule.indexOf("'*' } }") - 2)}^^^ warning: AllowAdmin opens SSH (22) to any address.`;
  const others = [
    securityRule('DenyAllInbound'),
    securityRule('DenyRdp', { priority: 90, destinationPortRange: '3389' }),
    securityRule('DenyOne', { priority: 90, sourceAddressPrefix: '203.0.113.7' }),
  ];
  for (const other of others) checkRule(noManagementPortsFromInternet, securityGroup(other, `${rule}\n${at}`));
});

test('what is unknown accuses nobody', () => {
  checkRule(
    noManagementPortsFromInternet,
    `param source string\n${securityGroup(allow({ sourceAddressPrefix: 'SOURCE' }).replace("'SOURCE'", 'source'))}`,
  );
  checkRule(
    noManagementPortsFromInternet,
    `param access string\n${securityGroup(allow({}).replace("'Allow'", 'access'))}`,
  );
  checkRule(noManagementPortsFromInternet, `param rules array\n${securityGroup('...rules')}`);
});

test('the repair denies, and names what else it blocks', () => {
  const template = securityGroup(allow({ destinationPortRange: '', destinationPortRanges: ['22', '8080'] }));
  checkRepair(
    noManagementPortsFromInternet,
    template,
    'Set AllowAdmin to Deny: blocks ports 22, 8080 from any address',
    template.replace("'Allow'", "'Deny'"),
  );
});

test('where the template has a Bastion subnet, the rule can be restricted to it', () => {
  const bastion = `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  properties: {
    subnets: [
      { name: 'AzureBastionSubnet', properties: { addressPrefix: '10.0.9.0/26' } }
    ]
  }
}
`;
  const template = securityGroup(allow({}));
  checkRepair(
    noManagementPortsFromInternet,
    template + bastion,
    'Admit only 10.0.9.0/26 (AzureBastionSubnet) by AllowAdmin: blocks port 22 from elsewhere',
    template.replace("sourceAddressPrefix: '*'", "sourceAddressPrefix: '10.0.9.0/26'") + bastion,
  );
  const wide = securityGroup(allow({ destinationPortRange: '*' })) + bastion;
  assert.deepEqual(repairTitles(noManagementPortsFromInternet, wide), [
    'Set AllowAdmin to Deny: blocks all ports from any address',
  ]);
});

test('silent fixtures outnumber loud ones', () => checkBalance(noManagementPortsFromInternet));
