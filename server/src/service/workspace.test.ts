import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import type { Configuration } from '../config/configuration.ts';
import { defaultConfiguration } from '../config/configuration.ts';
import { createEngine } from './engine.ts';
import type { FileAnalysis, SourceFile, Workspace } from './model.ts';

const onlyAccess: Configuration = { rules: { 'no-private-endpoint': 'off' } };

/** Findings of each file as `line: severity rule xCount [scenarios]`. */
function findingsOf(files: Readonly<Record<string, string>>, path: string): readonly string[] {
  const { workspace, file } = memoryWorkspace(files);
  return shown(createEngine().analyze(file(path), onlyAccess, workspace), file(path));
}

function shown({ findings }: FileAnalysis, { text }: SourceFile): readonly string[] {
  return findings.map((finding) => {
    const line = text.slice(0, finding.at.span.start).split('\n').length;
    const count = finding.instances > 1 ? ` x${finding.instances}` : '';
    const scenarios = finding.scenarios.length > 0 ? ` [${finding.scenarios.join(', ')}]` : '';
    return `${line}: ${finding.severity} ${finding.ruleId}${count}${scenarios}`;
  });
}

const never = (): boolean => false;

const vault = `param name string
param access string = 'Disabled'
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  properties: {
    publicNetworkAccess: access
  }
}
`;

test('the text that decides carries the finding, in whichever file it is', () => {
  const files = {
    'main.bicep': `module a 'vault.bicep' = {
  params: {
    name: 'a'
    access: 'Enabled'
  }
}
`,
    'vault.bicep': vault,
  };
  assert.deepEqual(findingsOf(files, 'main.bicep'), ['4: warning no-public-network-access']);
  assert.deepEqual(findingsOf(files, 'vault.bicep'), []);
});

test('a local module shows once what all its callers make of it', () => {
  const open = vault.replace('publicNetworkAccess: access', "publicNetworkAccess: 'Enabled'");
  const call = `module a 'vault.bicep' = { params: { name: 'a' } }\n`;
  const files = {
    'one.bicep': call,
    'two.bicep': `${call}${call.replace('module a', 'module b')}`,
    'vault.bicep': open,
  };
  assert.deepEqual(findingsOf(files, 'vault.bicep'), ['6: warning no-public-network-access x3']);
  assert.deepEqual(findingsOf(files, 'one.bicep'), []);
});

test('a module with callers is judged by them, one without by its defaults', () => {
  const open = vault.replace("= 'Disabled'", "= 'Enabled'");
  const closed = `module a 'vault.bicep' = { params: { name: 'a', access: 'Disabled' } }\n`;
  assert.deepEqual(findingsOf({ 'vault.bicep': open }, 'vault.bicep'), ['2: warning no-public-network-access']);
  assert.deepEqual(findingsOf({ 'main.bicep': closed, 'vault.bicep': open }, 'vault.bicep'), []);
});

test('what stands in a module that is not owned is found at the call', () => {
  const { workspace, file } = memoryWorkspace(
    {
      'main.bicep': `module a 'lib/vault.bicep' = { params: { name: 'a' } }\n`,
      'lib/vault.bicep': vault.replace("'Disabled'", "'Enabled'"),
    },
    (path) => !path.startsWith('lib/'),
  );
  const analysis = createEngine().analyze(file('main.bicep'), onlyAccess, workspace);
  assert.deepEqual(shown(analysis, file('main.bicep')), ['1: warning no-public-network-access']);
  assert.deepEqual(createEngine().analyze(file('lib/vault.bicep'), onlyAccess, workspace).findings, []);
});

