/**
 * Azure-network.md 2.7: what each service in a subnet needs before everything else is denied, as the specification's table has it, which cites the
 * Learn page of each. A group without the rules is told of, one with them is not, and no rule asks for a deny before them.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { MandatoryRule, SpecialSubnet } from '../server/src/azure/special-subnets.ts';
import { runAlternatives } from '../server/src/deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../server/src/deployment/view.ts';
import { unmetService } from '../server/src/network/claims/required-flows.ts';
import { specialSubnetOf } from '../server/src/network/subnets/special-subnet.ts';
import { deploymentOf } from './deployment.ts';
import { securityGroup, securityRule, subnetOf } from './network-fixture.ts';

interface Service {
  readonly name?: string;
  readonly delegation?: string;
  /** A resource that lives in the subnet, whose id is `ID_OF_SUBNET`. */
  readonly occupant?: readonly [type: string, properties: string, more?: string];
  /** `Tcp 443 Internet > *`; `subnet` is its prefix, `clients` is whoever uses the service. */
  readonly inbound?: readonly string[];
  readonly outbound?: readonly string[];
}

const probes = '* * AzureLoadBalancer > subnet';
const inside = '* * subnet > subnet';
const network = 'VirtualNetwork > VirtualNetwork';
const to = (protocol: string, ports: string, ...tags: readonly string[]): readonly string[] =>
  tags.map((tag) => `${protocol} ${ports} subnet > ${tag}`);

