import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { wafNotPreventing as rule } from './waf-not-preventing.ts';

const gateway = 'ApplicationGatewayWebApplicationFirewallPolicies@2024-05-01';
const frontDoor = 'FrontDoorWebApplicationFirewallPolicies@2024-02-01';

const policy = (type: string, settings: string, marker = ''): string => `
resource policy 'Microsoft.Network/${type}' = {
  name: 'waf'
  properties: {
    policySettings: {
      ${settings}${marker === '' ? '' : `\n//${marker}`}
    }
  }
}
`;

test('detection mode, and a mode that is not set', () => {
  for (const type of [gateway, frontDoor]) {
    checkRule(
      rule,
      policy(
        type,
        "mode: 'Detection'",
        '          ^^^^^^^^^^^ warning: Web application firewall policy waf is in Detection mode: what its rules match may come in.',
      ),
    );
  }
  checkRule(
    rule,
    policy(gateway, 'requestBodyCheck: true').replace(
      '  name',
      '//       ^^^^^^ warning: Web application firewall policy waf has no mode set\n  name',
    ),
  );
});

test('a policy that is disabled', () => {
  checkRule(
    rule,
    policy(
      gateway,
      "state: 'Disabled'",
      '           ^^^^^^^^^^ warning: Web application firewall policy waf is Disabled: nothing is inspected. Enable it.',
    ),
  );
  checkRule(
    rule,
    policy(
      frontDoor,
      "enabledState: 'Disabled'",
      '                  ^^^^^^^^^^ warning: Web application firewall policy waf',
    ),
  );
});

test('prevention mode', () => {
  checkRule(rule, policy(gateway, "mode: 'Prevention'"));
  checkRule(rule, policy(gateway, "state: 'Enabled', mode: 'prevention'".replace(', ', '\n      ')));
  checkRule(rule, policy(frontDoor, "mode: 'Prevention'"));
  checkRule(rule, policy(frontDoor, "enabledState: 'Enabled'\n      mode: 'Prevention'"));
});

test('what is not known', () => {
  checkRule(rule, `param given string\n${policy(gateway, 'mode: given')}`);
  checkRule(rule, `param given string\n${policy(frontDoor, "enabledState: given\n      mode: 'Detection'")}`);
  checkRule(rule, `resource policy 'Microsoft.Network/${gateway}' existing = { name: 'waf' }`);
});

test('it is set to prevent, and enabled', () => {
  const before = policy(gateway, "mode: 'Detection'");
  checkRepair(rule, before, 'Set mode to Prevention for waf', before.replace('Detection', 'Prevention'));
  const disabled = policy(gateway, "state: 'Disabled'\n      mode: 'Prevention'");
  checkRepair(rule, disabled, 'Enable waf', disabled.replace('Disabled', 'Enabled'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