test('a lever is named: the argument that steers what a restored module decides, or the call that leaves it out', () => {
  const library = vault
    .replace("param access string = 'Disabled'", 'param access string?')
    .replace('publicNetworkAccess: access', "publicNetworkAccess: access == 'off' ? 'Disabled' : 'Enabled'");
  const { workspace, file } = memoryWorkspace(
    {
      'main.bicep': `module a 'lib/vault.bicep' = {
  params: {
    name: 'a'
    access: 'on'
  }
}
module b 'lib/vault.bicep' = { params: { name: 'b' } }
`,
      'lib/vault.bicep': library,
    },
    (path) => !path.startsWith('lib/'),
  );
  const analysis = createEngine().analyze(file('main.bicep'), onlyAccess, workspace);
  assert.deepEqual(shown(analysis, file('main.bicep')), [
    '4: warning no-public-network-access',
    '7: warning no-public-network-access',
  ]);
  for (const { message } of analysis.findings) assert.match(message, /The module's parameter access decides it\./);
});

test('a public address that a module has if it is asked to is found at the call, whoever owns the module', () => {
  const card = `param addresses array
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: {
    ipConfigurations: [for each in addresses: {
      name: each.name
      properties: { publicIPAddress: contains(each, 'publicIp') ? { id: each.publicIp } : null }
    }]
  }
}
`;
  const main = `module a 'lib/card.bicep' = {
  params: {
    addresses: [
      { name: 'inside' }
      { name: 'outside', publicIp: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/publicIPAddresses/pip' }
    ]
  }
}
`;
  for (const isOwned of [(path: string) => !path.startsWith('lib/'), () => true]) {
    const { workspace, file } = memoryWorkspace({ 'main.bicep': main, 'lib/card.bicep': card }, isOwned);
    const analysis = createEngine().analyze(file('main.bicep'), defaultConfiguration, workspace);
    assert.deepEqual(shown(analysis, file('main.bicep')), ['5: warning public-ip-on-network-interface']);
    assert.match(analysis.findings[0]?.message ?? '', /The module's parameter addresses\[1\]\.publicIp decides it\./);
    assert.deepEqual(createEngine().analyze(file('lib/card.bicep'), defaultConfiguration, workspace).findings, []);
  }
});

test('an edit of blanks moves findings and evaluates nothing; a stale entry keeps its findings until it is renewed', () => {
  const memory = memoryWorkspace({
    'a.bicep': `module a 'vault.bicep' = { params: { name: 'a' } }\n`,
    'b.bicep': `module b 'vault.bicep' = { params: { name: 'b' } }\n`,
    'vault.bicep': vault.replace('publicNetworkAccess: access', "publicNetworkAccess: 'Enabled'"),
  });
  const engine = createEngine();
  engine.analyze(memory.file('vault.bicep'), onlyAccess, memory.workspace);

  memory.write('vault.bicep', `// a comment\n${memory.file('vault.bicep').text}`);
  const moved = engine.glance(memory.file('vault.bicep'), onlyAccess, memory.workspace);
  assert.equal(moved.complete, true);
  assert.deepEqual(shown(moved, memory.file('vault.bicep')), ['7: warning no-public-network-access x2']);

  memory.write('vault.bicep', memory.file('vault.bicep').text.replace("'Enabled'", "'enabled'"));
  const half = engine.glance(memory.file('vault.bicep'), onlyAccess, memory.workspace);
  assert.equal(half.complete, false);
  assert.deepEqual(shown(half, memory.file('vault.bicep')), ['7: warning no-public-network-access x2']);
  assert.equal(engine.renew(memory.file('vault.bicep'), memory.workspace, never), false);
  assert.equal(engine.glance(memory.file('vault.bicep'), onlyAccess, memory.workspace).complete, true);
});

test('a deployment that is kept belongs to the place of deployment and the restored modules that it was made with', () => {
  const { workspace, file } = memoryWorkspace({
    'main.bicep': `module a 'br:example.azurecr.io/vault:1' = {}\noutput where string = resourceGroup().location\n`,
    'cache/br/example.azurecr.io/vault/1$/main.json': JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [{ type: 'Microsoft.KeyVault/vaults', apiVersion: '2024-11-01', name: 'kv' }],
    }),
  });
  const engine = createEngine();
  const evaluate = (options: Partial<Workspace>) => {
    const found = engine.evaluate(file('main.bicep'), { ...workspace, ...options });
    return found.kind === 'evaluation' ? [found.template.outputs.where, found.template.resources.length] : found.kind;
  };
  const unknown = { $unknown: 'where the template is deployed is not known' };
  assert.deepEqual(evaluate({}), [unknown, 0]);
  assert.deepEqual(evaluate({ context: { resourceGroupLocation: 'westeurope' } }), ['westeurope', 0]);
  assert.deepEqual(evaluate({ registryCache: 'cache' }), [unknown, 1]);
  const choice = { folder: null, parameters: new Map(), common: [], context: { resourceGroupLocation: 'northeurope' } };
  assert.deepEqual(evaluate({ choices: [choice] }), ['northeurope', 0]);
  assert.deepEqual(evaluate({}), [unknown, 0]);
});

