import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { card, found, group, network, publicAddress, subnet } from '../../../../test/flow-fixture.ts';
import { managementNamesDenied as rule } from './management-names-denied.ts';

interface Parts {
  /** Application and network rules of the policy. */
  readonly application?: string;
  readonly networkRules?: string;
  readonly prefix?: string;
  readonly system?: string;
  /** Other resources. */
  readonly more?: string;
}

const shop = named('api.contoso.com');

function named(...names: readonly string[]): string {
  return `{ ruleType: 'ApplicationRule', name: 'web', sourceAddresses: ['*'], protocols: [{ protocolType: 'Https', port: 443 }, { protocolType: 'Http', port: 80 }], targetFqdns: [${names.map((name) => `'${name}'`).join(', ')}] }`;
}

function collection(name: string, rules: string): string {
  return `{ ruleCollectionType: 'FirewallPolicyFilterRuleCollection', name: '${name}', priority: 100, action: { type: 'Allow' }, rules: [${rules}] }`;
}

/** A machine whose way out is a firewall with a policy. */
function workload({
  application = shop,
  networkRules = '',
  prefix = '0.0.0.0/0',
  system = 'windowsConfiguration: {}',
  more = '',
}: Parts): string {
  return `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  properties: {
    routes: [{ name: 'out', properties: { addressPrefix: '${prefix}', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.1.9.4' } }]
  }
}
${group('nsg-app')}
${network(subnet('snet-app', '10.1.2.0/24', 'nsg-app', 'routeTable: { id: table.id }'), subnet('AzureFirewallSubnet', '10.1.9.0/24'))}
${card('nic-app', 'snet-app')}
${publicAddress('pip')}
resource policy 'Microsoft.Network/firewallPolicies@2024-05-01' = { name: 'afwp', properties: {} }
resource rules 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2024-05-01' = {
  parent: policy
  name: 'own'
  properties: {
    priority: 200
    ruleCollections: [
      ${collection('names', application)}
      ${collection('addresses', networkRules)}
    ]
  }
}
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw'
  properties: {
    firewallPolicy: { id: policy.id }
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: network.properties.subnets[1].id }, publicIPAddress: { id: pip.id } } }]
  }
}
resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-app'
  properties: { osProfile: { ${system} }, networkProfile: { networkInterfaces: [{ id: nicapp.id }] } }
}
${more}`;
}

const login = `
resource login 'Microsoft.Compute/virtualMachines/extensions@2024-07-01' = {
  parent: machine
  name: 'login'
  properties: { publisher: 'Microsoft.Azure.ActiveDirectory', type: 'AADLoginForWindows', typeHandlerVersion: '2.0' }
}
`;
const updates = ['*.update.microsoft.com', '*.windowsupdate.com', '*.data.microsoft.com', 'www.msftconnecttest.com'];
const at = (parts: Parts, message: string): string =>
  found(workload(parts), 'firewall', `information: ${message}`, 'resource firewall ');

test('names that no rule allows', () => {
  checkRule(
    rule,
    at(
      {},
      'No rule of afw lets vm-app reach sls.update.microsoft.com, ctldl.windowsupdate.com, settings-win.data.microsoft.com, v10.events.data.microsoft.com and www.msftconnecttest.com, which Windows needs for its updates. Allow',
    ),
  );
});

test('names of Entra login count with its extension', () => {
  checkRule(
    rule,
    at(
      { application: named(...updates, 'login.microsoftonline.com'), more: login },
      'No rule of afw lets vm-app reach enterpriseregistration.windows.net and pas.windows.net, which Windows needs',
    ),
  );
  checkRule(rule, workload({ application: named(...updates) }));
});

test('silent: rules that name them, by patterns, tags or addresses', () => {
  checkRule(rule, workload({ application: named('*') }));
  checkRule(
    rule,
    workload({ application: named(...updates, '*.windows.net', 'login.microsoftonline.com'), more: login }),
  );
  const tags = named('www.msftconnecttest.com').replace(
    'targetFqdns',
    "fqdnTags: ['WindowsUpdate', 'WindowsDiagnostics'], targetFqdns",
  );
  checkRule(rule, workload({ application: tags }));
  const anywhere =
    "{ ruleType: 'NetworkRule', name: 'out', ipProtocols: ['TCP'], sourceAddresses: ['*'], destinationAddresses: ['*'], destinationPorts: ['80', '443'] }";
  checkRule(rule, workload({ networkRules: anywhere }));
  checkRule(
    rule,
    workload({
      networkRules: anywhere.replace(
        "Addresses: ['*'], destinationPorts",
        "Addresses: ['AzureCloud'], destinationPorts",
      ),
    }),
  );
});

test('silent: Linux, another way out, a firewall without rules of its own, a route past it', () => {
  checkRule(rule, workload({ system: 'linuxConfiguration: {}' }));
  checkRule(rule, workload({ prefix: '10.9.0.0/16' }));
  checkRule(rule, workload({ application: '' }));
  const past = "{ name: 'login', properties: { addressPrefix: 'AzureActiveDirectory', nextHopType: 'Internet' } }";
  checkRule(rule, workload({}).replace("routes: [{ name: 'out'", `routes: [${past}, { name: 'out'`));
});

test('what is unknown accuses nobody', () => {
  checkRule(rule, `param names array\n${workload({ application: shop.replace("['api.contoso.com']", 'names') })}`);
  checkRule(rule, `param rules array\n${workload({ application: `...rules, ${shop}` })}`);
  checkRule(
    rule,
    workload({}).replace(
      "policy 'Microsoft.Network/firewallPolicies@2024-05-01' = { name: 'afwp', properties: {} }",
      "policy 'Microsoft.Network/firewallPolicies@2024-05-01' existing = { name: 'afwp' }",
    ),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
