/** Network interfaces of machines and scale sets, and private endpoints. */
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ExternalResource, ResourceView } from '../../deployment/view.ts';
import { type AddressSet, addressSetOf, overlapAddresses, parseAddressSet } from '../addresses/address-set.ts';
import type { Maybe, NetworkInterface, PrivateEndpoint } from '../reachability/model.ts';
import type { PublicAddress } from '../reachability/model-entries.ts';
import { all, type LeftOut, once, placed } from './listing.ts';
import { subnetPaths, subnetPrefixesOf } from './network-prefixes.ts';
import { idOf, indexesAt, maybe, type NetworkSource, part, referenceAt, sourceOf, textsAt, wordAt } from './source.ts';
import { knownTexts, requireTexts, type WrittenText } from './written-texts.ts';

export interface Interfaces {
  readonly interfaces: readonly NetworkInterface<NetworkSource>[];
  readonly endpoints: readonly PrivateEndpoint<NetworkSource>[];
  /** Ids of interfaces by the id of the backend pool or inbound NAT rule that they join. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** Interfaces of which it isn't known what they join. */
  readonly doubtful: readonly string[];
}

export function readInterfaces(deployment: DeploymentView, left: LeftOut[]): Interfaces {
  const members = new Map<string, string[]>();
  const doubtful: string[] = [];
  const interfaces = [
    ...placed(all(deployment, 'Microsoft.Network/networkInterfaces'), left, (card) =>
      once(card, 'interfaces', (resource) => configurationsOf(resource, 'properties')),
    ),
    ...placed(all(deployment, 'Microsoft.Compute/virtualMachineScaleSets'), left, (scaleSet) =>
      once(scaleSet, 'interfaces', configurationsOfScaleSet),
    ),
  ];
  for (const { nic, pools } of interfaces) {
    if ('unknown' in pools) doubtful.push(nic.id);
    else for (const pool of pools) members.set(pool, [...(members.get(pool) ?? []), nic.id]);
  }
  const endpoints = placed(all(deployment, 'Microsoft.Network/privateEndpoints'), left, (endpoint) =>
    once(endpoint, 'endpoint', readEndpoint),
  );
  return { interfaces: interfaces.map(({ nic }) => nic), endpoints, members, doubtful };
}

/** An interface with the ids of what it joins. */
interface Joined {
  readonly nic: NetworkInterface<NetworkSource>;
  readonly pools: Maybe<readonly string[]>;
}

/** What an interface may join, by its id. */
const joinedArrays = [
  'loadBalancerBackendAddressPools',
  'loadBalancerInboundNatRules',
  'loadBalancerInboundNatPools',
  'applicationGatewayBackendAddressPools',
];

function configurationsOfScaleSet(scaleSet: ResourceView): readonly Joined[] {
  const cards = 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations';
  return indexesAt(scaleSet, cards).flatMap((index) => configurationsOf(scaleSet, `${cards}.${index}.properties`));
}

function configurationsOf(resource: ResourceView, base: string): readonly Joined[] {
  return indexesAt(resource, `${base}.ipConfigurations`).map((index) => {
    const path = `${base}.ipConfigurations.${index}.properties`;
    const subnet = resource.target(`${path}.subnet.id`);
    const nic = {
      id: `${resource.key}#${base}.${index}`,
      source: sourceOf(resource, `${base}.ipConfigurations.${index}`),
      subnet: subnet === null ? '' : idOf(subnet),
      addresses:
        part(resource, () => isOutside(resource, path, subnet)) === true
          ? null
          : addressAt(resource, `${path}.privateIPAddress`),
      securityGroup: referenceAt(resource, `${base}.networkSecurityGroup.id`),
      groups: part(resource, () => resource.targets(`${path}.applicationSecurityGroups`, 'id').map(idOf)),
      publicAddress: part(resource, () => publicAddressOf(resource, path)),
    };
    return {
      nic,
      pools: maybe(() => joinedArrays.flatMap((array) => resource.targets(`${path}.${array}`, 'id').map(idOf))),
    };
  });
}

/** True if the address of a configuration surely isn't one of its subnet. Azure refuses that, and the interface is somewhere in the subnet. */
function isOutside(resource: ResourceView, path: string, subnet: ResourceView | ExternalResource | null): boolean {
  if (subnet === null || subnet.kind === 'external' || subnet.existing) return false;
  const addresses = addressAt(resource, `${path}.privateIPAddress`);
  const prefixes = subnetPrefixesOf(subnet).map(({ range }) => range);
  if (addresses === null || prefixes.length === 0) return false;
  requireTexts(subnet, ...subnetPaths);
  return !overlapAddresses(addresses, addressSetOf(prefixes));
}

/** The static addresses of a network interface that its subnet doesn't have. */
export function addressesOutside(
  card: ResourceView,
): readonly { readonly written: WrittenText; readonly subnet: ResourceView }[] {
  return indexesAt(card, 'properties.ipConfigurations').flatMap((index) => {
    const path = `properties.ipConfigurations.${index}.properties`;
    const subnet = card.target(`${path}.subnet.id`);
    if (subnet === null || subnet.kind === 'external' || !isOutside(card, path, subnet)) return [];
    return knownTexts(card, `${path}.privateIPAddress`).map((written) => ({ written, subnet }));
  });
}

/** The static address, or null: somewhere in the subnet. */
function addressAt(resource: ResourceView, path: string): AddressSet | null {
  const texts = attempt(() => textsAt(resource, path)) ?? [];
  const set = parseAddressSet(texts);
  return texts.length === 0 ? null : set;
}

function publicAddressOf(resource: ResourceView, path: string): PublicAddress<NetworkSource> | null {
  if (!resource.omits(`${path}.publicIPAddressConfiguration`)) {
    // Addresses of scale sets in flexible or Standard networks are Standard ones.
    return { source: sourceOf(resource, `${path}.publicIPAddressConfiguration`), sku: 'Standard' };
  }
  const address = resource.target(`${path}.publicIPAddress.id`);
  if (address === null) return null;
  if (address.kind === 'external' || address.existing) {
    return {
      source: sourceOf(resource, `${path}.publicIPAddress`),
      sku: { unknown: { kind: 'outside', name: address.name } },
    };
  }
  return { source: sourceOf(address), sku: maybe(() => skuOf(address)) };
}

/** Basic is what an omitted SKU means (azure-network section 4). */
export function skuOf(resource: ResourceView): 'Basic' | 'Standard' {
  const name = wordAt(resource, 'sku.name');
  return name === '' || name === 'basic' ? 'Basic' : 'Standard';
}

function readEndpoint(endpoint: ResourceView): readonly PrivateEndpoint<NetworkSource>[] {
  const subnet = endpoint.target('properties.subnet.id');
  if (subnet === null) return [];
  const texts = maybe(() =>
    indexesAt(endpoint, 'properties.ipConfigurations').flatMap((index) =>
      textsAt(endpoint, `properties.ipConfigurations.${index}.properties.privateIPAddress`),
    ),
  );
  return [
    {
      id: idOf(endpoint),
      source: sourceOf(endpoint),
      subnet: idOf(subnet),
      addresses: 'unknown' in texts || texts.length === 0 ? null : parseAddressSet(texts),
      groups: part(endpoint, () => endpoint.targets('properties.applicationSecurityGroups', 'id').map(idOf)),
    },
  ];
}
