/** The roles of the machines of a deployment: which tier each belongs to, and how sure that is. */
import type { TierId } from '../../config/tiers.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { type Placement, placeMachines } from '../tiers/placement.ts';
import { isCertain } from '../tiers/tier-network.ts';
import { declaredOf } from '../undecided.ts';

const machineTypes = ['Microsoft.Compute/virtualMachines', 'Microsoft.Compute/virtualMachineScaleSets'];

/** A tier that machines stand in. */
export interface MachineRole {
  readonly tier: TierId;
  /** True if more than names speaks for it. */
  readonly isCertain: boolean;
}

/** The tiers that serve the workload; machines for its operation are no role of it. */
const workload: readonly TierId[] = ['web', 'app', 'data'];

/** The role of what a template declares for machines, such as a network interface; null if it has none, or it can't be told. */
export function machineRoleOf(resource: ResourceView): MachineRole | null {
  const placement = placements(resource.deployment).get(resource.key);
  if (placement === undefined || !workload.includes(placement.tier)) return null;
  const machine = machineOf(resource);
  return { tier: placement.tier, isCertain: isCertain(placementOf(machine) ?? placement) };
}

/** The roles of all machines of a deployment, each tier once, certain if one of its machines is. */
export function machineRoles(deployment: DeploymentView): readonly MachineRole[] {
  const roles = new Map<TierId, MachineRole>();
  for (const machine of machineTypes.flatMap((type) => declaredOf(deployment.resources(type)).known)) {
    const role = machineRoleOf(machine);
    if (role !== null && roles.get(role.tier)?.isCertain !== true) roles.set(role.tier, role);
  }
  return [...roles.values()];
}

/** The machine that has a network interface; the resource itself if none is known. */
function machineOf(resource: ResourceView): ResourceView {
  if (!resource.isType('Microsoft.Network/networkInterfaces')) return resource;
  const place = { array: 'properties.networkProfile.networkInterfaces', id: 'id' };
  const machines = resource.deployment.naming(resource, 'Microsoft.Compute/virtualMachines', place).known;
  return machines[0] ?? resource;
}

function placementOf(resource: ResourceView): Placement | undefined {
  return placements(resource.deployment).get(resource.key);
}

function placements(deployment: DeploymentView): ReadonlyMap<string, Placement> {
  return deployment.remember('tiers of machines', () => placeMachines(deployment.everything));
}
