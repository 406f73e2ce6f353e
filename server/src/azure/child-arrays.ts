/**
 * Arrays in a resource's body whose elements are child resources in disguise: each may also be declared as a resource of its own type.
 * Source: Azure resource reference; both forms are in the resource type schemas of Microsoft.Network.
 */
export interface ChildArray {
  /** Type of the resource that holds the array, lower case. */
  readonly parentType: string;
  /** Last segment of the child's type, as written in Azure's documentation. */
  readonly childType: string;
  readonly path: string;
}

export const childArrays: readonly ChildArray[] = [
  { parentType: 'microsoft.network/virtualnetworks', childType: 'subnets', path: 'properties.subnets' },
  {
    parentType: 'microsoft.network/virtualnetworks',
    childType: 'virtualNetworkPeerings',
    path: 'properties.virtualNetworkPeerings',
  },
  {
    parentType: 'microsoft.network/networksecuritygroups',
    childType: 'securityRules',
    path: 'properties.securityRules',
  },
  { parentType: 'microsoft.network/routetables', childType: 'routes', path: 'properties.routes' },
  {
    parentType: 'microsoft.network/loadbalancers',
    childType: 'backendAddressPools',
    path: 'properties.backendAddressPools',
  },
  { parentType: 'microsoft.network/loadbalancers', childType: 'inboundNatRules', path: 'properties.inboundNatRules' },
  {
    parentType: 'microsoft.network/loadbalancers',
    childType: 'frontendIPConfigurations',
    path: 'properties.frontendIPConfigurations',
  },
  {
    parentType: 'microsoft.network/applicationgateways',
    childType: 'backendAddressPools',
    path: 'properties.backendAddressPools',
  },
];

/** The child arrays of a resource type, compared without regard to case. */
export function childArraysOf(type: string): readonly ChildArray[] {
  return byParent.get(type.toLowerCase()) ?? [];
}

const byParent: ReadonlyMap<string, readonly ChildArray[]> = new Map(
  childArrays.map(({ parentType }) => [parentType, childArrays.filter((array) => array.parentType === parentType)]),
);

/** A type and those of the child resources that its arrays may hold, and theirs. */
export function typesWithin(type: string): readonly string[] {
  return [type, ...childArraysOf(type).flatMap(({ childType }) => typesWithin(`${type}/${childType}`))];
}
