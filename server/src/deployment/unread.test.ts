import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOfFiles } from '../../../test/template-files.ts';

const groups = `resource web 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg-web' }
resource app 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg-app' }
`;

const shared = `var stem = 'nsg-web'
@export()
var names = { group: stem }
@export()
var other = 'anything'
`;

/** The groups to which a module that isn't there may add rules. */
function open(declarations: string, files: Readonly<Record<string, string>> = { 'shared.bicep': shared }): string {
  const deployment = deploymentOfFiles({ 'main.bicep': `${declarations}\n${groups}`, ...files });
  const found = ['web', 'app'].filter(
    (name) => deployment.viewOf(`main/${name}`)?.children('securityRules').open === true,
  );
  return found.join(' ');
}

const call = (group: string): string => `module rules 'missing.bicep' = { params: { group: ${group} } }`;

test('what flows into a module that is not there is followed through imported variables', () => {
  assert.equal(open(`import { names } from 'shared.bicep'\n${call('names.group')}`), 'web');
  assert.equal(open(`import { names as all } from 'shared.bicep'\nvar local = all\n${call('local.group')}`), 'web');
  assert.equal(open(`import * as shared from 'shared.bicep'\n${call('shared.names.group')}`), 'web');
});

test('an imported variable that says nothing of a resource leaves its list closed', () => {
  assert.equal(open(`import { other } from 'shared.bicep'\n${call('other')}`), '');
  assert.equal(open(`import { names } from 'shared.bicep'\n${call("'anything'")}`), '');
  assert.equal(open(`import { names } from 'missing-too.bicep'\n${call('names')}`), '');
});

test('names inside of the imported file mean nothing outside of it', () => {
  const files = { 'shared.bicep': `var web = 'x-y-z'\n@export()\nvar names = { group: web }\n` };
  assert.equal(open(`import { names } from 'shared.bicep'\n${call('names.group')}`, files), '');
});
