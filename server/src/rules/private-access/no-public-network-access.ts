/** PaaS resources must be closed to the public by the property that their type has for it. */

import { canWrite, compareApiVersions, firstWritableVersion } from '../../azure/api-version.ts';
import { type Circumstance, comparable } from '../../azure/circumstance.ts';
import { azurePolicies } from '../../azure/policies.ts';
import { privateEndpointOf } from '../../azure/private-endpoint.ts';
import {
  closingValue,
  type PublicAccessFacts,
  type PublicAccessSwitch,
  publicAccessOf,
  publicAccessTypes,
  type Substitute,
} from '../../azure/public-access.ts';
import { isWritable } from '../../azure/type-versions.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { Intent } from '../../deployment/intent.ts';
import type { Json, ResourceView } from '../../deployment/view.ts';
import { enumeration } from '../../text/enumeration.ts';
import { isSetElsewhere } from '../property-rule.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { shownValue } from '../words/shown-value.ts';
import { holds } from './circumstances.ts';
import { noPublicNetworkAccessExamples } from './no-public-network-access.examples.ts';
import { isReachedPrivately } from './private-reach.ts';
import { firewallOf } from './service-firewall.ts';

interface OpenDoor {
  readonly door: PublicAccessSwitch;
  /** The resource and path of the value that leaves it open, or of the property that is missing. */
  readonly at: { readonly resource: ResourceView; readonly path: string };
  /** The value as written; null if none is given. */
  readonly value: Json;
  /** The value that would close it there, in words. */
  readonly closing: string;
}

interface OpenAccess extends OpenDoor {
  /** Paths of the other switches that are open in the same way. */
  readonly also: readonly string[];
  readonly reachedBy: string | null;
}

export const noPublicNetworkAccess: Rule<OpenAccess> = {
  id: 'no-public-network-access',
  title: 'Public network access is not disabled',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [90, 97, 98, 99, 109, 153],
  articles: [
    { seed: 'S0', step: '5' },
    { seed: 'S4', step: 'storage' },
  ],
  policies: [
    azurePolicies.sqlNotPublic,
    azurePolicies.sqlInstanceNotPublic,
    azurePolicies.mariaDbNotPublic,
    azurePolicies.mySqlNotPublic,
    azurePolicies.postgreSqlNotPublic,
    azurePolicies.cosmosNotPublic,
    azurePolicies.storageNotPublic,
    azurePolicies.keyVaultNotPublic,
    azurePolicies.machineLearningNotPublic,
    azurePolicies.databricksNotPublic,
    azurePolicies.redisNotPublic,
  ],
  why: `A PaaS resource with public network access has an endpoint on the Internet. A stolen key, a leaked connection string or a flaw of the
service then works from anywhere; the service's own firewall is the only thing between.`,
  what: `Disable public network access and reach the resource through a private endpoint. SecuredByPerimeter counts as disabled. If the
property is not set, the service decides, and most services then allow it: say it explicitly.`,
  equivalents: {
    checkov: [
      'CKV_AZURE_48',
      'CKV_AZURE_53',
      'CKV_AZURE_59',
      'CKV_AZURE_68',
      'CKV_AZURE_89',
      'CKV_AZURE_101',
      'CKV_AZURE_104',
      'CKV_AZURE_113',
      'CKV_AZURE_134',
      'CKV_AZURE_139',
      'CKV_AZURE_158',
      'CKV_AZURE_174',
      'CKV_AZURE_189',
      'CKV_AZURE_193',
      'CKV_AZURE_222',
      'CKV2_AZURE_49',
    ],
    psrule: [
      'Azure.ACR.Firewall',
      'Azure.ADX.PublicAccess',
      'Azure.AI.PublicAccess',
      'Azure.Cosmos.PublicAccess',
      'Azure.Databricks.PublicAccess',
      'Azure.EventGrid.TopicPublicAccess',
      'Azure.ML.PublicAccess',
      'Azure.Redis.PublicNetworkAccess',
    ],
    trivy: ['AZU-0022', 'AZU-0035'],
  },
  repairs: ['Disable public network access'],
  on: publicAccessTypes,
  examples: noPublicNetworkAccessExamples,

  find: (resource) => {
    const facts = publicAccessOf(resource.type);
    if (facts === null) return null;
    const open = firstOpenDoor(resource, facts);
    if (open === null || facts.privateWhen.some((circumstance) => holds(circumstance, resource))) return null;
    const also = facts.switches.flatMap((door) => {
      const other = door === open.door ? null : openDoor(resource, facts, door);
      return other?.at.resource.is(resource) && other.value === open.value ? [other.at.path] : [];
    });
    return {
      certainty: mayBeClosedElsewhere(resource, open) ? 'possible' : 'certain',
      facts: { ...open, also, reachedBy: facts.reachedBy },
    };
  },

  quiet: (resource) => {
    const facts = publicAccessOf(resource.type);
    if (facts === null || firstOpenDoor(resource, facts) === null) return null;
    return facts.privateWhen.find((circumstance) => holds(circumstance, resource))?.because ?? null;
  },

  at: (_resource, open) => ({ kind: 'value', ...open.at }),

  say: (resource, open) => {
    const paths = [open.at.path, ...open.also].map((path) => path.replace(/^properties\./, ''));
    const [is, them] = paths.length === 1 ? ['is', 'it'] : ['are', 'them'];
    const properties = `${enumeration(paths)} of ${shownName(resource)} ${is}`;
    const state =
      open.value === null
        ? `${properties} not set${omission(open.door)}.`
        : `${properties} ${shownValue(open.value)}, which leaves it open to public networks.`;
    const way = open.reachedBy === null ? '' : ` and use ${open.reachedBy}`;
    const oldVersion = canWrite(open.door, resource.apiVersion)
      ? ''
      : ` The apiVersion ${resource.apiVersion} cannot set it: use ${versionInWords(open.door, resource.apiVersion)}.`;
    return `${state} Only its own access control then protects it. Set ${them} to ${open.closing}${way}.${oldVersion}`;
  },

  repair: (resource, open) => {
    const facts = publicAccessOf(resource.type);
    const closing = facts && closingOf(resource, facts, open);
    if (!closing) return [];
    const title = `Disable public network access to ${shownName(resource)}: ${closing.consequence}`;
    return [{ title, kind: 'review', intents: closing.intents }];
  },

  noRepair: (resource) => {
    const facts = publicAccessOf(resource.type);
    if (facts === null) return null;
    const { needs } = facts.repair;
    if (needs !== null && !isMet(resource, needs)) {
      const path = needs.path.replace(/^properties\./, '');
      return `public network access can only be disabled where ${path} is ${needs.is.join(' or ')}, which can't be changed once ${shownName(resource)} is deployed; if it isn't yet, set both by hand`;
    }
    const tier = tierThatCutsOff(resource, facts);
    return tier === null
      ? null
      : `nobody would reach ${shownName(resource)} any more (${tier.because.replace(/\.$/, '')}); choose another tier first`;
  },
};

