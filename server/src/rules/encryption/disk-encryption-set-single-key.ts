/** Disks are encrypted twice: with a key of the customer and one of the platform. */
import { azurePolicies } from '../../azure/policies.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { propertyRule } from '../property-rule.ts';
import type { Example } from '../rule.ts';

const path = 'properties.encryptionType';
const twice = 'EncryptionAtRestWithPlatformAndCustomerKeys';

export const diskEncryptionSetSingleKey = propertyRule(
  {
    id: 'disk-encryption-set-single-key',
    title: 'Disk encryption set encrypts with one key only',
    principle: 'assume-breach',
    severity: 'information',
    rows: [157],
    articles: [{ seed: 'S4', step: 'VM' }],
    policies: [azurePolicies.doubleEncryption],
    profiles: [],
    why: `With one key, whoever gets hold of it, or breaks one way of encryption, reads the disks. Double encryption adds a second layer with another key and
another algorithm.`,
    what: `Set encryptionType to ${twice}. It can't be changed later: a new set is needed for disks that exist.`,
    exceptions: ['Sets for confidential machines, which have a type of their own.'],
    equivalents: {},
    on: ['Microsoft.Compute/diskEncryptionSets'],
    examples: { bad: example('EncryptionAtRestWithCustomerKey'), good: example(twice) },
  },
  {
    path,
    wanted: twice,
    isMetBy: (value) => value === 'ConfidentialVmEncryptedWithCustomerKey',
    consequence: 'Whoever gets hold of the one key reads the disks. Encrypt with a key of the platform besides.',
    kind: 'review',
    effect: 'a set that is deployed already has to be made anew',
  },
);

function example(encryptionType: string): Example {
  return resourcesExample({
    symbol: 'set',
    type: 'Microsoft.Compute/diskEncryptionSets',
    version: '2024-03-02',
    name: 'des-app',
    properties: { encryptionType },
  });
}
