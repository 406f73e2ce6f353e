import { exampleNetwork } from '../examples/hub-example.ts';
import {
  type ExampleId,
  type ExampleResource,
  type ExampleValue,
  resourcesExample,
} from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';

const part = (of: string, kind: string, name: string): ExampleId => ({ idOf: of, part: [kind, name] });

const address: ExampleResource = {
  symbol: 'address',
  type: 'publicIPAddresses',
  name: 'pip-web',
  sku: 'Standard',
  properties: { publicIPAllocationMethod: 'Static' },
};

const group: ExampleResource = {
  symbol: 'group',
  type: 'networkSecurityGroups',
  name: 'nsg-web',
  properties: {
    securityRules: [
      {
        name: 'AllowHttpsInbound',
        properties: {
          priority: 105,
          direction: 'Inbound',
          access: 'Allow',
          protocol: 'Tcp',
          sourceAddressPrefix: 'Internet',
          sourcePortRange: '*',
          destinationAddressPrefix: '10.1.1.0/24',
          destinationPortRange: '443',
        },
      },
    ],
  },
};

function balancer(frontend: { readonly [key: string]: ExampleValue }): ExampleResource {
  return {
    symbol: 'balancer',
    type: 'loadBalancers',
    name: 'lb-web',
    sku: 'Standard',
    properties: {
      frontendIPConfigurations: [{ name: 'frontend', properties: frontend }],
      backendAddressPools: [{ name: 'web' }],
      loadBalancingRules: [
        {
          name: 'https',
          properties: {
            frontendIPConfiguration: { id: part('balancer', 'frontendIPConfigurations', 'frontend') },
            backendAddressPool: { id: part('balancer', 'backendAddressPools', 'web') },
            protocol: 'Tcp',
            frontendPort: 443,
            backendPort: 443,
          },
        },
      ],
    },
  };
}

const card: ExampleResource = {
  symbol: 'card',
  type: 'networkInterfaces',
  name: 'nic-web',
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig',
        properties: {
          subnet: { id: { idOf: 'spoke', subnet: 'web' } },
          loadBalancerBackendAddressPools: [{ id: part('balancer', 'backendAddressPools', 'web') }],
        },
      },
    ],
  },
};

function example(isPublic: boolean): Example {
  const subnet = { id: { idOf: 'spoke', subnet: 'web' } };
  return resourcesExample(
    ...(isPublic ? [address] : []),
    group,
    exampleNetwork('spoke', '10.1.0.0/16', {
      web: { addressPrefix: '10.1.1.0/24', networkSecurityGroup: { id: { idOf: 'group' } } },
    }),
    balancer(isPublic ? { publicIPAddress: { id: { idOf: 'address' } } } : { subnet }),
    card,
  );
}

export const webPastWafExamples: Rule['examples'] = { bad: example(true), good: example(false) };
