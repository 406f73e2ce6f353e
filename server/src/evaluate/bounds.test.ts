/** Templates that ask for more than an evaluation does: bounded, unknown beyond, and said once; also on a small stack. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { type BoundsMet, boundsOf } from '../../../test/bounds-met.ts';
import { mostSteps } from './evaluator.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly others?: Readonly<Record<string, string>>;
  readonly said: readonly string[];
  readonly outputs: readonly string[];
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

const tooMuch = 'the template needs too much work to evaluate';

const cases: readonly Case[] = [
  {
    name: 'a loop that turns 10^9 times',
    text: "resource r 'Microsoft.Storage/storageAccounts@2023-05-01' = [for i in range(0, 1000000000): { name: 'a${i}' }]\noutput n int = length(map(range(0, 1000000000), i => i))",
    said: ['too-much-work at range(0, 1000000000)', 'too-much-work at range(0, 1000000000)'],
    outputs: ['1000000000 elements are too many'],
  },
  {
    name: 'a copy of 10^9 resources',
    text: '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-05-01", "name": "[concat(\'a\', copyIndex())]", "copy": {"name": "many", "count": 1000000000}}]}',
    said: ['too-much-work at 1000000000'],
    outputs: [],
  },
  {
    name: 'few turns are fine',
    text: 'output n int = length(map(range(0, 10000), i => i))',
    said: [],
    outputs: ['known'],
  },
  {
    name: 'a lambda in a lambda in a lambda',
    text: "var many = range(0, 2000)\noutput n int = length(flatten(map(many, a => map(many, b => length(map(many, c => a + b + c))))))\noutput after string = 'fine'",
    said: ['too-much-work at flatten(map(many, a => map(man'],
    outputs: ['the array has too many elements', 'known'],
  },
  {
    name: 'a sum over sums of sums',
    text: 'var many = range(0, 2000)\noutput n int = reduce(many, 0, (a, b) => a + reduce(many, 0, (c, d) => c + reduce(many, 0, (e, f) => e + f)))',
    said: ['too-much-work at reduce(many, 0, (e, f) => e + '],
    outputs: [tooMuch],
  },
  {
    name: 'texts that double',
    text: `var t0 = 'xxxxxxxxxx'\n${lines(40, (index) => `var t${index + 1} = '\${t${index}}\${t${index}}'`)}\noutput n string = t40`,
    said: ["too-much-work at '${t18}${t18}'"],
    outputs: ['the text has too many parts that are not known'],
  },
  {
    name: 'arrays that double',
    text: `var t0 = ['x', 'y']\n${lines(40, (index) => `var t${index + 1} = concat(t${index}, t${index})`)}\noutput n array = t40`,
    said: ['too-much-work at t15'],
    outputs: ['known'],
  },
  {
    name: 'unions of unions of unknown objects',
    text: `${lines(300, (index) => `param p${index} bool`)}\nvar u0 = {}\n${lines(300, (index) => `var u${index + 1} = union(u${index}, p${index} ? { a: ${index} } : {}, p${299 - index} ? { b: ${index} } : {})`)}\noutput n string = u300.a`,
    said: [],
    outputs: ['too many alternatives'],
  },
  {
    name: 'a chain of 10,000 variables',
    text: `var v0 = 'end'\n${lines(10_000, (index) => `var v${index + 1} = v${index}`)}\noutput n string = v10000`,
    said: [],
    outputs: ['known'],
  },
  {
    name: 'a chain of 10,000 variables that compute',
    text: `var v0 = 0\n${lines(10_000, (index) => `var v${index + 1} = max(v${index} + 1, ${index % 7})`)}\noutput n int = v10000`,
    said: [],
    outputs: ['known'],
  },
  {
    name: 'a circle of variables',
    text: "var a = '${b}'\nvar b = toLower(c)\nvar c = a\noutput n string = b",
    said: ["value-cycle at '${b}'"],
    outputs: ['it depends on itself'],
  },
  {
    name: 'a long circle of variables',
    text: `var v0 = v1000\n${lines(1000, (index) => `var v${index + 1} = v${index}`)}\noutput n string = v1000`,
    said: ['value-cycle at v'],
    outputs: ['it depends on itself'],
  },
  {
    name: 'a module that includes its caller',
    text: "module a 'a' = { name: 'a', params: { p: b.outputs.o } }\nmodule b 'b' = { name: 'b', params: { p: a.outputs.o } }\noutput n string = a.outputs.o",
    others: {
      a: "param p string\nmodule b 'b' = { name: 'b', params: { p: p } }\noutput o string = b.outputs.o",
      b: "param p string\nmodule a 'a' = { name: 'a', params: { p: p } }\noutput o string = a.outputs.o",
    },
    said: ["module-cycle at 'a'", "module-cycle at 'b'"],
    outputs: ['the module leads back to itself'],
  },
  {
    name: 'modules whose parameters are outputs of each other',
    text: "module a 'a' = { name: 'a', params: { p: b.outputs.o } }\nmodule b 'a' = { name: 'b', params: { p: a.outputs.o } }\noutput n string = a.outputs.o",
    others: { a: 'param p string\noutput o string = p' },
    said: ['value-cycle at'],
    outputs: ['it depends on itself'],
  },
  {
    name: 'modules that include two more each, 40 deep',
    text: "module a 'm0' = { name: 'a' }\noutput n string = 'fine'",
    others: Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `m${index}`,
        `module a 'm${index + 1}' = { name: 'a' }\nmodule b 'm${index + 1}' = { name: 'b' }`,
      ]),
    ),
    said: ["module-depth at 'm16'", "module-count at 'm14'"],
    outputs: ['known'],
  },
  {
    name: 'functions that call each other in a circle',
    text: 'func f(a string) string => g(a)\nfunc g(a string) string => f(a)\noutput n string = f(1)\noutput m string = g(2)',
    said: ['function-recursion at f(a)', 'function-recursion at g(a)'],
    outputs: ['the function calls itself', 'the function calls itself'],
  },
  {
    name: 'functions that call the next one twice, 50 deep',
    text: `func f0(a int) int => a\n${lines(50, (index) => `func f${index + 1}(a int) int => f${index}(a) + f${index}(a + 1)`)}\noutput n int = f50(1)\noutput after string = 'fine'`,
    said: ['too-much-work at a + 1'],
    outputs: [tooMuch, 'known'],
  },
  {
    // The reader says so, and leaves the statement out.
    name: 'objects inside of each other, 10,000 deep',
    text: `var v = ${'{ a: '.repeat(10_000)}1${' }'.repeat(10_000)}`,
    said: [],
    outputs: [],
  },
  {
    name: 'objects of JSON inside of each other, 10,000 deep',
    text: `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "variables": {"v": ${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}, "resources": [], "outputs": {"n": {"type": "object", "value": "[variables('v')]"}}}`,
    said: [],
    outputs: [],
  },
  {
    name: 'objects that hold the one before, 10,000 deep',
    text: `var v0 = { a: 1 }\n${lines(10_000, (index) => `var v${index + 1} = { a: v${index} }`)}\noutput n object = v10000`,
    said: [],
    outputs: ['known'],
  },
  {
    name: 'an expression of 5,000 nested calls',
    text: `param p string\noutput n string = ${'toLower('.repeat(5000)}p${')'.repeat(5000)}`,
    said: [],
    outputs: [],
  },
];

function check({ said, outputs }: Case, met: BoundsMet): void {
  assert.deepEqual(
    met.said.map((line, index) => line.slice(0, said[index]?.length ?? 0)),
    said,
    met.said.join('\n'),
  );
  assert.deepEqual(met.outputs, outputs);
  assert.ok(met.steps <= mostSteps);
}

suite('bounds', () => {
  for (const each of cases) test(each.name, () => check(each, boundsOf(each.text, each.others)));

  test('on a stack of half a megabyte', async () => {
    const worker = new Worker(join(import.meta.dirname, '../../../test/bounds-worker.ts'), {
      workerData: cases.map(({ text, others }) => ({ text, others })),
      resourceLimits: { stackSizeMb: 0.5 },
    });
    const met = await new Promise<readonly BoundsMet[]>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    for (const [index, each] of cases.entries()) check(each, met[index] ?? { said: [], outputs: [], steps: 0 });
  });
});
