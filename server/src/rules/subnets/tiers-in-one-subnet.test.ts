import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { endpointOf } from '../../../../test/endpoint-fixture.ts';
import { applicationGroup, machine, machineNetwork, subnetAt } from '../../../../test/machine-fixture.ts';
import { tiersInOneSubnet as rule } from './tiers-in-one-subnet.ts';

const groups = applicationGroup('web') + applicationGroup('sql');
const web = machine('web', { group: 'webGroup.id' });
/** The network with a finding at the name of the first subnet. */
const marked = (finding: string) =>
  machineNetwork.replace(/^( *\{ name: )('one').*$/m, (line, before: string, name: string) => {
    return `${line}\n//${' '.repeat(before.length - 2)}${'^'.repeat(name.length)} ${finding}`;
  });

test('machines of two tiers', () => {
  checkRule(
    rule,
    marked(
      'warning: Subnet one holds nic-web of the tier web and nic-sql of the tier data, so no subnet stands between them.',
    ) +
      groups +
      web +
      machine('sql', { group: 'sqlGroup.id' }),
  );
});

test('machines whose tiers only names tell', () => {
  checkRule(
    rule,
    marked('hint: Subnet one holds nic-web of the tier web and nic-sql') + machine('web') + machine('sql'),
  );
});

test('a private endpoint of a database among web servers', () => {
  const endpoint = endpointOf("resourceId('Microsoft.Sql/servers', 'orders')", 'sqlServer');
  checkRule(
    rule,
    marked('warning: Subnet one holds nic-web of the tier web and pe-orders of the tier data') +
      groups +
      web +
      endpoint,
  );
  checkRule(rule, machineNetwork + groups + web + endpoint.replace('subnets[0]', 'subnets[1]'));
  checkRule(rule, machineNetwork + endpoint);
});

test('a subnet for each tier, and machines of one', () => {
  checkRule(rule, machineNetwork + groups + web + machine('sql', { group: 'sqlGroup.id', subnet: subnetAt(1) }));
  checkRule(rule, machineNetwork + groups + web + machine('portal', { group: 'webGroup.id' }));
  checkRule(rule, machineNetwork + machine('orders') + machine('web'));
  checkRule(rule, machineNetwork + machine('jump') + machine('web'));
});

test('what is unknown accuses nobody', () => {
  checkRule(
    rule,
    `param id string\n${machineNetwork}${groups}${web}${machine('sql', { group: 'sqlGroup.id', subnet: 'id' })}`,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
