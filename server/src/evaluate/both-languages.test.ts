/** The same template in Bicep and as its compiler writes it in JSON means the same. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { armTemplate, innerDeployment, programFrom, shownProgram } from '../../../test/both-languages.ts';

function assertSame(
  bicep: string,
  json: Readonly<Record<string, unknown>>,
  expected: readonly string[],
  others: Readonly<Record<string, string>> = {},
): void {
  assert.deepEqual(shownProgram(programFrom(bicep, others)), expected, 'Bicep');
  assert.deepEqual(shownProgram(programFrom(armTemplate(json))), expected, 'JSON');
}

const groups = 'Microsoft.Network/networkSecurityGroups';

suite('a loop that counts the elements of an array', () => {
  const copied = (array: string) => [
    {
      type: groups,
      apiVersion: '2024-05-01',
      name: `[${array}[copyIndex()].name]`,
      copy: { name: 'nsgs', count: `[length(${array})]` },
    },
  ];

  test('has the conditions of the elements', () => {
    assertSame(
      `param more bool
resource nsgs '${groups}@2024-05-01' = [for nsg in concat([{ name: 'a' }], more ? [{ name: 'b' }] : []): { name: nsg.name }]
`,
      {
        parameters: { more: { type: 'bool' } },
        resources: copied(
          `concat(createArray(createObject('name', 'a')), if(parameters('more'), createArray(createObject('name', 'b')), createArray()))`,
        ),
      },
      [`${groups} 'a'`, `${groups} 'b' if parameter more`],
    );
  });

  test('over an unknown array is one turn for all of them', () => {
    assertSame(
      `param list array\nresource nsgs '${groups}@2024-05-01' = [for nsg in list: { name: nsg.name }]\n`,
      { parameters: { list: { type: 'array' } }, resources: copied(`parameters('list')`) },
      [`${groups} <an item of parameter list.name> if not whether parameter list is empty`],
    );
  });

  test('of a property, of an output and inside of another', () => {
    assertSame(
      `param list array = [{ n: 'a', zones: [1, 2] }]
output out array = [for (item, i) in list: { z: [for z in item.zones: z], n: '\${item.n}\${i}' }]
`,
      {
        parameters: { list: { type: 'array', defaultValue: [{ n: 'a', zones: [1, 2] }] } },
        outputs: {
          out: {
            type: 'array',
            copy: {
              count: `[length(parameters('list'))]`,
              input: {
                copy: [
                  {
                    name: 'z',
                    count: `[length(parameters('list')[copyIndex()].zones)]`,
                    input: `[parameters('list')[copyIndex()].zones[copyIndex('z')]]`,
                  },
                ],
                n: `[format('{0}{1}', parameters('list')[copyIndex()].n, copyIndex())]`,
              },
            },
          },
        },
      },
      [`out = [{ z: [1, 2], n: 'a0' }]`],
    );
  });

  test('may count the letters of a text, or the properties of an object', () => {
    const of = (value: unknown) =>
      shownProgram(
        programFrom(
          armTemplate({
            parameters: { p: { type: 'string', defaultValue: value } },
            outputs: { out: { copy: { count: `[length(parameters('p'))]`, input: '[copyIndex(1)]' } } },
          }),
        ),
      );
    assert.deepEqual(of('ab'), ['out = [1, 2]']);
    assert.deepEqual(of({ a: 1, b: 2, c: 3 }), ['out = [1, 2, 3]']);
    assert.deepEqual(of([7]), ['out = [1]']);
  });

  test('means another array by another text', () => {
    const json = {
      parameters: {
        p: { type: 'array', defaultValue: ['a', 'b'] },
        q: { type: 'array', defaultValue: ['c', 'd', 'e'] },
      },
      outputs: {
        out: {
          copy: {
            count: `[length(parameters('p'))]`,
            input: `[concat(parameters('q')[copyIndex()], parameters('p')[copyIndex()], parameters('q')[copyIndex(1)])]`,
          },
        },
      },
    };
    assert.deepEqual(shownProgram(programFrom(armTemplate(json))), [`out = ['cad', 'dbe']`]);
  });
});

suite('what is read safely of something conditional', () => {
  const name = { outputs: { name: { type: 'string', value: 'kv' } } };
  const file = { 'kv.bicep': `output name string = 'kv'\n` };

  test('is null where the module is not deployed', () => {
    assertSame(
      `param deployIt bool
module vault 'kv.bicep' = if (deployIt) { name: 'kv' }
module never 'kv.bicep' = if (false) { name: 'never' }
output name string? = vault.?outputs.?name
output nothing string? = never.?outputs.?name
`,
      {
        languageVersion: '2.0',
        parameters: { deployIt: { type: 'bool' } },
        resources: {
          vault: innerDeployment('kv', name, { condition: `[parameters('deployIt')]` }),
          never: innerDeployment('never', name, { condition: '[false()]' }),
        },
        outputs: {
          name: {
            value: `[tryGet(tryGet(tryGet(if(parameters('deployIt'), reference('vault'), null()), 'outputs'), 'name'), 'value')]`,
          },
          nothing: {
            value: `[tryGet(tryGet(tryGet(if(false(), reference('never'), null()), 'outputs'), 'name'), 'value')]`,
          },
        },
      },
      [`name = (parameter deployIt ? 'kv' : null)`, 'nothing = null'],
      file,
    );
  });

  test('is null where the resource is not deployed', () => {
    assertSame(
      `param deployIt bool
resource nsg '${groups}@2024-05-01' = if (deployIt) { name: 'nsg', tags: { a: 'b' } }
output tags object? = nsg.?tags
output id string = nsg.id
`,
      {
        languageVersion: '2.0',
        parameters: { deployIt: { type: 'bool' } },
        resources: {
          nsg: {
            type: groups,
            apiVersion: '2024-05-01',
            condition: `[parameters('deployIt')]`,
            name: 'nsg',
            tags: { a: 'b' },
          },
        },
        outputs: {
          tags: {
            value: `[tryGet(if(parameters('deployIt'), reference('nsg', '2024-05-01', 'full'), null()), 'tags')]`,
          },
          id: { value: `[resourceInfo('nsg').id]` },
        },
      },
      [`${groups} 'nsg' if <parameter deployIt>`, `tags = (parameter deployIt ? { a: 'b' } : null)`, 'id = <nsg.id>'],
    );
  });

  test('stays as it is for what is deployed always', () => {
    assertSame(
      `module vault 'kv.bicep' = { name: 'kv' }\noutput name string? = vault.?outputs.?name\n`,
      {
        languageVersion: '2.0',
        resources: { vault: innerDeployment('kv', name) },
        outputs: { name: { value: `[tryGet(tryGet(tryGet(reference('vault'), 'outputs'), 'name'), 'value')]` } },
      },
      [`name = 'kv'`],
      file,
    );
  });
});

suite('what a resource does not declare', () => {
  const accounts = 'Microsoft.Storage/storageAccounts';

  test('is what Azure gives: unknown, and not surely null', () => {
    assertSame(
      `resource sa '${accounts}@2024-01-01' = {
  name: 'sa'
  properties: { networkAcls: { bypass: 'None' } }
}
output blob string = sa.properties.primaryEndpoints.blob
output access string = sa.properties.?publicNetworkAccess ?? 'Enabled'
output action string? = sa.properties.networkAcls.?defaultAction
output bypass string = sa.properties.networkAcls.bypass
output either string? = sa.properties.networkAcls.?bypass
`,
      {
        languageVersion: '2.0',
        resources: {
          sa: {
            type: accounts,
            apiVersion: '2024-01-01',
            name: 'sa',
            properties: { networkAcls: { bypass: 'None' } },
          },
        },
        outputs: {
          blob: { value: `[reference('sa').primaryEndpoints.blob]` },
          access: { value: `[coalesce(tryGet(reference('sa'), 'publicNetworkAccess'), 'Enabled')]` },
          action: { value: `[tryGet(reference('sa').networkAcls, 'defaultAction')]` },
          bypass: { value: `[reference('sa').networkAcls.bypass]` },
          either: { value: `[tryGet(reference('sa').networkAcls, 'bypass')]` },
        },
      },
      [
        `${accounts} 'sa'`,
        'blob = <sa.properties.primaryEndpoints.blob>',
        `access = (sa.properties.publicNetworkAccess == null ? 'Enabled' : <sa.properties.publicNetworkAccess>)`,
        'action = <sa.properties.networkAcls.defaultAction>',
        `bypass = 'None'`,
        `either = 'None'`,
      ],
    );
  });

  test('is no affair of objects that are not read of a resource', () => {
    assertSame(
      `var settings = { a: 1 }
resource sa '${accounts}@2024-01-01' = { name: 'sa', properties: settings }
output b string? = settings.?b
`,
      {
        languageVersion: '2.0',
        variables: { settings: { a: 1 } },
        resources: {
          sa: { type: accounts, apiVersion: '2024-01-01', name: 'sa', properties: `[variables('settings')]` },
        },
        outputs: { b: { value: `[tryGet(variables('settings'), 'b')]` } },
      },
      [`${accounts} 'sa'`, 'b = null'],
    );
  });
});

test('an argument of JSON may be an expression that gives the wrapper', () => {
  const inner = {
    parameters: { p: { type: 'string', nullable: true } },
    outputs: { p: { value: `[parameters('p')]` } },
  };
  assertSame(
    `param on bool\nmodule m 'm.bicep' = { name: 'm', params: { p: on ? 'x' : null } }\noutput p string? = m.outputs.p\n`,
    {
      languageVersion: '2.0',
      parameters: { on: { type: 'bool' } },
      resources: {
        m: innerDeployment('m', inner, {
          parameters: { p: `[if(parameters('on'), createObject('value', 'x'), createObject('value', null()))]` },
        }),
      },
      outputs: { p: { value: `[reference('m').outputs.p.value]` } },
    },
    [`p = (parameter on ? 'x' : null)`],
    { 'm.bicep': 'param p string?\noutput p string? = p\n' },
  );
});

test('the condition of a resource is one of those nested in it in Bicep, and not in JSON', () => {
  const nested = `resource server 'Microsoft.Sql/servers@2023-08-01' = if (false) {
  name: 'sql'
  resource rule 'firewallRules' = { name: 'all' }
}
`;
  assert.deepEqual(shownProgram(programFrom(nested)), [
    "Microsoft.Sql/servers 'sql' if false",
    "Microsoft.Sql/servers/firewallRules 'all' if false",
  ]);
  const json = JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [
      {
        condition: false,
        type: 'Microsoft.Sql/servers',
        apiVersion: '2023-08-01',
        name: 'sql',
        resources: [
          { type: 'firewallRules', apiVersion: '2023-08-01', name: 'all' },
          { condition: true, type: 'firewallRules', apiVersion: '2023-08-01', name: 'some' },
        ],
      },
    ],
  });
  assert.deepEqual(shownProgram(programFrom(json)), [
    "Microsoft.Sql/servers 'sql' if false",
    "Microsoft.Sql/servers/firewallRules 'all'",
    "Microsoft.Sql/servers/firewallRules 'some' if true",
  ]);
});
