import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';
import { subnetsUsed, targetAt, targetsAt } from '../network/subnet-use.ts';
import { type Canonical, parentOf } from './topology-resources.ts';

const subnetType = 'Microsoft.Network/virtualNetworks/subnets';
const interfaceType = 'Microsoft.Network/networkInterfaces';

/** Types that say nothing about where traffic goes, and parts that their resource speaks for; in lower case. */
const leftOut: readonly RegExp[] = [
  /^microsoft\.(advisor|authorization|guestconfiguration|policyinsights|resources|security)\//,
  /\/(diagnosticsettings|locks|roleassignments|extensions|config|basicpublishingcredentialspolicies)$/,
  /^microsoft\.network\/[^/]+\/(securityrules|routes|virtualnetworkpeerings|backendaddresspools|inboundnatrules)$/,
];

/**
 * Under which resources each resource is shown: none if it stands alone, several for a network security group that serves several subnets.
 * Resources that aren't shown have no entry. `canonical` leads from an `existing` reference to what stands for it.
 */
export function holdersOf(
  resources: readonly ResourceView[],
  canonical: Canonical,
): ReadonlyMap<ResourceKey, readonly ResourceKey[]> {
  const withSubnets = new Set(
    resources
      .filter(isSubnet)
      .flatMap((subnet) => parentKeys(subnet))
      .map(canonical),
  );
  const shown = resources.filter((resource) => !isLeftOut(resource) && !withSubnets.has(resource.key));
  const keys = new Set(shown.map((resource) => resource.key));
  const byResource = new Map<ResourceKey, readonly ResourceKey[]>();
  const serves = servedBy(shown, canonical);
  for (const resource of shown) {
    const parents = isSubnet(resource) ? [] : parentKeys(resource).map(canonical);
    const candidates = serves.get(resource.key) ?? standingPlace(resource, serves) ?? parents;
    const holders = candidates.map(canonical).filter((key) => keys.has(key) && key !== resource.key);
    const belongsToHidden = parents.some((key) => !keys.has(key));
    if (holders.length > 0 || !belongsToHidden) byResource.set(resource.key, holders);
  }
  return byResource;
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

/** The first subnet in which the resource has addresses, a machine by its network interfaces; null if it has none that is known. */
function standingPlace(
  resource: ResourceView,
  serves: ReadonlyMap<ResourceKey, readonly ResourceKey[]>,
): readonly ResourceKey[] | null {
  const own = interfacesOf(resource).filter(
    (target) => target.kind === 'resource' && serves.get(target.key)?.[0] === resource.key,
  );
  const inSubnets = [resource, ...own].flatMap((target) =>
    target.kind === 'resource' ? subnetsUsed(target, 'stands in') : [],
  );
  const first = inSubnets.find((subnet) => subnet.kind === 'resource');
  return first?.kind === 'resource' ? [first.key] : null;
}

function parentKeys(resource: ResourceView): readonly ResourceKey[] {
  const parent = parentOf(resource);
  return parent ? [parent.key] : [];
}
