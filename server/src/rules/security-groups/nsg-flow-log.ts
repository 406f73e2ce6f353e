/** Flow logs belong to virtual networks: those of network security groups can no longer be made. */
import { distinctResources } from '../../deployment/distinct.ts';
import type { NewValue } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { subnetType } from '../../network/subnets/subnets.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { nsgFlowLogExamples } from './nsg-flow-log.examples.ts';

interface GroupLogged {
  /** The name of the security group; empty if it isn't known. */
  readonly group: string;
}

const path = 'properties.targetResourceId';
const groupPath = 'properties.networkSecurityGroup.id';
const groupType = 'Microsoft.Network/networkSecurityGroups';

export const nsgFlowLog: Rule<GroupLogged> = {
  id: 'nsg-flow-log',
  title: 'Flow log of a network security group',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [89],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `New flow logs of network security groups have been refused since 30 June 2025, and those that exist end on 30 September 2027. The articles
still speak of them. Flow logs of virtual networks show more: security admin rules, and whether traffic was encrypted.`,
  what: `Log the flows of the virtual network, or of a subnet or network interface in it: give its id as target.`,
  equivalents: {},
  repairs: ['Log the virtual network instead'],
  on: ['Microsoft.Network/networkWatchers/flowLogs'],
  examples: nsgFlowLogExamples,

  find: (resource) => {
    const target = resource.target(path);
    if (target === null || !isGroup(target.type)) return null;
    return { certainty: 'certain', facts: { group: target.kind === 'resource' ? shownName(target) : target.name } };
  },

  at: (resource) => ({ kind: 'value', resource, path }),

  say: (resource, { group }) =>
    `${shownName(resource)} logs the network security group${group === '' ? '' : ` ${group}`}. Azure has refused new logs of groups since 30 June 2025, and ends the others on 30 September 2027. Log the virtual network.`,

  related: (resource) => {
    const target = resource.target(path);
    return target?.kind === 'resource' ? [{ resource: target, message: `${shownName(target)} is logged.` }] : [];
  },

  repair: (resource) => {
    const target = resource.target(path);
    const networks = target?.kind === 'resource' ? networksBehind(target) : [];
    const [only, ...others] = networks;
    // Of a group in several networks nobody knows which is meant.
    if (others.length > 0) return [];
    const value: NewValue = only === undefined ? askedNetwork : { take: 'id', of: only.key };
    const name = only === undefined ? 'a virtual network' : `the virtual network ${shownName(only)}`;
    return [
      {
        title: `Log ${name} with ${shownName(resource)} instead: it records all flows of the network`,
        kind: 'review',
        intents: [{ kind: 'write', resource: resource.key, path, value }],
      },
    ];
  },
};

const askedNetwork: NewValue = {
  take: 'parameter',
  name: 'flowLogVirtualNetworkId',
  description: 'Resource id of the virtual network whose flows are logged',
};

/** The virtual networks whose subnets have the group. */
function networksBehind(group: ResourceView): readonly ResourceView[] {
  const subnets = declaredOf(group.deployment.naming(group, subnetType, groupPath)).known;
  const networks = subnets.flatMap((subnet) => (group.is(subnet.target(groupPath)) ? (subnet.parent() ?? []) : []));
  return distinctResources(networks);
}

function isGroup(type: string): boolean {
  return type.toLowerCase() === groupType.toLowerCase();
}
