import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { noTrustedLaunch as rule } from './no-trusted-launch.ts';

const machine = (...lines: readonly string[]): string => `
resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm'
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' }
${lines.map((line) => `    ${line}\n`).join('')}  }
}
`;
const header = (text: string, said: string): string => found(text, 'machine', said, 'resource machine');
const scaleSet = (more: string): string => `
resource machine 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'vmss'
  properties: { ${more} }
}
`;

test('no security type, or the standard one', () => {
  checkRule(rule, header(machine(), 'warning: vm starts without trusted launch'));
  checkRule(rule, found(machine("securityProfile: { securityType: 'Standard' }"), "'Standard'", 'warning: vm starts'));
  checkRule(rule, header(scaleSet('virtualMachineProfile: { }'), 'warning: vmss starts without trusted launch'));
});

test('secure boot or the virtual TPM turned off', () => {
  const settings = (more: string): string =>
    machine(`securityProfile: { securityType: 'TrustedLaunch', uefiSettings: { ${more} } }`);
  checkRule(rule, found(settings('secureBootEnabled: false'), 'false', 'warning: vm has secure boot turned off'));
  checkRule(rule, found(settings('vTpmEnabled: false'), 'false', 'warning: vm has its virtual TPM turned off'));
  checkRule(rule, settings('secureBootEnabled: true, vTpmEnabled: true'));
});

test('confidential machines, and those of an existing disk', () => {
  checkRule(rule, machine("securityProfile: { securityType: 'ConfidentialVM' }"));
  checkRule(rule, machine("storageProfile: { osDisk: { createOption: 'Attach', osType: 'Linux' } }"));
});

test('scale sets that describe no machine, what is not known, and what is only referred to', () => {
  checkRule(rule, scaleSet("orchestrationMode: 'Flexible'"));
  checkRule(rule, `param type string\n${machine('securityProfile: { securityType: type }')}`);
  checkRule(rule, `param profile object\n${machine('securityProfile: profile')}`);
  checkRule(rule, "resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' existing = { name: 'vm' }");
});

test('secure boot is turned on', () => {
  const before = machine(
    "securityProfile: { securityType: 'TrustedLaunch', uefiSettings: { secureBootEnabled: false } }",
  );
  checkRepair(rule, before, 'Turn on trusted launch of vm', before.replace('false', 'true'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
