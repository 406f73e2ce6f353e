/**
 * Built-in roles by the last segment of their ids, which are the same in every tenant (source: role maps of Azure/bicep-registry-modules@9f9ea1a,
 * Azure/azure-policy@f4a50ba).
 */

/** What holders of a role may do to networks: anything, as with the role of that name only there, or give such rights away. */
export type RoleReach = 'everything' | 'networks' | 'assignments';

export interface BuiltInRole {
  readonly name: string;
  readonly reach: RoleReach;
}

const roles: Readonly<Record<string, BuiltInRole>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': { name: 'Owner', reach: 'everything' },
  'b24988ac-6180-42a0-ab88-20f7382dd24c': { name: 'Contributor', reach: 'everything' },
  '4d97b98b-1d4f-4787-a291-c67834d212e7': { name: 'Network Contributor', reach: 'networks' },
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': { name: 'User Access Administrator', reach: 'assignments' },
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': {
    name: 'Role Based Access Control Administrator',
    reach: 'assignments',
  },
};

/** The built-in role of a name, in any case; null for all that say less about networks, and for custom roles. */
export function builtInRole(roleId: string): BuiltInRole | null {
  const key = roleId.toLowerCase();
  return Object.hasOwn(roles, key) ? (roles[key] ?? null) : null;
}

/** True if a pattern of a role's actions, such as `Microsoft.Network/*`, covers an action or a narrower pattern. */
export function coversAction(pattern: string, action: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
