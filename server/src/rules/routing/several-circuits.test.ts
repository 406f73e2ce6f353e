import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { severalCircuits as rule } from './several-circuits.ts';

const connection = (name: string, gateway: string, circuit: string, type = 'ExpressRoute'): string => `
resource ${name} 'Microsoft.Network/connections@2024-05-01' = {
  name: '${name}'
  properties: {
    connectionType: '${type}'
    virtualNetworkGateway1: { id: resourceId('Microsoft.Network/virtualNetworkGateways', ${gateway}) }
    peer: { id: resourceId('Microsoft.Network/expressRouteCircuits', ${circuit}) }
  }
}
`;

test('one gateway on two circuits', () => {
  checkRule(
    rule,
    connection('one', "'ergw'", "'production'") +
      connection('two', "'ergw'", "'test'").replace(
        /( *peer: \{ id: )(resourceId\(.*\))( \}\n)/,
        (line, before: string, id: string) =>
          `${line}//${' '.repeat(before.length - 2)}${'^'.repeat(id.length)} information: two connects ergw with circuit test, to which one connects another. What is on both\n`,
      ),
  );
});

test('silent: two gateways, one circuit twice, other kinds of connections', () => {
  checkRule(rule, connection('one', "'ergw'", "'production'") + connection('two', "'ergw2'", "'test'"));
  checkRule(rule, connection('one', "'ergw'", "'production'") + connection('two', "'ergw'", "'production'"));
  checkRule(
    rule,
    connection('one', "'ergw'", "'production'", 'IPsec') + connection('two', "'ergw'", "'test'", 'IPsec'),
  );
});

test('what is unknown accuses nobody', () => {
  checkRule(
    rule,
    `param other string\n${connection('one', "'ergw'", "'production'")}${connection('two', 'other', "'test'")}`,
  );
  checkRule(
    rule,
    `param other string\n${connection('one', "'ergw'", "'production'")}${connection('two', "'ergw'", 'other')}`,
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
