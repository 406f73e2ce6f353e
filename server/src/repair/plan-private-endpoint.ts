import type { Lacking } from '../deployment/givers.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import {
  arrayOf,
  type CopiedDraft,
  type Draft,
  type LoopDraft,
  literal,
  objectOf,
  type ResourceDraft,
  type ResourceHandle,
} from './draft.ts';
import { type EndpointPlace, endpointPlaces } from './endpoint-place.ts';
import { stepsFor, withFiltering } from './endpoint-steps.ts';
import { targetOf } from './loops.ts';
import { wordsOf } from './names.ts';
import { planEndpointArgument } from './plan-endpoint-argument.ts';
import type { Step } from './plan-set.ts';
import { dnsZoneFor, type ZonePlan } from './private-dns-zone.ts';
import {
  bodyProperty,
  declarationSpan,
  distinctConditions,
  isOfTemplate,
  networkApiVersion,
  type Site,
  type Sites,
  simpleTags,
} from './site.ts';

/**
 * Ways to put a private endpoint behind the resource, with a zone group, and the DNS zones and virtual network links that the template lacks: in
 * the argument of a module that makes endpoints of what it is given, else declared beside the resource. Without a subnet in the template, its id
 * becomes a parameter.
 */
export function planPrivateEndpoint(
  sites: Sites,
  key: ResourceKey,
  groupId: string,
  dnsZones: readonly string[],
): readonly Step[] {
  // Where the template declares what its caller gives it, a second way would stand beside that.
  const lacking: Lacking = { kind: 'resource', type: 'Microsoft.Network/privateEndpoints' };
  const giver = sites.deployment.giverOf(key, lacking, sites.isOwned);
  if (giver !== null) return planEndpointArgument(sites, giver, groupId, dnsZones);
  const site = sites.declaring(key);
  const declared = site === null ? null : targetOf(sites, site, key);
  if (site === null || declared === null) return [];
  const { declaration, handle: target, loop } = declared;
  if (!sites.canHold(site, lacking.type, 'resourceGroup') || !isOfTemplate(site, declaration)) return [];
  const name: Draft = {
    kind: 'joined',
    parts: [{ kind: 'name', of: target }, literal(`-${groupId.toLowerCase()}-pe`)],
  };
  const span = declarationSpan(site, declaration);
  return sites.alternatives(endpointPlaces(sites, site, null), (place) => {
    const conditions = distinctConditions([...declared.conditions, ...place.conditions]);
    // Outside of the loop its conditions mean nothing.
    const ofZones = loop === null ? conditions : place.conditions;
    const use = { place, conditions: ofZones, forWhom: null, repeatsConditions: true };
    const zones = dnsZones.flatMap((zone) => dnsZoneFor(sites, site, zone, use) ?? []);
    const around = stepsFor(sites, site, place, zones);
    if (zones.length < dnsZones.length || around === null) return [];
    const parts = { declaration, target, place, conditions, loop, name, groupId };
    // Of several resources that one text declares, one endpoint's text is behind all.
    const resources = sites.once(
      `endpoint ${span.start} ${groupId} ${JSON.stringify(place.subnetId)} ${site.key}`,
      () => {
        const endpoint = endpointDraft(site, parts);
        const group = zones.length === 0 ? [] : [zoneGroupDraft(site, endpoint, dnsZones, zones)];
        return { endpoint, group };
      },
    );
    return withFiltering(sites, place.subnet, (changes) => {
      const declaredZones = zones.flatMap((zone) => zone.resources);
      changes.in(site.file).declare(span, [resources.endpoint, ...declaredZones, ...resources.group]);
      around(changes);
      if (loop !== null) changes.note('one for each resource of its loop');
    });
  });
}

function endpointDraft(
  site: Site,
  parts: {
    readonly declaration: ResourceDeclaration;
    readonly target: ResourceHandle;
    readonly place: EndpointPlace;
    readonly conditions: readonly CopiedDraft[];
    readonly loop: LoopDraft | null;
    readonly name: Draft;
    readonly groupId: string;
  },
): ResourceDraft {
  const { declaration, target, place, conditions, loop, name, groupId } = parts;
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
    loop,
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
  const index = endpoint.loop?.names?.index;
  const parent = index === undefined ? endpoint.handle : { ...endpoint.handle, symbolicName: `${symbol}[${index}]` };
  return {
    handle: {
      type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
      symbolicName: site.symbolicName([...wordsOf(symbol ?? ''), 'zone', 'group']),
      names: [...endpoint.handle.names, name],
      elementOf: null,
    },
    apiVersion: endpoint.apiVersion,
    parent,
    name,
    location: null,
    tags: null,
    properties: objectOf({
      privateDnsZoneConfigs: {
        kind: 'array',
        items: zones.map((zone, index) =>
          objectOf({
            name: literal((dnsZones[index] ?? '').replaceAll('.', '-')),
            properties: objectOf({ privateDnsZoneId: zone.id }),
          }),
        ),
      },
    }),
    conditions: distinctConditions([...endpoint.conditions, ...zones.flatMap((zone) => zone.conditions)]),
    loop: endpoint.loop ? { ...endpoint.loop, copyName: copyNameOfGroups(site) } : null,
    dependsOn: [endpoint.handle, ...zones.flatMap(({ dependencies }) => dependencies)],
  };
}

/** No two loops of a template have one name. */
function copyNameOfGroups(site: Site): string {
  return site.language === 'bicep' ? '' : site.parameterName('privateDnsZoneGroups');
}
