/** Resources that a template of a subscription lacks: a module in a new file declares them. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileRepairs } from '../../../test/file-repairs.ts';
import { networkOfSubnets } from '../../../test/landing-zone-fixture.ts';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import { denyAllInboundLines } from '../../../test/repair-plans.ts';
import { createEngine } from './engine.ts';
import { repairFiles } from './repair-files.ts';

const network = `param name string
param location string = resourceGroup().location
${networkOfSubnets.replace("'vnet'", 'name').replace('location: resourceGroup().location', 'location: location')}`;

/** A template of a subscription that calls the network. */
function templateOf({ header = '= {', location = '' } = {}): string {
  return `targetScope = 'subscription'

param name string

resource rg 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg'
  location: 'westeurope'
}

module network 'network.bicep' ${header}
  scope: rg
  params: {
    name: 'vnet-\${name}'${location}
    subnets: [
      {
        name: 'web'
        prefix: '10.0.0.0/24'
      }
    ]
  }
}
`;
}

const moduleText = `@description('Name of the network security group.')
param name string

@description('Location of the network security group.')
param location string = resourceGroup().location

@description('Tags of the network security group.')
param tags object = {}

@description('Security rules of the network security group.')
param securityRules array

resource networkSecurityGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    securityRules: securityRules
  }
}

@description('Resource id of the network security group.')
output id string = networkSecurityGroup.id
`;

const denyInbound = denyAllInboundLines.map((line) => `      ${line}\n`).join('');
const denyOutbound = denyInbound.replaceAll('Inbound', 'Outbound').replace('inbound', 'outbound');

function callText(module: string, location = ''): string {
  return `
module webNsg '${module}' = {
  name: 'webNsg'
  scope: rg
  params: {
    name: 'vnet-\${name}-web-nsg'${location}
    securityRules: [
${denyInbound}${denyOutbound}    ]
  }
}
`;
}

function withGroup(template: string, id: string): string {
  return template.replace("prefix: '10.0.0.0/24'\n", `prefix: '10.0.0.0/24'\n        group: ${id}\n`);
}

/** What the first repair of the subnet's finding makes of the files; null if there is no repair. */
function repaired(files: Readonly<Record<string, string>>) {
  return fileRepairs(files, 'main.bicep', 'subnet-without-nsg')[0] ?? null;
}

suite('a resource that a template of a subscription lacks', () => {
  const files = { 'main.bicep': templateOf(), 'network.bicep': network };

  test('is declared by a module in a new file, called with the resource group of the network', () => {
    const made = repaired(files);
    assert.deepEqual(made?.files, {
      'main.bicep': withGroup(templateOf(), 'webNsg.outputs.id') + callText('network-security-group.bicep'),
      'network-security-group.bicep': moduleText,
    });
    assert.match(made?.title ?? '', /; the new file network-security-group\.bicep declares it/);
  });

  test('takes the location of the call, and its condition, under which its id may be read', () => {
    const template = templateOf({ header: '= if (!empty(name)) {', location: "\n    location: 'northeurope'" });
    const made = repaired({ ...files, 'main.bicep': template });
    assert.deepEqual(
      made?.files['main.bicep'],
      withGroup(template, 'webNsg!.outputs.id') +
        callText('network-security-group.bicep', "\n    location: 'northeurope'").replace(
          '= {',
          '= if (!empty(name)) {',
        ),
    );
  });

  test('is written with the indentation of the template', () => {
    const styled = (text: string): string => text.replaceAll('  ', '\t');
    const made = repaired({ 'main.bicep': styled(templateOf()), 'network.bicep': network });
    assert.deepEqual(made?.files, {
      'main.bicep': styled(withGroup(templateOf(), 'webNsg.outputs.id') + callText('network-security-group.bicep')),
      'network-security-group.bicep': styled(moduleText),
    });
  });

  test('uses the module that an earlier repair made', () => {
    const made = repaired({ ...files, 'network-security-group.bicep': moduleText });
    assert.deepEqual(Object.keys(made?.files ?? {}), ['main.bicep']);
    assert.match(made?.title ?? '', /; network-security-group\.bicep declares it/);
  });

  test('stands in a file of another name where that name is taken, and nowhere if both are', () => {
    const taken = { ...files, 'network-security-group.bicep': 'param other string\n' };
    assert.deepEqual(repaired(taken)?.files, {
      'main.bicep': withGroup(templateOf(), 'webNsg.outputs.id') + callText('web-nsg.bicep'),
      'web-nsg.bicep': moduleText,
    });
    assert.equal(repaired({ ...taken, 'web-nsg.bicep': '' }), null);
  });

  test('is not declared for a network whose scope differs from turn to turn, or that has none', () => {
    const looped = templateOf({ header: "= [for group in ['a', 'b']: {" })
      .replace('scope: rg', 'scope: resourceGroup(group)')
      .replace(/\n\}\n$/, '\n}]\n');
    assert.equal(repaired({ ...files, 'main.bicep': looped }), null);
    // Bicep complains of it by itself.
    assert.equal(repaired({ ...files, 'main.bicep': templateOf().replace('  scope: rg\n', '') }), null);
  });
});

test('repairs of several subnets share the module that the first one makes, and a second run finds nothing to do', () => {
  const template = templateOf().replace(
    '    ]\n',
    "      {\n        name: 'app'\n        prefix: '10.0.1.0/24'\n      }\n    ]\n",
  );
  const { workspace, file, write } = memoryWorkspace({ 'main.bicep': template, 'network.bicep': network });
  const order = () =>
    repairFiles({
      engine: createEngine(),
      files: [file('main.bicep'), file('network.bicep')],
      configurationOf: () => ({ rules: {} }),
      workspace,
      kinds: ['safe', 'review'],
      ruleId: 'subnet-without-nsg',
      obstacleOf: () => null,
    });
  const { edits, texts } = order();
  assert.deepEqual(
    edits.map(({ path, creates = false }) => [path, creates]),
    [
      ['main.bicep', false],
      ['network-security-group.bicep', true],
    ],
  );
  assert.equal(texts.get('network-security-group.bicep'), moduleText);
  assert.deepEqual(texts.get('main.bicep')?.match(/^module \w+Nsg/gm), ['module webNsg', 'module appNsg']);
  assert.match(texts.get('main.bicep') ?? '', /group: webNsg\.outputs\.id\n[\s\S]*group: appNsg\.outputs\.id\n/);
  for (const [path, text] of texts) write(path, text);
  assert.deepEqual(order().edits, []);
});
