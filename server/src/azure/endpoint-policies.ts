/** Whether network security groups and route tables count for the private endpoints of a subnet (azure-network 2.4). */

export const endpointPoliciesPath = 'properties.privateEndpointNetworkPolicies';

/** The value with which groups count and routes stay as they are; versions before 2023-09-01 know only one for both. */
export function filteringPolicies(apiVersion: string): string {
  return apiVersion.slice(0, 10) >= '2023-09-01' ? 'NetworkSecurityGroupEnabled' : 'Enabled';
}
