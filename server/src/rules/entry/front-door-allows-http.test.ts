import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { frontDoorAllowsHttp as rule } from './front-door-allows-http.ts';

const route = (...lines: readonly string[]): string => `
resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-09-01' = {
  name: 'afd/web/all'
  properties: {
${lines.map((line) => `    ${line}\n`).join('')}  }
}
`;
const both = "supportedProtocols: ['Http', 'Https']";

test('HTTP that is not redirected', () => {
  const said = "warning: Route all takes requests by HTTP and doesn't redirect them";
  checkRule(rule, found(route(both, "httpsRedirect: 'Disabled'"), "'Disabled'", said));
  checkRule(rule, found(route(both), 'route', said, 'resource route'));
});

test('origins that are spoken to by HTTP', () => {
  checkRule(
    rule,
    found(
      route("forwardingProtocol: 'HttpOnly'"),
      "'HttpOnly'",
      'warning: Route all sends requests to its origins by HTTP',
    ),
  );
});

test('HTTP that is redirected, or not taken', () => {
  checkRule(rule, route(both, "httpsRedirect: 'Enabled'", "forwardingProtocol: 'MatchRequest'"));
  checkRule(rule, route("supportedProtocols: ['Https']", "httpsRedirect: 'Disabled'"));
  checkRule(rule, route());
});

test('what is not known', () => {
  checkRule(rule, `param redirect string\n${route(both, 'httpsRedirect: redirect')}`);
  checkRule(rule, `param protocols array\n${route('supportedProtocols: protocols')}`);
});

test('it is redirected', () => {
  const before = route(both, "httpsRedirect: 'Disabled'");
  checkRepair(rule, before, 'Redirect requests of all from HTTP', before.replace('Disabled', 'Enabled'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
