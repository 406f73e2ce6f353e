/** The network interfaces of machines are in the application security group of their role. */
import { attempt } from '../../deployment/alternatives.ts';
import type { RepairProposal } from '../../deployment/intent.ts';
import type { NewResource } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type MachineRole, machineRoleOf, machineRoles } from '../../network/claims/machine-roles.ts';
import { indexesAt } from '../../network/reading/source.ts';
import { tierOfName } from '../../network/tiers/names.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { interfaceWithoutApplicationGroupExamples } from './interface-without-application-group.examples.ts';

interface Ungrouped {
  readonly role: MachineRole;
  /** Where the list of groups would be. */
  readonly path: string;
}

const groupType = 'Microsoft.Network/applicationSecurityGroups';
const scaleSet = 'Microsoft.Compute/virtualMachineScaleSets';

export const interfaceWithoutApplicationGroup: Rule<Ungrouped> = {
  id: 'interface-without-application-group',
  title: 'Network interface of a machine is in no application security group',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [26, 27],
  articles: [
    { seed: 'S1', step: '4' },
    { seed: 'S2', step: '4' },
  ],
  profiles: ['iaas'],
  why: `Application security groups say which machines a rule is for, whatever their addresses are. A machine in none of them is reached by rules for
whole subnets only, which are wider than its role needs.`,
  what: `Make a group for each role, such as web, app and data, put every network interface of a machine into that of its role, and name the groups in
the security rules.`,
  equivalents: {},
  exceptions: [
    'Templates whose machines all have one role.',
    'Machines whose role can not be told, jump hosts, and appliances that forward traffic.',
    'Where only names tell the roles, and the template has no such group, the finding is only possible.',
  ],
  repairs: ['Put the interface into the application security group of its role', 'The same with a new group'],
  on: ['Microsoft.Network/networkInterfaces', scaleSet],
  examples: interfaceWithoutApplicationGroupExamples,

  find: (resource) => {
    const path = ungroupedPath(resource);
    const role = path === null || forwards(resource) ? null : machineRoleOf(resource);
    if (path === null || role === null) return null;
    const roles = machineRoles(resource.deployment);
    if (roles.length < 2) return null;
    const isSure = !resource.deployment.lacks(groupType) || roles.filter(({ isCertain }) => isCertain).length > 1;
    return { certainty: isSure ? 'certain' : 'possible', facts: { role, path } };
  },

  at: (resource, { path }) => ({ kind: 'header', resource, lacks: { kind: 'value', path } }),

  say: (resource, { role }) =>
    `${shownName(resource)} belongs to the tier ${role.tier} and is in no application security group, so rules can name it by its subnet only. Put it into the group of its role.`,

  repair: (resource, { role, path }) => {
    const known = groupsOf(resource, role);
    const [only, ...others] = known;
    if (only !== undefined && others.length > 0) return [];
    return [only === undefined ? joinNew(resource, role, path) : join(resource, only, path)];
  },
};

/** Where the groups of the first address would be, if the resource is in none; null otherwise. */
function ungroupedPath(resource: ResourceView): string | null {
  const cards = resource.isType(scaleSet)
    ? 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations'
    : null;
  const bases = cards === null ? ['properties'] : indexesAt(resource, cards).map((at) => `${cards}.${at}.properties`);
  const paths = bases.flatMap((base) =>
    indexesAt(resource, `${base}.ipConfigurations`).map(
      (at) => `${base}.ipConfigurations.${at}.properties.applicationSecurityGroups`,
    ),
  );
  const isInOne = paths.some((path) => !resource.omits(path) && resource.size(path) > 0);
  return isInOne ? null : (paths[0] ?? null);
}

/** True for the interface of an appliance. */
function forwards(resource: ResourceView): boolean {
  return !resource.isType(scaleSet) && resource.read('properties.enableIPForwarding') === true;
}

/** The groups of the template whose names speak of the role. */
function groupsOf(resource: ResourceView, { tier }: MachineRole): readonly ResourceView[] {
  return declaredOf(resource.deployment.resources(groupType)).known.filter(
    (group) => tierOfName(attempt(() => group.name) ?? group.label)?.tier === tier,
  );
}

function join(resource: ResourceView, group: ResourceView, path: string): RepairProposal {
  return {
    title: `Put ${shownName(resource)} into ${shownName(group)}: the rules that name the group begin to count for it`,
    kind: 'review',
    opens: true,
    intents: [
      { kind: 'include', resource: resource.key, path, elements: [{ value: { id: { take: 'id', of: group.key } } }] },
    ],
  };
}

function joinNew(resource: ResourceView, { tier }: MachineRole, path: string): RepairProposal {
  const group: NewResource = {
    type: groupType,
    name: `asg-${tier}`,
    words: [tier, 'asg'],
    beside: resource.key,
    properties: null,
  };
  return {
    title: `Put ${shownName(resource)} into a new application security group asg-${tier}, for rules to name`,
    kind: 'review',
    intents: [
      { kind: 'include', resource: resource.key, path, elements: [{ value: { id: { take: 'id', of: group } } }] },
    ],
  };
}
