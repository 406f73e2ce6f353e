/** Special subnets of services that Azure runs inside of a virtual network. */
import { allowIn, allowOut } from './mandatory-rules.ts';
import type { SpecialSubnet } from './special-subnets.ts';

const managementIn = 'The service fails without the management traffic that it receives.';
const managementOut = 'The service fails without the Azure services that it calls.';

export const managedServiceSubnets: readonly SpecialSubnet[] = [
  {
    title: 'API Management',
    withoutThem: 'breaks',
    occupants: [
      { type: 'Microsoft.ApiManagement/service', idPath: 'properties.virtualNetworkConfiguration.subnetResourceId' },
    ],
    inbound: managementIn,
    outbound: managementOut,
    mandatory: [
      allowIn('Tcp', '80, 443', 'clients', 'VirtualNetwork'),
      allowIn('Tcp', '3443', 'ApiManagement', 'VirtualNetwork'),
      allowIn('Tcp', '6390', 'AzureLoadBalancer', 'VirtualNetwork'),
      allowOut('Tcp', '80', 'VirtualNetwork', 'Internet'),
      allowOut('Tcp', '443', 'VirtualNetwork', 'Storage'),
      allowOut('Tcp', '1433', 'VirtualNetwork', 'Sql'),
      allowOut('Tcp', '443', 'VirtualNetwork', 'AzureKeyVault'),
      allowOut('Tcp', '1886, 443', 'VirtualNetwork', 'AzureMonitor'),
    ],
  },
  {
    title: 'An App Service Environment',
    withoutThem: 'breaks',
    delegations: ['microsoft.web/hostingenvironments'],
    occupants: [{ type: 'Microsoft.Web/hostingEnvironments', idPath: 'properties.virtualNetwork.id' }],
    inbound: 'The environment needs its health probes, and its apps their clients.',
    outbound: 'The apps need their own dependencies.',
    mandatory: [allowIn('*', '80', 'AzureLoadBalancer', 'subnet'), allowIn('*', '80, 443', 'VirtualNetwork', 'subnet')],
  },
  {
    title: 'Virtual network integration of App Service',
    delegations: ['microsoft.web/serverfarms'],
    inbound: 'Inbound rules have no effect on this subnet.',
    outbound: 'The apps need their endpoints, databases, secrets and monitoring first.',
    mandatory: [],
  },
  {
    title: 'A Container Apps environment',
    needsPlatformDns: true,
    withoutThem: 'breaks',
    delegations: ['microsoft.app/environments'],
    occupants: [
      { type: 'Microsoft.App/managedEnvironments', idPath: 'properties.vnetConfiguration.infrastructureSubnetId' },
    ],
    inbound: 'The environment needs its clients and health probes.',
    outbound: managementOut,
    mandatory: [
      allowIn('Tcp', '80, 31080, 443, 31443', 'clients', 'subnet'),
      allowIn('Tcp', '30000-32767', 'AzureLoadBalancer', 'subnet'),
      allowOut('Tcp', '443', 'subnet', 'MicrosoftContainerRegistry'),
      allowOut('Tcp', '443', 'subnet', 'AzureFrontDoor.FirstParty'),
      allowOut('*', '*', 'subnet', 'subnet'),
    ],
  },
  {
    title: 'SQL Managed Instance',
    needsPlatformDns: true,
    withoutThem: 'contested',
    delegations: ['microsoft.sql/managedinstances'],
    occupants: [{ type: 'Microsoft.Sql/managedInstances', idPath: 'properties.subnetId' }],
    inbound: 'Azure injects rules into the group, which a template without them fights.',
    outbound: 'Azure injects rules into the group, which a template without them fights.',
    mandatory: [
      allowIn('*', '*', 'AzureLoadBalancer', 'subnet'),
      allowIn('*', '*', 'subnet', 'subnet'),
      allowIn('Tcp', '1433, 11000-11999', 'clients', 'subnet'),
      allowOut('Tcp', '443', 'subnet', 'AzureActiveDirectory'),
      allowOut('Tcp', '443', 'subnet', 'OneDsCollector'),
      allowOut('Tcp', '443', 'subnet', 'Storage'),
      allowOut('*', '*', 'subnet', 'subnet'),
    ],
  },
  {
    title: 'Azure Databricks',
    // ConflictWithNetworkIntentPolicy at the second deployment: Azure/azure-quickstart-templates#6670.
    withoutThem: 'contested',
    mustBeStated: true,
    delegations: ['microsoft.databricks/workspaces'],
    inbound: 'Azure injects rules into the group, which a template without them removes.',
    outbound: 'Azure injects rules into the group, which a template without them removes.',
    mandatory: [
      allowIn('*', '*', 'VirtualNetwork', 'VirtualNetwork'),
      allowOut('*', '*', 'VirtualNetwork', 'VirtualNetwork'),
      allowOut('Tcp', '443, 3306, 8443-8451', 'VirtualNetwork', 'AzureDatabricks'),
      allowOut('Tcp', '3306', 'VirtualNetwork', 'Sql'),
      allowOut('Tcp', '443', 'VirtualNetwork', 'Storage'),
      allowOut('Tcp', '9093', 'VirtualNetwork', 'EventHub'),
    ],
  },
  {
    title: 'A PostgreSQL flexible server',
    withoutThem: 'breaks',
    delegations: ['microsoft.dbforpostgresql/flexibleservers'],
    occupants: [
      { type: 'Microsoft.DBforPostgreSQL/flexibleServers', idPath: 'properties.network.delegatedSubnetResourceId' },
    ],
    inbound: 'The server needs its clients, and its replicas each other.',
    outbound: 'The server archives its log to Storage.',
    mandatory: [
      allowIn('Tcp', '5432, 6432', 'clients and subnet', 'subnet'),
      allowOut('Tcp', '5432, 6432', 'subnet', 'subnet'),
      allowOut('Tcp', '443', 'subnet', 'Storage'),
    ],
  },
  {
    title: 'A MySQL flexible server',
    needsPlatformDns: true,
    delegations: ['microsoft.dbformysql/flexibleservers'],
    occupants: [
      { type: 'Microsoft.DBforMySQL/flexibleServers', idPath: 'properties.network.delegatedSubnetResourceId' },
    ],
    inbound: 'Its documentation names no security rules; the server needs its clients, and its replicas each other.',
    outbound: 'Its documentation names no security rules; the replicas need each other.',
    mandatory: [
      allowIn('Tcp', '3306', 'clients', 'subnet'),
      allowIn('*', '*', 'subnet', 'subnet'),
      allowOut('*', '*', 'subnet', 'subnet'),
    ],
  },
  {
    title: 'An AKS node pool',
    occupants: [
      {
        type: 'Microsoft.ContainerService/managedClusters',
        arrayPath: 'properties.agentPoolProfiles',
        idPath: 'vnetSubnetID',
      },
      { type: 'Microsoft.ContainerService/managedClusters/agentPools', idPath: 'properties.vnetSubnetID' },
    ],
    inbound: 'Traffic between nodes and pods, and from the load balancer, must stay allowed.',
    outbound: 'AKS does not support cutting its outbound traffic by a network security group; use a firewall.',
    mandatory: [allowIn('*', '*', 'nodes and pods', 'nodes and pods'), allowIn('*', '*', 'AzureLoadBalancer', '*')],
  },
  {
    title: 'The API server of an AKS cluster',
    withoutThem: 'breaks',
    delegations: ['microsoft.containerservice/managedclusters'],
    occupants: [
      { type: 'Microsoft.ContainerService/managedClusters', idPath: 'properties.apiServerAccessProfile.subnetId' },
    ],
    inbound: 'The nodes must reach the API server.',
    outbound: 'AKS does not support cutting its outbound traffic by a network security group; use a firewall.',
    mandatory: [
      allowIn('Tcp', '443, 4443', 'the cluster subnet', 'subnet'),
      allowIn('Tcp', '9988', 'AzureLoadBalancer', 'subnet'),
    ],
  },
  {
    title: 'HDInsight',
    withoutThem: 'breaks',
    occupants: [
      {
        type: 'Microsoft.HDInsight/clusters',
        arrayPath: 'properties.computeProfile.roles',
        idPath: 'virtualNetworkProfile.subnet',
      },
    ],
    inbound: managementIn,
    outbound: 'HDInsight needs its management services; lock it down by a firewall instead.',
    mandatory: [allowIn('Tcp', '443', 'HDInsight', 'subnet')],
  },
  {
    title: 'A Batch pool',
    withoutThem: 'breaks',
    occupants: [{ type: 'Microsoft.Batch/batchAccounts/pools', idPath: 'properties.networkConfiguration.subnetId' }],
    inbound: 'The tasks need their own flows.',
    outbound: managementOut,
    mandatory: [allowOut('*', '443', 'subnet', 'BatchNodeManagement')],
  },
  {
    title: 'Machine Learning compute',
    occupants: [
      { type: 'Microsoft.MachineLearningServices/workspaces/computes', idPath: 'properties.properties.subnet.id' },
    ],
    inbound: 'Compute with a public address needs its management traffic.',
    outbound: managementOut,
    mandatory: [
      allowOut('Tcp', '80, 443', 'subnet', 'AzureActiveDirectory'),
      allowOut('Tcp', '443, 8787, 18881', 'subnet', 'AzureMachineLearning'),
      allowOut('Udp', '5831', 'subnet', 'AzureMachineLearning'),
      allowOut('*', '443', 'subnet', 'BatchNodeManagement'),
      allowOut('Tcp', '443', 'subnet', 'AzureResourceManager'),
      allowOut('Tcp', '443', 'subnet', 'Storage'),
      allowOut('Tcp', '443', 'subnet', 'AzureContainerRegistry'),
      allowOut('Tcp', '443', 'subnet', 'MicrosoftContainerRegistry'),
      allowOut('Tcp', '443', 'subnet', 'AzureFrontDoor.FirstParty'),
      allowOut('Tcp', '443', 'subnet', 'AzureFrontDoor.Frontend'),
      allowOut('Tcp', '443', 'subnet', 'AzureMonitor'),
    ],
  },
  {
    title: 'An injected Redis cache',
    occupants: [{ type: 'Microsoft.Cache/redis', idPath: 'properties.subnetId' }],
    inbound: 'The cache needs its clients, its probes and the traffic between its nodes.',
    outbound: 'The cache needs Storage, certificate services and the traffic between its nodes.',
    mandatory: [
      allowIn(
        'Tcp',
        '6379, 6380, 10221-10231, 13000-13999, 15000-15999',
        'clients, AzureLoadBalancer and subnet',
        'subnet',
      ),
      allowIn('Tcp and Udp', '8500, 16001', 'AzureLoadBalancer', 'subnet'),
      allowIn('Tcp', '8443, 20226', 'subnet', 'subnet'),
      allowOut('Tcp', '6379, 6380, 8443, 10221-10231, 13000-13999, 15000-15999, 20226', 'subnet', 'subnet'),
      allowOut('Tcp', '80, 443', 'subnet', '*'),
      allowOut('Tcp and Udp', '53', 'subnet', 'the DNS servers'),
    ],
  },
  {
    title: 'Azure NetApp Files',
    delegations: ['microsoft.netapp/volumes'],
    inbound:
      'Network security groups work only with Standard network features, and clients need the ports of their protocol.',
    outbound: 'Network security groups work only with Standard network features.',
    mandatory: [],
  },
  {
    title: 'Azure VMware Solution',
    names: ['esx-*', 'cust-fds'],
    inbound: 'The service makes and manages this subnet, and its documentation lists no ports.',
    outbound: 'The service makes and manages this subnet, and its documentation lists no ports.',
    mandatory: [],
  },
  {
    title: 'Managed Instance for Apache Cassandra',
    occupants: [{ type: 'Microsoft.DocumentDB/cassandraClusters', idPath: 'properties.delegatedManagementSubnetId' }],
    inbound: 'The nodes need each other and their clients.',
    outbound: managementOut,
    mandatory: [
      allowIn('Tcp', '7001, 7199, 8443, 9042, 9443', 'VirtualNetwork', 'subnet'),
      allowOut('Tcp', '443', 'subnet', 'Storage'),
      allowOut('Tcp', '443', 'subnet', 'AzureKeyVault'),
      allowOut('Tcp', '443', 'subnet', 'EventHub'),
      allowOut('Tcp', '443', 'subnet', 'AzureMonitor'),
      allowOut('Tcp', '443', 'subnet', 'AzureActiveDirectory'),
      allowOut('Tcp', '443', 'subnet', 'AzureResourceManager'),
      allowOut('Tcp', '443', 'subnet', 'AzureFrontDoor.FirstParty'),
      allowOut('Tcp', '443', 'subnet', 'GuestAndHybridManagement'),
      allowOut('Tcp', '443', 'subnet', 'ApiManagement'),
    ],
  },
  {
    title: 'Power Platform',
    delegations: ['microsoft.powerplatform/enterprisepolicies'],
    inbound: 'Its documentation names no security rules.',
    outbound: 'The calls that leave the platform here must stay allowed.',
    mandatory: [],
  },
  {
    title: 'Azure Spring Apps',
    occupants: [
      { type: 'Microsoft.AppPlatform/Spring', idPath: 'properties.networkProfile.serviceRuntimeSubnetId' },
      { type: 'Microsoft.AppPlatform/Spring', idPath: 'properties.networkProfile.appSubnetId' },
    ],
    inbound: 'The service asks not to change the subnets that it uses.',
    outbound: 'The service asks not to change the subnets that it uses.',
    mandatory: [
      allowOut('Tcp', '443', 'subnet', 'AzureCloud'),
      allowOut('Udp', '123', 'subnet', '*'),
      allowOut('Tcp', '443', 'subnet', 'AzureContainerRegistry'),
      allowOut('Tcp', '443, 445', 'subnet', 'Storage'),
      allowOut('Tcp', '443', 'subnet', 'EventHub'),
    ],
  },
  {
    // Not in the specification's table: Learn, Entra Domain Services network considerations.
    title: 'Microsoft Entra Domain Services',
    occupants: [{ type: 'Microsoft.AAD/domainServices', arrayPath: 'properties.replicaSets', idPath: 'subnetId' }],
    inbound: managementIn,
    outbound: managementOut,
    mandatory: [allowIn('Tcp', '5986', 'AzureActiveDirectoryDomainServices', '*')],
  },
  {
    title: 'An integration service environment',
    occupants: [
      {
        type: 'Microsoft.Logic/integrationServiceEnvironments',
        arrayPath: 'properties.networkConfiguration.subnets',
        idPath: 'id',
      },
    ],
    inbound: managementIn,
    outbound: managementOut,
    mandatory: [],
  },
];
