/** Networks live in a resource group of their own, apart from compute, data and storage. */
import { resourceViews } from '../../deployment/resource-views.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr, declaredOf, firstAnswer } from '../../network/undecided.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { exampleServer } from '../examples/server-example.ts';
import { takesLogs } from '../logging/log-stores.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const networkType = 'Microsoft.Network/virtualNetworks';

/** What applications are made of. */
const workloadTypes = [
  'Microsoft.Compute/virtualMachines',
  'Microsoft.Compute/virtualMachineScaleSets',
  'Microsoft.Web/sites',
  'Microsoft.Sql/servers',
  'Microsoft.Sql/managedInstances',
  'Microsoft.Storage/storageAccounts',
];

const network = exampleNetwork('spoke', '10.1.0.0/16', { app: { addressPrefix: '10.1.1.0/24' } });

/** The facts of a breach are the resource beside the network. */
export const networkBesideWorkload: Rule<ResourceView> = {
  id: 'network-beside-workload',
  title: 'Network and workload share a resource group',
  principle: 'least-privilege',
  severity: 'information',
  profiles: [],
  rows: [7],
  articles: [
    { seed: 'S0', step: '2' },
    { seed: 'S2', step: '2' },
  ],
  exceptions: [
    'Storage accounts that take the logs of the network belong to it.',
    'Private endpoints, network interfaces and public addresses belong to the workload.',
  ],
  why: `Roles are given for resource groups. Where the virtual network shares its group with machines, databases or storage, who may change these may
change its subnets, routes and security rules too.`,
  what: `Deploy the network to a resource group of its own: a module with the scope of that group, or a template of its own. The workload names its
subnets by id.`,
  equivalents: {},
  repairs: [],
  on: [networkType],
  examples: { bad: resourcesExample(network, exampleServer), good: resourcesExample(network) },

  find: (resource) => {
    const scope = resource.scope();
    if (scope.kind !== 'resourceGroup') return null;
    const isBeside = (other: ResourceView): boolean => scope.contains(other.scope());
    // Once for each group, at the first of its networks.
    const first = declaredOf(resource.deployment.resources(networkType)).known.find((one) =>
      decidedOr(false, () => isBeside(one)),
    );
    if (first !== undefined && !resource.is(first)) return null;
    const workload = firstAnswer(
      resourceViews(
        workloadTypes.flatMap((type) => declaredOf(resource.deployment.resources(type)).known),
        false,
      ),
      (other) => (isBeside(other) && !takesLogs(other, true) ? other : null),
    );
    return workload === null ? null : { certainty: 'certain', facts: workload };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (resource, workload) =>
    `${shownName(resource)} is in one resource group with ${shownName(workload)}, so roles for the workload hold for the network too. Give the network a resource group of its own.`,

  related: (_, workload) => [{ resource: workload, message: `${shownName(workload)} is in the same resource group.` }],

  repair: () => [],
};
