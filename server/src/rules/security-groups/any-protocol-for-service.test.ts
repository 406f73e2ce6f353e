import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { anyProtocolForService as rule } from './any-protocol-for-service.ts';

const allow = (fields: RuleFields = {}): string =>
  securityGroup(
    securityRule('AllowSql', {
      priority: 105,
      access: 'Allow',
      sourceAddressPrefix: '10.0.2.0/24',
      destinationPortRange: '1433',
      ...fields,
    }),
  );

/** The text with a finding under the protocol. */
function marked(text: string, finding: string): string {
  return text.replace(/( *\{ name: 'AllowSql'.*)\n/, (_, line: string) => {
    const at = line.indexOf("'*'", line.indexOf('protocol'));
    return `${line}\n//${' '.repeat(at - 2)}^^^ ${finding}\n`;
  });
}

test('any protocol to the port of a TCP service', () => {
  checkRule(
    rule,
    marked(
      allow(),
      'information: AllowSql allows every protocol, but SQL Server (1433) listens on TCP alone. Set the protocol to Tcp.',
    ),
  );
  checkRule(
    rule,
    marked(
      allow({ destinationPortRange: '', destinationPortRanges: ['22', '5986'], direction: 'Outbound' }),
      'information: AllowSql allows every protocol, but SSH (22) and WinRM (5986) listen on TCP alone.',
    ),
  );
});

test('silent: TCP, a deny, other ports, ranges, ports that UDP uses too', () => {
  for (const fields of [
    { protocol: 'Tcp' },
    { protocol: 'Udp' },
    { access: 'Deny' },
    { destinationPortRange: '*' },
    { destinationPortRange: '1433-1434' },
    { destinationPortRange: '443' },
    { destinationPortRange: '3389' },
    { destinationPortRange: '', destinationPortRanges: ['1433', '8080'] },
    { destinationPortRange: '' },
  ])
    checkRule(rule, allow(fields));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param protocol string\n${allow({ protocol: 'P' }).replace("'P'", 'protocol')}`);
  checkRule(rule, `param port string\n${allow().replace("'1433'", 'port')}`);
  checkRule(rule, `param rules array\n${securityGroup('...rules')}`);
});

test('the repair sets Tcp', () => {
  checkRepair(
    rule,
    allow(),
    'Set the protocol of AllowSql to Tcp: UDP and ICMP are no longer allowed by it',
    allow({ protocol: 'Tcp' }),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
