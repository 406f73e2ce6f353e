/** Who signs in to a machine does so with an identity, and by a role. */
import type { ResourceView } from '../../deployment/view.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isOfVendor, machineType } from './machine-terms.ts';

const publisher = 'microsoft.azure.activedirectory';

const machine: ExampleResource = {
  symbol: 'machine',
  type: machineType,
  version: '2024-07-01',
  name: 'vm-app',
  properties: { osProfile: { computerName: 'app', linuxConfiguration: { disablePasswordAuthentication: true } } },
};

const login: ExampleResource = {
  symbol: 'login',
  parent: 'machine',
  type: `${machineType}/extensions`,
  version: '2024-07-01',
  name: 'login',
  location: 'westeurope',
  properties: {
    publisher: 'Microsoft.Azure.ActiveDirectory',
    type: 'AADSSHLoginForLinux',
    typeHandlerVersion: '1.0',
  },
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
  repairs: [],
  on: [machineType],
  examples: { bad: resourcesExample(machine), good: resourcesExample(machine, login) },

  find: (resource) => {
    if (isOfVendor(resource) || resource.omits('properties.osProfile')) return null;
    if (resource.children('extensions').some(isLogin)) return null;
    const isOpen = resource.handedOut || resource.mayBeDeployedAgain;
    return { certainty: isOpen ? 'possible' : 'certain', facts: null };
  },

  at: (resource) => ({
    kind: 'header',
    resource,
    lacks: { kind: 'resource', type: `${machineType}/extensions` },
  }),

  say: (resource) =>
    `${shownName(resource)} has no extension for Microsoft Entra login: people enter it with local accounts, which no role and no second factor guards. Add the extension and give them roles.`,

  repair: () => [],
};

function isLogin(extension: ResourceView): boolean {
  return String(extension.read('properties.publisher')).toLowerCase() === publisher;
}
