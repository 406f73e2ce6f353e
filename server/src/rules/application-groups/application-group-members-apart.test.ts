import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { markedAt } from '../../../../test/endpoint-fixture.ts';
import { applicationGroup, machine, machineNetwork } from '../../../../test/machine-fixture.ts';
import { applicationGroupMembersApart as rule } from './application-group-members-apart.ts';

const other = machineNetwork
  .replace('resource network', 'resource hub')
  .replace("'spoke'", "'hub'")
  .replaceAll('10.0.', '10.1.');
const group = applicationGroup('web');
const here = machine('web', { group: 'webGroup.id' });
const there = machine('portal', { group: 'webGroup.id', subnet: 'hub.properties.subnets[0].id' });

test('members in two networks', () => {
  checkRule(
    rule,
    markedAt(
      'webGroup',
      machineNetwork + other + group + here + there,
      'error: asg-web has nic-web in spoke and nic-portal in hub. Azure refuses members of two virtual networks.',
    ),
  );
});

test('members in one network', () => {
  checkRule(rule, machineNetwork + other + group + here);
  checkRule(rule, machineNetwork + group + here + machine('portal', { group: 'webGroup.id' }));
  checkRule(rule, machineNetwork + group);
});

test('networks that may be one, and what is unknown', () => {
  checkRule(rule, `param name string\n${(machineNetwork + other + group + here + there).replace("'hub'", 'name')}`);
  checkRule(rule, `param subnet string\n${machineNetwork}${group}${here}${there.replace(/hub\.[^ ]+/, 'subnet')}`);
  checkRule(
    rule,
    (machineNetwork + other + group + here + there).replace("Groups@2024-05-01' =", "Groups@2024-05-01' existing ="),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
