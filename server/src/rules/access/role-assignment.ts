/** What role assignments say: which role, to whom, where. */
import { type BuiltInRole, builtInRole } from '../../azure/roles.ts';
import { resourceViews } from '../../deployment/resource-views.ts';
import type { ExternalResource, ResourceView } from '../../deployment/view.ts';
import { declaredOf, firstAnswer } from '../../network/undecided.ts';

export const roleAssignmentType = 'Microsoft.Authorization/roleAssignments';

export const rolePath = 'properties.roleDefinitionId';

/** The built-in role that is assigned, if it gives rights over networks; null for all others. */
export function assignedRole(assignment: ResourceView): BuiltInRole | null {
  const role = assignment.target(rolePath);
  // A role that is declared here is a custom one.
  if (role === null || (role.kind === 'resource' && !role.existing)) return null;
  return role.type.toLowerCase() === 'microsoft.authorization/roledefinitions' ? builtInRole(role.name) : null;
}

/** Who gets the role: `workload` for service principals and devices, `unsaid` where the type of the principal isn't given. */
export function holderOf(assignment: ResourceView): 'user' | 'group' | 'workload' | 'unsaid' {
  const type = assignment.read('properties.principalType');
  if (typeof type !== 'string') return 'unsaid';
  switch (type.toLowerCase()) {
    case 'user':
      return 'user';
    case 'group':
    case 'foreigngroup':
      return 'group';
    default:
      return 'workload';
  }
}

/** Where the role holds, in words. */
export function placeInWords(assignment: ResourceView): string {
  const scope = assignment.scope();
  switch (scope.kind) {
    case 'resource':
      return scope.extended?.name || 'one resource';
    case 'resourceGroup':
      return 'the resource group';
    case 'subscription':
      return 'the subscription';
    case 'managementGroup':
      return 'the management group';
    case 'tenant':
      return 'the tenant';
  }
}

/** True if the resource is a network, or what networks stand on. */
export function isNetwork({ type }: ResourceView | ExternalResource): boolean {
  return networkTypes.some((one) => one.toLowerCase() === type.toLowerCase());
}

/** What network managers look after. */
export const networkTypes = [
  'virtualNetworks',
  'virtualWans',
  'virtualHubs',
  'azureFirewalls',
  'firewallPolicies',
  'virtualNetworkGateways',
  'expressRouteCircuits',
  'networkSecurityGroups',
  'routeTables',
].map((type) => `Microsoft.Network/${type}`);

/** A network that the deployment puts where the role of an assignment holds; null if there is none. */
export function networkWhereHeld(assignment: ResourceView): ResourceView | null {
  const scope = assignment.scope();
  const networks = networkTypes.flatMap((type) => declaredOf(assignment.deployment.resources(type)).known);
  return firstAnswer(resourceViews(networks, false), (network) => (scope.contains(network.scope()) ? network : null));
}
