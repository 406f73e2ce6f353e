/** Examples of rules about custom roles. */
import { type ExampleValue, subscriptionExample } from '../examples/resource-example.ts';
import type { Example } from '../rule.ts';

/** What the articles' role for network managers may do, without the deletion of resource groups. */
export const networkManagement = [
  '*/read',
  'Microsoft.Network/*',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Support/*',
];

/** A role that can be assigned in one scope. */
export function exampleRole(
  actions: readonly string[],
  scope: ExampleValue = { expression: 'subscription().id' },
): Example {
  return subscriptionExample({
    symbol: 'role',
    type: 'Microsoft.Authorization/roleDefinitions',
    version: '2022-04-01',
    isPlaceless: true,
    name: '6a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
    properties: {
      roleName: 'Spoke network management',
      type: 'CustomRole',
      permissions: [{ actions }],
      assignableScopes: [scope],
    },
  });
}
