import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { loweredArm, printedArm, schemaLine } from '../../../test/lowered-arm.ts';
import { printLowered } from '../../../test/print-template.ts';

suite('parameters and types', () => {
  test('types, defaults and what is possible', () => {
    assert.equal(
      printedArm(`"parameters": {
        "a": {"type": "string"},
        "b": {"type": "SecureString", "defaultValue": "[newGuid()]", "metadata": {"description": "[x"}},
        "c": {"type": "int", "defaultValue": 1, "minValue": 0},
        "d": {"type": "bool", "nullable": true},
        "e": {"type": "secureObject"},
        "f": {"type": "array", "allowedValues": ["x", "y"], "defaultValue": ["x"]},
        "g": {"type": "string", "allowedValues": ["x", "[[y]", null, 1]},
        "h": {"type": "object", "allowedValues": [{}]},
        "i": {}
      }`),
      [
        'parameter a string',
        'parameter b secure string = newGuid()',
        'parameter c int = 1',
        'parameter d bool?',
        'parameter e secure object',
        "parameter f array = ['x']",
        "parameter g string of 'x' | '[y]' | null | 1",
        'parameter h object',
        'parameter i any',
      ].join('\n'),
    );
  });

  test('definitions', () => {
    assert.equal(
      printedArm(`"definitions": {
        "sku": {"type": "string", "allowedValues": ["a", "b"]},
        "maybe": {"$ref": "#/definitions/sku", "nullable": true},
        "o": {"type": "object", "properties": {"p": {"type": "securestring"}, "q/r": {"type": "int"}}, "prefixItems": [{"type": "bool"}]},
        "circle": {"$ref": "#/definitions/Circle"}
      }, "parameters": {
        "a": {"$ref": "#/definitions/maybe"},
        "b": {"$ref": "#/Definitions/MAYBE", "nullable": false},
        "c": {"$ref": "#/definitions/o/properties/p"},
        "d": {"$ref": "#/definitions/o/properties/q~1r"},
        "e": {"$ref": "#/definitions/o/prefixItems/0"},
        "f": {"$ref": "#/definitions/circle"},
        "g": {"$ref": "#/definitions/missing"},
        "h": {"$ref": "https://example.org"}
      }`),
      [
        "type sku string of 'a' | 'b'",
        "type maybe string? of 'a' | 'b'",
        'type o object',
        'type circle any',
        "parameter a string? of 'a' | 'b'",
        "parameter b string of 'a' | 'b'",
        'parameter c secure string',
        'parameter d int',
        'parameter e bool',
        'parameter f any',
        'parameter g any',
        'parameter h any',
      ].join('\n'),
    );
  });
});

test('functions, variables and outputs', () => {
  assert.equal(
    printedArm(`
      "functions": [
        {"namespace": "contoso", "members": {
          "join": {"parameters": [{"name": "a", "type": "string"}, {"type": "int"}], "output": {"type": "string", "value": "[concat(parameters('a'))]"}},
          "empty": {}
        }},
        {"members": {"x": {}}}, 1
      ],
      "variables": {"v": "[Contoso.JOIN('x', 1)]", "n": null},
      "outputs": {
        "o": {"type": "string", "value": "[variables('v')]"},
        "p": {"type": "int", "condition": "[parameters('c')]", "value": 1},
        "q": {"type": "int"}
      }`),
    [
      'function contoso.join(a, ) => concat(parameter:a)',
      'function contoso.empty() => ⟨it is being typed⟩',
      "variable v = Contoso.JOIN('x', 1)",
      'variable n = null',
      'output o = variable:v',
      'output p = (parameter:c ? 1 : null)',
      'output q = ⟨it is being typed⟩',
    ].join('\n'),
  );
});

test('of several properties with one name the last counts', () => {
  assert.equal(printedArm('"variables": {"a": 1}, "Variables": {"b": 1, "B": 2}'), 'variable B = 2');
});

test('the scope is that of the schema', () => {
  const text = schemaLine.replace('deploymentTemplate', 'tenantDeploymentTemplate');
  const lowered = loweredArm(`${text} "resources": []}`);
  assert.equal(lowered.language, 'arm');
  assert.deepEqual(lowered.template, { scope: 'tenant', declarations: [], foldNames: true });
});

