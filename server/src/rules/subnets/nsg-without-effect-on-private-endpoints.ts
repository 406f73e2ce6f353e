/** A network security group filters nothing that reaches private endpoints, unless their subnet says that it counts. */
import { filteringPolicies, endpointPoliciesPath as path } from '../../azure/endpoint-policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { endpointsIn } from '../../network/subnets/private-endpoints.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { nsgWithoutEffectOnPrivateEndpointsExamples } from './nsg-without-effect-on-private-endpoints.examples.ts';

interface UselessGroup {
  /** Names of the private endpoints. */
  readonly endpoints: readonly string[];
  /** The value as written; null if it is omitted. */
  readonly written: string | null;
}

export const nsgWithoutEffectOnPrivateEndpoints: Rule<UselessGroup> = {
  id: 'nsg-without-effect-on-private-endpoints',
  title: 'Network security group does not filter the private endpoints of its subnet',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [101],
  articles: [{ seed: 'S0', step: '5' }],
  why: `Rules of a network security group don't count for private endpoints as long as privateEndpointNetworkPolicies of the subnet is
Disabled, which is also what leaving it out means from API version 2022-09-01 on. The template looks as if it filtered who reaches the
endpoint, and every address of the virtual network and its peers does.`,
  what: `Set privateEndpointNetworkPolicies of the subnet to NetworkSecurityGroupEnabled (from API version 2023-09-01 on) or to Enabled, and
allow each flow that the endpoints need.`,
  equivalents: {},
  repairs: ['Let the network security group filter the private endpoints'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: nsgWithoutEffectOnPrivateEndpointsExamples,

  find: (subnet) => {
    if (subnet.omits('properties.networkSecurityGroup.id') || groupsCount(subnet) || isReplaced(subnet)) return null;
    const endpoints = endpointsIn(subnet);
    if (endpoints.length === 0) return null;
    const written = subnet.read(path);
    return {
      certainty: 'certain',
      facts: {
        endpoints: [...new Set(endpoints.map(shownName))],
        written: typeof written === 'string' ? written : null,
      },
    };
  },

  at: (subnet, { written }) =>
    written === null
      ? { kind: 'header', resource: subnet, lacks: { kind: 'value', path } }
      : { kind: 'value', resource: subnet, path },

  say: (subnet, { endpoints, written }) => {
    const cause =
      written === null
        ? `leaving out privateEndpointNetworkPolicies means Disabled in API version ${subnet.apiVersion}`
        : `privateEndpointNetworkPolicies is ${written}`;
    return `The network security group of subnet ${shownName(subnet)} does not filter what reaches ${inWords(endpoints, 'more')}: ${cause}. Set it to ${filteringPolicies(subnet.apiVersion)}.`;
  },

  repair: (subnet, { written }) => {
    const value = written?.toLowerCase() === 'routetableenabled' ? 'Enabled' : filteringPolicies(subnet.apiVersion);
    return [
      {
        title: `Set privateEndpointNetworkPolicies of ${shownName(subnet)} to ${value}: the rules of its network security group begin to filter its private endpoints`,
        kind: 'review',
        intents: [{ kind: 'set', resource: subnet.key, path, value }],
      },
    ];
  },
};

/**
 * True unless rules surely don't count. Left out it means `Enabled` up to 2021-08-01 and `Disabled` from 2022-09-01 on (azure-rest-api-specs);
 * between them no source says which.
 */
function groupsCount(subnet: ResourceView): boolean {
  const written = subnet.read(path);
  if (typeof written !== 'string') return subnet.apiVersion.slice(0, 10) < '2022-09-01';
  return !['disabled', 'routetableenabled'].includes(written.toLowerCase());
}

/** True if the subnet is also declared by itself, which replaces what its virtual network says of it. */
function isReplaced(subnet: ResourceView): boolean {
  return subnet.isElement && subnet.otherDeclarations().some((other) => !other.isElement);
}
