import { type ExampleFields, exampleDeny } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';
import { exampleAtMachines } from './load-balancer.examples.ts';

function example(more: Readonly<Record<string, ExampleFields>>): Example {
  const clients = { priority: 100, sourceAddressPrefix: '10.0.0.0/16' };
  return exampleAtMachines({ AllowClients: clients, DenyAllInbound: exampleDeny, ...more }, true);
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
