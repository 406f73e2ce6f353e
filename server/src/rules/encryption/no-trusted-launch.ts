/** Machines start only what is signed. */
import { azurePolicies } from '../../azure/policies.ts';
import type { Intent } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { machineProfile, machineTypes } from './machine-terms.ts';

/** The field below the security profile that says so. */
type Field = 'securityType' | 'uefiSettings.secureBootEnabled' | 'uefiSettings.vTpmEnabled';

interface Untrusted {
  readonly profile: string;
  readonly field: Field;
}

export const noTrustedLaunch: Rule<Untrusted> = {
  id: 'no-trusted-launch',
  title: 'Virtual machine starts without secure boot',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [156],
  articles: [{ seed: 'S4', step: 'VM' }],
  policies: [azurePolicies.virtualTpm, azurePolicies.secureBoot],
  profiles: ['iaas'],
  why: `What starts before the operating system can't be seen by anything that runs in it. Trusted launch lets only signed boot loaders and drivers start and
measures them with a virtual TPM, so that a rootkit is kept out, or noticed.`,
  what: `Set securityType to TrustedLaunch, and secureBootEnabled and vTpmEnabled of uefiSettings to true. The image and the size must be of
generation 2.`,
  exceptions: ['Machines that are made of an existing disk, which decides on it.', 'Confidential machines.'],
  equivalents: {},
  repairs: ['Turn on trusted launch'],
  on: machineTypes,
  examples: {
    bad: example({ securityType: 'TrustedLaunch', uefiSettings: { secureBootEnabled: false, vTpmEnabled: true } }),
    good: example({ securityType: 'TrustedLaunch', uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } }),
  },

  find: (machine) => {
    const base = machineProfile(machine);
    if (base === null || machine.read(`${base}.storageProfile.osDisk.createOption`) === 'Attach') return null;
    const profile = `${base}.securityProfile`;
    const field = untrusted(machine, profile);
    if (field === null) return null;
    return { certainty: machine.mayBeDeployedAgain ? 'possible' : 'certain', facts: { profile, field } };
  },

  at: (machine, { profile, field }) => ({ kind: 'value', resource: machine, path: `${profile}.${field}` }),

  say: (machine, { field }) => {
    const what =
      field === 'securityType'
        ? 'starts without trusted launch'
        : `has ${field === 'uefiSettings.vTpmEnabled' ? 'its virtual TPM' : 'secure boot'} turned off`;
    return `${shownName(machine)} ${what}: what gets into its boot chain is neither kept out nor noticed. Turn on trusted launch with secure boot and a virtual TPM.`;
  },

  repair: (machine, { profile, field }) => {
    const values: readonly (readonly [Field, string | boolean])[] =
      field === 'securityType'
        ? [
            ['securityType', 'TrustedLaunch'],
            ['uefiSettings.secureBootEnabled', true],
            ['uefiSettings.vTpmEnabled', true],
          ]
        : [[field, true]];
    return [
      {
        title: `Turn on trusted launch of ${shownName(machine)}: its image and size must be of generation 2`,
        kind: 'review',
        intents: values.map(
          ([name, value]): Intent => ({ kind: 'set', resource: machine.key, path: `${profile}.${name}`, value }),
        ),
      },
    ];
  },
};

function untrusted(machine: ResourceView, profile: string): Field | null {
  const type = machine.read(`${profile}.securityType`);
  if (type !== null && String(type).toLowerCase() === 'confidentialvm') return null;
  if (type === null || String(type).toLowerCase() === 'standard') return 'securityType';
  const fields = ['uefiSettings.secureBootEnabled', 'uefiSettings.vTpmEnabled'] as const;
  return fields.find((field) => machine.read(`${profile}.${field}`) === false) ?? null;
}

function example(securityProfile: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample({
    symbol: 'machine',
    type: 'Microsoft.Compute/virtualMachines',
    version: '2024-07-01',
    name: 'vm-app',
    properties: { hardwareProfile: { vmSize: 'Standard_D2s_v5' }, securityProfile },
  });
}
