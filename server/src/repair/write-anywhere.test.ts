/** Adding a property or an element anywhere in a file that reads without problems leaves one that does, with every other token as it was. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { corpusFiles, needsCorpus } from '../../../test/corpus.ts';
import type { JsonNode } from '../syntax/arm/json-node.ts';
import { readJson } from '../syntax/arm/json-reader.ts';
import { mostJsonLevels } from '../syntax/arm/parse-arm.ts';
import { childNodesOf, parseBicep } from '../syntax/bicep/index.ts';
import type { Node } from '../syntax/bicep/tree.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import { type Draft, literal, objectOf } from './draft.ts';
import { armWriter } from './write-arm.ts';
import { bicepWriter } from './write-bicep.ts';
import type { TemplateWriter } from './writer.ts';

/** An object or array of a text, with the number of its entries. */
interface Place {
  readonly kind: 'object' | 'array';
  readonly span: Span;
  readonly count: number;
}

interface Reading {
  readonly problems: number;
  readonly places: readonly Place[];
}

interface Tongue {
  read(text: string): Reading;
  writer(text: string): TemplateWriter | null;
}

const bicep: Tongue = {
  read(text) {
    const { tree, problems } = parseBicep(text);
    const places: Place[] = [];
    const visit = (node: Node): void => {
      if (node.kind === 'Object') {
        places.push({ kind: 'object', span: spanOf(node.start, node.end), count: node.members.length });
      } else if (node.kind === 'Array') {
        places.push({ kind: 'array', span: spanOf(node.start, node.end), count: node.items.length });
      }
      for (const child of childNodesOf(node)) visit(child);
    };
    visit(tree);
    return { problems: problems.length, places };
  },
  writer: (text) => bicepWriter(text, 'bicep'),
};

const json: Tongue = {
  read(text) {
    const { root, problems } = readJson(text, mostJsonLevels);
    const places: Place[] = [];
    const visit = (node: JsonNode): void => {
      if (node.type === 'object' || node.type === 'array') {
        places.push({
          kind: node.type,
          span: spanOf(node.offset, node.offset + node.length),
          count: node.children.length,
        });
      }
      if ('children' in node) for (const child of node.children) visit(child);
    };
    if (root !== null) visit(root);
    return { problems: problems.length, places };
  },
  writer: armWriter,
};

const drafts: readonly Draft[] = [
  literal('x'),
  objectOf({ a: literal(1), b: { kind: 'array', items: [literal(true), objectOf({ c: literal(null) })] } }),
];

function insertAt(writer: TemplateWriter, place: Place, draft: Draft): TextEdit[] | null {
  return place.kind === 'object'
    ? writer.addProperties(place.span, [{ key: 'added', value: draft }])
    : writer.addElements(place.span, [draft]);
}

/** Inserts at places of the text, each on a fresh copy, and checks what comes out. */
function checkPlaces(tongue: Tongue, name: string, text: string, places: readonly Place[]): void {
  const writer = tongue.writer(text);
  assert.ok(writer !== null, name);
  places.forEach((place, index) => {
    const edits = insertAt(writer, place, drafts[index % drafts.length] ?? literal('x'));
    const where = `${name} ${place.span.start}-${place.span.end}: ${text.slice(place.span.start, place.span.start + 200)}`;
    assert.ok(edits !== null, where);
    for (const { span } of edits) assert.equal(text.slice(span.start, span.end).trim(), '', where);
    const changed = applyEdits(text, edits);
    const after = tongue.read(changed);
    assert.equal(after.problems, 0, `${where}\n=>\n${changed.slice(place.span.start, place.span.end + 300)}`);
    const same = after.places.find(
      (candidate) => candidate.span.start === place.span.start && candidate.kind === place.kind,
    );
    assert.equal(same?.count, place.count + 1, where);
  });
}

/** A few of the places, spread over the text. */
function sample(places: readonly Place[], count: number): Place[] {
  const step = Math.max(1, Math.floor(places.length / count));
  return places.filter((_, index) => index % step === 0).slice(0, count);
}

const bicepSamples: Readonly<Record<string, string>> = {
  'lists of all kinds': `param a object = {}
param b array = []
var c = { x: 1 }
var d = [1, 2, [3], { y: [] }]
var e = [
  // only a comment
]
var f = {
  x: {} // first
  'y-z': [ /* none */ ]
  /* last */
}
var g = [{
  h: 1
}, {
  i: { }
}]
var j = [for x in b: { k: x }]
var l = union({ m: 1 }, {
  n: 2
})
`,
  'resources with children and comments': `@description('A.')
resource a 'T/a@2020-01-01' = if (c) {
  name: 'a'
  #disable-next-line no-hardcoded-location
  location: 'x'

  // children
  @batchSize(1)
  resource b 'b' = [for i in range(0, 2): {
    name: 'b\${i}'
    properties: { x: '\${i}}' }
  }]
}
module m 'm.bicep' = [for i in range(0, 2): if (i > 0) {
  name: 'm'
  params: {}
}]
output o object = {
  t: '''
{ not an object }
'''
}`,
};

const jsonSamples: Readonly<Record<string, string>> = {
  'lists of all kinds': `{
  // a comment
  "a": {}, "b": [ ],
  "c": { "d": 1 /* one */ },
  "e": [1, 2, [ {} ], "[[x]"],
  "f": [
    { "g": 1 },
    { "h": 2 } // last
  ],
  "i": [{
    "j": {
    }
  }, {}],
  "k": "[createObject('a', createArray(1))]"
}`,
  'trailing commas': '{\n\t"a": [\n\t\t1,\n\t],\n\t"b": { "c": 1, },\n}',
  compact: '{"a":[],"b":{"c":[{"d":{}}]}}',
};

describe('writing anywhere', () => {
  for (const [name, text] of Object.entries(bicepSamples)) {
    test(`Bicep: ${name}`, () => {
      checkPlaces(bicep, name, text, bicep.read(text).places);
      const crlf = text.replaceAll('\n', '\r\n');
      checkPlaces(bicep, name, crlf, bicep.read(crlf).places);
    });
  }

  for (const [name, text] of Object.entries(jsonSamples)) {
    test(`JSON: ${name}`, () => {
      checkPlaces(json, name, text, json.read(text).places);
      const crlf = text.replaceAll('\n', '\r\n');
      checkPlaces(json, name, crlf, json.read(crlf).places);
    });
  }

  const every = Number(process.env.ZT_EVERY ?? 24);

  test('Bicep: samples of the corpus', needsCorpus('avm'), () => {
    const files = corpusFiles('avm', '.bicep').filter((_, index) => index % every === 0);
    assert.ok(files.length > 0);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      checkPlaces(bicep, file, text, sample(bicep.read(text).places, 3));
    }
  });

  test('JSON: samples of the corpus', needsCorpus('avm'), () => {
    const files = corpusFiles('avm', 'main.json').filter((_, index) => index % every === 0);
    assert.ok(files.length > 0);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      checkPlaces(json, file, text, sample(json.read(text).places, 3));
    }
  });
});
