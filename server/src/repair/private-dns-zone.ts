import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';
import { type CopiedDraft, literal, objectOf, type ResourceDraft, type ResourceHandle } from './draft.ts';
import type { EndpointPlace } from './endpoint-place.ts';
import { handleOf } from './handles.ts';
import { wordsOf } from './names.ts';
import { publicCloudName } from './public-cloud-name.ts';
import { conditionsOf, declarationOf, isOfTemplate, type Site } from './site.ts';

const zoneType = 'Microsoft.Network/privateDnsZones';

/** Stable apiVersions of private DNS zones and their links. Source: bicep-types-az. */
const zoneVersions: ReadonlySet<string> = new Set(['2018-09-01', '2020-01-01', '2020-06-01', '2024-06-01']);
const newestZoneVersion = '2024-06-01';

/** A private DNS zone of the template, or one to be declared. */
export interface ZonePlan {
  readonly handle: ResourceHandle;
  /** The zone and its link, as far as the template lacks them. */
  readonly resources: readonly ResourceDraft[];
  /** Conditions under which a zone of the template is deployed. */
  readonly conditions: readonly CopiedDraft[];
  /** False for an `existing` zone. */
  readonly isDeployed: boolean;
}

/**
 * The zone with a name: the template's own if it has one, with a link to the virtual network if that lacks one; else a new one with its link.
 * Null if the template has zones whose names can't be read, since one of them may be it.
 */
export function dnsZoneFor(
  site: Site,
  name: string,
  place: EndpointPlace,
  conditions: readonly CopiedDraft[],
): ZonePlan | null {
  const known = zonesOf(site);
  if (known === null) return null;
  const match = known.find((zone) => nameMatches(site, zone, name) === 'yes');
  if (match !== undefined) return knownZone(site, match, place);
  if (known.some((zone) => nameMatches(site, zone, name) === 'perhaps')) return null;
  return newZone(site, name, place, conditions);
}

/** The zones of the template; null if a loop declares zones, whose names aren't known. */
function zonesOf(site: Site): readonly ResourceView[] | null {
  const zones = site.deployment.keys.flatMap((key) => {
    const view = site.deployment.viewOf(key);
    return view?.isType(zoneType) ? [view] : [];
  });
  const inLoop = site.lowered.template.declarations.some(
    (declaration) =>
      declaration.kind === 'resource' &&
      declaration.loop !== null &&
      declaration.type.toLowerCase() === zoneType.toLowerCase(),
  );
  return inLoop ? null : zones;
}

/** Of a name that is only partly known, two labels in common are enough; less is a doubt. */
function nameMatches(site: Site, zone: ResourceView, name: string): 'yes' | 'no' | 'perhaps' {
  const full = site.decided(() => zone.name) ?? publicCloudName(site, zone.key);
  if (full !== null) return full.toLowerCase() === name.toLowerCase() ? 'yes' : 'no';
  const [prefix = '', ...rest] = zone.label.toLowerCase().split('…');
  if (rest.length === 0) return 'perhaps';
  const suffix = rest.at(-1) ?? '';
  const wanted = name.toLowerCase();
  if (!wanted.startsWith(prefix) || !wanted.endsWith(suffix)) return 'no';
  return prefix.split('.').length > 2 ? 'yes' : 'perhaps';
}

function knownZone(site: Site, zone: ResourceView, place: EndpointPlace): ZonePlan | null {
  const handle = handleOf(site, zone.key);
  const declaration = declarationOf(site, zone.key);
  if (handle === null || declaration === null || !isOfTemplate(site, declaration)) return null;
  const conditions = conditionsOf(site, declaration);
  const needsLink = !zone.existing && !isLinked(site, zone, place.network);
  const link = linkDraft(site, handle, declaration.apiVersion ?? newestZoneVersion, place, [
    ...conditions,
    ...place.conditions,
  ]);
  return { handle, resources: needsLink ? [link] : [], conditions, isDeployed: !zone.existing };
}

/** True if a link of the zone leads to the virtual network, or may do so. */
function isLinked(site: Site, zone: ResourceView, network: ResourceKey | null): boolean {
  const links = site.decided(() => zone.children('virtualNetworkLinks').known) ?? [];
  return links.some((link) => {
    const target = site.decided(() => link.target('properties.virtualNetwork.id'));
    return network === null || target === null || (target.kind === 'resource' && target.key === network);
  });
}

function newZone(site: Site, name: string, place: EndpointPlace, conditions: readonly CopiedDraft[]): ZonePlan {
  const apiVersion = zoneVersionOf(site);
  const handle: ResourceHandle = {
    type: zoneType,
    symbolicName: site.symbolicName([...wordsOf(serviceLabel(name)), 'private', 'dns', 'zone']),
    names: [literal(name)],
    elementOf: null,
  };
  const zone: ResourceDraft = {
    handle,
    apiVersion,
    parent: null,
    name: literal(name),
    location: literal('global'),
    tags: null,
    properties: null,
    conditions,
    dependsOn: [],
  };
  return {
    handle,
    resources: [zone, linkDraft(site, handle, apiVersion, place, conditions)],
    conditions: [],
    isDeployed: true,
  };
}

/** The label that tells a zone from others: `blob` of `privatelink.blob.core.windows.net`. */
function serviceLabel(zone: string): string {
  const [first = '', second = first] = zone.split('.');
  return first === 'privatelink' ? second : first;
}

function linkDraft(
  site: Site,
  zone: ResourceHandle,
  apiVersion: string,
  place: EndpointPlace,
  conditions: readonly CopiedDraft[],
): ResourceDraft {
  const name =
    place.networkName === null
      ? literal('private-endpoints-link')
      : ({ kind: 'joined', parts: [place.networkName, literal('-link')] } as const);
  return {
    handle: {
      type: `${zoneType}/virtualNetworkLinks`,
      symbolicName: site.symbolicName([...wordsOf(zone.symbolicName ?? ''), 'link']),
      names: [...zone.names, name],
      elementOf: null,
    },
    apiVersion,
    parent: zone,
    name,
    location: literal('global'),
    tags: null,
    properties: objectOf({ registrationEnabled: literal(false), virtualNetwork: objectOf({ id: place.networkId }) }),
    conditions: [...new Map(conditions.map((condition) => [condition.span.start, condition])).values()],
    dependsOn: [zone, ...place.networkDependencies],
  };
}

function zoneVersionOf(site: Site): string {
  for (const key of site.deployment.keys) {
    const view = site.deployment.viewOf(key);
    if (view?.isType(zoneType) && zoneVersions.has(view.apiVersion)) return view.apiVersion;
  }
  return newestZoneVersion;
}
