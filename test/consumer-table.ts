/** The table of what is known of the consumers' deployments: for each kind of value the share that is concrete, omitted or unknown. */
import { publicAccessOf } from '../server/src/azure/public-access.ts';
import { attempt, runAlternatives, Undecided } from '../server/src/deployment/alternatives.ts';
import { buildDeployment, type EvaluatedDeployment } from '../server/src/deployment/build.ts';
import type { ResourceEntry } from '../server/src/deployment/entries.ts';
import { plainOf, presentElements, segmentsOf, settled, walk } from '../server/src/deployment/paths.ts';
import { isExisting } from '../server/src/deployment/resource-index.ts';
import type { Cell } from '../server/src/evaluate/cell.ts';
import { asCondition } from '../server/src/evaluate/lift.ts';
import { absent, isArray, isNothing, isObject, isUnknown, type Value } from '../server/src/evaluate/values.ts';
import { corpusConsumers, corpusModules } from './corpus-modules.ts';
import { deepDigest } from './deep-values.ts';

/**
 * `null` is written, `absent` is not there; `external` is an id of a resource of a known type that the deployment surely doesn't declare, its name
 * perhaps only known to Azure; `candidates` are several values by a condition, each of them known.
 */
export const outcomes = ['concrete', 'external', 'null', 'absent', 'candidates', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];

/** A value that isn't known. */
export interface UnknownValue {
  readonly entry: string;
  readonly resource: string;
  readonly path: string;
  readonly reason: string;
}

export interface Row {
  readonly title: string;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly unknown: readonly UnknownValue[];
}

export interface ConsumerTable {
  readonly entries: number;
  /** Resources that are deployed, or may be: `existing` ones and those whose condition is false left out. */
  readonly instances: number;
  readonly failures: readonly string[];
  /** Entries in which some value has more alternatives than are kept apart. */
  readonly cutEntries: readonly string[];
  readonly rows: readonly Row[];
}

/** What is known of one value in one alternative; `value` tells the concrete ones apart. */
interface Known {
  readonly outcome: Exclude<Outcome, 'candidates' | 'unknown'>;
  readonly value: string;
}

/** A kind of value: which resources have it, and where. */
interface Kind {
  readonly title: string;
  readonly isOf: (type: string) => boolean;
  /**
   * Places in a body, each counted by itself; those that end in `[]` are the elements of an array, `.*` all plain values inside. Of several places in
   * one line, with ` or ` between them, the first that is given counts.
   */
  readonly paths: readonly string[];
  readonly how: 'plain' | 'id';
  /** Whether a resource without the property counts, as absent. */
  readonly countsAbsent: boolean;
  /** Whether a type has the property at a path, where that must be known to tell a `null` further up from a value that is omitted. */
  readonly isIn?: (type: string, path: string) => boolean;
}

const subnet = 'microsoft.network/virtualnetworks/subnets';
const endpoint = 'microsoft.network/privateendpoints';
const any = (): boolean => true;
const isType =
  (wanted: string) =>
  (type: string): boolean =>
    type.toLowerCase() === wanted;

const kinds: readonly Kind[] = [
  {
    ...plain('publicNetworkAccess', any, [
      'properties.publicNetworkAccess',
      'properties.network.publicNetworkAccess',
      'properties.networkAcls.publicNetworkAccess',
      'properties.publicNetworkAccessForIngestion',
      'properties.publicNetworkAccessForQuery',
    ]),
    isIn: (type, path) =>
      path.split('.').length === 2 || (publicAccessOf(type)?.switches ?? []).some((door) => door.path === path),
  },
  plain('networkAcls.defaultAction', any, ['properties.networkAcls.defaultAction']),
  plain('lowest TLS version', any, [
    'properties.minimumTlsVersion',
    'properties.minimalTlsVersion',
    'properties.minTlsVersion',
    'properties.siteConfig.minTlsVersion',
  ]),
  plain('HTTPS only, blob and shared key, local auth, RBAC, purge', any, [
    'properties.httpsOnly',
    'properties.supportsHttpsTrafficOnly',
    'properties.allowBlobPublicAccess',
    'properties.allowSharedKeyAccess',
    'properties.disableLocalAuth',
    'properties.enableRbacAuthorization',
    'properties.enablePurgeProtection',
  ]),
  plain('security rules, each value', isType('microsoft.network/networksecuritygroups/securityrules'), [
    'properties.*',
  ]),
  plain('subnet prefix', isType(subnet), ['properties.addressPrefix or properties.addressPrefixes']),
  {
    title: 'subnet to network security group',
    isOf: isType(subnet),
    paths: ['properties.networkSecurityGroup.id'],
    how: 'id',
    countsAbsent: true,
  },
  id('private endpoint target', isType(endpoint), [
    'properties.privateLinkServiceConnections[].properties.privateLinkServiceId',
    'properties.manualPrivateLinkServiceConnections[].properties.privateLinkServiceId',
  ]),
  plain('private endpoint group ids', isType(endpoint), [
    'properties.privateLinkServiceConnections[].properties.groupIds.*',
    'properties.manualPrivateLinkServiceConnections[].properties.groupIds.*',
  ]),
  id('private endpoint subnet', isType(endpoint), ['properties.subnet.id']),
];

