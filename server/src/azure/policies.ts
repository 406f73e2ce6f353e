/**
 * Built-in definitions of Azure Policy that ask the same of the same resources as rules do, and the controls of the Microsoft cloud security benchmark
 * that they stand for. Sources: ids and names from Azure/azure-policy (built-in-policies/policyDefinitions) and documents that list them; controls from
 * the initiative of the benchmark there (policySetDefinitions/Security Center/AzureSecurityCenter.json, version 57.30.0), which holds some of them.
 */

export interface AzurePolicy {
  readonly name: string;
  readonly id: string;
  /** Such as NS-1; empty if the initiative of the benchmark doesn't hold the definition. */
  readonly controls: readonly string[];
}

function policy(id: string, name: string, ...controls: readonly string[]): AzurePolicy {
  return { name, id, controls };
}

export const azurePolicies = {
  subnetWithGroup: policy(
    'e71308d3-144b-4262-b144-efdc3cc90517',
    'Subnets should be associated with a Network Security Group',
    'NS-1',
  ),
  gatewaySubnetWithoutGroup: policy(
    '35f9c03a-cc27-418e-9c0c-539ff999d010',
    'Gateway subnets should not be configured with a network security group',
  ),
  privateSubnet: policy('7bca8353-aa3b-429b-904a-9229c4385837', 'Subnets should be private'),
  closedManagementPorts: policy(
    '22730e10-96f6-4aac-ad84-9383d35b5917',
    'Management ports should be closed on your virtual machines',
    'NS-3',
  ),
  interfaceWithoutPublicIp: policy(
    '83a86a26-fd1f-447c-b59d-e51f44264114',
    'Network interfaces should not have public IPs',
  ),
  interfaceWithoutForwarding: policy(
    '88c0b9da-ce96-4b03-9635-f29a937e2900',
    'Network interfaces should disable IP forwarding',
  ),
  machineWithoutForwarding: policy(
    'bd352bd5-2853-4985-bf0d-73806b4a5744',
    'IP Forwarding on your virtual machine should be disabled',
    'NS-3',
  ),
  ddosProtection: policy('a7aca53f-2ed4-4466-a25e-0b45ade68efd', 'Azure DDoS Protection should be enabled', 'NS-5'),
  networkDdosProtection: policy(
    '94de2ad3-e0c1-4caf-ad78-5d47bbc83d3d',
    'Virtual networks should be protected by Azure DDoS Protection',
  ),

  gatewayWaf: policy(
    '564feb30-bf6a-4854-b4bb-0d2d2d1e6c66',
    'Web Application Firewall (WAF) should be enabled for Application Gateway',
    'NS-6',
  ),
  gatewayWafPolicy: policy(
    'ff1f1879-a60d-4f23-9641-41e7391ec19a',
    'Azure Application Gateway should be deployed with Azure WAF',
  ),
  gatewayWafMigrated: policy(
    '882e19a6-996f-400e-a30f-c090887254f4',
    'Migrate WAF from WAF Config to WAF Policy on Application Gateway',
  ),
  gatewayWafMode: policy(
    '12430be1-6cc8-4527-a9a8-e3d38f250096',
    'Web Application Firewall (WAF) should use the specified mode for Application Gateway',
  ),
  frontDoorWaf: policy(
    '055aa869-bc98-4af8-bafc-23f1ab6ffe2c',
    'Azure Web Application Firewall should be enabled for Azure Front Door entry-points',
    'NS-6',
  ),
  frontDoorWafMode: policy(
    '425bea59-a659-4cbb-8d31-34499bd030b8',
    'Web Application Firewall (WAF) should use the specified mode for Azure Front Door Service',
  ),
  frontDoorPrivateOrigin: policy(
    'daba2cce-8326-4af3-b049-81a362da024d',
    'Secure private connectivity between Azure Front Door Premium and Azure Storage Blob, or Azure App Service',
  ),

  firewallPremium: policy(
    '8c19196d-7fd7-45b2-a9b4-7288f47c769a',
    'Azure Firewall Standard should be upgraded to Premium for next generation protection',
  ),
  firewallIntrusionDetection: policy(
    '6484db87-a62d-4327-9f07-80a2cbdf333a',
    'Firewall Policy Premium should enable the Intrusion Detection and Prevention System (IDPS)',
  ),
  firewallTlsInspection: policy(
    '711c24bb-7f18-4578-b192-81a6161e1f17',
    'Azure Firewall Premium should configure a valid intermediate certificate to enable TLS inspection',
  ),
  firewallPolicyThreats: policy(
    'da79a7e2-8aa1-45ed-af81-ba050c153564',
    'Azure Firewall Policy should enable Threat Intelligence',
  ),
  firewallThreats: policy(
    '7c591a93-c34c-464c-94ac-8f9f9a46e3d6',
    'Azure Firewall Standard - Classic Rules should enable Threat Intelligence',
  ),

  networkFlowLog: policy(
    '4c3c6c5f-0d47-4402-99b8-aa543dd8bcee',
    'Audit flow logs configuration for every virtual network',
  ),
  flowLogEnabled: policy('27960feb-a23c-4577-8d36-ef8b5f35e0be', 'All flow log resources should be in enabled state'),
  flowLogAnalytics: policy(
    '2f080164-9f4d-497e-9db6-416dc9f7b48a',
    'Network Watcher flow logs should have traffic analytics enabled',
  ),
  activityLogExport: policy(
    '2465583e-4e78-4c15-b6be-a36cbc7c8b0f',
    'Configure Azure Activity logs to stream to specified Log Analytics workspace',
  ),
  administrativeAlert: policy(
    'b954148f-4c11-4c38-8221-be76711e194a',
    'An activity log alert should exist for specific Administrative operations',
  ),
  defenderForServers: policy(
    '4da35fc9-c9e7-4960-aec9-797fe7d9051d',
    'Azure Defender for servers should be enabled',
    ...['LT-1', 'LT-2', 'ES-1', 'IR-3', 'IR-5'],
  ),
  defenderForKeyVault: policy(
    '0e6763cc-5078-4e64-889d-ff4d9a839047',
    'Azure Defender for Key Vault should be enabled',
    ...['DP-8', 'LT-1', 'LT-2', 'IR-3', 'IR-5'],
  ),
  defenderForStorage: policy(
    '640d2586-54d2-465f-877f-9ffc1d2109f4',
    'Microsoft Defender for Storage should be enabled',
    ...['DP-2', 'LT-1', 'LT-2', 'IR-3', 'IR-5'],
  ),

  appHttps: policy(
    'a4af4a39-4135-47fb-b175-47fbdf85311d',
    'App Service apps should only be accessible over HTTPS',
    'DP-3',
  ),
  appSlotHttps: policy(
    'ae1b9a8c-dfce-4605-bd91-69213b4a26fc',
    'App Service app slots should only be accessible over HTTPS',
  ),
  functionHttps: policy(
    '6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab',
    'Function apps should only be accessible over HTTPS',
    'DP-3',
  ),
  appAuthentication: policy(
    '95bccee9-a7f8-4bec-9ee9-62c3473701fc',
    'App Service apps should have authentication enabled',
  ),
  appIntegration: policy(
    '72d04c29-f87d-4575-9731-419ff16a2757',
    'App Service apps should be injected into a virtual network',
  ),
  appTls: policy(
    'f0e6e85b-9b9f-4a4b-b67b-f730d42f1b0b',
    'App Service apps should use the latest TLS version',
    ...['NS-8', 'DP-3'],
  ),
  functionTls: policy(
    'f9d614c5-c173-4d56-95a7-b4437057d193',
    'Function apps should use the latest TLS version',
    ...['NS-8', 'DP-3'],
  ),
  sqlTls: policy(
    '32e6bbec-16b6-44c2-be37-c5b672d103cf',
    'Azure SQL Database should be running TLS version 1.2 or newer',
    ...['DP-3', 'IM-4'],
  ),
  storageTls: policy(
    'fe83a0eb-a853-422d-aac2-1bffd182c5d0',
    'Storage accounts should have the specified minimum TLS version',
  ),
  frontDoorTls: policy(
    '679da822-78a7-4eff-8fff-a899454a9970',
    'Azure Front Door Standard and Premium should be running minimum TLS version of 1.2',
  ),
  storageHttps: policy(
    '404c3081-a854-4457-ae30-26a93ef643f9',
    'Secure transfer to storage accounts should be enabled',
    'DP-3',
  ),
  storageWithoutKeys: policy(
    '8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54',
    'Storage accounts should prevent shared key access',
    'IM-1',
  ),
  storageWithoutAnonymous: policy(
    '4fa4b6c0-31ca-4c0d-b10d-24b96f62a751',
    '[Preview]: Storage account public access should be disallowed',
    'NS-2',
  ),
  redisTls: policy(
    '22bee202-a82f-4305-9a2a-6d7f44d4dedb',
    'Only secure connections to your Azure Cache for Redis should be enabled',
    'DP-3',
  ),
  containerAppHttps: policy(
    '0e80e269-43a4-4ae9-b5bc-178126b8a5cb',
    'Container Apps should only be accessible over HTTPS',
  ),

  encryptionAtHost: policy(
    'fc4d8e41-e223-45ea-9bf5-eada37891d87',
    'Virtual machines and virtual machine scale sets should have encryption at host enabled',
    'DP-4',
  ),
  doubleEncryption: policy(
    'ca91455f-eace-4f96-be59-e6e2c35b4816',
    'Managed disks should be double encrypted with both platform-managed and customer-managed keys',
  ),
  virtualTpm: policy(
    '1c30f9cd-b84c-49cc-aa2c-9288447cc3b3',
    '[Preview]: vTPM should be enabled on supported virtual machines',
    'PV-4',
  ),
  secureBoot: policy(
    '97566dd7-78ae-4997-8b36-1c7bfe0d8121',
    '[Preview]: Secure Boot should be enabled on supported Windows virtual machines',
    'PV-4',
  ),

  sqlNotPublic: policy(
    '1b8ca024-1d5c-4dec-8995-b1a932b41780',
    'Public network access on Azure SQL Database should be disabled',
    'NS-2',
  ),
  sqlInstanceNotPublic: policy(
    '9dfea752-dd46-4766-aed1-c355fa93fb91',
    'Azure SQL Managed Instances should disable public network access',
    'NS-2',
  ),
  mariaDbNotPublic: policy(
    'fdccbe47-f3e3-4213-ad5d-ea459b2fa077',
    'Public network access should be disabled for MariaDB servers',
    'NS-2',
  ),
  mySqlNotPublic: policy(
    'd9844e8a-1437-4aeb-a32c-0c992f056095',
    'Public network access should be disabled for MySQL servers',
    'NS-2',
  ),
  postgreSqlNotPublic: policy(
    'b52376f7-9612-48a1-81cd-1ffe4b61032c',
    'Public network access should be disabled for PostgreSQL servers',
    'NS-2',
  ),
  cosmosNotPublic: policy(
    '797b37f7-06b8-444c-b1ad-fc62867f335a',
    'Azure Cosmos DB should disable public network access',
    'NS-2',
  ),
  storageNotPublic: policy(
    'b2982f36-99f2-4db5-8eff-283140c09693',
    'Storage accounts should disable public network access',
  ),
  keyVaultNotPublic: policy(
    '405c5871-3e91-4644-8a63-58e19d68ff5b',
    'Azure Key Vault should disable public network access',
  ),
  machineLearningNotPublic: policy(
    '438c38d2-3772-465a-a9cc-7a6666a275ce',
    'Azure Machine Learning Workspaces should disable public network access',
    'NS-2',
  ),
  databricksNotPublic: policy(
    '0e7849de-b939-4c50-ab48-fc6b0f5eeba2',
    'Azure Databricks Workspaces should disable public network access',
    'NS-2',
  ),
  redisNotPublic: policy(
    '470baccb-7e51-4549-8b1a-3e5be069f663',
    'Azure Cache for Redis should disable public network access',
  ),

  sqlPrivateEndpoint: policy(
    '7698e800-9299-47a6-b3b6-5a0fee576eed',
    'Private endpoint connections on Azure SQL Database should be enabled',
    'NS-2',
  ),
  mariaDbPrivateEndpoint: policy(
    '0a1302fb-a631-4106-9753-f3d494733990',
    'Private endpoint should be enabled for MariaDB servers',
    'NS-2',
  ),
  mySqlPrivateEndpoint: policy(
    '7595c971-233d-4bcf-bd18-596129188c49',
    'Private endpoint should be enabled for MySQL servers',
    'NS-2',
  ),
  postgreSqlPrivateEndpoint: policy(
    '0564d078-92f5-4f97-8398-b9f58a51f70b',
    'Private endpoint should be enabled for PostgreSQL servers',
    'NS-2',
  ),
  storagePrivateLink: policy(
    '6edd7eda-6dd8-40f7-810d-67160c639cd9',
    'Storage accounts should use private link',
    'NS-2',
  ),
  keyVaultPrivateLink: policy(
    'a6abeaec-4d90-4a02-805f-6b26c4d3fbe9',
    'Azure Key Vaults should use private link',
    ...['NS-2', 'DP-8'],
  ),
  cosmosPrivateLink: policy(
    '58440f8a-10c5-4151-bdce-dfbaad4a20b7',
    'CosmosDB accounts should use private link',
    'NS-2',
  ),
  redisPrivateLink: policy(
    '7803067c-7d34-46e3-8c79-0ca68fc4036d',
    'Azure Cache for Redis should use private link',
    'NS-2',
  ),
  registryPrivateLink: policy(
    'e8eef0a8-67cf-4eb4-9386-14b0e78733d4',
    'Container registries should use private link',
    'NS-2',
  ),
  configurationPrivateLink: policy(
    'ca610c1d-041c-4332-9d88-7ed3094967c7',
    'App Configuration should use private link',
    'NS-2',
  ),
  eventGridDomainPrivateLink: policy(
    '9830b652-8523-49cc-b1b3-e17dce1127ca',
    'Azure Event Grid domains should use private link',
    'NS-2',
  ),
  eventGridTopicPrivateLink: policy(
    '4b90e17e-8448-49db-875e-bd83fb6f804f',
    'Azure Event Grid topics should use private link',
    'NS-2',
  ),
} as const satisfies Readonly<Record<string, AzurePolicy>>;
