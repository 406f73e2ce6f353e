/**
 * How the time grows with the input: each kind of input is generated once, and once ten times as large. More than eleven times the time is a
 * sign of work that isn't linear.
 */

import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import { memoryWorkspace } from '../../test/memory-workspace.ts';

export interface Growth {
  readonly what: string;
  readonly milliseconds: number;
  /** Time of ten times as much, as a multiple. */
  readonly ratio: number;
}

type Texts = Readonly<Record<string, string>>;

/** Large enough that what every analysis costs, however small its input, doesn't flatter the ratio. */
const base = 60;

const inputs: Readonly<Record<string, (size: number) => Texts>> = {
  'files beside each other': (size) => Object.fromEntries(times(size, (n) => [`f${n}/main.bicep`, resources(10)])),
  'callers of one module': (size) => ({
    'part.bicep': `param name string\n${resources(5)}`,
    ...Object.fromEntries(
      times(size, (n) => [`c${n}.bicep`, `module m 'part.bicep' = { name: 'm', params: { name: 'n${n}' } }`]),
    ),
  }),
  'modules of one file': (size) => ({
    'main.bicep': times(size, (n) => `module m${n} 'p${n}.bicep' = { name: 'm${n}', params: { name: 'x${n}' } }`).join(
      '\n',
    ),
    ...Object.fromEntries(times(size, (n) => [`p${n}.bicep`, `param name string\n${resources(5)}`])),
  }),
  'calls of one module': (size) => ({
    'main.bicep': times(size, (n) => `module m${n} 'part.bicep' = { name: 'm${n}', params: { name: 'x${n}' } }`).join(
      '\n',
    ),
    'part.bicep': `param name string\n${resources(5)}`,
  }),
  'turns of a loop of resources': (size) => ({
    'main.bicep': `resource r '${type}' = [for i in range(0, ${size * 5}): { name: 'r\${i}', properties: ${body} }]`,
  }),
  'turns of a loop of values': (size) => ({
    'main.bicep': `var v = [for i in range(0, ${size * 20}): { name: 'n\${i}' }]\nresource r '${type}' = { name: take(join(map(v, x => x.name), ','), 20), properties: ${body} }`,
  }),
  parameters: (size) => ({
    'main.bicep': `${times(size * 5, (n) => `param p${n} string = 'x${n}'`).join('\n')}\nresource r '${type}' = { name: 'r', tags: { ${times(size * 5, (n) => `t${n}: p${n}`).join(', ')} } }`,
  }),
  'resources of one file': (size) => ({ 'main.bicep': resources(size * 5) }),
  'variables that read each other': (size) => ({
    'main.bicep': `var v0 = 'a'\n${times(size * 20, (n) => `var v${n + 1} = v${n}`).join('\n')}\nresource r '${type}' = { name: v${size * 20}, properties: ${body} }`,
  }),
};

const type = 'Microsoft.KeyVault/vaults@2023-07-01';
const body = "{ publicNetworkAccess: 'Disabled', networkAcls: { defaultAction: 'Deny' } }";

/** From the texts to the findings of all files, each at best of some runs. */
export function measureGrowth(): readonly Growth[] {
  return Object.entries(inputs).map(([what, make]) => {
    const [small, large] = [make(base), make(base * 10)];
    // In turns, so that neither has a quieter machine.
    const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < 4; round++) {
      for (const [index, texts] of [small, large].entries()) best[index] = Math.min(best[index] ?? 0, timeOf(texts));
    }
    const [one = 0, ten = 0] = best;
    return { what, milliseconds: one, ratio: ten / one };
  });
}

/** Processor time, since other work on the machine counts as little as it can. */
function timeOf(texts: Texts): number {
  const memory = memoryWorkspace(texts);
  const engine = createEngine();
  const start = process.cpuUsage();
  for (const path of memory.workspace.paths) engine.analyze(memory.file(path), defaultConfiguration, memory.workspace);
  return process.cpuUsage(start).user / 1000;
}

function resources(count: number): string {
  return times(count, (n) => `resource r${n} '${type}' = { name: 'r${n}', properties: ${body} }`).join('\n');
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