test('a parameter file whose template is missing has an end', () => {
  const { workspace, file } = memoryWorkspace({ 'main.bicepparam': `using 'gone.bicep'\n` });
  const engine = createEngine();
  assert.equal(engine.renew(file('main.bicepparam'), workspace, never), false);
  assert.equal(engine.analyze(file('main.bicepparam'), onlyAccess, workspace).complete, true);
});

test('what is certain in one of several parameter files names it', () => {
  const files = {
    'main.bicep': vault.replace(
      'publicNetworkAccess: access',
      "publicNetworkAccess: access == 'x' ? 'Enabled' : 'Disabled'",
    ),
    'dev.bicepparam': `using 'main.bicep'\nparam name = 'kv'\nparam access = 'x'\n`,
    'prod.bicepparam': `using 'main.bicep'\nparam name = 'kv'\n`,
  };
  assert.deepEqual(findingsOf(files, 'main.bicep'), ['6: warning no-public-network-access [dev.bicepparam]']);
  assert.deepEqual(findingsOf(files, 'dev.bicepparam'), []);
});

test('a finding that a parameter file decides stands there', () => {
  const files = {
    'main.bicep': vault,
    'dev.bicepparam': `using 'main.bicep'\nparam name = 'kv'\nparam access = 'Enabled'\n`,
    'prod.bicepparam': `using 'main.bicep'\nparam name = 'kv'\nparam access = 'Disabled'\n`,
  };
  assert.deepEqual(findingsOf(files, 'dev.bicepparam'), ['3: warning no-public-network-access [dev.bicepparam]']);
  assert.deepEqual(findingsOf(files, 'prod.bicepparam'), []);
  assert.deepEqual(findingsOf(files, 'main.bicep'), []);
});

test('parameter files are scenarios: a finding names those in which it holds', () => {
  const files = {
    'main.bicep': vault.replace("param access string = 'Disabled'", 'param access string'),
    'prod.bicepparam': `using 'main.bicep'\nparam name = 'a'\nparam access = 'Disabled'\n`,
    'test.bicepparam': `using 'main.bicep'\nparam name = 'a'\nparam access = 'Enabled'\n`,
  };
  assert.deepEqual(findingsOf(files, 'main.bicep'), []);
  assert.deepEqual(findingsOf(files, 'prod.bicepparam'), []);
  assert.deepEqual(findingsOf(files, 'test.bicepparam'), ['3: warning no-public-network-access [test.bicepparam]']);
});

test('of parameter files those count that a person chose', () => {
  const open = `using 'main.bicep'\nparam name = 'a'\nparam access = 'Enabled'\n`;
  const files = { 'main.bicep': vault, 'one.bicepparam': open, 'two.bicepparam': open.replace('Enabled', 'Disabled') };
  const { workspace, file } = memoryWorkspace(files, undefined, { parameters: ['two.bicepparam'] });
  const engine = createEngine();
  assert.deepEqual(engine.analyze(file('main.bicep'), onlyAccess, workspace).findings, []);
  assert.deepEqual(
    engine.analyze(file('one.bicepparam'), onlyAccess, { ...workspace, parameters: null }).findings.length,
    1,
  );
});

test('a chosen ARM parameter file is for every template that stands alone', () => {
  const parameters = `{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "parameters": { "name": { "value": "a" }, "access": { "value": "Enabled" } } }`;
  const { workspace, file } = memoryWorkspace({ 'main.bicep': vault, 'values.json': parameters }, undefined, {
    parameters: ['values.json'],
  });
  const { findings } = createEngine().analyze(file('values.json'), onlyAccess, workspace);
  assert.deepEqual(
    findings.map(({ scenarios, at }) => [at.file, ...scenarios]),
    [['values.json', 'values.json']],
  );
});

test('an ARM parameter file belongs to the template beside it that it is named after', () => {
  const parameters = `{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "parameters": { "name": { "value": "a" }, "access": { "value": "Enabled" } } }`;
  const files = {
    'app/main.bicep': vault,
    'app/main.parameters.json': parameters,
    'other/parameters.json': parameters,
  };
  assert.deepEqual(findingsOf(files, 'app/main.parameters.json'), [
    '2: warning no-public-network-access [app/main.parameters.json]',
  ]);
  assert.deepEqual(findingsOf(files, 'other/parameters.json'), []);
});

