/** Logs are sent somewhere. */

import { askingExample, subscriptionExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { askedWorkspace, workspacesFor } from './log-stores.ts';
import { settingOf } from './subscription.examples.ts';

const destinations = [
  'workspaceId',
  'storageAccountId',
  'eventHubAuthorizationRuleId',
  'serviceBusRuleId',
  'marketplacePartnerId',
].map((property) => `properties.${property}`);

/** What is added stands last. */
const bare = settingOf({});

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
  repairs: ['Send the logs to a Log Analytics workspace'],
  on: ['Microsoft.Insights/diagnosticSettings'],
  examples: {
    bad: subscriptionExample(bare),
    good: askingExample(
      subscriptionExample({
        ...bare,
        properties: { ...bare.properties, workspaceId: { parameter: askedWorkspace.name } },
      }),
      askedWorkspace.name,
      `${askedWorkspace.description}.`,
    ),
  },

  find: (setting) => {
    if (!destinations.every((path) => setting.omits(path))) return null;
    return { certainty: destinations.some((path) => setting.isWritten(path)) ? 'possible' : 'certain', facts: null };
  },

  at: (resource) => ({ kind: 'value', resource, path: 'properties.workspaceId' }),

  say: (setting) =>
    `Diagnostic setting ${shownName(setting)} sends its logs nowhere. Give it a Log Analytics workspace or a storage account.`,

  repair: (setting) =>
    workspacesFor(setting).map(({ id, shown }) => ({
      title: `Send the logs of ${shownName(setting)} to ${shown}, which is billed by what it takes in`,
      kind: 'review',
      intents: [{ kind: 'write', resource: setting.key, path: 'properties.workspaceId', value: id }],
    })),
};
