/** What rules ask about Azure Firewall and its policies. */
import type { ResourceView } from '../../deployment/view.ts';

export const firewallType = 'Microsoft.Network/azureFirewalls';
export const firewallPolicyType = 'Microsoft.Network/firewallPolicies';

/** The tier of a firewall or a policy in lower case; Standard is the default of both (Learn, resource reference). */
export function firewallTier(resource: ResourceView): string {
  return String(resource.read('properties.sku.tier') ?? 'Standard').toLowerCase();
}

/** True if a policy leaves the field to the policy above it, from which policies inherit (Learn, Firewall Manager, policy-overview). */
export function isInherited(policy: ResourceView, path: string): boolean {
  return policy.omits(path) && !policy.omits('properties.basePolicy.id');
}

/** True for a firewall that a policy rules: what stands in the firewall itself doesn't count. In a virtual hub it always is. */
export function hasPolicy(firewall: ResourceView): boolean {
  return !firewall.omits('properties.firewallPolicy.id') || !firewall.omits('properties.virtualHub.id');
}