test('a linked template and its parameter file are seen through the template that links them', () => {
  const schema = 'https://schema.management.azure.com/schemas/2019-04-01';
  const template = (resource: object, more: object = {}): string =>
    JSON.stringify(
      { $schema: `${schema}/deploymentTemplate.json#`, contentVersion: '1.0.0.0', ...more, resources: [resource] },
      null,
      1,
    );
  const files = {
    'azuredeploy.json': template(
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2022-09-01',
        name: 'linked',
        properties: {
          templateLink: { uri: "[variables('urls').vault]" },
          parametersLink: { uri: "[uri(deployment().properties.templateLink.uri, 'values.json')]" },
        },
      },
      { variables: { urls: { vault: "[uri(deployment().properties.templateLink.uri, 'nested/vault.json')]" } } },
    ),
    'nested/vault.json': template(
      {
        type: 'Microsoft.KeyVault/vaults',
        apiVersion: '2024-11-01',
        name: 'kv',
        properties: { publicNetworkAccess: "[parameters('access')]" },
      },
      { parameters: { access: { type: 'string', defaultValue: 'Disabled' } } },
    ),
    'values.json': `{
  "$schema": "${schema}/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "access": { "value": "Enabled" } }
}`,
  };
  assert.deepEqual(findingsOf(files, 'values.json'), ['4: warning no-public-network-access']);
  assert.deepEqual(findingsOf(files, 'nested/vault.json'), []);
  const alone = { 'nested/vault.json': files['nested/vault.json'].replace('Disabled', 'Enabled') };
  assert.equal(findingsOf(alone, 'nested/vault.json').length, 1);
  assert.deepEqual(findingsOf({ ...files, ...alone }, 'nested/vault.json'), []);
});

test('a finding carries the way of its value, from the place where it stands to the use, in files of the author', () => {
  const files = {
    'vault.bicep': vault,
    'app.bicep': `param open bool
var enabled = 'Enabled'
module v 'vault.bicep' = {
  params: {
    name: 'kv'
    access: open ? enabled : 'Disabled'
  }
}
`,
    'main.bicep': `module app 'app.bicep' = { params: { open: true } }\n`,
  };
  const { workspace, file } = memoryWorkspace(files);
  const related = (path: string): readonly string[] =>
    createEngine()
      .analyze(file(path), onlyAccess, workspace)
      .findings.flatMap((finding) => finding.related)
      .map(({ file: at, span, message }) => `${at} ${file(at).text.slice(span.start, span.end)}: ${message}`);
  assert.deepEqual(related('app.bicep'), [
    'app.bicep enabled: It comes through a variable here.',
    "app.bicep open ? enabled : 'Disabled': It is chosen by a condition here.",
    'vault.bicep access: It is used here, for kv.',
  ]);
  assert.deepEqual(related('main.bicep'), [], 'what decides stands elsewhere');
});

/** Where the findings about access in one template have their related places, shortened to 40 characters, and what is said of them. */
function relatedIn(text: string): readonly string[] {
  const { workspace, file } = memoryWorkspace({ 'vault.bicep': text });
  return createEngine()
    .analyze(file('vault.bicep'), onlyAccess, workspace)
    .findings.flatMap((finding) => finding.related)
    .map(({ span, message }) => `${text.slice(span.start, span.end).slice(0, 40)}: ${message}`);
}

const shaped = (properties: string, above: string): string => `${above}
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv'
  properties: ${properties}
}
`;

test('the way of a value is also that of the object that it lies in', () => {
  const [open, closed] = [`{ publicNetworkAccess: 'Enabled' }`, `{ publicNetworkAccess: 'Disabled' }`];
  const chosen = "isOpen ? { publicNetworkAccess: 'Enabled: It is chosen by a condition here";
  const isOpen = 'param isOpen bool = true';
  assert.deepEqual(relatedIn(shaped(`isOpen ? ${open} : ${closed}`, isOpen)), [`${chosen}, for kv.`]);
  assert.deepEqual(relatedIn(shaped('all', `${isOpen}\nvar all = isOpen ? ${open} : ${closed}`)), [
    `${chosen}.`,
    'all: It is used here, for kv.',
  ]);
  const access = `${isOpen}\nvar access = 'Enabled'`;
  assert.deepEqual(relatedIn(shaped(`isOpen ? { publicNetworkAccess: access } : ${closed}`, access)), [
    'access: It comes through a variable here.',
    'isOpen ? { publicNetworkAccess: access }: It is chosen by a condition here, for kv.',
  ]);
});

test('what lacks a value is told where a condition chose it', () => {
  const closed = `{ publicNetworkAccess: 'Disabled' }`;
  assert.deepEqual(relatedIn(shaped(`isOpen ? {} : ${closed}`, 'param isOpen bool')), [
    "isOpen ? {} : { publicNetworkAccess: 'Di: What lacks it is chosen by a condition here.",
  ]);
  assert.deepEqual(relatedIn(shaped('{}', '')), []);
  assert.deepEqual(relatedIn(shaped('all', 'var all = {}')), []);
});

