import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { anyPortInList } from './any-port-in-list.ts';

const rule = anyPortInList;

/** A rule with one line of ports, and a finding under its first `*`. */
function ports(line: string, finding?: string): string {
  const marker = finding === undefined ? '' : `    //${' '.repeat(line.indexOf("'*'") - 2)}^^^ ${finding}\n`;
  return `
resource allow 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/Allow'
  properties: {
    ${line}
${marker}    direction: 'Inbound'
  }
}
`;
}

test('* in a list of ports, alone and beside others', () => {
  const finding = 'warning: destinationPortRanges of Allow holds *. Azure was seen to refuse this in a list of ports.';
  checkRule(rule, ports("destinationPortRanges: ['*']", `${finding} Write '*' in destinationPortRange.`));
  checkRule(rule, ports("destinationPortRanges: ['443', '*']", finding));
  checkRule(rule, ports("sourcePortRanges: ['*']", 'warning: sourcePortRanges of Allow holds *.'));
  checkRule(rule, `param port string\n${ports("destinationPortRanges: [port, '*']", finding)}`);
});

test('* in the singular property, and lists of ports', () => {
  checkRule(rule, ports("destinationPortRange: '*'"));
  checkRule(rule, ports("destinationPortRanges: ['443', '0-65535']"));
  checkRule(rule, ports('destinationPortRanges: []'));
  checkRule(rule, ports("sourcePortRange: '*'"));
  checkRule(rule, ports("sourceAddressPrefixes: ['*']"));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param all array\n${ports('destinationPortRanges: all')}`);
  checkRule(rule, `param port string\n${ports('destinationPortRanges: [port]')}`);
});

test('the repair writes the singular property', () => {
  for (const list of [['*'], ['443', '*']])
    checkRepair(
      rule,
      securityGroup(securityRule('A', { destinationPortRange: '', destinationPortRanges: list })),
      'Move * to destinationPortRange of A',
      securityGroup(securityRule('A')),
    );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