function isMet(resource: ResourceView, { path, is }: NonNullable<PublicAccessFacts['repair']['needs']>): boolean {
  return is.includes(comparable(resource.read(path)));
}

/** Some versions newer than the first that can set the switch have lost it again. */
function versionInWords(door: PublicAccessSwitch, apiVersion: string): string {
  const first = firstWritableVersion(door);
  if (first === null) return 'a newer one';
  return compareApiVersions(apiVersion, first) > 0 ? first : `${first} or later`;
}

/** What closes a resource to the public, and what comes of it. */
export interface Closing {
  readonly intents: readonly Intent[];
  readonly consequence: string;
}

/** How public network access to a resource is disabled; null if it is closed, or the facts allow no repair. */
export function closingOfPublicAccess(resource: ResourceView): Closing | null {
  const facts = publicAccessOf(resource.type);
  const open = facts && firstOpenDoor(resource, facts);
  if (!facts || !open || facts.privateWhen.some((circumstance) => holds(circumstance, resource))) return null;
  return closingOf(resource, facts, open);
}

/**
 * What isn't set may be set elsewhere: where an endpoint closes an omitted switch, by another template that gets the resource; by a module that isn't
 * read and gets its name, since that may deploy it again.
 */
function mayBeClosedElsewhere(resource: ResourceView, open: OpenDoor): boolean {
  if (open.value !== null) return false;
  if (open.door.whenOmitted === 'openWithoutPrivateEndpoint' && resource.handedOut) return true;
  return resource.mayBeDeployedAgain;
}

function omission(door: PublicAccessSwitch): string {
  if (door.whenOmitted === 'open') return ', so the service allows public network access';
  if (door.whenOmitted === 'openWithoutPrivateEndpoint') {
    return ' and no private endpoint is here, so the service allows public network access';
  }
  return ', so nothing turns public network access off';
}

