import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOfFiles, type FileTexts, loadedFile } from '../../../test/template-files.ts';
import { runAlternatives } from './alternatives.ts';
import type { EvaluatedDeployment } from './build.ts';
import type { Giver } from './givers.ts';
import type { IsOwned } from './levers.ts';

const everyFile: IsOwned = () => true;
const notRestored: IsOwned = (file) => !file.startsWith('restored/');

const rule = 'Microsoft.Network/networkSecurityGroups/securityRules';
const card = 'Microsoft.Network/networkInterfaces';
const address = 'properties.ipConfigurations.0.properties.publicIPAddress';

function shown(files: FileTexts, found: Giver | null): string | null {
  if (found === null) return null;
  const { file, node } = found.node;
  const { start, end } = loadedFile(files, file).lowered.spans.spanOf(node);
  return `${file}: ${String(files[file]).slice(start, end)} (${found.parameter === null ? '' : [found.parameter, ...found.path].join('.')})`;
}

function lastOf(deployment: EvaluatedDeployment, type: string): string {
  const key = deployment.keys.findLast((one) => deployment.viewOf(one)?.isType(type));
  assert.ok(key !== undefined);
  return key;
}

/** The text that asks for the value at a path of the last resource of a type, with the parameter; null if none does. */
function asker(files: FileTexts, isOwned = everyFile, path = address, type = card): string | null {
  const deployment = deploymentOfFiles(files);
  const key = lastOf(deployment, type);
  for (const outcome of runAlternatives(deployment.run, () => {
    const leaf = deployment.decidedBy(key, path);
    return leaf && leaf.value !== null ? deployment.askerOf(leaf, isOwned) : null;
  }))
    if (outcome.kind === 'decided' && outcome.value !== null) return shown(files, outcome.value);
  return null;
}

/** The text that asks for the last resource of a type. */
function maker(files: FileTexts, type: string, isOwned = everyFile): string | null {
  const deployment = deploymentOfFiles(files);
  return shown(files, deployment.makerOf(lastOf(deployment, type), null, isOwned));
}

/** A module of an interface, whose public address is an expression over its parameters. */
const interfaceOf = (publicAddress: string, parameters: string): string => `${parameters}
resource card '${card}@2024-05-01' = {
  name: 'nic'
  properties: { ipConfigurations: [{ name: 'ip', properties: { publicIPAddress: ${publicAddress} } }] }
}
`;

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/** The same in JSON. */
const interfaceInJson = (publicAddress: string, parameters: Readonly<Record<string, object>>): string =>
  JSON.stringify({
    $schema: schema,
    contentVersion: '1.0.0.0',
    parameters,
    resources: [
      {
        type: card,
        apiVersion: '2024-05-01',
        name: 'nic',
        properties: { ipConfigurations: [{ name: 'ip', properties: { publicIPAddress: publicAddress } }] },
      },
    ],
  });

const called = (params: string, module: string, path = 'nic.bicep', before = ''): FileTexts => ({
  'main.bicep': `${before}\nmodule nic '${path}' = { params: { ${params} } }\n`,
  [path]: module,
});

test('a value that a module has if it is given something is asked for by the argument', () => {
  const parameters = 'param publicIp string?\nparam isPublic bool = false\nparam pip object = {}';
  const ask = (publicAddress: string, params: string): string | null =>
    asker(called(params, interfaceOf(publicAddress, parameters)));
  assert.equal(ask('!empty(publicIp) ? { id: publicIp } : null', `publicIp: '/pip'`), `main.bicep: '/pip' (publicIp)`);
  assert.equal(ask('publicIp != null ? { id: publicIp } : {}', `publicIp: '/pip'`), `main.bicep: '/pip' (publicIp)`);
  assert.equal(ask('empty(publicIp) ? null : { id: publicIp }', `publicIp: '/pip'`), `main.bicep: '/pip' (publicIp)`);
  assert.equal(ask(`isPublic ? { id: '/own' } : null`, 'isPublic: true'), 'main.bicep: true (isPublic)');
  assert.equal(ask(`contains(pip, 'id') ? { id: pip.id } : null`, `pip: { id: '/p' }`), `main.bicep: '/p' (pip.id)`);
  assert.equal(
    ask(`!empty(pip.?settings) ? { id: '/own' } : null`, `pip: { settings: { name: 'a', sku: 'Standard' } }`),
    'main.bicep: settings (pip.settings)',
  );
});

