/** Flow logs reach a Log Analytics workspace, where somebody can ask them. */
import { azurePolicies } from '../../azure/policies.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { exampleAnalytics, exampleFlowLog } from './flow-log.examples.ts';
import { analyticsPath, flowLogType } from './log-stores.ts';

const enabledPath = `${analyticsPath}.enabled`;

export const flowLogWithoutAnalytics: Rule<null> = {
  id: 'flow-log-without-analytics',
  title: 'Flow log does not reach a Log Analytics workspace',
  principle: 'assume-breach',
  severity: 'information',
  profiles: [],
  rows: [92],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  policies: [azurePolicies.flowLogAnalytics],
  why: `In a storage account flow logs are files that nobody reads. In a Log Analytics workspace they can be searched, and Microsoft Sentinel raises alerts
on them.`,
  what: `Set flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration with enabled true and the id of the workspace.`,
  equivalents: {},
  repairs: ['Turn the analysis on'],
  on: [flowLogType],
  examples: {
    bad: resourcesExample(exampleFlowLog({ flowAnalyticsConfiguration: exampleAnalytics(false) })),
    good: resourcesExample(exampleFlowLog({ flowAnalyticsConfiguration: exampleAnalytics(true) })),
  },

  find: (log) => {
    if (log.read('properties.enabled') === false) return null;
    return log.read(enabledPath) === true ? null : { certainty: 'certain', facts: null };
  },

  at: (resource) => ({ kind: 'value', resource, path: enabledPath }),

  say: (log) =>
    `Flow log ${shownName(log)} goes to a storage account only, where nobody searches it. Turn traffic analytics on, with the workspace that Sentinel reads.`,

  repair: (log) =>
    log.omits(`${analyticsPath}.workspaceResourceId`)
      ? []
      : [
          {
            title: `Analyse flow log ${shownName(log)} in its workspace: the workspace is billed for it`,
            kind: 'review',
            intents: [{ kind: 'set', resource: log.key, path: enabledPath, value: true }],
          },
        ],
};
