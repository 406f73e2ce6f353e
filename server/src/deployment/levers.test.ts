import assert from 'node:assert/strict';
import { test } from 'node:test';
import { armTemplate, innerDeployment } from '../../../test/both-languages.ts';
import { deploymentOfFiles, type FileTexts, loadedFile, templateFiles } from '../../../test/template-files.ts';
import type { Scalar } from '../evaluate/values.ts';
import { runAlternatives } from './alternatives.ts';
import type { EvaluatedDeployment } from './build.ts';
import type { FileNode } from './deployment.ts';
import type { Lever, TracedLeaf, ValuePlace } from './levers.ts';
import { provenLever } from './probe.ts';

const path = 'properties.publicNetworkAccess';
const isOwned = (file: string): boolean => !file.startsWith('restored/');

/** The first leaf of the public access of the only vault, as a run finds it. */
function traced(deployment: EvaluatedDeployment): TracedLeaf {
  const key = vaultOf(deployment);
  for (const outcome of runAlternatives(deployment.run, () => deployment.decidedBy(key, path)))
    if (outcome.kind === 'decided' && outcome.value !== null) return outcome.value;
  assert.fail('the value is not decided');
}

function vaultOf(deployment: EvaluatedDeployment): string {
  const key = deployment.keys.find((one) => deployment.viewOf(one)?.isType('Microsoft.KeyVault/vaults'));
  assert.ok(key !== undefined);
  return key;
}

function textAt(files: FileTexts, { file, node }: FileNode): string {
  const { start, end } = loadedFile(files, file).lowered.spans.spanOf(node);
  return `${file}: ${String(files[file]).slice(start, end)}`;
}

function shownLever(files: FileTexts, { call, argument, missing, parameter, path: inside }: Lever): string {
  const what = [parameter, ...inside].join('.');
  const where = argument === null ? 'left out' : `passed as ${textAt(files, argument)}`;
  const rest = missing.length === 0 || argument === null ? '' : `, which lacks ${missing.join('.')}`;
  return `${what} at ${textAt(files, call)}, ${where}${rest}`;
}

function shownPlace(files: FileTexts, place: ValuePlace): string {
  return place.kind === 'none' ? 'none' : `${place.kind} ${textAt(files, place.node)}`;
}

function placed(files: FileTexts): string {
  const deployment = deploymentOfFiles(files);
  return shownPlace(files, deployment.placeOf(traced(deployment), path, isOwned));
}

function levers(files: FileTexts): readonly string[] {
  const deployment = deploymentOfFiles(files);
  return deployment.leversOf(traced(deployment), path, isOwned).map((lever) => shownLever(files, lever));
}

/** The lever that closes the access, with its value. */
function proven(files: FileTexts, wanted: Scalar = 'Disabled'): string | null {
  const deployment = deploymentOfFiles(files);
  const { file, lowered } = loadedFile(files, 'main.bicep');
  const found = provenLever(
    { file, lowered, files: templateFiles(files) },
    deployment.index.program,
    deployment.leversOf(traced(deployment), path, isOwned),
    wanted,
    { resource: vaultOf(deployment), path, isWanted: (value) => value === wanted },
  );
  return found === null ? null : `${shownLever(files, found.lever)} = ${String(found.value)}`;
}

const vault = (access: string, parameters = ''): string => `${parameters}
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'v'
  properties: {
    publicNetworkAccess: ${access}
  }
}
`;

const usual = vault(
  `!empty(publicNetworkAccess) ? publicNetworkAccess : (!empty(endpoints) && empty(acls) ? 'Disabled' : null)`,
  "param publicNetworkAccess string = ''\nparam endpoints array = []\nparam acls object?",
);

test('a value that is decided in owned text stands there', () => {
  assert.equal(placed({ 'main.bicep': vault(`'Enabled'`) }), `text main.bicep: 'Enabled'`);
  assert.equal(
    placed({ 'main.bicep': `module m 'own/vault.bicep' = {}`, 'own/vault.bicep': vault(`'Enabled'`) }),
    `text own/vault.bicep: 'Enabled'`,
  );
  assert.equal(
    placed({
      'main.bicep': `module m 'restored/vault.bicep' = { params: { publicNetworkAccess: 'Enabled' } }`,
      'restored/vault.bicep': usual,
    }),
    `text main.bicep: 'Enabled'`,
  );
});

