/** A private endpoint stands in the resource group of the service that it leads to. */
import type { ExternalResource, ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { apart, nameOf } from './resource-groups.ts';

const connections = 'properties.privateLinkServiceConnections';

/** The facts of a breach are the service. */
export const privateEndpointApartFromService: Rule<ResourceView | ExternalResource> = {
  id: 'private-endpoint-apart-from-service',
  title: 'Private endpoint is in another resource group than its service',
  principle: 'least-privilege',
  severity: 'information',
  profiles: [],
  rows: [9],
  articles: [{ seed: 'S0', step: '5' }],
  exceptions: [
    'Storage accounts of other groups beside a workspace of Azure Databricks, which keeps its own in a group that nobody else deploys to.',
    'The architecture of the same article draws private endpoints in the group of the network; its step 5, which this follows, is more specific.',
  ],
  why: `In the resource group of its service a private endpoint is deployed, found and deleted with it, and those who manage the service manage its way in.`,
  what: `Deploy the private endpoint to the resource group of the service, with the subnet's id for its place in the network.`,
  equivalents: {},
  repairs: [],
  on: ['Microsoft.Network/privateEndpoints'],
  examples: { bad: example("'rg-data', "), good: example('') },

  find: (resource) => {
    const [service] = resource.targets(connections, 'properties.privateLinkServiceId');
    const certainty = service && apart(resource, service);
    return service && certainty && !isManaged(service, resource) ? { certainty, facts: service } : null;
  },

  at: (resource) => ({
    kind: 'value',
    resource,
    path: `${connections}.0.properties.privateLinkServiceId`,
  }),

  say: (resource, service) =>
    `Private endpoint ${shownName(resource)} and ${nameOf(service)}, to which it leads, are in different resource groups. Deploy it to the group of the service.`,

  related: (_, service) =>
    service.kind === 'resource' ? [{ resource: service, message: `${shownName(service)} is in another group.` }] : [],

  repair: () => [],
};

/** True where it may be the storage account that a workspace of Azure Databricks makes in a group of its own, to which Azure denies others to deploy. */
function isManaged(service: ResourceView | ExternalResource, { deployment }: ResourceView): boolean {
  if (service.kind !== 'external' || service.type.toLowerCase() !== 'microsoft.storage/storageaccounts') return false;
  return declaredOf(deployment.resources('Microsoft.Databricks/workspaces')).known.length > 0;
}

function example(group: string): Example {
  return resourcesExample({
    symbol: 'endpoint',
    type: 'privateEndpoints',
    name: 'pe-orders',
    properties: {
      subnet: { id: { expression: "resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'endpoints')" } },
      privateLinkServiceConnections: [
        {
          name: 'orders',
          properties: {
            privateLinkServiceId: { expression: `resourceId(${group}'Microsoft.Sql/servers', 'sql-orders')` },
            groupIds: ['sqlServer'],
          },
        },
      ],
    },
  });
}
