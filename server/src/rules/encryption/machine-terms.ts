/** What rules ask about virtual machines and those of scale sets. */
import type { ResourceView } from '../../deployment/view.ts';

export const machineType = 'Microsoft.Compute/virtualMachines';
export const scaleSetType = 'Microsoft.Compute/virtualMachineScaleSets';

export const machineTypes: readonly string[] = [machineType, scaleSetType];

/** The path below which a machine, or each one of a scale set, is described; null for a scale set that describes none. */
export function machineProfile(resource: ResourceView): string | null {
  if (!resource.isType(scaleSetType)) return 'properties';
  const profile = 'properties.virtualMachineProfile';
  return resource.omits(profile) ? null : profile;
}

/** True if it comes from the marketplace with a plan, as appliances of vendors do: what is in it is theirs. */
export function isOfVendor(machine: ResourceView): boolean {
  return !machine.omits('plan');
}
