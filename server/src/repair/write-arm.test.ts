import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import { type Draft, literal, objectOf, type ResourceDraft, type ResourceHandle } from './draft.ts';
import { armWriter } from './write-arm.ts';
import type { TemplateWriter } from './writer.ts';

/**
 * Makes a change at the place between `«` and `»` and returns the whole text. The fixture is tried with each line ending; the results must be
 * the same but for them.
 */
function change(
  fixture: string,
  edit: (writer: TemplateWriter, place: Span, text: string) => TextEdit[] | null,
): string | null {
  const [lf, crlf] = ['\n', '\r\n'].map((lineBreak) => {
    const marked = fixture.replaceAll('\n', lineBreak);
    const place = spanOf(marked.indexOf('«'), marked.indexOf('»') - 1);
    const text = marked.replace('«', '').replace('»', '');
    const writer = armWriter(text);
    const edits = writer === null ? null : edit(writer, place, text);
    return edits === null ? null : applyEdits(text, edits);
  });
  assert.equal(crlf ?? null, lf?.replaceAll('\n', '\r\n') ?? null);
  return lf ?? null;
}

function addProperty(fixture: string, key: string, value: Draft): string | null {
  return change(fixture, (writer, place) => writer.addProperties(place, [{ key, value }]));
}

function addElement(fixture: string, ...items: Draft[]): string | null {
  return change(fixture, (writer, place) => writer.addElements(place, items));
}

const disabled = literal('Disabled');
const idObject = objectOf({ id: literal('x') });

