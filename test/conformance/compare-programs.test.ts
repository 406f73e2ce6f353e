/** The comparison of pairs finds what differs: each case plants one difference into JSON that means the same as the Bicep. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { armTemplate, innerDeployment, programFrom } from '../both-languages.ts';
import { comparePrograms } from './compare-programs.ts';
import type { Outcome } from './compare-values.ts';

const bicep = `param on bool
param list array
resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = if (on) {
  name: 'account'
  properties: { allowBlobPublicAccess: on ? false : true, networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '1.2.3.4' }] } }
}
resource groups 'Microsoft.Network/networkSecurityGroups@2024-05-01' = [for item in list: { name: '\${item.name}-nsg' }]
module inner 'inner.bicep' = { name: 'inner', params: { p: 'given' } }
output o string = inner.outputs.p
`;
const inner = `param p string
output p string = p
`;

const json = armTemplate({
  languageVersion: '2.0',
  parameters: { on: { type: 'bool' }, list: { type: 'array' } },
  resources: {
    account: {
      type: 'Microsoft.Storage/storageAccounts',
      apiVersion: '2024-01-01',
      name: 'account',
      condition: `[parameters('on')]`,
      properties: {
        allowBlobPublicAccess: `[if(parameters('on'), false(), true())]`,
        networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '1.2.3.4' }] },
      },
    },
    groups: {
      type: 'Microsoft.Network/networkSecurityGroups',
      apiVersion: '2024-05-01',
      name: `[format('{0}-nsg', parameters('list')[copyIndex()].name)]`,
      copy: { name: 'groups', count: `[length(parameters('list'))]` },
    },
    inner: innerDeployment(
      'inner',
      { parameters: { p: { type: 'string' } }, outputs: { p: { type: 'string', value: `[parameters('p')]` } } },
      { parameters: { p: { value: 'given' } } },
    ),
  },
  outputs: { o: { type: 'string', value: `[reference('inner').outputs.p.value]` } },
});

/** Compares after one text of the JSON was replaced. */
function compareWith(from: string, to: string): readonly Outcome[] {
  assert.ok(json.includes(from), from);
  const changed = json.replace(from, () => to);
  return comparePrograms(programFrom(bicep, { 'inner.bicep': inner }), programFrom(changed)).outcomes;
}

suite('comparing Bicep and JSON', () => {
  test('finds nothing where both mean the same, and compares all of it', () => {
    const { instances, outcomes } = comparePrograms(programFrom(bicep, { 'inner.bicep': inner }), programFrom(json));
    assert.equal(instances, 3);
    const others = outcomes.filter(({ kind }) => kind !== 'equal' && kind !== 'same-unknown');
    assert.deepEqual(others, []);
  });

  test('counts a decision of one language that matters on one side as unknown, which raises the counts', () => {
    const outcomes = compareWith('false(), true()', 'false(), false()').filter(({ kind }) => kind === 'unknown');
    assert.deepEqual(
      outcomes.map(({ path, bicep }) => [path, bicep]),
      [['main/account.properties.allowBlobPublicAccess', 'it depends on a condition of one language only']],
    );
  });

  const loopOf = (array: string, count: string): readonly (readonly [string, string, string, string])[] => {
    const group = 'Microsoft.Network/networkSecurityGroups';
    const source = `param list array\nresource groups '${group}@2024-05-01' = [for (name, i) in ${array}: { name: 'g\${i}' }]`;
    const copied = armTemplate({
      parameters: { list: { type: 'array' } },
      resources: [
        {
          copy: { name: 'groups', count },
          type: group,
          apiVersion: '2024-05-01',
          name: `[format('g{0}', copyIndex())]`,
        },
      ],
    });
    const { outcomes } = comparePrograms(programFrom(source), programFrom(copied));
    const others = outcomes.filter(({ kind }) => kind !== 'equal' && kind !== 'same-unknown');
    return others.map(({ kind, path, bicep: left, json: right }) => [kind, path, left, right]);
  };

  test('counts the turns of a loop that one language knows only as unknown, with the reason of the other', () => {
    const reason = "parameter 'list' has no value";
    assert.deepEqual(loopOf('list', '[length(createArray(1, 2))]'), [
      ['unknown', 'main/groups[*]', reason, ''],
      ['unknown', 'main: main/[0][0]', reason, ''],
      ['unknown', 'main: main/[0][1]', reason, ''],
    ]);
    assert.deepEqual(
      loopOf(`['a']`, `[length(parameters('list'))]`).map(([kind, , ...reasons]) => [kind, ...reasons]),
      [
        ['unknown', '', reason],
        ['unknown', '', reason],
      ],
    );
  });

  test('finds a turn more where both languages know them', () => {
    assert.deepEqual(
      loopOf(`['a']`, '[length(createArray(1, 2))]').map(([kind]) => kind),
      ['contradiction'],
    );
    assert.deepEqual(loopOf('list', `[length(parameters('list'))]`), []);
  });

  const planted: readonly (readonly [what: string, from: string, to: string, path: string])[] = [
    ['a value', '"Deny"', '"Allow"', 'main/account.properties.networkAcls.defaultAction'],
    ['a type', '"1.2.3.4"', '1234', 'main/account.properties.networkAcls.ipRules[0].value'],
    [
      'a property that is not there',
      '"defaultAction":"Deny",',
      '',
      'main/account.properties.networkAcls.defaultAction',
    ],
    ['an element more', '{"value":"1.2.3.4"}', '{"value":"1.2.3.4"},{}', 'main/account.properties.networkAcls.ipRules'],
    ['sides exchanged', 'false(), true()', 'true(), false()', 'main/account.properties.allowBlobPublicAccess'],
    ['a condition', `"[parameters('on')]"`, `"[not(parameters('on'))]"`, 'main/account.condition'],
    ['an argument', '{"value":"given"}', '{"value":"other"}', 'main/inner/p'],
    ['an output', `[reference('inner').outputs.p.value]`, 'other', 'main/output o'],
    ['a type of resource', 'Microsoft.Storage/storageAccounts', 'Microsoft.Storage/others', 'main/account'],
    ['a version', '"2024-01-01"', '"2024-01-02"', 'main/account'],
    ['a name', `"name":"account"`, `"name":"others"`, 'main/account'],
    ['a name of which a part is unknown', '{0}-nsg', '{0}-gsn', 'main/groups[*]'],
  ];
  for (const [what, from, to, path] of planted) {
    test(`finds ${what}`, () => {
      const found = compareWith(from, to).flatMap((outcome) =>
        outcome.kind === 'contradiction' ? [outcome.path] : [],
      );
      assert.ok(found.includes(path), `${found.join(', ') || 'nothing'} instead of ${path}`);
    });
  }
});
