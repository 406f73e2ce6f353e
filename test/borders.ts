/**
 * Which imports the sources may have: the direction of the data flow, as docs/architecture.md draws it. Reads import statements as text,
 * types included, since bundlers drop `import type` from what they know.
 */
import { builtinModules } from 'node:module';
import path from 'node:path';

/** Rooms of server/src from the bottom up; those of one rank may use each other, except the two faces. */
const ranks: Readonly<Record<string, number>> = {
  text: 0,
  syntax: 1,
  template: 2,
  evaluate: 3,
  deployment: 3,
  network: 4,
  rules: 5,
  repair: 6,
  service: 7,
  lsp: 8,
  cli: 8,
  main: 9,
};

/** Rooms of server/src/network from the bottom up; what stands beside them is open to all from `subnets` on. */
const networkRooms = ['addresses', 'reachability', 'subnets', 'reading', 'tiers', 'claims'];

/** Rooms of facts and settings: they use only text/, and every room above template/ may use them. */
const factRooms = ['azure', 'config'];
const pureRooms = [
  ...factRooms,
  'text',
  'syntax',
  'template',
  'evaluate',
  'deployment',
  'network',
  'rules',
  'repair',
  'service',
];
const protocolFile = 'server/src/lsp/protocol.ts';

export interface ImportStatement {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** The imports and re-exports of a source text, in order. */
export function importsOf(source: string): ImportStatement[] {
  const statement =
    /^[ \t]*(?:import|export)(?<type>\s+type\b)?(?:[\s\w{},*$]*?\bfrom)?\s*['"](?<from>[^'"\n]+)['"]|\bimport\(\s*['"](?<dynamic>[^'"\n]+)['"]/gm;
  return [...source.matchAll(statement)].map(({ groups }) => ({
    specifier: groups?.from ?? groups?.dynamic ?? '',
    typeOnly: groups?.type !== undefined,
  }));
}

/**
 * What is wrong with one import, as a sentence, or null if it is allowed.
 * @param file the importing file, relative to the repository, with `/`.
 */
export function breach(file: string, { specifier, typeOnly }: ImportStatement): string | null {
  if (file.startsWith('client/src/')) return clientBreach(file, specifier, typeOnly);
  const room = roomOf(file);
  if (room === null) return null;
  if (!specifier.startsWith('.')) return packageBreach(room, specifier);

  const target = path.posix.join(path.posix.dirname(file), specifier);
  const targetRoom = roomOf(target);
  if (targetRoom === null) return `${room} imports ${target}, which is outside of server/src`;
  if (targetRoom === room) return room === 'network' ? networkBreach(file, target) : null;
  return mayUse(room, targetRoom) ? null : `${room} imports ${targetRoom}`;
}

/** The room of a file of server/src; files at its top are `main`. Null if the file lies elsewhere. */
function roomOf(file: string): string | null {
  const [server, src, first, ...rest] = file.split('/');
  if (server !== 'server' || src !== 'src' || first === undefined) return null;
  return rest.length === 0 ? 'main' : first;
}

/** Each room of the network uses those below it. */
function networkBreach(file: string, target: string): string | null {
  const [own, other] = [file, target].map((at) => networkRooms.indexOf(at.split('/')[3] ?? ''));
  if (own === undefined || other === undefined || own < 0) return null;
  const isBelow = other < 0 ? own >= networkRooms.indexOf('subnets') : other <= own;
  return isBelow ? null : `network/${networkRooms[own]} imports ${target}`;
}

function mayUse(room: string, target: string): boolean {
  if (factRooms.includes(room)) return target === 'text';
  const rank = ranks[room];
  const targetRank = ranks[target];
  if (rank === undefined) return false;
  if (factRooms.includes(target)) return rank > (ranks.template ?? 0);
  if (targetRank === undefined) return false;
  return targetRank < rank || (targetRank === rank && rank === ranks.evaluate);
}

function packageBreach(room: string, specifier: string): string | null {
  const isLanguageServer = specifier.startsWith('vscode-');
  const isNode = specifier.startsWith('node:') || builtinModules.includes(specifier);
  if (isLanguageServer) return room === 'lsp' ? null : `${room} imports ${specifier}, which only lsp may`;
  if (isNode) return pureRooms.includes(room) || room === 'lsp' ? `${room} imports the Node module ${specifier}` : null;
  // YAML is only what templates load.
  if (specifier === 'yaml') return room === 'evaluate' ? null : `${room} imports ${specifier}, which only evaluate may`;
  return specifier === 'jsonc-parser' ? null : `${room} imports the package ${specifier}`;
}

/** The client takes types from the protocol and nothing else from the server; a feature doesn't know its siblings. */
function clientBreach(file: string, specifier: string, typeOnly: boolean): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = path.posix.join(path.posix.dirname(file), specifier);
  if (target === protocolFile) return typeOnly ? null : `the client imports code from ${protocolFile}`;
  if (!target.startsWith('client/src/')) return `the client imports ${target}`;

  const [room, feature] = file.split('/').slice(2);
  const [targetRoom, targetFeature] = target.split('/').slice(2);
  if (room === 'infrastructure' && targetRoom === 'features') return 'infrastructure imports a feature';
  if (room === 'features' && targetRoom === 'features' && feature !== targetFeature) {
    return `the feature ${feature} imports its sibling ${targetFeature}`;
  }
  return null;
}

/**
 * Files that import each other in a circle, types included: each circle's files in order.
 * @param imports the files that each file imports
 */
export function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const reached = new Map<string, ReadonlySet<string>>();
  for (const file of imports.keys()) {
    const seen = new Set<string>();
    const pending = [file];
    for (let at = pending.pop(); at !== undefined; at = pending.pop())
      for (const next of imports.get(at) ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          pending.push(next);
        }
    reached.set(file, seen);
  }
  const found = new Map<string, string[]>();
  for (const [file, seen] of reached) {
    if (!seen.has(file)) continue;
    const circle = [...seen].filter((other) => reached.get(other)?.has(file) === true).sort();
    found.set(circle.join(' '), circle);
  }
  return [...found.values()];
}
