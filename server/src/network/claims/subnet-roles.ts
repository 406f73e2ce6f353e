/** Which tiers the resources in one subnet belong to. */
import type { TierId } from '../../config/tiers.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { connectionsOf } from '../subnets/private-endpoints.ts';
import { subnetGuests } from '../subnets/subnet-use.ts';
import { roleOfType } from '../tiers/types.ts';
import { machineRoleOf } from './machine-roles.ts';

/** A resource in a subnet whose tier is known. */
export interface RolePlayer {
  readonly resource: ResourceView;
  readonly tier: TierId;
  /** True if more than names speaks for the tier. */
  readonly isCertain: boolean;
}

/** The machines in a subnet by their roles, and private endpoints by the role of what they lead to. */
export function rolePlayers(subnet: ResourceView): readonly RolePlayer[] {
  const standing = subnetGuests(subnet).filter(({ use }) => use === 'stands in');
  return standing.flatMap(({ resource }): readonly RolePlayer[] => {
    if (resource.isType('Microsoft.Network/privateEndpoints')) return endpointRole(resource);
    const role = isMachinePart(resource) ? machineRoleOf(resource) : null;
    return role === null ? [] : [{ resource, ...role }];
  });
}

function isMachinePart(resource: ResourceView): boolean {
  return ['Microsoft.Network/networkInterfaces', 'Microsoft.Compute/virtualMachineScaleSets'].some((type) =>
    resource.isType(type),
  );
}

/** Web apps may be pages or code, so only stores of data are told. */
function endpointRole(endpoint: ResourceView): readonly RolePlayer[] {
  const isStore = connectionsOf(endpoint).some(({ target }) => roleOfType(target.type)?.tier === 'data');
  return isStore ? [{ resource: endpoint, tier: 'data', isCertain: true }] : [];
}
