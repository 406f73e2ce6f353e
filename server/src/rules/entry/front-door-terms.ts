/** What rules ask about Azure Front Door. */
import type { ResourceView } from '../../deployment/view.ts';

export const frontDoorProfile = 'Microsoft.Cdn/profiles';

/** The SKU of a profile of Front Door: standard or premium; null for profiles of the content delivery network. */
export function frontDoorSku(profile: ResourceView): 'standard' | 'premium' | null {
  const name = String(profile.read('sku.name')).toLowerCase();
  if (name === 'standard_azurefrontdoor') return 'standard';
  return name === 'premium_azurefrontdoor' ? 'premium' : null;
}
