/** Where logs go: storage accounts and workspaces that flow logs and diagnostic settings of the deployment write to. */
import type { Reference } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import { shownName } from '../words/shown-name.ts';
import { diagnosticSettingType } from './activity-log.ts';

export const flowLogType = 'Microsoft.Network/networkWatchers/flowLogs';
export const storageType = 'Microsoft.Storage/storageAccounts';
export const workspaceType = 'Microsoft.OperationalInsights/workspaces';

/** Where a flow log names the workspace that analyses it. */
export const analyticsPath = 'properties.flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration';

/** A workspace that logs can be sent to, and what a title calls it. */
export interface WorkspaceChoice {
  readonly id: Reference;
  readonly shown: string;
}

export const askedWorkspace = {
  take: 'parameter',
  name: 'logAnalyticsWorkspaceId',
  description: 'Resource id of the Log Analytics workspace',
} as const;

/** The only workspace that the template declares, if it has just one; else one that is asked for. */
export function workspacesFor(resource: ResourceView): readonly WorkspaceChoice[] {
  const [workspace, ...others] = declaredOf(resource.deployment.resources(workspaceType)).known;
  const asked: WorkspaceChoice = { id: askedWorkspace, shown: 'a Log Analytics workspace' };
  if (workspace === undefined || others.length > 0) return [asked];
  return [{ id: { take: 'id', of: workspace.key }, shown: shownName(workspace) }, asked];
}

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
