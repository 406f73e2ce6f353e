import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { serviceEndpoint as rule } from './service-endpoint.ts';

/** A subnet with these properties, each on a line. */
const subnet = (...lines: readonly string[]) => `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [
      {
        name: 'app'
        properties: {
${lines.join('\n')}
        }
      }
    ]
  }
}
`;
const policy = "serviceEndpointPolicies: [{ id: resourceId('Microsoft.Network/serviceEndpointPolicies', 'own') }]";
const delegated = (service: string) => `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`;

test('service endpoints', () => {
  checkRule(
    rule,
    subnet(
      "serviceEndpoints: [{ service: 'Microsoft.Sql' }]",
      '//                            ^^^^^^^^^^^^^^^ information: Subnet app has a service endpoint for Microsoft.Sql, which leads to the resources of every customer, past a firewall.',
    ),
  );
  checkRule(
    rule,
    subnet(
      policy,
      "serviceEndpoints: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }]",
      '//                                                              ^^^^^^^^^^^^^^^^^^^^ information: Subnet app has a service endpoint for Microsoft.KeyVault,',
    ),
  );
  checkRule(
    rule,
    subnet(
      delegated('Microsoft.Web/serverFarms'),
      "serviceEndpoints: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }]",
      '//                            ^^^^^^^^^^^^^^^^^^^ information: Subnet app has service endpoints for Microsoft.Storage and Microsoft.KeyVault, which lead',
    ),
  );
});

test('none, and those that a policy restricts', () => {
  checkRule(rule, subnet("addressPrefix: '10.0.1.0/24'"));
  checkRule(rule, subnet('serviceEndpoints: []'));
  checkRule(rule, subnet('serviceEndpoints: null'));
  checkRule(rule, subnet(policy, "serviceEndpoints: [{ service: 'Microsoft.Storage' }]"));
  checkRule(rule, subnet("serviceEndpoints: [{ service: 'Microsoft.AzureActiveDirectory' }]"));
});

test('services that may need them', () => {
  checkRule(
    rule,
    subnet(
      delegated('Microsoft.DBforPostgreSQL/flexibleServers'),
      "serviceEndpoints: [{ service: 'Microsoft.Storage' }]",
    ),
  );
  checkRule(rule, subnet(delegated('Contoso.New/service'), "serviceEndpoints: [{ service: 'Microsoft.Storage' }]"));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param services array\n${subnet('serviceEndpoints: services')}`);
  checkRule(rule, `param service string\n${subnet('serviceEndpoints: [{ service: service }]')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