test('a value that is used where it stands has no way to tell, and a long way is cut', () => {
  const own = vault.replace(': access', ": 'Enabled'");
  const { workspace, file } = memoryWorkspace({ 'vault.bicep': own });
  const [finding] = createEngine().analyze(file('vault.bicep'), onlyAccess, workspace).findings;
  assert.deepEqual(finding?.related, []);
  const variables = Array.from({ length: 30 }, (_, index) => `var v${index + 1} = v${index}\n`).join('');
  const long = `var v0 = 'Enabled'\n${variables}${vault.replace(': access', ': v30')}`;
  const memory = memoryWorkspace({ 'vault.bicep': long });
  const [far] = createEngine().analyze(memory.file('vault.bicep'), onlyAccess, memory.workspace).findings;
  assert.equal(far?.related.length, 6);
  assert.match(far.related.at(-1)?.message ?? '', /It is used here/);
});

/** A vault with so many parameter files, `env00.bicepparam` and on, each of which opens it. */
function manyScenarios(number: number): Readonly<Record<string, string>> {
  const files = Array.from({ length: number }, (_, index) => {
    const name = `env${String(index).padStart(2, '0')}`;
    return [`${name}.bicepparam`, `using 'vault.bicep'\nparam name = '${name}'\n`] as const;
  });
  // Wherever a host found them: the order of the names counts.
  return Object.fromEntries([['vault.bicep', vault.replace(': access', ": 'Enabled'")], ...files.reverse()]);
}

test('of many parameter files the first are evaluated where a face bounds them, and it is said once', () => {
  const bounded = memoryWorkspace(manyScenarios(40), undefined, { mostScenarios: 32 });
  const engine = createEngine();
  const analysis = engine.analyze(bounded.file('vault.bicep'), onlyAccess, bounded.workspace);
  const [finding] = analysis.findings;
  assert.equal(finding?.scenarios.length, 32);
  assert.equal(finding.scenarios.at(-1), 'env31.bicepparam');
  assert.deepEqual(
    analysis.problems.map(({ severity, message }) => `${severity}: ${message}`),
    [
      'information: This template has 40 parameter files. Here it is evaluated with the first 32 of them by name; the command line evaluates all.',
    ],
  );
  const { scenarios, leftOut } = engine.scenarios(bounded.file('vault.bicep'), bounded.workspace);
  assert.deepEqual([scenarios.length, leftOut], [32, 8]);
  // A parameter file that is left out there is evaluated where it is looked at itself.
  const own = engine.scenarios(bounded.file('env39.bicepparam'), bounded.workspace);
  assert.deepEqual([own.scenarios, own.leftOut], [[{ template: 'vault.bicep', parameters: 'env39.bicepparam' }], 0]);
});

test('parameter files up to the bound, or without one, are all evaluated, and nothing is said', () => {
  for (const [number, mostScenarios] of [
    [32, 32],
    [40, null],
  ] as const) {
    const { workspace, file } = memoryWorkspace(manyScenarios(number), undefined, { mostScenarios });
    const { findings, problems } = createEngine().analyze(file('vault.bicep'), onlyAccess, workspace);
    assert.equal(findings[0]?.scenarios.length, number);
    assert.deepEqual(problems, []);
  }
});

test('the bound is one of each template: callers with few parameter files are all evaluated', () => {
  const call = `param name string\nmodule a 'vault.bicep' = { params: { name: name } }\n`;
  const callers = Array.from({ length: 20 }, (_, index) => [
    [`m${index}.bicep`, call] as const,
    [`m${index}.dev.bicepparam`, `using 'm${index}.bicep'\nparam name = 'a'\n`] as const,
    [`m${index}.prod.bicepparam`, `using 'm${index}.bicep'\nparam name = 'b'\n`] as const,
  ]).flat();
  const files = { 'vault.bicep': vault.replace(': access', ": 'Enabled'"), ...Object.fromEntries(callers) };
  const { workspace, file } = memoryWorkspace(files, undefined, { mostScenarios: 32 });
  const { findings, problems } = createEngine().analyze(file('vault.bicep'), onlyAccess, workspace);
  assert.equal(findings[0]?.scenarios.length, 40);
  assert.deepEqual(problems, []);
});