describe('adding a property in JSON', () => {
  test('after the last one, on a line of its own', () => {
    assert.equal(
      addProperty('{\n  "properties": «{\n    "a": 1\n  }»\n}\n', 'b', disabled),
      '{\n  "properties": {\n    "a": 1,\n    "b": "Disabled"\n  }\n}\n',
    );
  });

  test('with tabs', () => {
    assert.equal(
      addProperty('{\n\t"p": «{\n\t\t"a": 1\n\t}»\n}', 'b', idObject),
      '{\n\t"p": {\n\t\t"a": 1,\n\t\t"b": {\n\t\t\t"id": "x"\n\t\t}\n\t}\n}',
    );
  });

  test('a file with trailing commas keeps them', () => {
    assert.equal(
      addProperty('{\n    "p": «{\n        "a": 1,\n    }»,\n}', 'b', disabled),
      '{\n    "p": {\n        "a": 1,\n        "b": "Disabled",\n    },\n}',
    );
  });

  test('the comma stands before a comment, the property on the next line', () => {
    assert.equal(
      addProperty('{\n  "p": «{\n    "a": 1 // one\n    // last\n  }»\n}', 'b', disabled),
      '{\n  "p": {\n    "a": 1, // one\n    "b": "Disabled"\n    // last\n  }\n}',
    );
  });

  test('behind a trailing comma and its comment', () => {
    assert.equal(
      addProperty('{\n  "p": «{\n    "a": 1, /* one */ // two\n  }»\n}', 'b', disabled),
      '{\n  "p": {\n    "a": 1, /* one */ // two\n    "b": "Disabled",\n  }\n}',
    );
  });

  test('of a resource before its properties, as the documentation of Azure has it', () => {
    assert.equal(
      addProperty('{\n  "a": «{\n    "name": "a", // it\n    "properties": {}\n  }»\n}', 'sku', literal(1)),
      '{\n  "a": {\n    "name": "a", // it\n    "sku": 1,\n    "properties": {}\n  }\n}',
    );
  });

  test('to an empty object, which opens', () => {
    assert.equal(addProperty('{\n  "p": «{}»\n}', 'b', disabled), '{\n  "p": {\n    "b": "Disabled"\n  }\n}');
    assert.equal(addProperty('{\n  "p": «{ }»\n}', 'b', disabled), '{\n  "p": {\n    "b": "Disabled"\n  }\n}');
    assert.equal(addProperty('{\n  "p": «{\n  }»\n}', 'b', disabled), '{\n  "p": {\n    "b": "Disabled"\n  }\n}');
  });

  test('to an object that holds only a comment', () => {
    assert.equal(
      addProperty('{\n  "p": «{\n    // nothing\n  }»\n}', 'b', disabled),
      '{\n  "p": {\n    // nothing\n    "b": "Disabled"\n  }\n}',
    );
    assert.equal(
      addProperty('{\n  "p": «{ /* nothing */ }»\n}', 'b', disabled),
      '{\n  "p": { /* nothing */ "b": "Disabled" }\n}',
    );
  });

  test('on one line', () => {
    assert.equal(
      addProperty('{\n  "p": «{ "a": 1 }»\n}', 'b', idObject),
      '{\n  "p": { "a": 1, "b": { "id": "x" } }\n}',
    );
    assert.equal(
      addProperty('{\n  "p": [\n    { "n": "a", "p": «{}» }\n  ]\n}', 'b', disabled),
      '{\n  "p": [\n    { "n": "a", "p": { "b": "Disabled" } }\n  ]\n}',
    );
  });

  test('in compact JSON', () => {
    assert.equal(addProperty('{"p":«{"a":1}»}', 'b', idObject), '{"p":{"a":1,"b":{"id":"x"}}}');
    assert.equal(addProperty('{"p":«{}»}', 'b', disabled), '{"p":{"b":"Disabled"}}');
  });

  test('a closing brace on the line of the last property stays there', () => {
    assert.equal(
      addProperty('{\n  "p": «{ "a": 1,\n    "c": 2 }»\n}', 'b', disabled),
      '{\n  "p": { "a": 1,\n    "c": 2,\n    "b": "Disabled" }\n}',
    );
  });

  test('small objects stay on one line where the file writes them so', () => {
    assert.equal(
      addProperty('{\n  "p": «{\n    "a": { "id": "1" },\n    "n": 1\n  }»\n}', 'b', idObject),
      '{\n  "p": {\n    "a": { "id": "1" },\n    "n": 1,\n    "b": { "id": "x" }\n  }\n}',
    );
  });

  test('is refused where no object stands, or one that is damaged', () => {
    assert.equal(addProperty('{ "p": «[]» }', 'b', disabled), null);
    assert.equal(addProperty('{ "p": "[createObject(«\'a\', 1»)]" }', 'b', disabled), null);
    assert.equal(addProperty('{ "p": «{ "a": }» }', 'b', disabled), null);
  });

  test('keys and strings are escaped', () => {
    assert.equal(addProperty('{\n  "p": «{}»\n}', 'a"b', literal('[x]')), '{\n  "p": {\n    "a\\"b": "[[x]"\n  }\n}');
  });
});

