/** The clues from which placements are made, each with its weight. */

import type { TierId } from '../../config/tiers.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceKey } from '../../deployment/intent.ts';
import type { ExternalResource, ResourceView } from '../../deployment/view.ts';
import { subnetsUsed, targetAt, targetsAt } from '../subnets/subnet-use.ts';
import { tierOfName } from './names.ts';
import { reservedSubnet, roleOfType, tierOfDelegation } from './types.ts';

export interface Clue {
  readonly tier: TierId;
  readonly weight: number;
  readonly kind: string;
  readonly detail: string;
}

/** Strongest first. What Azure enforces stands above what resources do, and that above what people write. */
const weights = {
  reservedName: 100,
  delegation: 95,
  serviceInSubnet: 90,
  applicationSecurityGroup: 80,
  endpoint: 60,
  type: 50,
  usedBy: 40,
  tag: 30,
  machineInSubnet: 25,
  name: 20,
  symbolicName: 15,
  likelyType: 10,
} as const;

type Target = ResourceView | ExternalResource;

/** What a resource's type and settings say, names aside. */
export function cluesOf(resource: ResourceView): readonly Clue[] {
  if (isType(resource, 'Microsoft.Network/virtualNetworks/subnets')) return subnetClues(resource);
  if (isType(resource, 'Microsoft.Web/sites', 'Microsoft.Web/sites/slots')) return [siteClue(resource)];
  if (isType(resource, 'Microsoft.Network/privateEndpoints'))
    return [typeClue(resource), ...endpointClues(resource)].flat();
  if (isMachinePart(resource)) return applicationSecurityGroupsOf(resource).flatMap(groupClue);
  if (isType(resource, 'Microsoft.Network/loadBalancers')) return publicBalancerClues(resource);
  if (/^microsoft\.network\/privatednszones(\/|$)/i.test(resource.type)) return zoneClues(resource);
  return typeClue(resource);
}

/** What the tags, the name and the symbolic name say. */
export function nameClues(resource: ResourceView): readonly Clue[] {
  const clues: Clue[] = [];
  for (const tag of ['tier', 'layer', 'role']) {
    const value = attempt(() => resource.read(`tags.${tag}`));
    const tier = typeof value === 'string' ? tierOfName(value)?.tier : undefined;
    if (tier) clues.push({ tier, weight: weights.tag, kind: 'tag', detail: `Its tag ${tag} is ${String(value)}.` });
  }
  const name = nameForWords(resource);
  const named = tierOfName(name);
  if (named) {
    const detail = `Its name contains the word ${named.word}.`;
    clues.push({ tier: named.tier, weight: weights.name, kind: 'name', detail });
  }
  const symbolic = resource.symbolicName === name ? null : tierOfName(resource.symbolicName ?? '');
  if (symbolic) {
    const detail = `Its symbolic name contains the word ${symbolic.word}.`;
    clues.push({ tier: symbolic.tier, weight: weights.symbolicName, kind: 'symbolic name', detail });
  }
  return clues;
}

/** The known parts of the name. Any web app may be named `app-...`, so that this word says nothing there. */
function nameForWords(resource: ResourceView): string {
  const isUnknown = attempt(() => resource.name) === undefined;
  if (isUnknown && (resource.label === resource.symbolicName || resource.label.startsWith('{'))) return '';
  return resource.isType('Microsoft.Web/sites') ? resource.label.replaceAll(/app(lication)?s?/gi, '') : resource.label;
}

/** What a resource tells about the subnets that it uses. `tierOf` gives its tier by the clues so far; it is asked where that matters. */
export function occupantClues(
  resource: ResourceView,
  tierOf: () => TierId,
): readonly { readonly subnet: ResourceKey; readonly clue: Clue }[] {
  const inside = subnetsUsed(resource, 'stands in');
  const clue = inside.length === 0 ? null : occupantClue(resource, tierOf);
  const through: Clue = {
    tier: 'egress',
    weight: weights.serviceInSubnet,
    kind: 'virtual network integration',
    detail: `${describe(resource)} sends its traffic through it.`,
  };
  return [
    ...inside.map((subnet) => ({ subnet, clue })),
    ...subnetsUsed(resource, 'sends through').map((subnet) => ({ subnet, clue: through })),
  ].flatMap(({ subnet, clue: found }) =>
    subnet.kind === 'resource' && found ? [{ subnet: subnet.key, clue: found }] : [],
  );
}

