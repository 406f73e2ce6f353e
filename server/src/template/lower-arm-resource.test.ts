import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { expectArmNodes, printedArm } from '../../../test/lowered-arm.ts';

/** Lowers the resources of a template with language version 1 (array) or 2 (object). */
function resources(json: string): string {
  return printedArm(`"resources": ${json}`);
}

suite('resources', () => {
  test('of a classic array', () => {
    assert.equal(
      resources(`[{
        "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "hub",
        "location": "[parameters('location')]", "properties": {"subnets": []},
        "comments": "x", "dependsOn": ["[resourceId('A.B/c', 'd')]", "e"]
      }]`),
      "resource - Microsoft.Network/virtualNetworks@2024-05-01 name 'hub' after resourceId('A.B/c', 'd'), 'e' " +
        "{ name: 'hub', location: parameter:location, properties: { subnets: [] }, comments: 'x' }",
    );
  });

  test('with symbolic names, existing and condition', () => {
    assert.equal(
      resources(`{
        "hub": {"type": "A.B/c", "apiVersion": "1", "existing": true, "name": "x", "resourceGroup": "g", "subscriptionId": "s"},
        "web": {
          "type": "A.B/d", "apiVersion": "1", "name": "y", "condition": "[parameters('deploy')]",
          "properties": {"a": "[reference('hub').b]", "c": "[reference('HUB', '1', 'full').location]", "d": "[resourceInfo('hub').id]"},
          "dependsOn": ["hub", "[format('loop[{0}]', parameters('i'))]", "loop[2]", "unknown"]
        },
        "loop": {"type": "A.B/e", "apiVersion": "1", "name": "z", "properties": {"k": "[listKeys('web', '1').key]"}}
      }`),
      [
        "resource hub A.B/c@1 existing scope resourceGroup('s', 'g') name 'x' { name: 'x' }",
        "resource web A.B/d@1 if parameter:deploy name 'y' after resource:hub, resource:loop[parameter:i], resource:loop[2], 'unknown' " +
          "{ name: 'y', properties: { a: resource:hub.properties.b, c: resource:HUB.location, d: resource:hub.id } }",
        "resource loop A.B/e@1 name 'z' { name: 'z', properties: { k: resource:web.listKeys('1').key } }",
      ].join('\n'),
    );
  });

  test('names of the structure ignore case', () => {
    assert.equal(
      printedArm(
        `"Resources": [{"TYPE": "A.B/c", "ApiVersion": "1", "NAME": "x", "DependsOn": ["y"], "COPY": {"NAME": "l", "COUNT": 2}}]`,
      ),
      "resource - A.B/c@1 for (-, copyIndex('l')) in range(0, 2) name 'x' after 'y' { NAME: 'x' }",
    );
  });

  test('a type, a name or a version that is missing', () => {
    assert.equal(
      resources('[{}, {"name": "x"}, {"type": "A.B/c"}, {"type": "A.B/d", "name": }, "text", 1, [{}]]'),
      [
        'resource - A.B/c name ⟨it is being typed⟩ {}',
        'resource - A.B/d name ⟨it is being typed⟩ { name: ⟨it is being typed⟩ }',
      ].join('\n'),
    );
  });

  test('a version or type in a variable; one that is computed', () => {
    assert.equal(
      printedArm(`"variables": {"v": "2024-05-01", "w": {"x": ["1"]}, "t": "A.B/c", "e": "[parameters('p')]"},
        "resources": [
          {"type": "[variables('T')]", "apiVersion": "[variables('v')]", "name": "a"},
          {"type": "A.B/c", "apiVersion": "[variables('w').x[0]]", "name": "b"},
          {"type": "A.B/c", "apiVersion": "[variables('e')]", "name": "c"},
          {"type": "[concat('A.B', '/c')]", "apiVersion": "1", "name": "d"}
        ]`)
        .split('\n')
        .slice(4)
        .join('\n'),
      [
        "resource - A.B/c@2024-05-01 name 'a' { name: 'a' }",
        "resource - A.B/c@1 name 'b' { name: 'b' }",
        "resource - A.B/c name 'c' { name: 'c' }",
        "module - - named 'd' ⟨the type of the resource is computed⟩",
      ].join('\n'),
    );
  });

  test('a resource of an extension', () => {
    assert.equal(
      resources(
        `{"s": {"import": "kubernetes", "type": "core/Service@v1", "properties": {"metadata": {"name": "x"}}}}`,
      ),
      "resource s core/Service@v1 name ⟨it is being typed⟩ { import: 'kubernetes', properties: { metadata: { name: 'x' } } }",
    );
  });

  test('scopes', () => {
    assert.equal(
      resources(`[
        {"type": "A.B/locks", "name": "a", "scope": "[resourceId('A.B/c', 'd')]"},
        {"type": "A.B/c", "name": "b", "scope": "/"},
        {"type": "A.B/c", "name": "c", "subscriptionId": "s"},
        {"type": "A.B/c", "name": "d", "resourceGroup": "g"}
      ]`),
      [
        "resource - A.B/locks scope resourceId('A.B/c', 'd') name 'a' { name: 'a' }",
        "resource - A.B/c scope tenant() name 'b' { name: 'b' }",
        "resource - A.B/c scope subscription('s') name 'c' { name: 'c' }",
        "resource - A.B/c scope resourceGroup('g') name 'd' { name: 'd' }",
      ].join('\n'),
    );
  });
});

