import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import { type Draft, literal, objectOf, type ResourceDraft, type ResourceHandle } from './draft.ts';
import { bicepWriter } from './write-bicep.ts';
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
    const edits = edit(bicepWriter(text, 'bicep'), place, text);
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

describe('adding a property in Bicep', () => {
  test('after the last one, on a line of its own', () => {
    assert.equal(addProperty('var a = «{\n  b: 1\n}»\n', 'c', disabled), "var a = {\n  b: 1\n  c: 'Disabled'\n}\n");
  });

  test('with tabs, and several levels', () => {
    assert.equal(
      addProperty('var a = {\n\tp: «{\n\t\tb: 1\n\t}»\n}', 'c', idObject),
      "var a = {\n\tp: {\n\t\tb: 1\n\t\tc: {\n\t\t\tid: 'x'\n\t\t}\n\t}\n}",
    );
  });

  test('comments stay with what they explain', () => {
    assert.equal(
      addProperty('var a = «{\n    b: 1 // one\n    // last\n}»', 'c', disabled),
      "var a = {\n    b: 1 // one\n    c: 'Disabled'\n    // last\n}",
    );
    assert.equal(
      addProperty('var a = «{\n  // nothing\n}»', 'c', disabled),
      "var a = {\n  // nothing\n  c: 'Disabled'\n}",
    );
    assert.equal(addProperty('var a = «{ // nothing\n}»', 'c', disabled), "var a = { // nothing\n  c: 'Disabled'\n}");
    assert.equal(addProperty('var a = «{ /* nothing */ }»', 'c', disabled), "var a = { /* nothing */ c: 'Disabled' }");
  });

  test('to an empty object, which opens', () => {
    assert.equal(addProperty('var a = «{}»\n', 'c', disabled), "var a = {\n  c: 'Disabled'\n}\n");
    assert.equal(
      addProperty('var a = {\n  p: «{ }»\n}', 'c', disabled),
      "var a = {\n  p: {\n    c: 'Disabled'\n  }\n}",
    );
    assert.equal(addProperty('var a = «{\n}»', 'c', disabled), "var a = {\n  c: 'Disabled'\n}");
    assert.equal(addProperty('var a = «{\n\n}»', 'c', disabled), "var a = {\n  c: 'Disabled'\n}");
  });

  test('on one line', () => {
    assert.equal(addProperty('var a = «{ b: 1 }»', 'c', idObject), "var a = { b: 1, c: { id: 'x' } }");
    assert.equal(addProperty('var a = «{ b: 1, }»', 'c', disabled), "var a = { b: 1, c: 'Disabled', }");
    assert.equal(
      addProperty("var a = [\n  { n: 'a', p: «{}» }\n]", 'c', disabled),
      "var a = [\n  { n: 'a', p: { c: 'Disabled' } }\n]",
    );
  });

  test('a closing brace on the line of the last property stays there', () => {
    assert.equal(addProperty('var a = «{ b: 1\n  d: 2 }»', 'c', disabled), "var a = { b: 1\n  d: 2\n  c: 'Disabled' }");
  });

  test('of a resource before its properties, as the documentation of Azure has it', () => {
    assert.equal(
      addProperty("resource a 'b' = «{\n  name: 'a'\n  // settings\n  properties: {\n  }\n}»\n", 'sku', idObject),
      "resource a 'b' = {\n  name: 'a'\n  sku: {\n    id: 'x'\n  }\n  // settings\n  properties: {\n  }\n}\n",
    );
    assert.equal(
      addProperty("var a = «{\n  properties: {}\n  name: 'a'\n}»\n", 'sku', literal(1)),
      "var a = {\n  properties: {}\n  name: 'a'\n  sku: 1\n}\n",
    );
  });

  test('before nested resources', () => {
    assert.equal(
      addProperty(
        "resource a 'T@1' = «{\n  name: 'a'\n\n  resource b 'c' = {\n    name: 'b'\n  }\n}»\n",
        'properties',
        objectOf({ x: literal(true) }),
      ),
      "resource a 'T@1' = {\n  name: 'a'\n  properties: {\n    x: true\n  }\n\n  resource b 'c' = {\n    name: 'b'\n  }\n}\n",
    );
  });

  test('small objects stay on one line where the file writes them so', () => {
    assert.equal(
      addProperty("var a = «{\n  b: { id: '1' }\n  n: 1\n}»", 'c', idObject),
      "var a = {\n  b: { id: '1' }\n  n: 1\n  c: { id: 'x' }\n}",
    );
  });

  test('keys and strings are escaped', () => {
    assert.equal(
      addProperty('var a = «{\n}»', 'a-b', literal("it's ${x} \\ \n")),
      "var a = {\n  'a-b': 'it\\'s \\${x} \\\\ \\n'\n}",
    );
  });

  test('is refused where no object stands, or one that is damaged', () => {
    assert.equal(addProperty('var a = «[]»', 'c', disabled), null);
    assert.equal(addProperty('var a = «{ b: }»', 'c', disabled), null);
    assert.equal(addProperty('var a = «{ b: 1 c: 2 }»', 'c', disabled), null);
  });
});

