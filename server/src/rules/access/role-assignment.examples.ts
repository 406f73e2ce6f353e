/** Examples of rules about role assignments. */
import type { ExampleResource } from '../examples/resource-example.ts';

/** The assignment of a role by its id; its name is one of many that a template may give. */
export function exampleAssignment(
  roleId: string,
  principalType: string,
  more: Partial<ExampleResource> = {},
): ExampleResource {
  return {
    symbol: 'assignment',
    type: 'Microsoft.Authorization/roleAssignments',
    version: '2022-04-01',
    isPlaceless: true,
    name: '5f0b6e5c-9d5d-4f3a-8c7b-1f2e3d4c5b6a',
    properties: {
      roleDefinitionId: {
        expression: `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${roleId}')`,
      },
      principalId: '0d3c2b1a-7f6e-4d5c-9b8a-1a2b3c4d5e6f',
      principalType,
    },
    ...more,
  };
}
