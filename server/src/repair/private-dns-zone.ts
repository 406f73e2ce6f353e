import { serviceLabel } from '../azure/private-endpoint.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';
import { type CopiedDraft, type Draft, literal, objectOf, type ResourceDraft, type ResourceHandle } from './draft.ts';
import type { EndpointPlace } from './endpoint-place.ts';
import { handleOf } from './handles.ts';
import { ModuleOutputs } from './module-outputs.ts';
import { wordsOf } from './names.ts';
import { newestZoneVersion } from './new-version.ts';
import { parameterNamed } from './pass-parameter.ts';
import { publicCloudName } from './public-cloud-name.ts';
import { conditionsOf, declarationOf, distinctConditions, isOfTemplate, type Site, type Sites } from './site.ts';

const zoneType = 'Microsoft.Network/privateDnsZones';

/** Stable apiVersions of private DNS zones and their links. Source: bicep-types-az. */
const zoneVersions: ReadonlySet<string> = new Set(['2018-09-01', '2020-01-01', '2020-06-01', '2024-06-01']);

/** How the text of a file names a private DNS zone: one of the template, one to be declared, or what a parameter names. */
export interface ZonePlan {
  readonly id: Draft;
  /** The zone and its link, as far as the template lacks them. */
  readonly resources: readonly ResourceDraft[];
  /** Conditions under which a zone of the template is deployed. */
  readonly conditions: readonly CopiedDraft[];
  /** What has to be deployed before the zone is used. */
  readonly dependencies: readonly ResourceHandle[];
  /** The parameter to declare for the zone's id; null if it needs none. */
  readonly newParameter: { readonly name: string; readonly zone: string; readonly of: ResourceKey | null } | null;
}

/** What uses a zone. */
export interface ZoneUse {
  readonly place: EndpointPlace;
  /** Those of the endpoint. */
  readonly conditions: readonly CopiedDraft[];
  /** The symbolic name of the declaration that names the zone. */
  readonly forWhom: string | null;
  /** True if the zone may depend on conditions of its own, which the use then repeats. */
  readonly repeatsConditions: boolean;
}

/**
 * The zone with a name: the template's own if it has one, with a link to the virtual network if that lacks one; else a new one with its link; where
 * the file can neither name nor declare it, a parameter. Null if the file has zones whose names can't be read, since one of them may be it.
 */
export function dnsZoneFor(sites: Sites, site: Site, name: string, use: ZoneUse): ZonePlan | null {
  const known = zonesOf(site);
  if (known === null) return null;
  const matches = known.filter((zone) => nameMatches(site, zone, name) === 'yes');
  const isHere = ({ key }: ResourceView): boolean => sites.declaring(key) === site;
  const own = matches.find(isHere);
  if (own !== undefined) {
    const plan = knownZone(site, own, use.place);
    return plan === null || (plan.conditions.length > 0 && !use.repeatsConditions) ? null : plan;
  }
  const outputs = new ModuleOutputs(sites, site, use.forWhom);
  for (const { key } of matches) {
    const given = outputs.idOf(key);
    if (given !== null)
      return { id: given.id, resources: [], conditions: [], dependencies: [given.module], newParameter: null };
  }
  const isDoubtful = known.some((zone) => isHere(zone) && nameMatches(site, zone, name) === 'perhaps');
  if (isDoubtful) return null;
  const canDeclare = site.lowered.template.scope === 'resourceGroup' && matches.length === 0;
  return canDeclare ? newZone(sites, site, name, use) : zoneByParameter(sites, site, name, matches[0]?.key ?? null);
}

function zoneByParameter(sites: Sites, site: Site, zone: string, of: ResourceKey | null): ZonePlan {
  const [first = '', ...others] = wordsOf(serviceLabel(zone));
  const words = [first, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))];
  const { name, isNew } = parameterNamed(sites, site, `${words.join('')}PrivateDnsZoneId`);
  return {
    id: { kind: 'parameter', name },
    resources: [],
    conditions: [],
    dependencies: [],
    newParameter: isNew ? { name, zone, of } : null,
  };
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
  return {
    id: { kind: 'id', of: handle },
    resources: needsLink ? [link] : [],
    conditions,
    dependencies: zone.existing ? [] : [handle],
    newParameter: null,
  };
}

/** True if a link of the zone leads to the virtual network, or may do so. */
function isLinked(site: Site, zone: ResourceView, network: ResourceKey | null): boolean {
  const links = site.decided(() => zone.children('virtualNetworkLinks').known) ?? [];
  return links.some((link) => {
    const target = site.decided(() => link.target('properties.virtualNetwork.id'));
    return network === null || target === null || (target.kind === 'resource' && target.key === network);
  });
}

/** Null if the same repair declares the zone under other conditions. */
function newZone(sites: Sites, site: Site, name: string, { place, conditions }: ZoneUse): ZonePlan | null {
  const zone = sites.once(`zone ${name} of ${site.key}`, () => zoneDraft(site, name, conditions));
  if (JSON.stringify(zone.conditions) !== JSON.stringify(conditions)) return null;
  const { handle, apiVersion } = zone;
  const link = sites.once(`link of ${name} to ${JSON.stringify(place.networkId)} in ${site.key}`, () =>
    linkDraft(site, handle, apiVersion, place, conditions),
  );
  return {
    id: { kind: 'id', of: handle },
    resources: [zone, link],
    conditions: [],
    dependencies: [handle],
    newParameter: null,
  };
}

function zoneDraft(site: Site, name: string, conditions: readonly CopiedDraft[]): ResourceDraft {
  return {
    handle: {
      type: zoneType,
      symbolicName: site.symbolicName([...wordsOf(serviceLabel(name)), 'private', 'dns', 'zone']),
      names: [literal(name)],
      elementOf: null,
    },
    apiVersion: zoneVersionOf(site),
    parent: null,
    name: literal(name),
    location: literal('global'),
    tags: null,
    properties: null,
    conditions,
    dependsOn: [],
  };
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
    conditions: distinctConditions(conditions),
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
