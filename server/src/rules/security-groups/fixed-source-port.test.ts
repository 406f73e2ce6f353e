import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { fixedSourcePort } from './fixed-source-port.ts';

const rule = fixedSourcePort;
const allow = (fields: RuleFields) =>
  securityGroup(
    securityRule('AllowSql', {
      priority: 100,
      access: 'Allow',
      protocol: 'Tcp',
      destinationPortRange: '1433',
      ...fields,
    }),
  );

/** The text with a finding under the source port. */
function marked(text: string, value: string, finding: string): string {
  return text.replace(/( *\{ name: 'AllowSql'.*)\n/, (_, line: string) => {
    const at = line.indexOf(value, line.indexOf('sourcePortRange'));
    return `${line}\n//${' '.repeat(at - 2)}${'^'.repeat(value.length)} ${finding}\n`;
  });
}

test('the source port of a service is reported', () => {
  for (const port of ['443', '1433', '80-443', '8080']) {
    const finding = `warning: AllowSql demands source port ${port}. Clients connect from ports that they pick for themselves, so the rule allows no`;
    checkRule(rule, marked(allow({ sourcePortRange: port }), `'${port}'`, finding));
  }
});

test('lists, other directions and any protocol count', () => {
  checkRule(
    rule,
    marked(
      allow({ sourcePortRange: '', sourcePortRanges: ['443', '1433'] }),
      "'443'",
      'warning: AllowSql demands source port 443, 1433.',
    ),
  );
  checkRule(
    rule,
    marked(allow({ sourcePortRange: '1433', direction: 'Outbound' }), "'1433'", 'warning: AllowSql demands'),
  );
  checkRule(rule, marked(allow({ sourcePortRange: '443', protocol: '*' }), "'443'", 'warning: AllowSql demands'));
});

test('a deny by source port keeps nobody out', () => {
  checkRule(
    rule,
    marked(
      allow({ sourcePortRange: '22', access: 'Deny' }),
      "'22'",
      'warning: AllowSql demands source port 22. Clients connect from ports that they pick for themselves, so the rule denies no',
    ),
  );
});

test('any port, and ranges for clients, are silent', () => {
  for (const port of ['*', '0-65535', '1024-65535', '49152-65535', '32768-60999'])
    checkRule(rule, allow({ sourcePortRange: port }));
  checkRule(rule, allow({ sourcePortRange: '', sourcePortRanges: ['443', '1024-65535'] }));
  checkRule(rule, allow({ sourcePortRange: '' }));
});

test('protocols that send from a fixed port are silent', () => {
  const silent: readonly RuleFields[] = [
    { protocol: 'Udp', sourcePortRange: '68', destinationPortRange: '67' },
    { protocol: 'Udp', sourcePortRange: '67-68', destinationPortRange: '67-68' },
    { protocol: 'Udp', sourcePortRange: '', sourcePortRanges: ['500', '4500'] },
    { protocol: '*', sourcePortRange: '500' },
    { protocol: 'Udp', sourcePortRange: '123', destinationPortRange: '123' },
    { protocol: 'Tcp', sourcePortRange: '20', destinationPortRange: '1024-65535' },
    { protocol: 'Udp', sourcePortRange: '53', destinationPortRange: '53' },
    { protocol: 'Icmp', sourcePortRange: '0' },
    { protocol: 'Udp', access: 'Deny', sourcePortRange: '53' },
  ];
  for (const fields of silent) checkRule(rule, allow(fields));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param port string\n${allow({ sourcePortRange: 'PORT' }).replace("'PORT'", 'port')}`);
  checkRule(rule, `param rules array\n${securityGroup('...rules')}`);
  checkRule(
    rule,
    `param protocol string\n${allow({ sourcePortRange: '500', protocol: 'P' }).replace("'P'", 'protocol')}`,
  );
});

test('the repair sets *', () => {
  checkRepair(
    rule,
    allow({ sourcePortRange: '1433' }),
    'Set the source port of AllowSql to *',
    allow({ sourcePortRange: '*' }),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
