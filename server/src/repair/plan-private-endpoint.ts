import { endpointPoliciesPath, filteringPolicies } from '../azure/endpoint-policies.ts';
import type { Lacking } from '../deployment/givers.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import {
  arrayOf,
  type CopiedDraft,
  type Draft,
  literal,
  objectOf,
  type ResourceDraft,
  type ResourceHandle,
} from './draft.ts';
import { type EndpointPlace, endpointPlace } from './endpoint-place.ts';
import { handleOf } from './handles.ts';
import { wordsOf } from './names.ts';
import { passParameter } from './pass-parameter.ts';
import { planSet, type Step } from './plan-set.ts';
import { dnsZoneFor, type ZonePlan } from './private-dns-zone.ts';
import {
  bodyProperty,
  conditionsOf,
  declarationOf,
  declarationSpan,
  distinctConditions,
  isOfTemplate,
  networkApiVersion,
  type Site,
  type Sites,
  simpleTags,
} from './site.ts';

const subnetDescription = 'Resource id of the subnet for private endpoints.';

/**
 * Declares a private endpoint behind the resource, with a zone group, and the DNS zones and virtual network links that the template
 * lacks. Without a subnet in the template, its id becomes a parameter.
 */
export function planPrivateEndpoint(
  sites: Sites,
  site: Site,
  key: ResourceKey,
  groupId: string,
  dnsZones: readonly string[],
): Step[] {
  const declaration = declarationOf(site, key);
  const target = handleOf(site, key);
  if (declaration === null || target === null || site.lowered.template.scope !== 'resourceGroup') return [];
  if (!isOfTemplate(site, declaration)) return [];
  // Where the template declares what its caller gives it, a second way would stand beside that.
  const lacking: Lacking = { kind: 'resource', type: 'Microsoft.Network/privateEndpoints' };
  if (sites.deployment.giverOf(key, lacking, sites.isOwned) !== null) return [];
  const place = endpointPlace(site);
  if (place === null) return [];
  const { newParameter } = place;
  const pass = newParameter === null ? [] : passParameter(sites, site.file, newParameter, subnetDescription);
  if (pass === null) return [];

  const conditions = distinctConditions([...conditionsOf(site, declaration), ...place.conditions]);
  const zones: ZonePlan[] = [];
  for (const zone of dnsZones) {
    const plan = dnsZoneFor(site, zone, place, conditions);
    if (plan === null) return [];
    zones.push(plan);
  }

  const name: Draft = {
    kind: 'joined',
    parts: [{ kind: 'name', of: target }, literal(`-${groupId.toLowerCase()}-pe`)],
  };
  const endpoint = endpointDraft(site, { declaration, target, place, conditions, name, groupId });
  const group = zones.length === 0 ? [] : [zoneGroupDraft(site, endpoint, dnsZones, zones)];
  const span = declarationSpan(site, declaration);
  const declare: Step = (changes) => {
    const inFile = changes.in(site.file);
    inFile.declare(span, [endpoint, ...zones.flatMap((zone) => zone.resources), ...group]);
    for (const step of pass) step(changes);
    if (newParameter !== null) {
      changes.ask(newParameter);
      changes.note(`the id of its subnet has to be given as ${newParameter}`);
    }
  };
  return [
    declare,
    ...filteringSteps(sites, place.subnet).map(
      (filter): Step =>
        (changes) => {
          declare(changes);
          filter(changes);
          changes.note('network security groups begin to filter the private endpoints of its subnet');
        },
    ),
  ];
}

/** Ways to let the network security group of the endpoint's subnet filter it, for subnets whose group would filter nothing. */
function filteringSteps(sites: Sites, key: ResourceKey | null): readonly Step[] {
  const subnet = key === null ? null : sites.deployment.viewOf(key);
  if (key === null || subnet == null) return [];
  return planSet(sites, key, endpointPoliciesPath, filteringPolicies(subnet.apiVersion));
}

function endpointDraft(
  site: Site,
  parts: {
    readonly declaration: ResourceDeclaration;
    readonly target: ResourceHandle;
    readonly place: EndpointPlace;
    readonly conditions: readonly CopiedDraft[];
    readonly name: Draft;
    readonly groupId: string;
  },
): ResourceDraft {
  const { declaration, target, place, conditions, name, groupId } = parts;
  const words = [...wordsOf(declaration.symbolicName ?? labelOfType(declaration)), 'private', 'endpoint'];
  return {
    handle: {
      type: 'Microsoft.Network/privateEndpoints',
      symbolicName: site.symbolicName(words),
      names: [name],
      elementOf: null,
    },
    apiVersion: networkApiVersion(site, []),
    parent: null,
    name,
    location: place.location ?? ownLocation(site, declaration),
    tags: simpleTags(site, declaration),
    properties: objectOf({
      subnet: objectOf({ id: place.subnetId }),
      privateLinkServiceConnections: arrayOf(
        objectOf({
          name,
          properties: objectOf({
            privateLinkServiceId: { kind: 'id', of: target },
            groupIds: arrayOf(literal(groupId)),
          }),
        }),
      ),
    }),
    conditions,
    dependsOn: [target, ...place.subnetDependencies],
  };
}

/** The location of the resource, unless it has none that a private endpoint could have. */
function ownLocation(site: Site, declaration: ResourceDeclaration): Draft {
  const own = bodyProperty(site, declaration, 'location');
  const isGlobal = own?.kind === 'literal' && String(own.value).toLowerCase() === 'global';
  return own === null || isGlobal ? { kind: 'resourceGroupLocation' } : own;
}

function labelOfType(declaration: ResourceDeclaration): string {
  return declaration.type.slice(declaration.type.lastIndexOf('/') + 1);
}

function zoneGroupDraft(
  site: Site,
  endpoint: ResourceDraft,
  dnsZones: readonly string[],
  zones: readonly ZonePlan[],
): ResourceDraft {
  const name = literal('default');
  const symbol = endpoint.handle.symbolicName;
  return {
    handle: {
      type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
      symbolicName: site.symbolicName([...wordsOf(symbol ?? ''), 'zone', 'group']),
      names: [...endpoint.handle.names, name],
      elementOf: null,
    },
    apiVersion: endpoint.apiVersion,
    parent: endpoint.handle,
    name,
    location: null,
    tags: null,
    properties: objectOf({
      privateDnsZoneConfigs: {
        kind: 'array',
        items: zones.map((zone, index) =>
          objectOf({
            name: literal((dnsZones[index] ?? '').replaceAll('.', '-')),
            properties: objectOf({ privateDnsZoneId: { kind: 'id', of: zone.handle } }),
          }),
        ),
      },
    }),
    conditions: distinctConditions([...endpoint.conditions, ...zones.flatMap((zone) => zone.conditions)]),
    dependsOn: [endpoint.handle, ...zones.filter((zone) => zone.isDeployed).map((zone) => zone.handle)],
  };
}
