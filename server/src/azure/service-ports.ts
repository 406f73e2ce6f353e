/**
 * The port on which a service is used behind a private endpoint, by group id in lower case. Source: the connectivity pages of the services on Learn
 * (Azure SQL Database with the Proxy policy; MySQL, MariaDB and PostgreSQL; Azure Cache for Redis with TLS and its Enterprise tiers; Cosmos DB for
 * MongoDB and for Apache Cassandra; SMB of Azure Files); the others listed have HTTPS endpoints alone. Services with several protocols, such as
 * Service Bus and Event Hubs, are left out, and so are ids that two services share.
 */
const otherPorts: Readonly<Record<number, readonly string[]>> = {
  445: ['file'],
  1433: ['sqlserver', 'managedinstance'],
  3306: ['mysqlserver', 'mariadbserver'],
  5432: ['postgresqlserver'],
  6380: ['rediscache'],
  10000: ['redisenterprise'],
  10255: ['mongodb'],
  10350: ['cassandra'],
};

const storage = ['blob', 'table', 'queue', 'web', 'dfs'];

const httpsGroups: readonly string[] = [
  ...storage,
  ...storage.map((group) => `${group}_secondary`),
  'vault',
  'managedhsm',
  'sites',
  'staticsites',
  'registry',
  'searchservice',
  'account',
  'configurationstores',
  'amlworkspace',
  'databricks_ui_api',
  'browser_authentication',
  'datafactory',
  'azuremonitor',
  'topic',
  'domain',
];

const portsByGroup: ReadonlyMap<string, number> = new Map([
  ...httpsGroups.map((group): [string, number] => [group, 443]),
  ...Object.entries(otherPorts).flatMap(([port, groups]) =>
    groups.map((group): [string, number] => [group, Number(port)]),
  ),
]);

/** The TCP port of the service behind a private endpoint with this group id, in any case; null if it isn't known. */
export function servicePort(groupId: string): number | null {
  return portsByGroup.get(groupId.toLowerCase()) ?? null;
}

const knownPorts: ReadonlySet<number> = new Set(portsByGroup.values());

/** True for the port of one of these services. */
export function isServicePort(port: number): boolean {
  return knownPorts.has(port);
}

/**
 * Services that listen on TCP alone, by port: the protocols of SSH (RFC 4251), SQL Server, MySQL and PostgreSQL, and HTTP below WinRM. Ports that UDP
 * uses too are left out, such as 443 and 3389.
 */
export const portsOfTcpServices: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [1433, 'SQL Server'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
]);
