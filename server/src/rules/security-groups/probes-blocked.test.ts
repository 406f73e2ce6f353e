import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { probesBlocked } from './probes-blocked.ts';

const loud = (text: string): void => checkRule(probesBlocked, text);
const silent = loud;

/** A balancer whose rule has a probe at port 8080, and an interface behind it. */
const balanced = (
  probe = "probe: { id: '${lb}/probes/health' }",
  pool = 'balancer.properties.backendAddressPools[0].id',
) => `
var lb = resourceId('Microsoft.Network/loadBalancers', 'lb')
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'front', properties: { subnet: { id: network.properties.subnets[0].id } } }]
    backendAddressPools: [{ name: 'pool' }, { name: 'other' }]
    probes: [{ name: 'health', properties: { protocol: 'Tcp', port: 8080 } }]
    loadBalancingRules: [
      {
        name: 'web'
        properties: {
          protocol: 'Tcp'
          frontendPort: 443
          backendPort: 8443
          backendAddressPool: { id: '\${lb}/backendAddressPools/pool' }
          ${probe}
        }
      }
    ]
  }
}
resource card 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: {
    ipConfigurations: [
      {
        name: 'ip'
        properties: {
          subnet: { id: network.properties.subnets[0].id }
          loadBalancerBackendAddressPools: [{ id: ${pool} }]
        }
      }
    ]
  }
}
`;

const admits = (fields: Parameters<typeof securityRule>[1]): string =>
  securityRule('Allow', { access: 'Allow', priority: 200, ...fields });

/** A group with a deny of everything, as \`name\` at a line of its own, after these rules. */
const denied = (...rules: readonly string[]): string =>
  `${securityGroup(...rules, securityRule('DenyAll'))}${subnetOf('group.id')}`;

test('a deny of everything stops the probes', () => {
  const rule = securityRule('DenyAll');
  const text = securityGroup(rule).replace(
    rule,
    `${rule}\n      //      ^^^^^^^^^ warning: DenyAll (4096) of nsg blocks the health probes of lb (port 8080), so it takes the backends for dead. Allow the service tag AzureLoadBalancer before it.`,
  );
  loud(`${text}${subnetOf('group.id')}${balanced()}`);
});

test('an allow for another port or source does not help', () => {
  const rule = securityRule('DenyAll', { priority: 1000 });
  const other = admits({ sourceAddressPrefix: 'AzureLoadBalancer', destinationPortRange: '443' });
  const clients = securityRule('AllowVnet', {
    access: 'Allow',
    priority: 300,
    sourceAddressPrefix: '10.0.0.0/16',
  });
  const text = securityGroup(other, clients, rule).replace(
    rule,
    `${rule}\n      //      ^^^^^^^^^ warning: DenyAll (1000) of nsg blocks the health probes of lb (port 8080)`,
  );
  loud(`${text}${subnetOf('group.id')}${balanced()}`);
});

test('probes that are admitted are silent', () => {
  silent(`${denied(admits({ sourceAddressPrefix: 'AzureLoadBalancer' }))}${balanced()}`);
  silent(`${denied(admits({ sourceAddressPrefix: '168.63.129.16', destinationPortRange: '8080' }))}${balanced()}`);
  silent(`${denied(admits({ sourceAddressPrefix: '*', destinationPortRange: '8000-9000' }))}${balanced()}`);
  // The tag VirtualNetwork holds the address of the host.
  silent(`${denied(admits({ sourceAddressPrefix: 'VirtualNetwork', protocol: 'Tcp' }))}${balanced()}`);
  silent(`${securityGroup()}${subnetOf('group.id')}${balanced()}`);
});

test('without a probe, a backend or a balancer nothing is blocked', () => {
  silent(denied());
  silent(`${denied()}${balanced('')}`);
  silent(`${denied()}${balanced("probe: { id: '${lb}/probes/missing' }")}`);
  silent(`${denied()}${balanced(undefined, 'balancer.properties.backendAddressPools[1].id')}`);
});

test('what is not known accuses nobody', () => {
  silent(`param pools array\n${denied()}${balanced(undefined, 'pools[0].id')}`);
  silent(`param port int\n${denied()}${balanced().replace('port: 8080', 'port: port')}`);
  silent(
    `param source string\n${denied(admits({}).replace("sourceAddressPrefix: '*'", 'sourceAddressPrefix: source'))}${balanced()}`,
  );
  silent(`${denied().replace(/= \{\n {2}name: 'nsg'[\s\S]*?\n\}\n/, "existing = {\n  name: 'nsg'\n}\n")}${balanced()}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(probesBlocked));
