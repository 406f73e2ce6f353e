/** For tests of rules about load balancers: two tiers of machines in `network`, the second behind the balancer 10.1.2.4. */
import { asg, card, memberOf, network, subnet } from './flow-fixture.ts';

interface Balanced {
  /** The groups of the subnets snet-web and snet-app, by name. */
  readonly web?: string;
  readonly app?: string;
  /** Further properties of the rule, which leads from port 443 to 8443. */
  readonly rule?: string;
  /** Whether the machines are in application security groups. */
  readonly grouped?: boolean;
}

export function balanced({ web, app, rule = '', grouped = true }: Balanced): string {
  const pool = "resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb-app', 'backend')";
  const members = (name: string): readonly string[] => (grouped ? [memberOf(name)] : []);
  return [
    grouped ? asg('asg-web') + asg('asg-app') : '',
    network(subnet('snet-web', '10.1.1.0/24', web), subnet('snet-app', '10.1.2.0/24', app)),
    card('nic-web', 'snet-web', members('asg-web')),
    card('nic-app', 'snet-app', [...members('asg-app'), `loadBalancerBackendAddressPools: [{ id: ${pool} }]`]),
    `
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-app'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'frontend', properties: { privateIPAddress: '10.1.2.4' } }]
    backendAddressPools: [{ name: 'backend' }]
    loadBalancingRules: [
      {
        name: 'https'
        properties: {
          protocol: 'Tcp'
          frontendPort: 443
          backendPort: 8443
          backendAddressPool: { id: ${pool} }
          ${rule}
        }
      }
    ]
  }
}
`,
  ].join('\n');
}
