/** The records of a private endpoint must be written into the zone that the service's names lead to. */
import { dnsZonesOf, isZoneNamed, isZoneOfService, zoneNamesOf } from '../../azure/private-endpoint.ts';
import type { Intent } from '../../deployment/intent.ts';
import type { Target } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { connectionsOf, zoneConfigurations, zoneIdPath } from '../../network/subnets/private-endpoints.ts';
import { decidedOr } from '../../network/undecided.ts';
import type { Place, Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { twoZonesExample } from './dns-example.ts';
import { linksFor, missingLink, newZone } from './zone-link.ts';

interface WrongZone {
  readonly zoneName: string;
  /** The zone, if the template has it. */
  readonly zone: ResourceView | null;
  readonly at: Place;
  /** The names that the zone might have; none if no service is known. */
  readonly wanted: readonly string[];
  readonly endpoint: ResourceView | null;
}

const zoneType = 'Microsoft.Network/privateDnsZones';

export const wrongPrivateDnsZone: Rule<WrongZone> = {
  id: 'wrong-private-dns-zone',
  title: 'Private DNS zone is not the one that the names of the service lead to',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [107],
  articles: [{ seed: 'S0', step: 'DNS' }],
  why: `The public name of a service leads to a name in one private zone, and each service has its own. Records in a zone of another name are asked
for by nobody: the name keeps its public address, and clients go past the private endpoint.`,
  what: `Give the zone exactly the name that Microsoft recommends for the service and the sub-resource of the endpoint.`,
  equivalents: {},
  exceptions: [
    'Endpoints to services that have no private DNS zone of a known name.',
    'Zones that are not named privatelink.*, and are in no zone group.',
    'Zones beside those that the names of the service lead to.',
    'A zone that belongs to no known service is only possible: the service may be new.',
  ],
  repairs: [
    'Name the zone of the service, where the template has it',
    'Rename the zone, where it is wrong for all that write into it',
    'Name a new zone of the service, with links to the same networks',
  ],
  on: ['Microsoft.Network/privateEndpoints/privateDnsZoneGroups', zoneType],
  examples: {
    bad: twoZonesExample('otherZone'),
    good: twoZonesExample('zone'),
  },

  find: (resource) => (resource.isType(zoneType) ? zoneOfNobody(resource) : zoneOfAnother(resource)),

  at: (_resource, { at }) => at,

  say: (_resource, { zoneName, wanted, endpoint }) =>
    endpoint === null
      ? `${zoneName} is the private DNS zone of no known service, so no public name leads to it. Compare it with the name that Microsoft recommends.`
      : `${shownName(endpoint)} writes its address into ${zoneName}, but the name of the service leads to ${inWords(wanted, 'more')}: clients keep using the public address. Name ${wanted.length === 1 ? 'that zone' : 'those zones'}.`,

  related: (_, { zone, endpoint }) => [
    ...(zone === null || endpoint === null ? [] : [{ resource: zone, message: 'This is the zone that is named.' }]),
    ...(endpoint === null ? [] : [{ resource: endpoint, message: 'This is the endpoint.' }]),
  ],

  repair: (group, { endpoint, zone, at, wanted: [name, ...others] }) => {
    if (name === undefined || others.length > 0 || endpoint === null || at.kind !== 'value') return [];
    const right = group.deployment.resources(zoneType).known.find((candidate) => isZoneNamed(name, candidate.label));
    const into = (target: Target): Intent => ({
      kind: 'write',
      resource: group.key,
      path: at.path,
      value: { take: 'id', of: target },
    });
    const address = `Write the address of ${shownName(endpoint)} into`;
    if (right !== undefined) {
      const { said, intents } = linking(right, endpoint);
      return [
        { title: `${address} ${shownName(right)}${said}`, kind: 'review', intents: [into(right.key), ...intents] },
      ];
    }
    if (zone === null) return [];
    const endpoints = zone.existing ? null : endpointsToRenameFor(zone, group, name);
    if (endpoints !== null) {
      const { said, intents } = linking(zone, endpoint);
      const all = endpoints === 1 ? '' : ` for the ${endpoints} endpoints that write into it`;
      return [
        {
          title: `Rename ${shownName(zone)} to ${name}${all}${said}: where it is deployed already, the old zone stays beside it`,
          kind: 'review',
          intents: [{ kind: 'rename', resource: zone.key, name }, ...intents],
        },
      ];
    }
    const added = newZone(name, zone);
    const { links, networks } = linksFor(added, zone, endpoint);
    if (links.length === 0) return [];
    return [
      {
        title: `${address} ${name}, a new zone that is linked to ${networks}`,
        kind: 'review',
        intents: [into(added), ...links.map((resource): Intent => ({ kind: 'declare', resource }))],
      },
    ];
  },
};

/** The link to the network of an endpoint that a zone lacks, and what a title says of it. */
function linking(
  zone: ResourceView,
  endpoint: ResourceView,
): { readonly said: string; readonly intents: readonly Intent[] } {
  const link = missingLink(zone, endpoint);
  return link === null
    ? { said: '', intents: [] }
    : { said: ', which is linked to its network too', intents: [{ kind: 'declare', resource: link }] };
}

/**
 * How many endpoints write into a zone if all of them need one of another name; null if the zone may be right for one of them: by another name it would be
 * another zone for that one.
 */
function endpointsToRenameFor(zone: ResourceView, group: ResourceView, name: string): number | null {
  const writing = group.deployment
    .resources(group.type)
    .known.filter((other) =>
      decidedOr(true, () => other.targets(zoneConfigurations, zoneIdPath).some((target) => zone.is(target))),
    );
  const needsOther = (other: ResourceView): boolean => {
    const facts = zoneOfAnother(other)?.facts;
    return facts?.zone?.key === zone.key && facts.wanted.length === 1 && facts.wanted[0] === name;
  };
  if (!writing.every((other) => decidedOr(false, () => needsOther(other)))) return null;
  // A loop that deploys one group twice writes one address.
  return new Set(writing.map((other) => `${other.parent()?.label} ${other.label}`)).size;
}

/** The first zone of a group that is none of those that its endpoint needs. */
function zoneOfAnother(group: ResourceView): ReturnType<Rule<WrongZone>['find']> {
  const endpoint = group.parent();
  if (endpoint === null || endpoint.existing) return null;
  const known = connectionsOf(endpoint).map(({ target, groupIds }) =>
    groupIds.map((groupId) => zoneNamesOf(target.type, groupId)),
  );
  const names = known.flat().flatMap((zones) => zones ?? []);
  if (names.length === 0 || known.flat().includes(null)) return null;
  const zones = group.targets(zoneConfigurations, zoneIdPath);
  const isServed = (name: string): boolean => zones.some((zone) => isZoneNamed(name, zone.name));
  const wanted = names.filter((name) => !/\.(us|cn)$|usgov|china/.test(name) && !isServed(name));
  // One zone more does no harm. Which of several are needed may depend on what kind the service is of.
  if (names.some(isServed) && (wanted.length === 0 || dependsOnKind(endpoint))) return null;
  for (const [index, zone] of zones.entries()) {
    if (zone.name === '' || names.some((name) => isZoneNamed(name, zone.name))) continue;
    const at: Place = { kind: 'value', resource: group, path: `${zoneConfigurations}.${index}.${zoneIdPath}` };
    return {
      certainty: 'certain',
      facts: { zoneName: zone.name, zone: zone.kind === 'resource' ? zone : null, at, wanted, endpoint },
    };
  }
  return null;
}

function dependsOnKind(endpoint: ResourceView): boolean {
  return connectionsOf(endpoint).some(({ target, groupIds }) =>
    groupIds.some((groupId) => dnsZonesOf(target.type, groupId).path !== null),
  );
}

function zoneOfNobody(zone: ResourceView): ReturnType<Rule<WrongZone>['find']> {
  const { name } = zone;
  if (!name.toLowerCase().startsWith('privatelink.') || isZoneOfService(name)) return null;
  const at: Place = { kind: 'value', resource: zone, path: 'name' };
  return { certainty: 'possible', facts: { zoneName: name, zone, at, wanted: [], endpoint: null } };
}
