import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { machineNotPatched as rule } from './machine-not-patched.ts';

const machine = (configuration: string, more = ''): string => `
resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm'
  ${more}
  properties: {
    osProfile: {
      ${configuration}
    }
  }
}
`;
const linux = (mode: string): string => machine(`linuxConfiguration: { patchSettings: { patchMode: ${mode} } }`);

test('Linux that does what its image does', () => {
  checkRule(rule, found(linux("'ImageDefault'"), "'ImageDefault'", 'information: vm has patchMode ImageDefault'));
  const unset = machine('linuxConfiguration: { }');
  checkRule(rule, found(unset, 'machine', 'information: vm has no patchMode', 'resource machine'));
});

test('Windows that is told not to update itself', () => {
  checkRule(
    rule,
    found(
      machine('windowsConfiguration: { enableAutomaticUpdates: false }'),
      'false',
      'information: vm has enableAutomaticUpdates false',
    ),
  );
  checkRule(
    rule,
    found(
      machine("windowsConfiguration: { patchSettings: { patchMode: 'Manual' } }"),
      "'Manual'",
      'information: vm has patchMode Manual',
    ),
  );
});

test('machines that are updated', () => {
  checkRule(rule, linux("'AutomaticByPlatform'"));
  checkRule(rule, machine('windowsConfiguration: { }'));
  checkRule(rule, machine("windowsConfiguration: { patchSettings: { patchMode: 'AutomaticByOS' } }"));
});

test('machines of vendors, without a profile, and what is not known', () => {
  checkRule(rule, machine('linuxConfiguration: { }', "plan: { name: 'nva', publisher: 'vendor', product: 'nva' }"));
  checkRule(rule, machine("computerName: 'vm'"));
  checkRule(rule, `param mode string\n${linux('mode')}`);
});

test('the platform is told to do it', () => {
  const before = linux("'ImageDefault'");
  checkRepair(
    rule,
    before,
    'Set patchMode to AutomaticByPlatform',
    before.replace('ImageDefault', 'AutomaticByPlatform'),
  );
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
