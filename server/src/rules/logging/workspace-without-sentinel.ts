/** The workspace of the logs is one that Microsoft Sentinel reads. */
import type { NewResource } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { exampleFlowLog, exampleLogs } from './flow-log.examples.ts';
import { takesLogs, workspaceType } from './log-stores.ts';

const onboardingType = 'Microsoft.SecurityInsights/onboardingStates';
const solutionType = 'Microsoft.OperationsManagement/solutions';

const network = exampleNetwork('spoke', '10.1.0.0/16', { app: { addressPrefix: '10.1.1.0/24' } });
const flowLog = exampleFlowLog({
  targetResourceId: { idOf: 'spoke' },
  flowAnalyticsConfiguration: {
    networkWatcherFlowAnalyticsConfiguration: { enabled: true, workspaceResourceId: { idOf: 'logs' } },
  },
});
const onboarding: ExampleResource = {
  symbol: 'logsSentinel',
  type: onboardingType,
  version: '2024-03-01',
  isPlaceless: true,
  scope: 'logs',
  dependsOn: 'logs',
  name: 'default',
  properties: { customerManagedKey: false },
};

export const workspaceWithoutSentinel: Rule<null> = {
  id: 'workspace-without-sentinel',
  title: 'Logs go to a workspace without Microsoft Sentinel',
  principle: 'assume-breach',
  severity: 'information',
  profiles: [],
  rows: [92],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  exceptions: [
    'Workspaces into which the template sends no logs. Another template may bring Sentinel, so it is a hint.',
  ],
  why: `Logs show an attack to those who look. Microsoft Sentinel looks at all of them, and raises alerts.`,
  what: `Declare a Microsoft.SecurityInsights/onboardingStates with the scope of the workspace, or send the logs to the workspace that has it.`,
  equivalents: {},
  repairs: ['Bring Microsoft Sentinel to the workspace'],
  on: [workspaceType],
  examples: {
    bad: resourcesExample(network, exampleLogs, flowLog),
    good: resourcesExample(network, exampleLogs, onboarding, flowLog),
  },

  find: (workspace) =>
    takesLogs(workspace) && !hasSentinel(workspace) ? { certainty: 'possible', facts: null } : null,

  at: (resource) => ({ kind: 'header', resource }),

  say: (workspace) =>
    `Logs go to workspace ${shownName(workspace)}, but nothing brings Microsoft Sentinel to it, which would look at them and raise alerts.`,

  repair: (workspace) => {
    const onboarding: NewResource = {
      type: onboardingType,
      name: 'default',
      words: [workspace.symbolicName ?? 'workspace', 'sentinel'],
      beside: workspace.key,
      scope: workspace.key,
      properties: { customerManagedKey: false },
    };
    return [
      {
        title: `Bring Microsoft Sentinel to ${shownName(workspace)}: it is billed by what it reads`,
        kind: 'review',
        intents: [{ kind: 'declare', resource: onboarding }],
      },
    ];
  },
};

function hasSentinel(workspace: ResourceView): boolean {
  const { deployment } = workspace;
  return (
    deployment.resources(onboardingType, workspace).some((state) => isOn(workspace, state)) ||
    deployment
      .resources(solutionType, workspace)
      .some((solution) => workspace.is(solution.target('properties.workspaceResourceId')) && isOfSentinel(solution))
  );
}

function isOn(workspace: ResourceView, state: ResourceView): boolean {
  return workspace.is(state.scope().extended);
}

/** The solution is named after the workspace: `SecurityInsights(log-spoke)`. */
function isOfSentinel(solution: ResourceView): boolean {
  return solution.label.toLowerCase().startsWith('securityinsights');
}
