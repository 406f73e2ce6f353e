import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { machine } from '../../../../test/machine-fixture.ts';
import { securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { nsgAtSubnetAndInterface as rule } from './nsg-at-subnet-and-interface.ts';

const group = securityGroup(securityRule('DenyAllInbound'));
const more = '\n    networkSecurityGroup: { id: group.id }';
const marked = more.concat(
  '\n//                              ^^^^^^^^ information: nic-web has a network security group of its own beside that of its subnet app: traffic has to pass both.',
);

test('a group at the subnet and at the interface', () => {
  checkRule(rule, group + subnetOf('group.id') + machine('web', { more: marked }));
  assert.deepEqual(repairTitles(rule, group + subnetOf('group.id') + machine('web', { more })), [
    'Take the network security group off nic-web: that of its subnet alone filters its traffic',
  ]);
});

test('a group at one of them', () => {
  checkRule(rule, group + subnetOf('group.id') + machine('web'));
  checkRule(
    rule,
    group + subnetOf('group.id').replace('networkSecurityGroup: { id: group.id }', '') + machine('web', { more }),
  );
});

test('subnets that are not known', () => {
  checkRule(rule, `param subnet string\n${group}${machine('web', { more, subnet: 'subnet' })}`);
  checkRule(
    rule,
    `${group}${machine('web', { more, subnet: "resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'app')" })}`,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
