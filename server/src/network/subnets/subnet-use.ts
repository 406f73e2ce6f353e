/** Which subnets a resource stands in or sends its traffic through. Source of the paths: the resource references of the types. */
import { attempt } from '../../deployment/alternatives.ts';
import type { ExternalResource, ResourceView } from '../../deployment/view.ts';

/** How a resource uses a subnet: it has addresses in it, or sends its traffic through it while it stands elsewhere. */
export type SubnetUse = 'stands in' | 'sends through';

interface SubnetPath {
  readonly use?: SubnetUse;
  /** Of the id, or of an array whose elements have the id at `idPath`. */
  readonly path: string;
  readonly idPath?: string;
}

const ipConfigurations: SubnetPath = { path: 'properties.ipConfigurations', idPath: 'properties.subnet.id' };

const subnetPaths: ReadonlyMap<string, readonly SubnetPath[]> = new Map<string, readonly SubnetPath[]>([
  ['microsoft.network/networkinterfaces', [ipConfigurations]],
  ['microsoft.network/privateendpoints', [{ path: 'properties.subnet.id' }]],
  ['microsoft.network/privatelinkservices', [ipConfigurations]],
  [
    'microsoft.network/applicationgateways',
    [{ path: 'properties.gatewayIPConfigurations', idPath: 'properties.subnet.id' }],
  ],
  [
    'microsoft.network/loadbalancers',
    [{ path: 'properties.frontendIPConfigurations', idPath: 'properties.subnet.id' }],
  ],
  ['microsoft.network/bastionhosts', [ipConfigurations]],
  [
    'microsoft.network/azurefirewalls',
    [ipConfigurations, { path: 'properties.managementIpConfiguration.properties.subnet.id' }],
  ],
  ['microsoft.network/virtualnetworkgateways', [ipConfigurations]],
  ['microsoft.network/virtualhubs/ipconfigurations', [{ path: 'properties.subnet.id' }]],
  ['microsoft.network/dnsresolvers/inboundendpoints', [{ path: 'properties.ipConfigurations', idPath: 'subnet.id' }]],
  ['microsoft.network/dnsresolvers/outboundendpoints', [{ path: 'properties.subnet.id' }]],
  ['microsoft.compute/virtualmachinescalesets', scaleSetPaths()],
  ['microsoft.apimanagement/service', [{ path: 'properties.virtualNetworkConfiguration.subnetResourceId' }]],
  ['microsoft.app/managedenvironments', [{ path: 'properties.vnetConfiguration.infrastructureSubnetId' }]],
  ['microsoft.containerinstance/containergroups', [{ path: 'properties.subnetIds', idPath: 'id' }]],
  ['microsoft.containerservice/managedclusters', [{ path: 'properties.agentPoolProfiles', idPath: 'vnetSubnetID' }]],
  ['microsoft.batch/batchaccounts/pools', [{ path: 'properties.networkConfiguration.subnetId' }]],
  ['microsoft.web/hostingenvironments', [{ path: 'properties.virtualNetwork.id' }]],
  ['microsoft.cache/redis', [{ path: 'properties.subnetId' }]],
  ['microsoft.dbformysql/flexibleservers', [{ path: 'properties.network.delegatedSubnetResourceId' }]],
  ['microsoft.dbforpostgresql/flexibleservers', [{ path: 'properties.network.delegatedSubnetResourceId' }]],
  ['microsoft.documentdb/cassandraclusters', [{ path: 'properties.delegatedManagementSubnetId' }]],
  ['microsoft.netapp/netappaccounts/capacitypools/volumes', [{ path: 'properties.subnetId' }]],
  ['microsoft.sql/managedinstances', [{ path: 'properties.subnetId' }]],
  ['microsoft.web/sites', [{ use: 'sends through', path: 'properties.virtualNetworkSubnetId' }]],
  ['microsoft.web/sites/slots', [{ use: 'sends through', path: 'properties.virtualNetworkSubnetId' }]],
]);

function scaleSetPaths(): readonly SubnetPath[] {
  const interfaces = 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations';
  return [0, 1].map((index) => ({
    path: `${interfaces}.${index}.properties.ipConfigurations`,
    idPath: 'properties.subnet.id',
  }));
}

/** True if resources of a type, in lower case, can use subnets. */
export function usesSubnets(type: string): boolean {
  return subnetPaths.has(type);
}

/** The subnets that a resource uses in the given way, each once; those that can't be told are left out. */
export function subnetsUsed(resource: ResourceView, use: SubnetUse): readonly (ResourceView | ExternalResource)[] {
  const paths = subnetPaths.get(resource.type.toLowerCase()) ?? [];
  return paths
    .filter((candidate) => (candidate.use ?? 'stands in') === use)
    .flatMap(({ path, idPath }) =>
      idPath === undefined ? targetAt(resource, path) : targetsAt(resource, path, idPath),
    )
    .filter((subnet, index, all) => all.findIndex((other) => isSame(other, subnet)) === index);
}

/** What the id at a path means; empty if it isn't given or can't be told. */
export function targetAt(resource: ResourceView, path: string): readonly (ResourceView | ExternalResource)[] {
  const target = attempt(() => resource.target(path)) ?? null;
  return target === null ? [] : [target];
}

/** What the ids in the elements of an array mean; elements that can't be told are left out. */
export function targetsAt(
  resource: ResourceView,
  arrayPath: string,
  idPath: string,
): readonly (ResourceView | ExternalResource)[] {
  const all = attempt(() => resource.targets(arrayPath, idPath));
  if (all !== undefined) return all;
  // One element that can't be told hides the others, so they are asked for one by one; more than a few aren't worth it.
  const suffix = idPath === '' ? '' : `.${idPath}`;
  return Array.from({ length: 8 }, (_, index) => `${arrayPath}.${index}${suffix}`).flatMap((path) =>
    targetAt(resource, path),
  );
}

function isSame(a: ResourceView | ExternalResource, b: ResourceView | ExternalResource): boolean {
  if (a.kind === 'resource' && b.kind === 'resource') return a.key === b.key;
  return a.kind === b.kind && a.type === b.type && a.name === b.name;
}

/** A resource of the template that uses a subnet, and where it names it. */
export interface SubnetGuest {
  readonly resource: ResourceView;
  readonly use: SubnetUse;
  readonly path: string;
}

/** What the template itself declares to be in a subnet, or to send its traffic through it; what can't be told is left out. */
export function subnetGuests(subnet: ResourceView): readonly SubnetGuest[] {
  return [...subnetPaths].flatMap(([type, places]) => {
    if (subnet.deployment.lacks(type)) return [];
    return places.flatMap(({ use = 'stands in', path, idPath }) => {
      const place = idPath === undefined ? path : { array: path, id: idPath };
      const known = subnet.deployment.naming(subnet, type, place).known.filter(({ existing }) => !existing);
      return known.flatMap((resource) => {
        const at = whereNamed(resource, subnet, path, idPath);
        return at === null ? [] : [{ resource, use, path: at }];
      });
    });
  });
}

function whereNamed(resource: ResourceView, subnet: ResourceView, path: string, idPath?: string): string | null {
  const size = idPath === undefined ? 1 : (attempt(() => resource.size(path)) ?? 0);
  const paths = idPath === undefined ? [path] : [...Array(size).keys()].map((index) => `${path}.${index}.${idPath}`);
  return paths.find((at) => attempt(() => subnet.is(resource.target(at))) === true) ?? null;
}