test('the same in JSON', () => {
  const type = { type: 'string', defaultValue: '' };
  const of = (publicAddress: string, params: string): string | null =>
    asker(
      called(
        params,
        interfaceInJson(publicAddress, { publicIp: type, pip: { type: 'object', defaultValue: {} } }),
        'nic.json',
      ),
    );
  assert.equal(
    of(`[if(empty(parameters('publicIp')), null(), createObject('id', parameters('publicIp')))]`, `publicIp: '/pip'`),
    `main.bicep: '/pip' (publicIp)`,
  );
  assert.equal(
    of(`[if(contains(parameters('pip'), 'id'), createObject('id', '/own'), json('null'))]`, `pip: { id: '/p' }`),
    `main.bicep: '/p' (pip.id)`,
  );
});

test('what the module decides alone nobody asks for', () => {
  const parameters = `param publicIp string = '/default'\nparam isPublic bool = true\nparam sku string = 'Basic'`;
  const ask = (publicAddress: string, params: string): string | null =>
    asker(called(params, interfaceOf(publicAddress, parameters)));
  assert.equal(ask(`!empty(publicIp) ? { id: publicIp } : null`, ''), null);
  assert.equal(ask(`isPublic ? { id: '/own' } : null`, ''), null);
  assert.equal(ask(`{ id: publicIp }`, `publicIp: '/pip'`), null);
  // Both sides have one: which of them is there is the module's own matter.
  assert.equal(ask(`isPublic ? { id: '/a' } : { id: '/b' }`, 'isPublic: true'), null);
  // A kind isn't asked for the sake of the address.
  assert.equal(ask(`sku == 'Standard' ? { id: '/own' } : null`, `sku: 'Standard'`), null);
  assert.equal(asker({ 'main.bicep': interfaceOf(`isPublic ? { id: '/own' } : null`, parameters) }), null);
});

test('a word or a number is decided by its text, whatever asks for it', () => {
  const module = `param farm string?
resource card '${card}@2024-05-01' = { name: 'nic', properties: { access: !empty(farm) ? 'Enabled' : null } }
`;
  assert.equal(asker(called(`farm: '/farm'`, module), everyFile, 'properties.access'), null);
});

test('a value that a caller hands over is decided by its own text', () => {
  const files = called(
    `publicIp: { id: '/pip' }`,
    interfaceOf('!empty(publicIp) ? publicIp : null', 'param publicIp object?'),
  );
  assert.equal(asker(files), null);
});

test('a value that is merged into an object', () => {
  const merged = (properties: string): string => `param publicIp string?
resource card '${card}@2024-05-01' = {
  name: 'nic'
  properties: { ipConfigurations: [{ name: 'ip', properties: ${properties} }] }
}
`;
  const union = `union({ primary: true }, !empty(publicIp) ? { publicIPAddress: { id: publicIp } } : {})`;
  assert.equal(asker(called(`publicIp: '/pip'`, merged(union))), `main.bicep: '/pip' (publicIp)`);
  const spread = `{ primary: true, ...(publicIp != null ? { publicIPAddress: { id: publicIp } } : {}) }`;
  assert.equal(asker(called(`publicIp: '/pip'`, merged(spread))), `main.bicep: '/pip' (publicIp)`);
});

