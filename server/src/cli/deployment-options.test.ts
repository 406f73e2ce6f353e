/** What the commands that look at deployments are told by --config, --parameters and --registry-cache, which all of them understand alike. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { commandsIn, folderWith } from '../../../test/command-line.ts';

const network = `param prefix string
param name string = 'blue'
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  properties: {
    addressSpace: { addressPrefixes: [ '10.0.0.0/16' ] }
    subnets: [
      { name: name, properties: { addressPrefix: prefix, defaultOutboundAccess: false } }
      { name: 'green', properties: { addressPrefix: '10.0.9.0/24', defaultOutboundAccess: false } }
    ]
  }
}
`;
const call = `param prefix string
module inner 'br/public:avm/net:1.0.0' = {
  name: 'inner'
  params: { prefix: prefix }
}
`;
const files = {
  'main.bicep': network,
  'call.bicep': call,
  'one.bicepparam': "using 'main.bicep'\nparam prefix = '10.0.1.0/24'\nparam name = 'red'\n",
  'call.bicepparam': "using 'call.bicep'\nparam prefix = '10.0.1.0/24'\n",
  'cache/br/mcr.microsoft.com/bicep$avm$net/1.0.0$/main.json': JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { prefix: { type: 'string' } },
    resources: [
      {
        type: 'Microsoft.Network/virtualNetworks',
        apiVersion: '2024-05-01',
        name: 'vnet',
        properties: {
          addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
          subnets: ['red', 'green'].map((name, at) => ({
            name,
            properties: {
              addressPrefix: at === 0 ? "[parameters('prefix')]" : '10.0.9.0/24',
              defaultOutboundAccess: false,
            },
          })),
        },
      },
    ],
  }),
  'tiers.json': '{ "tiers": { "data": { "subnets": ["red"] } } }',
  'broken.json': '{ "tiers": 1 }',
};

/** A command line in a folder with the files, which is removed after the test. */
function runIn(context: TestContext) {
  return commandsIn(folderWith(context, files));
}

const ends = ['--from', 'red', '--to', 'green'];

test('a parameter file gives values to each command', (context) => {
  const run = runIn(context);
  const given = ['main.bicep', '--parameters', 'one.bicepparam'];
  assert.match(run('evaluate', ...given).output, /red/);
  assert.match(run('reach', ...given, ...ends).output, /^red reaches green/);
  const { output, errors, code } = run('topology', ...given);
  assert.match(output, / red {2}Microsoft/);
  assert.deepEqual([errors, code], [[], 0]);
  assert.doesNotMatch(run('topology', 'main.bicep').output, / red {2}Microsoft/);
});

test('a folder of restored modules is read by each command', (context) => {
  const run = runIn(context);
  const given = ['call.bicep', '--parameters', 'call.bicepparam', '--registry-cache', 'cache'];
  assert.match(run('evaluate', ...given).output, /red/);
  assert.match(run('reach', ...given, ...ends).output, /^red reaches green/);
  assert.match(run('topology', ...given).output, / red {2}Microsoft/);
});

test('a configuration file that is named says which tier a subnet is in', (context) => {
  const run = runIn(context);
  const given = ['main.bicep', '--parameters', 'one.bicepparam'];
  assert.doesNotMatch(run('topology', ...given).output, /^ {2}.*\bdata\b/m);
  assert.match(run('topology', ...given, '--config', 'tiers.json').output, /^ {2}data /m);
  assert.equal(run('reach', ...given, ...ends, '--config', 'tiers.json').code, 0);
});

test('what is named and not there, or broken, is one line', (context) => {
  const run = runIn(context);
  for (const [command, ...more] of [['check'], ['evaluate'], ['reach', ...ends], ['topology']] as const) {
    const name = command ?? '';
    for (const [option, value, message] of [
      ['--config', 'none.json', /^zero-trust: cannot read none\.json: no such file or folder$/],
      ['--config', 'broken.json', /^zero-trust: broken\.json:1:\d+: /],
      ['--parameters', 'none.bicepparam', /^zero-trust: cannot read none\.bicepparam: no such file or folder$/],
      ['--registry-cache', 'none', /^zero-trust: --registry-cache none is no folder$/],
    ] as const) {
      const { code, errors, output } = run(name, 'main.bicep', ...more, option, value);
      assert.deepEqual([code, errors.length, output], [2, 1, ''], `${name} ${option} ${value}`);
      assert.match(errors[0] ?? '', message);
    }
  }
});