function occupantClue(resource: ResourceView, tierOf: () => TierId): Clue | null {
  const detail = `${describe(resource)} stands in it.`;
  if (isType(resource, 'Microsoft.Network/privateEndpoints')) {
    return { tier: 'endpoints', weight: weights.endpoint, kind: 'private endpoint', detail };
  }
  if (isType(resource, 'Microsoft.Network/loadBalancers')) return null;
  const tier = tierOf();
  if (tier === 'unassigned') return null;
  if (!isMachinePart(resource)) return { tier, weight: weights.serviceInSubnet, kind: 'service', detail };
  const group = applicationSecurityGroupsOf(resource).find((candidate) => tierOfName(nameOf(candidate))?.tier === tier);
  if (group === undefined) return { tier, weight: weights.machineInSubnet, kind: 'network interface', detail };
  return {
    tier,
    weight: weights.applicationSecurityGroup,
    kind: 'application security group',
    detail: `${describe(resource)} stands in it and is in the application security group ${nameOf(group)}.`,
  };
}

/** Ids by which a resource is served by another: its network security group, its public IP addresses, its plan. */
const servants: readonly (readonly [type: string, path: string, idPath?: string])[] = [
  ['Microsoft.Network/virtualNetworks/subnets', 'properties.networkSecurityGroup.id'],
  ['Microsoft.Network/virtualNetworks/subnets', 'properties.routeTable.id'],
  ['Microsoft.Network/networkInterfaces', 'properties.networkSecurityGroup.id'],
  ['Microsoft.Network/networkInterfaces', 'properties.ipConfigurations', 'properties.publicIPAddress.id'],
  ['Microsoft.Network/applicationGateways', 'properties.frontendIPConfigurations', 'properties.publicIPAddress.id'],
  ['Microsoft.Network/loadBalancers', 'properties.frontendIPConfigurations', 'properties.publicIPAddress.id'],
  ['Microsoft.Network/bastionHosts', 'properties.ipConfigurations', 'properties.publicIPAddress.id'],
  ['Microsoft.Network/azureFirewalls', 'properties.ipConfigurations', 'properties.publicIPAddress.id'],
  ['Microsoft.Network/virtualNetworkGateways', 'properties.ipConfigurations', 'properties.publicIPAddress.id'],
  ['Microsoft.Network/natGateways', 'properties.publicIpAddresses', 'id'],
  ['Microsoft.Network/natGateways', 'properties.publicIpPrefixes', 'id'],
  ['Microsoft.Compute/virtualMachines', 'properties.networkProfile.networkInterfaces', 'id'],
  ['Microsoft.Web/sites', 'properties.serverFarmId'],
];

/** What a resource in a known tier tells about those that serve it. */
export function userClues(
  resource: ResourceView,
  tier: TierId,
): readonly { readonly used: ResourceKey; readonly clue: Clue }[] {
  if (tier === 'unassigned') return [];
  const clue: Clue = { tier, weight: weights.usedBy, kind: 'used by', detail: `${describe(resource)} uses it.` };
  return servants
    .filter(([type]) => isType(resource, type))
    .flatMap(([, path, idPath]) =>
      idPath === undefined ? targetAt(resource, path) : targetsAt(resource, path, idPath),
    )
    .flatMap((used) => (used.kind === 'resource' ? [{ used: used.key, clue }] : []));
}

function subnetClues(subnet: ResourceView): readonly Clue[] {
  const clues: Clue[] = [];
  const reserved = reservedSubnet(subnet.label);
  if (reserved) {
    const detail = `Azure reserves the name ${subnet.label} for ${reserved.service}.`;
    clues.push({ tier: reserved.tier, weight: weights.reservedName, kind: 'reserved name', detail });
  }
  for (const index of [0, 1]) {
    const service = attempt(() => subnet.read(`properties.delegations.${index}.properties.serviceName`));
    if (typeof service !== 'string') continue;
    const tier = tierOfDelegation(service);
    const detail = `It is delegated to ${service}.`;
    if (tier) clues.push({ tier, weight: weights.delegation, kind: 'delegation', detail });
  }
  return clues;
}

