import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertSnippet } from '../../../test/snippet-expander.ts';
import { applyEdits } from '../text/edit.ts';
import { snippetCompletions } from './snippets.ts';

const schemas = 'https://schema.management.azure.com/schemas';

/** The whole text after a snippet has been accepted at `‸`, as an editor does it. */
function afterCompletion(marked: string, label = 'zt-asg'): string {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const completion = snippetCompletions({ path: 'main.json', text, format: 'json' }, offset).find(
    (candidate) => candidate.label === label,
  );
  if (!completion) return 'no completion';
  const { start, end } = completion.replace;
  assert.ok(start <= offset && offset <= end, 'the replaced text holds the cursor');
  assert.doesNotMatch(text.slice(start, end), /[\r\n]/, 'the replaced text stays on its line');
  const typed = text.slice(start, offset);
  assert.ok(completion.filterText.startsWith(typed.replace(/[^"]+/, (word) => label.slice(0, word.length))));
  const inserted = insertSnippet(text, completion.replace, completion.insertText);
  return applyEdits(inserted, completion.additionalEdits);
}

function labelsAt(marked: string, format: 'json' | 'bicep' = 'json'): string[] {
  const text = marked.replace('‸', '');
  return snippetCompletions({ path: 'main', text, format }, marked.indexOf('‸')).map(({ label }) => label);
}

function template(resources: string, name = 'deploymentTemplate'): string {
  return `{
  "$schema": "${schemas}/2019-04-01/${name}.json#",
  "contentVersion": "1.0.0.0",
  "resources": ${resources}
}
`;
}

const groups = (level: string): string =>
  ['web', 'app', 'data']
    .map((tier) =>
      [
        `${level}{`,
        `${level}  "type": "Microsoft.Network/applicationSecurityGroups",`,
        `${level}  "apiVersion": "2025-05-01",`,
        `${level}  "name": "asg-contoso-${tier}",`,
        `${level}  "location": "[resourceGroup().location]"`,
        `${level}}`,
      ].join('\n'),
    )
    .join(',\n');

const namedGroups = (level: string): string =>
  ['web', 'app', 'data']
    .map((tier) =>
      [
        `${level}"${tier}ApplicationSecurityGroup": {`,
        `${level}  "type": "Microsoft.Network/applicationSecurityGroups",`,
        `${level}  "apiVersion": "2025-05-01",`,
        `${level}  "name": "asg-contoso-${tier}",`,
        `${level}  "location": "[resourceGroup().location]"`,
        `${level}}`,
      ].join('\n'),
    )
    .join(',\n');

test('a snippet fills an empty array of resources', () => {
  const expected = template(`[\n${groups('    ')}\n  ]`);
  assert.equal(afterCompletion(template('[\n    ‸\n  ]')), expected);
  assert.equal(afterCompletion(template('[\n    zt-‸\n  ]')), expected);
  assert.equal(afterCompletion(template('[\n    "zt-a‸"\n  ]')), expected);
  assert.equal(afterCompletion(template('[\n    "zt-a‸\n  ]')), expected);
  assert.equal(afterCompletion(template('[‸]')), expected);
  assert.equal(afterCompletion(template('[zt-‸]')), expected);
});

test('a snippet gets the commas it needs', () => {
  const other = '    { "type": "A/b", "name": "c" }';
  const behind = template(`[\n${other},\n${groups('    ')}\n  ]`);
  assert.equal(afterCompletion(template(`[\n${other},\n    ‸\n  ]`)), behind);
  assert.equal(afterCompletion(template(`[\n${other}\n    ‸\n  ]`)), behind);
  assert.equal(afterCompletion(template(`[\n${other}\n    zt-asg‸\n  ]`)), behind);
  assert.equal(afterCompletion(template(`[\n${other}‸\n  ]`)), behind);
  assert.equal(afterCompletion(template(`[\n${other},‸\n  ]`)), behind);

  const before = template(`[\n${groups('    ')},\n${other}\n  ]`);
  assert.equal(afterCompletion(template(`[\n    ‸\n${other}\n  ]`)), before);
  assert.equal(afterCompletion(template(`[\n    "zt‸"\n${other}\n  ]`)), before);
  assert.equal(afterCompletion(template(`[\n    zt‸,\n${other}\n  ]`)), before);
  assert.equal(afterCompletion(template(`[‸\n${other}\n  ]`)), before);

  const between = template(`[\n${other},\n${groups('    ')},\n${other}\n  ]`);
  assert.equal(afterCompletion(template(`[\n${other}\n    ‸\n${other}\n  ]`)), between);
  assert.equal(afterCompletion(template(`[\n${other},\n    ‸\n${other}\n  ]`)), between);
});

test('in an object of resources a snippet gets symbolic names', () => {
  const other = '    "b": { "type": "A/b", "name": "c" }';
  assert.equal(afterCompletion(template('{\n    ‸\n  }')), template(`{\n${namedGroups('    ')}\n  }`));
  assert.equal(afterCompletion(template('{‸}')), template(`{\n${namedGroups('    ')}\n  }`));
  assert.equal(afterCompletion(template('{\n    "‸"\n  }')), template(`{\n${namedGroups('    ')}\n  }`));
  assert.equal(
    afterCompletion(template(`{\n${other}\n    "zt-asg‸"\n${other}\n  }`)),
    template(`{\n${other},\n${namedGroups('    ')},\n${other}\n  }`),
  );
});

test('indentation and line breaks are those of the file', () => {
  const windows = (text: string): string => text.replaceAll('\n', '\r\n');
  const tabs = (text: string): string => text.replaceAll(/^(?: {2})+/gm, (blanks) => '\t'.repeat(blanks.length / 2));
  const wide = (text: string): string => text.replaceAll(/^ +/gm, (blanks) => blanks + blanks);
  for (const style of [windows, tabs, wide, (text: string) => windows(tabs(text))]) {
    assert.equal(
      afterCompletion(style(template('[\n    {\n      "name": "c"\n    }\n    ‸\n  ]'))),
      style(template(`[\n    {\n      "name": "c"\n    },\n${groups('    ')}\n  ]`)),
    );
  }
});

test('dependsOn names ids in an array and symbolic names in an object', () => {
  assert.match(
    afterCompletion(template('[\n    ‸\n  ]'), 'zt-key-vault'),
    /"dependsOn": \[\s+"\[resourceId\('Microsoft\.KeyVault\/vaults', 'kv-contoso-001'\)\]"\s+\]/,
  );
  assert.match(afterCompletion(template('{\n    ‸\n  }'), 'zt-key-vault'), /"dependsOn": \[\s+"vault"\s+\]/);
});

test('an embedded template takes resources too, of its own scope', () => {
  const embedded = (schema: string) =>
    template(
      `[{ "type": "Microsoft.Resources/deployments", "properties": { "template": { ${schema} "resources": [ ‸ ] } } }]`,
      'subscriptionDeploymentTemplate',
    );
  assert.deepEqual(labelsAt(embedded('')), ['zt-network-role-subscription']);
  assert.ok(labelsAt(embedded(`"$schema": "${schemas}/2019-04-01/deploymentTemplate.json#",`)).includes('zt-spoke'));
});

test('the scope of the template decides, wherever its $schema stands', () => {
  const role = (name: string) => labelsAt(template('[ ‸ ]', name));
  assert.deepEqual(role('subscriptionDeploymentTemplate'), ['zt-network-role-subscription']);
  assert.deepEqual(role('managementGroupDeploymentTemplate'), []);
  assert.deepEqual(role('tenantDeploymentTemplate'), []);
  assert.deepEqual(labelsAt(`{ "resources": [ ‸ ], "$schema": "${schemas}/2015-01-01/deploymentTemplate.json" }`), [
    'zt-nsg',
    'zt-asg',
    'zt-spoke',
    'zt-private-endpoint',
    'zt-storage',
    'zt-sql',
    'zt-key-vault',
    'zt-web-app',
    'zt-network-role',
  ]);
});

test('nothing is offered where no resource may stand', () => {
  const elsewhere = [
    template('‸[]'),
    template('[]‸'),
    template('[ { ‸ } ]'),
    template('[ { "properties": { "rules": [ ‸ ] } } ]'),
    template('[ { "type": "A/b", "resources": [ ‸ ] } ]'),
    template('[ { "type": "A/b", "resources": { ‸ } } ]'),
    template('[ { "properties": { "resources": [ ‸ ] } } ]'),
    template('[ // here ‸\n ]'),
    template('[ /* here ‸ */ ]'),
    template('{ "b‸": {} }'),
    template('{ "b" ‸: {} }'),
    template('{ "b": ‸ }'),
    template('{ "b": zt‸ }'),
    template('[], "outputs": { ‸ }'),
    template('[], "parameters": { "resources": { ‸ } }'),
    template('[], "variables": { "resources": [ ‸ ] }'),
    template('[ ‸ ]', 'deploymentParameters'),
    template('[ ‸ ]', 'somethingElse'),
    '{ "resources": [ ‸ ] }',
    '[ ‸ ]',
    '‸',
    '',
  ];
  assert.deepEqual(
    elsewhere.filter((marked) => labelsAt(marked).length > 0),
    [],
  );
  assert.deepEqual(labelsAt(template('[ ‸ ]'), 'bicep'), []);
});

test('a comment before the cursor is no obstacle', () => {
  const other = '    { "name": "c" } // first';
  assert.equal(
    afterCompletion(template(`[\n${other}\n    zt‸\n  ]`)),
    template(`[\n    { "name": "c" }, // first\n${groups('    ')}\n  ]`),
  );
  assert.ok(labelsAt(template('[ /* all of it */ ‸ ]')).length > 0);
});

test('a cursor deep in brackets is answered, and so is a text that ends early', () => {
  assert.deepEqual(labelsAt(`${'['.repeat(100_000)}‸`), []);
  const unfinished = `{ "$schema": "${schemas}/2019-04-01/deploymentTemplate.json#", "resources": [ `;
  assert.ok(labelsAt(`${unfinished}‸`).length > 0);
  assert.ok(labelsAt(`${unfinished}"zt-‸`).length > 0);
});
