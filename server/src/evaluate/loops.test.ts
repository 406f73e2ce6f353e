import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programFrom } from '../../../test/both-languages.ts';
import { deploymentOf } from '../../../test/deployment.ts';
import { shown, shownOutputs } from '../../../test/show-value.ts';
import { attempt, runAlternatives } from '../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';

/** Names of the resources of a type, in each alternative; `…?` at the end of an open list. */
function namesOf(deployment: EvaluatedDeployment, type: string): readonly string[] {
  return runAlternatives(deployment.run, () => {
    const list = deployment.view.resources(type);
    return list.known.map((view) => view.label).join(' ') + (list.open ? ' …?' : '');
  }).map((outcome) => (outcome.kind === 'decided' ? outcome.value : 'undecided'));
}

const groups = 'Microsoft.Network/networkSecurityGroups';

function groupNames(loop: string, declarations = ''): readonly string[] {
  return namesOf(deploymentOf(`${declarations}\nresource groups '${groups}@2024-05-01' = ${loop}\n`), groups);
}

test('a resource loop makes one resource for each item', () => {
  assert.deepEqual(groupNames(`[for name in ['a', 'b']: { name: name }]`), ['a b']);
  assert.deepEqual(
    groupNames(
      `[for (tier, i) in tiers: { name: '\${tier.name}-\${i}' }]`,
      `var tiers = [{ name: 'web' }, { name: 'app' }]`,
    ),
    ['web-0 app-1'],
  );
  assert.deepEqual(groupNames('[for name in names: { name: name }]', 'param names array = []'), ['']);
});

test('a filter is a condition of what it leaves out: resources and modules keep their numbers', () => {
  for (const filter of ["name != 'a'", 'all']) {
    const program = programFrom(
      `param all bool
resource r 'Microsoft.Network/networkSecurityGroups@2024-05-01' = [for name in ['a', 'b']: if (${filter}) { name: name }]
module m 'part.bicep' = [for name in ['a', 'b']: if (${filter}) { name: name, params: { name: name } }]
output resource string = r[1].name
output module string = m[1].outputs.name`,
      { 'part.bicep': 'param name string\noutput name string = name' },
    );
    assert.deepEqual(shownOutputs(program), { resource: "'b'", module: "'b'" });
  }
});

test('a filter leaves out what it excludes, and makes the rest conditional', () => {
  assert.deepEqual(groupNames(`[for name in ['a', 'b']: if (name != 'a') { name: name }]`), ['b']);
  assert.deepEqual(groupNames(`[for name in ['a', 'b']: if (all || name == 'b') { name: name }]`, 'param all bool'), [
    'a b',
    'b',
  ]);
});

test('a filter moves no element: what is read by its number is the resource of that turn', () => {
  const targetsOf = (filter: string, parameters = ''): readonly string[] => {
    const deployment = deploymentOf(`${parameters}
var tiers = ['web', 'app', 'data']
resource groups '${groups}@2024-05-01' = [for tier in tiers: if (${filter}) { name: 'nsg-\${tier}' }]
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [for (tier, i) in tiers: {
      name: tier
      properties: { networkSecurityGroup: tier == 'app' ? null : { id: groups[i].id } }
    }]
  }
}
`);
    const subnets = deployment.viewOf('main/spoke')?.children('subnets').known ?? [];
    return subnets.map((subnet) => {
      const target = attempt(() => subnet.target('properties.networkSecurityGroup.id'));
      if (target === undefined) return 'undecided';
      return target?.kind === 'resource' ? target.name : 'none';
    });
  };
  assert.deepEqual(targetsOf(`tier != 'app'`), ['nsg-web', 'none', 'nsg-data']);
  assert.deepEqual(targetsOf(`tier != 'app' || all`, 'param all bool'), ['nsg-web', 'none', 'nsg-data']);
});

test('a loop over a choice of arrays has the items of the side', () => {
  assert.deepEqual(groupNames(`[for name in large ? ['a', 'b'] : ['c']: { name: name }]`, 'param large bool'), [
    'a b',
    'c',
  ]);
});

test('a loop over an unknown array is one resource if the array is not empty, in an open list', () => {
  assert.deepEqual(groupNames('[for name in names: { name: name }]', 'param names array'), [' …?', 'groups …?']);
});

test('items of a loop are resources that can be meant', () => {
  const deployment = deploymentOf(`var tiers = ['web', 'app']
resource groups '${groups}@2024-05-01' = [for tier in tiers: { name: 'nsg-\${tier}' }]
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [for (tier, i) in tiers: {
      name: tier
      properties: { networkSecurityGroup: { id: groups[i].id } }
    }]
  }
}
`);
  const subnets = deployment.viewOf('main/spoke')?.children('subnets').known ?? [];
  const targets = subnets.map((subnet) => {
    const target = subnet.target('properties.networkSecurityGroup.id');
    return `${subnet.name} ${target?.kind === 'resource' ? target.name : 'other'}`;
  });
  assert.deepEqual(targets, ['web nsg-web', 'app nsg-app']);
});

