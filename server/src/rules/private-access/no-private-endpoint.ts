/** PaaS resources must be reached through a private endpoint, for the right resource and group id. */

import { comparable } from '../../azure/circumstance.ts';
import { azurePolicies } from '../../azure/policies.ts';
import {
  type ByValue,
  dnsZonesOf,
  type PrivateEndpointFacts,
  privateEndpointOf,
  privateEndpointTypes,
} from '../../azure/private-endpoint.ts';
import { publicAccessOf } from '../../azure/public-access.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { fits, holds } from './circumstances.ts';
import { noPrivateEndpointExamples } from './no-private-endpoint.examples.ts';
import { closingOfPublicAccess } from './no-public-network-access.ts';
import { endpointTarget, isReachedPrivately, ownGroupId, planWithoutNetwork } from './private-reach.ts';

/** The facts of a breach are the resource that an endpoint would target: a slot is reached through its site. */
export const noPrivateEndpoint: Rule<ResourceView> = {
  id: 'no-private-endpoint',
  title: 'Resource has no private endpoint',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [94, 95, 96, 107, 145],
  articles: [
    { seed: 'S0', step: '5' },
    { seed: 'S3', step: '3' },
  ],
  policies: [
    azurePolicies.sqlPrivateEndpoint,
    azurePolicies.mariaDbPrivateEndpoint,
    azurePolicies.mySqlPrivateEndpoint,
    azurePolicies.postgreSqlPrivateEndpoint,
    azurePolicies.storagePrivateLink,
    azurePolicies.keyVaultPrivateLink,
    azurePolicies.cosmosPrivateLink,
    azurePolicies.redisPrivateLink,
    azurePolicies.registryPrivateLink,
    azurePolicies.configurationPrivateLink,
    azurePolicies.eventGridDomainPrivateLink,
    azurePolicies.eventGridTopicPrivateLink,
  ],
  why: `Without a private endpoint a PaaS resource is reached by its public address only. The traffic leaves the virtual network, where no
network security group and no firewall of yours sees it, and public access cannot be closed.`,
  what: `Add a private endpoint for the resource and the sub-resource (group id) that is used, with a zone group, so that the public name
resolves to the private address: the private DNS zone must have exactly the recommended name and be linked to the virtual network.`,
  equivalents: { checkov: ['CKV_AZURE_243'], psrule: ['Azure.AI.PrivateEndpoints'] },
  repairs: ['Add a private endpoint with its DNS zone', 'The same, and disable public network access'],
  on: privateEndpointTypes,
  examples: noPrivateEndpointExamples,

  find: (resource) => {
    const facts = privateEndpointOf(resource.type);
    const target = facts && endpointTarget(resource, facts);
    if (!facts || !target || target.existing) return null;
    if (isReachedPrivately(resource) || excuse(resource, facts) !== null) return null;
    // A template without any network, or one that hands the resource out, may leave the endpoint to another.
    const isWholeStory = hasNetwork(resource) && !target.handedOut;
    return { certainty: isWholeStory ? 'certain' : 'possible', facts: target };
  },

  quiet: (resource) => {
    const facts = privateEndpointOf(resource.type);
    return facts === null || isReachedPrivately(resource) ? null : excuse(resource, facts);
  },

  at: (resource) => ({
    kind: 'header',
    resource,
    lacks: { kind: 'resource', type: 'Microsoft.Network/privateEndpoints' },
  }),

  say: (resource) =>
    `${shownName(resource)} has no private endpoint in this template, so no virtual network reaches it by a private address. Add one, with its private DNS zone, in a subnet for endpoints.`,

  repair: (resource, target) => {
    const facts = privateEndpointOf(resource.type);
    if (facts === null) return [];
    const [first, ...others] = groupIdsFor(resource, facts).map((groupId) => addEndpoint(resource, target, groupId));
    return first === undefined ? [] : [first, ...andClose(resource, first), ...others];
  },
};

/** The rule of the second step. */
const publicAccessRule = 'no-public-network-access';

function hasNetwork(resource: ResourceView): boolean {
  const types = ['virtualNetworks', 'virtualNetworks/subnets', 'privateEndpoints'];
  return types.some((type) => !resource.deployment.lacks(`Microsoft.Network/${type}`));
}

function groupIdsFor(resource: ResourceView, facts: PrivateEndpointFacts): readonly string[] {
  const own = ownGroupId(resource, facts);
  return own === null ? valueFor(resource, facts.proposals) : [own];
}

/** Why no endpoint is asked for: the resource is private in another way, or its tier has no endpoints. */
function excuse(resource: ResourceView, facts: PrivateEndpointFacts): string | null {
  const circumstance = facts.noneWhen.find((candidate) => holds(candidate, resource));
  if (circumstance !== undefined) return circumstance.because;
  if (isInPerimeter(resource)) return 'A network security perimeter guards the resource instead of a private endpoint.';
  return planWithoutNetwork(resource, facts);
}

function isInPerimeter(resource: ResourceView): boolean {
  const path = publicAccessOf(resource.type)?.switches[0]?.path;
  return path !== undefined && decidedOr(false, () => comparable(resource.read(path)) === 'securedbyperimeter');
}

function addEndpoint(resource: ResourceView, target: ResourceView, groupId: string): RepairProposal {
  const dnsZones = valueFor(resource, dnsZonesOf(resource.type, groupId));
  const zones =
    dnsZones.length === 0 ? 'its DNS zone depends on the region and is left to you' : `with ${dnsZones.join(', ')}`;
  return {
    title: `Add a private endpoint for ${shownName(resource)} (${groupId}), ${zones}`,
    kind: 'review',
    whenMended: { [publicAccessRule]: 'public network access is disabled with it' },
    intents: [{ kind: 'addPrivateEndpoint', resource: target.key, groupId, dnsZones }],
  };
}

/** The same with public network access disabled as a second step; nothing where that is so, or can't be offered. */
function andClose(resource: ResourceView, { title, kind, intents }: RepairProposal): readonly RepairProposal[] {
  // Whether it is open may not be known where it is known that the endpoint lacks.
  const closing = attempt(() => closingOfPublicAccess(resource)) ?? null;
  if (closing === null) return [];
  return [
    {
      title: `${title}, and disable public network access: ${closing.consequence}`,
      kind,
      intents: [...intents, ...closing.intents],
      alsoMends: [publicAccessRule],
    },
  ];
}

function valueFor<T>(resource: ResourceView, fact: ByValue<T>): T {
  if (fact.path === null) return fact.otherwise;
  const value = comparable(resource.read(fact.path));
  return (
    fact.cases.find((candidate) => candidate.values.some((pattern) => fits(pattern, value)))?.result ?? fact.otherwise
  );
}