const services: Readonly<Record<string, Service>> = {
  'Azure Bastion': {
    name: 'AzureBastionSubnet',
    inbound: [
      'Tcp 443 Internet > *',
      'Tcp 443 GatewayManager > *',
      'Tcp 443 AzureLoadBalancer > *',
      `* 8080,5701 ${network}`,
    ],
    outbound: ['* 22,3389 * > VirtualNetwork', 'Tcp 443 * > AzureCloud', `* 8080,5701 ${network}`, '* 80 * > Internet'],
  },
  'An application gateway': {
    occupant: [
      'Microsoft.Network/applicationGateways@2024-05-01',
      `sku: { tier: 'WAF_v2' }, gatewayIPConfigurations: [{ name: 'ip', properties: { subnet: { id: ID_OF_SUBNET } } }]
       frontendIPConfigurations: [{ name: 'f', properties: { publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'pip') } } }]
       frontendPorts: [{ name: 'https', properties: { port: 443 } }]`,
    ],
    inbound: ['Tcp listener clients > subnet', 'Tcp 65200-65535 GatewayManager > *', '* * AzureLoadBalancer > *'],
    outbound: ['* * * > Internet'],
  },
  'API Management': {
    occupant: [
      'Microsoft.ApiManagement/service@2023-05-01-preview',
      `virtualNetworkType: 'Internal', virtualNetworkConfiguration: { subnetResourceId: ID_OF_SUBNET }`,
      `sku: { name: 'Premium', capacity: 1 }`,
    ],
    inbound: [
      'Tcp 80,443 clients > VirtualNetwork',
      'Tcp 3443 ApiManagement > VirtualNetwork',
      'Tcp 6390 AzureLoadBalancer > VirtualNetwork',
    ],
    outbound: [
      'Tcp 80 VirtualNetwork > Internet',
      'Tcp 443 VirtualNetwork > Storage',
      'Tcp 1433 VirtualNetwork > Sql',
      'Tcp 443 VirtualNetwork > AzureKeyVault',
      'Tcp 1886,443 VirtualNetwork > AzureMonitor',
    ],
  },
  'An App Service Environment': {
    delegation: 'Microsoft.Web/hostingEnvironments',
    inbound: ['* 80 AzureLoadBalancer > subnet', '* 80,443 VirtualNetwork > subnet'],
  },
  'Virtual network integration of App Service': { delegation: 'Microsoft.Web/serverFarms' },
  'A Container Apps environment': {
    delegation: 'Microsoft.App/environments',
    inbound: ['Tcp 80,31080,443,31443 clients > subnet', 'Tcp 30000-32767 AzureLoadBalancer > subnet'],
    outbound: [...to('Tcp', '443', 'MicrosoftContainerRegistry', 'AzureFrontDoor.FirstParty'), inside],
  },
  'SQL Managed Instance': {
    delegation: 'Microsoft.Sql/managedInstances',
    inbound: [probes, inside, 'Tcp 1433,11000-11999 clients > subnet'],
    outbound: [...to('Tcp', '443', 'AzureActiveDirectory', 'OneDsCollector', 'Storage'), inside],
  },
  'Azure Databricks': {
    delegation: 'Microsoft.Databricks/workspaces',
    inbound: [`* * ${network}`],
    outbound: [
      `* * ${network}`,
      'Tcp 443,3306,8443-8451 VirtualNetwork > AzureDatabricks',
      'Tcp 3306 VirtualNetwork > Sql',
      'Tcp 443 VirtualNetwork > Storage',
      'Tcp 9093 VirtualNetwork > EventHub',
    ],
  },
  'A PostgreSQL flexible server': {
    delegation: 'Microsoft.DBforPostgreSQL/flexibleServers',
    inbound: ['Tcp 5432,6432 clients and subnet > subnet'],
    outbound: ['Tcp 5432,6432 subnet > subnet', ...to('Tcp', '443', 'Storage')],
  },
  'A MySQL flexible server': {
    delegation: 'Microsoft.DBforMySQL/flexibleServers',
    inbound: ['Tcp 3306 clients > subnet', inside],
    outbound: [inside],
  },
  'An AKS node pool': {
    occupant: [
      'Microsoft.ContainerService/managedClusters@2024-05-01',
      `agentPoolProfiles: [{ vnetSubnetID: ID_OF_SUBNET }]`,
    ],
    inbound: ['* * nodes and pods > nodes and pods', '* * AzureLoadBalancer > *'],
  },
  'The API server of an AKS cluster': {
    delegation: 'Microsoft.ContainerService/managedClusters',
    inbound: ['Tcp 443,4443 the cluster subnet > subnet', 'Tcp 9988 AzureLoadBalancer > subnet'],
  },
  HDInsight: {
    occupant: [
      'Microsoft.HDInsight/clusters@2023-04-15-preview',
      `computeProfile: { roles: [{ virtualNetworkProfile: { id: network.id, subnet: ID_OF_SUBNET } }] }`,
    ],
    inbound: ['Tcp 443 HDInsight > subnet'],
  },
  'A Batch pool': {
    occupant: ['Microsoft.Batch/batchAccounts/pools@2024-07-01', 'networkConfiguration: { subnetId: ID_OF_SUBNET }'],
    outbound: to('*', '443', 'BatchNodeManagement'),
  },
  'Machine Learning compute': {
    occupant: [
      'Microsoft.MachineLearningServices/workspaces/computes@2024-10-01',
      'properties: { subnet: { id: ID_OF_SUBNET } }',
    ],
    outbound: [
      ...to('Tcp', '80,443', 'AzureActiveDirectory'),
      ...to('Tcp', '443,8787,18881', 'AzureMachineLearning'),
      ...to('Udp', '5831', 'AzureMachineLearning'),
      ...to('*', '443', 'BatchNodeManagement'),
      ...to(
        'Tcp',
        '443',
        'AzureResourceManager',
        'Storage',
        'AzureContainerRegistry',
        'MicrosoftContainerRegistry',
        'AzureFrontDoor.FirstParty',
        'AzureFrontDoor.Frontend',
        'AzureMonitor',
      ),
    ],
  },
  'An injected Redis cache': {
    occupant: ['Microsoft.Cache/redis@2024-11-01', 'subnetId: ID_OF_SUBNET'],
    inbound: [
      'Tcp 6379,6380,10221-10231,13000-13999,15000-15999 clients, AzureLoadBalancer and subnet > subnet',
      'Tcp and Udp 8500,16001 AzureLoadBalancer > subnet',
      'Tcp 8443,20226 subnet > subnet',
    ],
    outbound: [
      'Tcp 6379,6380,8443,10221-10231,13000-13999,15000-15999,20226 subnet > subnet',
      'Tcp 80,443 subnet > *',
      'Tcp and Udp 53 subnet > the DNS servers',
    ],
  },
  'Azure NetApp Files': { delegation: 'Microsoft.Netapp/volumes' },
  'Azure VMware Solution': { name: 'esx-vmotion' },
  'Managed Instance for Apache Cassandra': {
    occupant: ['Microsoft.DocumentDB/cassandraClusters@2024-08-15', 'delegatedManagementSubnetId: ID_OF_SUBNET'],
    inbound: ['Tcp 7001,7199,8443,9042,9443 VirtualNetwork > subnet'],
    outbound: to(
      'Tcp',
      '443',
      'Storage',
      'AzureKeyVault',
      'EventHub',
      'AzureMonitor',
      'AzureActiveDirectory',
      'AzureResourceManager',
      'AzureFrontDoor.FirstParty',
      'GuestAndHybridManagement',
      'ApiManagement',
    ),
  },
  'A DNS private resolver': {
    delegation: 'Microsoft.Network/dnsResolvers',
    inbound: ['Tcp and Udp 53 clients > subnet'],
    outbound: ['Tcp and Udp 53 subnet > the DNS servers'],
  },
  'Power Platform': { delegation: 'Microsoft.PowerPlatform/enterprisePolicies' },
  'Azure Spring Apps': {
    occupant: [
      'Microsoft.AppPlatform/Spring@2023-12-01',
      'networkProfile: { serviceRuntimeSubnetId: ID_OF_SUBNET, appSubnetId: ID_OF_SUBNET }',
    ],
    outbound: [
      ...to('Tcp', '443', 'AzureCloud', 'AzureContainerRegistry', 'EventHub'),
      'Udp 123 subnet > *',
      ...to('Tcp', '443,445', 'Storage'),
    ],
  },
  'A virtual network gateway': { name: 'GatewaySubnet' },
  'Azure Firewall': { name: 'AzureFirewallSubnet' },
  'Azure Route Server': { name: 'RouteServerSubnet' },
  'A service that the subnet is delegated to (Microsoft.DevOpsInfrastructure/pools)': {
    delegation: 'Microsoft.DevOpsInfrastructure/pools',
  },
};

