/** What makes up a spoke's network is in one resource group. */
import type { ExternalResource, ResourceView } from '../../deployment/view.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { apart, nameOf } from './resource-groups.ts';

interface Apart {
  /** Where the other part is named. */
  readonly path: string;
  readonly other: ResourceView | ExternalResource;
  /** The other part in words. */
  readonly what: string;
}

/** Where the parts of a network name each other. */
const links = [
  {
    type: 'Microsoft.Network/virtualNetworks/subnets',
    path: 'properties.networkSecurityGroup.id',
    what: 'its network security group',
  },
  {
    type: 'Microsoft.Network/applicationGateways',
    path: 'properties.gatewayIPConfigurations.0.properties.subnet.id',
    what: 'its subnet',
  },
];

export const networkInSeveralResourceGroups: Rule<Apart> = {
  id: 'network-in-several-resource-groups',
  title: 'Parts of one network are in different resource groups',
  principle: 'least-privilege',
  severity: 'information',
  profiles: [],
  rows: [8],
  articles: [
    { seed: 'S0', step: '2' },
    { seed: 'S2', step: '2' },
  ],
  why: `The articles put the virtual network of a spoke, its application gateway and its security groups into one resource group: one role assignment
covers them, and one place shows their logs. Where they are spread, somebody may change the security rules of a network that is not theirs.`,
  what: `Deploy network security groups, application security groups and the application gateway to the resource group of the virtual network.`,
  equivalents: {},
  repairs: [],
  on: links.map(({ type }) => type),
  examples: { bad: example("'rg-shared', "), good: example('') },

  find: (resource) => {
    for (const { path, what } of links.filter(({ type }) => resource.isType(type))) {
      const other = isGiven(resource, path) ? resource.target(path) : null;
      const certainty = other && apart(resource, other);
      if (other && certainty) return { certainty, facts: { path, other, what } };
    }
    return null;
  },

  at: (resource, { path }) => ({ kind: 'value', resource, path }),

  say: (resource, { other, what }) =>
    `${shownName(resource)} and ${what} ${nameOf(other)} are in different resource groups, so different roles decide over one network. Deploy them to one group.`,

  related: (_, { other }) =>
    other.kind === 'resource' ? [{ resource: other, message: `${shownName(other)} is in another group.` }] : [],

  repair: () => [],
};

/** True if the path can be followed: arrays on the way may be empty. */
function isGiven(resource: ResourceView, path: string): boolean {
  const [array, rest] = path.split('.0.');
  return rest === undefined || array === undefined || resource.size(array) > 0;
}

/** A subnet with a security group that is deployed elsewhere. */
function example(group: string): Example {
  const id = { expression: `resourceId(${group}'Microsoft.Network/networkSecurityGroups', 'nsg-app')` };
  const app = { addressPrefix: '10.1.1.0/24', networkSecurityGroup: { id } };
  return resourcesExample(exampleNetwork('spoke', '10.1.0.0/16', { app }));
}