test('a value that a function only spells otherwise is decided by the text of its argument', () => {
  const lowered = vault('toLower(publicNetworkAccess)', "param publicNetworkAccess string = 'Enabled'");
  const placedIn = (folder: string, params: string): string => {
    const files = {
      'main.bicep': `module m '${folder}/vault.bicep' = { params: { ${params} } }`,
      [`${folder}/vault.bicep`]: lowered,
    };
    return placed(files);
  };
  assert.equal(placedIn('own', `publicNetworkAccess: 'Enabled'`), `text main.bicep: 'Enabled'`);
  assert.equal(placedIn('own', ''), `text own/vault.bicep: 'Enabled'`);
  assert.equal(placedIn('restored', `publicNetworkAccess: 'Enabled'`), `text main.bicep: 'Enabled'`);
  assert.equal(placedIn('restored', ''), 'call main.bicep: m');
  const json = JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    parameters: { access: { type: 'string' } },
    resources: [
      {
        type: 'Microsoft.KeyVault/vaults',
        apiVersion: '2024-11-01',
        name: 'v',
        properties: { publicNetworkAccess: "[toLower(parameters('access'))]" },
      },
    ],
  });
  const calling = {
    'main.bicep': `module m 'own/vault.json' = { params: { access: 'Enabled' } }`,
    'own/vault.json': json,
  };
  assert.equal(placed(calling), `text main.bicep: 'Enabled'`);
  const several = vault(`format('{0}', publicNetworkAccess)`, "param publicNetworkAccess string = 'Enabled'");
  assert.equal(placed({ 'main.bicep': several }), `text main.bicep: format('{0}', publicNetworkAccess)`);
});

test('an omitted value that a restored module decides stands at the call, and its parameters are the levers', () => {
  const files = { 'main.bicep': `module m 'restored/vault.bicep' = {}`, 'restored/vault.bicep': usual };
  assert.equal(placed(files), 'call main.bicep: m');
  assert.deepEqual(levers(files), [
    'publicNetworkAccess at main.bicep: m, left out',
    'endpoints at main.bicep: m, left out',
    'acls at main.bicep: m, left out',
  ]);
  assert.equal(proven(files), 'publicNetworkAccess at main.bicep: m, left out = Disabled');
});

test('an argument that lacks what the module reads is its place', () => {
  const files = {
    'main.bicep': `module m 'restored/vault.bicep' = { params: { settings: { other: 1 } } }`,
    'restored/vault.bicep': vault('settings.?access', 'param settings object'),
  };
  assert.equal(placed(files), 'argument main.bicep: { other: 1 }');
  assert.deepEqual(levers(files), [
    'settings.access at main.bicep: m, passed as main.bicep: { other: 1 }, which lacks access',
  ]);
  assert.equal(
    proven(files),
    'settings.access at main.bicep: m, passed as main.bicep: { other: 1 }, which lacks access = Disabled',
  );
});

test('an object that a restored module makes of an argument stands there', () => {
  const files = {
    'main.bicep': `module m 'restored/vault.bicep' = { params: { zone: 'z', rules: [] } }`,
    'restored/vault.bicep': `param rules array
param zone string
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'v'
  properties: { networkAcls: { ipRules: rules } }
  tags: { zone: zone }
}
`,
  };
  const deployment = deploymentOfFiles(files);
  const leaf = deployment.decidedBy(vaultOf(deployment), 'properties.networkAcls');
  assert.ok(leaf !== null);
  assert.equal(
    shownPlace(files, deployment.placeOf(leaf, 'properties.networkAcls', isOwned)),
    'argument main.bicep: []',
  );
});

test('an argument that steers the value is its place', () => {
  const files = {
    'main.bicep': `module m 'restored/vault.bicep' = { params: { isPrivate: false } }`,
    'restored/vault.bicep': vault(`isPrivate ? 'Disabled' : 'Enabled'`, 'param isPrivate bool = true'),
  };
  assert.equal(placed(files), 'argument main.bicep: false');
  assert.equal(proven(files), 'isPrivate at main.bicep: m, passed as main.bicep: false = true');
});

