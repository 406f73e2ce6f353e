import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, relatedTexts, repairTitles } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { armTemplate } from '../examples/example-template.ts';
import { malformedAddressPrefix } from './malformed-address-prefix.ts';

const rule = malformedAddressPrefix;

function network(prefix: string, finding?: string): string {
  const marker = finding === undefined ? '' : `    //  ${'^'.repeat(prefix.length)} ${finding}\n`;
  return `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: { addressSpace: { addressPrefixes: [
        ${prefix}
${marker}  ] } }
}
`;
}

function subnet(prefix: string, finding?: string): string {
  const marker = finding === undefined ? '' : `    //             ${'^'.repeat(prefix.length)} ${finding}\n`;
  return `
resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  name: 'spoke/app'
  properties: {
    addressPrefix: ${prefix}
${marker}  }
}
`;
}

function route(prefix: string, finding?: string): string {
  const marker = finding === undefined ? '' : `    //             ${'^'.repeat(prefix.length)} ${finding}\n`;
  return `
resource out 'Microsoft.Network/routeTables/routes@2024-05-01' = {
  name: 'table/out'
  properties: {
    addressPrefix: ${prefix}
${marker}    nextHopType: 'Internet'
  }
}
`;
}

function securityRuleTo(prefix: string, finding?: string): string {
  const marker = finding === undefined ? '' : `    //                        ${'^'.repeat(prefix.length)} ${finding}\n`;
  return `
resource allow 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/Allow'
  properties: {
    destinationAddressPrefix: ${prefix}
${marker}    direction: 'Inbound'
  }
}
`;
}

test('virtual networks and subnets take prefixes with a length', () => {
  checkRule(
    rule,
    network(
      "'hello'",
      'error: "hello" of the address space of spoke is not an address prefix. Azure refuses it: it takes a',
    ),
  );
  for (const text of [
    '10.0.0.4',
    '10.0.0.0/33',
    '10.0.0.300/24',
    '10.0.0.0-10.0.0.255',
    'VirtualNetwork',
    'fd00::/129',
  ])
    checkRule(rule, subnet(`'${text}'`, `error: "${text}" of app is not an address prefix.`));
});

test('virtual networks and subnets begin where their prefix begins', () => {
  checkRule(
    rule,
    subnet("'10.0.5.7/24'", 'error: "10.0.5.7/24" of app lies inside of the prefix 10.0.5.0/24 and does not begin it.'),
  );
  checkRule(rule, subnet("'fd00::1/64'", 'error: "fd00::1/64" of app lies inside of the prefix fd00::/64'));
});

test('prefixes of virtual networks and subnets', () => {
  for (const text of ['10.0.0.0/16', '10.0.0.4/32', '0.0.0.0/0', 'fd00:1::/64', ' 10.0.0.0/24 ']) {
    checkRule(rule, network(`'${text}'`));
    checkRule(rule, subnet(`'${text}'`));
  }
});

test('routes take prefixes, addresses and service tags', () => {
  for (const text of ['10.0.0.0/33', '10.0.0.1-10.0.0.9', '10.0.0', '*'])
    checkRule(
      rule,
      route(`'${text}'`, `error: "${text}" of out is not an address prefix. Azure refuses it: a route is for a`),
    );
  for (const text of ['0.0.0.0/0', '10.0.5.7/24', '10.0.0.4', 'Storage.WestEurope', 'AzureCloud', '::/0']) {
    checkRule(rule, route(`'${text}'`));
  }
});

test('security rules take addresses, prefixes, ranges, service tags and *', () => {
  for (const text of ['10.0.0.0/33', '10.0.0.300', '10.0.0.1,10.0.0.2', '10.0.0.9-10.0.0.1', 'fd00::zz'])
    checkRule(
      rule,
      securityRuleTo(`'${text}'`, `error: "${text}" of Allow is not an address prefix. Azure refuses it: a security`),
    );
  for (const text of [
    '*',
    'Any',
    'Internet',
    'SomeNewTag.WestEurope',
    '10.0.5.7/24',
    '10.0.0.4',
    '10.0.0.1-10.0.0.9',
    '',
  ]) {
    checkRule(rule, securityRuleTo(`'${text}'`));
  }
});

test('each value of a list by itself, in JSON', () => {
  const marked = (first: string, second: string, finding = ''): string =>
    armTemplate(`\
{
  "type": "Microsoft.Network/virtualNetworks/subnets",
  "apiVersion": "2024-05-01",
  "name": "spoke/app",
  "properties": {
    "addressPrefixes": [
      "${first}",
      "${second}"
${finding}
    ]
  }
}`);
  checkRule(
    rule,
    marked(
      "[parameters('prefix')]",
      '10.0.1.1/24',
      '  //  ^^^^^^^^^^^^^ error: "10.0.1.1/24" of app lies inside',
    ).replace('"resources"', '"parameters": { "prefix": { "type": "string" } }, "resources"'),
  );
  checkRule(rule, marked('10.0.1.0/24', 'fd00::/64'));
});

test('what is unknown or declared elsewhere accuses nobody', () => {
  checkRule(rule, `param prefix string\n${subnet('prefix')}`);
  checkRule(rule, `param base string\n${network("'${base}.0/24'")}`);
  checkRule(rule, `param prefixes array\n${subnet('prefixes[0]')}`);
  checkRule(rule, subnet('null'));
  checkRule(rule, subnet("cidrSubnet('10.0.0.0/16', 24, 3)"));
  checkRule(rule, "resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {\n  name: 'hub'\n}\n");
});

test('all malformed values of a resource are told in one finding', () => {
  const text = securityGroup(
    securityRule('A', { sourceAddressPrefix: '10.0.0.300', destinationAddressPrefix: '10.0.0.0/40' }),
  );
  assert.deepEqual(relatedTexts(rule, text), ['\'10.0.0.0/40\': "10.0.0.0/40" is refused as well.']);
  assert.deepEqual(repairTitles(rule, text), []);
});

test('the repair writes the prefix in which the address lies', () => {
  checkRepair(rule, subnet("'10.0.5.7/24'"), 'Write 10.0.5.0/24 in app', subnet("'10.0.5.0/24'"));
  checkRepair(
    rule,
    `var prefix = '10.1.2.3/16'\n${network('prefix')}`,
    'Write 10.1.0.0/16 in spoke',
    `var prefix = '10.1.0.0/16'\n${network('prefix')}`,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