describe('adding an element in Bicep', () => {
  test('to an array of objects on many lines', () => {
    assert.equal(
      addElement('var a = «[\n  {\n    n: 1\n  }\n]»\n', objectOf({ n: literal(2) })),
      'var a = [\n  {\n    n: 1\n  }\n  {\n    n: 2\n  }\n]\n',
    );
  });

  test('to brackets that hug their objects', () => {
    assert.equal(
      addElement('var a = «[{\n  n: 1\n}]»\n', objectOf({ n: literal(2), m: literal(3) })),
      'var a = [{\n  n: 1\n}, {\n  n: 2\n  m: 3\n}]\n',
    );
  });

  test('one line for each object', () => {
    assert.equal(
      addElement('var a = «[\n  { n: 1, m: 1 }\n  { n: 2, m: 2 }\n]»', objectOf({ n: literal(3), m: literal(3) })),
      'var a = [\n  { n: 1, m: 1 }\n  { n: 2, m: 2 }\n  { n: 3, m: 3 }\n]',
    );
  });

  test('to empty and one-line arrays', () => {
    assert.equal(addElement('var a = «[]»\n', literal('x'), literal('y')), "var a = [\n  'x'\n  'y'\n]\n");
    assert.equal(addElement("var a = «['x']»", literal('y'), literal('z')), "var a = ['x', 'y', 'z']");
  });

  test('an object longer than a line opens, also where all around it is on one line', () => {
    const long = objectOf({ name: literal('x'.repeat(80)), access: literal('y'.repeat(40)) });
    const opened = `{\n    name: '${'x'.repeat(80)}'\n    access: '${'y'.repeat(40)}'\n  }`;
    assert.equal(addElement('var a = {\n  p: { q: «[]» }\n}\n', long), `var a = {\n  p: { q: [${opened}] }\n}\n`);
    assert.equal(
      addElement('var a = {\n  p: { q: «[{ n: 1 }]» }\n}\n', long),
      `var a = {\n  p: { q: [{ n: 1 }, ${opened}] }\n}\n`,
    );
    assert.equal(
      addElement('var a = {\n  p: { q: «[{ n: 1 }]» }\n}\n', objectOf({ n: literal(2) })),
      'var a = {\n  p: { q: [{ n: 1 }, { n: 2 }] }\n}\n',
    );
  });

  test('a comment before the last element stands as little in the way as one behind it', () => {
    assert.equal(
      addElement('var a = «[\n  /* one */ {\n    n: 1\n  } // 1\n]»\n', objectOf({ n: literal(2) })),
      'var a = [\n  /* one */ {\n    n: 1\n  } // 1\n  {\n    n: 2\n  }\n]\n',
    );
  });

  test('of several on a line, what makes that too long stands on the next', () => {
    const long = literal('y'.repeat(110));
    assert.equal(
      addElement("var a = «[\n  'x', 'y' // both\n]»\n", long),
      `var a = [\n  'x', 'y' // both\n  '${'y'.repeat(110)}'\n]\n`,
    );
    assert.equal(addElement("var a = «[\n  'x', 'y'\n]»\n", literal('z')), "var a = [\n  'x', 'y', 'z'\n]\n");
  });
});

