import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { ruleForPlatformAddress as rule } from './rule-for-platform-address.ts';

const metadata = '169.254.169.254';
const out = (fields: RuleFields = {}): string =>
  securityRule('Metadata', {
    priority: 105,
    direction: 'Outbound',
    access: 'Allow',
    protocol: 'Tcp',
    destinationAddressPrefix: metadata,
    destinationPortRange: '443',
    ...fields,
  });
const other = securityRule('DenyAllOutbound', { direction: 'Outbound' });

/** The text with a finding under a value. */
function marked(text: string, value: string, finding: string): string {
  const at = text.indexOf(value);
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  return `${text.slice(0, end)}\n//${' '.repeat(at - lineStart - 2)}${'^'.repeat(value.length)} ${finding}${text.slice(end)}`;
}

test('the metadata service needs no allow, and no deny keeps anybody from it', () => {
  const begin = `hint: Metadata (105) names ${metadata}, the instance metadata service, which security rules don't filter.`;
  checkRule(rule, marked(securityGroup(out(), other), `'${metadata}'`, `${begin} It needs no allow. Remove the rule.`));
  checkRule(
    rule,
    marked(
      securityGroup(out({ access: 'Deny', destinationAddressPrefix: `${metadata}/32` }), other),
      `'${metadata}/32'`,
      `${begin} The rule keeps nobody from it; AzurePlatformIMDS would. Remove the rule.`,
    ),
  );
});

test('the address for NTP that the articles give', () => {
  checkRule(
    rule,
    marked(
      securityGroup(
        out({
          protocol: 'Udp',
          destinationAddressPrefix: '',
          destinationAddressPrefixes: ['40.119.6.228'],
          destinationPortRange: '123',
        }),
        other,
      ),
      "'40.119.6.228'",
      'hint: Metadata (105) allows 40.119.6.228, at which Microsoft documents no time service.',
    ),
  );
});

test('silent: other addresses, inbound rules, lists with more, a deny of the address for NTP, the tag', () => {
  checkRule(rule, securityGroup(out({ destinationAddressPrefix: '40.83.235.53', destinationPortRange: '1688' })));
  checkRule(rule, securityGroup(out({ direction: 'Inbound' })));
  checkRule(
    rule,
    securityGroup(out({ destinationAddressPrefix: '', destinationAddressPrefixes: [metadata, '10.0.0.4'] })),
  );
  checkRule(rule, securityGroup(out({ access: 'Deny', destinationAddressPrefix: '40.119.6.228' })));
  checkRule(rule, securityGroup(out({ access: 'Deny', destinationAddressPrefix: 'AzurePlatformIMDS' })));
  checkRule(rule, securityGroup(out({ destinationAddressPrefix: '169.254.0.0/16' })));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param to string\n${securityGroup(out().replace(`'${metadata}'`, 'to'))}`);
  checkRule(rule, `param rules array\n${securityGroup('...rules')}`);
});

test('the repair removes the rule', () => {
  checkRepair(rule, securityGroup(out(), other), 'Remove Metadata (105): it has no effect', securityGroup(other));
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