function siteClue(site: ResourceView): Clue {
  const kind = attempt(() => site.read('kind'));
  if (typeof kind === 'string' && /functionapp|workflowapp/i.test(kind)) {
    return {
      tier: 'app',
      weight: weights.type,
      kind: 'resource type',
      detail: `Its kind is ${kind}: it runs functions.`,
    };
  }
  return { tier: 'web', weight: weights.likelyType, kind: 'resource type', detail: 'Web apps mostly serve web pages.' };
}

function endpointClues(endpoint: ResourceView): readonly Clue[] {
  return endpointTargets(endpoint).map((target) => ({
    tier: 'endpoints',
    weight: weights.endpoint,
    kind: 'endpoint target',
    detail: `It leads to ${describe(target)}.`,
  }));
}

/** The services that a private endpoint leads to. */
function endpointTargets(endpoint: ResourceView): readonly Target[] {
  return ['properties.privateLinkServiceConnections', 'properties.manualPrivateLinkServiceConnections'].flatMap(
    (path) => targetsAt(endpoint, path, 'properties.privateLinkServiceId'),
  );
}

function publicBalancerClues(balancer: ResourceView): readonly Clue[] {
  const isPublic = attempt(() => !balancer.omits('properties.frontendIPConfigurations.0.properties.publicIPAddress'));
  if (isPublic !== true) return [];
  return [{ tier: 'gateway', weight: weights.type, kind: 'resource type', detail: 'It has a public IP address.' }];
}

function zoneClues(zone: ResourceView): readonly Clue[] {
  const owner = isType(zone, 'Microsoft.Network/privateDnsZones') ? zone : attempt(() => zone.parent());
  if (!owner || !/^privatelink[.…]/i.test(owner.label)) return [];
  const detail = `${owner.label} is a zone for private endpoints.`;
  return [{ tier: 'endpoints', weight: weights.type, kind: 'resource type', detail }];
}

function typeClue(resource: ResourceView): readonly Clue[] {
  const role = roleOfType(resource.type);
  if (role === null) return [];
  const detail = `Resources of type ${resource.type} ${role.does}.`;
  return [{ tier: role.tier, weight: weights.type, kind: 'resource type', detail }];
}

function groupClue(group: Target): readonly Clue[] {
  const tier = tierOfName(nameOf(group))?.tier;
  if (!tier) return [];
  const detail = `It is in the application security group ${nameOf(group)}.`;
  return [{ tier, weight: weights.applicationSecurityGroup, kind: 'application security group', detail }];
}

/** Machines, their scale sets and their network interfaces: what may be in an application security group. */
export function isMachinePart(resource: ResourceView): boolean {
  return isType(
    resource,
    'Microsoft.Network/networkInterfaces',
    'Microsoft.Compute/virtualMachines',
    'Microsoft.Compute/virtualMachineScaleSets',
  );
}

function applicationSecurityGroupsOf(resource: ResourceView): readonly Target[] {
  if (isType(resource, 'Microsoft.Network/networkInterfaces')) return groupsIn(resource, 'properties.ipConfigurations');
  if (isType(resource, 'Microsoft.Compute/virtualMachineScaleSets')) {
    const interfaces = 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations';
    return groupsIn(resource, `${interfaces}.0.properties.ipConfigurations`);
  }
  return targetsAt(resource, 'properties.networkProfile.networkInterfaces', 'id').flatMap((target) =>
    target.kind === 'resource' ? groupsIn(target, 'properties.ipConfigurations') : [],
  );
}

function groupsIn(resource: ResourceView, ipConfigurations: string): readonly Target[] {
  return [0, 1].flatMap((index) =>
    targetsAt(resource, `${ipConfigurations}.${index}.properties.applicationSecurityGroups`, 'id'),
  );
}

function isType(resource: ResourceView, ...types: readonly string[]): boolean {
  return types.some((type) => resource.isType(type));
}

function nameOf(target: Target): string {
  return target.kind === 'resource' ? target.label : target.name;
}

/** A resource by name and type, for sentences. */
function describe(target: Target): string {
  const name = nameOf(target) || 'a resource';
  return target.type === '' ? name : `${name} (${target.type})`;
}
