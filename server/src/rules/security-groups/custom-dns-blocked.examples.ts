import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

const server = '10.0.3.4';

function example(more: Readonly<Record<string, ExampleFields>>): Example {
  const deny = { ...exampleDeny, direction: 'Outbound' };
  const spoke = exampleNetwork('spoke', '10.1.0.0/16', {
    app: { addressPrefix: '10.1.2.0/24', networkSecurityGroup: { id: { idOf: 'group' } } },
  });
  return resourcesExample(exampleGroup('group', 'nsg-app', { DenyAllOutbound: deny, ...more }), {
    ...spoke,
    properties: { ...spoke.properties, dhcpOptions: { dnsServers: [server] } },
  });
}

export const customDnsBlockedExamples: Rule['examples'] = {
  bad: example({}),
  good: example({
    AllowDnsOutbound: {
      priority: 4095,
      direction: 'Outbound',
      protocol: '*',
      sourceAddressPrefix: '*',
      destinationAddressPrefix: server,
      destinationPortRange: '53',
    },
  }),
};