describe('replacing and removing in Bicep', () => {
  const replaceWith = (fixture: string, draft: Draft) =>
    change(fixture, (writer, place) => writer.replace(place, draft));
  const remove = (fixture: string, key: string) =>
    change(fixture, (writer, place) => writer.removeProperty(place, key));

  test('an expression is replaced, and only it', () => {
    assert.equal(
      replaceWith("param a string = «'Enabled'» // why\n", disabled),
      "param a string = 'Disabled' // why\n",
    );
    assert.equal(replaceWith("var a = b ? «'Enabled'» : null", disabled), "var a = b ? 'Disabled' : null");
    assert.equal(replaceWith('var a = {\n  b: «null»\n}', idObject), "var a = {\n  b: {\n    id: 'x'\n  }\n}");
  });

  test('a removed property takes its line along', () => {
    assert.equal(remove('var a = {\n  b: 1\n  c: «2» // two\n}', 'c'), 'var a = {\n  b: 1\n}');
    assert.equal(remove('var a = { b: «1», c: 2 }', 'b'), 'var a = { c: 2 }');
    assert.equal(remove('var a = { b: 1, c: «2» }', 'c'), 'var a = { b: 1 }');
    assert.equal(remove("var a = { 'b': «1» }", 'b'), 'var a = {}');
    assert.equal(remove('var a = { b: «1» }', 'c'), null);
  });

  test('several elements go together', () => {
    const without = (fixture: string, ...values: readonly string[]) =>
      change(fixture, (writer, _place, text) =>
        writer.removeElements(values.map((value) => spanOf(text.indexOf(value), text.indexOf(value) + value.length))),
      );
    const lines = 'var a = [\n  { b: 1 }\n  { b: 2 } // two\n  { b: 3 }\n]\n';
    assert.equal(without(lines, 'b: 2', 'b: 3'), 'var a = [\n  { b: 1 }\n]\n');
    assert.equal(without('var a = [{ b: 1 }, { b: 2 }, { b: 3 }]', 'b: 2', 'b: 3'), 'var a = [{ b: 1 }]');
    assert.equal(without('var a = [{ b: 1 }, { b: 2 }, { b: 3 }]', 'b: 1', 'b: 3'), 'var a = [{ b: 2 }]');
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
    assert.equal(rename('var a = { b: «1» /* one */ }', '{ b: 1 /* one */ }'), 'var a = { c: 2 /* one */ }');
    assert.equal(rename('var a = { x: { b: «1» } }', '{ b: 1 }'), 'var a = { x: { c: 2 } }');
    assert.equal(rename('var a = { x: { b: «1» } }', '{ x: { b: 1 } }'), null);
    assert.equal(rename('var a = { x: «1» }', '{ x: 1 }'), null);
  });
});

const vnet: ResourceHandle = {
  type: 'Microsoft.Network/virtualNetworks',
  symbolicName: 'vnet',
  names: [],
  elementOf: null,
};

function resource(overrides: Partial<ResourceDraft>): ResourceDraft {
  return {
    handle: { type: 'Microsoft.Network/networkSecurityGroups', symbolicName: 'nsg', names: [], elementOf: null },
    apiVersion: '2024-05-01',
    parent: null,
    name: literal('nsg'),
    location: { kind: 'resourceGroupLocation' },
    tags: null,
    properties: objectOf({ securityRules: { kind: 'array', items: [] } }),
    conditions: [],
    dependsOn: [],
    ...overrides,
  };
}

const declared = `resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  location: resourceGroup().location
  properties: {
    securityRules: []
  }
}`;

