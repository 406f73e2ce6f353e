/** Where logs go: storage accounts and workspaces that flow logs and diagnostic settings of the deployment write to. */
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import { diagnosticSettingType } from './activity-log.ts';

export const flowLogType = 'Microsoft.Network/networkWatchers/flowLogs';
export const storageType = 'Microsoft.Storage/storageAccounts';
export const workspaceType = 'Microsoft.OperationalInsights/workspaces';

/** Where a flow log names the workspace that analyses it. */
export const analyticsPath = 'properties.flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration';

const ways = [
  { writer: flowLogType, store: storageType, path: 'properties.storageId' },
  { writer: flowLogType, store: workspaceType, path: `${analyticsPath}.workspaceResourceId` },
  { writer: diagnosticSettingType, store: storageType, path: 'properties.storageAccountId' },
  { writer: diagnosticSettingType, store: workspaceType, path: 'properties.workspaceId' },
];

/**
 * True if logs of the deployment surely go to the resource.
 * @param otherwise the answer where it isn't known whether they do
 */
export function takesLogs(resource: ResourceView, otherwise = false): boolean {
  return ways
    .filter(({ store }) => resource.isType(store))
    .some(({ writer, path }) =>
      declaredOf(resource.deployment.resources(writer)).known.some((log) =>
        decidedOr(otherwise, () => resource.is(log.target(path))),
      ),
    );
}
