/** The flows of each virtual network are logged. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { exampleFlowLog } from './flow-log.examples.ts';
import { flowLogType, workspaceType } from './log-stores.ts';

const networkType = 'Microsoft.Network/virtualNetworks';
const watcherType = 'Microsoft.Network/networkWatchers';
const targetPath = 'properties.targetResourceId';

const spoke = exampleNetwork('spoke', '10.1.0.0/16', { app: { addressPrefix: '10.1.1.0/24' } });
const hub = exampleNetwork('hub', '10.0.0.0/16', { shared: { addressPrefix: '10.0.1.0/24' } });
const hubLog = exampleFlowLog({ targetResourceId: { idOf: 'hub' } });
const spokeLog = {
  ...exampleFlowLog({ targetResourceId: { idOf: 'spoke' } }),
  symbol: 'spokeLog',
  name: 'NetworkWatcher_westeurope/spoke-vnet',
};

export const noFlowLog: Rule<null> = {
  id: 'no-flow-log',
  title: 'Virtual network has no flow log',
  principle: 'assume-breach',
  severity: 'warning',
  profiles: ['iaas', 'paas', 'hub'],
  rows: [89],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  policies: [azurePolicies.networkFlowLog],
  exceptions: [
    'A template without flow logs, network watchers and workspaces is taken for a part: the logs may be deployed by another.',
    'Logs of subnets and network interfaces count for their network.',
  ],
  why: `Even where security groups block what is not meant, an attack shows only in the traffic outside of the patterns that are meant. Flow logs of the
virtual network show it; those of network security groups can no longer be made.`,
  what: `Declare a Microsoft.Network/networkWatchers/flowLogs with the id of the virtual network as target, in the network watcher of its region.`,
  equivalents: { trivy: ['AZU-0073'] },
  repairs: [],
  on: [networkType],
  examples: {
    bad: resourcesExample(hub, spoke, hubLog),
    good: resourcesExample(hub, spoke, hubLog, spokeLog),
  },

  find: (network) => {
    const { deployment } = network;
    if (deployment.resources(flowLogType, network).some((log) => logs(log, network))) return null;
    if (isWatched(deployment.resources(flowLogType).known) || isWatched(deployment.resources(watcherType).known))
      return { certainty: 'certain', facts: null };
    // Where logs are kept they may be written, too; once for a deployment.
    const isKept = declaredOf(deployment.resources(workspaceType)).known.length > 0;
    const [first] = declaredOf(deployment.resources(networkType)).known;
    return isKept && network.is(first ?? null) ? { certainty: 'possible', facts: null } : null;
  },

  at: (resource) => ({ kind: 'header', resource, lacks: { kind: 'resource', type: flowLogType } }),

  say: (network) =>
    `The flows of ${shownName(network)} are not logged, so nobody sees what passes it. Declare a flow log with its id as target.`,

  repair: () => [],
};

function isWatched(resources: readonly ResourceView[]): boolean {
  return resources.some((resource) => !resource.existing);
}

/** True if a flow log is for the network, or for a part of it. */
function logs(log: ResourceView, network: ResourceView): boolean {
  const target = log.target(targetPath);
  if (target === null) return false;
  if (network.is(target)) return true;
  if (target.kind === 'resource') return network.is(target.parent());
  // A subnet or interface that is deployed elsewhere may be a part of this network.
  return target.type.toLowerCase() !== networkType.toLowerCase();
}
