import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, relatedTexts } from '../../../../test/check-rule.ts';
import { overlappingPeeredNetworks } from './overlapping-peered-networks.ts';

const rule = overlappingPeeredNetworks;

const network = (name: string, ...prefixes: readonly string[]): string => `
resource ${name} 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}'
  properties: {
    addressSpace: { addressPrefixes: [${prefixes.join(', ')}] }
  }
}
`;

const peering = (from: string, to: string, more = ''): string => `
resource ${from}To${to} 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: ${from}
  name: 'to-${to}'
  properties: {
    remoteVirtualNetwork: {
      id: ${to}.id
${more}    }
  }
}
`;

const finding = '      //  ^^^^^^ error: to-hub peers spoke with hub, but ';
const hub = network('hub', "'10.0.0.0/16'", "'fd00::/48'");

test('peered networks with the same addresses', () => {
  checkRule(
    rule,
    hub +
      network('spoke', "'10.0.0.0/16'") +
      peering('spoke', 'hub', `${finding}both have 10.0.0.0/16. Azure refuses\n`),
  );
  checkRule(
    rule,
    hub +
      network('spoke', "'10.9.0.0/16'", "'10.0.128.0/17'") +
      peering('spoke', 'hub', `${finding}10.0.128.0/17 and 10.0.0.0/16 overlap.\n`),
  );
});

test('peerings both ways are one mistake', () => {
  const text = hub + network('spoke', "'10.0.0.0/16'") + peering('spoke', 'hub') + peering('hub', 'spoke');
  assert.equal(relatedTexts(rule, text).length, 2);
});

test('one network that is peered with two that overlap', () => {
  const spokes = network('a', "'10.1.0.0/16'") + network('b', "'10.1.128.0/17'") + network('c', "'10.2.0.0/16'");
  const loud = `      //  ^^^^ error: to-b peers hub with b, but a is peered with it as well, and 10.1.0.0/16 and 10.1.128.0/17 overlap. Azure\n`;
  checkRule(rule, hub + spokes + peering('hub', 'c') + peering('hub', 'a') + peering('hub', 'b', loud));
  // Who is peered with the hub counts only where the hub says so: else another hub may be meant.
  checkRule(rule, hub + spokes + peering('a', 'hub') + peering('b', 'hub'));
  checkRule(rule, hub + spokes + peering('hub', 'a') + peering('hub', 'c') + peering('a', 'hub'));
  const partial = peering('hub', 'a').replace('properties: {', 'properties: {\n    peerCompleteVnets: false');
  checkRule(rule, hub + spokes + partial + peering('hub', 'b'));
});

test('networks with addresses of their own, or of which some subnets are peered', () => {
  checkRule(
    rule,
    hub + network('spoke', "'10.1.0.0/16'", "'fd00:1::/48'") + peering('spoke', 'hub') + peering('hub', 'spoke'),
  );
  checkRule(
    rule,
    hub +
      network('spoke', "'10.0.0.0/16'") +
      peering('spoke', 'hub').replace('properties: {', 'properties: {\n    peerCompleteVnets: false'),
  );
  checkRule(rule, hub + network('spoke', "'10.0.0.0/16'"));
  checkRule(rule, hub + peering('hub', 'hub'));
});

test('what is unknown or declared elsewhere accuses nobody', () => {
  checkRule(rule, `param prefix string\n${hub}${network('spoke', 'prefix')}${peering('spoke', 'hub')}`);
  checkRule(rule, `param id string\n${hub}${peering('hub', 'spoke').replace('spoke.id', 'id')}`);
  checkRule(
    rule,
    `resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {\n  name: 'spoke'\n}\n${hub}${peering('hub', 'spoke')}${peering('spoke', 'hub')}`,
  );
  checkRule(
    rule,
    `param complete bool\n${hub}${network('spoke', "'10.0.0.0/16'")}${peering('spoke', 'hub').replace('properties: {', 'properties: {\n    peerCompleteVnets: complete')}`,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
