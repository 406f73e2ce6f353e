import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { retiredApplicationGatewaySku as rule } from './retired-application-gateway-sku.ts';

const gateway = (tier: string, marker = ''): string => `
resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'agw'
  properties: {
    sku: {
      tier: ${tier}${marker === '' ? '' : `\n//          ${marker}`}
    }
  }
}
`;

test('gateways of the first version', () => {
  checkRule(
    rule,
    gateway(
      "'Standard'",
      "^^^^^^^^^^ error: Application gateway agw is of version 1 (tier Standard), which Azure retired on 2026-04-28: it can't be deployed. Use Standard_v2, or better WAF_v2.",
    ),
  );
  checkRule(rule, gateway("'WAF'", '^^^^^ error: Application gateway agw is of version 1 (tier WAF)'));
});

test('those of the second', () => {
  for (const tier of ["'Standard_v2'", "'WAF_v2'", "'Basic'"]) checkRule(rule, gateway(tier));
});

test('a tier that is not known, none, and gateways that are only referred to', () => {
  checkRule(rule, `param tier string\n${gateway('tier')}`);
  checkRule(rule, gateway('null'));
  checkRule(rule, `resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' existing = { name: 'agw' }`);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
