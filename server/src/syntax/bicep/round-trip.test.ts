import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { assertRoundTrip } from '../../../../test/bicep-round-trip.ts';
import { type BicepOptions, parseBicep } from './index.ts';

const TEMPLATE = `// A template with a bit of everything.
targetScope = 'resourceGroup'
metadata owner = { name: 'network' }

import { tags as defaultTags, 'odd-name' as odd } from './shared.bicep'
import * as names from 'names.bicep'
extension kubernetes with { namespace: 'default' } as k8s

@description('''
Where it goes
''')
@allowed([
  'westeurope'
  'northeurope'
])
param location string = 'westeurope'
param subnets subnetType[]? // none: no subnets
type subnetType = {
  @minLength(1)
  name: string
  prefix: '10.0.0.0/24' | '10.0.1.0/24'
  *: resourceInput<'Microsoft.Network/virtualNetworks@2024-05-01'>.tags?
}

func nameOf(kind string, index int) string =>
  '\${kind}-\${padLeft(index, 2, '0')}\\n\\u{41}'

var count = length(subnets ?? []) * 2 - -1 % 3
var matrix = [for (row, i) in range(0, count): [
  i
  !empty(row) ? row.?name![?0] : null
]]

#disable-next-line no-unused-vars use-recent
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = if (count > 0 && location != 'none') {
  name: nameOf('vnet', 1)
  properties: union({ a: 1, b: 2 }, { ...defaultTags }, filter(subnets!, s => s.name =~ 'web'))
  resource web 'subnets' existing = {
    name: 'web' /* the front end */
  }
}

module tiers './tier.bicep' = [for tier in ['web', 'app']: {
  name: '\${tier}-\${uniqueString(resourceGroup().id)}'
  params: { subnet: network::web.id, script: $'''echo \${tier} $x''' }
}]
output ids array = map(range(0, 2), (i, j) => tiers[^i].outputs.id)
`;

const PARAMETERS = `using './main.bicep' with { mode: 'stack' }
extends 'base.bicepparam'
param location = 'westeurope' // here
@secure()
param key = readEnvironmentVariable('KEY', '')
var size = { cores: 2 + 2 }
param vm = union(base.vm, size)
extensionConfig k8s with {
  namespace: 'x'
}
`;

const FIXTURES: readonly (readonly [string, BicepOptions['language']])[] = [
  [TEMPLATE, 'bicep'],
  [TEMPLATE.replaceAll('\n', '\r\n'), 'bicep'],
  [PARAMETERS, 'bicep-params'],
  [`\uFEFF${PARAMETERS}`, 'bicep-params'],
];

/** What a mutation puts in: whatever opens, closes, separates or changes how the rest is read. */
const INSERTIONS = [
  ...'{}()[]<>,.:;=?!|&@#$\'"\\/*+-%^~ \t\n\r',
  "'''",
  '${',
  '/*',
  '*/',
  '//',
  '=>',
  '::',
  '...',
  '\r\n',
  'resource',
  ' for ',
  'if (',
  '@',
  'param x',
  '\u{1F60A}',
  '\uFEFF',
  '\u2028',
  '99999999999999999999',
];

suite('round trip', () => {
  test('the fixtures have no problem', () => {
    for (const [text, language = 'bicep'] of FIXTURES) {
      for (const mode of ['editor', 'conformance'] as const) {
        const file = parseBicep(text, { language, mode });
        assert.deepEqual(file.problems, []);
        assertRoundTrip(file);
      }
    }
  });

  test('the fixtures cut off anywhere', () => {
    for (const [text, language = 'bicep'] of FIXTURES) {
      for (let end = 0; end < text.length; end += 7) checkDamaged(text.slice(0, end), language);
    }
  });

  for (let seed = 1; seed <= 6; seed++) {
    test(`mutations of seed ${seed}`, () => {
      const random = randomNumbers(seed);
      for (let round = 0; round < 120; round++) {
        const [text, language = 'bicep'] = FIXTURES[random(FIXTURES.length)] ?? FIXTURES[0] ?? [''];
        let mutated = text;
        for (let mutation = random(4); mutation >= 0; mutation--) mutated = mutate(mutated, random);
        checkDamaged(mutated, random(10) === 0 ? 'bicep-params' : language);
      }
    });
  }

  test('any characters at all', () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 300; round++) {
      let text = '';
      for (let length = random(60); length >= 0; length--) text += INSERTIONS[random(INSERTIONS.length)];
      checkDamaged(text, 'bicep');
    }
  });
});

function checkDamaged(text: string, language: 'bicep' | 'bicep-params'): void {
  for (const mode of ['editor', 'conformance'] as const) {
    try {
      assertRoundTrip(parseBicep(text, { language, mode }));
    } catch (error) {
      throw new Error(`In ${mode} mode: ${JSON.stringify(text)}`, { cause: error });
    }
  }
}

/** Removes, doubles, swaps or inserts something somewhere. */
function mutate(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const past = Math.min(text.length, at + 1 + random(12));
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + text.slice(past);
    case 1:
      return text.slice(0, past) + text.slice(at);
    case 2: {
      const middle = at + random(past - at + 1);
      return text.slice(0, at) + text.slice(middle, past) + text.slice(at, middle) + text.slice(past);
    }
    default:
      return text.slice(0, at) + INSERTIONS[random(INSERTIONS.length)] + text.slice(at);
  }
}

/** The same numbers for the same seed (a linear congruential generator). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