function templateOf({ name = 'app', delegation, occupant }: Service, rules: readonly string[]): string {
  const delegations =
    delegation === undefined ? '' : `, delegations: [{ name: 'd', properties: { serviceName: '${delegation}' } }]`;
  const [type = '', properties = '', more = ''] = occupant ?? [];
  const id = `'\${network.id}/subnets/${name}'`;
  const resource =
    occupant === undefined
      ? ''
      : `resource occupant '${type}' = {
  name: '${type.split('/').length > 2 ? 'account/it' : 'it'}'
  ${more}
  properties: { ${properties.replaceAll('ID_OF_SUBNET', id)} }
}
`;
  // A workspace that leaves its rules to the group is needed for the rules of Databricks to count.
  const workspace =
    delegation === 'Microsoft.Databricks/workspaces'
      ? `resource workspace 'Microsoft.Databricks/workspaces@2024-05-01' = { name: 'dbw', properties: { parameters: { customVirtualNetworkId: { value: network.id } } } }\n`
      : '';
  return securityGroup(...rules) + subnetOf('group.id', name, delegations) + resource + workspace;
}

/** The answer to a question about the group and its subnet. */
function asked<T>(text: string, question: (group: ResourceView, subnet: ResourceView) => T): T {
  const deployment = deploymentOf(text);
  const only = (view: DeploymentView, type: string): ResourceView => {
    const [first] = view.resources(`Microsoft.Network/${type}`).known;
    assert.ok(first !== undefined, type);
    return first;
  };
  const [outcome] = runAlternatives(deployment.run, () =>
    question(only(deployment.view, 'networkSecurityGroups'), only(deployment.view, 'virtualNetworks/subnets')),
  );
  assert.ok(outcome?.kind === 'decided', text);
  return outcome.value;
}

function inShort({ protocol, ports, source, destination }: MandatoryRule): string {
  const at = ports.startsWith('the ') ? 'listener' : ports.replaceAll(', ', ',');
  return `${protocol} ${at} ${source} > ${destination}`;
}

const denyAll = [securityRule('DenyIn'), securityRule('DenyOut', { direction: 'Outbound' })];

/** The security rules of a line of the table; words such as `clients` are anyone. */
function ruleFor(line: string, direction: 'Inbound' | 'Outbound', index: number): readonly string[] {
  const [, protocol = '', ports = '', ends = ''] = /^(Tcp and Udp|\S+) (\S+) (.*)$/.exec(line) ?? [];
  const [source = '', destination = ''] = ends.split(' > ').map((word) => {
    if (word === 'subnet') return '10.0.1.0/24';
    return /^[A-Z][A-Za-z.]*$/.test(word) ? word : '*';
  });
  return protocol.split(' and ').map((own, at) =>
    securityRule(`${direction}${index}${own.length}`, {
      direction,
      access: 'Allow',
      priority: 200 + 2 * index + at,
      protocol: own,
      sourceAddressPrefix: source,
      destinationAddressPrefix: destination,
      destinationPortRange: '',
      destinationPortRanges: ports === 'listener' ? ['443'] : ports.split(','),
    }),
  );
}

suite('2.7 special subnets', () => {
  for (const [title, service] of Object.entries(services)) {
    const { inbound = [], outbound = [] } = service;

    test(title, () => {
      const facts: SpecialSubnet | null = asked(templateOf(service, denyAll), (_, subnet) => specialSubnetOf(subnet));
      assert.equal(facts?.title, title);
      const listed = (direction: string): readonly string[] =>
        (facts?.mandatory ?? []).filter((rule) => rule.direction === direction).map(inShort);
      assert.deepEqual([...listed('Inbound')].sort(), [...inbound].sort());
      assert.deepEqual([...listed('Outbound')].sort(), [...outbound].sort());
    });
  }

  const breaking = [
    'An application gateway',
    'API Management',
    'An App Service Environment',
    'A Container Apps environment',
    'SQL Managed Instance',
    'Azure Databricks',
    'Azure Bastion',
    'A PostgreSQL flexible server',
    'The API server of an AKS cluster',
    'HDInsight',
    'A Batch pool',
  ];
  for (const title of breaking)
    test(`${title}: without the rules and with them`, () => {
      const service = services[title] ?? {};
      const isDenied = asked(templateOf(service, denyAll), (group, subnet) => unmetService(group, subnet)?.isDenied);
      assert.equal(isDenied, true);
      const rules = [
        ...(service.inbound ?? []).flatMap((line, at) => ruleFor(line, 'Inbound', at)),
        ...(service.outbound ?? []).flatMap((line, at) => ruleFor(line, 'Outbound', at)),
      ];
      const unmet = asked(templateOf(service, [...rules, ...denyAll]), unmetService);
      assert.deepEqual(unmet?.unmet.map(({ requirement }) => inShort(requirement)) ?? [], []);
    });
});
