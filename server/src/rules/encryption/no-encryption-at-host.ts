/** What machines keep on their host is encrypted there. */
import { azurePolicies } from '../../azure/policies.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import { type PropertyDemand, propertyRule } from '../property-rule.ts';
import type { Example } from '../rule.ts';
import { machineProfile, machineType, scaleSetType } from './machine-terms.ts';

export const noEncryptionAtHost = propertyRule(
  {
    id: 'no-encryption-at-host',
    title: 'Virtual machine keeps temporary disks and caches unencrypted',
    principle: 'assume-breach',
    severity: 'information',
    rows: [157],
    articles: [{ seed: 'S4', step: 'VM' }],
    policies: [azurePolicies.encryptionAtHost],
    profiles: ['iaas'],
    why: `Azure encrypts managed disks where they are stored. Temporary disks, the caches of disks and what flows between host and storage are encrypted only
with encryption at host; Azure Disk Encryption, which did that inside of the machine, retires on 2028-09-15.`,
    what: `Set encryptionAtHost of the security profile to true. The subscription must have registered the feature, and the size must support it.`,
    equivalents: {},
    on: [machineType, scaleSetType],
    examples: { bad: example(false), good: example(true) },
  },
  {
    [machineType]: demandAt('properties'),
    [scaleSetType]: {
      ...demandAt('properties.virtualMachineProfile'),
      concerns: (set) => machineProfile(set) !== null,
    },
  },
);

function demandAt(profile: string): PropertyDemand {
  return {
    path: `${profile}.securityProfile.encryptionAtHost`,
    wanted: true,
    consequence: 'Temporary disks and caches on the host are not encrypted. Set it to true.',
    kind: 'review',
    effect: 'the subscription needs the feature, and a running machine must be deallocated first',
  };
}

function example(encryptionAtHost: boolean): Example {
  const securityProfile: { readonly [key: string]: ExampleValue } = { encryptionAtHost };
  return resourcesExample({
    symbol: 'machine',
    type: machineType,
    version: '2024-07-01',
    name: 'vm-app',
    properties: { hardwareProfile: { vmSize: 'Standard_D2s_v5' }, securityProfile },
  });
}
