import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, relatedTexts } from '../../../../test/check-rule.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { duplicateRulePriority } from './duplicate-rule-priority.ts';

const rule = duplicateRulePriority;
const allow = (name: string, fields: RuleFields = {}) =>
  securityRule(name, { priority: 100, access: 'Allow', protocol: 'Tcp', ...fields });

/** A rule whose priority is marked. */
function marked(text: string, finding: string): string {
  const at = text.indexOf('priority: ') + 'priority: '.length;
  const width = /\d+/.exec(text.slice(at))?.[0].length ?? 0;
  return `${text}\n      //${' '.repeat(at - 2)}${'^'.repeat(width)} ${finding}`;
}

const says = 'error: B and A in nsg both have priority 100 in direction Inbound. Azure refuses this';

test('two inline rules with one priority are reported at the second', () => {
  checkRule(rule, securityGroup(allow('A'), marked(allow('B', { access: 'Deny' }), says)));
});

test('a third rule names both before it', () => {
  checkRule(
    rule,
    securityGroup(
      allow('A'),
      marked(allow('B'), says),
      marked(allow('C'), 'error: C, A and B in nsg all have priority 100 in direction Inbound. Azure refuses this'),
    ),
  );
});

test('a child resource and an inline rule are one list', () => {
  checkRule(
    rule,
    `${securityGroup(allow('A'))}
resource b 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: group
  name: 'B'
  properties: {
    priority: 100
    //        ^^^ error: B and A in nsg both have priority 100
    direction: 'inbound'
    access: 'Allow'
    protocol: '*'
  }
}
`,
  );
});

test('rules on an existing group count', () => {
  const child = (name: string, comment: string) => `
resource ${name} 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: group
  name: '${name}'
  properties: {
    priority: 200
    ${comment}
    direction: 'Outbound'
  }
}
`;
  checkRule(
    rule,
    `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = {
  name: 'nsg'
}
${child('a', '')}${child('b', '//        ^^^ error: b and a in nsg both have priority 200 in direction Outbound')}`,
  );
});

test('the finding leads to the other rule', () => {
  assert.deepEqual(relatedTexts(rule, securityGroup(allow('A'), allow('B'))), ['100: A has priority 100 as well.']);
});

test('a priority that depends on a condition makes it possible', () => {
  checkRule(
    rule,
    `param late bool
${securityGroup(
  allow('A'),
  marked(allow('B').replace('priority: 100', 'priority: late ? 200 : 100'), '').replace(/\n.*$/, ''),
)}`.replace(
      /( {6}\{ name: 'B'.*)\n/,
      (line: string) =>
        `${line}      //${' '.repeat(line.indexOf(': 100,') + 2 - 8)}^^^ hint: B and A in nsg both have priority 100\n`,
    ),
  );
});

test('other directions, groups and priorities are silent', () => {
  checkRule(rule, securityGroup(allow('A'), allow('B', { priority: 101 })));
  checkRule(rule, securityGroup(allow('A'), allow('B', { direction: 'Outbound' })));
  checkRule(
    rule,
    securityGroup(allow('A')) + securityGroup(allow('B')).replace('group ', 'other ').replace("'nsg'", "'nsg2'"),
  );
});

test('a rule that is declared twice is one rule', () => {
  checkRule(
    rule,
    `${securityGroup(allow('A'))}
resource a 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: group
  name: 'a'
  properties: { priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp' }
}
`,
  );
});

test('alternatives that are never deployed together are silent', () => {
  const child = (name: string, condition: string) => `
resource ${name} 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = if (${condition}) {
  parent: group
  name: '${name}'
  properties: { priority: 200, direction: 'Inbound', access: 'Allow', protocol: 'Tcp' }
}
`;
  checkRule(rule, `param isOpen bool\n${securityGroup(allow('A'))}${child('x', 'isOpen')}${child('y', '!isOpen')}`);
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param rules array\n${securityGroup(allow('A'), '...rules')}`);
  checkRule(
    rule,
    `param priority int\n${securityGroup(allow('A'), allow('B').replace('priority: 100', 'priority: priority'))}`,
  );
  checkRule(
    rule,
    `param way string\n${securityGroup(allow('A'), allow('B').replace("direction: 'Inbound'", 'direction: way'))}`,
  );
  checkRule(
    rule,
    "param names array\nresource rules 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = [for name in names: {\n  name: 'nsg/${name}'\n  properties: { priority: 100, direction: 'Inbound' }\n}]\n",
  );
});

test('the repair takes the next free priority', () => {
  const before = securityGroup(allow('A'), allow('B'), allow('C', { priority: 101 }));
  const after = securityGroup(allow('A'), allow('B', { priority: 102 }), allow('C', { priority: 101 }));
  checkRepair(rule, before, 'Give B priority 102', after);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
