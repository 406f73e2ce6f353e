import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { markedAt } from '../../../../test/endpoint-fixture.ts';
import { applicationGroup, machine, machineNetwork } from '../../../../test/machine-fixture.ts';
import { interfaceWithoutApplicationGroup as rule } from './interface-without-application-group.ts';

const groups = applicationGroup('web') + applicationGroup('sql');
const finding = 'nic-sql belongs to the tier data and is in no application security group';

test('a machine that was forgotten', () => {
  const text = machineNetwork + groups + machine('web', { group: 'webGroup.id' }) + machine('sql');
  checkRule(rule, markedAt('sqlInterface', text, `warning: ${finding}`));
  assert.deepEqual(repairTitles(rule, text), [
    'Put nic-sql into asg-sql: the rules that name the group begin to count for it',
  ]);
});

test('roles that tags tell, without any group', () => {
  const text = machineNetwork + machine('one', { tier: 'web' }) + machine('two', { tier: 'data' });
  const marked = markedAt(
    'twoInterface',
    markedAt('oneInterface', text, 'warning: nic-one belongs to the tier web'),
    'warning: nic-two belongs to the tier data',
  );
  checkRule(rule, marked);
  assert.deepEqual(repairTitles(rule, text), [
    'Put nic-one into a new application security group asg-web, for rules to name',
  ]);
});

test('roles that only names tell, without any group', () => {
  const text = machineNetwork + machine('web') + machine('sql');
  checkRule(
    rule,
    markedAt(
      'sqlInterface',
      markedAt('webInterface', text, 'hint: nic-web belongs to the tier web'),
      `hint: ${finding}`,
    ),
  );
});

test('machines in their groups', () => {
  checkRule(
    rule,
    machineNetwork + groups + machine('web', { group: 'webGroup.id' }) + machine('sql', { group: 'sqlGroup.id' }),
  );
});

test('machines of one role, or of none', () => {
  checkRule(rule, machineNetwork + groups + machine('web') + machine('frontend'));
  checkRule(rule, machineNetwork + machine('orders') + machine('billing'));
  checkRule(rule, machineNetwork + machine('web'));
});

test('jump hosts and appliances', () => {
  checkRule(rule, machineNetwork + groups + machine('web', { group: 'webGroup.id' }) + machine('jump'));
  checkRule(
    rule,
    machineNetwork +
      groups +
      machine('web', { group: 'webGroup.id' }) +
      machine('sql', { group: 'sqlGroup.id' }) +
      machine('app', { more: '\n    enableIPForwarding: true' }),
  );
});

test('what is unknown accuses nobody', () => {
  const text = machineNetwork + groups + machine('web', { group: 'webGroup.id' }) + machine('sql', { group: 'X' });
  checkRule(rule, `param groupIds array\n${text.replace('[{ id: X }]', 'groupIds')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