test('levers are followed through variables, and through calls that are not owned', () => {
  const files = {
    'main.bicep': `module m 'restored/pattern.bicep' = {}`,
    'restored/pattern.bicep': `param vaultAccess string?
var forwarded = vaultAccess ?? 'Enabled'
module inner 'vault.bicep' = { params: { publicNetworkAccess: forwarded } }`,
    'restored/vault.bicep': usual,
  };
  assert.equal(placed(files), 'call main.bicep: m');
  assert.equal(proven(files), 'vaultAccess at main.bicep: m, left out = Disabled');
});

test('levers inside of object parameters name the path, also in a variable of the caller', () => {
  const restored = vault(`rules.?access ?? 'Enabled'`, 'param rules { access: string? }?');
  const passed = {
    'main.bicep': `var own = { other: 1 }\nmodule m 'restored/vault.bicep' = { params: { rules: own } }`,
    'restored/vault.bicep': restored,
  };
  assert.equal(
    proven(passed),
    'rules.access at main.bicep: m, passed as main.bicep: { other: 1 }, which lacks access = Disabled',
  );
  const leftOut = { 'main.bicep': `module m 'restored/vault.bicep' = {}`, 'restored/vault.bicep': restored };
  assert.equal(proven(leftOut), 'rules.access at main.bicep: m, left out = Disabled');
});

test('an item of a loop over a parameter is a lever by its place in the array', () => {
  const files = {
    'main.bicep': `module m 'restored/vaults.bicep' = { params: { vaults: [ { name: 'a' } ] } }`,
    'restored/vaults.bicep': `param vaults array
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = [for one in vaults: {
  name: one.name
  properties: { publicNetworkAccess: one.?access ?? 'Enabled' }
}]
`,
  };
  assert.equal(
    proven(files),
    `vaults.0.access at main.bicep: m, passed as main.bicep: { name: 'a' }, which lacks access = Disabled`,
  );
});

test('the innermost owned call counts', () => {
  const files = {
    'main.bicep': `module m 'own/pattern.bicep' = {}`,
    'own/pattern.bicep': `module inner '../restored/vault.bicep' = {}`,
    'restored/vault.bicep': usual,
  };
  assert.equal(placed(files), 'call own/pattern.bicep: inner');
});

test('a value that nothing steers stands at the call, without lever', () => {
  const files = {
    'main.bicep': `module m 'restored/vault.bicep' = {}`,
    'restored/vault.bicep': vault(`'Enabled'`, 'param unrelated string?'),
  };
  assert.equal(placed(files), 'call main.bicep: m');
  assert.deepEqual(levers(files), []);
  assert.equal(proven(files), null);
});

test('a call that leaves the argument out in text that is not owned ends the way', () => {
  const files = {
    'main.bicep': `module m 'restored/pattern.bicep' = {}`,
    'restored/pattern.bicep': `module inner 'vault.bicep' = {}`,
    'restored/vault.bicep': usual,
  };
  assert.equal(placed(files), 'call main.bicep: m');
  assert.deepEqual(levers(files), []);
});

test('an entry that is not owned has no place', () => {
  const files = { 'restored/main.bicep': vault(`'Enabled'`) };
  const deployment = deploymentOfFiles(files);
  assert.equal(deployment.placeOf(traced(deployment), path, isOwned).kind, 'none');
});

test('a lever is proven only if it does it in every alternative', () => {
  const files = (otherwise: string): FileTexts => ({
    'main.bicep': `param open bool\nmodule m 'restored/vault.bicep' = { params: { open: open } }`,
    'restored/vault.bicep': vault(
      `open ? 'Enabled' : ${otherwise}`,
      `param open bool\nparam access string = 'Enabled'`,
    ),
  });
  assert.equal(proven(files('access')), null);
  assert.equal(proven(files(`'Disabled'`)), 'open at main.bicep: m, passed as main.bicep: open = false');
});

