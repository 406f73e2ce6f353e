/** Disks aren't encrypted by what Azure retires. */
import { type ExampleResource, type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { machineType, scaleSetType } from './machine-terms.ts';

const path = 'properties.type';
const retired: readonly string[] = ['azurediskencryption', 'azurediskencryptionforlinux'];

export const retiredDiskEncryption: Rule<null> = {
  id: 'retired-disk-encryption',
  title: 'Machine is encrypted by Azure Disk Encryption, which retires',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [157],
  articles: [{ seed: 'S4', step: 'VM' }],
  why: `Azure Disk Encryption retires on 2028-09-15: after that, disks that it encrypted fail to unlock when their machine starts again.`,
  what: `Encrypt new machines at their host instead: encryptionAtHost of the security profile, with a disk encryption set for keys of your own. Machines that
are encrypted already have to be made anew.`,
  equivalents: {},
  repairs: [],
  on: [`${machineType}/extensions`, `${scaleSetType}/extensions`],
  examples: {
    bad: example(
      {},
      {
        symbol: 'encryption',
        parent: 'machine',
        type: `${machineType}/extensions`,
        version: '2024-07-01',
        name: 'encryption',
        location: 'westeurope',
        properties: {
          publisher: 'Microsoft.Azure.Security',
          type: 'AzureDiskEncryption',
          typeHandlerVersion: '2.2',
          settings: { EncryptionOperation: 'EnableEncryption' },
        },
      },
    ),
    good: example({ securityProfile: { encryptionAtHost: true } }),
  },

  find: (extension) => {
    const type = extension.read(path);
    return typeof type === 'string' && retired.includes(type.toLowerCase())
      ? { certainty: 'certain', facts: null }
      : null;
  },

  at: (extension) => ({ kind: 'value', resource: extension, path }),

  say: (extension) =>
    `Extension ${shownName(extension)} encrypts disks by Azure Disk Encryption, which retires on 2028-09-15: after that they don't unlock. Use encryption at host.`,

  repair: () => [],
};

function example(more: { readonly [key: string]: ExampleValue }, ...others: readonly ExampleResource[]): Example {
  return resourcesExample(
    {
      symbol: 'machine',
      type: machineType,
      version: '2024-07-01',
      name: 'vm-app',
      properties: { hardwareProfile: { vmSize: 'Standard_D2s_v5' }, ...more },
    },
    ...others,
  );
}
