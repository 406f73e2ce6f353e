/** Private endpoints that share a subnet are told apart by security rules only if they have groups or addresses of their own. */
import type { NewResource } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { connectionsOf, endpointsIn } from '../../network/subnets/private-endpoints.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { endpointWithoutApplicationGroupExamples } from './endpoint-without-application-group.examples.ts';

const path = 'properties.applicationSecurityGroups';

interface Unnamed {
  readonly subnet: ResourceView;
  /** Another endpoint there, which leads to another type of service. */
  readonly other: ResourceView;
}

export const endpointWithoutApplicationGroup: Rule<Unnamed> = {
  id: 'endpoint-without-application-group',
  title: 'Private endpoint has neither an application security group nor a fixed address among others',
  principle: 'least-privilege',
  severity: 'information',
  rows: [32, 83],
  articles: [{ seed: 'S0', step: '4' }],
  profiles: ['paas'],
  why: `Rules for private endpoints are meant to name one service: the application may reach its database, and nothing else in the subnet. An endpoint
with an address that Azure picks is in no group and has no address that a rule could name, so rules have to admit the whole subnet.`,
  what: `Put the endpoint into an application security group of its own and name that in the rules, or give it a fixed address.`,
  equivalents: {},
  exceptions: [
    'Endpoints that are the only ones in their subnet, which its prefix names as well.',
    'Subnets whose endpoints all lead to one type of service.',
    'Subnets without a network security group.',
  ],
  repairs: ['Put the endpoint into an application security group of its own'],
  on: ['Microsoft.Network/privateEndpoints'],
  examples: endpointWithoutApplicationGroupExamples,

  find: (endpoint) => {
    if (!endpoint.omits(path) && endpoint.size(path) > 0) return null;
    if (!endpoint.omits('properties.ipConfigurations')) return null;
    const subnet = endpoint.target('properties.subnet.id');
    if (subnet?.kind !== 'resource' || subnet.existing) return null;
    if (subnet.omits('properties.networkSecurityGroup.id')) return null;
    const own = serviceOf(endpoint);
    const other = endpointsIn(subnet).find((candidate) => !candidate.is(endpoint) && serviceOf(candidate) !== own);
    return other === undefined || own === '' ? null : { certainty: 'certain', facts: { subnet, other } };
  },

  at: (endpoint) => ({ kind: 'header', resource: endpoint, lacks: { kind: 'value', path } }),

  say: (endpoint, { subnet, other }) =>
    `${shownName(endpoint)} shares subnet ${shownName(subnet)} with ${shownName(other)}, and has neither an application security group nor a fixed address, so no security rule can admit one without the other. Put it into a group.`,

  related: (_, { other }) => [{ resource: other, message: 'This is the other endpoint.' }],

  repair: (endpoint) => {
    const group: NewResource = {
      type: 'Microsoft.Network/applicationSecurityGroups',
      name: { take: 'text', parts: ['asg-', { take: 'name', of: endpoint.key }] },
      words: [endpoint.symbolicName ?? endpoint.label, 'asg'],
      beside: endpoint.key,
      properties: null,
    };
    return [
      {
        title: `Put ${shownName(endpoint)} into a new application security group, for rules to name`,
        kind: 'review',
        intents: [
          { kind: 'include', resource: endpoint.key, path, elements: [{ value: { id: { take: 'id', of: group } } }] },
        ],
      },
    ];
  },
};

/** The type of what an endpoint leads to, in lower case; empty if it leads to nothing. */
function serviceOf(endpoint: ResourceView): string {
  return connectionsOf(endpoint)[0]?.target.type.toLowerCase() ?? '';
}