test('a module may translate the words that it takes into a switch', () => {
  const files = {
    'main.bicep': "module m 'restored/vault.bicep' = {}\n",
    'restored/vault.bicep': vault(
      "access == 'Disabled' ? false : true",
      "@allowed(['Enabled', 'Disabled'])\nparam access string = 'Enabled'",
    ),
  };
  assert.match(proven(files, false) ?? '', /access.* = Disabled$/);
});

/** A vault whose properties as a whole are an expression. */
const shaped = (properties: string, parameters: string): string => `${parameters}
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'v'
  properties: ${properties}
}
`;

/** The lever that closes the access of a restored module, at a call that passes these parameters. */
function provenIn(restored: string, params = ''): string | null {
  return proven({
    'main.bicep': `param given bool\nmodule m 'restored/vault.bicep' = { params: { ${params} } }`,
    'restored/vault.bicep': restored,
  });
}

const open = `{ publicNetworkAccess: 'Enabled' }`;
const closed = `{ publicNetworkAccess: 'Disabled' }`;
const isPrivate = 'isPrivate at main.bicep: m, left out = true';

test('a condition that chooses the object around the value steers it', () => {
  assert.equal(provenIn(shaped(`isPrivate ? ${closed} : ${open}`, 'param isPrivate bool = false')), isPrivate);
  const variable = `param isPrivate bool = false\nvar all = isPrivate ? ${closed} : ${open}`;
  assert.equal(provenIn(shaped('all', variable)), isPrivate);
  const inner = `param isPrivate bool = false\nvar inner = isPrivate ? { network: ${closed} } : { network: ${open} }`;
  assert.equal(provenIn(shaped('{ publicNetworkAccess: inner.network.publicNetworkAccess }', inner)), isPrivate);
});

test('a condition that chooses the object around the value in JSON', () => {
  const restored = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    parameters: { isPrivate: { type: 'bool', defaultValue: false } },
    resources: [
      {
        type: 'Microsoft.KeyVault/vaults',
        apiVersion: '2024-11-01',
        name: 'v',
        properties:
          "[if(parameters('isPrivate'), createObject('publicNetworkAccess', 'Disabled'), createObject('publicNetworkAccess', 'Enabled'))]",
      },
    ],
  };
  const files = {
    'main.bicep': `module m 'restored/vault.json' = {}`,
    'restored/vault.json': JSON.stringify(restored),
  };
  assert.equal(proven(files), isPrivate);
});

test('a condition that nobody knows, around the value', () => {
  assert.equal(
    provenIn(shaped(`isPrivate ? ${closed} : ${open}`, 'param isPrivate bool'), 'isPrivate: given'),
    'isPrivate at main.bicep: m, passed as main.bicep: given = true',
  );
  assert.equal(
    provenIn(shaped(`isOpen ? {} : ${closed}`, 'param isOpen bool'), 'isOpen: given'),
    'isOpen at main.bicep: m, passed as main.bicep: given = false',
  );
});

test('a condition that chooses an object without the value steers it', () => {
  assert.equal(provenIn(shaped(`isPrivate ? ${closed} : {}`, 'param isPrivate bool = false')), isPrivate);
  assert.equal(provenIn(shaped(`isPrivate ? ${closed} : null`, 'param isPrivate bool = false')), isPrivate);
});

test('an object that would take the place of the one around the value is a lever by its path', () => {
  const expected = 'settings.publicNetworkAccess at main.bicep: m, left out = Disabled';
  assert.equal(provenIn(shaped(`settings ?? ${open}`, 'param settings object?')), expected);
  assert.equal(provenIn(shaped(`union(${open}, settings)`, 'param settings object = {}')), expected);
  assert.equal(provenIn(shaped(`{ ...${open}, ...settings }`, 'param settings object = {}')), expected);
  assert.equal(provenIn(shaped('settings', 'param settings object = {}')), expected);
});

test('what is merged over the value under a condition steers it', () => {
  const parameters = 'param isPrivate bool = false';
  assert.equal(provenIn(shaped(`union(${open}, isPrivate ? ${closed} : {})`, parameters)), isPrivate);
  assert.equal(provenIn(shaped(`{ ...${open}, ...(isPrivate ? ${closed} : {}) }`, parameters)), isPrivate);
});