suite('child resources', () => {
  test('by their own segment of the type', () => {
    assert.equal(
      resources(`[{"type": "A.B/c", "apiVersion": "1", "name": "p", "resources": [
        {"type": "d", "apiVersion": "2", "name": "q", "resources": [{"type": "/e", "apiVersion": "3", "name": "r"}]},
        {"type": "providers/locks", "apiVersion": "4", "name": "A.L/s"}
      ]}]`),
      [
        "resource - A.B/c@1 name 'p' { name: 'p' }",
        "  resource - A.B/c/d@2 in  name 'q' { name: 'q' }",
        "    resource - A.B/c/d/e@3 in  name 'r' { name: 'r' }",
        "  resource - A.B/c/providers/locks@4 in  name 'A.L/s' { name: 'A.L/s' }",
      ].join('\n'),
    );
  });

  test('by the whole type and name they stand for themselves', () => {
    assert.equal(
      resources(`[{"type": "A.B/c", "name": "p", "copy": {"name": "l", "count": 2}, "resources": [
        {"type": "a.b/C/d", "name": "[concat('p', '/q')]"},
        {"type": "A.B/c/d", "name": "short"},
        {"type": "X.Y/z", "name": "[parameters('n')]"}
      ]}]`),
      [
        "resource - a.b/C/d for (-, copyIndex('l')) in range(0, 2) name concat('p', '/q') { name: concat('p', '/q') }",
        "resource - X.Y/z for (-, copyIndex('l')) in range(0, 2) name parameter:n { name: parameter:n }",
        "resource - A.B/c for (-, copyIndex('l')) in range(0, 2) name 'p' { name: 'p' }",
        "  resource - A.B/c/d in  name 'short' { name: 'short' }",
      ].join('\n'),
    );
  });

  test("count in the parent's loop", () => {
    assert.equal(
      resources(`[{"type": "A.B/c", "name": "p", "copy": {"name": "l", "count": 2}, "resources": [
        {"type": "d", "name": "[concat('q', copyIndex())]"}
      ]}]`),
      [
        "resource - A.B/c for (-, copyIndex('l')) in range(0, 2) name 'p' { name: 'p' }",
        "  resource - A.B/c/d in  name concat('q', copyIndex('l')) { name: concat('q', copyIndex('l')) }",
      ].join('\n'),
    );
  });
});

