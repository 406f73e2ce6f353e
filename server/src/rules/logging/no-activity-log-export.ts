/** The activity log of a subscription is exported. */
import { azurePolicies } from '../../azure/policies.ts';
import type { RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { askingExample, type ExampleResource, subscriptionExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { activityLogCategories, diagnosticSettingType } from './activity-log.ts';
import { askedWorkspace, type WorkspaceChoice, workspacesFor } from './log-stores.ts';
import { examplePlan, settingOf } from './subscription.examples.ts';
import { setupOf, setupTypes } from './subscription-setup.ts';

export const noActivityLogExport: Rule<null> = {
  id: 'no-activity-log-export',
  title: 'Subscription does not export its activity log',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [10],
  articles: [
    { seed: 'S0', step: '2' },
    { seed: 'S2', step: '2' },
  ],
  policies: [azurePolicies.activityLogExport],
  exceptions: [
    'It speaks where a template sets up a subscription: at least two of Microsoft Defender for Cloud, policies, and a workspace for logs. Others leave it to that one.',
    'Policies may enforce the export, so beside their assignments it is a hint.',
  ],
  why: `The activity log tells who changed what in the subscription. Unless it is exported it is gone after a while, and no alert and no search sees it.`,
  what: `Declare a Microsoft.Insights/diagnosticSettings in the subscription with all categories of the activity log and a Log Analytics workspace.`,
  equivalents: {},
  repairs: ['Declare a diagnostic setting of the subscription'],
  on: setupTypes.filter((type) => type !== diagnosticSettingType),
  examples: {
    bad: subscriptionExample(examplePlan('StorageAccounts'), policy()),
    good: askingExample(
      subscriptionExample(
        examplePlan('StorageAccounts'),
        { ...settingOf({ workspaceId: { parameter: askedWorkspace.name } }), symbol: 'activityLogSetting' },
        policy(),
      ),
      askedWorkspace.name,
      `${askedWorkspace.description}.`,
    ),
  },

  find: (resource) => setupOf(resource, diagnosticSettingType),

  at: (resource) => ({ kind: 'header', resource, lacks: { kind: 'resource', type: diagnosticSettingType } }),

  say: () =>
    'This template sets up a subscription and does not export its activity log, in which every change of its networks stands. Declare a diagnostic setting for it, with a Log Analytics workspace.',

  repair: (resource) => workspacesFor(resource).map((workspace) => exportTo(resource, workspace)),
};

function exportTo(resource: ResourceView, { id, shown }: WorkspaceChoice): RepairProposal {
  return {
    title: `Export the activity log of the subscription to ${shown}`,
    kind: 'review',
    intents: [
      {
        kind: 'declare',
        resource: {
          type: diagnosticSettingType,
          name: 'activity-log',
          words: ['activity', 'log', 'setting'],
          beside: resource.key,
          place: 'subscription',
          properties: { workspaceId: id, logs: activityLogCategories.map((category) => ({ category, enabled: true })) },
        },
      },
    ],
  };
}

function policy(): ExampleResource {
  return {
    symbol: 'policy',
    type: 'Microsoft.Authorization/policyAssignments',
    version: '2024-04-01',
    isPlaceless: true,
    name: 'regions',
    properties: {
      policyDefinitionId: {
        expression: "subscriptionResourceId('Microsoft.Authorization/policyDefinitions', 'regions')",
      },
    },
  };
}
