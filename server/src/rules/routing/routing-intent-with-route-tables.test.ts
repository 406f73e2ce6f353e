import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { routingIntentWithRouteTables } from './routing-intent-with-route-tables.ts';

const check = (text: string): void => checkRule(routingIntentWithRouteTables, text);

const hub = "resource hub 'Microsoft.Network/virtualHubs@2024-05-01' = { name: 'vhub', properties: {} }\n";
const intent =
  "resource intent 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = { parent: hub, name: 'intent', properties: {} }\n";
const table = (name: string, marker = ''): string => `
resource table 'Microsoft.Network/virtualHubs/hubRouteTables@2024-05-01' = {${marker === '' ? '' : `\n//       ${marker}`}
  parent: hub
  name: '${name}'
  properties: {}
}
`;

test('both in one hub', () => {
  check(
    `${hub}${intent}${table('isolated', '^^^^^ warning: isolated is a route table of virtual hub vhub, which has the routing intent intent')}`,
  );
});

test('one of both, and the tables that every hub has', () => {
  check(`${hub}${table('isolated')}`);
  check(`${hub}${intent}${table('defaultRouteTable')}`);
  check(`${hub}${intent}${table('NoneRouteTable')}`);
});

test('another hub', () => {
  const other = "resource other 'Microsoft.Network/virtualHubs@2024-05-01' = { name: 'other', properties: {} }\n";
  check(`${hub}${other}${intent.replace('parent: hub', 'parent: other')}${table('isolated')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(routingIntentWithRouteTables));