suite('copy', () => {
  test('of a resource, of a property and of both', () => {
    assert.equal(
      resources(`[{
        "type": "A.B/c", "name": "[format('n{0}', copyIndex())]", "copy": {"name": "l", "count": "[length(parameters('p'))]", "mode": "serial"},
        "properties": {
          "x": 1,
          "copy": [
            {"name": "subnets", "count": 3, "input": {"name": "[concat(copyIndex('SUBNETS', 1), copyIndex(), copyIndex(2), copyIndex('l'))]"}},
            {"name": "[parameters('key')]", "count": 1, "input": "[copyIndex()]"}
          ]
        }
      }]`),
      "resource - A.B/c for (item of copyIndex('l'), copyIndex('l')) in parameter:p name \"n${copyIndex('l')}\" " +
        '{ name: "n${copyIndex(\'l\')}", properties: { x: 1, ' +
        "subnets: [for (-, copyIndex('subnets')) in range(0, 3): " +
        "{ name: concat(add(copyIndex('subnets'), 1), copyIndex('l'), add(copyIndex('l'), 2), copyIndex('l')) }], " +
        "parameter:key: [for (-, copyIndex()) in range(0, 1): copyIndex('l')] } }",
    );
  });

  test('at the top of a resource', () => {
    assert.equal(
      resources(
        `[{"type": "A.B/c", "name": "x", "copy": [{"name": "zones", "count": 2, "input": "[string(copyIndex('zones', 1))]"}]}]`,
      ),
      "resource - A.B/c name 'x' { name: 'x', zones: [for (-, copyIndex('zones')) in range(0, 2): string(add(copyIndex('zones'), 1))] }",
    );
  });

  test('inside each other, with one name', () => {
    const inner = `{"copy": [{"name": "a", "count": 2, "input": "[concat(copyIndex('a'), copyIndex())]"}]}`;
    assert.equal(
      resources(`[{"type": "A.B/c", "name": "x", "copy": {"name": "a", "count": 9}, "properties": {
        "copy": [{"name": "a", "count": "[copyIndex('a')]", "input": ${inner}}]}}]`),
      "resource - A.B/c for (-, copyIndex('a')) in range(0, 9) name 'x' { name: 'x', properties: { " +
        "a: [for (-, copyIndex('a') 2) in range(0, copyIndex('a')): { " +
        "a: [for (-, copyIndex('a') 3) in range(0, 2): concat(copyIndex('a') 3, copyIndex('a'))] }] } }",
    );
  });

  test('of variables and outputs', () => {
    assert.equal(
      printedArm(`
        "variables": {
          "copy": [{"name": "v", "count": 2, "input": "[copyIndex()]"}, {"name": "w", "count": 3, "input": {"i": "[copyIndex('w')]"}}],
          "o": {"copy": [{"name": "p", "count": 4, "input": "[copyIndex('p')]"}]}
        },
        "outputs": {"r": {"type": "array", "copy": {"count": 5, "input": "[copyIndex()]"}}}`),
      [
        "variable v = [for (-, copyIndex('v')) in range(0, 2): copyIndex('v')]",
        "variable w = [for (-, copyIndex('w')) in range(0, 3): { i: copyIndex('w') }]",
        "variable o = { p: [for (-, copyIndex('p')) in range(0, 4): copyIndex('p')] }",
        'output r = [for (-, copyIndex()) in range(0, 5): copyIndex()]',
      ].join('\n'),
    );
  });

  test('what looks like it', () => {
    assert.equal(
      printedArm(
        `"variables": {"o": {"copy": {"a": 1}, "p": {"copy": [{"name": "x"}]}, "q": {"copy": []}}, "copy": 1}`,
      ),
      "variable o = { copy: { a: 1 }, p: { copy: [{ name: 'x' }] }, q: { copy: [] } }\nvariable copy = 1",
    );
  });

  test('copyIndex outside of its loop', () => {
    const reason = '⟨copyIndex stands outside of the copy loop that it counts⟩';
    assert.equal(
      printedArm(
        `"variables": {"a": "[copyIndex()]", "b": "[copyIndex('x')]", "c": "[copyIndex(parameters('p'), 1)]"}`,
      ),
      [`variable a = ${reason}`, `variable b = ${reason}`, 'variable c = copyIndex(parameter:p, 1)'].join('\n'),
    );
  });

  test('without count or input', () => {
    assert.equal(
      printedArm(
        `"resources": [{"type": "A.B/c", "name": "x", "copy": {"name": "l"}}], "outputs": {"o": {"type": "array", "copy": {"count": 1}}}`,
      ),
      [
        "resource - A.B/c for (-, copyIndex('l')) in range(0, ⟨it is being typed⟩) name 'x' { name: 'x' }",
        'output o = [for (-, copyIndex()) in range(0, 1): ⟨it is being typed⟩]',
      ].join('\n'),
    );
  });
});

