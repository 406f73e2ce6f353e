/**
 * Which tier of a workload a resource belongs to, and what speaks for it. The strongest clue decides; names come last, so that a subnet named
 * `snet-app` with nothing but private endpoints in it is a subnet of endpoints.
 */
import { type TierId, tierIds } from '../../config/tiers.ts';
import type { ResourceKey } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { usesSubnets } from '../subnets/subnet-use.ts';
import { subnetType } from '../subnets/subnets.ts';
import { type Clue, cluesOf, isMachinePart, nameClues, occupantClues, userClues } from './clues.ts';
import { declaredClues } from './declared.ts';

/** What speaks for a placement: `kind` is a word such as `delegation`, `endpoint target`, `name`; `detail` a plain sentence. */
export interface Evidence {
  readonly kind: string;
  readonly detail: string;
}

export interface Placement {
  readonly tier: TierId;
  /** What speaks for this tier, strongest first; never empty. */
  readonly evidence: readonly Evidence[];
}

/**
 * Places resources of one deployment. Each stands by its own clues; a subnet also by what stands in it, and what serves others, such as a
 * network security group, by whom it serves. What can't be decided gives no clue.
 */
export function placeInTiers(resources: readonly ResourceView[]): ReadonlyMap<ResourceKey, Placement> {
  const clues = new Map<ResourceKey, Clue[]>();
  const add = (key: ResourceKey, found: readonly Clue[]): void => {
    const known = clues.get(key);
    if (known === undefined) clues.set(key, [...found]);
    else known.push(...found);
  };
  const tierOf = (key: ResourceKey): TierId => decide(clues.get(key) ?? []);

  const addUserClues = (): void => {
    for (const { used, clue } of resources.flatMap((resource) => userClues(resource, tierOf(resource.key)))) {
      const known = clues.get(used) ?? [];
      if (!isAmong(known, clue)) add(used, [clue]);
    }
  };

  for (const resource of resources) add(resource.key, ownClues(resource));
  addUserClues(); // A machine places its network interfaces, which place their subnet.
  for (const resource of resources) {
    for (const { subnet, clue } of occupantClues(resource, () => tierOf(resource.key))) add(subnet, [clue]);
  }
  addUserClues(); // A subnet places its network security group and route table.
  return new Map(resources.map((resource) => [resource.key, placementOf(resource, clues.get(resource.key) ?? [])]));
}

/**
 * Places the subnets among the resources of a deployment as `placeInTiers` does, and looks at those resources only that tell something of
 * them: what uses a subnet, and the machines behind interfaces.
 */
export function placeSubnets(resources: readonly ResourceView[]): ReadonlyMap<ResourceKey, Placement> {
  const subnets = resources.filter((resource) => resource.isType(subnetType));
  const clues = new Map(subnets.map((subnet) => [subnet.key, ownClues(subnet)]));
  const byUsers = cluesByUsed(resources.filter((resource) => resource.isType(machineType)));
  for (const resource of resources) {
    if (!usesSubnets(resource.type.toLowerCase())) continue;
    const tierOf = (): TierId => decide([...ownClues(resource), ...(byUsers.get(resource.key) ?? [])]);
    for (const { subnet, clue } of occupantClues(resource, tierOf)) clues.get(subnet)?.push(clue);
  }
  return new Map(subnets.map((subnet) => [subnet.key, placementOf(subnet, clues.get(subnet.key) ?? [])]));
}

/**
 * Places the machines, scale sets and network interfaces among the resources of a deployment as `placeInTiers` does, and looks at no others:
 * nothing else tells of them.
 */
export function placeMachines(resources: readonly ResourceView[]): ReadonlyMap<ResourceKey, Placement> {
  const parts = resources.filter(isMachinePart);
  const byUsers = cluesByUsed(parts.filter((part) => part.isType(machineType)));
  return new Map(
    parts.map((part) => [part.key, placementOf(part, [...ownClues(part), ...(byUsers.get(part.key) ?? [])])]),
  );
}

const machineType = 'Microsoft.Compute/virtualMachines';

/** What machines tell of their network interfaces. */
function cluesByUsed(machines: readonly ResourceView[]): ReadonlyMap<ResourceKey, readonly Clue[]> {
  const clues = new Map<ResourceKey, Clue[]>();
  for (const { used, clue } of machines.flatMap((machine) => userClues(machine, decide(ownClues(machine))))) {
    const known = clues.get(used) ?? [];
    if (!isAmong(known, clue)) clues.set(used, [...known, clue]);
  }
  return clues;
}

/** True if the same was said already. */
function isAmong(clues: readonly Clue[], { tier, detail }: Clue): boolean {
  return clues.some((other) => other.tier === tier && other.detail === detail);
}

/** What speaks for the tier of a resource, others aside. */
function ownClues(resource: ResourceView): Clue[] {
  return [...declaredClues(resource), ...cluesOf(resource), ...nameClues(resource)];
}

function placementOf(resource: ResourceView, clues: readonly Clue[]): Placement {
  const tier = decide(clues);
  const evidence: Evidence[] = clues
    .filter((clue) => clue.tier === tier)
    .sort((a, b) => b.weight - a.weight)
    .map(({ kind, detail }) => ({ kind, detail }));
  if (evidence.length === 0) evidence.push({ kind: 'none', detail: 'Nothing in the template tells its tier.' });
  if (resource.existing) {
    evidence.push({ kind: 'existing', detail: 'The template refers to it as existing and does not deploy it.' });
  }
  return { tier, evidence };
}

/** The tier of the strongest clue; of equally strong ones that with the most behind it, then the one that traffic meets first. */
function decide(clues: readonly Clue[]): TierId {
  let best: TierId = 'unassigned';
  let bestWeight = 0;
  let bestSum = 0;
  for (const tier of tierIds) {
    const own = clues.filter((clue) => clue.tier === tier).map((clue) => clue.weight);
    const weight = Math.max(0, ...own);
    const sum = own.reduce((total, next) => total + next, 0);
    if (weight > bestWeight || (weight === bestWeight && sum > bestSum)) {
      best = tier;
      bestWeight = weight;
      bestSum = sum;
    }
  }
  return best;
}