describe('adding an element in JSON', () => {
  test('to an array of objects on many lines', () => {
    assert.equal(
      addElement('{\n  "a": «[\n    {\n      "n": 1\n    }\n  ]»\n}', objectOf({ n: literal(2) })),
      '{\n  "a": [\n    {\n      "n": 1\n    },\n    {\n      "n": 2\n    }\n  ]\n}',
    );
  });

  test('to brackets that hug their objects', () => {
    assert.equal(
      addElement('{\n  "a": «[{\n    "n": 1\n  }]»\n}', objectOf({ n: literal(2), m: literal(3) })),
      '{\n  "a": [{\n    "n": 1\n  }, {\n    "n": 2,\n    "m": 3\n  }]\n}',
    );
  });

  test('one line for each object', () => {
    assert.equal(
      addElement(
        '{\n  "a": «[\n    { "n": 1, "m": 1 },\n    { "n": 2, "m": 2 }\n  ]»\n}',
        objectOf({ n: literal(3), m: literal(3) }),
      ),
      '{\n  "a": [\n    { "n": 1, "m": 1 },\n    { "n": 2, "m": 2 },\n    { "n": 3, "m": 3 }\n  ]\n}',
    );
  });

  test('several at once, with and without trailing comma', () => {
    assert.equal(
      addElement('{\n  "a": «[\n    1 // one\n  ]»\n}', literal(2), literal(3)),
      '{\n  "a": [\n    1, // one\n    2,\n    3\n  ]\n}',
    );
    assert.equal(
      addElement('{\n  "a": «[\n    1,\n  ]»\n}', literal(2), literal(3)),
      '{\n  "a": [\n    1,\n    2,\n    3,\n  ]\n}',
    );
  });

  test('to empty and one-line arrays', () => {
    assert.equal(addElement('{\n  "a": «[]»\n}', literal('x')), '{\n  "a": [\n    "x"\n  ]\n}');
    assert.equal(addElement('{\n  "a": «["x"]»\n}', literal('y')), '{\n  "a": ["x", "y"]\n}');
    assert.equal(addElement('{"a":«[]»}', literal('x')), '{"a":["x"]}');
  });

  test('an object longer than a line opens, also where all around it is on one line, unless the file has one line', () => {
    const long = objectOf({ name: literal('x'.repeat(80)), access: literal('y'.repeat(40)) });
    const opened = `{\n    "name": "${'x'.repeat(80)}",\n    "access": "${'y'.repeat(40)}"\n  }`;
    assert.equal(addElement('{\n  "p": { "q": «[ ]» }\n}', long), `{\n  "p": { "q": [${opened}] }\n}`);
    assert.equal(
      addElement('{\n  "p": { "q": «[{ "n": 1 }]» }\n}', long),
      `{\n  "p": { "q": [{ "n": 1 }, ${opened}] }\n}`,
    );
    assert.equal(addElement('{"q":«[]»}', long), `{"q":[{"name":"${'x'.repeat(80)}","access":"${'y'.repeat(40)}"}]}`);
  });

  test('a comment before the last element stands as little in the way as one behind it', () => {
    assert.equal(
      addElement('{\n  "a": «[\n    /* one */ {\n      "n": 1\n    } // 1\n  ]»\n}', objectOf({ n: literal(2) })),
      '{\n  "a": [\n    /* one */ {\n      "n": 1\n    }, // 1\n    {\n      "n": 2\n    }\n  ]\n}',
    );
  });

  test('of several on a line, what makes that too long stands on the next', () => {
    const long = literal('y'.repeat(110));
    assert.equal(
      addElement('{\n  "a": «[\n    "x", "y" // both\n  ]»\n}', long),
      `{\n  "a": [\n    "x", "y", // both\n    "${'y'.repeat(110)}"\n  ]\n}`,
    );
  });
});

