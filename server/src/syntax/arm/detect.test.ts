import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { detectArm } from './detect.ts';

const other = { kind: 'other', scope: null };

function schema(name: string, date = '2019-04-01'): string {
  return `https://schema.management.azure.com/schemas/${date}/${name}`;
}

suite('what a JSON file is', () => {
  const templates = [
    ['deploymentTemplate.json#', 'resourceGroup'],
    ['subscriptionDeploymentTemplate.json#', 'subscription'],
    ['managementGroupDeploymentTemplate.json#', 'managementGroup'],
    ['tenantDeploymentTemplate.json#', 'tenant'],
  ] as const;
  for (const [name, scope] of templates) {
    test(`a template of scope ${scope}`, () => {
      const spellings = [
        schema(name),
        schema(name, '2014-04-01-preview'),
        schema(name).slice(0, -1),
        schema(name).replace('https', 'http'),
        schema(name).toUpperCase(),
        schema(name).toLowerCase(),
        `  ${schema(name)}\\n`,
        schema(name).replaceAll('/', '\\/'),
      ];
      for (const spelling of spellings) {
        assert.deepEqual(detectArm(`{"$schema": "${spelling}"}`), { kind: 'template', scope }, spelling);
      }
    });
  }

  test('a parameter file', () => {
    const text = `{"$schema": "${schema('deploymentParameters.json#')}"}`;
    assert.deepEqual(detectArm(text), { kind: 'parameters', scope: 'resourceGroup' });
    const subscription = `{"$schema": "${schema('subscriptionDeploymentParameters.json#')}"}`;
    assert.deepEqual(detectArm(subscription), { kind: 'parameters', scope: 'subscription' });
  });

  const value = `"${schema('deploymentTemplate.json#')}"`;
  const accepted: [string, string][] = [
    ['a byte order mark', `\uFEFF{"$schema": ${value}}`],
    ['comments', `// first\n/* second */ {/* third */"$schema"/* fourth */: // fifth\n${value}}`],
    [
      '$schema last, after nested objects that have their own',
      `{"a": {"$schema": 1}, "b": [{"c": "}"}], "$schema": ${value}}`,
    ],
    ['the name in another case', `{"$Schema": ${value}}`],
    ['a trailing comma', `{"$schema": ${value},}`],
    ['what follows is damaged', `{"$schema": ${value}, "resources": [{`],
    ['what precedes is damaged', `{"a": , "b" "c": "unclosed\n "$schema": ${value}}`],
  ];
  for (const [what, text] of accepted) {
    test(`a template with ${what}`, () => assert.equal(detectArm(text).kind, 'template'));
  }

  const rejected: [string, string][] = [
    ['an empty file', ''],
    ['only a byte order mark', '\uFEFF'],
    ['only blanks', ' \r\n\t'],
    ['only a comment', `// {"$schema": ${value}}`],
    ['no $schema', '{"resources": []}'],
    ['an array', `[{"$schema": ${value}}]`],
    ['a string', `"{\\"$schema\\": ${value}}"`],
    ['$schema further inside', `{"a": {"$schema": ${value}}, "b": [{"$schema": ${value}}]}`],
    ['$schema as a value', `{"a": "$schema", "b": ${value}}`],
    ['$schema behind the end', `{} {"$schema": ${value}}`],
    ['a $schema that is no string', '{"$schema": {"deploymentTemplate.json": 1}}'],
    ['a JSON schema', '{"$schema": "http://json-schema.org/draft-07/schema#"}'],
    ['another Azure schema', `{"$schema": "${schema('CreateUIDefinition.MultiVm.json#', '0.1.2-preview')}"}`],
    ['another host', '{"$schema": "https://example.org/schemas/2019-04-01/deploymentTemplate.json#"}'],
    ['a longer name', `{"$schema": "${schema('deploymentTemplate.json.bak')}"}`],
    ['a path before the name', `{"$schema": "${schema('x/deploymentTemplate.json#')}"}`],
  ];
  for (const [what, text] of rejected) {
    test(`neither: ${what}`, () => assert.deepEqual(detectArm(text), other));
  }
});
