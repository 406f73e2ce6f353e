import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { commandsIn, type FileContents, folderWith } from '../../../test/command-line.ts';
import { landingZone, networkOfSubnets } from '../../../test/landing-zone-fixture.ts';

function workspace(context: TestContext, files: FileContents) {
  const folder = folderWith(context, files);
  return { folder, run: commandsIn(folder), read: (name: string) => readFileSync(path.join(folder, name), 'utf8') };
}

const vault = `param access string
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  location: resourceGroup().location
  properties: { publicNetworkAccess: access }
}
`;
const caller = `param access string
module keys 'vault.bicep' = {
  params: {
    access: access
  }
}
`;
const parameters = `using 'main.bicep'\nparam access = 'Enabled'\n`;
const files = { 'main.bicep': caller, 'vault.bicep': vault, 'main.bicepparam': parameters };

test('fix --all repairs parameter files, and what changes a module and its caller at once', (context) => {
  const { run, read } = workspace(context, files);
  const { output, errors } = run('fix', '--all', '.');
  assert.deepEqual(errors, []);
  assert.equal(read('main.bicepparam'), parameters.replace('Enabled', 'Disabled'));
  assert.match(read('vault.bicep'), /^param privateEndpointSubnetId string$/m);
  assert.match(read('main.bicep'), /^ {4}privateEndpointSubnetId: privateEndpointSubnetId$/m);
  assert.match(output, /^main\.bicepparam: Disable public network access to kv/m);
  assert.match(output, /^vault\.bicep: Add a private endpoint for kv/m);
  assert.match(output, /Applied 2 repairs\./);
  const before = ['main.bicep', 'vault.bicep', 'main.bicepparam'].map(read);
  assert.match(run('fix', '--all', '.').output, /Applied 0 repairs\./);
  assert.deepEqual(['main.bicep', 'vault.bicep', 'main.bicepparam'].map(read), before);
});

test('fix leaves what needs a person, and says so', (context) => {
  const { run, read } = workspace(context, files);
  const { output } = run('fix', '.');
  assert.match(output, /^ {2}Left: "Disable public network access to kv.*" needs a person's choice\.$/m);
  assert.deepEqual(Object.keys(files).map(read), Object.values(files));
});

test('fix --dry-run says before each patch what would be left', (context) => {
  const { folder, run, read } = workspace(context, files);
  chmodSync(path.join(folder, 'main.bicep'), 0o444);
  const { output } = run('fix', '--all', '--dry-run', '.');
  assert.match(
    output,
    /^vault\.bicep:2:10 no-private-endpoint: Left: "Add .*" changes main\.bicep, which is read-only/m,
  );
  assert.match(output, /^-param access = 'Enabled'\n\+param access = 'Disabled'$/m);
  assert.deepEqual(Object.keys(files).map(read), Object.values(files));
});

test('fix leaves a read-only file alone, and what would change it together with another', (context) => {
  const { folder, run, read } = workspace(context, files);
  chmodSync(path.join(folder, 'main.bicep'), 0o444);
  const { output, errors } = run('fix', '--all', '.');
  assert.deepEqual(errors, []);
  assert.match(output, /changes main\.bicep, which is read-only or not there any more\.$/m);
  assert.equal(read('main.bicep'), caller);
  assert.equal(read('vault.bicep'), vault);
  assert.equal(read('main.bicepparam'), parameters.replace('Enabled', 'Disabled'));
  assert.deepEqual(readdirSync(folder).sort(), ['main.bicep', 'main.bicepparam', 'vault.bicep']);
});

test('fix says of what a tool wrote that its source is to be changed', (context) => {
  const generated = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    metadata: { _generator: { name: 'bicep', version: '0.38.5', templateHash: '1' } },
    resources: [
      {
        type: 'Microsoft.KeyVault/vaults',
        apiVersion: '2024-11-01',
        name: 'kv',
        properties: { publicNetworkAccess: 'Enabled' },
      },
    ],
  };
  const text = JSON.stringify(generated, null, 2);
  const { run, read } = workspace(context, { 'main.json': text });
  assert.match(
    run('fix', '--all', 'main.json').output,
    /^ {2}No repair: a tool wrote this template; change the Bicep/m,
  );
  assert.equal(read('main.json'), text);
});

test('fix of a module knows the callers that were not named, and leaves what would break them', (context) => {
  const closed = vault
    .replace('param access string\n', '')
    .replace('publicNetworkAccess: access', "publicNetworkAccess: 'Disabled'");
  const { run, read } = workspace(context, {
    'modules/vault.bicep': closed,
    'main.bicep': "module keys 'modules/vault.bicep' = {}\n",
    'notes.json': '{}',
  });
  const { output } = run('fix', '--all', 'modules/vault.bicep');
  assert.match(
    output,
    /^ {2}Left: "Add a private endpoint for kv.*" changes main\.bicep, which is outside of what was named\.$/m,
  );
  assert.equal(read('modules/vault.bicep'), closed);
  assert.match(run('fix', '--all', '.').output, /^modules\/vault\.bicep: Add a private endpoint for kv/m);
  assert.match(read('main.bicep'), /^ {4}privateEndpointSubnetId: privateEndpointSubnetId$/m);
});

const twoFolders = {
  'network.bicep': networkOfSubnets,
  'live/main.bicep': landingZone.replace("'network.bicep'", "'../network.bicep'"),
};
const newModule = 'live/network-security-group.bicep';

test('fix --all makes the module that a template of a subscription needs, once', (context) => {
  const { folder, run, read } = workspace(context, twoFolders);
  const { output, errors } = run('fix', '--all', '.');
  assert.deepEqual(errors, []);
  assert.match(
    output,
    /^live\/main\.bicep: Add .* to web: .*; the new file network-security-group\.bicep declares it/m,
  );
  assert.match(output, /^live\/main\.bicep: Add .* to app: .*; network-security-group\.bicep declares it/m);
  assert.match(output, /Applied 2 repairs\..* no findings\./);
  assert.match(
    read('live/main.bicep'),
    /^ {6}\{ name: 'app', prefix: '10\.0\.1\.0\/24', group: appNsg\.outputs\.id \}$/m,
  );
  assert.match(read(newModule), /^output id string = networkSecurityGroup\.id$/m);
  assert.deepEqual(readdirSync(path.join(folder, 'live')), ['main.bicep', 'network-security-group.bicep']);
  assert.match(run('fix', '--all', '.').output, /Applied 0 repairs\./);
});

test('fix --dry-run shows the new module as a patch of nothing, and makes none', (context) => {
  const { folder, run, read } = workspace(context, twoFolders);
  const { output } = run('fix', '--all', '--dry-run', '.');
  const start = output.indexOf(`--- /dev/null\n+++ b/${newModule}\n@@ -0,0 +1,23 @@\n+@description(`);
  assert.ok(start > output.indexOf('+++ b/live/main.bicep'), output);
  assert.deepEqual(readdirSync(path.join(folder, 'live')), ['main.bicep']);
  assert.equal(read('live/main.bicep'), twoFolders['live/main.bicep']);
});

test('fix makes no module beside a template that nobody may write', (context) => {
  const { folder, run } = workspace(context, twoFolders);
  chmodSync(path.join(folder, 'live/main.bicep'), 0o444);
  assert.match(run('fix', '--all', '.').output, /Left: .* changes live\/main\.bicep, which is read-only/);
  assert.deepEqual(readdirSync(path.join(folder, 'live')), ['main.bicep']);
});