describe('replacing and removing in JSON', () => {
  const replaceWith = (fixture: string, draft: Draft) =>
    change(fixture, (writer, place) => writer.replace(place, draft));
  const remove = (fixture: string, key: string) =>
    change(fixture, (writer, place) => writer.removeProperty(place, key));

  test('a value is replaced, and only it', () => {
    assert.equal(replaceWith('{ "a":  «"Enabled"» /* c */ }', disabled), '{ "a":  "Disabled" /* c */ }');
    assert.equal(replaceWith('{ "a": «"[parameters(\'x\')]"» }', literal(false)), '{ "a": false }');
  });

  test('a property takes the place of another', () => {
    const rename = (fixture: string, object: string) =>
      change(fixture, (writer, place) => {
        const start = fixture.replaceAll(/[«»]/g, '').indexOf(object);
        return writer.replaceProperty(spanOf(start, start + object.length), place, 'b', {
          key: 'c',
          value: literal(2),
        });
      });
    assert.equal(rename('{ "x": { "b": «1» } }', '{ "b": 1 }'), '{ "x": { "c": 2 } }');
    assert.equal(rename('{ "x": { "b": «1» } }', '{ "x": { "b": 1 } }'), null);
    assert.equal(rename('{ "x": { "d": «1» } }', '{ "d": 1 }'), null);
  });

  test('an expression within a string keeps the string', () => {
    assert.equal(
      replaceWith('{ "a": "[if(parameters(\'x\'), «\'Enabled\'», null())]" }', disabled),
      '{ "a": "[if(parameters(\'x\'), \'Disabled\', null())]" }',
    );
    assert.equal(replaceWith('{ "a": "[f(«1»)]" }', literal('it\'s "so"')), '{ "a": "[f(\'it\'\'s \\"so\\"\')]" }');
    assert.equal(replaceWith('{ "a": "[f(«1»)]" }', literal(null)), '{ "a": "[f(null())]" }');
  });

  test('a removed property takes its line and its comma along', () => {
    assert.equal(remove('{\n  "a": 1,\n  "b": «2»\n}', 'b'), '{\n  "a": 1\n}');
    assert.equal(remove('{\n  "a": «1», // one\n  "b": 2\n}', 'a'), '{\n  "b": 2\n}');
    assert.equal(remove('{\n  "a": 1, // one\n  "b": «2»\n}', 'b'), '{\n  "a": 1 // one\n}');
    assert.equal(remove('{\n  "a": 1,\n  "b": «2»,\n}', 'b'), '{\n  "a": 1,\n}');
  });

  test('a removed property on a shared line takes only itself', () => {
    assert.equal(remove('{ "a": 1, "b": «2» }', 'b'), '{ "a": 1 }');
    assert.equal(remove('{ "a": «1», "b": 2 }', 'a'), '{ "b": 2 }');
    assert.equal(remove('{ "p": { "a": «1» } }', 'a'), '{ "p": {} }');
  });

  test('only the property with that name', () => {
    assert.equal(remove('{ "a": «1» }', 'b'), null);
  });

  test('several elements go together with the commas that they leave over', () => {
    const without = (fixture: string, ...values: readonly string[]) =>
      change(fixture, (writer, _place, text) =>
        writer.removeElements(values.map((value) => spanOf(text.indexOf(value), text.indexOf(value) + value.length))),
      );
    const lines = '{\n  "a": [\n    { "b": 1 },\n    { "b": 2 },\n    { "b": 3 }\n  ]\n}';
    assert.equal(without(lines, '"b": 2', '"b": 3'), '{\n  "a": [\n    { "b": 1 }\n  ]\n}');
    assert.equal(without(lines, '"b": 3', '"b": 1'), '{\n  "a": [\n    { "b": 2 }\n  ]\n}');
    assert.equal(without(lines, '"b": 1', '"b": 2', '"b": 3'), '{\n  "a": [\n  ]\n}');
    const flat = '{ "a": [{ "b": 1 }, { "b": 2 }, { "b": 3 }], "c": [{ "b": 4 }] }';
    assert.equal(without(flat, '"b": 2', '"b": 3', '"b": 4'), '{ "a": [{ "b": 1 }], "c": [] }');
    assert.equal(without(flat, '"b": 1', '"b": 2'), '{ "a": [{ "b": 3 }], "c": [{ "b": 4 }] }');
    assert.equal(without('{ "a": [1, 2] }', '1', '2'), null);
  });
});

