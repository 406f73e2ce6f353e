/** A storage account that lets no network in must still let the flow logs in. */
import type { ResourceView } from '../../deployment/view.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { exampleFlowLog } from './flow-log.examples.ts';
import { flowLogType } from './log-stores.ts';

interface Blocked {
  readonly storage: ResourceView;
  /** What passes the firewall so far, as written. */
  readonly bypass: string;
}

const bypassPath = 'properties.networkAcls.bypass';
const trusted = 'AzureServices';

/** A separator between the services of `bypass`. */
const separator = /\s*,\s*/;

export const flowLogStorageBlocked: Rule<Blocked> = {
  id: 'flow-log-storage-blocked',
  title: 'Storage account does not let the flow log in',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [90],
  articles: [
    { seed: 'S1', step: '5' },
    { seed: 'S2', step: '5' },
  ],
  exceptions: [
    'What else the account of a flow log must be is said by the rules for all storage accounts.',
    'Where bypass is not set, Azure lets its trusted services pass.',
  ],
  why: `The storage account of a flow log should let no network in. Network Watcher writes to it from outside, as one of Azure's trusted services: where
these may not pass the firewall of the account, no flow is logged.`,
  what: `Keep defaultAction Deny, and let AzureServices bypass it.`,
  equivalents: {},
  repairs: ['Let trusted services pass the firewall of the storage account'],
  on: [flowLogType],
  examples: {
    bad: resourcesExample(exampleStorage('None'), exampleFlowLog({ storageId: { idOf: 'storage' } })),
    good: resourcesExample(exampleStorage(trusted), exampleFlowLog({ storageId: { idOf: 'storage' } })),
  },

  find: (log) => {
    const storage = log.target('properties.storageId');
    if (storage?.kind !== 'resource' || storage.existing) return null;
    const bypass = storage.read(bypassPath);
    if (typeof bypass !== 'string' || isAmong(trusted, bypass)) return null;
    const { defaultAction, isPublic } = doorsOf(storage);
    return isPublic && defaultAction === 'deny' ? { certainty: 'certain', facts: { storage, bypass } } : null;
  },

  at: (_, { storage }) => ({ kind: 'value', resource: storage, path: bypassPath }),

  say: (log, { storage }) =>
    `The firewall of storage account ${shownName(storage)} keeps Network Watcher out, so flow log ${shownName(log)} is not written. Let ${trusted} bypass it.`,

  related: (log, { storage }) => [
    { resource: log, message: `${shownName(log)} is to be written to ${shownName(storage)}.` },
  ],

  repair: (_, { storage, bypass }) => [
    {
      title: `Let ${trusted} bypass the firewall of ${shownName(storage)}: trusted services of Azure reach it`,
      kind: 'review',
      intents: [{ kind: 'set', resource: storage.key, path: bypassPath, value: added(bypass) }],
    },
  ],
};

function doorsOf(storage: ResourceView): { readonly defaultAction: string; readonly isPublic: boolean } {
  const access = storage.read('properties.publicNetworkAccess');
  return {
    defaultAction: String(storage.read('properties.networkAcls.defaultAction')).toLowerCase(),
    isPublic: access === null || String(access).toLowerCase() === 'enabled',
  };
}

function isAmong(service: string, bypass: string): boolean {
  return bypass.split(separator).some((one) => one.toLowerCase() === service.toLowerCase());
}

function added(bypass: string): string {
  const others = bypass.split(separator).filter((one) => one !== '' && one.toLowerCase() !== 'none');
  return [...others, trusted].join(', ');
}

function exampleStorage(bypass: string): ExampleResource {
  return {
    symbol: 'storage',
    type: 'Microsoft.Storage/storageAccounts',
    version: '2024-01-01',
    name: 'flowlogs',
    properties: { networkAcls: { defaultAction: 'Deny', bypass } },
  };
}