suite('deployments', () => {
  const schema = 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#';

  test('embedded templates, inner and outer', () => {
    assert.equal(
      printedArm(`
        "variables": {"v": "1"},
        "resources": [
          {"type": "microsoft.resources/Deployments", "apiVersion": "1", "name": "a", "condition": "[parameters('c')]", "subscriptionId": "s",
            "properties": {"mode": "Incremental", "expressionEvaluationOptions": {"scope": "Inner"}, "parameters": {"p": {"value": 1}},
              "template": {"$schema": "${schema}", "parameters": {"p": {"type": "int"}}, "variables": {"v": "2"},
                "resources": [{"type": "A.B/c", "apiVersion": "[variables('v')]", "name": "[parameters('p')]"}]}}},
          {"type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "b", "copy": {"name": "l", "count": 2},
            "properties": {"template": {"variables": {"v": "2"}, "resources": [
              {"type": "A.B/c", "apiVersion": "[variables('v')]", "name": "[string(copyIndex())]"}]}}}
        ]`),
      [
        "variable v = '1'",
        "module - - if parameter:c scope subscription('s') named 'a' { mode: 'Incremental', expressionEvaluationOptions: { scope: 'Inner' }, " +
          'parameters: { p: { value: 1 } } }',
        '  inner subscription',
        '  parameter p int',
        "  variable v = '2'",
        '  resource - A.B/c@2 name parameter:p { name: parameter:p }',
        "module - - for (-, copyIndex('l')) in range(0, 2) named 'b' {}",
        '  outer resourceGroup',
        "  variable v = '2'",
        "  resource - A.B/c@1 name string(copyIndex('l')) { name: string(copyIndex('l')) }",
      ].join('\n'),
    );
  });

  test('an embedded template of inner scope sees neither loops nor symbolic names around it', () => {
    assert.equal(
      resources(`{"a": {"type": "A.B/c", "name": "x"}, "b": {"type": "Microsoft.Resources/deployments", "name": "y",
        "copy": {"name": "l", "count": 2}, "properties": {"expressionEvaluationOptions": {"scope": "inner"}, "template": {
          "outputs": {"o": {"value": "[reference('a')]"}, "p": {"value": "[copyIndex()]"}}}}}}`)
        .split('\n')
        .slice(2)
        .join('\n'),
      [
        '  inner resourceGroup',
        "  output o = reference('a')",
        '  output p = ⟨copyIndex stands outside of the copy loop that it counts⟩',
      ].join('\n'),
    );
  });

  test('linked templates', () => {
    const linked = (link: string): string =>
      `{"type": "Microsoft.Resources/deployments", "name": "x", "properties": {"templateLink": ${link}}}`;
    assert.equal(
      resources(`[
        ${linked('{"relativePath": "nested/a.json"}')},
        ${linked('{"relativePath": "/b.json"}')},
        ${linked('{"uri": "https://example.org/b.json"}')},
        ${linked('{"uri": "[variables(\'u\')]"}')},
        ${linked('{"id": "/subscriptions/s"}')}
      ]`)
        .split('\n')
        .map((line) => line.split(' ').slice(0, 3).join(' '))
        .join('\n'),
      ['module - nested/a.json', 'module - b.json', 'module - -', 'module - -', 'module - -'].join('\n'),
    );
  });

  test('properties or a template that is computed or missing', () => {
    assert.equal(
      resources(`[
        {"type": "Microsoft.Resources/deployments", "name": "a", "properties": {"template": "[variables('t')]"}},
        {"type": "Microsoft.Resources/deployments", "name": "b", "properties": "[variables('p')]"},
        {"type": "Microsoft.Resources/deployments", "name": "c"}
      ]`),
      [
        "module - - named 'a' { template: variable:t }",
        "module - - named 'b' variable:p",
        "module - - named 'c' ⟨it is being typed⟩",
      ].join('\n'),
    );
  });

  test('outputs of a module', () => {
    const read = (expression: string): string =>
      resources(`{"m": {"type": "Microsoft.Resources/deployments", "name": "x", "properties": {}},
        "r": {"type": "A.B/c", "name": "y", "properties": ${JSON.stringify(`[${expression}]`)}}}`)
        .split('properties: ')[1]
        ?.replace(/ }$/, '') ?? '';
    assert.equal(read("reference('m').outputs.id.value"), 'resource:m.outputs.id');
    assert.equal(read("reference('M', '1').outputs['id'].value.x[0]"), 'resource:M.outputs.id.x[0]');
    assert.equal(read("reference(format('m[{0}]', 1)).outputs.id.value"), 'resource:m[1].outputs.id');
    assert.equal(read("tryGet(tryGet(reference('m').outputs, 'id'), 'value', 'x')"), 'resource:m.outputs.?id.?x');
    assert.equal(
      read("tryGet(if(parameters('c'), reference('m'), null()), 'outputs', 'id', 'value')"),
      '(parameter:c ? resource:m : null).?outputs.?id',
    );
    assert.equal(read("reference('m').outputs.id"), 'reference(resource:m).outputs.id');
    assert.equal(read("reference('m', '1')"), "reference(resource:m, '1')");
    assert.equal(read("reference('other').outputs.id.value"), "reference('other').outputs.id.value");
  });
});

