import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { endpointOf } from '../../../../test/endpoint-fixture.ts';
import { machine } from '../../../../test/machine-fixture.ts';
import { sharedServiceSubnet as rule } from './shared-service-subnet.ts';

/** A subnet of this name, with a finding at it. */
const network = (name: string, finding = '', service = '') => `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [
      {
        name: '${name}'
${finding === '' ? '' : `        //    ${'^'.repeat(name.length + 2)} ${finding}`}
        properties: {
          addressPrefix: '10.0.1.0/24'
          ${service === '' ? '' : `delegations: [{ name: 'd', properties: { serviceName: '${service}' } }]`}
        }
      }
    ]
  }
}
`;
const subnet = 'network.properties.subnets[0].id';
const gateway = (name: string) => `
resource ${name} 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: '${name}'
  properties: { gatewayIPConfigurations: [{ name: 'ip', properties: { subnet: { id: ${subnet} } } }] }
}
`;
const app = (name: string) => `
resource ${name} 'Microsoft.Web/sites@2024-04-01' = {
  name: '${name}'
  properties: { virtualNetworkSubnetId: ${subnet} }
}
`;
const endpoint = endpointOf();
const farms = 'Microsoft.Web/serverFarms';

test('something beside an application gateway', () => {
  checkRule(
    rule,
    network(
      'edge',
      'warning: Subnet edge is for an application gateway, which needs it for itself, and nic-web stands in it too. Move it into another subnet.',
    ) +
      gateway('agw') +
      machine('web'),
  );
});

test('something beside the integration of apps', () => {
  const finding =
    'warning: Subnet apps is for the virtual network integration of App Service, which needs it for itself, and pe-orders stands in it too.';
  checkRule(rule, network('apps', finding) + app('one') + endpoint);
  checkRule(rule, network('apps', finding, farms) + endpoint);
});

test('something in a subnet that Azure reserves', () => {
  checkRule(
    rule,
    network('AzureBastionSubnet', 'warning: Subnet AzureBastionSubnet is for Azure Bastion,') + machine('jump'),
  );
});

test('services among themselves', () => {
  checkRule(rule, network('edge') + gateway('one') + gateway('two'));
  checkRule(rule, network('apps', '', farms) + app('one') + app('two'));
  checkRule(rule, network('apps', '', farms));
  checkRule(
    rule,
    `${network('apps', '', farms)}
resource apim 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: 'apim'
  properties: { virtualNetworkType: 'External', virtualNetworkConfiguration: { subnetResourceId: ${subnet} } }
}
`,
  );
  checkRule(
    rule,
    `${network('AzureBastionSubnet')}
resource bastion 'Microsoft.Network/bastionHosts@2024-05-01' = {
  name: 'bastion'
  properties: { ipConfigurations: [{ name: 'ip', properties: { subnet: { id: ${subnet} } } }] }
}
`,
  );
});

test('subnets for everything', () => {
  checkRule(rule, network('mixed') + machine('web') + endpoint);
  checkRule(rule, network('db', '', 'Microsoft.DBforMySQL/flexibleServers') + machine('web'));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param id string\n${network('edge')}${gateway('agw')}${machine('web', { subnet: 'id' })}`);
  checkRule(rule, `param name string\n${network('X').replace("'X'", 'name')}${machine('web')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