test('conditions of objects beside the value, and conditions that lead to the same, prove nothing', () => {
  const beside = `{ publicNetworkAccess: 'Enabled', sku: isPrivate ? { name: 'a' } : { name: 'b' } }`;
  assert.equal(provenIn(shaped(beside, 'param isPrivate bool = false')), null);
  assert.equal(provenIn(shaped(`isPrivate ? ${open} : ${open}`, 'param isPrivate bool = false')), null);
});

test('an item of a list is told from others, whether a part of it is secret or not', () => {
  const items = { 'without a secret': `{ name: 'v' }`, 'with one': `{ name: 'v', key: 'hunter2' }` };
  for (const [title, item] of Object.entries(items)) {
    const files = {
      'main.bicep': `module m 'restored/pattern.bicep' = { params: { vaults: [${item}] } }`,
      'restored/pattern.bicep': `type entry = {
  name: string
  access: string?
  @secure()
  key: string?
}
param vaults entry[]
module inner 'vault.bicep' = [for one in vaults: { params: { publicNetworkAccess: one.?access ?? 'Enabled' } }]`,
      'restored/vault.bicep': usual,
    };
    assert.equal(
      proven(files),
      `vaults.0.access at main.bicep: m, passed as main.bicep: ${item}, which lacks access = Disabled`,
      title,
    );
  }
});

test('a resource that a module gives out is named where the caller reads the output', () => {
  const card = 'Microsoft.Network/networkInterfaces';
  const group = 'properties.networkSecurityGroup.id';
  const where = (files: FileTexts): string => {
    const deployment = deploymentOfFiles(files);
    const key = deployment.keys.find((one) => deployment.viewOf(one)?.isType(card)) ?? '';
    const leaf = deployment.decidedBy(key, group);
    return shownPlace(files, leaf === null ? { kind: 'none' } : deployment.placeOf(leaf, group, isOwned));
  };
  const groups = "resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg' }\n";
  const nic = (id: string): string =>
    `resource nic '${card}@2024-05-01' = { name: 'nic', properties: { networkSecurityGroup: { id: ${id} } } }\n`;
  const passed = `param groupId string\n${nic('groupId')}`;
  assert.equal(where({ 'main.bicep': groups + nic('group.id') }), 'text main.bicep: group.id');
  const list = {
    'main.bicep': `module groups 'groups.bicep' = { name: 'groups' }\n${nic('groups.outputs.ids[0]')}`,
    'groups.bicep':
      "module group 'group.bicep' = [for name in ['a']: { name: name }]\noutput ids array = [for (name, index) in ['a']: group[index].outputs.id]\n",
    'group.bicep': `${groups}output id string = group.id\n`,
  };
  assert.equal(where(list), 'text main.bicep: groups.outputs.ids[0]');
  for (const made of ['groups.bicep', 'restored/groups.bicep']) {
    const module = `module groups '${made}' = { name: 'groups' }\n`;
    const own = { [made]: `${groups}output id string = group.id\n`, 'nic.bicep': passed };
    assert.equal(
      where({ 'main.bicep': module + nic('groups.outputs.id'), ...own }),
      'text main.bicep: groups.outputs.id',
    );
    const call = "module nic 'nic.bicep' = { name: 'nic', params: { groupId: groups.outputs.id } }\n";
    assert.equal(where({ 'main.bicep': module + call, ...own }), 'text main.bicep: groups.outputs.id');
  }
  assert.equal(
    where({
      'main.json': armTemplate({
        resources: [
          innerDeployment('groups', {
            resources: [{ type: 'Microsoft.Network/networkSecurityGroups', apiVersion: '2024-05-01', name: 'nsg' }],
            outputs: {
              id: { type: 'string', value: "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]" },
            },
          }),
          {
            type: card,
            apiVersion: '2024-05-01',
            name: 'nic',
            properties: { networkSecurityGroup: { id: "[reference('groups').outputs.id.value]" } },
          },
        ],
      }),
    }),
    "text main.json: reference('groups').outputs.id.value",
  );
});
