/** Who signs in to a machine does so with an identity, and by a role. */
import type { AskedParameter, NewResource } from '../../deployment/new-resource.ts';
import type { Json, ResourceView } from '../../deployment/view.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isOfVendor, machineType } from './machine-terms.ts';

/** The extensions and their versions (Learn, howto-vm-sign-in-azure-ad-windows and -linux). */
const logins = { windows: ['AADLoginForWindows', '2.0'], linux: ['AADSSHLoginForLinux', '1.0'] } as const;

const askedLocation: AskedParameter = {
  take: 'parameter',
  name: 'location',
  description: 'Location of the virtual machine',
};

const publisher = 'microsoft.azure.activedirectory';

const machine: ExampleResource = {
  symbol: 'machine',
  type: machineType,
  version: '2024-07-01',
  name: 'vm-app',
  properties: { osProfile: { computerName: 'app', linuxConfiguration: { disablePasswordAuthentication: true } } },
};

export const machineWithoutEntraLogin: Rule<null> = {
  id: 'machine-without-entra-login',
  title: 'Virtual machine is entered with accounts of its own',
  principle: 'verify-explicitly',
  severity: 'information',
  rows: [155],
  articles: [{ seed: 'S4', step: 'VM' }],
  profiles: ['iaas'],
  why: `A local account or a key belongs to whoever has it; nobody asks for a second factor, and nobody takes it back. With Microsoft Entra login, roles say who
may sign in to which machine, and Conditional Access decides about each time.`,
  what: `Give the machine a system-assigned identity and the extension AADLoginForWindows or AADSSHLoginForLinux, and people the role Virtual Machine User
Login or Virtual Machine Administrator Login.`,
  exceptions: [
    'Machines of vendors with a plan of the marketplace, and those without an osProfile, which are made of an existing disk.',
  ],
  equivalents: {},
  repairs: ['Add the extension'],
  on: [machineType],
  examples: { bad: resourcesExample(machine), good: example() },

  find: (resource) => {
    if (isOfVendor(resource) || resource.omits('properties.osProfile')) return null;
    if (resource.children('extensions').some(isLogin)) return null;
    const isOpen = resource.handedOut || resource.mayBeDeployedAgain;
    return { certainty: isOpen ? 'possible' : 'certain', facts: null };
  },

  at: (resource) => ({
    kind: 'header',
    resource,
    lacks: { kind: 'resource', type: `${machineType}/extensions`, text: publisher },
  }),

  say: (resource) =>
    `${shownName(resource)} has no extension for Microsoft Entra login: people enter it with local accounts, which no role and no second factor guards. Add the extension and give them roles.`,

  repair: (resource) => {
    const identity = resource.read('identity.type');
    const extension = extensionOf(resource);
    if (extension === null || (identity !== null && !isSystemAssigned(identity))) return [];
    return [
      {
        title: `Add Microsoft Entra login to ${shownName(resource)}: the machine gets an identity, and people need a role to sign in by it`,
        kind: 'review',
        intents: [
          ...(identity === null
            ? [{ kind: 'set', resource: resource.key, path: 'identity', value: { type: 'SystemAssigned' } } as const]
            : []),
          { kind: 'declare', resource: extension },
        ],
      },
    ];
  },
};

function isLogin(extension: ResourceView): boolean {
  return String(extension.read('properties.publisher')).toLowerCase() === publisher;
}

function isSystemAssigned(identity: Json): boolean {
  return /SystemAssigned/i.test(String(identity));
}

/** The extension for the operating system of the machine; null if that isn't known. */
function extensionOf(resource: ResourceView): NewResource | null {
  const system = (['windows', 'linux'] as const).find(
    (name) => !resource.omits(`properties.osProfile.${name}Configuration`),
  );
  if (system === undefined) return null;
  const [type, typeHandlerVersion] = logins[system];
  return {
    type: `${machineType}/extensions`,
    name: type,
    words: [resource.symbolicName ?? resource.label, 'login'],
    beside: resource.key,
    parent: resource.key,
    settings: { location: { take: 'written', of: resource.key, path: 'location', otherwise: askedLocation } },
    properties: {
      publisher: 'Microsoft.Azure.ActiveDirectory',
      type,
      typeHandlerVersion,
      autoUpgradeMinorVersion: true,
    },
  };
}

function example(): Example {
  const [type, typeHandlerVersion] = logins.linux;
  const withIdentity = { ...machine, identity: 'SystemAssigned' };
  return resourcesExample(withIdentity, {
    symbol: 'machineLogin',
    parent: 'machine',
    type: `${machineType}/extensions`,
    version: '2026-04-01',
    dependsOn: 'machine',
    name: type,
    location: 'westeurope',
    properties: {
      publisher: 'Microsoft.Azure.ActiveDirectory',
      type,
      typeHandlerVersion,
      autoUpgradeMinorVersion: true,
    },
  });
}
