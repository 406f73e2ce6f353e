import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { unknownServiceTag } from './unknown-service-tag.ts';

const rule = unknownServiceTag;

function source(value: string, finding?: string): string {
  const marker = finding === undefined ? '' : `    //                   ${'^'.repeat(value.length)} ${finding}\n`;
  return `
resource allow 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/Allow'
  properties: {
    sourceAddressPrefix: ${value}
${marker}    direction: 'Inbound'
  }
}
`;
}

test('words that are nearly a service tag', () => {
  checkRule(
    rule,
    source(
      "'Intrnet'",
      'warning: Allow names Intrnet, which is not a service tag that is known. Did you mean Internet?',
    ),
  );
  checkRule(rule, source("'VirtualNetworks'", 'warning: Allow names VirtualNetworks'));
  checkRule(rule, source("'KeyVault.WestEurope'", 'warning: Allow names KeyVault.WestEurope'));
});

test('tags, words that may be newer tags, and addresses', () => {
  for (const text of [
    'Internet',
    'virtualnetwork',
    'Storage.WestEurope',
    'SomethingNew',
    'internal',
    '*',
    'Any',
    '10.0.0.300',
  ])
    checkRule(rule, source(`'${text}'`));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param tag string\n${source('tag')}`);
  checkRule(rule, `param region string\n${source("'Storag.${region}'")}`);
  checkRule(rule, source('null'));
});

test('the repair writes the tag that is meant', () => {
  checkRepair(
    rule,
    securityGroup(securityRule('A', { destinationAddressPrefix: 'AzureLoadBalancers' })),
    'Write AzureLoadBalancer in A',
    securityGroup(securityRule('A', { destinationAddressPrefix: 'AzureLoadBalancer' })),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