describe('declaring in Bicep', () => {
  const declare = (fixture: string, draft: ResourceDraft) =>
    change(fixture, (writer, place) => writer.declare(place, [draft]));

  test('a resource follows the one it belongs to, with an empty line between', () => {
    assert.equal(
      declare("«resource a 'T@1' = {\n  name: 'a'\n}» // a\n\noutput x string = 'x'\n", resource({})),
      `resource a 'T@1' = {\n  name: 'a'\n} // a\n\n${declared}\n\noutput x string = 'x'\n`,
    );
    assert.equal(
      declare("«resource a 'T@1' = {\n  name: 'a'\n}»\noutput x string = 'x'", resource({})),
      `resource a 'T@1' = {\n  name: 'a'\n}\n\n${declared}\n\noutput x string = 'x'`,
    );
    assert.equal(
      declare("«resource a 'T@1' = {\n  name: 'a'\n}»", resource({})),
      `resource a 'T@1' = {\n  name: 'a'\n}\n\n${declared}`,
    );
  });

  test('a child names its parent, ids are references, names are interpolated', () => {
    const name: Draft = { kind: 'joined', parts: [{ kind: 'name', of: vnet }, literal('-link')] };
    const element: ResourceHandle = {
      type: 'Microsoft.Network/virtualNetworks/subnets',
      symbolicName: null,
      names: [literal('web')],
      elementOf: vnet,
    };
    const properties = objectOf({
      subnet: objectOf({ id: { kind: 'id', of: element } }),
      network: {
        kind: 'item',
        array: { kind: 'call', name: 'split', arguments: [{ kind: 'parameter', name: 'p' }, literal('/')] },
        index: 0,
      },
    });
    assert.equal(
      declare('«var a = 1»\n', resource({ parent: vnet, name, location: null, properties })),
      "var a = 1\n\nresource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {\n  parent: vnet\n  name: '${vnet.name}-link'\n" +
        "  properties: {\n    subnet: {\n      id: '${vnet.id}/subnets/web'\n    }\n    network: split(p, '/')[0]\n  }\n}\n",
    );
  });

  test('the conditions of what it belongs to are its own', () => {
    const fixture = "«resource a 'T@1' = if (x == 1) {\n  name: 'a'\n}»\n";
    const text = fixture.replace(/[«»]/g, '');
    const at = text.indexOf('x == 1');
    const draft = resource({
      location: null,
      properties: null,
      conditions: [{ kind: 'copied', span: spanOf(at, at + 6) }],
    });
    assert.equal(
      declare(fixture, draft),
      `${text}\nresource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = if (x == 1) {\n  name: 'nsg'\n}\n`,
    );
  });

  test('a copied string is spliced into the new one', () => {
    const fixture = "«var a = 'v-${x}'»\n";
    const span = spanOf(8, 16);
    const draft = resource({
      location: null,
      properties: null,
      name: { kind: 'joined', parts: [{ kind: 'copied', span }, literal('-nsg')] },
    });
    assert.match(declare(fixture, draft) ?? '', / {2}name: 'v-\$\{x\}-nsg'\n/);
  });

  test('a nested child in the form of its sibling', () => {
    const rule = resource({
      handle: {
        type: 'Microsoft.Network/networkSecurityGroups/securityRules',
        symbolicName: 'deny',
        names: [],
        elementOf: null,
      },
      location: null,
      properties: null,
      name: literal('Deny'),
    });
    assert.equal(
      change(
        "resource n 'T@1' = {\n  name: 'n'\n\n  «resource r 'securityRules' = {\n    name: 'r'\n  }»\n}\n",
        (writer, place) => writer.nestResources(place, [rule]),
      ),
      "resource n 'T@1' = {\n  name: 'n'\n\n  resource r 'securityRules' = {\n    name: 'r'\n  }\n\n  resource deny 'securityRules' = {\n    name: 'Deny'\n  }\n}\n",
    );
  });

  test('a parameter is described as the others are', () => {
    const parameter = (fixture: string) =>
      change(`${fixture}«»`, (writer) => writer.declareParameters([{ name: 'id', description: 'The id.' }], null));
    const required = "@description('Required. A.')\nparam a string\n";
    assert.equal(parameter(required), `${required}\n@description('Required. The id.')\nparam id string\n`);
    const plain = "@description('A.')\nparam a string\n";
    assert.equal(parameter(plain), `${plain}\n@description('The id.')\nparam id string\n`);
  });

  test('a parameter follows the last one, in its style', () => {
    const parameter = (fixture: string) =>
      change(`${fixture}«»`, (writer) =>
        writer.declareParameters([{ name: 'subnetId', description: "The subnet's id." }], null),
      );
    assert.equal(
      parameter("@description('A.')\nparam a string\n\nvar b = a\n"),
      "@description('A.')\nparam a string\n\n@description('The subnet\\'s id.')\nparam subnetId string\n\nvar b = a\n",
    );
    assert.equal(
      parameter('param a string\nparam b string\n\nvar c = a\n'),
      'param a string\nparam b string\nparam subnetId string\n\nvar c = a\n',
    );
    assert.equal(
      parameter("targetScope = 'resourceGroup'\n\nvar b = 1\n"),
      "targetScope = 'resourceGroup'\n\n@description('The subnet\\'s id.')\nparam subnetId string\n\nvar b = 1\n",
    );
    assert.equal(
      parameter('// The file.\n\n// The variable.\nvar b = 1\n'),
      "// The file.\n\n@description('The subnet\\'s id.')\nparam subnetId string\n\n// The variable.\nvar b = 1\n",
    );
  });
});