suite('damaged resources', () => {
  test('an object or array that could not be read whole may hold more', () => {
    assert.equal(
      printedArm(`"resources": [
  {
    "type": "A.B/c",
    "name": "x",
    "properties": {
      "list": [
        1
      "a": 1
    }
  },
  {
    "type": "A.B/d",
    "name": "y"
  }
]`),
      [
        "resource - A.B/c name 'x' { name: 'x', properties: { list: [1, ...⟨it is being typed⟩], a: 1 } }",
        "resource - A.B/d name 'y' { name: 'y' }",
      ].join('\n'),
    );
  });
});

suite('places of resources', () => {
  test('of a classic array', () => {
    expectArmNodes(
      `
      "resources": [
        {
        ^ 0 resource ... }
          "type": "A.B/c",
                  ^^^^^^^ 7 type
          "name": "x",
                  ^^^ 1 name
          "copy": {"name": "l", "count": 2},
                  ^^^^^^^^^^^^^^^^^^^^^^^^^ 2 loop
          "properties": {}
        },
        {"type": "A.B/d"}
        ^^^^^^^^^^^^^^^^^ 14 resource
                 ^^^^^^^ 15 name
                 ^^^^^^^ 17 type
      ]`,
      ['resource', 'type', 'name', 'loop'],
    );
  });

  test('with a symbolic name', () => {
    expectArmNodes(
      `
      "resources": {
        "hub": {"type": "A.B/c", "name": "x"}
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 0 resource
        ^^^^^ 1 name
                        ^^^^^^^ 3 type
      }`,
      ['resource', 'type', 'name'],
    );
  });
});