/** Machines that make interfaces of what they are given, as patterns do it: the addresses are named by what the machine's caller writes. */
const machine: FileTexts = {
  'main.bicep': `module vm 'restored/vm.bicep' = {
  params: {
    cards: [{ configurations: [{ name: 'first' }, { name: 'second', pip: { suffix: '-pip', zones: [1] } }] }]
  }
}
`,
  'restored/vm.bicep': `param cards array
module nics 'cards.bicep' = [for each in cards: { params: { configurations: each.configurations } }]
`,
  'restored/cards.bicep': `param configurations array
module nic 'nic.bicep' = {
  params: {
    configurations: [for one in configurations: {
      name: one.name
      publicIp: !empty(one.?pip) ? (contains(one.?pip ?? {}, 'id') ? one.pip.id : resourceId('Microsoft.Network/publicIPAddresses', one.pip.suffix)) : null
    }]
  }
}
`,
  'restored/nic.bicep': `param configurations array
resource card '${card}@2024-05-01' = {
  name: 'nic'
  properties: {
    ipConfigurations: [for (one, index) in configurations: {
      name: one.name
      properties: {
        publicIPAddress: contains(one, 'publicIp') ? (one.?publicIp != null ? { id: one.?publicIp } : null) : null
      }
    }]
  }
}
`,
};

test('what is asked for through several modules and loops is asked for by the outermost', () => {
  const expected = 'main.bicep: pip (cards.0.configurations.1.pip)';
  const second = address.replace('.0.', '.1.');
  assert.equal(asker(machine, everyFile, second), expected);
  assert.equal(asker(machine, notRestored, second), expected);
  assert.equal(asker(machine, everyFile, address), null);
});

test("an element of what a restored pattern passes on is named by the pattern's parameter, also one of its properties", () => {
  const rules = `param rules array
resource each '${rule}@2024-05-01' = [for one in rules: { name: 'nsg/\${one.name}' }]
`;
  const files = (argument: string, loop: string): FileTexts => ({
    ...called(
      argument,
      `param groups ${loop.includes('items') ? 'object' : 'array'}\n${loop}`,
      'restored/pattern.bicep',
    ),
    'restored/nsg.bicep': rules,
  });
  const group = `{ rules: [{ name: 'a' }] }`;
  const shownAt = (argument: string, loop: string): string | null => maker(files(argument, loop), rule, notRestored);
  assert.equal(
    shownAt(`groups: [${group}]`, `module nsg 'nsg.bicep' = [for one in groups: { params: { rules: one.rules } }]`),
    `main.bicep: 'a' (groups.0.rules.0)`,
  );
  assert.equal(
    shownAt(
      `groups: { web: ${group} }`,
      `module nsg 'nsg.bicep' = [for one in items(groups): { params: { rules: one.value.rules } }]`,
    ),
    `main.bicep: 'a' (groups.web.rules.0)`,
  );
  // Which parameter the group comes from isn't said where it went through a function.
  assert.equal(
    shownAt(
      `groups: [${group}]`,
      `module nsg 'nsg.bicep' = { params: { rules: flatten(map(groups, (one) => one.rules)) } }`,
    ),
    `main.bicep: 'a' ()`,
  );
});

test('the outermost owned text counts', () => {
  const files = {
    ...machine,
    'restored/main.bicep': String(machine['main.bicep']).replace('restored/', ''),
    'main.bicep': `module pattern 'restored/main.bicep' = {}\n`,
  };
  assert.equal(asker(files, notRestored, address.replace('.0.', '.1.')), null);
});

test('a resource of a loop is there for the element of the list', () => {
  const module = `param rules array
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg' }
resource each '${rule}@2024-05-01' = [for rule in rules: {
  parent: group
  name: rule.name
  properties: rule.properties
}]
`;
  const params = `rules: [{ name: 'first', properties: {} }, { name: 'last', properties: {} }]`;
  for (const isOwned of [everyFile, notRestored])
    assert.equal(maker(called(params, module, 'restored/nsg.bicep'), rule, isOwned), `main.bicep: 'last' (rules.1)`);
  assert.equal(maker({ 'main.bicep': module.replace('array', `array = [{ name: 'a' }]`) }, rule), null);
});

