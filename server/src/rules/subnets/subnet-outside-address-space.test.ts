import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { subnetOutsideAddressSpace } from './subnet-outside-address-space.ts';

const rule = subnetOutsideAddressSpace;

const network = (space: string): string => `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: ${space}
  }
}
`;

const prefixes = (...list: readonly string[]): string =>
  network(`{ addressPrefixes: [${list.map((text) => `'${text}'`).join(', ')}] }`);

const child = (prefix: string, finding?: string): string => {
  const marker = finding === undefined ? '' : `    //             ${'^'.repeat(prefix.length)} ${finding}\n`;
  return `
resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: network
  name: 'app'
  properties: {
    addressPrefix: ${prefix}
${marker}  }
}
`;
};

test('subnets with addresses that the network does not have', () => {
  checkRule(
    rule,
    prefixes('10.0.0.0/16', '10.9.0.0/16') +
      child(
        "'192.168.0.0/24'",
        'error: 192.168.0.0/24 of app is not inside of the address space of spoke, 10.0.0.0/16 and 10.9.0.0/16. Azure',
      ),
  );
  checkRule(rule, prefixes('10.0.1.0/24') + child("'10.0.0.0/23'", 'error: 10.0.0.0/23 of app is not inside'));
  checkRule(rule, prefixes('10.0.1.0/24') + child("'fd00::/64'", 'error: fd00::/64 of app is not inside'));
});

test('subnets inside, also of two prefixes together', () => {
  checkRule(rule, prefixes('10.0.0.0/16') + child("'10.0.0.0/16'"));
  checkRule(rule, prefixes('10.0.0.0/16', 'fd00::/48') + child("'fd00::/64'"));
  checkRule(rule, prefixes('10.0.0.0/24', '10.0.1.0/24') + child("'10.0.0.0/23'"));
});

test('networks that are declared elsewhere, pools, and what is unknown or malformed', () => {
  const outside = child("'192.168.0.0/24'");
  checkRule(
    rule,
    `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {\n  name: 'hub'\n}\n${outside}`,
  );
  checkRule(
    rule,
    network("{ ipamPoolPrefixAllocations: [{ numberOfIpAddresses: '256', pool: { id: 'x' } }] }") + outside,
  );
  checkRule(
    rule,
    network("{ addressPrefixes: ['10.0.0.0/16'], ipamPoolPrefixAllocations: [{ numberOfIpAddresses: '256' }] }") +
      outside,
  );
  checkRule(rule, `param space array\n${network('{ addressPrefixes: space }')}${outside}`);
  checkRule(rule, `param prefix string\n${network("{ addressPrefixes: ['10.0.0.0/16', prefix] }")}${outside}`);
  checkRule(rule, prefixes('10.0.0.0/16', '192.168.0.0/40') + outside);
  checkRule(rule, network('{}') + outside);
  checkRule(rule, `param prefix string\n${prefixes('10.0.0.0/16')}${child('prefix')}`);
});

test('the repair moves the subnet into the address space', () => {
  checkRepair(
    rule,
    prefixes('10.0.1.0/24', 'fd00::/48') + child("'fd01::/64'"),
    'Give app fd00::/64, which is free',
    prefixes('10.0.1.0/24', 'fd00::/48') + child("'fd00::/64'"),
  );
  assert.deepEqual(repairTitles(rule, prefixes('10.0.1.0/24') + child("'10.1.0.0/16'")), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
