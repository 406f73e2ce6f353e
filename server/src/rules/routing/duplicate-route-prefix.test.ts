import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, relatedTexts } from '../../../../test/check-rule.ts';
import { duplicateRoutePrefix } from './duplicate-route-prefix.ts';

const rule = duplicateRoutePrefix;

const route = (name: string, prefix: string): string =>
  `{ name: '${name}', properties: { addressPrefix: ${prefix}, nextHopType: 'Internet' } }`;

const table = (...routes: readonly string[]): string => `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'table'
  properties: {
    routes: [
${routes.map((text) => `      ${text}`).join('\n')}
    ]
  }
}
`;

const child = (name: string, prefix: string, finding = ''): string => `
resource ${name} 'Microsoft.Network/routeTables/routes@2024-05-01' = {
  parent: table
  name: '${name}'
  properties: {
    addressPrefix: ${prefix}
${finding}    nextHopType: 'None'
  }
}
`;

test('two routes for one prefix', () => {
  checkRule(
    rule,
    `${table(route('a', "'0.0.0.0/0'"))}${child('b', "'0.0.0.0/0'", '    //             ^^^^^^^^^^^ error: b and a are both for 0.0.0.0/0. Azure refuses two routes of a table for one prefix\n')}`,
  );
  checkRule(
    rule,
    `${table(route('a', "'Storage'"))}${child('b', "'storage'", '    //             ^^^^^^^^^ error: b and a are both for storage.\n')}`,
  );
  assert.deepEqual(relatedTexts(rule, table(route('a', "'0.0.0.0/0'"), route('b', "'0.0.0.0/0'"))), [
    "'0.0.0.0/0': a is for 0.0.0.0/0 as well.",
  ]);
});

test('routes for other prefixes, in other tables, and one that is declared twice', () => {
  checkRule(rule, table(route('a', "'10.0.0.0/8'"), route('b', "'10.0.0.0/16'"), route('c', "'fd00::/8'")));
  checkRule(rule, table(route('a', "'10.0.0.0/8'")) + table(route('b', "'10.0.0.0/8'")).replaceAll('table', 'other'));
  checkRule(rule, table(route('a', "'10.0.0.0/8'")) + child('a', "'10.0.0.0/8'"));
});

test('what is unknown or cannot be together accuses nobody', () => {
  checkRule(rule, `param prefix string\n${table(route('a', 'prefix'), route('b', "'0.0.0.0/0'"))}`);
  checkRule(rule, `param more array\n${table(route('a', "'0.0.0.0/0'"), '...more')}`);
  checkRule(
    rule,
    `param inspect bool\n${table(
      `...(inspect ? [${route('a', "'0.0.0.0/0'")}] : [])`,
      `...(inspect ? [] : [${route('b', "'0.0.0.0/0'")}])`,
    )}`,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