function plain(title: string, isOf: Kind['isOf'], paths: readonly string[]): Kind {
  return { title, isOf, paths, how: 'plain', countsAbsent: false };
}

function id(title: string, isOf: Kind['isOf'], paths: readonly string[]): Kind {
  return { title, isOf, paths, how: 'id', countsAbsent: false };
}

/** Evaluates the consumers of the corpus and counts. */
export function consumerTable(paths: readonly string[] = corpusConsumers()): ConsumerTable {
  const modules = corpusModules();
  const rows = kinds.map((kind) => ({ title: kind.title, counts: noCounts(), unknown: [] as UnknownValue[] }));
  const failures: string[] = [];
  const cutEntries: string[] = [];
  let instances = 0;
  for (const entry of paths) {
    const lowered = modules.read(entry);
    if (lowered === null) continue;
    try {
      const deployment = buildDeployment({ file: entry, lowered, files: modules });
      instances += countInstances(deployment);
      for (const [position, kind] of kinds.entries()) {
        const row = rows[position];
        if (row !== undefined) countValues(deployment, kind, row);
      }
      if (isCut(deployment)) cutEntries.push(entry);
    } catch (error) {
      failures.push(`${entry}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { entries: paths.length, instances, failures, cutEntries, rows };
}

/** Forces every value of every resource that isn't surely left out, and tells whether one of them, or what it is made of, has too many alternatives. */
function isCut({ index }: EvaluatedDeployment): boolean {
  const { evaluator, instances } = index.program;
  for (const { body, name, conditions } of instances) {
    if (conditions.some((condition) => evaluator.force(asCondition(evaluator, condition)) === false)) continue;
    deepDigest(evaluator, body);
    deepDigest(evaluator, name);
  }
  return evaluator.cutCount > 0;
}

function isReference(value: Value): boolean {
  return typeof value === 'object' && value !== null && value.kind === 'reference' && value.what === 'id';
}

function noCounts(): Record<Outcome, number> {
  return { concrete: 0, external: 0, null: 0, absent: 0, candidates: 0, unknown: 0 };
}

function countInstances(deployment: EvaluatedDeployment): number {
  const { evaluator, instances } = deployment.index.program;
  const isLeftOut = (condition: Cell): boolean => evaluator.force(asCondition(evaluator, condition)) === false;
  return instances.filter(({ declaration, conditions }) => !declaration.existing && !conditions.some(isLeftOut)).length;
}

interface Counting {
  readonly counts: Record<Outcome, number>;
  readonly unknown: UnknownValue[];
}

/**
 * True for the settings of an app other than `web`: the keys are names that the author gives (application settings, connection strings), not
 * properties that Azure knows.
 */
function isDictionary(deployment: EvaluatedDeployment, entry: ResourceEntry): boolean {
  if (!/^microsoft\.web\/sites\/(?:slots\/)?config$/i.test(entry.type)) return false;
  return attempt(() => deployment.views.of(entry).name.toLowerCase().split('/').at(-1)) !== 'web';
}

function countValues(deployment: EvaluatedDeployment, kind: Kind, row: Counting): void {
  for (const entry of deployment.index.entries) {
    if (!kind.isOf(entry.type) || isExisting(entry) || isDictionary(deployment, entry)) continue;
    for (const pattern of kind.paths) {
      if (kind.isIn?.(entry.type, pattern) === false) continue;
      for (const path of placesOf(deployment, entry, pattern)) {
        const { outcome, reason } = outcomeAt(deployment, entry, path, kind.how);
        if (outcome === null || (outcome === 'absent' && !kind.countsAbsent)) continue;
        row.counts[outcome]++;
        if (outcome === 'unknown')
          row.unknown.push({ entry: deployment.file, resource: entry.key, path, reason: reason ?? '' });
      }
    }
  }
}

/** The dotted paths that a pattern means in a body, over all alternatives. Where that can't be told, the path as far as it can. */
function placesOf(deployment: EvaluatedDeployment, entry: ResourceEntry, pattern: string): readonly string[] {
  if (!/\*|\[\]/.test(pattern)) return [pattern];
  const [beginning = '', ending] = pattern.split(/\[\]\.|\.\*/);
  const { index, run } = deployment;
  const { evaluator } = index.program;
  const found = new Set<string>();
  const visit = (cell: Cell, path: string): void => {
    const value = evaluator.force(settled(evaluator, run, cell));
    if (isArray(value)) {
      if (value.rest !== null) found.add(path);
      for (const [position, item] of presentElements(evaluator, run, value.items).entries())
        visit(item.cell, `${path}.${position}`);
    } else if (isObject(value)) {
      if (value.rest !== null) found.add(path);
      for (const [position, key] of value.shape.keys.entries()) {
        const member = value.cells[position];
        if (member !== undefined) visit(member, `${path}.${key}`);
      }
    } else if (value !== absent) {
      found.add(path);
    }
  };
  const runs = runAlternatives(run, () => {
    const end = walk(evaluator, run, entry.body, segmentsOf(beginning));
    if (end.kind === 'missing') return;
    if (pattern.endsWith('*') && ending === '') return visit(end.cell, beginning);
    const array = evaluator.force(end.cell);
    if (isNothing(array)) return;
    if (!isArray(array) || array.rest !== null)
      throw new Undecided('which elements the array has is not known', 'the array');
    for (const position of presentElements(evaluator, run, array.items).keys())
      for (const path of placesOf(deployment, entry, pattern.replace('[]', `.${position}`))) found.add(path);
  });
  if (runs.some((outcome) => outcome.kind === 'undecided')) found.add(beginning);
  return [...found];
}

/** The summary of all alternatives in which the resource is there; null if there is none. */
function outcomeAt(
  deployment: EvaluatedDeployment,
  entry: ResourceEntry,
  path: string,
  how: Kind['how'],
): { readonly outcome: Outcome | null; readonly reason?: string } {
  const { index, run } = deployment;
  const alternatives = runAlternatives(run, () =>
    index.isPresent(entry) ? (how === 'id' ? idAt(deployment, entry, path) : plainAt(deployment, entry, path)) : null,
  );
  const known: Known[] = [];
  for (const alternative of alternatives) {
    if (alternative.kind === 'undecided') return { outcome: 'unknown', reason: alternative.reason };
    if (alternative.value !== null) known.push(alternative.value);
  }
  const [first] = known;
  if (first === undefined) return { outcome: null };
  const isOne = known.every(({ outcome, value }) => outcome === first.outcome && value === first.value);
  return { outcome: isOne ? first.outcome : 'candidates' };
}

function plainAt(deployment: EvaluatedDeployment, entry: ResourceEntry, paths: string): Known {
  const [path = '', ...others] = paths.split(' or ');
  if (others.length > 0) {
    const first = plainAt(deployment, entry, path);
    return first.outcome === 'concrete' ? first : plainAt(deployment, entry, others.join(' or '));
  }
  const { index, run } = deployment;
  const { evaluator } = index.program;
  const end = walk(evaluator, run, entry.body, segmentsOf(path));
  if (end.kind === 'missing') return missing(evaluator.force(end.owner));
  const value = evaluator.force(end.cell);
  // The id of a resource of this deployment: which one it is, is known.
  if (isReference(value)) return idAt(deployment, entry, path);
  if (value === absent) return { outcome: 'absent', value: '' };
  if (isNothing(value)) return { outcome: 'null', value: '' };
  return { outcome: 'concrete', value: JSON.stringify(plainOf(evaluator, run, end.cell)) };
}

/** A path ends at a `null` that is written, or at an object that lacks the rest. */
function missing(owner: Value): Known {
  return { outcome: owner === null ? 'null' : 'absent', value: '' };
}

/** What an id means: a resource of the deployment, or one outside of it by its type and name. */
function idAt({ index, run }: EvaluatedDeployment, entry: ResourceEntry, path: string): Known {
  const { evaluator } = index.program;
  const end = walk(evaluator, run, entry.body, segmentsOf(path));
  if (end.kind === 'missing') return missing(evaluator.force(end.owner));
  const value = evaluator.force(end.cell);
  if (isNothing(value)) return { outcome: value === null ? 'null' : 'absent', value: '' };
  if (isUnknown(value)) throw new Undecided(value.reason, value.term.label);
  const found = index.follow(end.cell);
  if (found.kind === 'entry') return { outcome: 'concrete', value: found.entry.key };
  if (found.type === '') throw new Undecided('it is outside of the deployment, and its type is not known', 'its type');
  return { outcome: 'external', value: `${found.type}/${found.name}` };
}
