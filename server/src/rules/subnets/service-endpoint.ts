/** Service endpoints lead to all resources of a service; a private endpoint leads to one. */
import type { ResourceView } from '../../deployment/view.ts';
import { delegationsOf, specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';

const path = 'properties.serviceEndpoints';
const app = { addressPrefix: '10.0.1.0/24' };

interface OpenEndpoint {
  readonly service: string;
  /** Where the subnet names the service. */
  readonly path: string;
}

export const serviceEndpoint: Rule<readonly OpenEndpoint[]> = {
  id: 'service-endpoint',
  title: 'Subnet reaches a service by a service endpoint instead of a private endpoint',
  principle: 'least-privilege',
  severity: 'information',
  rows: [146],
  articles: [{ seed: 'S3', step: '3' }],
  profiles: ['iaas', 'paas'],
  why: `A service endpoint opens a way from the subnet to the public addresses of a whole service: other customers' resources are reached by it as
well as yours, so data can be carried out to them. It also goes past a firewall that the default route leads to.`,
  what: `Give the resources private endpoints and drop the service endpoint. Where it has to stay, restrict it to your own storage accounts by a
service endpoint policy.`,
  equivalents: {},
  exceptions: [
    'Service endpoints for Storage that a service endpoint policy restricts.',
    'Subnets of services other than App Service, such as API Management, which may need them.',
    'Service endpoints for Microsoft Entra ID: it has no private endpoints.',
  ],
  repairs: [],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: {
    bad: resourcesExample(
      exampleNetwork('spoke', '10.0.0.0/16', { app: { ...app, serviceEndpoints: [{ service: 'Microsoft.Sql' }] } }),
    ),
    good: resourcesExample(exampleNetwork('spoke', '10.0.0.0/16', { app })),
  },

  find: (subnet) => {
    if (isOfAnotherService(subnet)) return null;
    const endpoints = openEndpoints(subnet);
    return endpoints.length === 0 ? null : { certainty: 'certain', facts: endpoints };
  },

  at: (subnet, [first]) => ({ kind: 'value', resource: subnet, path: first?.path ?? path }),

  say: (subnet, endpoints) => {
    const isOne = endpoints.length === 1;
    const services = inWords(
      endpoints.map(({ service }) => service),
      'more',
    );
    return `Subnet ${shownName(subnet)} has ${isOne ? 'a service endpoint' : 'service endpoints'} for ${services}, which ${isOne ? 'leads' : 'lead'} to the resources of every customer, past a firewall. Use private endpoints for your own.`;
  },

  repair: () => [],
};

/** True if a service of Azure lives in the subnet that may need them. Apps that only send traffic through it don't. */
function isOfAnotherService(subnet: ResourceView): boolean {
  const isOfApps = delegationsOf(subnet).some((service) => service.toLowerCase() === 'microsoft.web/serverfarms');
  return !isOfApps && specialSubnetOf(subnet) !== null;
}

/** The service endpoints of a subnet, without those that are restricted. */
function openEndpoints(subnet: ResourceView): readonly OpenEndpoint[] {
  const endpoints = subnet.read(path);
  if (!Array.isArray(endpoints)) return [];
  const isRestricted = subnet.size('properties.serviceEndpointPolicies') > 0;
  return endpoints.flatMap((endpoint, index): readonly OpenEndpoint[] => {
    const service = endpoint?.service;
    if (typeof service !== 'string' || /^microsoft\.azureactivedirectory$/i.test(service)) return [];
    return isRestricted && /^microsoft\.storage(\.global)?$/i.test(service)
      ? []
      : [{ service, path: `${path}.${index}.service` }];
  });
}
