import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleId, type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleGroup } from '../examples/rule-example.ts';
import type { Example } from '../rule.ts';

const pool: ExampleId = { idOf: 'balancer', part: ['backendAddressPools', 'backend'] };

const probe: ExampleId = { idOf: 'balancer', part: ['probes', 'probe'] };

function balancer(hasProbe: boolean): ExampleResource {
  return {
    symbol: 'balancer',
    type: 'loadBalancers',
    name: 'lb-app',
    sku: 'Standard',
    properties: {
      frontendIPConfigurations: [
        {
          name: 'frontend',
          properties: {
            privateIPAddress: '10.0.2.10',
            privateIPAllocationMethod: 'Static',
            subnet: { id: { idOf: 'spoke', subnet: 'app' } },
          },
        },
      ],
      backendAddressPools: [{ name: 'backend' }],
      ...(hasProbe ? { probes: [{ name: 'probe', properties: { protocol: 'Tcp', port: 443 } }] } : {}),
      loadBalancingRules: [
        {
          name: 'https',
          properties: {
            protocol: 'Tcp',
            frontendPort: 443,
            backendPort: 443,
            frontendIPConfiguration: { id: { idOf: 'balancer', part: ['frontendIPConfigurations', 'frontend'] } },
            backendAddressPool: { id: pool },
            ...(hasProbe ? { probe: { id: probe } } : {}),
          },
        },
      ],
    },
  };
}

const member = exampleCard('spoke', 'app', { loadBalancerBackendAddressPools: [{ id: pool }] });

/** A balancer at 10.0.2.10 with a network interface behind it, in the subnet app of the network spoke. */
export const exampleBalanced: readonly ExampleResource[] = [balancer(false), member];

/** A group with these rules in front of the machines behind the balancer, which may probe them. */
export function exampleAtMachines(rules: Readonly<Record<string, ExampleFields>>, hasProbe = false): Example {
  return resourcesExample(
    exampleGroup('group', 'nsg-app', rules),
    exampleNetwork('spoke', '10.0.0.0/16', {
      app: { addressPrefix: '10.0.2.0/24', networkSecurityGroup: { id: { idOf: 'group' } } },
    }),
    balancer(hasProbe),
    member,
  );
}
