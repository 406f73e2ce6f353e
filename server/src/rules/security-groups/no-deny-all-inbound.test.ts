import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkQuiet, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { deploymentOf } from '../../../../test/deployment.ts';
import { type RuleFields, securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { runRules } from '../engine.ts';
import { armTemplate } from '../examples/example-template.ts';
import { noDenyAllInbound } from './no-deny-all-inbound.ts';

const subnet = subnetOf('group.id');
const allowWeb = securityRule('AllowWeb', {
  priority: 105,
  access: 'Allow',
  protocol: 'Tcp',
  destinationPortRange: '443',
});

/** A group behind a subnet, with a finding of this beginning at its name. */
const marked = (finding: string, ...rules: readonly string[]) =>
  securityGroup(...rules).replace('= {\n', `= {\n//       ^^^^^ ${finding}\n`) + subnet;

test('a group without a deny is reported at its name', () => {
  checkRule(
    noDenyAllInbound,
    marked('warning: nsg does not deny inbound traffic that no rule allows, so AllowVnetInBound (65000)', allowWeb),
  );
  checkRule(
    noDenyAllInbound,
    armTemplate(`\
{
  "type": "microsoft.network/networksecuritygroups",
  "apiVersion": "2024-05-01",
  "name": "nsg",
  //      ^^^^^ warning: nsg does not deny inbound traffic
  "properties": {}
},
{
  "type": "Microsoft.Network/virtualNetworks/subnets",
  "apiVersion": "2024-05-01",
  "name": "spoke/app",
  "properties": {
    "networkSecurityGroup": { "id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]" }
  }
}`),
  );
});

test('a group that may have a subnet is not said to have none', () => {
  const told = (text: string): string =>
    runRules([noDenyAllInbound], deploymentOf(text), {}).findings[0]?.message ?? '';
  const perhaps = subnet.replace("' = {", "' = if (!empty(resourceGroup().location)) {");
  assert.match(told(securityGroup(allowWeb)), /Nothing here attaches it to a subnet\./);
  assert.match(told(securityGroup(allowWeb) + perhaps), /at priority 4096\.$/);
  assert.match(told(`param groupId string\n${securityGroup(allowWeb)}${subnetOf('groupId')}`), /at priority 4096\.$/);
});

test('a deny of a part is named', () => {
  const parts: readonly RuleFields[] = [
    { protocol: 'Tcp' },
    { destinationPortRange: '0-1024' },
    { sourceAddressPrefix: 'Internet' },
    { destinationAddressPrefix: '10.0.1.4' },
    { sourceAddressPrefix: '', sourceAddressPrefixes: [] },
  ];
  for (const part of parts) {
    checkRule(
      noDenyAllInbound,
      marked('warning: DenyMost denies only a part of the inbound traffic of nsg', securityRule('DenyMost', part)),
    );
  }
});

test('a deny of the other direction does not count', () => {
  checkRule(
    noDenyAllInbound,
    marked('warning: nsg does not deny inbound traffic', securityRule('DenyAll', { direction: 'Outbound' })),
  );
});

test('a deny that never decides is named', () => {
  const allowAll = securityRule('AllowAll', { priority: 200, access: 'Allow' });
  checkRule(
    noDenyAllInbound,
    marked('warning: DenyAll in nsg never decides, because an earlier rule allows', allowAll, securityRule('DenyAll')),
  );
});

test('a group that the template attaches to no subnet is a possible breach', () => {
  checkRule(
    noDenyAllInbound,
    securityGroup().replace(
      '= {\n',
      '= {\n//       ^^^^^ hint: nsg does not deny inbound traffic that no rule allows, so AllowVnetInBound (65000) lets in every address of the virtual network and its peers. Allow each flow that is needed, and deny all other inbound traffic at priority 4096. Nothing here attaches it to a subnet.\n',
    ),
  );
});

test('a subnet whose group is not known is taken to have another', () => {
  const other = subnetOf('shared', 'shared').replaceAll('network ', 'other ').replace("'spoke'", "'other'");
  checkRule(
    noDenyAllInbound,
    `param shared string\n${marked('warning: nsg does not deny inbound traffic that no rule allows')}${other}`,
  );
  const bastion = subnetOf('shared', 'AzureBastionSubnet')
    .replaceAll('network ', 'other ')
    .replace("'spoke'", "'other'");
  checkRule(noDenyAllInbound, `param shared string\n${securityGroup()}${subnet}${bastion}`);
});

test('a subnet that goes into a module may have an occupant that is not seen', () => {
  const module =
    "module gateway 'gateway.bicep' = {\n  name: 'gateway'\n  params: { subnetId: network.properties.subnets[0].id }\n}\n";
  checkRule(noDenyAllInbound, marked('hint: nsg does not deny inbound traffic') + module);
});

test('a deny that depends on a condition makes it possible', () => {
  checkRule(
    noDenyAllInbound,
    `param access string = 'Deny'\nparam strict bool\n${securityGroup(`strict ? ${securityRule('DenyAll')} : ${allowWeb}`).replace('= {\n', '= {\n//       ^^^^^ hint: nsg does not deny\n')}${subnet}`,
  );
});

test('a complete deny is silent, at any priority and in any words', () => {
  const complete: readonly RuleFields[] = [
    {},
    { priority: 4000 },
    { direction: 'inbound', access: 'DENY' },
    { sourceAddressPrefix: 'Any', destinationPortRange: '0-65535' },
    { sourceAddressPrefix: '', sourceAddressPrefixes: ['0.0.0.0/0', '::/0'] },
    { destinationPortRange: '', destinationPortRanges: ['*'] },
    { destinationAddressPrefix: 'VirtualNetwork' },
  ];
  for (const fields of complete)
    checkRule(noDenyAllInbound, securityGroup(allowWeb, securityRule('Last', fields)) + subnet);
});

test('a deny that is a resource of its own counts', () => {
  const properties =
    "priority: 4096, direction: 'Inbound', access: 'Deny', protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*'";
  checkRule(
    noDenyAllInbound,
    `${securityGroup(allowWeb)}${subnet}
resource deny 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: group
  name: 'DenyAllInbound'
  properties: { ${properties} }
}
`,
  );
  checkRule(
    noDenyAllInbound,
    armTemplate(`\
{ "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2024-05-01", "name": "nsg", "properties": {} },
{
  "type": "Microsoft.Network/networkSecurityGroups/securityRules",
  "apiVersion": "2024-05-01",
  "name": "nsg/DenyAllInbound",
  "properties": ${JSON.stringify({
    priority: 4096,
    direction: 'Inbound',
    access: 'Deny',
    protocol: '*',
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '*',
  })}
}`),
  );
});

test('rules that are not known accuse nobody', () => {
  checkRule(noDenyAllInbound, `param rules array\n${securityGroup('...rules')}${subnet}`);
  checkRule(
    noDenyAllInbound,
    `param access string\n${securityGroup(securityRule('DenyAll').replace("'Deny'", 'access'))}${subnet}`,
  );
  checkRule(
    noDenyAllInbound,
    `param ports array
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [for port in ports: { name: 'x' }]
  }
}
${subnet}`,
  );
  checkRule(
    noDenyAllInbound,
    `${securityGroup()}${subnet}
module rules 'rules.bicep' = {
  name: 'rules'
  params: { groupName: group.name }
}
`,
  );
});

test('an existing group is never accused', () => {
  checkRule(
    noDenyAllInbound,
    `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = {\n  name: 'nsg'\n}\n${subnet}`,
  );
});

test('a rule that bears the name of a service is silent and says why', () => {
  const name = 'Microsoft.Databricks-workspaces_UseOnly_databricks-worker-to-worker-inbound';
  checkQuiet(
    noDenyAllInbound,
    securityGroup(securityRule(name, { priority: 100, access: 'Allow', sourceAddressPrefix: 'VirtualNetwork' })) +
      subnet,
    `${name} is a rule that Azure Databricks needs, so no deny of all inbound traffic is asked for: look up what else the service needs.`,
  );
});

test('a group before a special subnet is silent and says why', () => {
  const delegated = (service: string) => `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`;
  checkQuiet(
    noDenyAllInbound,
    `${securityGroup(allowWeb)}${subnetOf('group.id', 'AzureBastionSubnet')}
resource host 'Microsoft.Network/bastionHosts@2024-05-01' = {
  name: 'bastion'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: network.properties.subnets[0].id } } }] }
}`,
    'Azure Bastion lives in subnet AzureBastionSubnet, so no deny of all inbound traffic is asked for. Azure refuses a group that lacks one of the rules that Bastion needs. It needs these first: Tcp 443 from Internet to *;',
  );
  checkQuiet(
    noDenyAllInbound,
    securityGroup() + subnetOf('group.id', 'mi', `, ${delegated('Microsoft.Sql/managedInstances')}`),
    'SQL Managed Instance lives in subnet mi',
  );
  checkQuiet(
    noDenyAllInbound,
    securityGroup() + subnetOf('group.id', 'lab', `, ${delegated('Contoso.Lab/rooms')}`),
    'A service that the subnet is delegated to (Contoso.Lab/rooms) lives in subnet lab, so no deny of all inbound traffic is asked for. What this service needs is not documented here',
  );
  checkQuiet(
    noDenyAllInbound,
    `${securityGroup()}${subnet}
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'gateway'
  properties: {
    gatewayIPConfigurations: [
      { name: 'ip', properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'app') } } }
    ]
  }
}
`,
    'An application gateway lives in subnet app',
  );
});

test('a rule for the management of a service gives the service away', () => {
  checkQuiet(
    noDenyAllInbound,
    securityGroup(
      securityRule('AllowManagement', { priority: 100, access: 'Allow', sourceAddressPrefix: 'ApiManagement' }),
    ) + subnet,
    'AllowManagement admits the service tag ApiManagement, which API Management needs',
  );
});

test('no reason is given where nothing is missing', () => {
  checkQuiet(noDenyAllInbound, securityGroup(securityRule('DenyAll')) + subnetOf('group.id', 'AzureBastionSubnet'));
});

test('the repair adds the rule of the articles', () => {
  checkRepair(
    noDenyAllInbound,
    `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: []
  }
}
`,
    'Add DenyAllInbound to nsg: blocks what AllowVnetInBound (65000) lets in',
    `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
      {
        name: 'DenyAllInbound'
        properties: {
          description: 'Denies all inbound traffic unless specifically allowed.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}
`,
  );
});

test('the repair completes a partial deny instead of adding another', () => {
  const partial = securityGroup(securityRule('DenyAllInbound', { protocol: 'Tcp' })) + subnet;
  checkRepair(
    noDenyAllInbound,
    partial,
    'Make DenyAllInbound deny all inbound traffic: blocks',
    partial.replace("'Tcp'", "'*'"),
  );
});

test('the name of the articles may be taken by a rule that allows', () => {
  const misnamed = securityRule('denyallinbound', { priority: 105, access: 'Allow', protocol: 'Tcp' });
  const [title] = repairTitles(noDenyAllInbound, securityGroup(misnamed) + subnet);
  assert.match(title ?? '', /^Add DenyAllInbound2 to nsg: /);
});

test('the repair keeps probes of a load balancer', () => {
  const balanced = `
resource nic 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: {
    ipConfigurations: [
      {
        name: 'ip'
        properties: {
          subnet: { id: network.properties.subnets[0].id }
          loadBalancerBackendAddressPools: [{ id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb', 'pool') }]
        }
      }
    ]
  }
}
`;
  assert.deepEqual(repairTitles(noDenyAllInbound, securityGroup(allowWeb) + subnet + balanced), [
    'Add DenyAllInbound and AllowAzureLoadBalancerInbound to nsg: blocks what AllowVnetInBound (65000) lets in; closes app -> app any but TCP 443',
  ]);
});

test('no deny is offered that an allow would stand behind', () => {
  const last = securityRule('AllowLast', { access: 'Allow', protocol: 'Tcp' });
  assert.deepEqual(repairTitles(noDenyAllInbound, securityGroup(last) + subnet), []);
});

test('a dead deny has no repair: only a person knows which rule is wrong', () => {
  const allowAll = securityRule('AllowAll', { priority: 200, access: 'Allow' });
  assert.deepEqual(repairTitles(noDenyAllInbound, securityGroup(allowAll, securityRule('DenyAll')) + subnet), []);
});

test('the message says why a deny is not complete', () => {
  const { findings } = runRules(
    [noDenyAllInbound],
    deploymentOf(
      securityGroup(
        securityRule('DenyMost', { protocol: 'Tcp', destinationPortRange: '', destinationPortRanges: ['22', '3389'] }),
      ) + subnet,
    ),
    {},
  );
  assert.match(
    findings[0]?.message ?? '',
    /for the rest: it names protocol tcp and destination port 22, 3389 only\. Allow each/,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(noDenyAllInbound));
