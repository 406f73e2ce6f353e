/** Logs are sent somewhere. */

import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { exampleSetting } from './subscription.examples.ts';

const destinations = [
  'workspaceId',
  'storageAccountId',
  'eventHubAuthorizationRuleId',
  'serviceBusRuleId',
  'marketplacePartnerId',
].map((property) => `properties.${property}`);

export const diagnosticsWithoutDestination: Rule<null> = {
  id: 'diagnostics-without-destination',
  title: 'Diagnostic setting sends its logs nowhere',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [12],
  articles: [
    { seed: 'S0', step: '2' },
    { seed: 'S2', step: '2' },
  ],
  exceptions: [
    'An event hub, from which another system takes the logs, is a destination like any other.',
    'Where a parameter decides the destination and has none by default, the finding is a hint.',
  ],
  why: `A diagnostic setting names what is logged and where it goes: a Log Analytics workspace in which it can be searched, or a storage account that keeps
it for long.`,
  what: `Give the id of a workspace as workspaceId, or that of a storage account as storageAccountId.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Insights/diagnosticSettings'],
  examples: {
    bad: exampleSetting({}),
    good: exampleSetting({
      workspaceId: { expression: "resourceId('rg-logs', 'Microsoft.OperationalInsights/workspaces', 'logs')" },
    }),
  },

  find: (setting) => {
    if (!destinations.every((path) => setting.omits(path))) return null;
    return { certainty: destinations.some((path) => setting.isWritten(path)) ? 'possible' : 'certain', facts: null };
  },

  at: (resource) => ({ kind: 'value', resource, path: 'properties.workspaceId' }),

  say: (setting) =>
    `Diagnostic setting ${shownName(setting)} sends its logs nowhere. Give it a Log Analytics workspace or a storage account.`,

  repair: () => [],
};