function firstOpenDoor(resource: ResourceView, facts: PublicAccessFacts): OpenDoor | null {
  for (const door of facts.switches) {
    const open = openDoor(resource, facts, door);
    if (open !== null) return open;
  }
  return null;
}

function openDoor(resource: ResourceView, facts: PublicAccessFacts, door: PublicAccessSwitch): OpenDoor | null {
  const own = { at: { resource, path: door.path }, closing: String(door.value) };
  const value = resource.read(door.path);
  if (value !== null && value !== '') {
    return door.closed.includes(comparable(value)) ? null : { door, ...own, value };
  }
  if (isSetElsewhere(resource, door.path)) return null;
  const substitute = substituteOf(resource, facts);
  if (substitute !== null) return substitute === 'closed' ? null : { door, ...substitute };
  if (door.whenOmitted === 'closed') return null;
  if (door.whenOmitted === 'openWithoutPrivateEndpoint' && isReachedPrivately(resource)) return null;
  return { door, ...own, value: null };
}

/** What another place says while the switch itself is omitted: that it is closed, or the first place that leaves it open. */
function substituteOf(resource: ResourceView, facts: PublicAccessFacts): Omit<OpenDoor, 'door'> | 'closed' | null {
  let open: Omit<OpenDoor, 'door'> | null = null;
  for (const substitute of facts.substitutes) {
    for (const place of placesOf(resource, substitute)) {
      const value = place.read(substitute.path);
      if (value === null || value === '') continue;
      if (substitute.closed.includes(comparable(value))) return 'closed';
      open ??= { at: { resource: place, path: substitute.path }, value, closing: substitute.value };
    }
  }
  return open;
}

function placesOf(resource: ResourceView, substitute: Substitute): readonly ResourceView[] {
  const { child } = substitute;
  if (child === null) return [resource];
  const children = resource.children(child.type).known;
  return children.filter((candidate) => !candidate.existing && candidate.name.toLowerCase() === child.name);
}

function closingOf(resource: ResourceView, facts: PublicAccessFacts, open: OpenDoor): Closing | null {
  const { repair } = facts;
  if (!repair.offered || tierThatCutsOff(resource, facts) !== null) return null;
  if (repair.needs !== null && !isMet(resource, repair.needs)) return null;
  const doors = doorsToClose(resource, facts, open);
  if (doors.length === 0) return null;
  const also = repair.also
    .filter(({ path, ifGiven }) => ifGiven !== true || !resource.omits(path))
    .filter(({ path, value }) => comparable(resource.read(path)) !== comparable(value))
    .map(({ path, value }) => setOf(resource, path, value));
  const sets = enumeration(also.map(({ path, value }) => `${path} to ${String(value)}`));
  const changes = also.length === 0 ? '' : `; sets ${sets} too`;
  const caution = repair.caution === null ? '' : `; ${repair.caution}`;
  const admits = attempt(() => firewallOf(resource))?.admits;
  const shutsOut = admits === undefined ? '' : `, no longer ${admits}`;
  return {
    intents: [...doors, ...also],
    consequence: `only private networks reach it then${shutsOut}${changes}${caution}`,
  };
}

/** Sets every open switch; of a child that decides, its own value, since the parent's version may not know the property. */
function doorsToClose(resource: ResourceView, facts: PublicAccessFacts, open: OpenDoor): readonly Intent[] {
  if (!open.at.resource.is(resource)) return [setOf(open.at.resource, open.at.path, open.closing)];
  // Of a version that the schemas know the repair says whether it can be raised.
  const isKnown = isWritable(resource.type, resource.apiVersion, open.door.path) !== null;
  if (!isKnown && !canWrite(open.door, resource.apiVersion)) return [];
  return facts.switches
    .filter((door) => openDoor(resource, facts, door) !== null)
    .map((door) => setOf(resource, door.path, closingValue(facts, door, resource.apiVersion)));
}

function setOf(resource: ResourceView, path: string, value: string | boolean) {
  return { kind: 'set', resource: resource.key, path, value } as const;
}

/** The tier without private endpoints, which the repair doesn't change: nobody would reach the resource any more. Null if it has them. */
function tierThatCutsOff(resource: ResourceView, facts: PublicAccessFacts): Circumstance | null {
  const tiers = privateEndpointOf(resource.type)?.noneWhen.filter(({ path }) => path.startsWith('sku.')) ?? [];
  const kept = tiers.filter(({ path }) => !facts.repair.also.some((change) => change.path === path));
  return kept.find((circumstance) => holds(circumstance, resource)) ?? null;
}