test('values of a loop lead to the item that an author would change', () => {
  const text = `var tiers = [{ access: 'Deny' }, { access: 'Allow' }]
resource group '${groups}@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [for (tier, i) in tiers: { name: 'r\${i}', properties: { access: tier.access } }]
  }
}
`;
  const deployment = deploymentOf(text);
  const decided = deployment.keys.slice(1).map((key) => {
    const leaf = deployment.locate(key, 'properties.access')[0];
    const end = leaf?.chain[leaf.chain.length - 1];
    const span = end === undefined ? undefined : deployment.files.get(end.file)?.spans.spanOf(end.node);
    return span && text.slice(span.start, span.end);
  });
  assert.deepEqual(decided, [`'Deny'`, `'Allow'`]);
});

test('resources nested in a looped one belong to their turn', () => {
  const deployment = deploymentOf(`resource groups '${groups}@2024-05-01' = [for name in ['a', 'b']: {
  name: name
  resource deny 'securityRules' = { name: 'deny-\${name}' }
}]
`);
  assert.deepEqual(namesOf(deployment, `${groups}/securityRules`), ['deny-a deny-b']);
  const rules = deployment.view.resources(`${groups}/securityRules`).known;
  assert.deepEqual(
    rules.map((rule) => rule.parent()?.name),
    ['a', 'b'],
  );
});

test('a loop may read another one that stands behind it, and one that reads itself ends', () => {
  assert.deepEqual(
    namesOf(
      deploymentOf(`resource rules '${groups}/securityRules@2024-05-01' = [for group in groups: { name: '\${group.name}/deny' }]
resource groups '${groups}@2024-05-01' = [for name in ['a', 'b']: { name: name }]
`),
      `${groups}/securityRules`,
    ),
    ['deny deny'],
  );
  const circular = deploymentOf(
    `resource groups '${groups}@2024-05-01' = [for group in groups: { name: group.name }]\n`,
  );
  assert.equal(
    attempt(() => circular.view.resources(groups).known.length),
    0,
  );
});

test('copy loops of JSON are the same loops', () => {
  const deployment = deploymentOf(`{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "variables": { "tiers": [ "web", "app" ] },
  "resources": [
    {
      "type": "${groups}",
      "apiVersion": "2024-05-01",
      "name": "[concat('nsg-', variables('tiers')[copyIndex()])]",
      "copy": { "name": "groups", "count": "[length(variables('tiers'))]" }
    }
  ]
}`);
  assert.deepEqual(namesOf(deployment, groups), ['nsg-web nsg-app']);
});

test('what stands for an array that is not known is there on its side of a choice only', () => {
  const names = groupNames('[for name in large ? names : []: { name: name }]', 'param large bool\nparam names array');
  assert.deepEqual([...names].sort(), [' …?', ' …?', 'groups …?']);
});

test('deep chains of variables end, whatever stands between the names', () => {
  for (const nesting of [1, 3, 6, 7]) {
    const wrapped = (name: string): string => 'toLower('.repeat(nesting) + name + ')'.repeat(nesting);
    const chain = Array.from({ length: 1000 }, (_, index) => `var v${index} = ${wrapped(`v${index + 1}`)}`).join('\n');
    const deployment = deploymentOf(
      `${chain}\nvar v1000 = 'END'\nresource group '${groups}@2024-05-01' = { name: v0 }\n`,
    );
    assert.equal(deployment.viewOf('main/group')?.name, 'end', `nested ${nesting} times`);
    assert.ok(deployment.index.program.evaluator.stepCount < 100_000);
  }
});

test('an element has a number where those before it are surely there with it, or surely not', () => {
  const declarations = 'param c bool\nparam d bool\nparam some array';
  const cases = [
    [
      `c ? ['a', 'b'] : ['x', 'y', 'z']`,
      `['0a' if parameter c, '1b' if parameter c, '0x' if not parameter c, '1y' if not parameter c, '2z' if not parameter c]`,
    ],
    [
      `concat(['k'], c ? ['l', 'm'] : [], c && d ? ['n'] : [])`,
      `['0k', '1l' if parameter c, '2m' if parameter c, '3n' if (parameter c ? parameter d : false)]`,
    ],
    [`concat(['k'], c ? ['l'] : [], c ? [] : ['m'])`, `['0k', '1l' if parameter c, '1m' if not parameter c]`],
    [
      `concat(['k'], c ? ['l'] : [], d ? ['m'] : [], ['n'])`,
      `['0k', '1l' if parameter c, '<a value>m' if parameter d, '<a value>n']`,
    ],
    [`concat(['k'], some, ['l'])`, `['0k', '<a value>l' somewhere, …]`],
  ] as const;
  for (const [array, value] of cases) {
    assert.equal(shown(`map(${array}, (each, i) => '\${i}\${each}')`, declarations), value, array);
    assert.equal(shown(`[for (each, i) in ${array}: '\${i}\${each}']`, declarations), value, array);
  }
});
