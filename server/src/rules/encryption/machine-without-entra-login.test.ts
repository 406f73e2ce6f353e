import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRule, repairTitles } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { machineWithoutEntraLogin as rule } from './machine-without-entra-login.ts';

const machine = (profile = "osProfile: { computerName: 'vm' }", more = ''): string => `
resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm'
  ${more}
  properties: { ${profile} }
}
`;
const extension = (publisher: string): string => `
resource extension 'Microsoft.Compute/virtualMachines/extensions@2024-07-01' = {
  parent: machine
  name: 'it'
  properties: { publisher: ${publisher} }
}
`;
const header = (text: string, said: string): string => found(text, 'machine', said, 'resource machine');

test('a machine without the extension', () => {
  checkRule(rule, header(machine(), 'information: vm has no extension for Microsoft Entra login'));
  checkRule(
    rule,
    header(
      machine() + extension("'Microsoft.Azure.Monitor'"),
      'information: vm has no extension for Microsoft Entra login',
    ),
  );
});

test('one with it', () => {
  checkRule(rule, machine() + extension("'Microsoft.Azure.ActiveDirectory'"));
  checkRule(rule, `param publisher string\n${machine()}${extension('publisher')}`);
});

test('machines of vendors, of existing disks, and those that are only referred to', () => {
  checkRule(rule, machine("osProfile: { computerName: 'vm' }", "plan: { name: 'nva' }"));
  checkRule(rule, machine(''));
  checkRule(rule, "resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' existing = { name: 'vm' }");
});

test('who gets the id of the machine may add it elsewhere', () => {
  checkRule(rule, header(`${machine()}output id string = machine.id\n`, 'hint: vm has no extension'));
});

test('the extension is added where the operating system and the identity allow it', () => {
  const titles = (profile: string, more = ''): readonly string[] =>
    repairTitles(rule, machine(`osProfile: { ${profile} }`, `location: 'westeurope'\n  ${more}`));
  assert.equal(titles('windowsConfiguration: { }').length, 1);
  assert.equal(titles('linuxConfiguration: { }', "identity: { type: 'SystemAssigned' }").length, 1);
  assert.deepEqual(titles('linuxConfiguration: { }', "identity: { type: 'UserAssigned' }"), []);
  assert.deepEqual(titles("computerName: 'vm'"), []);
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
