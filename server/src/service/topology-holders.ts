import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';
import { subnetsUsed, targetAt, targetsAt } from '../network/subnets/subnet-use.ts';
import { type Canonical, parentOf } from './topology-resources.ts';

const subnetType = 'Microsoft.Network/virtualNetworks/subnets';
const interfaceType = 'Microsoft.Network/networkInterfaces';

/** Governance, identities and keys, which traffic doesn't reach, and parts that their resource speaks for; in lower case. */
const leftOut: readonly RegExp[] = [
  /^microsoft\.(advisor|authorization|billing|blueprint|consumption|costmanagement|features|guestconfiguration)\//,
  /^microsoft\.(maintenance|managedidentity|managedservices|management|policyinsights|portal|relationships)\//,
  /^microsoft\.(resources|security|subscription|support)\//,
  /^microsoft\.compute\/(sshpublickeys|diskencryptionsets|proximityplacementgroups|availabilitysets)$/,
  /\/(diagnosticsettings|locks|roleassignments|extensions|config|basicpublishingcredentialspolicies)$/,
  /^microsoft\.network\/[^/]+\/(securityrules|routes|virtualnetworkpeerings|backendaddresspools|frontendipconfigurations|inboundnatrules)$/,
];

/** A resource under which another is shown, and why. */
export interface Holder {
  readonly key: ResourceKey;
  readonly relation: 'used by' | 'stands in' | 'belongs to';
}

/**
 * Under which resources each resource is shown: none if it stands alone, several for a network security group that serves several subnets.
 * Resources that aren't shown have no entry. `canonical` leads from an `existing` reference to what stands for it.
 */
export function holdersOf(
  resources: readonly ResourceView[],
  canonical: Canonical,
): ReadonlyMap<ResourceKey, readonly Holder[]> {
  const withSubnets = new Set(
    resources
      .filter(isSubnet)
      .flatMap((subnet) => parentKeys(subnet))
      .map(canonical),
  );
  const shown = resources.filter((resource) => !isLeftOut(resource) && !withSubnets.has(resource.key));
  const keys = new Set(shown.map((resource) => resource.key));
  const byResource = new Map<ResourceKey, readonly Holder[]>();
  const serves = servedBy(shown, canonical);
  for (const resource of shown) {
    const parents = isSubnet(resource) ? [] : parentKeys(resource).map(canonical);
    const candidates =
      related('used by', serves.get(resource.key)) ??
      related('stands in', standingPlace(resource, serves)) ??
      related('belongs to', parents) ??
      [];
    const holders = candidates
      .map(({ key, relation }) => ({ key: canonical(key), relation }))
      .filter(({ key }) => keys.has(key) && key !== resource.key);
    const belongsToHidden = parents.some((key) => !keys.has(key));
    if (holders.length > 0 || !belongsToHidden) byResource.set(resource.key, holders);
  }
  return byResource;
}

function related(relation: Holder['relation'], keys: readonly ResourceKey[] | undefined): readonly Holder[] | null {
  return keys === undefined || keys.length === 0 ? null : keys.map((key) => ({ key, relation }));
}

export function isSubnet(resource: ResourceView): boolean {
  return resource.isType(subnetType);
}

function isLeftOut(resource: ResourceView): boolean {
  return leftOut.some((pattern) => pattern.test(resource.type.toLowerCase()));
}

/** Whom a resource serves, if that is where a reader looks for it: subnets for a network security group, a machine for its interface. */
function servedBy(
  shown: readonly ResourceView[],
  canonical: Canonical,
): ReadonlyMap<ResourceKey, readonly ResourceKey[]> {
  const serves = new Map<ResourceKey, ResourceKey[]>();
  const note = (servant: ReturnType<typeof targetAt>[number], master: ResourceView): void => {
    if (servant.kind !== 'resource') return;
    const key = canonical(servant.key);
    const known = serves.get(key);
    if (known === undefined) serves.set(key, [master.key]);
    else if (!known.includes(master.key)) known.push(master.key);
  };
  for (const resource of shown) {
    if (isSubnet(resource)) {
      for (const path of ['properties.networkSecurityGroup.id', 'properties.routeTable.id']) {
        for (const servant of targetAt(resource, path)) note(servant, resource);
      }
    }
    for (const networkInterface of interfacesOf(resource)) note(networkInterface, resource);
  }
  for (const resource of shown.filter((candidate) => candidate.isType(interfaceType))) {
    for (const group of targetAt(resource, 'properties.networkSecurityGroup.id')) {
      if (group.kind === 'resource' && !serves.has(canonical(group.key))) note(group, resource);
    }
  }
  return serves;
}

function interfacesOf(resource: ResourceView): ReturnType<typeof targetsAt> {
  if (!resource.isType('Microsoft.Compute/virtualMachines')) return [];
  return targetsAt(resource, 'properties.networkProfile.networkInterfaces', 'id');
}

/** The first subnet in which the resource has addresses, a machine by its network interfaces; empty if none is known. */
function standingPlace(
  resource: ResourceView,
  serves: ReadonlyMap<ResourceKey, readonly ResourceKey[]>,
): readonly ResourceKey[] {
  const own = interfacesOf(resource).filter(
    (target) => target.kind === 'resource' && serves.get(target.key)?.[0] === resource.key,
  );
  const inSubnets = [resource, ...own].flatMap((target) =>
    target.kind === 'resource' ? subnetsUsed(target, 'stands in') : [],
  );
  const first = inSubnets.find((subnet) => subnet.kind === 'resource');
  return first?.kind === 'resource' ? [first.key] : [];
}

function parentKeys(resource: ResourceView): readonly ResourceKey[] {
  const parent = parentOf(resource);
  return parent ? [parent.key] : [];
}
