import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { markedAt } from '../../../../test/endpoint-fixture.ts';
import { applicationGroup, machine, machineNetwork } from '../../../../test/machine-fixture.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { applicationGroupWithoutMembers as rule } from './application-group-without-members.ts';

const allow = securityGroup(
  securityRule('AllowWeb', { access: 'Allow', priority: 105, sourceAddressPrefix: 'X' }),
).replace("sourceAddressPrefix: 'X'", 'sourceApplicationSecurityGroups: [{ id: webGroup.id }]');
const named = applicationGroup('web') + allow;
const finding =
  'asg-web has no members, so AllowWeb is a rule for nobody. Put the network interfaces of the role into the group.';

test('a group that rules name without members', () => {
  checkRule(rule, markedAt('webGroup', machineNetwork + named + machine('web'), `warning: ${finding}`));
});

test('a template without any interface leaves members to another', () => {
  checkRule(rule, markedAt('webGroup', machineNetwork + named, `hint: ${finding}`));
});

test('groups with members, or without rules', () => {
  checkRule(rule, machineNetwork + named + machine('web', { group: 'webGroup.id' }));
  checkRule(rule, machineNetwork + applicationGroup('web') + machine('web'));
});

test('members elsewhere', () => {
  checkRule(rule, `${machineNetwork}${named}${machine('web')}\noutput id string = webGroup.id\n`);
  checkRule(
    rule,
    `${machineNetwork}${named}${machine('web')}
module machines 'machines.bicep' = {
  name: 'machines'
  params: { groupId: webGroup.id }
}
`,
  );
  checkRule(rule, `param id string\n${machineNetwork}${named}${machine('web', { group: 'id' })}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
