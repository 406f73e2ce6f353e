/** Where the authors of the consumers would close the public accesses that their modules leave open: proven levers at texts and calls of theirs. */

import { dirname, join } from 'node:path';
import { canWrite } from '../server/src/azure/api-version.ts';
import { comparable } from '../server/src/azure/circumstance.ts';
import { closingValue, publicAccessOf } from '../server/src/azure/public-access.ts';
import { runAlternatives } from '../server/src/deployment/alternatives.ts';
import { buildDeployment, type EvaluatedDeployment } from '../server/src/deployment/build.ts';
import type { ResourceEntry } from '../server/src/deployment/entries.ts';
import type { TracedLeaf, ValuePlace } from '../server/src/deployment/levers.ts';
import { type ProvenLever, probe, provenLever } from '../server/src/deployment/probe.ts';
import { isExisting } from '../server/src/deployment/resource-index.ts';
import type { ProgramRequest } from '../server/src/evaluate/program.ts';
import { corpusFolder } from './corpus.ts';
import { corpusConsumers, corpusModules } from './corpus-modules.ts';

/** Which files count as a consumer's own; `declaring` is the file that declares the resource. */
export type Ownership = (file: string, consumer: string, declaring: string) => boolean;

/** Only the folder of the consumer: every module counts as restored. */
export const ownFolder: Ownership = (file, consumer) => file.startsWith(`${dirname(consumer)}/`);

/** All but the module that declares the resource: whether that one can be steered by who calls it. */
export const ownCallers: Ownership = (file, consumer, declaring) =>
  file !== declaring || ownFolder(file, consumer, declaring);

/** What lies in the repository of the module that the consumer tests, and the helpers that are shared by path: only the registry's modules are restored. */
export const ownModule: Ownership = (file, consumer) =>
  file.startsWith(consumer.replace(/[\\/]tests[\\/].*/, '/')) || file.startsWith(join(corpusFolder, 'utilities'));

/** A public access that a resource leaves enabled or omits, although its template mentions it. */
export interface OpenAccess {
  readonly entry: string;
  readonly resource: string;
  /** What the specification's rules for places give. */
  readonly place: ValuePlace['kind'];
  /** The lever at an owned call that closes it; null if the text itself is owned, or if none does. */
  readonly lever: ProvenLever | null;
  readonly levers: number;
  /** The file whose text decides. */
  readonly decidedIn: string;
  /** Milliseconds of the probe that closes it, and of the whole search. */
  readonly probe: number;
  readonly search: number;
}

/** All public accesses that the consumers leave open. */
export function openAccesses(isOwn: Ownership, paths: readonly string[] = corpusConsumers()): readonly OpenAccess[] {
  const modules = corpusModules();
  const found: OpenAccess[] = [];
  for (const file of paths) {
    const lowered = modules.read(file);
    if (lowered !== null) addOpenAccesses({ file, lowered, files: modules }, isOwn, found);
  }
  return found;
}

function addOpenAccesses(request: ProgramRequest, isOwn: Ownership, found: OpenAccess[]): void {
  const deployment = buildDeployment(request);
  for (const entry of deployment.index.entries) {
    if (entry.kind !== 'declared' || isExisting(entry)) continue;
    const { frame, declaration } = entry.instance;
    const facts = publicAccessOf(entry.type);
    const apiVersion = declaration.apiVersion ?? '';
    const isOwned = (file: string): boolean => isOwn(file, request.file, frame.file);
    for (const door of facts?.switches ?? []) {
      if (facts === null || !door.path.endsWith('.publicNetworkAccess') || !canWrite(door, apiVersion)) continue;
      const isClosed = (value: unknown): boolean => door.closed.includes(comparable(value));
      const leaf = openLeaf(deployment, entry, door.path, isClosed);
      if (leaf === null) continue;
      const place = deployment.placeOf(leaf, door.path, isOwned).kind;
      const question = { resource: entry.key, path: door.path, isWanted: isClosed };
      const begin = performance.now();
      const levers = place === 'text' ? [] : deployment.leversOf(leaf, door.path, isOwned);
      const wanted = closingValue(facts, door, apiVersion);
      const lever = provenLever(request, deployment.index.program, levers, wanted, question);
      const end = performance.now();
      if (lever !== null) probe(request, lever.lever, lever.value, question);
      found.push({
        entry: request.file,
        resource: entry.key,
        place,
        lever,
        levers: levers.length,
        decidedIn: leaf.chain.at(-1)?.file ?? '',
        probe: performance.now() - end,
        search: end - begin,
      });
    }
  }
}

/** False for a property that no template mentions: nobody outside of the template can add it. */
function isWritten({ end }: TracedLeaf): boolean {
  return end.missing.length === 0;
}

/** The leaf of the first alternative in which the resource is there and the access is not closed; null if there is none that is known. */
function openLeaf(
  deployment: EvaluatedDeployment,
  entry: ResourceEntry,
  path: string,
  isClosed: (value: unknown) => boolean,
): TracedLeaf | null {
  const outcomes = runAlternatives(deployment.run, () => {
    if (!deployment.index.isPresent(entry)) return null;
    const leaf = deployment.decidedBy(entry.key, path);
    return leaf === null || leaf.value === undefined || isClosed(leaf.value) || !isWritten(leaf) ? null : leaf;
  });
  for (const outcome of outcomes) if (outcome.kind === 'decided' && outcome.value !== null) return outcome.value;
  return null;
}
