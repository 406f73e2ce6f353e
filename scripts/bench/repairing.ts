/** What a person waits for who wants findings repaired: the corpus as a workspace, its module references mapped to the sources. */
import { defaultConfiguration } from '../../server/src/config/configuration.ts';
import { createEngine } from '../../server/src/service/engine.ts';
import type { SourceFile } from '../../server/src/service/model.ts';
import { repairFiles } from '../../server/src/service/repair-files.ts';
import { aloneIn } from '../../server/src/service/workspace.ts';
import { authoredModules, restoredModules } from '../../test/repairs/proof-files.ts';
import { type Spread, spreadOf, workClock } from './figures.ts';

export interface RepairFigures {
  readonly findings: number;
  /** Judging the repairs of one finding against the entry in view. */
  readonly inView: Spread;
  /** Judging those of the same findings by all entries that read a changed file, after that. */
  readonly resolved: Spread;
  /** The repairs of one finding once they are known. */
  readonly listed: Spread;
  /** One finding of a module, in the entry in view and then by all its callers; null if the corpus has no such module. */
  readonly shared: { readonly callers: number; readonly inView: number; readonly resolved: number } | null;
  /** All findings of a file with a hundred of them. */
  readonly all: { readonly repaired: number; readonly milliseconds: number };
}

/** Every so many consumers are asked about. */
const consumerStep = 12;

/** Callers of the module that is asked about: of those with a repair the one with nearly so many. */
const wantedCallers = 50;

/** Modules that are looked at for one with a repair. */
const mostModules = 6;

export function measureRepairs(): RepairFigures {
  const { inView, resolved, listed } = measureFindings();
  return {
    findings: inView.length,
    inView: spreadOf(inView),
    resolved: spreadOf(resolved),
    listed: spreadOf(listed),
    shared: measureShared(),
    all: measureAll(100),
  };
}

export function measureFindings(): Readonly<Record<'inView' | 'resolved' | 'listed', readonly number[]>> {
  const files = restoredModules();
  const times = { inView: [] as number[], resolved: [] as number[], listed: [] as number[] };
  const engine = createEngine();
  for (const path of files.paths.filter((_, index) => index % consumerStep === 0)) {
    const file = files.file(path);
    const workspace = files.workspace(file);
    for (const { key } of engine.analyze(file, defaultConfiguration, workspace).findings) {
      const question = [file, defaultConfiguration, key, workspace] as const;
      times.inView.push(timeOf(() => engine.offers(...question)));
      times.resolved.push(timeOf(() => engine.repairs(...question)));
      times.listed.push(timeOf(() => engine.offers(...question)));
    }
  }
  return times;
}

function timeOf(action: () => void): number {
  const start = workClock();
  action();
  return workClock() - start;
}

export function measureShared(): RepairFigures['shared'] {
  const files = authoredModules();
  const callersOf = (path: string): number => files.entriesOf(path).length;
  const modules = files.paths
    .filter((path) => path.endsWith('/main.bicep') && !path.includes('/tests/'))
    .map((path) => ({ path, distance: Math.abs(callersOf(path) - wantedCallers) }))
    .sort((a, b) => a.distance - b.distance);
  const engine = createEngine();
  for (const { path } of modules.slice(0, mostModules)) {
    const file = files.file(path);
    const workspace = files.workspace(file);
    for (const { key } of engine.analyze(file, defaultConfiguration, workspace).findings) {
      const question = [file, defaultConfiguration, key, workspace] as const;
      const inView = timeOf(() => engine.offers(...question));
      const resolved = timeOf(() => engine.repairs(...question));
      if (engine.repairs(...question).length > 0) return { callers: callersOf(path), inView, resolved };
    }
  }
  return null;
}

/** A file with so many findings of one rule. */
export function measureAll(count: number): RepairFigures['all'] {
  const vaults = Array.from(
    { length: count },
    (_, index) => `resource vault${index} 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv-${index}'
  location: resourceGroup().location
  properties: { publicNetworkAccess: 'Enabled' }
}
`,
  );
  const file: SourceFile = { path: 'main.bicep', text: vaults.join('\n'), format: 'bicep' };
  const start = workClock();
  const { files } = repairFiles({
    engine: createEngine(),
    files: [file],
    configurationOf: () => defaultConfiguration,
    workspace: aloneIn(file),
    kinds: ['safe', 'review'],
    ruleId: 'no-public-network-access',
    obstacleOf: () => null,
  });
  const repaired = files.reduce((sum, { applied }) => sum + applied.length, 0);
  return { repaired, milliseconds: workClock() - start };
}
