/** Templates that Bicep writes as objects: `resource x 'Microsoft.Resources/deployments@...' = { properties: { template: {...} } }`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programFrom, shownProgram } from '../../../test/both-languages.ts';

const deployment = (resources: string, more = '', options = ''): string => `param name string
param on bool
resource nested 'Microsoft.Resources/deployments@2024-03-01' = ${more} {
  name: 'nested'
  properties: {
    mode: 'Incremental'
    ${options}
    template: {
      '$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
      contentVersion: '1.0.0.0'
      resources: ${resources}
    }
  }
}
`;

const vault = `{ type: 'Microsoft.KeyVault/vaults', apiVersion: '2024-11-01', name: name, properties: { publicNetworkAccess: 'Enabled' } }`;

function resourcesOf(text: string): readonly string[] {
  return shownProgram(programFrom(text)).filter((line) => !line.startsWith('Microsoft.Resources/'));
}

test('the resources of an embedded template are seen, with the names of the template around it', () => {
  assert.deepEqual(resourcesOf(deployment(`[\n${vault}\n]`)), [`Microsoft.KeyVault/vaults <parameter name>`]);
  assert.deepEqual(resourcesOf(deployment(`{\nkv: ${vault}\n}`)), [`Microsoft.KeyVault/vaults <parameter name>`]);
});

test('under the conditions of the deployment, its loop and their own', () => {
  assert.deepEqual(resourcesOf(deployment(`[\n${vault}\n]`, 'if (on)')), [
    `Microsoft.KeyVault/vaults <parameter name> if <parameter on>`,
  ]);
  const own = vault.replace('{ type', '{ condition: on, type');
  assert.deepEqual(resourcesOf(deployment(`[\n${own}\n]`)), [
    `Microsoft.KeyVault/vaults <parameter name> if <parameter on>`,
  ]);
  const loop = deployment(`[\n${vault.replace('name: name', `name: 'kv\${i}'`)}\n]`)
    .replace('= ', '= [for i in range(0, 2): ')
    .replace("name: 'nested'", `name: 'nested\${i}'`);
  assert.deepEqual(resourcesOf(`${loop.trimEnd()}]\n`), [
    `Microsoft.KeyVault/vaults 'kv0'`,
    `Microsoft.KeyVault/vaults 'kv1'`,
  ]);
});

test('children, and deployments inside', () => {
  const parent = `{ type: 'Microsoft.Network/virtualNetworks', apiVersion: '2024-05-01', name: 'v', resources: [{ type: 'subnets', apiVersion: '2024-05-01', name: 's' }] }`;
  assert.deepEqual(resourcesOf(deployment(`[\n${parent}\n]`)), [
    `Microsoft.Network/virtualNetworks 'v'`,
    `Microsoft.Network/virtualNetworks/subnets 's'`,
  ]);
  const inner = `{ type: 'Microsoft.Resources/deployments', apiVersion: '2024-03-01', name: 'i', properties: { template: { resources: [${vault}] } } }`;
  assert.deepEqual(resourcesOf(deployment(`[\n${inner}\n]`)), [`Microsoft.KeyVault/vaults <parameter name>`]);
});

test('a template of inner evaluation knows no names of the one around it', () => {
  const options = `expressionEvaluationOptions: { scope: 'inner' }`;
  assert.deepEqual(resourcesOf(deployment(`[\n${vault}\n]`, '', options)), [`Microsoft.KeyVault/vaults <a value>`]);
  const plain = vault.replace('name: name', `name: 'kv'`);
  assert.deepEqual(resourcesOf(deployment(`[\n${plain}\n]`, '', options)), [`Microsoft.KeyVault/vaults 'kv'`]);
});

test('one without resources deploys nothing; of what is not written down nobody knows', () => {
  const callsOf = (text: string): readonly number[] => {
    const { calls, unread } = programFrom(text);
    return [calls.length, unread.length];
  };
  assert.deepEqual(callsOf(deployment('[]')), [0, 0]);
  assert.deepEqual(callsOf(deployment(`[\n${vault}\n]`)), [1, 0]);
  assert.deepEqual(callsOf(deployment(`on ? [${vault}] : []`)), [0, 1]);
  assert.deepEqual(
    callsOf(deployment(`[\n${vault.replace('{ type', "{ copy: { name: 'c', count: 2 }, type")}\n]`)),
    [1, 1],
  );
  const linked = deployment('[]').replace(/template: \{[^}]*\}/, `templateLink: { uri: 'https://x/y.json' }`);
  assert.deepEqual(callsOf(linked), [0, 1]);
  assert.deepEqual(callsOf(linked.replace('= ', 'existing = ')), [0, 0]);
});
