import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { serviceAddressInRule as rule } from './service-address-in-rule.ts';

/** An outbound allow to this destination, and a finding at it. */
function fixture(destination: string, finding = '', fields: Readonly<Record<string, string>> = {}): string {
  const plain = securityGroup(
    securityRule('AllowOut', {
      access: 'Allow',
      direction: 'Outbound',
      priority: 105,
      destinationAddressPrefix: 'X',
      ...fields,
    }),
  );
  const marker = finding === '' ? '' : `//                        ${'^'.repeat(destination.length)} ${finding}\n`;
  return plain.replace("destinationAddressPrefix: 'X', ", `\ndestinationAddressPrefix: ${destination}\n${marker}`);
}

test('public addresses', () => {
  checkRule(
    rule,
    fixture(
      "'20.60.30.100'",
      'information: AllowOut admits traffic to the public address 20.60.30.100. Those of platform services change',
    ),
  );
  checkRule(
    rule,
    fixture("'40.119.6.228/32'", 'information: AllowOut admits traffic to the public address 40.119.6.228/32.'),
  );
});

test('private addresses, tags, and ranges of nobody in particular', () => {
  for (const destination of ["'10.0.1.4'", "'Storage'", "'Internet'", "'*'", "'0.0.0.0/0'", "'20.0.0.0/8'"])
    checkRule(rule, fixture(destination));
});

test('what Microsoft documents as fixed', () => {
  checkRule(rule, fixture("'20.118.99.224'"));
  checkRule(rule, fixture("'168.63.129.16'"));
  checkRule(rule, fixture("'169.254.169.254'"));
});

test('denies, inbound rules, and what is unknown', () => {
  checkRule(rule, fixture("'20.60.30.100'", '', { access: 'Deny' }));
  checkRule(rule, fixture("'20.60.30.100'", '', { direction: 'Inbound' }));
  checkRule(rule, `param address string\n${fixture('address')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
