/** Alerts on changes see those of network security groups. */
import { azurePolicies } from '../../azure/policies.ts';
import type { Json, ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';

const alertType = 'Microsoft.Insights/activityLogAlerts';
const conditionPath = 'properties.condition';
/** What operations on network security groups and on their rules begin with. */
const groupOperations = 'microsoft.network/networksecuritygroups';

export const securityGroupChangesUnwatched: Rule<null> = {
  id: 'security-group-changes-unwatched',
  title: 'Alerts on changes leave network security groups out',
  principle: 'assume-breach',
  severity: 'information',
  profiles: ['iaas', 'paas', 'hub'],
  rows: [15],
  articles: [
    { seed: 'S0', step: 'principle' },
    { seed: 'S2', step: 'principle' },
  ],
  policies: [azurePolicies.administrativeAlert],
  exceptions: [
    'It speaks where a template has alerts on changes of resources. Changes may also be tracked by Microsoft Sentinel, from the activity log.',
  ],
  why: `An attacker who may change a network security group opens the way before taking it. Who is told of changes of groups and their rules can stop that.`,
  what: `Declare alerts of the activity log on Microsoft.Network/networkSecurityGroups/write, on Microsoft.Network/networkSecurityGroups/securityRules/write
and on the deletion of both.`,
  equivalents: {},
  repairs: [],
  on: [alertType],
  examples: {
    bad: resourcesExample(exampleAlert('routes', 'Microsoft.Network/routeTables/write')),
    good: resourcesExample(
      exampleAlert('routes', 'Microsoft.Network/routeTables/write'),
      exampleAlert('groups', 'Microsoft.Network/networkSecurityGroups/write'),
    ),
  },

  find: (alert) => {
    const alerts = alert.deployment.resources(alertType);
    // Once for all alerts on changes, at the first.
    if (!alert.is(declaredOf(alerts).known.find(isOnChanges) ?? null)) return null;
    return alerts.some(seesGroups) ? null : { certainty: 'certain', facts: null };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: () =>
    'These alerts on changes of resources leave network security groups out, so nobody is told when a rule lets more in. Declare alerts on Microsoft.Network/networkSecurityGroups/write and on that of its securityRules.',

  repair: () => [],
};

/** True for an alert on changes of resources, unlike one on the health of services or on an action such as listing keys. */
function isOnChanges(alert: ResourceView): boolean {
  return conditionsOf(alert.read(conditionPath)).some(
    ({ field, value }) => field === 'operationname' && /\/(write|delete)$/.test(value),
  );
}

function seesGroups(alert: ResourceView): boolean {
  if (alert.existing) return false;
  const conditions = conditionsOf(alert.read(conditionPath));
  const operations = conditions.filter(({ field }) => field === 'operationname');
  if (operations.length > 0) return operations.some(({ value }) => value.startsWith(groupOperations));
  // Without a certain operation it sees those of a type of resources, or all.
  const types = conditions.filter(({ field }) => field === 'resourcetype' || field === 'resourceprovider');
  if (!conditions.some(({ field, value }) => field === 'category' && value === 'administrative')) return false;
  return types.length === 0 || types.some(({ value }) => groupOperations.startsWith(value));
}

interface Condition {
  readonly field: string;
  readonly value: string;
}

/** What an alert asks for, in lower case, whether all or any of it. */
function conditionsOf(json: Json): readonly Condition[] {
  if (Array.isArray(json)) return json.flatMap(conditionsOf);
  if (typeof json !== 'object' || json === null) return [];
  const { field, equals, containsAny, allOf = null, anyOf = null } = json as { readonly [key: string]: Json };
  const values = [equals, ...(Array.isArray(containsAny) ? containsAny : [])];
  const own = typeof field === 'string' ? values.flatMap((value) => (typeof value === 'string' ? [value] : [])) : [];
  return [
    ...own.map((value) => ({ field: String(field).toLowerCase(), value: value.toLowerCase() })),
    ...conditionsOf(allOf),
    ...conditionsOf(anyOf),
  ];
}

function exampleAlert(name: string, operation: string): ExampleResource {
  return {
    symbol: name,
    type: alertType,
    version: '2020-10-01',
    name,
    properties: {
      scopes: [{ expression: 'subscription().id' }],
      condition: {
        allOf: [
          { field: 'category', equals: 'Administrative' },
          { field: 'operationName', equals: operation },
        ],
      },
      actions: {
        actionGroups: [{ actionGroupId: { expression: "resourceId('Microsoft.Insights/actionGroups', 'security')" } }],
      },
    },
  };
}
