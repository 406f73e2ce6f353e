/** Those who run a workload have no rights over the hub. */
import { resourceViews } from '../../deployment/resource-views.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { both, decidedOr, declaredOf, firstAnswer } from '../../network/undecided.ts';
import { exampleHub } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import { exampleServer } from '../examples/server-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { exampleAssignment } from './role-assignment.examples.ts';
import { assignedRole, holderOf, placeInWords, roleAssignmentType, rolePath } from './role-assignment.ts';

interface TeamInHub {
  readonly role: string;
  readonly hub: ResourceView;
  /** What else the same principal has a role for. */
  readonly workload: ResourceView;
}

const principalPath = 'properties.principalId';

/** What stands in hubs only. */
const hubTypes = ['azureFirewalls', 'virtualNetworkGateways', 'virtualHubs', 'vpnGateways', 'expressRouteGateways'].map(
  (type) => `Microsoft.Network/${type}`,
);

/** What teams are given roles for to run their applications. */
const workloadTypes = [
  'Microsoft.Compute/virtualMachines',
  'Microsoft.Compute/virtualMachineScaleSets',
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.App/containerApps',
  'Microsoft.Web/sites',
  'Microsoft.Sql/servers',
];

const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const firewall: ExampleResource = {
  symbol: 'firewall',
  type: 'azureFirewalls',
  name: 'afw-hub',
  properties: { sku: { name: 'AZFW_VNet', tier: 'Premium' } },
};
const forWorkload = exampleAssignment(contributor, 'Group', { symbol: 'onServer', scope: 'server' });
const forHub = exampleAssignment(contributor, 'Group', { symbol: 'onFirewall', scope: 'firewall' });

export const workloadTeamInHub: Rule<TeamInHub> = {
  id: 'workload-team-in-hub',
  title: 'The team of a workload has a role over the hub',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [14],
  articles: [{ seed: 'S3', step: 'intro' }],
  exceptions: ['Who is in which team is not seen in a template: it speaks where one principal gets roles for both.'],
  why: `The hub belongs to the connectivity subscription, and with it the firewall that all spokes rely on. A team that can change both its application
and the hub can open the way to every other environment.`,
  what: `Take the role over the hub from the team. Its networks are connected by those who run the hub.`,
  equivalents: {},
  repairs: [],
  on: [roleAssignmentType],
  examples: {
    bad: resourcesExample(exampleHub(), firewall, exampleServer, forWorkload, forHub),
    good: resourcesExample(exampleHub(), firewall, exampleServer, forWorkload),
  },

  find: (assignment) => {
    const role = assignedRole(assignment);
    if (role === null || holderOf(assignment) === 'workload') return null;
    const hub = heldAmong(assignment, hubTypes);
    if (hub === null) return null;
    const others = declaredOf(assignment.deployment.resources(roleAssignmentType)).known.filter(
      (other) => !other.is(assignment),
    );
    const workload = firstAnswer(resourceViews(others, false), (other) =>
      both(
        () => assignment.agrees(principalPath, other, principalPath),
        () => !isFor(other, hub),
      )
        ? heldAmong(other, workloadTypes)
        : null,
    );
    return workload === null ? null : { certainty: 'certain', facts: { role: role.name, hub, workload } };
  },

  at: (resource) => ({ kind: 'value', resource, path: rolePath }),

  say: (assignment, { role, hub, workload }) =>
    `${role} on ${placeInWords(assignment)} lets those who run ${shownName(workload)} change ${shownName(hub)} of the hub as well. Leave the hub to those who run it.`,

  related: (_, { hub, workload }) => [
    { resource: hub, message: `${shownName(hub)} belongs to the hub.` },
    { resource: workload, message: `The same principal has a role for ${shownName(workload)}.` },
  ],

  repair: () => [],
};

/** A resource of these types for which the role of an assignment holds; null if there is none. */
function heldAmong(assignment: ResourceView, types: readonly string[]): ResourceView | null {
  const scope = assignment.scope();
  const { extended } = scope;
  if (extended?.kind === 'resource') return types.some((type) => extended.isType(type)) ? extended : null;
  const held = types.flatMap((type) => declaredOf(assignment.deployment.resources(type)).known);
  return held.find((resource) => decidedOr(false, () => scope.contains(resource.scope()))) ?? null;
}

/** True if the role of an assignment holds for a resource. */
function isFor(assignment: ResourceView, resource: ResourceView): boolean {
  const scope = assignment.scope();
  return scope.extended === null ? scope.contains(resource.scope()) : resource.is(scope.extended);
}
