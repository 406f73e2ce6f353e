import { exampleApplicationGateway, exampleWafPolicy } from '../examples/entry-example.ts';
import { exampleAddress } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';

const address = exampleAddress('pip-entry');
const frontendIPConfigurations = [{ name: 'public', properties: { publicIPAddress: { id: { idOf: 'address' } } } }];

export const applicationGatewayWithoutWafExamples: Rule['examples'] = {
  bad: resourcesExample(address, exampleApplicationGateway('Standard_v2', { frontendIPConfigurations })),
  good: resourcesExample(
    address,
    {
      ...exampleApplicationGateway('WAF_v2', {
        frontendIPConfigurations,
        firewallPolicy: { id: { idOf: 'gatewayWaf' } },
      }),
      dependsOn: 'gatewayWaf',
    },
    exampleWafPolicy('gatewayWaf', 'agw-entry-waf', 'Prevention'),
  ),
};
