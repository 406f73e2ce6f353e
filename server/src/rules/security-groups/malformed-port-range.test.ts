import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { malformedPortRange } from './malformed-port-range.ts';

const rule = malformedPortRange;

function ports(value: string, finding?: string): string {
  const marker = finding === undefined ? '' : `    //                    ${'^'.repeat(value.length)} ${finding}\n`;
  return `
resource allow 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/Allow'
  properties: {
    destinationPortRange: ${value}
${marker}    direction: 'Inbound'
  }
}
`;
}

test('what is neither a port nor a range', () => {
  for (const text of ['70000', '443-80', '80-', 'http', '-1', '80.5'])
    checkRule(
      rule,
      ports(
        `'${text}'`,
        `error: "${text}" of Allow is not a port or a range of ports. Azure refuses it. It takes *, a port from`,
      ),
    );
});

test('several ports in one text', () => {
  for (const text of ['80,443', '80, 443', '80;443-445', '80 443'])
    checkRule(
      rule,
      ports(
        `'${text}'`,
        `error: "${text}" of Allow is not a port or a range of ports. Azure refuses it. Several ports are a list`,
      ),
    );
});

test('ports, ranges and *', () => {
  for (const value of ["'443'", "'1000-1010'", "'0-65535'", "'*'", "'0'", "''", 'null', '443', "'443-443'"])
    checkRule(rule, ports(value));
  checkRule(rule, securityGroup(securityRule('A', { destinationPortRange: '', destinationPortRanges: ['80', '443'] })));
});

test('source ports and lists', () => {
  checkRule(
    rule,
    `
resource allow 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  name: 'nsg/Allow'
  properties: {
    sourcePortRanges: [
      '1024-65535'
      '65536'
//    ^^^^^^^ error: "65536" of Allow is not a port
    ]
  }
}
`,
  );
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param port string\n${ports('port')}`);
  checkRule(rule, `param port int\n${ports("'${port},443'")}`);
  checkRule(rule, `param all array\n${securityGroup('...all')}`);
});

test('the repair makes a list of several ports', () => {
  const list = (...ports: readonly string[]): string =>
    securityGroup(securityRule('A', { destinationPortRange: '', destinationPortRanges: ports }));
  checkRepair(
    rule,
    list('22', '80,443'),
    'Write 80 and 443 in destinationPortRanges of A',
    list('22', '80', '443').replace("destinationPortRange: '', ", ''),
  );
  assert.deepEqual(repairTitles(rule, ports("'70000'")), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
