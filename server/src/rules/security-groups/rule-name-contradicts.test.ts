import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { ruleNameContradicts as rule } from './rule-name-contradicts.ts';

const named = (name: string, fields: RuleFields = {}): string =>
  securityGroup(
    securityRule(name, { priority: 105, access: 'Allow', protocol: 'Tcp', destinationPortRange: '1433', ...fields }),
  );
const outbound = { direction: 'Outbound' };
const deny = { access: 'Deny' };

function marked(name: string, fields: RuleFields, finding: string): string {
  const text = named(name, fields);
  const line = text.split('\n').find((each) => each.includes(`'${name}'`)) ?? '';
  return text.replace(line, `${line}\n//${' '.repeat(line.indexOf("'") - 2)}${'^'.repeat(name.length + 2)} ${finding}`);
}

test('a name that says the opposite', () => {
  checkRule(
    rule,
    marked(
      'Allow-App-Tier-to-Data-LB-Inbound',
      outbound,
      'hint: Allow-App-Tier-to-Data-LB-Inbound has Inbound in its name, but filters outbound traffic. Call it Allow-App-Tier-to-Data-LB-Outbound, or change',
    ),
  );
  checkRule(
    rule,
    marked('DenySql', {}, 'hint: DenySql has Deny in its name, but allows. Call it AllowSql, or change the rule if'),
  );
  checkRule(
    rule,
    marked('allow_sql', deny, 'hint: allow_sql has allow in its name, but denies. Call it deny_sql, or change'),
  );
});

test('silent: names that fit, that say nothing, or that speak of something else', () => {
  checkRule(rule, named('Allow-SQL-LB-to-SQL-VMs-Inbound'));
  checkRule(rule, named('AllowSQLVMtoSQLVMOutbound', outbound));
  checkRule(rule, named('AllowInboundProxyOutbound', outbound));
  checkRule(rule, named('DenyAllInbound', deny));
  checkRule(rule, named('Sql'));
  checkRule(rule, named('Inbound', outbound));
  checkRule(rule, named('AllowanceService', deny));
  checkRule(rule, named('ToOutbound443'));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param direction string\n${named('SqlInbound', { direction: 'D' }).replace("'D'", 'direction')}`);
  checkRule(rule, `param name string\n${named('N', outbound).replace("'N'", 'name')}`);
  checkRule(rule, `param rules array\n${securityGroup('...rules')}`);
});

test('the repair renames it', () => {
  checkRepair(
    rule,
    named('AllowSqlInbound', outbound),
    'Rename AllowSqlInbound to AllowSqlOutbound',
    named('AllowSqlOutbound', outbound),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
