/** For tests: role assignments as templates write them. */

export const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
export const networkContributor = '4d97b98b-1d4f-4787-a291-c67834d212e7';
export const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

export interface AssignmentText {
  readonly symbol?: string;
  /** An expression of Bicep; `subscriptionResourceId` of the id by default. */
  readonly role?: string;
  /** The type of the principal, quoted or a name; null to leave it out. */
  readonly type?: string | null;
  readonly principal?: string;
  readonly scope?: string;
}

export function roleId(id: string): string {
  return `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${id}')`;
}

/** A role assignment in Bicep. */
export function assignment(id: string, given: AssignmentText = {}): string {
  const { symbol = 'assignment', role = roleId(id), type = "'Group'", principal = "'p'", scope } = given;
  return [
    '',
    `resource ${symbol} 'Microsoft.Authorization/roleAssignments@2022-04-01' = {`,
    `  name: guid('${symbol}')`,
    ...(scope === undefined ? [] : [`  scope: ${scope}`]),
    '  properties: {',
    `    roleDefinitionId: ${role}`,
    `    principalId: ${principal}`,
    ...(type === null ? [] : [`    principalType: ${type}`]),
    '  }',
    '}',
    '',
  ].join('\n');
}

/** A custom role in Bicep with one permission. */
export function customRole(permission: string, scopes = 'assignableScopes: [subscription().id]'): string {
  return `targetScope = 'subscription'
resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: 'network-role'
  properties: {
    roleName: 'Network'
    permissions: [{
      ${permission}
    }]
    ${scopes}
  }
}
`;
}