test('the same in JSON, by number', () => {
  const json = JSON.stringify({
    $schema: schema,
    contentVersion: '1.0.0.0',
    parameters: { rules: { type: 'array' } },
    resources: [
      {
        type: rule,
        apiVersion: '2024-05-01',
        name: `[format('nsg/{0}', parameters('rules')[copyIndex()].name)]`,
        copy: { name: 'each', count: `[length(parameters('rules'))]` },
        properties: {},
      },
    ],
  });
  const files = called(`rules: [{ name: 'first' }, { name: 'last' }]`, json, 'restored/nsg.json');
  assert.equal(maker(files, rule, notRestored), `main.bicep: 'last' (rules.1)`);
});

test('a child resource that a restored module declares if it is asked to', () => {
  const module = (type: string): string => `param pip object?
resource thing '${type}@2024-05-01' = if (!empty(pip)) { name: '${type === rule ? 'nsg/rdp' : 'nic'}' }
`;
  const files = (type: string): FileTexts =>
    called(`pip: { sku: 'Standard', tier: 'Global' }`, module(type), 'restored/nic.bicep');
  assert.equal(maker(files(rule), rule, notRestored), 'main.bicep: pip (pip)');
  // In a module of the author its own text is the place.
  assert.equal(maker(files(rule), rule, everyFile), null);
  // A switch that brings a whole resource, and with it others, isn't what is wrong with the resource.
  assert.equal(maker(files(card), card, notRestored), null);
});

test('a resource of a module that a restored module calls if it is asked to', () => {
  const files = (others = ''): FileTexts => ({
    ...called(
      'count: 1, isOpen: true',
      `param isOpen bool\nmodule rdp 'rule.bicep' = if (isOpen) {}\n`,
      'restored/nsg.bicep',
    ),
    'restored/rule.bicep': `resource each '${rule}@2024-05-01' = { name: 'nsg/rdp' }\n${others}`,
  });
  assert.equal(maker(files(), rule, notRestored), 'main.bicep: true (isOpen)');
  // A switch for more than that says little about it.
  assert.equal(maker(files(`resource other '${card}@2024-05-01' = { name: 'nic' }\n`), rule, notRestored), null);
});

test('an element of a list that a restored module adds if it is asked to, or makes of an element that it is given', () => {
  const group = (list: string): string => `param rules array = []
param isOpen bool = false
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: { securityRules: ${list} }
}
`;
  const added = (list: string, params: string, isOwned = notRestored): string | null =>
    maker(called(params, group(list), 'restored/nsg.bicep'), rule, isOwned);
  const rdp = `{ name: 'rdp', properties: { destinationPortRange: '3389' } }`;
  const expected = 'main.bicep: true (isOpen)';
  assert.equal(added(`concat([{ name: 'a' }], isOpen ? [${rdp}] : [])`, 'isOpen: true'), expected);
  assert.equal(added(`[{ name: 'a' }, ...(isOpen ? [${rdp}] : [])]`, 'isOpen: true'), expected);
  assert.equal(added(`isOpen ? [${rdp}] : []`, 'isOpen: true'), expected);
  assert.equal(added(`isOpen ? [${rdp}] : []`, 'isOpen: true', everyFile), null);
  assert.equal(added(`[${rdp}]`, 'isOpen: true'), null);
  assert.equal(
    added(`[for one in rules: { name: one.name }]`, `rules: [{ name: 'a' }, { name: 'b' }]`),
    `main.bicep: 'b' (rules.1)`,
  );
});

test('what lies around a value in a restored module', () => {
  const files = called(
    `cards: [{ name: 'a' }, { name: 'b' }]`,
    `param cards array
resource card '${card}@2024-05-01' = {
  name: 'nic'
  properties: { ipConfigurations: [for one in cards: { name: one.name, properties: { publicIPAddress: { id: '/own' } } }] }
}
`,
    'restored/nic.bicep',
  );
  const deployment = deploymentOfFiles(files);
  const key = lastOf(deployment, card);
  const leaf = deployment.decidedBy(key, address);
  assert.equal(shown(files, deployment.makerOf(key, leaf, notRestored)), `main.bicep: 'a' (cards.0)`);
});
