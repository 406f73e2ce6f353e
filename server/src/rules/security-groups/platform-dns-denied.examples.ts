import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { type ExampleFields, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

const toResolver: ExampleFields = {
  direction: 'Outbound',
  protocol: '*',
  destinationAddressPrefix: 'AzurePlatformDNS',
};

function example(rules: Readonly<Record<string, ExampleFields>>): Example {
  const deny = { ...toResolver, priority: 200, access: 'Deny', sourceAddressPrefix: '*', destinationPortRange: '*' };
  return resourcesExample(
    exampleGroup('group', 'nsg-apps', { DenyPlatformDns: deny, ...rules }),
    exampleNetwork('spoke', '10.1.0.0/16', {
      apps: {
        addressPrefix: '10.1.2.0/23',
        delegations: [{ name: 'environment', properties: { serviceName: 'Microsoft.App/environments' } }],
        networkSecurityGroup: { id: { idOf: 'group' } },
      },
    }),
  );
}

export const platformDnsDeniedExamples: Rule['examples'] = {
  bad: example({}),
  good: example({
    AllowAzurePlatformDNSOutbound: {
      ...toResolver,
      priority: 199,
      sourceAddressPrefix: '10.1.2.0/23',
      destinationPortRange: '53',
    },
  }),
};
