/** A private endpoint is used only where the service's name resolves to its address, which its zone group sees to. */
import { dnsZonesOf, isZoneNamed, zoneNamesOf } from '../../azure/private-endpoint.ts';
import type { Intent, RepairProposal } from '../../deployment/intent.ts';
import type { NewResource, NewValue, Target } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { connectionsOf } from '../../network/subnets/private-endpoints.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { endpointWithoutZoneGroupExamples } from './endpoint-without-zone-group.examples.ts';
import { linkOfNewZone, missingLink, networkAskingAzure, newZone } from './zone-link.ts';

interface Unresolved {
  /** What the endpoint leads to. */
  readonly target: string;
  /** Name of the zone that its address belongs in. */
  readonly zoneName: string;
  /** The zone, if the template has it. */
  readonly zone: ResourceView | null;
  /** True if the service needs no other zone beside it. */
  readonly isOnlyZone: boolean;
}

export const endpointWithoutZoneGroup: Rule<Unresolved> = {
  id: 'endpoint-without-zone-group',
  title: 'Private endpoint has no DNS zone group',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [107],
  articles: [{ seed: 'S0', step: 'DNS' }],
  why: `Clients find a service by its name. Without a record in the private DNS zone that name keeps its public address, so clients go past the
private endpoint, or fail once public access is closed. A zone group writes the record, for App Service also that of the SCM site, and renews it.`,
  what: `Add a zone group to the endpoint that names the private DNS zone of the service, and link the zone to the clients' virtual networks.`,
  equivalents: {},
  exceptions: [
    'Endpoints to services that have no private DNS zone of a known name, or one whose name has the region in it and that the template has not.',
    'Templates that write the records of private zones themselves.',
    'Where the template has no private DNS zone for the service, the finding is only possible: a policy of the landing zone may add the group.',
  ],
  repairs: ['Add a zone group for the private DNS zone of the template, or for a new one'],
  on: ['Microsoft.Network/privateEndpoints'],
  examples: endpointWithoutZoneGroupExamples,

  find: (endpoint) => {
    const [first] = connectionsOf(endpoint).flatMap(({ target, groupIds }) =>
      groupIds.flatMap((groupId) => {
        const [zoneName] = zoneNamesOf(target.type, groupId) ?? [];
        const isOnlyZone = needsOneZone(target.type, groupId) && groupIds.length === 1;
        return zoneName === undefined ? [] : [{ target: nameOf(target), zoneName, isOnlyZone }];
      }),
    );
    if (first === undefined || endpoint.children('privateDnsZoneGroups').some(() => true)) return null;
    if (writesRecords(endpoint)) return null;
    const zone = zoneNamed(endpoint, first.zoneName);
    // A zone whose name has the region in it can't be named, unless it is here.
    if (zone === null && first.zoneName.includes('{')) return null;
    const certainty = zone !== null && !endpoint.handedOut ? 'certain' : 'possible';
    return { certainty, facts: { ...first, zone } };
  },

  at: (endpoint) => ({
    kind: 'header',
    resource: endpoint,
    lacks: { kind: 'resource', type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups' },
  }),

  say: (endpoint, { target, zoneName }) =>
    `${shownName(endpoint)} has no DNS zone group, so nothing writes its address into ${zoneName}: the name of ${target} keeps resolving to its public address. Add a zone group.`,

  related: (_, { zone }) =>
    zone === null ? [] : [{ resource: zone, message: 'This is the zone that its address belongs in.' }],

  repair: (endpoint, { zone, zoneName, isOnlyZone }) => {
    if (!isOnlyZone) return [];
    if (zone === null) return withNewZone(endpoint, zoneName);
    const link = missingLink(zone, endpoint);
    return [
      {
        title: `Add a zone group to ${shownName(endpoint)}: its address is written into ${shownName(zone)}${link === null ? '' : ', which is linked to its network too'}`,
        kind: 'review',
        intents: [zoneGroup(endpoint, zoneName, zone.key), ...(link === null ? [] : [link])].map(declared),
      },
    ];
  },
};

/** A zone that no network asks serves nobody, so there is none where the endpoint's network isn't known, or has DNS servers of its own. */
function withNewZone(endpoint: ResourceView, zoneName: string): readonly RepairProposal[] {
  const network = networkAskingAzure(endpoint);
  if (network === null) return [];
  const zone = newZone(zoneName, network);
  return [
    {
      title: `Add a zone group to ${shownName(endpoint)}: its address is written into ${zoneName}, a new zone that is linked to ${shownName(network)}; not needed where a policy of the landing zone adds the group`,
      kind: 'review',
      intents: [zoneGroup(endpoint, zoneName, zone), linkOfNewZone(zone, network, network)].map(declared),
    },
  ];
}

function zoneGroup(endpoint: ResourceView, zoneName: string, zone: Target): NewResource {
  const configuration: NewValue = {
    name: zoneName.replaceAll('.', '-'),
    properties: { privateDnsZoneId: { take: 'id', of: zone } },
  };
  return {
    type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
    name: 'default',
    words: [endpoint.symbolicName ?? 'endpoint', 'zone', 'group'],
    beside: endpoint.key,
    parent: endpoint.key,
    properties: { privateDnsZoneConfigs: [configuration] },
  };
}

function declared(resource: NewResource): Intent {
  return { kind: 'declare', resource };
}

/** True if a known service has one zone for the group id, whatever kind or tier it is of. */
function needsOneZone(type: string, groupId: string): boolean {
  const { path, otherwise } = dnsZonesOf(type, groupId);
  return path === null && otherwise.length === 1;
}

function nameOf(target: ReturnType<typeof connectionsOf>[number]['target']): string {
  if (target.kind === 'resource') return shownName(target);
  return target.name === '' ? 'the service' : target.name;
}

/** The zone of the template by that name; where names have parts that aren't known, the first that fits. */
function zoneNamed(endpoint: ResourceView, name: string): ResourceView | null {
  const zones = endpoint.deployment.resources('Microsoft.Network/privateDnsZones').known;
  return zones.find((zone) => isZoneNamed(name, zone.label)) ?? null;
}

/** True if the template writes addresses into private zones by itself. */
function writesRecords(endpoint: ResourceView): boolean {
  const records = declaredOf(endpoint.deployment.resources('Microsoft.Network/privateDnsZones/A'));
  return records.known.length > 0;
}
