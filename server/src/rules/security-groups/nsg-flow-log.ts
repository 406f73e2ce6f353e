/** Flow logs belong to virtual networks: those of network security groups can no longer be made. */
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { flowLogExample } from './nsg-flow-log.examples.ts';

interface GroupLogged {
  /** The name of the security group; empty if it isn't known. */
  readonly group: string;
}

const path = 'properties.targetResourceId';
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
  repairs: [],
  on: ['Microsoft.Network/networkWatchers/flowLogs'],
  examples: {
    bad: flowLogExample('Microsoft.Network/networkSecurityGroups', 'nsg-app'),
    good: flowLogExample('Microsoft.Network/virtualNetworks', 'vnet-spoke'),
  },

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

  repair: () => [],
};

function isGroup(type: string): boolean {
  return type.toLowerCase() === groupType.toLowerCase();
}