suite('parameter files', () => {
  const schema = schemaLine.replace('Template', 'Parameters');

  test('values, secrets and expressions over inputs', () => {
    const text = `${schema} "parameters": {
      "a": {"value": "[not('an expression')]"},
      "b": {"value": {"copy": [{"name": "x", "count": 1, "input": 2}], "y": [1, true, null]}},
      "c": {"reference": {"keyVault": {"id": "/subscriptions/s"}, "secretName": "n"}},
      "d": {"expression": "[externalInputs('x')]"},
      "e": {}
    }}`;
    const lowered = loweredArm(text);
    assert.equal(
      printLowered(lowered),
      [
        "a := '[not(\\'an expression\\')]'",
        "b := { copy: [{ name: 'x', count: 1, input: 2 }], y: [1, true, null] }",
        "c := getSecret('/subscriptions/s', 'n')",
        "d := externalInputs('x')",
        'e := ⟨it is being typed⟩',
      ].join('\n'),
    );
    assert.equal(lowered.language, 'arm-params');
    assert.deepEqual(lowered.problems, []);
    const places = lowered.assignments.map(({ nameNode }) => lowered.spans.spanOf(nameNode));
    assert.deepEqual(
      places.map(({ start, end }) => text.slice(start, end)),
      ['"a"', '"b"', '"c"', '"d"', '"e"'],
    );
  });
});

suite('what is no template', () => {
  for (const text of [
    '',
    '\uFEFF',
    '{}',
    '[1]',
    '{"resources": [{"type": "A.B/c"}]}',
    '{"$schema": "x", "resources": [{]}',
  ]) {
    test(JSON.stringify(text), () => {
      const lowered = loweredArm(text);
      assert.deepEqual(lowered.template.declarations, []);
      assert.deepEqual(lowered.problems, []);
      assert.equal(lowered.spans.count, 0);
    });
  }
});

const sample = `
  "parameters": {"p": {"type": "string", "defaultValue": "x"}},
  "variables": {"v": "[concat(parameters('p'), 'a')]", "copy": [{"name": "w", "count": 2, "input": "[copyIndex()]"}]},
  "resources": [
    {"type": "A.B/c", "apiVersion": "1", "name": "[variables('v')]", "properties": {"list": [1, {"a": null}]}, "resources": [
      {"type": "d", "apiVersion": "1", "name": "e"}]},
    {"type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "f", "properties": {"template": {"resources": []}}}
  ],
  "outputs": {"o": {"type": "string", "value": "[variables('v')]"}}`;

test('blanks and comments change places and no node', () => {
  const plain = loweredArm(`${schemaLine}${sample}}`);
  const spaced = loweredArm(`// c\n${schemaLine}${sample.replaceAll(/[,:{[](?=[ \n]*["{[])/g, '$& /* c */\n')}}`);
  assert.equal(printLowered(spaced), printLowered(plain));
  assert.equal(spaced.spans.count, plain.spans.count);
  assert.deepEqual(spaced.template, plain.template);
});

test('a text without any one of its characters is lowered without an exception', () => {
  const text = `${schemaLine}${sample}}`;
  for (let at = schemaLine.length; at < text.length; at++) {
    for (const damaged of [text.slice(0, at) + text.slice(at + 1), text.slice(0, at)]) {
      const lowered = loweredArm(damaged);
      for (let node = 0; node < lowered.spans.count; node++) {
        const { start, end } = lowered.spans.spanOf(node);
        assert.ok(0 <= start && start <= end && end <= damaged.length, damaged);
      }
    }
  }
});

suite('deep nesting', () => {
  const nested = (levels: number, open: string, middle: string, close: string): string =>
    `${schemaLine} "resources": [${open.repeat(levels)}${middle}${close.repeat(levels)}]}`;
  const deepExpression = `"[${'not('.repeat(199)}true()${')'.repeat(199)}]"`;

  test('as deep as the reader allows', () => {
    const texts = [
      nested(1, '{"type": "A.B/c", "a":', `${'{"a":'.repeat(997)}${deepExpression}${'}'.repeat(997)}`, '}'),
      nested(1, '{"type": "A.B/c", "a":', `${'['.repeat(997)}${deepExpression}${']'.repeat(997)}`, '}'),
      nested(498, '{"type": "x", "resources": [', '{"type": "y"}', ']}'),
      nested(
        248,
        '{"type": "Microsoft.Resources/deployments", "properties": {"template": {"resources": [',
        '{"type": "A.B/c"}',
        ']}}}',
      ),
    ];
    for (const text of texts) {
      const { template, problems } = loweredArm(text);
      assert.deepEqual(problems, []);
      assert.equal(template.declarations.length, 1);
    }
  });

  test('deeper is one problem and nothing else', () => {
    const { template, problems } = loweredArm(nested(1000, '{"a":', '1', '}'));
    assert.deepEqual(template.declarations, []);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['too-deep'],
    );
  });
});
