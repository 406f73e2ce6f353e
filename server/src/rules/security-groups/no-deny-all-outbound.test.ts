import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkQuiet, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { armTemplate } from '../examples/example-template.ts';
import { noDenyAllOutbound } from './no-deny-all-outbound.ts';

const subnet = subnetOf('group.id');
const outbound = (name: string, fields: RuleFields = {}) => securityRule(name, { direction: 'Outbound', ...fields });
const routed = subnetOf('group.id', 'app', ', routeTable: { id: table.id }');

const routeTable = (nextHopType: string, addressPrefix = '0.0.0.0/0') => `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'table'
  properties: {
    routes: [
      { name: 'default', properties: { addressPrefix: '${addressPrefix}', nextHopType: '${nextHopType}', nextHopIpAddress: '10.1.0.4' } }
    ]
  }
}
`;

/** A group with a finding of this beginning at its name. */
const marked = (finding: string, ...rules: readonly string[]) =>
  securityGroup(...rules).replace('= {\n', `= {\n//       ^^^^^ ${finding}\n`);

test('a group without a deny is reported at its name', () => {
  checkRule(
    noDenyAllOutbound,
    marked(
      'warning: nsg does not deny outbound traffic that no rule allows, so AllowVnetOutBound (65000) and AllowInternetOutBound (65001) let everything out.',
    ) + subnet,
  );
  checkRule(
    noDenyAllOutbound,
    armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg"
  //      ^^^^^ hint: nsg does not deny outbound traffic
}`),
  );
});

test('a deny of the Internet only, and of the virtual network only, are parts', () => {
  for (const destinationAddressPrefix of ['Internet', 'VirtualNetwork']) {
    const rule = outbound('DenySome', { destinationAddressPrefix });
    checkRule(
      noDenyAllOutbound,
      marked('warning: DenySome denies only a part of the outbound traffic of nsg', rule) + subnet,
    );
  }
});

test('routes that leave traffic to the Internet, or cover a part of it, change nothing', () => {
  checkRule(noDenyAllOutbound, marked('warning: nsg does not deny') + routed + routeTable('Internet'));
  checkRule(
    noDenyAllOutbound,
    marked('warning: nsg does not deny') + routed + routeTable('VirtualAppliance', '10.0.0.0/8'),
  );
});

test('a route table that is not in the template may send the traffic to a firewall', () => {
  const elsewhere = subnetOf(
    'group.id',
    'app',
    ", routeTable: { id: resourceId('hub', 'Microsoft.Network/routeTables', 'table') }",
  );
  checkRule(noDenyAllOutbound, marked('hint: nsg does not deny') + elsewhere);
});

test('one attached subnet without the route is enough', () => {
  const both = `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [
      { name: 'app', properties: { networkSecurityGroup: { id: group.id }, routeTable: { id: table.id } } }
      { name: 'data', properties: { networkSecurityGroup: { id: group.id } } }
    ]
  }
}
`;
  checkRule(noDenyAllOutbound, marked('warning: nsg does not deny') + both + routeTable('VirtualAppliance'));
});

test('a complete deny is silent', () => {
  checkRule(noDenyAllOutbound, securityGroup(outbound('DenyAll')) + subnet);
  checkRule(noDenyAllOutbound, securityGroup(outbound('DenyAll', { priority: 3000 })) + subnet);
  checkRule(noDenyAllOutbound, securityGroup(outbound('DenyAll', { sourceAddressPrefix: 'virtualnetwork' })) + subnet);
  checkRule(
    noDenyAllOutbound,
    armTemplate(`\
{
  "type": "Microsoft.Network/networkSecurityGroups",
  "apiVersion": "2024-05-01",
  "name": "nsg",
  "properties": {
    "securityRules": [
      {
        "name": "DenyAllOutbound",
        "properties": {
          "priority": 4096, "direction": "Outbound", "access": "Deny", "protocol": "*",
          "sourceAddressPrefix": "*", "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*"
        }
      }
    ]
  }
}`),
  );
});

test('where every subnet is routed to an appliance the rule is silent and says why', () => {
  const reason = 'A route sends all traffic for the Internet to a virtual appliance';
  checkQuiet(noDenyAllOutbound, securityGroup() + routed + routeTable('VirtualAppliance'), reason);
  checkQuiet(noDenyAllOutbound, securityGroup() + routed + routeTable('virtualAppliance'), reason);
});

test('a group before a special subnet is silent and says why', () => {
  checkQuiet(
    noDenyAllOutbound,
    `${securityGroup()}${subnet}
resource cluster 'Microsoft.ContainerService/managedClusters@2024-05-01' = {
  name: 'aks'
  properties: {
    agentPoolProfiles: [{ name: 'system', vnetSubnetID: '\${network.id}/subnets/app' }]
  }
}
`,
    'An AKS node pool lives in subnet app, so no deny of all outbound traffic is asked for. AKS does not support',
  );
  checkQuiet(
    noDenyAllOutbound,
    `${securityGroup()}${subnetOf('group.id', 'web', ", delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Web/serverFarms' } }]")}`,
    'Virtual network integration of App Service lives in subnet web',
  );
});

test('what is unknown accuses nobody', () => {
  checkRule(noDenyAllOutbound, `param rules array\n${securityGroup('...rules')}${subnet}`);
  checkRule(noDenyAllOutbound, `param name string\n${securityGroup()}${subnet.replace("'app'", 'name')}`);
  checkRule(
    noDenyAllOutbound,
    `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = {\n  name: 'nsg'\n}\n${subnet}`,
  );
});

test('the repair adds the rule of the articles as a child where the template has children', () => {
  const child = (name: string, priority: number, direction: string, access: string, description = '') => `
resource ${name} 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: group
  name: '${name === 'allowWeb' ? 'AllowWeb' : 'DenyAllOutbound'}'
  properties: {
${description}    priority: ${priority}
    direction: '${direction}'
    access: '${access}'
    protocol: '*'
    sourceAddressPrefix: '*'
    sourcePortRange: '*'
    destinationAddressPrefix: '*'
    destinationPortRange: '*'
  }
}
`;
  const group = "resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {\n  name: 'nsg'\n}\n";
  const before = group + child('allowWeb', 105, 'Inbound', 'Deny');
  const description = "    description: 'Denies all outbound traffic unless specifically allowed.'\n";
  checkRepair(
    noDenyAllOutbound,
    before,
    'Add DenyAllOutbound to nsg: blocks what AllowVnetOutBound (65000) and AllowInternetOutBound (65001) let out',
    before + child('denyAllOutbound', 4096, 'Outbound', 'Deny', description),
  );
});

test('no repair is offered for a group whose rules take every name or priority it needs', () => {
  const named = securityRule('DenyAllOutbound', { direction: 'Outbound', access: 'Allow', protocol: 'Tcp' });
  assert.deepEqual(repairTitles(noDenyAllOutbound, securityGroup(named) + subnet), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(noDenyAllOutbound));
