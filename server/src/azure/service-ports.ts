/**
 * The port on which a service is used behind a private endpoint, by group id in lower case; all others are used on 443. Source: the connectivity
 * pages of the services on Learn (Azure SQL Database with the Proxy policy; MySQL, MariaDB and PostgreSQL; Azure Cache for Redis with TLS; Cosmos DB
 * for MongoDB and for Apache Cassandra).
 */
const portsByGroup: ReadonlyMap<string, number> = new Map([
  ['sqlserver', 1433],
  ['managedinstance', 1433],
  ['mysqlserver', 3306],
  ['mariadbserver', 3306],
  ['postgresqlserver', 5432],
  ['rediscache', 6380],
  ['mongodb', 10255],
  ['cassandra', 10350],
]);

/** The TCP port of the service behind a private endpoint with this group id, in any case. */
export function servicePort(groupId: string): number {
  return portsByGroup.get(groupId.toLowerCase()) ?? 443;
}
