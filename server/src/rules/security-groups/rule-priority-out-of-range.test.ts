import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { rulePriorityOutOfRange } from './rule-priority-out-of-range.ts';

const rule = rulePriorityOutOfRange;

function child(priority: string, finding?: string): string {
  const marker = finding === undefined ? '' : `    //        ${'^'.repeat(priority.length)} ${finding}\n`;
  return `
resource b 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/AllowWeb'
  properties: {
    priority: ${priority}
${marker}    direction: 'Inbound'
  }
}
`;
}

test('priorities that Azure does not take are reported', () => {
  for (const priority of ['99', '0', '4097', '5000'])
    checkRule(
      rule,
      child(priority, `error: AllowWeb has priority ${priority}. Azure refuses it: only integers from 100 to 4096`),
    );
  checkRule(rule, child("'4097'", 'error: AllowWeb has priority 4097'));
});

test('the default rules are named where their priorities are written', () => {
  checkRule(
    rule,
    child(
      '65000',
      'error: AllowWeb has priority 65000. Azure refuses it: only integers from 100 to 4096 are allowed. Priorities from 65000 on belong',
    ),
  );
});

test('priorities in range are silent', () => {
  for (const priority of ['100', '105', '4095', '4096', "'200'"]) checkRule(rule, child(priority));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param priority int\n${child('priority')}`);
  checkRule(rule, `param first int\n${child('first + 1')}`);
  checkRule(rule, `param rules array\n${securityGroup('...rules')}`);
  checkRule(rule, child('null'));
});

test('the repair takes the nearest free priority', () => {
  checkRepair(
    rule,
    securityGroup(securityRule('DenyAll', { priority: 4999 }), securityRule('Last', {})),
    'Give DenyAll priority 4095',
    securityGroup(securityRule('DenyAll', { priority: 4095 }), securityRule('Last', {})),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
