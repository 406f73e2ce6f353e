/** Microsoft Defender for Storage is on for an account that has settings of its own. */
import { resourcesExample } from '../examples/resource-example.ts';
import { propertyRule } from '../property-rule.ts';
import type { Example } from '../rule.ts';

export const defenderForStorageOff = propertyRule(
  {
    id: 'defender-for-storage-off',
    title: 'Microsoft Defender for Storage is turned off for a storage account',
    principle: 'assume-breach',
    severity: 'information',
    rows: [154],
    articles: [{ seed: 'S4', step: 'storage' }],
    why: `Defender for Storage sees malware that is uploaded, access from unusual places and data that is taken away. An account whose own settings turn
it off is without, whatever the subscription's plan says.`,
    what: `Set isEnabled to true, or leave the settings out, so that the subscription's plan holds.`,
    equivalents: { psrule: ['Azure.Storage.DefenderCloud'] },
    on: ['Microsoft.Security/defenderForStorageSettings'],
    examples: { bad: example(false), good: example(true) },
  },
  {
    path: 'properties.isEnabled',
    wanted: true,
    isMetWithout: () => true,
    consequence: 'Nothing detects malware and unusual access in the storage account. Set it to true.',
    kind: 'review',
    effect: 'Defender for Storage is billed for the account',
  },
);

function example(isEnabled: boolean): Example {
  return resourcesExample(
    {
      symbol: 'storage',
      type: 'Microsoft.Storage/storageAccounts',
      version: '2024-01-01',
      name: 'storders',
      properties: { publicNetworkAccess: 'Disabled' },
    },
    {
      symbol: 'settings',
      type: 'Microsoft.Security/defenderForStorageSettings',
      version: '2025-01-01',
      isPlaceless: true,
      scope: 'storage',
      name: 'current',
      properties: { isEnabled, overrideSubscriptionLevelSettings: true },
    },
  );
}