const classic = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    «{
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[parameters('name')]",
      "location": "[resourceGroup().location]",
      "properties": {}
    }»
  ]
}
`;

function networkSecurityGroup(text: string): ResourceDraft {
  const at = text.indexOf('"[parameters(\'name\')]"');
  const name: Draft = {
    kind: 'joined',
    parts: [{ kind: 'copied', span: spanOf(at, at + '"[parameters(\'name\')]"'.length) }, literal('-nsg')],
  };
  const handle: ResourceHandle = {
    type: 'Microsoft.Network/networkSecurityGroups',
    symbolicName: 'webNsg',
    names: [name],
    elementOf: null,
  };
  return {
    handle,
    apiVersion: '2024-05-01',
    parent: null,
    name,
    location: { kind: 'resourceGroupLocation' },
    tags: null,
    properties: objectOf({ securityRules: { kind: 'array', items: [] } }),
    conditions: [],
    dependsOn: [],
  };
}

describe('declaring in JSON', () => {
  const declare = (fixture: string) => {
    const text = fixture.replace(/[«»]/g, '');
    return change(fixture, (writer, place) => {
      // With the other line ending every offset moves, so the draft is made for the text at hand.
      const isCrlf = place.start !== fixture.indexOf('«');
      const draft = networkSecurityGroup(isCrlf ? text.replaceAll('\n', '\r\n') : text);
      const resource = writer.declare(place, [draft]);
      const dependency = writer.addDependencies(place, [draft.handle]);
      return resource === null || dependency === null ? null : [...resource, ...dependency];
    });
  };

  test('a resource follows the one it belongs to, which then depends on it', () => {
    assert.equal(
      declare(classic),
      `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[parameters('name')]",
      "location": "[resourceGroup().location]",
      "dependsOn": [
        "[resourceId('Microsoft.Network/networkSecurityGroups', concat(parameters('name'), '-nsg'))]"
      ],
      "properties": {}
    },
    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2024-05-01",
      "name": "[concat(parameters('name'), '-nsg')]",
      "location": "[resourceGroup().location]",
      "properties": {
        "securityRules": []
      }
    }
  ]
}
`,
    );
  });

  test('with symbolic names, the key is the dependency', () => {
    const symbolic = `{
  "languageVersion": "2.0",
  "resources": {
    "vnet": «{
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[parameters('name')]",
      "dependsOn": ["other"],
      "properties": {}
    }»,
    "other": {}
  }
}`;
    assert.equal(
      declare(symbolic),
      `{
  "languageVersion": "2.0",
  "resources": {
    "vnet": {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[parameters('name')]",
      "dependsOn": ["other", "webNsg"],
      "properties": {}
    },
    "webNsg": {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2024-05-01",
      "name": "[concat(parameters('name'), '-nsg')]",
      "location": "[resourceGroup().location]",
      "properties": {
        "securityRules": []
      }
    },
    "other": {}
  }
}`,
    );
  });

  test('outside of the resource that surrounds a child', () => {
    const nested = `{
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[parameters('name')]",
      "resources": [
        «{ "type": "subnets", "apiVersion": "2024-05-01", "name": "web", "properties": {} }»
      ]
    }
  ]
}`;
    const result = declare(nested) ?? '';
    assert.ok(result.includes('"name": "web", "dependsOn": ["[resourceId('), result);
    assert.ok(
      result.includes('      ]\n    },\n    {\n      "type": "Microsoft.Network/networkSecurityGroups",'),
      result,
    );
  });

  test('a parameter, in a section that is made where there is none', () => {
    const parameters = [{ name: 'subnetId', description: 'Where endpoints go.' }];
    assert.equal(
      change('{\n  "contentVersion": "1.0.0.0",\n  "resources": [«»]\n}', (writer) =>
        writer.declareParameters(parameters, null),
      ),
      '{\n  "contentVersion": "1.0.0.0",\n  "parameters": {\n    "subnetId": {\n      "type": "string",\n      "metadata": {\n' +
        '        "description": "Where endpoints go."\n      }\n    }\n  },\n  "resources": []\n}',
    );
    assert.equal(
      change('{\n  "parameters": {\n    "a": { "type": "int" }«»\n  }\n}', (writer) =>
        writer.declareParameters(parameters, null),
      ),
      '{\n  "parameters": {\n    "a": { "type": "int" },\n    "subnetId": { "type": "string", "metadata": { "description": "Where endpoints go." } }\n  }\n}',
    );
  });
});
