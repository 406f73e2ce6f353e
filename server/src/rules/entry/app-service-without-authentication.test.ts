import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { appServiceWithoutAuthentication as rule } from './app-service-without-authentication.ts';

const site = (kind = "'app,linux'"): string => `
resource site 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app'
  kind: ${kind}
}
`;
const settings = (required: string, name = 'authsettingsV2'): string => `
resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: site
  name: '${name}'
  properties: {
    globalValidation: { requireAuthentication: ${required} }
  }
}
`;
const header = (text: string, said: string): string => found(text, 'site', said, 'resource site');

test('an app without settings for it, or with others', () => {
  checkRule(rule, header(site(), 'information: App app has no settings for authentication'));
  checkRule(
    rule,
    header(site() + settings('true', 'appsettings'), 'information: App app has no settings for authentication'),
  );
});

test('settings that do not ask for it', () => {
  checkRule(rule, found(site() + settings('false'), 'false', "information: App app doesn't require authentication"));
});

test('settings that do', () => {
  checkRule(rule, site() + settings('true'));
  checkRule(rule, site() + settings('false', 'authsettings'));
});

test('functions and workflows, what is not known, and what is only referred to', () => {
  checkRule(rule, site("'functionapp,linux'"));
  checkRule(rule, site("'functionapp,workflowapp'"));
  checkRule(rule, `param required bool\n${site()}${settings('required')}`);
  checkRule(rule, "resource site 'Microsoft.Web/sites@2024-04-01' existing = { name: 'app' }");
});

test('it is required', () => {
  const before = site() + settings('false');
  checkRepair(rule, before, 'Set requireAuthentication of app to true', before.replace('false', 'true'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
