import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleId, type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

const pool: ExampleId = { idOf: 'balancer', part: ['backendAddressPools', 'backend'] };

/** A balancer with a probe, and a network interface behind it, in the subnet of the group. */
const balanced: readonly ExampleResource[] = [
  exampleNetwork('spoke', '10.0.0.0/16', {
    app: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: { idOf: 'group' } } },
  }),
  {
    symbol: 'balancer',
    type: 'loadBalancers',
    name: 'lb-app',
    sku: 'Standard',
    properties: {
      frontendIPConfigurations: [
        { name: 'frontend', properties: { subnet: { id: { idOf: 'spoke', subnet: 'app' } } } },
      ],
      backendAddressPools: [{ name: 'backend' }],
      probes: [{ name: 'probe', properties: { protocol: 'Tcp', port: 443 } }],
      loadBalancingRules: [
        {
          name: 'https',
          properties: {
            protocol: 'Tcp',
            frontendPort: 443,
            backendPort: 443,
            frontendIPConfiguration: { id: { idOf: 'balancer', part: ['frontendIPConfigurations', 'frontend'] } },
            backendAddressPool: { id: pool },
            probe: { id: { idOf: 'balancer', part: ['probes', 'probe'] } },
          },
        },
      ],
    },
  },
  exampleCard('spoke', 'app', { loadBalancerBackendAddressPools: [{ id: pool }] }),
];

function example(more: Readonly<Record<string, ExampleFields>>): Example {
  const clients = { priority: 100, sourceAddressPrefix: '10.0.0.0/16' };
  return resourcesExample(
    exampleGroup('group', 'nsg-app', { AllowClients: clients, DenyAllInbound: exampleDeny, ...more }),
    ...balanced,
  );
}

export const probesBlockedExamples: Rule['examples'] = {
  bad: example({}),
  good: example({
    AllowAzureLoadBalancerInbound: {
      description: 'Allows the health probes of Azure Load Balancer.',
      priority: 4095,
      protocol: '*',
      sourceAddressPrefix: 'AzureLoadBalancer',
      destinationPortRange: '*',
    },
  }),
};
